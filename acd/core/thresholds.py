"""Thresholds: when a group's agents may take a category that they are authorised for.

Only while more than so many wait in the category (``above``; whoever comes in counts once it waits), and only while,
the contact taken, so many of the group's agents are ready with nothing in hand (``idle``), kept for other categories.
Neither counts for an agent for whom a contact is held.

This file must not know who is kept for whom, nor why.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.bits import lowest_bit
from acd.core.codes import AgentState
from acd.core.tables import NONE, Handle, agent, crowd, kin, line, pool, reserve, rules


@cold
def is_open(z: Handle, k: int, g: int) -> bool:
    """Say whether group ``g`` has ready agents of whom one may take a contact of category ``k``, but for what fits."""
    own = reserve(z, k * rules(z, 0)["n_groups"] + g)
    if crowd(z, k)["waiting"] <= own["above"]:
        return False
    # where several may be in hand, whoever takes it may be one who is not idle
    wanted = int(own["idle"] + (0 if rules(z, 0)["mixed"] else 1))
    return own["idle"] == 0 or idle_up_to(z, g, NONE, wanted) == wanted


@cold
def may_take(z: Handle, k: int, g: int, a: int) -> bool:
    """Say whether agent ``a`` of group ``g``, ready or about to be, may take one of category ``k``, if it fits."""
    own = reserve(z, k * rules(z, 0)["n_groups"] + g)
    return bool(crowd(z, k)["waiting"] > own["above"] and leaves_enough(z, k, g, a))


@cold
def leaves_enough(z: Handle, k: int, g: int, a: int) -> bool:
    """Say whether enough others of group ``g`` than agent ``a`` are ready for ``a`` to take one of category ``k``."""
    kept = int(reserve(z, k * rules(z, 0)["n_groups"] + g)["idle"])
    return kept == 0 or idle_up_to(z, g, a, kept) == kept


@kernel
def idle_up_to(z: Handle, g: int, apart: int, most: int) -> int:
    """Return how many agents of group ``g`` but one are ready with nothing in hand, counted up to ``most``."""
    if not rules(z, 0)["variants"]:
        return idle_in(z, g, apart, most)
    home = kin(z, g)["home"]
    n = 0
    for other in range(rules(z, 0)["n_groups"]):
        if kin(z, other)["home"] == home:
            n += idle_in(z, other, apart, most - n)
    return int(n)


@kernel
def idle_in(z: Handle, g: int, apart: int, most: int) -> int:
    """Return the same of one group or variant alone."""
    n = 0
    a = pool(z, g)["head"]
    while a != NONE and n < most:
        if a != apart and agent(z, a)["state"] == AgentState.READY:
            n += 1
        a = agent(z, a)["next"]
    return n


@cold
def not_held(z: Handle, g: int, a: int, w: int, bits: int) -> int:
    """Return those of word ``w``'s lines that agent ``a`` of group ``g``, NONE for one not yet ready, may take from."""
    left = bits
    kept = 0
    while left != 0:
        place = lowest_bit(left)
        left &= left - 1
        if may_take(z, int(line(z, (w << 5) + place)["category"]), g, a):
            kept |= 1 << place
    return int(kept)
