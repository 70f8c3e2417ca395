"""A new matter comes: one that was drafted, one of a trace, or one that a burst brings."""

from __future__ import annotations

from acd.core._compile import cold, inlined
from acd.core.arrivals import in_burst, next_drawn, next_of_burst, next_other
from acd.core.bursts import burst_key
from acd.core.codes import Arrivals
from acd.core.tables import Handle, category, flow, stream
from acd.core.world import arrive, draw_tier, enter_drafted, enter_world


@inlined
def new_matter(z: Handle, now: int, k: int) -> None:
    """A new matter of category ``k`` arrives."""
    if category(z, k)["arrivals"] == Arrivals.RATE:
        c = enter_drafted(z, now, k, stream(z, k)["place"])
        next_drawn(z, k)
    else:
        c = enter_other(z, now, k)
    arrive(z, now, c)


@cold
def enter_other(z: Handle, now: int, k: int) -> int:
    """Make the contact of a matter that did not simply come by a Poisson process; return its slot."""
    if in_burst(z, k):
        key = burst_key(z, k)
        origin = flow(z, k)["burst_origin"]
        c = enter_world(z, now, k, draw_tier(z, k, key, origin), key, origin)
        next_of_burst(z, k)
        return int(c)
    if category(z, k)["arrivals"] == Arrivals.VARIED:
        c = enter_drafted(z, now, k, stream(z, k)["place"])
    else:
        key = (stream(z, k)["day"] << 32) | stream(z, k)["number"]
        origin = category(z, k)["origin"]
        c = enter_world(z, now, k, draw_tier(z, k, key, origin), key, origin)
    next_other(z, k)
    return int(c)
