"""Two agents and one customer: an agent sends a contact elsewhere, or asks another agent about it.

What is asked is a contact of its own, which looks for an agent like any other. It and the customer's contact are
*peers*, and each command below is one command to the router:

===============  ==============================  ====================  =====================================
command          customer's contact              its agent             what is asked
===============  ==============================  ====================  =====================================
transfer         bound → ended, offered anew     wraps up, or is free
consult          bound → on hold                 takes nothing more    → bound, offered, queued or refused
(it is bound)    on hold → consult               consult               its agent: consult
conference       consult → conference            conference            its agent: conference
end consult      → talk goes on                  takes contacts again  → ended, without wrap-up
hand over        → ended, goes on as what        wraps up, or is free  becomes the customer's contact, bound
                 was asked
finish           → ended                         wraps up, or is free  → ended, without wrap-up
finish of what   → on hold, or talk after a      takes contacts again  → ended
is asked         conference
===============  ==============================  ====================  =====================================

An offer of what is asked that comes to nothing changes nothing between the two. A simulated world knows by itself who
talks with whom about what, and says only when an agent asks and when no longer (``asking``). This file needs a router
whose agents' hands count (``rules.shared``), and must not know who gives the commands.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.codes import AgentState, Command, ContactState, Decision, DecisionReason, Pending
from acd.core.holds import into_line
from acd.core.lines import free_slot, line_leave
from acd.core.notes import begin
from acd.core.preferred import seek_sent
from acd.core.record import decide
from acd.core.router import hang_up, take_place
from acd.core.shared import finish_held, free_up, hang_up_held, leave_pool, next_for, note, stand_ready
from acd.core.tables import NONE, Handle, agent, bar, contact, decided, desk, grip, peer


@kernel
def asked_of(z: Handle, c: int) -> int:
    """Return the contact by which another agent is asked about contact ``c``, or NONE."""
    return int(peer(z, c)["asks"] - 1)


@kernel
def asker_of(z: Handle, d: int) -> int:
    """Return the customer's contact about which ``d`` asks, or NONE."""
    return int(peer(z, d)["asked_by"] - 1)


@kernel
def alone(z: Handle, c: int) -> bool:
    """Say whether contact ``c`` has no peer."""
    return bool(peer(z, c)["asks"] == 0 and peer(z, c)["asked_by"] == 0)


@kernel
def separate(z: Handle, c: int, d: int) -> None:
    """Contact ``c`` and what was asked about it, ``d``, are no longer peers; the agent of ``c`` no longer asks."""
    peer(z, c)["asks"] = 0
    peer(z, d)["asked_by"] = 0
    bar(z, contact(z, c)["agent"])["asking"] -= 1


@kernel
def take_again(z: Handle, a: int) -> None:
    """Agent ``a``, who took nothing while asking, takes what waits and fits."""
    free_up(z, a, agent(z, a)["idle_since"])


@cold
def begin_asking(z: Handle, now: int, a: int) -> None:
    """Command: agent ``a`` asks another one, about a contact that is no peer to the router, and takes nothing more."""
    begin(z, now, Command.ASKING, NONE, a, 1)
    bar(z, a)["asking"] += 1
    leave_pool(z, a)


@cold
def end_asking(z: Handle, now: int, a: int) -> None:
    """Command: agent ``a``, with that contact still in hand, asks no longer, and takes what waits and fits."""
    begin(z, now, Command.ASKING, NONE, a, 0)
    bar(z, a)["asking"] -= 1
    if agent(z, a)["pending"] != Pending.NOTHING:
        return
    if next_for(z, a) != NONE:
        take_again(z, a)
    else:
        stand_ready(z, a)


@cold
def transfer(z: Handle, now: int, c: int, d: int, waited: int, own: int, wrap_up: int) -> None:
    """The bound contact ``c`` leaves its agent for another line.

    Parameters
    ----------
    z : Handle
    now : int
        [us].
    c : int
        Slot of the contact.
    d : int
        Slot of the contact as it goes on, its row filled.
    waited, own : int
        As for `router.offer`.
    wrap_up : int
        1 when the agent wraps up.
    """
    a = int(contact(z, c)["agent"])
    begin(z, now, Command.TRANSFER, c, a, contact(z, d)["category"])
    decide(z, Decision.ENDED, c, a, DecisionReason.TRANSFERRED, NONE)
    finish_held(z, c, a, wrap_up)
    take_place(z, now, d, waited, own)
    seek_sent(z, d)


@cold
def consult(z: Handle, now: int, c: int, d: int) -> None:
    """The agent of the bound contact ``c`` asks another one, by contact ``d``, whose row is filled."""
    a = int(contact(z, c)["agent"])
    begin(z, now, Command.CONSULT, c, a, contact(z, d)["category"])
    was = int(grip(z, c)["activity"])
    grip(z, c)["activity"] = AgentState.HOLD
    bar(z, a)["asking"] += 1
    leave_pool(z, a)
    take_place(z, now, d, 0, 0)
    seek_sent(z, d)
    if contact(z, d)["state"] == ContactState.NONE:
        grip(z, c)["activity"] = was
        bar(z, a)["asking"] -= 1
        stand_ready(z, a)
        return
    peer(z, c)["asks"] = d + 1
    peer(z, d)["asked_by"] = c + 1
    note(z, a)


