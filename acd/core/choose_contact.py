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
from acd.core.choose_agent import choose_agent
from acd.core.contact_keys import first_by_keys
from acd.core.hands import can_take
from acd.core.tables import NONE, Handle, contact, full_lines, group_lines, member, queue, route, rules
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
            best = first_in_line(z, g, (w << 5) + lowest_bit(bits), best)
            bits &= bits - 1
    return int(best)


@kernel
def first_in_line(z: Handle, g: int, at: int, best: int) -> int:
    """Return the first, for an agent of group ``g``, of ``best``, which may be NONE, and those who wait in a line."""
    first = best
    c = int(queue(z, at)["head"])
    while c != NONE:
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
            if can_take(z, a, at // rule["n_tiers"]):
                best = first_in_line(z, g, at, best)
    return int(best)


@cold
def first_to_match(z: Handle, g: int, first: int, last: int) -> int:
    """Return which of those who wait in some lines goes first to an agent who is ready for it, or NONE.

    Parameters
    ----------
    z : Handle
    g : int
        Group; only lines that it serves are looked at. NONE for all.
    first, last : int
        The first line, and the last.
    """
    words = rules(z, 0)["line_words"]
    best = NONE
    its = NONE
    for at in range(first, last + 1):
        served = g == NONE or (group_lines(z, g * words + (at >> 5))["bits"] >> (at & 31)) & 1
        c = int(queue(z, at)["head"]) if served else NONE
        while c != NONE:
            a = choose_agent(z, c)
            if a == NONE:
                break  # nor is there one for the others of its category
            team = int(member(z, a)["group"])
            if best == NONE or first_by_keys(z, team, c, its, best):
                best = c
                its = team
            c = int(contact(z, c)["next"]) if rules(z, 0)["through"] else NONE
    return int(best)
