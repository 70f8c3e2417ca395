"""Which of those who wait goes first to an agent who is ready: asked when what was not possible has become so.

An agent who becomes free asks `choose_contact`. Here nobody has become free: a group takes what it did not before, and
any of its ready agents may be the one. This file must not know what has changed.
"""

from __future__ import annotations

from acd.core._compile import cold
from acd.core.bits import lowest_bit
from acd.core.choose_agent import choose_agent
from acd.core.choose_contact import comes_first
from acd.core.contact_keys import first_by_keys
from acd.core.ringing import choose_again, first_to_place
from acd.core.tables import NONE, Handle, contact, full_lines, group_lines, line, member, queue, rules


@cold
def choose_now(z: Handle, c: int) -> int:
    """Return the ready agent whom the waiting contact ``c``, perhaps offered before, goes to, or NONE."""
    if rules(z, 0)["rounds"]:
        return choose_again(z, c)
    return choose_agent(z, c)


@cold
def next_placed(z: Handle, c: int) -> int:
    """Return the first for whom an agent is ready, of contact ``c``, which may be NONE, and those behind it."""
    if c == NONE:
        return NONE
    if rules(z, 0)["rounds"]:
        return first_to_place(z, c)
    # where there is no agent for one, there is none for the others of the line
    return c if choose_agent(z, c) != NONE else NONE


@cold
def following(z: Handle, c: int) -> int:
    """Return who stands behind contact ``c``, where those behind may go before it, else NONE."""
    return int(contact(z, c)["next"]) if rules(z, 0)["through"] else NONE


@cold
def first_placed(z: Handle, g: int, at: int, best: int) -> int:
    """Return the first for group ``g`` of ``best``, which may be NONE, and those of a line for whom one is ready."""
    first = best
    c = next_placed(z, int(queue(z, at)["head"]))
    while c != NONE:
        if first == NONE or comes_first(z, g, c, first):
            first = c
        c = next_placed(z, following(z, c))
    return int(first)


@cold
def first_to_match(z: Handle, g: int, k: int) -> int:
    """Return which of those who wait goes first to an agent who is ready for it, or NONE.

    Parameters
    ----------
    z : Handle
    g : int
        Group; only lines that it serves are looked at. NONE for all.
    k : int
        Category; only its lines are looked at. NONE for all.
    """
    words = rules(z, 0)["line_words"]
    best = NONE
    for w in range(words):
        bits = full_lines(z, w)["bits"]
        if g != NONE:
            bits &= group_lines(z, g * words + w)["bits"]
        while bits != 0:
            at = (w << 5) + lowest_bit(bits)
            bits &= bits - 1
            if k == NONE or line(z, at)["category"] == k:
                best = first_of_line(z, at, best)
    return int(best)


@cold
def first_of_line(z: Handle, at: int, best: int) -> int:
    """Return the first of ``best``, which may be NONE, and a line's head, each for whom it would go to."""
    head = next_placed(z, int(queue(z, at)["head"]))
    if head == NONE:
        return best
    if rules(z, 0)["through"]:
        head = first_of_placed(z, head)
    if best == NONE:
        return head
    own = int(member(z, choose_now(z, head))["group"])
    its = int(member(z, choose_now(z, best))["group"])
    return head if first_by_keys(z, own, head, its, best) else best


@cold
def first_of_placed(z: Handle, head: int) -> int:
    """Return the first of contact ``head`` and those behind it for whom an agent is ready.

    They would go to several agents, who may see them in different orders: here the first of these agents counts.
    """
    a = choose_now(z, head)
    c = next_placed(z, following(z, head))
    while c != NONE:
        a = min(a, choose_now(z, c))
        c = next_placed(z, following(z, c))
    first = head
    c = next_placed(z, following(z, head))
    while c != NONE:
        if comes_first(z, int(member(z, a)["group"]), c, first):
            first = c
        c = next_placed(z, following(z, c))
    return int(first)
