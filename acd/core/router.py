"""The router: commands in, decisions out. Waiting lines and agents, and nothing else.

======================  ==================================  =====================================
command                 agent                               contact
======================  ==================================  =====================================
log in                  off → not ready
ready                   not ready → ready, or is given a contact; busy: what was pending is cancelled
not ready               ready → not ready; busy: when done  offered → queued (old place)
log out                 ready, not ready → off; busy: when done  offered → queued (old place)
offer                                                       → bound, offered, queued, held or refused
hold ends                                                   held → bound, offered or queued
step (`stepping`)                                           queued, held → bound, offered, queued or refused
accept (`answers`)      offered → busy                      offered → bound
lapse (no answer)       offered → not ready                 offered → queued (old place)
ring more               ready → offered                     offered → offered to one more (`ringing`)
offer again             ready → offered                     queued, offered → offered, or as before (`phones`)
hang up                 offered → as before the offer       queued, held, offered → ended; bound: is finished
finish                  busy → wrap-up, or free             bound → ended
wrapped up              wrap-up → free
======================  ==================================  =====================================

A *free* agent does what is pending (log out, not ready), else takes the contact that `choose_contact` names, else is
ready. An arriving contact goes to the agent that `choose_agent` names, else waits. At every moment no ready agent and
waiting contact are left that might be joined. A contact that wants one agent, or any of a group (`preferred`), may be
held: it waits for them only, until the hold ends.

Time comes with each command and never falls. The router draws no random number, does not know how long anything
lasts, and must not import the world. Commands are trusted here; `commands` checks those that come from outside.
"""

from __future__ import annotations

from acd.core._compile import cold, inlined
from acd.core.agent_keys import clear_ledger, count_done
from acd.core.binding import give
from acd.core.choose_agent import choose_agent
from acd.core.choose_contact import choose_contact
from acd.core.codes import (
    AgentReason,
    AgentState,
    Command,
    ContactState,
    Decision,
    DecisionReason,
    Pending,
)
from acd.core.holds import end_holds, first_for
from acd.core.lines import OWN_PRIORITY, free_slot, line_join, line_leave, pack_order
from acd.core.notes import begin, enter
from acd.core.phones import clear_phones
from acd.core.placing import choose_now
from acd.core.plans import begin_plan, time_step
from acd.core.pool import pool_add, pool_remove
from acd.core.record import decide
from acd.core.rounds import withdraw_rung
from acd.core.shared import (
    finish_held,
    free_up,
    join_hands,
    match_category,
    match_group,
    ready_held,
    withdraw_held,
)
from acd.core.tables import (
    NONE,
    Handle,
    agent,
    contact,
    crowd,
    desk,
    grip,
    line,
    member,
    pool,
    rules,
)


@inlined
def release(z: Handle, a: int, since: int) -> None:
    """Agent ``a``, free since then, has nothing in hand: do what is pending, else take a contact, else be ready."""
    if rules(z, 0)["shared"]:
        free_up(z, a, since)
        return
    me = agent(z, a)
    me["contact"] = NONE
    me["idle_since"] = since
    pending = me["pending"]
    if pending != Pending.NOTHING:
        me["pending"] = Pending.NOTHING
        if pending == Pending.LOG_OUT:
            pool(z, member(z, a)["group"])["logged_in"] -= 1
            enter(z, a, AgentState.OFF, me["pending_reason"])
        else:
            enter(z, a, AgentState.NOT_READY, me["pending_reason"])
        return
    c = choose_contact(z, member(z, a)["group"])
    if rules(z, 0)["relations"]:
        c = first_for(z, a, c)
    if c != NONE:
        line_leave(z, c)
        give(z, c, a)
        return
    enter(z, a, AgentState.READY, AgentReason.NONE)
    pool_add(z, a)
    if rules(z, 0)["thresholds"]:
        match_group(z, int(member(z, a)["group"]))


@cold
def log_in(z: Handle, now: int, a: int, reason: int) -> None:
    """Agent ``a``, who is off, comes in and is not ready yet."""
    begin(z, now, Command.LOG_IN, NONE, a, reason)
    me = agent(z, a)
    me["worked"] = 0
    me["available"] = 0
    if rules(z, 0)["counted"]:
        clear_ledger(z, a)
    me["contact"] = NONE
    me["pending"] = Pending.NOTHING
    pool(z, member(z, a)["group"])["logged_in"] += 1
    enter(z, a, AgentState.NOT_READY, reason)


@cold
def ready(z: Handle, now: int, a: int) -> None:
    """Agent ``a`` can take contacts; one with work in hand forgets what was to follow it."""
    begin(z, now, Command.READY, NONE, a, 0)
    me = agent(z, a)
    if rules(z, 0)["shared"]:
        ready_held(z, a)
    elif me["state"] == AgentState.NOT_READY:
        release(z, a, now)
    else:
        me["pending"] = Pending.NOTHING


@cold
def not_ready(z: Handle, now: int, a: int, reason: int) -> None:
    """Agent ``a`` takes nothing more; with work in hand, once it is done."""
    begin(z, now, Command.NOT_READY, NONE, a, reason)
    withdraw_agent(z, a, Pending.NOT_READY, reason)


@cold
def log_out(z: Handle, now: int, a: int, reason: int) -> None:
    """Agent ``a`` leaves; with work in hand, once it is done."""
    begin(z, now, Command.LOG_OUT, NONE, a, reason)
    withdraw_agent(z, a, Pending.LOG_OUT, reason)


