"""Agents whom a group keeps idle for other categories than the one that looks for somebody.

This file must not know who is kept idle for whom, nor why.
"""

from __future__ import annotations

from acd.core._compile import cold
from acd.core.bits import lowest_bit
from acd.core.pool import kin_up_to, ready_up_to
from acd.core.tables import Handle, line, reserve, rules


@cold
def spares(z: Handle, category: int, g: int, more: int) -> bool:
    """Say whether group ``g`` has so many ready agents more than the category leaves to others."""
    wanted = int(reserve(z, category * rules(z, 0)["n_groups"] + g)["idle"]) + more
    if rules(z, 0)["variants"]:
        return kin_up_to(z, g, wanted) == wanted
    return ready_up_to(z, g, wanted) == wanted


@cold
def not_held(z: Handle, g: int, w: int, bits: int) -> int:
    """Return those of word ``w``'s lines that may have a free agent of group ``g``: enough others are ready."""
    left = bits
    kept = 0
    while left != 0:
        place = lowest_bit(left)
        left &= left - 1
        category = line(z, (w << 5) + place)["category"]
        if spares(z, category, g, 0):
            kept |= 1 << place
    return int(kept)
