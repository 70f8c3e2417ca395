"""The router where agents' hands count: contacts ring, stay until wrapped up, or are several at once.

The same commands and the same rules as in `router`, which hands over to this file when ``rules.shared`` says so. An
agent stands among the ready while something more fits and nothing is pending, whatever is in hand already. Whenever
room is made in an agent's hands, what waits and fits is taken, until nothing does.
"""

from __future__ import annotations

from acd.core._compile import cold, inlined, kernel
from acd.core.agent_keys import count_bound, count_done, take_turn
from acd.core.binding import give
from acd.core.calendar import push
from acd.core.choose_contact import pick
from acd.core.codes import (
    AgentReason,
    AgentState,
    Command,
    ContactState,
    Decision,
    DecisionReason,
    Pending,
    Rank,
    Timer,
)
from acd.core.estimate import learn_length, learn_wait
from acd.core.hands import drop, hold_on
from acd.core.holds import best_wanted, first_for, hold_for, still_wanted
from acd.core.lines import free_slot, line_join, line_leave
from acd.core.notes import begin, enter, go_on
from acd.core.phones import forget
from acd.core.placing import choose_now, first_to_match
from acd.core.plans import note_bound, time_step
from acd.core.pool import pool_remove
from acd.core.record import decide
from acd.core.ringing import answers_at_once, begin_round, join_rounds, next_ringing
from acd.core.standing import hold_more, leave_pool, note, settle, stand_ready
from acd.core.tables import (
    NONE,
    Handle,
    agent,
    bar,
    contact,
    desk,
    event,
    grip,
    hand,
    member,
    pool,
    rules,
    seat,
)


@cold
def take(z: Handle, c: int, a: int) -> None:
    """Put contact ``c``, which stands in no list, into agent ``a``'s hands: bound, or offered first."""
    if rules(z, 0)["rounds"]:
        if not answers_at_once(z, a):
            begin_round(z, c, a)
            return
        forget(z, c)
    subject = contact(z, c)
    subject["offers"] += 1
    subject["agent"] = a
    hold_on(z, c, a)
    if rules(z, 0)["counted"]:
        take_turn(z, c, a)
    own = seat(z, member(z, a)["group"])
    if rules(z, 0)["auto_accept"] and not own["rings"]:
        subject["state"] = ContactState.BOUND
        hand(z, a)["bound"] += 1
        if rules(z, 0)["mixed"]:
            hold_more(z, a)
        learn_wait(z, c, int(subject["category"]))
        if rules(z, 0)["counted"]:
            count_bound(z, c, a)
        if rules(z, 0)["planned"]:
            note_bound(z, c)
        decide(z, Decision.BOUND, c, a, DecisionReason.NONE, NONE)
        return
    subject["state"] = ContactState.OFFERED
    hand(z, a)["offered"] += 1
    timeout = own["timeout"] if own["rings"] else rules(z, 0)["offer_timeout"]
    due = NONE
    if timeout >= 0:
        due = int(desk(z, 0)["now"] + timeout)
        row = push(z, due, Rank.TIMER, subject["number"], Timer.OFFER_LAPSES, c)
        event(z, row)["a"] = subject["number"]
        event(z, row)["b"] = subject["offers"]
    decide(z, Decision.OFFERED, c, a, DecisionReason.NONE, due)


@cold
def give_held(z: Handle, c: int, a: int) -> None:
    """Contact ``c`` goes to agent ``a``, one of the ready."""
    leave_pool(z, a)
    take(z, c, a)
    settle(z, a)


@inlined
def join_hands(z: Handle, c: int, a: int) -> None:
    """Contact ``c``, which stands in no line, goes to agent ``a``, one of the ready."""
    if rules(z, 0)["shared"]:
        give_held(z, c, a)
        return
    pool_remove(z, a)
    give(z, c, a)