@cold
def meet(z: Handle) -> None:
    """Whoever was bound by this command to what an agent asks talks with that agent now."""
    for i in range(desk(z, 0)["n_decisions"]):
        d = decided(z, i)["contact"]
        if decided(z, i)["kind"] == Decision.BOUND and asker_of(z, d) != NONE:
            both_do(z, asker_of(z, d), int(d), AgentState.CONSULT.value)


@kernel
def both_do(z: Handle, c: int, d: int, activity: int) -> None:
    """The agents of the peers ``c`` and ``d`` do the same from now."""
    grip(z, c)["activity"] = activity
    grip(z, d)["activity"] = activity
    note(z, contact(z, c)["agent"])
    note(z, contact(z, d)["agent"])


@cold
def conference(z: Handle, now: int, c: int) -> None:
    """The customer of contact ``c`` joins the two agents who talk about it."""
    begin(z, now, Command.CONFERENCE, c, contact(z, c)["agent"], 0)
    both_do(z, c, asked_of(z, c), AgentState.CONFERENCE.value)


@cold
def let_go(z: Handle, c: int) -> None:
    """What was asked about contact ``c`` is over, wherever it is; its agent, if there is one, is free of it."""
    d = asked_of(z, c)
    separate(z, c, d)
    state = contact(z, d)["state"]
    b = int(contact(z, d)["agent"])
    if state == ContactState.BOUND:
        decide(z, Decision.ENDED, d, b, DecisionReason.CONSULT_OVER, NONE)
        finish_held(z, d, b, 0)
    elif state == ContactState.OFFERED:
        decide(z, Decision.RESCINDED, d, b, DecisionReason.CONSULT_OVER, NONE)
        decide(z, Decision.ENDED, d, NONE, DecisionReason.CONSULT_OVER, NONE)
        hang_up_held(z, d, b)
    else:
        if state == ContactState.HELD:
            into_line(z, d)
        line_leave(z, d)
        decide(z, Decision.ENDED, d, NONE, DecisionReason.CONSULT_OVER, NONE)
        free_slot(z, d)


@cold
def end_consult(z: Handle, now: int, c: int) -> None:
    """The agent of contact ``c`` asks no longer, and talks to the customer."""
    a = int(contact(z, c)["agent"])
    begin(z, now, Command.END_CONSULT, c, a, 0)
    let_go(z, c)
    grip(z, c)["activity"] = AgentState.BUSY
    take_again(z, a)


@cold
def hand_over(z: Handle, now: int, c: int, wrap_up: int) -> None:
    """The agent who was asked about contact ``c`` goes on with the customer: what was asked ends, and goes on as it."""
    a = int(contact(z, c)["agent"])
    begin(z, now, Command.HAND_OVER, c, a, wrap_up)
    d = asked_of(z, c)
    b = int(contact(z, d)["agent"])
    separate(z, c, d)
    decide(z, Decision.ENDED, d, b, DecisionReason.HANDED_OVER, NONE)
    decide(z, Decision.ENDED, c, a, DecisionReason.HANDED_OVER, NONE)
    decide(z, Decision.BOUND, d, b, DecisionReason.HANDED_OVER, NONE)
    grip(z, d)["activity"] = AgentState.BUSY
    note(z, b)
    part(z, c, a, wrap_up)


@kernel
def part(z: Handle, c: int, a: int, wrap_up: int) -> None:
    """Agent ``a``, who asks no longer, is done with contact ``c`` but for its wrap-up."""
    finish_held(z, c, a, wrap_up)
    if wrap_up:
        take_again(z, a)


@cold
def finish_peer(z: Handle, now: int, c: int, wrap_up: int) -> None:
    """Handling of contact ``c`` ends, which has a peer."""
    a = int(contact(z, c)["agent"])
    begin(z, now, Command.FINISH, c, a, wrap_up)
    if asked_of(z, c) != NONE:
        let_go(z, c)
        decide(z, Decision.ENDED, c, a, DecisionReason.FINISHED, NONE)
        part(z, c, a, wrap_up)
        return
    first = asker_of(z, c)
    decide(z, Decision.ENDED, c, a, DecisionReason.FINISHED, NONE)
    unanswered(z, first, c)
    finish_held(z, c, a, wrap_up)
    take_again(z, int(contact(z, first)["agent"]))


@cold
def hang_up_peer(z: Handle, now: int, d: int) -> None:
    """Nobody is to answer what contact ``d`` asks, which is queued or offered."""
    first = asker_of(z, d)
    unanswered(z, first, d)
    hang_up(z, now, d)
    take_again(z, int(contact(z, first)["agent"]))


@kernel
def unanswered(z: Handle, c: int, d: int) -> None:
    """Contact ``d`` is over, and ``c``, about which it asked, is not: on hold, or talk after a conference."""
    conferring = grip(z, c)["activity"] == AgentState.CONFERENCE
    separate(z, c, d)
    grip(z, c)["activity"] = AgentState.BUSY if conferring else AgentState.HOLD
