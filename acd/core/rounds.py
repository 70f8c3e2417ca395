"""What becomes of contacts that ring at several agents: answered by the first, by nobody, given up, taken back.

The first who answers has the contact; the others are as they were before it rang, and take what waits, one after the
other in the order in which they were rung. An offer that comes to nothing leaves the others ringing. When the last one
has, the contact is back at its old place, and goes on to whoever may be offered it. It is `shared` where
``rules.rounds`` says so.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.agent_keys import count_bound
from acd.core.codes import AgentReason, Command, ContactState, Decision, DecisionReason, Pending
from acd.core.estimate import learn_wait
from acd.core.holds import into_line, let_loose, wanted_now
from acd.core.lines import free_slot, line_leave
from acd.core.notes import begin
from acd.core.phones import delist, forget, put_away, take_over, turn_down, unplug
from acd.core.plans import note_bound
from acd.core.record import decide
from acd.core.ringing import choose_again, fill, time_more
from acd.core.shared import free_up, give_held, place_held
from acd.core.standing import hold_more, leave_pool, note
from acd.core.tables import NONE, Handle, agent, contact, desk, event, hand, phone, rules


@cold
def silence(z: Handle, c: int, reason: int) -> None:
    """Stop all phones of contact ``c`` that ring; they are in their agents' hands until `let_be`."""
    p = phone(z, c)["first"]
    while p != NONE:
        if contact(z, p)["state"] == ContactState.OFFERED:
            decide(z, Decision.RESCINDED, c, int(contact(z, p)["agent"]), reason, NONE)
            contact(z, p)["state"] = ContactState.NONE
        p = phone(z, p)["next"]


@cold
def let_be(z: Handle, c: int) -> None:
    """Let the agents at whom contact ``c`` was silenced take what waits, and forget who was rung."""
    p = phone(z, c)["first"]
    while p != NONE:
        if contact(z, p)["state"] == ContactState.NONE:
            a = int(contact(z, p)["agent"])
            unplug(z, p)
            free_up(z, a, agent(z, a)["idle_since"])
        p = phone(z, p)["next"]
    forget(z, c)


@cold
def accept_rung(z: Handle, p: int) -> None:
    """Phone ``p`` is answered."""
    c = int(phone(z, p)["of"])
    a = int(contact(z, p)["agent"])
    delist(z, c)
    take_over(z, p, c)
    contact(z, c)["state"] = ContactState.BOUND
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
    silence(z, c, DecisionReason.ANSWERED_ELSEWHERE.value)
    let_be(z, c)


@cold
def lapse_rung(z: Handle, p: int, reason: int) -> None:
    """Phone ``p`` is not answered: its agent is not ready, the contact rings on elsewhere or waits on."""
    c = int(phone(z, p)["of"])
    a = int(contact(z, p)["agent"])
    me = agent(z, a)
    decide(z, Decision.RESCINDED, c, a, reason, NONE)
    if me["pending"] == Pending.NOTHING:
        me["pending"] = Pending.NOT_READY
        me["pending_reason"] = AgentReason.NO_ANSWER
    unplug(z, p)
    turn_down(z, p)
    if phone(z, c)["ringing"] == 0:
        delist(z, c)
    free_up(z, a, desk(z, 0)["now"])
    go_on_ringing(z, c, reason)


@kernel
def go_on_ringing(z: Handle, c: int, reason: int) -> None:
    """One phone less rings of contact ``c``: others join, or if it was the last one the contact waits on."""
    if phone(z, c)["ringing"] == 0:
        place_held(z, c, reason)
    else:
        fill(z, c)


@cold
def withdraw_rung(z: Handle, a: int) -> None:
    """Take agent ``a`` away, once the hands are empty; what rings there is taken back at once."""
    leave_pool(z, a)
    chain = NONE
    p = agent(z, a)["contact"]
    while p != NONE:
        after = contact(z, p)["next"]
        if contact(z, p)["state"] == ContactState.OFFERED:
            c = phone(z, p)["of"]
            decide(z, Decision.RESCINDED, c, a, DecisionReason.NOT_READY, NONE)
            unplug(z, p)
            if phone(z, c)["ringing"] == 0:
                delist(z, c)
            contact(z, p)["next"] = chain
            chain = p
        p = after
    if hand(z, a)["held"] == 0 or chain != NONE:
        free_up(z, a, desk(z, 0)["now"])
    while chain != NONE:
        after = contact(z, chain)["next"]
        c = phone(z, chain)["of"]
        put_away(z, chain)
        go_on_ringing(z, c, DecisionReason.NOT_READY.value)
        chain = after


@cold
def end_unanswered(z: Handle, c: int, reason: int) -> None:
    """Contact ``c``, which waits or rings, ends without an agent."""
    if contact(z, c)["state"] == ContactState.HELD:
        into_line(z, c)
    if contact(z, c)["state"] == ContactState.QUEUED:
        line_leave(z, c)
    else:
        delist(z, c)
        silence(z, c, reason)
    decide(z, Decision.ENDED, c, NONE, reason, NONE)
    let_be(z, c)
    free_slot(z, c)


@cold
def still_rings(z: Handle, c: int, number: int, began: int) -> bool:
    """Say whether the contact in slot ``c`` is still the one of this number, in the round that began then."""
    subject = contact(z, c)
    rings = subject["state"] == ContactState.OFFERED and phone(z, c)["of"] == NONE
    return bool(rings and subject["number"] == number and phone(z, c)["round"] == began)


@cold
def still_barred(z: Handle, e: int) -> bool:
    """Say whether event ``e`` ends the time for which its contact was not to be offered to an agent again."""
    row = event(z, e)
    subject = contact(z, row["subject"])
    barred = subject["state"] == ContactState.TURNED_DOWN and subject["number"] == row["a"]
    return bool(barred and phone(z, row["subject"])["until"] == row["time"])


@cold
def ring_more(z: Handle, now: int, c: int) -> None:
    """Command: contact ``c``, which rings, has rung so long that one more agent is to be rung."""
    begin(z, now, Command.RING_MORE, c, NONE, 0)
    phone(z, c)["wanted"] += 1
    fill(z, c)
    time_more(z, c)


@cold
def offer_again(z: Handle, now: int, p: int) -> None:
    """Command: a contact may be offered again to the agent who did not answer phone ``p``."""
    c = int(phone(z, p)["of"])
    begin(z, now, Command.OFFER_AGAIN, c, int(contact(z, p)["agent"]), 0)
    if contact(z, c)["state"] == ContactState.OFFERED:
        fill(z, c)
        return
    held = contact(z, c)["state"] == ContactState.HELD
    a = wanted_now(z, c) if held else choose_again(z, c)
    if a != NONE:
        if held:
            let_loose(z, c)
        else:
            line_leave(z, c)
        give_held(z, c, a)