@cold
def withdraw_agent(z: Handle, a: int, pending: int, reason: int) -> None:
    """Take agent ``a`` away at once when nothing is in hand, else make it pending."""
    me = agent(z, a)
    me["pending_reason"] = reason
    me["pending"] = pending
    if rules(z, 0)["relations"] and pending == Pending.LOG_OUT:
        end_holds(z, a)
    if rules(z, 0)["shared"]:
        if rules(z, 0)["rounds"]:
            withdraw_rung(z, a)
        else:
            withdraw_held(z, a)
        return
    state = me["state"]
    if state == AgentState.BUSY or state == AgentState.WRAP_UP:
        return
    if state == AgentState.OFFERED:
        c = me["contact"]
        decide(z, Decision.RESCINDED, c, a, DecisionReason.NOT_READY, NONE)
        release(z, a, desk(z, 0)["now"])
        requeue(z, c, DecisionReason.NOT_READY)
        return
    if state == AgentState.READY:
        pool_remove(z, a)
    release(z, a, desk(z, 0)["now"])


@cold
def requeue(z: Handle, c: int, reason: int) -> None:
    """Put a contact whose offer came to nothing back to its old place, or give it to another agent."""
    subject = contact(z, c)
    subject["agent"] = NONE
    decide(z, Decision.REQUEUED, c, NONE, reason, NONE)
    if not place_contact(z, c) and rules(z, 0)["planned"]:
        time_step(z, c)


@cold
def place_contact(z: Handle, c: int) -> bool:
    """Give contact ``c`` to a ready agent, or let it wait; say whether it waits no longer."""
    a = choose_now(z, c)
    if a == NONE:
        line_join(z, c)
        if rules(z, 0)["thresholds"]:
            match_category(z, int(contact(z, c)["category"]))
        return bool(contact(z, c)["state"] != ContactState.QUEUED)
    join_hands(z, c, a)
    return True


@inlined
def offer(z: Handle, now: int, c: int, waited: int, own: int) -> None:
    """Contact ``c`` comes in; its slot holds category, tier, key and serial.

    Parameters
    ----------
    z : Handle
    now : int
        [us].
    c : int
        Slot of the contact, from ``take_slot``; given back here when the contact is refused.
    waited : int
        How long it counts as having waited already, beyond the line's own credit [us].
    own : int
        The contact's own priority plus OWN_PRIORITY; 0 when its line's counts.
    """
    begin(z, now, Command.OFFER, c, NONE, waited)
    take_place(z, now, c, waited, own)
    seek(z, c)


@inlined
def take_place(z: Handle, now: int, c: int, waited: int, own: int) -> None:
    """Give contact ``c``, which comes in, its line, its number and its place; parameters as for `offer`."""
    subject = contact(z, c)
    table = desk(z, 0)
    home = subject["category"] * rules(z, 0)["n_tiers"] + subject["tier"]
    if rules(z, 0)["viewed"] and not rules(z, 0)["planned"]:
        home = grip(z, c)["view"] * rules(z, 0)["n_tiers"] + subject["tier"]
    subject["line"] = home
    subject["number"] = table["offers"]
    subject["offers"] = 0
    subject["agent"] = NONE
    table["offers"] += 1
    settings = line(z, home)
    priority = settings["priority"]
    if own != 0 and rules(z, 0)["urgent"]:
        priority = own - OWN_PRIORITY
    subject["order"] = pack_order(z, priority, now - waited - settings["credit"])
    if rules(z, 0)["shared"]:
        grip(z, c)["joined"] = now
        grip(z, c)["own"] = own
        if rules(z, 0)["rounds"]:
            clear_phones(z, c)
    if rules(z, 0)["planned"]:
        begin_plan(z, c, own, now - waited - settings["credit"])


@inlined
def seek(z: Handle, c: int) -> None:
    """Give contact ``c`` to an agent, let it wait, or refuse it."""
    a = choose_agent(z, c)
    if a != NONE:
        join_hands(z, c, a)
        return
    limit = crowd(z, contact(z, c)["category"])
    if limit["waiting"] >= limit["limit"]:
        decide(z, Decision.REFUSED, c, NONE, DecisionReason.QUEUE_FULL, NONE)
        free_slot(z, c)
        return
    line_join(z, c)
    if rules(z, 0)["thresholds"]:
        match_category(z, int(contact(z, c)["category"]))
        if contact(z, c)["state"] != ContactState.QUEUED:
            return
    if rules(z, 0)["planned"]:
        time_step(z, c)
    decide(z, Decision.QUEUED, c, NONE, DecisionReason.NONE, NONE)


@inlined
def finish(z: Handle, now: int, c: int, wrap_up: int) -> None:
    """Handling of contact ``c`` ends; the agent wraps up if ``wrap_up`` is 1, else is free."""
    a = contact(z, c)["agent"]
    begin(z, now, Command.FINISH, c, a, wrap_up)
    decide(z, Decision.ENDED, c, a, DecisionReason.FINISHED, NONE)
    if rules(z, 0)["shared"]:
        finish_held(z, c, a, wrap_up)
        return
    free_slot(z, c)
    if wrap_up:
        agent(z, a)["contact"] = NONE
        enter(z, a, AgentState.WRAP_UP, AgentReason.NONE)
    else:
        if rules(z, 0)["counted"]:
            count_done(z, a, NONE)
        release(z, a, desk(z, 0)["now"])


@inlined
def wrapped_up(z: Handle, now: int, a: int) -> None:
    """Agent ``a`` has finished wrapping up."""
    begin(z, now, Command.WRAPPED_UP, NONE, a, 0)
    if rules(z, 0)["counted"]:
        count_done(z, a, NONE)
    release(z, a, desk(z, 0)["now"])
