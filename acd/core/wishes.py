"""Contacts that come in for somebody, as commands from outside: wanted, sent, or promised a place; see `commands`."""

from __future__ import annotations

from acd.core._compile import brief_entry
from acd.core.commands import FULL, slot_for
from acd.core.lines import OWN_PRIORITY
from acd.core.peers import meet
from acd.core.preferred import call_back, offer_preferred, offer_sent, send_to
from acd.core.tables import Handle, aim, hold, rules


@brief_entry
def obey_preferred(
    z: Handle, now: int, home: int, key: int, a: int, waited: int, priority: int, longest: int
) -> int:
    """Give the router a new contact that wants an agent.

    Parameters
    ----------
    z : Handle
    now : int
        [us]; never falls.
    home : int
        Its line: category and tier in one number.
    key : int
        As for `obey_offer`.
    a : int
        Whom it wants.
    waited, priority : int
        As for `obey_offer`.
    longest : int
        How long it is held for the agent [us].

    Returns
    -------
    int
        The slot it was given, or FULL; the last decision is about it, and the only one without thresholds.
    """
    tiers = rules(z, 0)["n_tiers"]
    c = slot_for(z, home // tiers, home % tiers, key)
    if c == FULL:
        return FULL
    hold(z, c)["wanted"] = a
    offer_preferred(z, now, c, waited, max(priority + OWN_PRIORITY, 0), longest)
    if rules(z, 0)["thresholds"]:
        meet(z)
    return c


@brief_entry
def obey_sent(
    z: Handle, now: int, tier: int, key: int, waited: int, priority: int, asker: int, again: int
) -> int:
    """Give the router a new contact that is sent to whom the row of ``aim`` says, in the category that it says.

    Parameters
    ----------
    z : Handle
    now : int
        [us]; never falls.
    tier, key, waited, priority : int
        As for `obey_offer`.
    asker : int
        The agent who asks, and so is not to answer; NONE for nobody.
    again : int
        1 when a place in line was promised to it.

    Returns
    -------
    int
        The slot it was given, or FULL; the last decision is about it, and the only one without thresholds.
    """
    c = slot_for(z, aim(z, 0)["category"], tier, key)
    if c == FULL:
        return FULL
    send_to(z, c, 0, asker)
    own = max(priority + OWN_PRIORITY, 0)
    if again:
        call_back(z, now, c, waited, own, int(hold(z, c)["longest"]))
    else:
        offer_sent(z, now, c, waited, own)
    if rules(z, 0)["thresholds"]:
        meet(z)
    return c


@brief_entry
def obey_call_back(
    z: Handle, now: int, home: int, key: int, a: int, waited: int, priority: int, longest: int
) -> int:
    """Give the router a contact to which a place in line was promised; as `obey_preferred`, but it may want nobody.

    Parameters
    ----------
    z : Handle
    now : int
        [us]; never falls.
    home : int
        Its line: category and tier in one number.
    key : int
        As for `obey_offer`.
    a : int
        Whom it wants, or NONE.
    waited, priority : int
        As for `obey_offer`.
    longest : int
        How long it is held for the agent [us].

    Returns
    -------
    int
        The slot it was given, or FULL; the last decision is about it, and the only one without thresholds.
    """
    tiers = rules(z, 0)["n_tiers"]
    c = slot_for(z, home // tiers, home % tiers, key)
    if c == FULL:
        return FULL
    if rules(z, 0)["relations"]:
        hold(z, c)["wanted"] = a
    call_back(z, now, c, waited, max(priority + OWN_PRIORITY, 0), longest)
    if rules(z, 0)["thresholds"]:
        meet(z)
    return c
