"""An agent and a customer part: the leg ends, the contact too unless it goes on elsewhere, and wrap-up follows."""

from __future__ import annotations

from acd.core._compile import cold
from acd.core.apart import finish_apart
from acd.core.asking import take_survey
from acd.core.codes import LegReason, Outcome, Purpose, Stage
from acd.core.dialled import note_end, reached, record_of, right_party, takes, try_again
from acd.core.learning import slowness
from acd.core.leaving import draw, lasting
from acd.core.legs import follow, off_hold
from acd.core.pace import begin_work, retime
from acd.core.path_codes import Part
from acd.core.record import record_leg, record_stage
from acd.core.returns import recontact, redial
from acd.core.tables import (
    NONE,
    Handle,
    category,
    contact,
    factor,
    leg,
    life,
    member,
    planet,
    record,
    rules,
    visit,
)
from acd.core.telling import tell


@cold
def log_stage(z: Handle, c: int, now: int) -> None:
    """Log, on request, what contact ``c``'s agent has done with it until ``now``; something else begins."""
    if not planet(z, 0)["rich"] or not planet(z, 0)["keep_steps"]:
        return
    me = life(z, c)
    what = int(me["step"])
    if me["stage"] == Stage.WRAPPING:
        what = Part.WRAP_UP.value
    elif me["stage"] == Stage.ALONGSIDE:
        what = Part.CONSULTED.value
    elif me["dialling"]:
        what = Part.DIALLING.value
    elif me["refers"] and (me["peer"] != NONE or me["stage"] == Stage.ASKING):
        what = Part.REFERRAL.value
    if what != NONE:
        record_stage(z, c, int(contact(z, c)["agent"]), what, int(me["since"]), now)
    me["since"] = now


@cold
def log_leg(z: Handle, c: int, wrapped: int) -> None:
    """Log the leg of contact ``c``, which is over; its agent is free of it at ``wrapped``."""
    if life(z, c)["stage"] == Stage.WRAPPING:
        log_stage(z, c, wrapped)
    if not planet(z, 0)["keep_legs"]:
        return
    me = life(z, c)
    row = leg(z, record_leg(z, c, int(me["ended"]), wrapped, int(me["outcome"]), int(me["reason"])))
    row["settled"] = me["settled"]
    row["return_kind"] = me["return_kind"]
    row["return_at"] = me["return_at"]


@cold
def close(z: Handle, now: int, c: int, settled: int, reason: int) -> None:
    """The customer's part in the leg of contact ``c`` is over; ``settled`` is NONE when the contact goes on."""
    me = life(z, c)
    off_hold(z, now, c)
    me["ended"] = now
    me["outcome"] = Outcome.ANSWERED
    me["reason"] = reason
    me["settled"] = settled
    if settled == NONE:
        return
    me["over"] = 1
    followed = False
    if reason == LegReason.NONE:
        followed = take_survey(z, now, c, settled)
    if settled == 0 and reason == LegReason.NOT_REACHED:
        redial(z, c, now, NONE)  # the customer got nobody
    elif settled == 0 and not followed:
        recontact(z, c, now, NONE)
    if visit(z, c)["watched"]:
        tell(z, c, now, Outcome.ANSWERED, reason, settled)


@cold
def part(z: Handle, now: int, c: int, a: int, settled: int, reason: int) -> None:
    """Agent ``a`` and the customer of contact ``c`` part; wrap-up follows."""
    k = visit(z, c)["category"]
    rule = category(z, k)
    wrap = 0
    if rule["wrap_up"] != NONE:
        scale = float(factor(z, k * rules(z, 0)["n_groups"] + member(z, a)["group"])["wrap_up"])
        if planet(z, 0)["learning"]:
            scale *= slowness(z, now, a)
        wrap = lasting(z, c, rule["wrap_up"], visit(z, c)["wrap_up"], Purpose.WRAP_UP.value, scale)
    close(z, now, c, settled, reason)
    leave_hands(z, now, c, a, wrap)


@cold
def came_to(z: Handle, now: int, c: int, resolution: float) -> None:
    """Say of dial ``c``, which is over, whom it reached and whether that settled what it was for."""
    me = life(z, c)
    bound = bool(record(z, record_of(z, c))["bound"])
    answered = not bound or reached(z, c)
    if bound:
        note_end(z, now, int(visit(z, c)["category"]), answered)
    me["ended"] = now
    me["outcome"] = Outcome.ANSWERED
    me["reason"] = LegReason.WRONG_PARTY
    me["settled"] = 0
    if not answered:
        me["outcome"] = Outcome.UNREACHED
        me["reason"] = LegReason.NO_REPLY
        me["settled"] = NONE
    elif right_party(z, c):
        me["reason"] = LegReason.RIGHT_PARTY
        me["settled"] = 1 if draw(z, c, Purpose.RESOLUTION) < resolution else 0


@cold
def part_from_dial(z: Handle, now: int, c: int, a: int) -> None:
    """Agent ``a`` is through with dial ``c``; wrap-up follows a talk with the right party."""
    k = visit(z, c)["category"]
    factors = factor(z, k * rules(z, 0)["n_groups"] + member(z, a)["group"])
    me = life(z, c)
    log_stage(z, c, now)
    came_to(z, now, c, float(factors["resolution"]))
    me["over"] = 1
    wrap = 0
    if me["reason"] == LegReason.RIGHT_PARTY:
        scale = float(factors["wrap_up"])
        if planet(z, 0)["learning"]:
            scale *= slowness(z, now, a)
        wrap = takes(z, c, category(z, k)["wrap_up"], Purpose.WRAP_UP, scale)
    else:
        try_again(z, now, c, NONE, 0)
    if visit(z, c)["watched"]:
        tell(z, c, now, int(me["outcome"]), int(me["reason"]), int(me["settled"]))
    leave_hands(z, now, c, a, wrap)


@cold
def leave_hands(z: Handle, now: int, c: int, a: int, wrap: int) -> None:
    """The customer of contact ``c`` is gone; agent ``a`` wraps up so long, or is free of it."""
    if wrap > 0:
        life(z, c)["stage"] = Stage.WRAPPING
        begin_work(z, now, c, float(wrap))
    else:
        log_leg(z, c, now)
    finish_apart(z, now, c, 1 if wrap > 0 else 0)
    follow(z, now)
    retime(z, now, a)


@cold
def let_off(z: Handle, now: int, c: int, settled: int, reason: int) -> None:
    """The agent of contact ``c`` has nothing more to do with it, and nothing to wrap up."""
    a = int(contact(z, c)["agent"])
    log_stage(z, c, now)
    close(z, now, c, settled, reason)
    log_leg(z, c, now)
    finish_apart(z, now, c, 0)
    follow(z, now)
    retime(z, now, a)
