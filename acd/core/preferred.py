"""Two more commands to the router: offer a contact that wants one agent, and end its hold.

The agent who is wanted gets the contact at once when ready. Otherwise it is held for that agent, for as long as the
caller says, before others may have it at its old place; meanwhile the agent takes it when it comes first by the routing
rule. It is not held for an agent who is off, about to leave or not authorised, nor when its category's line is full:
then it is offered like any other. Who is wanted stands in its row of ``hold``. This file must not know the world.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.codes import AgentState, Command, Decision, DecisionReason
from acd.core.hands import can_take
from acd.core.holds import can_be_had, hold_for, let_loose
from acd.core.notes import begin
from acd.core.plans import time_step
from acd.core.record import decide
from acd.core.router import join_hands, place_contact, seek, take_place
from acd.core.tables import NONE, Handle, agent, contact, crowd, hand, hold, rules


@cold
def offer_preferred(z: Handle, now: int, c: int, waited: int, own: int, longest: int) -> None:
    """Contact ``c`` comes in and wants an agent.

    Parameters
    ----------
    z : Handle
    now, c, waited, own : int
        As for `router.offer`.
    longest : int
        How long it is held for that agent [us]; 0 for not at all.
    """
    a = int(hold(z, c)["wanted"])
    begin(z, now, Command.OFFER, c, a, waited)
    take_place(z, now, c, waited, own)
    if not can_be_had(z, c, a):
        seek(z, c)
        return
    if takes_now(z, c, a):
        join_hands(z, c, a)
        return
    limit = crowd(z, contact(z, c)["category"])
    if longest <= 0 or limit["waiting"] >= limit["limit"]:
        seek(z, c)
        return
    hold_for(z, c, a, now + longest)
    if rules(z, 0)["planned"]:
        time_step(z, c)
    decide(z, Decision.QUEUED, c, a, DecisionReason.NONE, now + longest)


@kernel
def takes_now(z: Handle, c: int, a: int) -> bool:
    """Say whether agent ``a`` can have contact ``c`` at once."""
    if rules(z, 0)["shared"]:
        return bool(hand(z, a)["pooled"] and can_take(z, a, contact(z, c)["category"]))
    return bool(agent(z, a)["state"] == AgentState.READY)


@cold
def hold_over(z: Handle, now: int, c: int) -> None:
    """The held contact ``c`` has waited long enough for its agent, or the agent leaves: anybody may have it."""
    a = int(hold(z, c)["wanted"])
    begin(z, now, Command.HOLD_ENDS, c, a, 0)
    let_loose(z, c)
    decide(z, Decision.REQUEUED, c, NONE, DecisionReason.HOLD_OVER, NONE)
    place_contact(z, c)
