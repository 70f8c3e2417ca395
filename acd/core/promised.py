"""A callback joins its line in the simulated world: at its old place, for whom its customer wants, or waited for.

Nobody is on the line, so that it is neither refused where the line is full nor turned away where the centre is closed:
it waits until somebody makes the call.
"""

from __future__ import annotations

from acd.core._compile import cold
from acd.core.legs import follow
from acd.core.preferred import call_back, is_sent
from acd.core.relations import wanted_agent
from acd.core.tables import Handle, hold, relation, rules, visit


@cold
def join_for_callback(z: Handle, now: int, c: int) -> None:
    """The callback in slot ``c`` joins its line; it counts as having waited since it was promised."""
    seen = visit(z, c)
    longest = 0
    if is_sent(z, c):
        longest = int(hold(z, c)["longest"])
    elif rules(z, 0)["relations"]:
        rule = relation(z, seen["tier"])
        hold(z, c)["wanted"] = wanted_agent(z, c, rule["wanted"], rule["group"])
        longest = int(rule["hold"])
    call_back(z, now, c, int(now - seen["joined"]), 0, longest)
    follow(z, now)
