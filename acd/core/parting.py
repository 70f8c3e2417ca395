"""An agent and a customer part: the leg ends, the contact too unless it goes on elsewhere, and wrap-up follows."""

from __future__ import annotations

from acd.core._compile import cold
from acd.core.asking import ask_customer
from acd.core.codes import LegReason, Outcome, Purpose, Stage
from acd.core.leaving import lasting, tell
from acd.core.legs import follow, off_hold
from acd.core.pace import begin_work, retime
from acd.core.record import record_leg
from acd.core.returns import recontact
from acd.core.router import finish_apart
from acd.core.tables import NONE, Handle, category, contact, factor, leg, life, member, planet, rules, visit


@cold
def log_leg(z: Handle, c: int, wrapped: int) -> None:
    """Log the leg of contact ``c``, which is over; its agent is free of it at ``wrapped``."""
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
        followed = ask_customer(z, now, c, settled)
    if settled == 0 and not followed:
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
        wrap = lasting(z, c, rule["wrap_up"], visit(z, c)["wrap_up"], Purpose.WRAP_UP.value, scale)
    close(z, now, c, settled, reason)
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
    close(z, now, c, settled, reason)
    log_leg(z, c, now)
    finish_apart(z, now, c, 0)
    follow(z, now)
    retime(z, now, a)
