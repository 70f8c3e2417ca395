"""To whom a contact was offered before, and whether it may be offered to an agent now.

It is there only where contacts ring in rounds (``rules.rounds``); see `phones`. This file must not know who is chosen.
"""

from __future__ import annotations

from acd.core._compile import cold
from acd.core.codes import ContactState
from acd.core.tables import NONE, Handle, contact, desk, phone, ring


@cold
def entry_of(z: Handle, c: int, a: int) -> int:
    """Return the phone of contact ``c`` that rings at agent ``a`` or was turned down there, or NONE."""
    p = phone(z, c)["first"]
    while p != NONE and contact(z, p)["agent"] != a:
        p = phone(z, p)["next"]
    return int(p)


@cold
def may_ring(z: Handle, c: int, a: int) -> bool:
    """Say whether contact ``c`` may be offered to agent ``a`` now: it does not ring there, and not too soon again."""
    p = entry_of(z, c, a)
    if p == NONE:
        return True
    if contact(z, p)["state"] == ContactState.OFFERED:
        return False
    most = ring(z, contact(z, c)["category"])["at_most"]
    return bool(phone(z, p)["until"] <= desk(z, 0)["now"] and phone(z, p)["times"] < most)


@cold
def first_that_may(z: Handle, c: int, a: int) -> int:
    """Return the first that may be offered to agent ``a`` of the waiting contact ``c`` and those behind, or NONE."""
    while c != NONE and not may_ring(z, c, a):
        c = contact(z, c)["next"]
    return int(c)
