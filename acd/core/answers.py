"""What becomes of an offer: it is accepted, lapses, is rejected, or its customer leaves; whoever waits may leave, too.

Commands of `router`, whose table says what they do. This file must not import the world.
"""

from __future__ import annotations

from acd.core._compile import cold
from acd.core.binding import bind
from acd.core.codes import AgentReason, Command, ContactState, Decision, DecisionReason, Pending
from acd.core.holds import into_line
from acd.core.lines import free_slot, line_leave
from acd.core.notes import begin
from acd.core.plans import note_gone
from acd.core.record import decide
from acd.core.rounds import accept_rung, end_unanswered, lapse_rung
from acd.core.router import release, requeue
from acd.core.shared import accept_held, hang_up_held, lapse_held
from acd.core.tables import NONE, Handle, agent, contact, desk, rules


@cold
def accept(z: Handle, now: int, c: int) -> None:
    """The agent to whom contact ``c`` is offered answers; in rounds ``c`` is the phone that rings there."""
    a = contact(z, c)["agent"]
    begin(z, now, Command.ACCEPT, c, a, 0)
    if rules(z, 0)["rounds"]:
        accept_rung(z, c)
        return
    if rules(z, 0)["shared"]:
        accept_held(z, c, a)
        return
    bind(z, c, a)


@cold
def lapse(z: Handle, now: int, c: int) -> None:
    """Nobody answered the offer of contact ``c`` in time: the agent is not ready, the contact waits on."""
    a = contact(z, c)["agent"]
    begin(z, now, Command.LAPSE, c, a, 0)
    if rules(z, 0)["rounds"]:
        lapse_rung(z, c, DecisionReason.LAPSED.value)
        return
    if rules(z, 0)["shared"]:
        lapse_held(z, c, a, DecisionReason.LAPSED)
        return
    me = agent(z, a)
    decide(z, Decision.RESCINDED, c, a, DecisionReason.LAPSED, NONE)
    if me["pending"] == Pending.NOTHING:
        me["pending"] = Pending.NOT_READY
        me["pending_reason"] = AgentReason.NO_ANSWER
    release(z, a, desk(z, 0)["now"])
    requeue(z, c, DecisionReason.LAPSED)


@cold
def reject(z: Handle, now: int, c: int) -> None:
    """The agent to whom contact ``c`` is offered will not take it: not ready, and the contact waits on."""
    a = contact(z, c)["agent"]
    begin(z, now, Command.LAPSE, c, a, 1)
    if rules(z, 0)["rounds"]:
        lapse_rung(z, c, DecisionReason.REJECTED.value)
        return
    lapse_held(z, c, a, DecisionReason.REJECTED)


@cold
def hang_up(z: Handle, now: int, c: int) -> None:
    """The customer of contact ``c``, which is queued or offered, leaves."""
    subject = contact(z, c)
    a = subject["agent"]
    begin(z, now, Command.HANG_UP, c, a, 0)
    if rules(z, 0)["rounds"]:
        if rules(z, 0)["planned"]:
            note_gone(z, subject["category"])
        end_unanswered(z, c, DecisionReason.HUNG_UP.value)
        return
    if subject["state"] == ContactState.HELD:
        into_line(z, c)
    if subject["state"] == ContactState.QUEUED:
        line_leave(z, c)
    else:
        decide(z, Decision.RESCINDED, c, a, DecisionReason.HUNG_UP, NONE)
    decide(z, Decision.ENDED, c, NONE, DecisionReason.HUNG_UP, NONE)
    if rules(z, 0)["planned"]:
        note_gone(z, contact(z, c)["category"])
    was_offered = subject["state"] == ContactState.OFFERED
    if was_offered and rules(z, 0)["shared"]:
        hang_up_held(z, c, a)
        return
    free_slot(z, c)
    if was_offered:
        # nothing happened to the agent: free since the same moment as before the offer
        release(z, a, agent(z, a)["idle_since"])
