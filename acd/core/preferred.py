"""More commands to the router: offer a contact that wants one agent or any of a group, end its hold, offer a callback.

Whoever is wanted gets the contact at once when ready, of a group the one whom the routing rule names. Otherwise it is
held for them, for as long as the caller says, before others may have it at its old place; meanwhile they take it when
it comes first by the routing rule. It is not held where nobody who is wanted is there, staying and authorised, nor when
its category's line is full: then it is offered like any other. Who is wanted stands in its row of ``hold``.

A customer's wish is over with the first offer: when nobody answers, anybody may have the contact. A contact that was
*sent* to somebody, by its desk or by an agent, is for nobody else until the hold ends, whatever offers come to
nothing; who sent it says for how long, and whom its customer's tier prefers does not count.

A callback was promised to its customer, and a full line is no reason to break the promise: it is never refused. This
file must not know the world.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.codes import Command, ContactState, Decision, DecisionReason
from acd.core.holds import best_wanted, can_be_had, hold_for, let_loose
from acd.core.notes import begin
from acd.core.plans import time_step
from acd.core.record import decide, record_sending
from acd.core.router import place_contact, seek, take_place
from acd.core.shared import join_hands, match_category
from acd.core.tables import NEVER, NONE, Handle, aim, contact, crowd, desk, hold, rules
from acd.core.whom import agent_wanted


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
    begin(z, now, Command.OFFER, c, agent_wanted(hold(z, c)["wanted"]), waited)
    take_place(z, now, c, waited, own)
    seek_wanted(z, c, longest)


@cold
def send_to(z: Handle, c: int, row: int, but: int) -> None:
    """Contact ``c``, which is about to be offered, is sent to whom row ``row`` of ``aim`` names, if to anybody.

    Parameters
    ----------
    z : Handle
    c, row : int
        Contact and row.
    but : int
        The agent who asks, and so is not to answer; NONE for nobody.
    """
    if not rules(z, 0)["relations"]:
        return
    me = hold(z, c)
    me["wanted"] = aim(z, row)["wanted"]
    me["longest"] = aim(z, row)["hold"]
    me["but"] = but


@cold
def call_back(z: Handle, now: int, c: int, waited: int, own: int, longest: int) -> None:
    """Contact ``c``, to which a place in line was promised, comes in, and may want somebody; as `offer_preferred`."""
    wanting = rules(z, 0)["relations"]
    begin(z, now, Command.CALL_BACK, c, agent_wanted(hold(z, c)["wanted"]) if wanting else NONE, waited)
    if is_sent(z, c) and rules(z, 0)["keep_commands"]:
        record_sending(z, c)
    take_place(z, now, c, waited, own)
    if wanting and goes_to_wanted(z, c, longest, 1):
        return
    if not place_contact(z, c) and contact(z, c)["state"] == ContactState.QUEUED:
        if rules(z, 0)["planned"]:
            time_step(z, c)
        decide(z, Decision.QUEUED, c, NONE, DecisionReason.NONE, NONE)


@kernel
def is_sent(z: Handle, c: int) -> bool:
    """Say whether contact ``c`` is for those to whom it was sent."""
    return bool(rules(z, 0)["relations"] and hold(z, c)["longest"] != NONE)


@cold
def offer_sent(z: Handle, now: int, c: int, waited: int, own: int) -> None:
    """Contact ``c`` comes in, sent to an agent or a group; parameters as for `router.offer`."""
    begin(z, now, Command.OFFER, c, agent_wanted(hold(z, c)["wanted"]), waited)
    if rules(z, 0)["keep_commands"]:
        record_sending(z, c)
    take_place(z, now, c, waited, own)
    seek_sent(z, c)


@cold
def seek_sent(z: Handle, c: int) -> None:
    """Give contact ``c``, which has its place, to whom it was sent, if to anybody, else as `router.seek` does."""
    if is_sent(z, c):
        seek_wanted(z, c, int(hold(z, c)["longest"]))
    else:
        seek(z, c)


@cold
def seek_wanted(z: Handle, c: int, longest: int) -> None:
    """Give contact ``c`` to whom it wants, now or later; to anybody if that cannot be."""
    if not goes_to_wanted(z, c, longest, 0):
        seek(z, c)


@cold
def goes_to_wanted(z: Handle, c: int, longest: int, promised: int) -> bool:
    """Give contact ``c`` to whom it wants, or hold it for them, if that can be; say whether it is.

    Parameters
    ----------
    z : Handle
    c, longest : int
        As for `offer_preferred`.
    promised : int
        1 when it is held in a full line, too.
    """
    me = hold(z, c)
    if can_be_had(z, c):
        me["until"] = NEVER if longest >= NEVER else desk(z, 0)["now"] + longest
        a = best_wanted(z, c)
        if a != NONE:
            join_hands(z, c, a)
            return True
        limit = crowd(z, contact(z, c)["category"])
        if longest > 0 and (promised or limit["waiting"] < limit["limit"]):
            hold_for(z, c)
            if rules(z, 0)["planned"]:
                time_step(z, c)
            match_category(z, int(contact(z, c)["category"]))
            due = NONE if longest >= NEVER else int(me["until"])
            decide(z, Decision.QUEUED, c, agent_wanted(me["wanted"]), DecisionReason.NONE, due)
            return True
    me["longest"] = NONE
    return False


@cold
def hold_over(z: Handle, now: int, c: int) -> None:
    """The held contact ``c`` has waited long enough for whom it wants, or they leave: anybody may have it."""
    begin(z, now, Command.HOLD_ENDS, c, agent_wanted(hold(z, c)["wanted"]), 0)
    let_loose(z, c)
    hold(z, c)["longest"] = NONE
    decide(z, Decision.REQUEUED, c, NONE, DecisionReason.HOLD_OVER, NONE)
    place_contact(z, c)
