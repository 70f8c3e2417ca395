"""A contact goes to another desk: cold, into that desk's line, or warm, once an agent there has heard about it.

Warm, the contact's next leg waits in the desk's line while its agent and the customer, on hold, wait with it; when
an agent takes it, the two agents talk, and the customer is handed over. A question to another agent is the same
without the handing over. The two legs are *peers*. Whoever asks takes no other contact until the other agent is
through, or does not come.
"""

from __future__ import annotations

from acd.core._compile import cold
from acd.core.calendar import push
from acd.core.codes import AgentState, AtClose, ContactState, LegReason, Outcome, Rank, Stage, Timer
from acd.core.leaving import MOST_LEGS, lose, stop_patience
from acd.core.legs import begin_step, follow, on_hold
from acd.core.lines import free_slot
from acd.core.making import new_leg
from acd.core.pace import ENDLESS, begin_work, retime
from acd.core.parting import let_off, log_stage, part
from acd.core.peers import begin_asking, end_asking
from acd.core.preferred import is_sent, offer_sent, send_to
from acd.core.router import offer_apart
from acd.core.shared import set_activity
from acd.core.tables import (
    NONE,
    Handle,
    aim,
    contact,
    course,
    desk,
    event,
    life,
    medium,
    rules,
    visit,
    world,
)


@cold
def enter_line(z: Handle, now: int, c: int, waited: int) -> bool:
    """A further leg joins its line; say whether it was let in."""
    if not world(z, 0)["open"] and medium(z, visit(z, c)["category"])["at_close"] == AtClose.TURN_AWAY:
        desk(z, 0)["now"] = now  # no command says so
        lose(z, now, c, Outcome.REFUSED, LegReason.CLOSED)
        free_slot(z, c)
        return False
    if is_sent(z, c):
        offer_sent(z, now, c, waited, 0)
    else:
        offer_apart(z, now, c, waited)
    let_in = contact(z, c)["state"] != ContactState.NONE
    follow(z, now)
    return bool(let_in)


@cold
def refer_cold(z: Handle, now: int, c: int, a: int, row: int, reason: int) -> None:
    """Agent ``a`` sends contact ``c`` to the desk of row ``row`` of ``aim``, where it queues anew."""
    if life(z, c)["legs"] >= MOST_LEGS:
        part(z, now, c, a, 0, reason)
        return
    credit = int(course(z, visit(z, c)["category"])["credit"])
    watched = visit(z, c)["watched"]
    k = int(aim(z, row)["category"])
    d = new_leg(z, now, c, k, 1)
    send_to(z, d, row, NONE)
    visit(z, d)["watched"] = watched
    visit(z, c)["watched"] = 0
    life(z, d)["referrals"] += 1
    life(z, c)["referred_to"] = k
    part(z, now, c, a, NONE, reason)
    enter_line(z, now, d, credit)


@cold
@cold
def ask(z: Handle, now: int, a: int) -> None:
    """Agent ``a`` asks another one, and takes nothing more where several contacts may be in hand."""
    if rules(z, 0)["choosy"]:
        begin_asking(z, now, a)


@cold
def ask_no_more(z: Handle, now: int, a: int) -> None:
    """Agent ``a`` asks no longer; what waited and fits beside what is in hand begins."""
    if rules(z, 0)["choosy"]:
        end_asking(z, now, a)
        follow(z, now)


@cold
def call_in(z: Handle, now: int, c: int, row: int) -> bool:
    """An agent of a desk, a row of ``aim``, is asked about contact ``c``; say whether one will come, if late."""
    me = life(z, c)
    me["stage"] = Stage.ASKING
    ask(z, now, int(contact(z, c)["agent"]))
    if me["legs"] >= MOST_LEGS:
        return False
    rule = course(z, visit(z, c)["category"])
    k = int(aim(z, row)["category"])
    d = new_leg(z, now, c, k, 1)
    send_to(z, d, row, int(contact(z, c)["agent"]))
    life(z, d)["peer"] = c
    me["peer"] = d
    if me["refers"]:
        life(z, d)["referrals"] += 1
        me["referred_to"] = k
        visit(z, d)["watched"] = visit(z, c)["watched"]
        visit(z, c)["watched"] = 0
    begin_work(z, now, c, ENDLESS)
    on_hold(z, now, c)
    if not enter_line(z, now, d, int(rule["credit"]) if me["refers"] else 0):
        return False
    waits = contact(z, d)["state"] != ContactState.BOUND
    if waits and rule["consult_wait"] != NONE:
        number = contact(z, d)["number"]
        row = push(z, now + rule["consult_wait"], Rank.TIMER, number, Timer.CONSULT_LAPSES, d)
        event(z, row)["a"] = number
    return True


@cold
def part_peers(z: Handle, c: int, d: int) -> None:
    """The two legs have nothing to do with each other any more."""
    life(z, c)["peer"] = NONE
    life(z, d)["peer"] = NONE


@cold
def hand_over(z: Handle, now: int, c: int, a: int) -> None:
    """Agent ``a`` hands the customer of contact ``c`` over to the agent who has just been told."""
    d = int(life(z, c)["peer"])
    log_stage(z, c, now)
    log_stage(z, d, now)
    part_peers(z, c, d)
    stop_patience(z, d)
    life(z, d)["step"] = course(z, visit(z, d)["category"])["first_step"]
    set_activity(z, now, d, AgentState.BUSY.value)
    begin_step(z, now, d)
    retime(z, now, int(contact(z, d)["agent"]))
    ask_no_more(z, now, a)
    part(z, now, c, a, NONE, LegReason.REFERRED)


@cold
def end_consult(z: Handle, now: int, c: int) -> None:
    """The agent who was asked about contact ``c`` is let off."""
    d = int(life(z, c)["peer"])
    part_peers(z, c, d)
    let_off(z, now, d, NONE, LegReason.CONSULTED)
    ask_no_more(z, now, int(contact(z, c)["agent"]))
