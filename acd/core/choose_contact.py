"""Answer the second routing question: an agent is free, which contact is next.

Candidates are the first contacts of every line that the agent's group may serve. They are compared by
(order >> shift, rank of the category in the group's list, order, number of the offer): the shift says which of
priority and wait are compared before the category's rank. Where a key is none of these (``rules.look``), every contact
is compared with every other key by key, see `looking`.

This file must not know how long anything lasts, nor draw.
"""

from __future__ import annotations

from acd.core._compile import inlined
from acd.core.bits import lowest_bit
from acd.core.looking import best_in_line, first_by_keys
from acd.core.reserves import not_held
from acd.core.tables import NONE, Handle, contact, full_lines, group_lines, queue, route, rules


@inlined
def choose_contact(z: Handle, g: int) -> int:
    """Return the contact that a free agent of group ``g`` takes, or NONE when nothing waits for the group."""
    words = rules(z, 0)["line_words"]
    best = NONE
    for w in range(words):
        bits = full_lines(z, w)["bits"] & group_lines(z, g * words + w)["bits"]
        if rules(z, 0)["reserve"]:
            bits = not_held(z, g, w, bits)
        while bits != 0:
            head = queue(z, (w << 5) + lowest_bit(bits))["head"]
            bits &= bits - 1
            if rules(z, 0)["look"]:
                head = best_in_line(z, g, head)
            if best == NONE or comes_first(z, g, head, best):
                best = head
    return int(best)


@inlined
def comes_first(z: Handle, g: int, c: int, d: int) -> bool:
    """Say whether an agent of group ``g`` takes contact ``c`` before ``d``."""
    rule = rules(z, 0)
    if rule["look"]:
        return first_by_keys(z, g, c, d)
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
