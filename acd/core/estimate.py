"""How long a contact that joins a line now is likely to wait: a simple estimate from what the router sees.

Nothing while somebody is free. Else whoever waits in the category already, and the contact itself, take their mean
handling one after the other, shared among the agents logged in who may serve them:

    (waiting in the category + 1) · mean handling and wrap-up ÷ agents

It knows no other lines, no priorities and no past. This file must not draw, nor know what an estimate is for.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.hands import can_take
from acd.core.tables import NEVER, NONE, Handle, agent, crowd, duty, medium, pool, route, rules


@cold
def estimated_wait(z: Handle, k: int) -> int:
    """Return the wait that a contact of category ``k`` has before it [us]; NEVER when nobody is there to serve it."""
    groups = rules(z, 0)["n_groups"]
    agents = 0
    for g in range(groups):
        off = duty(z, g * rules(z, 0)["n_channels"] + medium(z, k)["channel"])["off"]
        if route(z, k * groups + g)["allowed"] and not off:
            if has_room(z, g, k):
                return 0
            agents += pool(z, g)["logged_in"]
    if agents == 0:
        return NEVER
    return int((float(crowd(z, k)["waiting"]) + 1.0) * float(medium(z, k)["mean"]) / float(agents))


@kernel
def has_room(z: Handle, g: int, k: int) -> bool:
    """Say whether an agent of group ``g`` would take a contact of category ``k`` at once."""
    a = pool(z, g)["head"]
    while a != NONE:
        if can_take(z, a, k):
            return True
        a = agent(z, a)["next"]
    return False
