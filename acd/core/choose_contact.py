"""Answer the second routing question: an agent is free, which contact is next.

Candidates are the first contacts of every line that the agent's group may serve, and takes now by its thresholds. They
are compared by (order >> shift, rank of the category in the group's list, order, number of the offer): the shift says
which of priority and wait are compared before the category's rank. Rules that say more than these three are judged key
by key (``rules.judged``; see `contact_keys`); where no order of a line can agree with them, all who wait are looked at
(``rules.through``), which grows with their number.

This file must not know how long anything lasts, nor draw.
"""

from __future__ import annotations

from acd.core._compile import cold, inlined, kernel
from acd.core.bits import lowest_bit
from acd.core.contact_keys import first_by_keys
from acd.core.hands import can_take
from acd.core.offered import first_that_may
from acd.core.tables import NONE, Handle, contact, full_lines, group_lines, line, member, queue, route, rules
from acd.core.thresholds import not_held


@inlined
def choose_contact(z: Handle, g: int) -> int:
    """Return the contact that a free agent of group ``g`` takes, or NONE when nothing waits for the group."""
    if rules(z, 0)["judged"]:
        return judged_contact(z, g)
    words = rules(z, 0)["line_words"]
    best = NONE
    for w in range(words):
        bits = full_lines(z, w)["bits"] & group_lines(z, g * words + w)["bits"]
        if rules(z, 0)["reserve"]:
            bits = not_held(z, g, NONE, w, bits)
        while bits != 0:
            head = queue(z, (w << 5) + lowest_bit(bits))["head"]
            bits &= bits - 1
            if best == NONE or packed_first(z, g, head, best):
                best = head
    return int(best)


@inlined
def packed_first(z: Handle, g: int, c: int, d: int) -> bool:
    """Say whether an agent of group ``g`` takes contact ``c`` before ``d``, by what is packed into their orders."""
    rule = rules(z, 0)
    mine = contact(z, c)
    other = contact(z, d)
    shift = rule["shift"]
    a = mine["order"] >> shift
    b = other["order"] >> shift
    if a != b:
        return bool(a < b)
    groups = rule["n_groups"]
    ra = route(z, mine["category"] * groups + g)["category_rank"]
    rb = route(z, other["category"] * groups + g)["category_rank"]
    if ra != rb:
        return bool(ra < rb)
    if mine["order"] != other["order"]:
        return bool(mine["order"] < other["order"])
    return bool(mine["number"] < other["number"])


@kernel
def comes_first(z: Handle, g: int, c: int, d: int) -> bool:
    """Say whether an agent of group ``g`` takes contact ``c`` before ``d``."""
    if rules(z, 0)["judged"]:
        return first_by_keys(z, g, c, g, d)
    return packed_first(z, g, c, d)


@cold
def judged_contact(z: Handle, g: int) -> int:
    """Return the contact that a free agent of group ``g`` takes where contacts are judged key by key, or NONE."""
    words = rules(z, 0)["line_words"]
    best = NONE
    for w in range(words):
        bits = full_lines(z, w)["bits"] & group_lines(z, g * words + w)["bits"]
        if rules(z, 0)["reserve"]:
            bits = not_held(z, g, NONE, w, bits)
        while bits != 0:
            best = first_in_line(z, g, NONE, (w << 5) + lowest_bit(bits), best)
            bits &= bits - 1
    return int(best)


@kernel
def first_in_line(z: Handle, g: int, a: int, at: int, best: int) -> int:
    """Return the first, for a group's agent, of ``best``, which may be NONE, and those who wait in a line.

    Parameters
    ----------
    z : Handle
    g, a : int
        The group and the agent; NONE for any of the group's agents.
    at, best : int
        The line, and the contact to compare with.

    Returns
    -------
    int
        Where it is remembered who turned a contact down, those who may not be offered to the agent are passed over.
    """
    first = best
    c = int(queue(z, at)["head"])
    while c != NONE:
        if a != NONE and rules(z, 0)["remembers"]:
            c = first_that_may(z, c, a)
            if c == NONE:
                break
        if first == NONE or comes_first(z, g, c, first):
            first = c
        c = int(contact(z, c)["next"]) if rules(z, 0)["through"] else NONE
    return int(first)


@cold
def pick(z: Handle, a: int) -> int:
    """Return the waiting contact that agent ``a`` takes next of those that fit, or NONE."""
    rule = rules(z, 0)
    g = int(member(z, a)["group"])
    words = rule["line_words"]
    best = NONE
    for w in range(words):
        bits = full_lines(z, w)["bits"] & group_lines(z, g * words + w)["bits"]
        if rule["reserve"]:
            bits = not_held(z, g, a, w, bits)
        while bits != 0:
            at = (w << 5) + lowest_bit(bits)
            bits &= bits - 1
            if can_take(z, a, line(z, at)["category"]):
                best = first_in_line(z, g, a, at, best)
    return int(best)
