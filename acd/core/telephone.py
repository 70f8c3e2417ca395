"""What agents do with a bound contact, as commands from outside: checked against the state first, like `commands`.

A command that makes no sense changes nothing and is answered with REFUSED, one for which a table may be too small with
FULL.
"""

from __future__ import annotations

from acd.core._compile import brief_entry, kernel
from acd.core.codes import AgentState, Command, ContactState
from acd.core.commands import FULL, REFUSED, has_room, slot_for
from acd.core.lines import OWN_PRIORITY
from acd.core.peers import alone, asked_of, conference, consult, end_consult, hand_over, meet, transfer
from acd.core.preferred import send_to
from acd.core.shared import set_activity
from acd.core.tables import NONE, Handle, contact, desk, grip


@kernel
def talks(z: Handle, c: int) -> bool:
    """Say whether the contact in slot ``c`` is bound and nobody else is asked about it, nor it about another."""
    return bool(contact(z, c)["state"] == ContactState.BOUND and alone(z, c))


@kernel
def peer_may(z: Handle, what: int, c: int) -> bool:
    """Say whether a command about the contact in slot ``c`` and whoever is asked about it makes sense now."""
    if asked_of(z, c) == NONE:
        return False
    activity = grip(z, c)["activity"]
    if what == Command.CONFERENCE:
        return bool(activity == AgentState.CONSULT)
    if what == Command.HAND_OVER:
        return bool(activity != AgentState.HOLD)
    return True


@brief_entry
def obey_activity(z: Handle, now: int, c: int, activity: int) -> int:
    """Put the customer of a contact on hold, or talk again.

    Parameters
    ----------
    z : Handle
    now : int
        [us]; never falls.
    c : int
        Slot of the contact.
    activity : int
        ``HOLD`` or ``BUSY`` of ``AgentState``.

    Returns
    -------
    int
        0, as nothing is decided, or REFUSED.
    """
    if not talks(z, c) or grip(z, c)["activity"] == activity:
        return REFUSED
    set_activity(z, now, c, activity)
    return 0


@brief_entry
def obey_transfer(z: Handle, now: int, c: int, k: int, waited: int, priority: int, wrap_up: int) -> int:
    """Send a bound contact to another category; the row of ``aim`` says to whom there, if contacts may want somebody.

    Parameters
    ----------
    z : Handle
    now : int
        [us]; never falls.
    c : int
        Slot of the contact.
    k : int
        The category.
    waited, priority : int
        As for `commands.obey_offer`.
    wrap_up : int
        1 when its agent wraps up.

    Returns
    -------
    int
        The slot in which it goes on, or REFUSED or FULL.
    """
    if not talks(z, c):
        return REFUSED
    d = slot_for(z, k, contact(z, c)["tier"], contact(z, c)["key"])
    if d == FULL:
        return FULL
    send_to(z, d, 0, NONE)
    transfer(z, now, c, d, waited, max(priority + OWN_PRIORITY, 0), wrap_up)
    meet(z)
    return d


@brief_entry
def obey_consult(z: Handle, now: int, c: int, k: int) -> int:
    """Ask an agent of another category about a bound contact; whom, is said as for `obey_transfer`.

    Parameters
    ----------
    z : Handle
    now : int
        [us]; never falls.
    c : int
        Slot of the contact.
    k : int
        The category.

    Returns
    -------
    int
        The slot of what is asked, or REFUSED or FULL; the last decision is about it.
    """
    if not talks(z, c):
        return REFUSED
    d = slot_for(z, k, contact(z, c)["tier"], contact(z, c)["key"])
    if d == FULL:
        return FULL
    send_to(z, d, 0, int(contact(z, c)["agent"]))
    consult(z, now, c, d)
    meet(z)
    return d


@brief_entry
def obey_peer(z: Handle, now: int, what: int, c: int, wrap_up: int) -> int:
    """Go on with a contact about which another agent is asked.

    Parameters
    ----------
    z : Handle
    now : int
        [us]; never falls.
    what : int
        ``CONFERENCE``, ``END_CONSULT`` or ``HAND_OVER``.
    c : int
        Slot of the contact.
    wrap_up : int
        1 when wrap-up follows, where its agent parts from it.

    Returns
    -------
    int
        The number of decisions, REFUSED or FULL.
    """
    if not peer_may(z, what, c):
        return REFUSED
    if not has_room(z):
        return FULL
    if what == Command.CONFERENCE:
        conference(z, now, c)
    elif what == Command.END_CONSULT:
        end_consult(z, now, c)
    else:
        hand_over(z, now, c, wrap_up)
    meet(z)
    return int(desk(z, 0)["n_decisions"])