@cold
def free_up(z: Handle, a: int, since: int) -> None:
    """Room was made in agent ``a``'s hands: do what is pending once they are empty, else take what waits and fits."""
    me = agent(z, a)
    me["idle_since"] = since
    leave_pool(z, a)
    pending = me["pending"]
    if pending != Pending.NOTHING:
        if hand(z, a)["held"] > 0:
            note(z, a)
            return
        me["pending"] = Pending.NOTHING
        if pending == Pending.LOG_OUT:
            pool(z, member(z, a)["group"])["logged_in"] -= 1
            enter(z, a, AgentState.OFF, me["pending_reason"])
        else:
            enter(z, a, AgentState.NOT_READY, me["pending_reason"])
        return
    c = next_for(z, a)
    while c != NONE:
        line_leave(z, c)
        take(z, c, a)
        c = next_for(z, a)
    if rules(z, 0)["rounds"]:
        join_rounds(z, a)
    settle(z, a)
    if rules(z, 0)["thresholds"] and me["state"] == AgentState.READY:
        match_group(z, int(member(z, a)["group"]))


@kernel
def next_for(z: Handle, a: int) -> int:
    """Return the contact, now in a line, that agent ``a`` takes next, or NONE."""
    c = pick(z, a)
    return int(first_for(z, a, c)) if rules(z, 0)["relations"] else c


@cold
def place_held(z: Handle, c: int, reason: int) -> None:
    """Put contact ``c``, whose offer came to nothing, back to its old place, or give it to another agent."""
    contact(z, c)["agent"] = NONE
    decide(z, Decision.REQUEUED, c, NONE, reason, NONE)
    sent = rules(z, 0)["relations"] and still_wanted(z, c)
    a = best_wanted(z, c) if sent else choose_now(z, c)
    if a != NONE:
        give_held(z, c, a)
        return
    if sent:
        hold_for(z, c)
    else:
        line_join(z, c)
    match_category(z, int(contact(z, c)["category"]))
    waits = contact(z, c)["state"] == ContactState.QUEUED or contact(z, c)["state"] == ContactState.HELD
    if rules(z, 0)["planned"] and waits:
        time_step(z, c)


@cold
def match_category(z: Handle, k: int) -> None:
    """One more waits in category ``k``, so that a group may take what it did not: the first goes at once."""
    if rules(z, 0)["thresholds"]:
        match_waiting(z, NONE, k)


@cold
def match_group(z: Handle, g: int) -> None:
    """One more of group ``g`` is ready: others of it, who were kept, may now take what that agent could not."""
    if rules(z, 0)["variants"]:
        match_waiting(z, NONE, NONE)  # others of it may have an authority of their own
    elif rules(z, 0)["mixed"] or rules(z, 0)["choosy"]:
        match_waiting(z, g, NONE)


@cold
def match_waiting(z: Handle, g: int, k: int) -> None:
    """Give those who wait for a group or in a category to agents who are ready for them, until none is left."""
    c = first_to_match(z, g, k)
    while c != NONE:
        a = choose_now(z, c)
        line_leave(z, c)
        join_hands(z, c, a)
        c = first_to_match(z, g, k)


@cold
def ready_held(z: Handle, a: int) -> None:
    """Agent ``a`` can take contacts, or goes on taking them."""
    me = agent(z, a)
    if me["state"] == AgentState.NOT_READY:
        free_up(z, a, desk(z, 0)["now"])
        return
    me["pending"] = Pending.NOTHING
    if next_for(z, a) != NONE or (rules(z, 0)["rounds"] and next_ringing(z, a) != NONE):
        free_up(z, a, me["idle_since"])
    else:
        stand_ready(z, a)


@cold
def ready_for(z: Handle, now: int, a: int, barred: int) -> None:
    """Command: agent ``a`` can take contacts, but for those of the barred channels, a bit set."""
    begin(z, now, Command.READY, NONE, a, barred)
    bar(z, a)["channels"] = barred
    ready_held(z, a)


