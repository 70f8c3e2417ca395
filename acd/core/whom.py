"""Who is wanted, in one number: an agent from 0 on, a whole group below NONE, NONE for nobody.

Who waits for whom stands in lists, rows of ``patron``: those for groups first, because agents may still be added in a
live system. This file must not know why anybody is wanted.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.kin import home_of
from acd.core.tables import NONE, Handle, hold, rules

FIRST_GROUP = NONE - 1
"""Stands for anybody of group 0; the next groups are below."""


@kernel
def group_wanted(wanted: int) -> int:
    """Return the group of which anybody is wanted, or NONE."""
    return FIRST_GROUP - wanted if wanted <= FIRST_GROUP else NONE


@kernel
def agent_wanted(wanted: int) -> int:
    """Return the agent who is wanted, or NONE where it is nobody or anybody of a group."""
    return wanted if wanted >= 0 else NONE


@kernel
def is_wanted(z: Handle, wanted: int, a: int) -> bool:
    """Say whether agent ``a`` is one of those who are wanted."""
    if wanted >= 0:
        return wanted == a
    return bool(wanted <= FIRST_GROUP and home_of(z, a) == FIRST_GROUP - wanted)


@kernel
def list_of(z: Handle, wanted: int) -> int:
    """Return the row of ``patron`` in which contacts stand that wait for whoever is wanted."""
    if wanted <= FIRST_GROUP:
        return FIRST_GROUP - wanted
    return int(rules(z, 0)["n_homes"] + wanted)


@cold
def wants_nobody(z: Handle, c: int) -> None:
    """Contact ``c``, whose slot is new, wants nobody so far."""
    me = hold(z, c)
    me["wanted"] = NONE
    me["but"] = NONE
    me["longest"] = NONE
