"""Waiting lines, one a category and tier, and the slots that contacts live in.

A line is ordered by (order, number): *order* packs priority and the moment the contact counts as having joined,
*number* counts offers and settles what is left. Contacts of one line almost always join at its end. A bit set tells
which lines are not empty. This file must not know who serves a line.
"""

from __future__ import annotations

from acd.core._compile import cold, inlined, kernel
from acd.core.codes import ContactState
from acd.core.packing import Packing
from acd.core.tables import NONE, Handle, contact, crowd, desk, full_lines, queue, rules

TOP_PRIORITY = 1000
OWN_PRIORITY = 5000
"""Added to a contact's own priority, so that 0 says that it has none and its line's counts."""
PLACE_ORIGIN = 1 << 50
"""Added to a contact's place so that it stays positive: 13,000 days, more than any age credit [us]."""
LATEST_PLACE = (1 << 51) - 1


@inlined
def pack_order(z: Handle, priority: int, place: int) -> int:
    """Return what contacts of a line are ordered by.

    Parameters
    ----------
    z : Handle
    priority : int
        -1000 … 1000; the higher is served first.
    place : int
        The moment the contact counts as having joined [us].

    Returns
    -------
    int
        11 bits of priority and 51 of place, in the order in which the routing rule compares them.
    """
    urgency = TOP_PRIORITY - priority
    packing = rules(z, 0)["packing"]
    if packing == Packing.PRIORITY_FIRST:
        return int((urgency << 51) | (place + PLACE_ORIGIN))
    if packing == Packing.WAIT_FIRST:
        return int(((place + PLACE_ORIGIN) << 11) | urgency)
    return pack_apart(z, urgency, place + PLACE_ORIGIN)


@cold
def pack_apart(z: Handle, urgency: int, place: int) -> int:
    """Return what contacts are ordered by where neither priority nor the longest wait comes first as it stands."""
    packing = rules(z, 0)["packing"]
    if packing == Packing.PRIORITY_LATEST:
        return int((urgency << 51) | (LATEST_PLACE - place))
    if packing == Packing.LATEST_PRIORITY:
        return int(((LATEST_PLACE - place) << 11) | urgency)
    aged = place - (TOP_PRIORITY - urgency) * rules(z, 0)["per_point"]
    if packing == Packing.AGED_WAIT:
        return int((aged << 11) | (2 * TOP_PRIORITY - urgency))
    return int((aged << 11) | urgency)


@kernel
def urgency_of(z: Handle, c: int) -> int:
    """Return TOP_PRIORITY less the priority of contact ``c``."""
    packing = rules(z, 0)["packing"]
    order = contact(z, c)["order"]
    if packing == Packing.PRIORITY_FIRST or packing == Packing.PRIORITY_LATEST:
        return int(order >> 51)
    if packing == Packing.AGED_WAIT:
        return int(2 * TOP_PRIORITY - (order & 2047))
    return int(order & 2047)


@cold
def place_of(z: Handle, c: int) -> int:
    """Return the moment at which contact ``c`` counts as having joined [us]."""
    packing = rules(z, 0)["packing"]
    order = contact(z, c)["order"]
    place = order >> 11
    if packing == Packing.PRIORITY_FIRST or packing == Packing.PRIORITY_LATEST:
        place = order & LATEST_PLACE
    if packing == Packing.PRIORITY_LATEST or packing == Packing.LATEST_PRIORITY:
        place = LATEST_PLACE - place
    if packing >= Packing.AGED_PRIORITY:
        place += (TOP_PRIORITY - urgency_of(z, c)) * rules(z, 0)["per_point"]
    return int(place - PLACE_ORIGIN)


@inlined
def precedes(z: Handle, c: int, d: int) -> bool:
    """Say whether contact ``c`` stands before contact ``d`` in a line, by order and number."""
    mine = contact(z, c)
    other = contact(z, d)
    if mine["order"] != other["order"]:
        return bool(mine["order"] < other["order"])
    return bool(mine["number"] < other["number"])


@cold
def predecessor(z: Handle, c: int, head: int, tail: int) -> int:
    """Return behind whom of a line contact ``c`` goes, who goes before its tail; NONE for before its head.

    Whoever came last heads a line that is served so: the head is looked at before those between.
    """
    if precedes(z, c, head):
        return NONE
    before = contact(z, tail)["previous"]
    while precedes(z, c, before):
        before = contact(z, before)["previous"]
    return int(before)


@inlined
def line_join(z: Handle, c: int) -> None:
    """Put contact ``c`` into its line, by order and number."""
    me = contact(z, c)
    home = queue(z, me["line"])
    before = home["tail"]
    if before != NONE and precedes(z, c, before):
        before = predecessor(z, c, home["head"], before)
    after = home["head"] if before == NONE else contact(z, before)["next"]
    me["previous"] = before
    me["next"] = after
    if before == NONE:
        home["head"] = c
    else:
        contact(z, before)["next"] = c
    if after == NONE:
        home["tail"] = c
    else:
        contact(z, after)["previous"] = c
    me["state"] = ContactState.QUEUED
    crowd(z, me["category"])["waiting"] += 1
    desk(z, 0)["waiting"] += 1
    full_lines(z, me["line"] >> 5)["bits"] |= 1 << int(me["line"] & 31)


@inlined
def line_leave(z: Handle, c: int) -> None:
    """Take contact ``c`` out of its line."""
    me = contact(z, c)
    home = queue(z, me["line"])
    before = me["previous"]
    after = me["next"]
    if before == NONE:
        home["head"] = after
    else:
        contact(z, before)["next"] = after
    if after == NONE:
        home["tail"] = before
    else:
        contact(z, after)["previous"] = before
    crowd(z, me["category"])["waiting"] -= 1
    desk(z, 0)["waiting"] -= 1
    if home["head"] == NONE:
        full_lines(z, me["line"] >> 5)["bits"] &= ~(1 << int(me["line"] & 31))


@inlined
def take_slot(z: Handle) -> int:
    """Return a free slot for a contact; whoever calls has made sure that there is one."""
    table = desk(z, 0)
    c = table["free_contact"]
    table["in_system"] += 1
    if c == NONE:
        c = table["used_contacts"]
        table["used_contacts"] = c + 1
    else:
        table["free_contact"] = contact(z, c)["next"]
    return int(c)


@inlined
def free_slot(z: Handle, c: int) -> None:
    """Give a contact's slot back; its rows stay readable until the next `take_slot`."""
    table = desk(z, 0)
    contact(z, c)["state"] = ContactState.NONE
    contact(z, c)["next"] = table["free_contact"]
    table["free_contact"] = c
    table["in_system"] -= 1
