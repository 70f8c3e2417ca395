"""Whether an agent of the simulated world is there: come in, have nothing in hand at last, go home.

*Holds* keep an agent from being ready: a pause, or being taken away by a user's process. An *alert* says that something
waits for an agent to have nothing in hand: a pause, an absence, or the way home after overtime. This file must not know
the timetable.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.calendar import push
from acd.core.codes import AgentReason, AgentState, Pending, Rank, Timer
from acd.core.overtime import mark, one_more, then_home
from acd.core.record import record_change
from acd.core.router import log_in
from acd.core.tables import Handle, agent, desk, event, hand, plan, planet, rules, worker, world
from acd.core.world import let_work, send_away, send_home

ON_BREAK = 1
AWAY = 2


@kernel
def leaving(z: Handle, a: int) -> bool:
    """Say whether agent ``a`` is off, or will be once the work in hand is done."""
    me = agent(z, a)
    return bool(me["state"] == AgentState.OFF or me["pending"] == Pending.LOG_OUT)


@kernel
def come_in(z: Handle, now: int, a: int) -> None:
    """Agent ``a`` starts work, or stays if about to leave."""
    me = worker(z, a)
    if not leaving(z, a):
        return
    if agent(z, a)["state"] == AgentState.OFF:
        me["token"] += 1
        me["on_break"] = 0
        me["owed"] = 0
        me["holds"] &= AWAY
        log_in(z, now, a, AgentReason.SHIFT)
    take_contacts(z, now, a)
    if me["stay"]:
        # the next shift starts while overtime lasts
        me["stay"] = 0
        mark(z, a, AgentReason.SHIFT.value)


@kernel
def take_contacts(z: Handle, now: int, a: int) -> None:
    """Agent ``a`` is ready, unless taken away."""
    me = worker(z, a)
    if me["holds"] & AWAY:
        send_away(z, now, a, me["word"])
    else:
        let_work(z, now, a)


@kernel
def go_home(z: Handle, now: int, a: int, reason: int) -> None:
    """Agent ``a`` leaves, now or once the work in hand is done."""
    forget_pauses(z, a)
    worker(z, a)["stay"] = 0
    if not leaving(z, a):
        send_home(z, now, a, reason)


@kernel
def forget_pauses(z: Handle, a: int) -> None:
    """Nothing remains of agent ``a``'s pauses, neither the one that runs nor those owed."""
    me = worker(z, a)
    me["token"] += 1
    me["on_break"] = 0
    me["owed"] = 0
    me["holds"] &= AWAY


@kernel
def alert(z: Handle, a: int, on: int) -> None:
    """Note that something waits for agent ``a`` to have nothing in hand, or no longer; and how many are waited for."""
    me = worker(z, a)
    world(z, 0)["alerts"] += on - me["alert"]
    me["alert"] = on
    world(z, 0)["attention"] |= on & planet(z, 0)["rich"]


@cold
def attend(z: Handle, now: int, a: int) -> None:
    """Agent ``a`` has nothing in hand any more: start the pause that waits, or note the absence.

    One in overtime may have something in hand again, and then goes home after that.
    """
    me = worker(z, a)
    if planet(z, 0)["rich"] and hand(z, a)["offered"] > 0:
        return  # whoever goes home would have to give back what rings
    if me["stay"] and not leaving(z, a):
        then_home(z, now, a)
    state = agent(z, a)["state"]
    if state >= AgentState.BUSY:
        return
    alert(z, a, 0)
    me["stay"] = 0
    if state == AgentState.NOT_READY and me["holds"] & ON_BREAK and not me["on_break"]:
        me["on_break"] = 1
        end = now + plan(z, me["break_row"])["value"]
        e = push(z, end, Rank.TIMER, a, Timer.BREAK_END, a)
        event(z, e)["a"] = me["token"]
        event(z, e)["b"] = 0
    elif state == AgentState.OFF and me["absent"] and rules(z, 0)["keep_changes"]:
        desk(z, 0)["now"] = now
        record_change(z, a, AgentState.ABSENT, me["absent"], 0)


@cold
def before_release(z: Handle, now: int, a: int) -> None:
    """Agent ``a``, whom something waits for, is about to end handling or wrap-up."""
    if worker(z, a)["stay"] and not worker(z, a)["holds"] & AWAY:
        one_more(z, now, a)


@kernel
def stay_out(z: Handle, now: int, a: int, reason: int) -> None:
    """Agent ``a`` is absent from now on, or once the work in hand is done."""
    go_home(z, now, a, reason)
    alert(z, a, 1)
    attend(z, now, a)
