"""What a dial comes to: nobody, the wrong party or the right one; how long it takes; when its record is due again.

A record's dials are the contacts of one matter: attempt 1, 2, … Each is one leg of the log. A dial for an agent is
bound before it rings, and its handling is preview, ring and talk; while the agent's own phone rings for it there is no
customer who could lose patience. A dial ahead rings alone, and joins the line when a customer answers, who then waits
also while an agent's phone rings. What a dial draws is keyed by the record's number and the attempt.

This file must not know when to dial; see `dialler`.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.arrivals import DAY
from acd.core.calendar import push
from acd.core.codes import Arrivals, LegReason, Outcome, Purpose, Rank, ReturnKind, Timer
from acd.core.draws import duration
from acd.core.lines import free_slot
from acd.core.record import record_leg
from acd.core.router import finish
from acd.core.streams import uniform
from acd.core.tables import (
    NONE,
    Handle,
    campaign,
    category,
    desk,
    dialler,
    leg,
    life,
    planet,
    record,
    visit,
)
from acd.core.telling import tell


@kernel
def is_dial(z: Handle, c: int) -> bool:
    """Say whether the contact in slot ``c`` was dialled; a user's process may bring others of the category."""
    seen = visit(z, c)
    rule = category(z, seen["category"])
    return bool(rule["arrivals"] == Arrivals.DIALLED and seen["origin"] == rule["origin"])


@kernel
def record_of(z: Handle, c: int) -> int:
    """Return the row of the record that the contact in slot ``c`` is a dial of."""
    seen = visit(z, c)
    return int(campaign(z, seen["category"])["first"] + seen["key"])


@kernel
def nobody_yet(z: Handle, c: int) -> bool:
    """Say whether the contact in slot ``c`` is a dial that waits for its agent: no customer is on the line."""
    return bool(is_dial(z, c) and record(z, record_of(z, c))["bound"])


@kernel
def luck(z: Handle, c: int, purpose: int) -> float:
    """Return the uniform number of the dial in slot ``c`` for a purpose."""
    seen = visit(z, c)
    return float(uniform(z, seen["key"], seen["origin"], purpose, seen["attempt"]))


@kernel
def takes(z: Handle, c: int, d: int, purpose: int, factor: float) -> int:
    """Return how long something of the dial in slot ``c`` takes [us]; nothing where there is no distribution."""
    return 0 if d == NONE else int(duration(z, d, luck(z, c, purpose), factor))


@kernel
def reached(z: Handle, c: int) -> bool:
    """Say whether somebody answers the dial in slot ``c``."""
    return bool(luck(z, c, Purpose.REACH) < campaign(z, visit(z, c)["category"])["probability"])


@kernel
def right_party(z: Handle, c: int) -> bool:
    """Say whether whoever answers the dial in slot ``c`` is the customer meant."""
    return bool(luck(z, c, Purpose.RIGHT_PARTY) < campaign(z, visit(z, c)["category"])["right_party"])


@kernel
def rings_for(z: Handle, c: int) -> int:
    """Return how long the dial in slot ``c`` rings [us]."""
    return takes(z, c, campaign(z, visit(z, c)["category"])["ring"], Purpose.DIAL_RINGS, 1.0)


@cold
def dial_time(z: Handle, c: int, scale: float) -> int:
    """Return how long the dial in slot ``c`` keeps its agent [us]; ``scale`` is the group's factor on the talk."""
    k = visit(z, c)["category"]
    total = 0
    if record(z, record_of(z, c))["bound"]:
        total = rings_for(z, c) + takes(z, c, campaign(z, k)["preview"], Purpose.PREVIEW, 1.0)
        if not reached(z, c):
            return total
    if right_party(z, c):
        return total + takes(z, c, category(z, k)["handle"], Purpose.HANDLE, scale)
    return total + takes(z, c, campaign(z, k)["wrong_party"], Purpose.WRONG_PARTY, 1.0)


@kernel
def begin_day(z: Handle, now: int, k: int) -> None:
    """Begin the counts of the day anew for category ``k``, if it is another day than that of the last dial."""
    me = dialler(z, k)
    if me["today"] != now // DAY:
        me["today"] = now // DAY
        me["connects"] = 0
        me["abandoned"] = 0


