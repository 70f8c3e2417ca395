"""A contact waits and ends without an agent: balks, loses patience, is refused or turned away.

Its leg is logged, the customer may come back, and whoever watches is told.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.answers import hang_up
from acd.core.codes import Arrivals, LegReason, Outcome, Purpose
from acd.core.dialled import is_dial, not_served
from acd.core.drafts import stretched
from acd.core.draws import duration
from acd.core.record import record_leg
from acd.core.returns import redial
from acd.core.streams import uniform
from acd.core.tables import NEVER, NONE, Handle, category, life, planet, visit
from acd.core.telling import tell
from acd.core.trees import set_patience

MOST_LEGS = 60
"""A contact is referred no more after so many legs: their number must fit into the index of a draw."""
MOST_STEPS = 500
"""A leg goes through at most so many steps, for the same reason."""


@kernel
def draw(z: Handle, c: int, purpose: int) -> float:
    """Return the uniform number of the contact in slot ``c`` for a purpose."""
    seen = visit(z, c)
    index = seen["attempt"]
    if planet(z, 0)["rich"]:
        index = draw_index(z, c, 0)
    return uniform(z, seen["key"], seen["origin"], purpose, index)


@cold
def draw_index(z: Handle, c: int, nth: int) -> int:
    """Return the index of the ``nth`` draw of a purpose in the present leg: attempt, leg and number in one integer."""
    return int(visit(z, c)["attempt"] | (life(z, c)["leg"] - 1) << 10 | nth << 23)


@kernel
def lasting(z: Handle, c: int, d: int, drafted: float, purpose: int, factor: float) -> int:
    """Return how long something of the contact in slot ``c`` takes [us], as drafted, or drawn if it never was."""
    if visit(z, c)["drafted"]:
        return stretched(z, d, drafted, factor)
    return drawn(z, c, d, purpose, factor)


@cold
def drawn(z: Handle, c: int, d: int, purpose: int, factor: float) -> int:
    """Draw how long something of the contact in slot ``c`` takes [us]."""
    return duration(z, d, draw(z, c, purpose), factor)


@kernel
def queue_up(z: Handle, now: int, c: int) -> None:
    """The contact in slot ``c`` has to wait: it balks, or its patience starts to run."""
    seen = visit(z, c)
    rule = category(z, seen["category"])
    if rule["balk"] > 0.0:
        u = seen["balk"] if seen["drafted"] else draw(z, c, Purpose.BALK)
        if u < rule["balk"]:
            give_up(z, now, c, LegReason.BALKED)
            return
    if rule["patience"] != NONE:
        seen["patient"] = 1
        time = now + lasting(z, c, rule["patience"], seen["patience"], Purpose.PATIENCE, 1.0)
        set_patience(z, c, time)


@kernel
def give_up(z: Handle, now: int, c: int, reason: int) -> None:
    """The customer of the queued contact in slot ``c`` leaves."""
    lose(z, now, c, Outcome.ABANDONED, reason)
    stop_patience(z, c)
    hang_up(z, now, c)


@cold
def turn_away(z: Handle, now: int, c: int) -> None:
    """The centre closes on the queued contact in slot ``c``."""
    lose(z, now, c, Outcome.REFUSED, LegReason.CLOSED)
    stop_patience(z, c)
    hang_up(z, now, c)


@kernel
def stop_patience(z: Handle, c: int) -> None:
    """The contact in slot ``c`` waits no longer: its patience is out of the calendar."""
    if visit(z, c)["patient"]:
        visit(z, c)["patient"] = 0
        set_patience(z, c, NEVER)


@cold
def lose(z: Handle, now: int, c: int, outcome: int, reason: int) -> None:
    """The contact in slot ``c`` ends without an agent: log it, and perhaps it comes back."""
    row = NONE
    asked = planet(z, 0)["rich"] and is_question(z, c)
    if planet(z, 0)["rich"]:
        life(z, c)["over"] = 0 if asked else 1
    if planet(z, 0)["keep_legs"]:
        row = record_leg(z, c, now, NONE, outcome, reason)
    if asked:
        return
    if category(z, visit(z, c)["category"])["arrivals"] == Arrivals.DIALLED and is_dial(z, c):
        not_served(z, now, c, row)
    else:
        redial(z, c, now, row)
    if visit(z, c)["watched"]:
        tell(z, c, now, outcome, reason, NONE)


@kernel
def is_question(z: Handle, c: int) -> bool:
    """Say whether contact ``c`` is a leg in which another agent is only asked; such a leg is no end of the contact."""
    peer = life(z, c)["peer"]
    return bool(peer != NONE and life(z, c)["leg"] > life(z, peer)["leg"] and not life(z, peer)["refers"])


@kernel
def lose_patience(z: Handle, now: int, c: int) -> None:
    """The patience of the contact in slot ``c`` ends."""
    visit(z, c)["patient"] = 0  # it is out of the calendar already
    give_up(z, now, c, LegReason.NONE)
