"""Note for whoever watches from outside that a contact has ended. This file must not know who watches, or why."""

from __future__ import annotations

from acd.core._compile import cold
from acd.core.tables import NONE, Handle, contact, life, planet, visit, watched, world


@cold
def tell(z: Handle, c: int, now: int, outcome: int, reason: int, settled: int) -> None:
    """Note for whoever watches that the contact in slot ``c`` has ended."""
    me = world(z, 0)
    row = watched(z, me["n_watched"])
    me["n_watched"] += 1
    me["attention"] = 1
    seen = visit(z, c)
    row["contact"] = seen["serial"]
    row["outcome"] = outcome
    row["reason"] = reason
    row["time"] = now
    row["arrived"] = seen["arrived"]
    row["category"] = seen["category"]
    row["tier"] = seen["tier"]
    row["joined"] = seen["joined"]
    row["bound"] = seen["bound"]
    row["agent"] = NONE
    row["settled"] = settled
    if seen["bound"] != NONE:
        row["agent"] = contact(z, c)["agent"]
    row["legs"] = 1
    row["referrals"] = 0
    if planet(z, 0)["rich"]:
        row["legs"] = life(z, c)["legs"]
        row["referrals"] = life(z, c)["referrals"]
