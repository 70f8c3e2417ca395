"""Whose agent somebody is who may have skills or authority of the own: see `acd.build.changes`.

Such agents stand in a group of their own, a variant of their home group, for the router to look at; the world and the
logs go by the home group. Nobody has any until the rules are changed. This file must not know what a group may do.
"""

from __future__ import annotations

from acd.core._compile import inlined
from acd.core.tables import Handle, kin, member, rules


@inlined
def home_of(z: Handle, a: int) -> int:
    """Return the group that agent ``a`` belongs to, whatever the agent's own skills and authority."""
    g = member(z, a)["group"]
    if rules(z, 0)["variants"]:
        g = kin(z, g)["home"]
    return int(g)
