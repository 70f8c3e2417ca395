"""Everybody who waits in a category is turned away, in whichever step of a plan, or for whomever they are held.

Who is promised a callback is not there, and waits on. This file must not know when that happens.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.holds import into_line
from acd.core.leaving import turn_away
from acd.core.mishaps import send_off
from acd.core.plans import sooner
from acd.core.tables import NONE, Handle, contact, hold, life, patron, planet, queue, routing_plan, rules


@cold
def turn_all_away(z: Handle, now: int, k: int) -> None:
    """Turn everybody away who waits in category ``k``; who is promised a callback is not there."""
    if rules(z, 0)["relations"]:
        hold_no_longer(z, k)
    for tier in range(rules(z, 0)["n_tiers"]):
        c = first_there(z, k, tier)
        while c != NONE:
            if planet(z, 0)["rich"]:
                send_off(z, now, c)
            else:
                turn_away(z, now, c)
            # an agent who is free now may have taken others
            c = first_there(z, k, tier)


@cold
def hold_no_longer(z: Handle, k: int) -> None:
    """Put those held contacts of category ``k`` into their lines whose customers are there and wait."""
    for row in range(rules(z, 0)["n_homes"] + rules(z, 0)["n_agents"]):
        c = patron(z, row)["head"]
        while c != NONE:
            after = hold(z, c)["next"]
            if contact(z, c)["category"] == k and not promised(z, c):
                into_line(z, c)
            c = after


@cold
def first_there(z: Handle, k: int, tier: int) -> int:
    """Return whose place is first in the lines of category ``k`` and a tier whose customers are there, or NONE."""
    tiers = rules(z, 0)["n_tiers"]
    best = next_there(z, queue(z, k * tiers + tier)["head"])
    if not rules(z, 0)["planned"]:
        return int(best)
    own = routing_plan(z, k)
    for view in range(own["view"], own["view"] + own["views"]):
        c = next_there(z, queue(z, view * tiers + tier)["head"])
        if c != NONE and (best == NONE or sooner(z, c, best)):
            best = c
    return int(best)


@kernel
def next_there(z: Handle, c: int) -> int:
    """Return the first from ``c`` on, one in a line or NONE, whose customer is there and waits."""
    while c != NONE and promised(z, c):
        c = contact(z, c)["next"]
    return int(c)


@kernel
def promised(z: Handle, c: int) -> bool:
    """Say whether contact ``c`` is a callback, whose customer is not there."""
    return bool(planet(z, 0)["rich"] and life(z, c)["callback"] > 0)