@cold
def withdraw_held(z: Handle, a: int) -> None:
    """Take agent ``a`` away, once the hands are empty; offers are taken back at once."""
    leave_pool(z, a)
    chain = NONE
    c = agent(z, a)["contact"]
    while c != NONE:
        after = contact(z, c)["next"]
        if contact(z, c)["state"] == ContactState.OFFERED:
            decide(z, Decision.RESCINDED, c, a, DecisionReason.NOT_READY, NONE)
            hand(z, a)["offered"] -= 1
            drop(z, c, a)
            contact(z, c)["next"] = chain
            chain = c
        c = after
    if hand(z, a)["held"] == 0 or chain != NONE:
        free_up(z, a, desk(z, 0)["now"])
    while chain != NONE:
        after = contact(z, chain)["next"]
        place_held(z, chain, DecisionReason.NOT_READY)
        chain = after


@cold
def accept_held(z: Handle, c: int, a: int) -> None:
    """Agent ``a`` answers the offer of contact ``c``."""
    contact(z, c)["state"] = ContactState.BOUND
    hand(z, a)["offered"] -= 1
    hand(z, a)["bound"] += 1
    if rules(z, 0)["mixed"]:
        hold_more(z, a)
    learn_wait(z, c, int(contact(z, c)["category"]))
    if rules(z, 0)["counted"]:
        count_bound(z, c, a)
    if rules(z, 0)["planned"]:
        note_bound(z, c)
    note(z, a)
    decide(z, Decision.BOUND, c, a, DecisionReason.NONE, NONE)


@cold
def lapse_held(z: Handle, c: int, a: int, reason: int) -> None:
    """The offer of contact ``c`` came to nothing: agent ``a`` is not ready, the contact waits on."""
    me = agent(z, a)
    decide(z, Decision.RESCINDED, c, a, reason, NONE)
    if me["pending"] == Pending.NOTHING:
        me["pending"] = Pending.NOT_READY
        me["pending_reason"] = AgentReason.NO_ANSWER
    hand(z, a)["offered"] -= 1
    drop(z, c, a)
    free_up(z, a, desk(z, 0)["now"])
    place_held(z, c, reason)


@cold
def hang_up_held(z: Handle, c: int, a: int) -> None:
    """The customer of contact ``c``, which is offered to agent ``a``, leaves."""
    hand(z, a)["offered"] -= 1
    drop(z, c, a)
    free_slot(z, c)
    free_up(z, a, agent(z, a)["idle_since"])


@cold
def finish_held(z: Handle, c: int, a: int, wrap_up: int) -> None:
    """Handling of contact ``c`` ends; it stays in agent ``a``'s hands while it is wrapped up."""
    hand(z, a)["bound"] -= 1
    if wrap_up:
        contact(z, c)["state"] = ContactState.WRAPPING
        hand(z, a)["wrapping"] += 1
        grip(z, c)["activity"] = AgentState.WRAP_UP
        note(z, a)
        return
    learn_length(z, c, int(contact(z, c)["category"]))
    if rules(z, 0)["counted"]:
        count_done(z, a, grip(z, c)["bound"])
    drop(z, c, a)
    free_slot(z, c)
    free_up(z, a, desk(z, 0)["now"])


@cold
def wrapped_held(z: Handle, now: int, c: int) -> None:
    """Command: contact ``c`` is wrapped up."""
    a = int(contact(z, c)["agent"])
    begin(z, now, Command.WRAPPED_UP, c, a, 0)
    hand(z, a)["wrapping"] -= 1
    learn_length(z, c, int(contact(z, c)["category"]))
    if rules(z, 0)["counted"]:
        count_done(z, a, grip(z, c)["bound"])
    drop(z, c, a)
    free_slot(z, c)
    free_up(z, a, now)


@cold
def set_activity(z: Handle, now: int, c: int, activity: int) -> None:
    """Command: what the agent of the bound contact ``c`` does with it: a code of ``AgentState``."""
    a = int(contact(z, c)["agent"])
    go_on(z, now, Command.ACTIVITY, c, a, activity)
    grip(z, c)["activity"] = activity
    note(z, a)