@kernel
def note_end(z: Handle, now: int, k: int, answered: bool) -> None:
    """A dial of category ``k`` has ended: the dialler learns from it, and today's count goes up if it was answered."""
    begin_day(z, now, k)
    me = dialler(z, k)
    me["ended"] += 1
    if answered:
        me["reached"] += 1
        me["connects"] += 1


@cold
def end_dial(z: Handle, now: int, c: int, scale: float, resolution: float) -> int:
    """The agent is through with the dial in slot ``c``; return the time of wrap-up [us].

    Parameters
    ----------
    z : Handle
    now : int
        [us].
    c : int
        Slot of the contact.
    scale : float
        The group's factor on wrap-up.
    resolution : float
        Chance that a talk with the right party settles what the record is for.
    """
    k = visit(z, c)["category"]
    bound = bool(record(z, record_of(z, c))["bound"])
    answered = not bound or reached(z, c)
    wrap = 0
    settled = 0
    outcome = Outcome.ANSWERED.value
    reason = LegReason.WRONG_PARTY.value
    if bound:
        note_end(z, now, k, answered)
    if not answered:
        outcome = Outcome.UNREACHED.value
        reason = LegReason.NO_REPLY.value
        settled = NONE
    elif right_party(z, c):
        reason = LegReason.RIGHT_PARTY.value
        wrap = takes(z, c, category(z, k)["wrap_up"], Purpose.WRAP_UP, scale)
        settled = 1 if luck(z, c, Purpose.RESOLUTION) < resolution else 0
    row = NONE
    if planet(z, 0)["keep_legs"]:
        row = record_leg(z, c, now, now + wrap, outcome, reason)
        leg(z, row)["settled"] = settled
    if reason != LegReason.RIGHT_PARTY:
        try_again(z, now, c, row, 0)
    if visit(z, c)["watched"]:
        tell(z, c, now, outcome, reason, settled)
    finish(z, now, c, 1 if wrap > 0 else 0)
    return wrap


@cold
def no_reply(z: Handle, now: int, c: int) -> None:
    """Nobody answers the dial in slot ``c``, which rang ahead."""
    visit(z, c)["joined"] = now
    desk(z, 0)["now"] = now  # no command says so
    if planet(z, 0)["rich"]:
        life(z, c)["over"] = 1
    row = NONE
    if planet(z, 0)["keep_legs"]:
        row = record_leg(z, c, now, NONE, Outcome.UNREACHED, LegReason.NO_REPLY)
    try_again(z, now, c, row, 0)
    if visit(z, c)["watched"]:
        tell(z, c, now, Outcome.UNREACHED, LegReason.NO_REPLY, NONE)
    free_slot(z, c)


@cold
def not_served(z: Handle, now: int, c: int, row: int) -> None:
    """The customer of slot ``c``, who answered a dial ahead, got no agent; or a dial for an agent was never made."""
    k = visit(z, c)["category"]
    if nobody_yet(z, c):
        try_again(z, now, c, row, 0)
        return
    dialler(z, k)["abandoned"] += 1
    try_again(z, now, c, row, campaign(z, k)["rest"])


@kernel
def try_again(z: Handle, now: int, c: int, row: int, rest: int) -> None:
    """Let the record of slot ``c`` be due again, not sooner than after ``rest``; note it in log row ``row`` if kept."""
    seen = visit(z, c)
    rule = campaign(z, seen["category"])
    if seen["attempt"] + 1 >= rule["attempts"]:
        return
    due = now + max(takes(z, c, rule["retry_after"], Purpose.RETRY_AFTER, 1.0), int(rest))
    if row != NONE:
        leg(z, row)["return_kind"] = ReturnKind.RETRY
        leg(z, row)["return_at"] = due
    elif planet(z, 0)["rich"]:
        life(z, c)["return_kind"] = ReturnKind.RETRY
        life(z, c)["return_at"] = due
    if due < planet(z, 0)["horizon"]:
        push(z, due, Rank.RETURN, seen["matter"], Timer.RECORD_DUE, record_of(z, c))
