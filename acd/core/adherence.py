"""How far agents keep to their timetable: late in, early out, late back from breaks, each drawn for an agent's shift.

Draws are keyed as the absence is, by group, day, shift and number, so that another policy meets the same people. This
file draws only; what follows is told in `shifts`.
"""

from __future__ import annotations

from acd.core._compile import cold
from acd.core.codes import AgentReason, Purpose
from acd.core.draws import duration
from acd.core.streams import uniform
from acd.core.tables import NONE, Handle, member, plan, team


@cold
def lateness(z: Handle, a: int, key: int) -> int:
    """Return how long after the start of the shift with this key agent ``a`` comes in [us]."""
    home = team(z, member(z, a)["group"])
    if home["late"] == NONE:
        return 0
    return duration(z, home["late"], uniform(z, key, home["origin"], Purpose.LATE, 0), 1.0)


@cold
def earliness(z: Handle, a: int, key: int) -> int:
    """Return how long before the end of the shift with this key agent ``a`` leaves [us]."""
    home = team(z, member(z, a)["group"])
    if home["early"] == NONE:
        return 0
    return duration(z, home["early"], uniform(z, key, home["origin"], Purpose.EARLY, 0), 1.0)


@cold
def overrun(z: Handle, a: int, row: int) -> int:
    """Return how long after its end agent ``a`` is back from the pause of row ``row``, 0 unless it is a break [us]."""
    home = team(z, member(z, a)["group"])
    item = plan(z, row)
    reason = item["reason"]
    if home["overrun"] == NONE or (reason != AgentReason.BREAK and reason != AgentReason.UNPAID_BREAK):
        return 0
    u = uniform(z, item["key"], home["origin"], Purpose.OVERRUN, item["number"])
    return duration(z, home["overrun"], u, 1.0)
