"""What binds a customer to the centre and to its agents: whom a contact wants, and who leaves for good.

A customer's own agent is drawn once, among all agents who may serve the category, or among those of a group: the same
for every contact of the matter. Leaving is drawn when a contact ends without an agent or without settling.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.codes import Purpose, ReturnKind, Wanted
from acd.core.kin import home_of
from acd.core.preferred import is_sent, offer_preferred, offer_sent
from acd.core.router import offer
from acd.core.streams import uniform
from acd.core.tables import (
    NONE,
    Handle,
    group,
    hold,
    leg,
    life,
    loyalty,
    member,
    planet,
    relation,
    route,
    rules,
    visit,
)


@cold
def offer_wanting(z: Handle, now: int, c: int) -> None:
    """Offer the contact in slot ``c`` to the router, with whom it was sent to, else the agent its customer wants."""
    if is_sent(z, c):
        offer_sent(z, now, c, 0, 0)
        return
    rule = relation(z, visit(z, c)["tier"])
    a = wanted_agent(z, c, rule["wanted"], rule["group"])
    hold(z, c)["wanted"] = a
    if a == NONE:
        offer(z, now, c, 0, 0)
    else:
        offer_preferred(z, now, c, 0, 0, rule["hold"])


@kernel
def wanted_agent(z: Handle, c: int, whom: int, g: int) -> int:
    """Return the agent whom the customer of slot ``c`` wants, or NONE."""
    if whom == Wanted.NOBODY:
        return NONE
    if whom == Wanted.LAST:
        return int(hold(z, c)["last"])
    return own_agent(z, c, g)


@kernel
def own_agent(z: Handle, c: int, g: int) -> int:
    """Return the customer's own agent among those who may serve the category, of group ``g`` unless that is NONE."""
    if rules(z, 0)["variants"]:
        return own_among_all(z, c, g)
    seen = visit(z, c)
    groups = rules(z, 0)["n_groups"]
    first = seen["category"] * groups
    n = 0
    for i in range(groups):
        if route(z, first + i)["ever"] and (g == NONE or i == g):
            n += group(z, i)["count"]
    left = int(uniform(z, seen["key"], seen["origin"], Purpose.OWN_AGENT, 0) * float(n))
    for i in range(groups):
        if route(z, first + i)["ever"] and (g == NONE or i == g):
            if left < group(z, i)["count"]:
                return int(group(z, i)["first"] + left)
            left -= group(z, i)["count"]
    return NONE


@cold
def own_among_all(z: Handle, c: int, g: int) -> int:
    """Return the same where some agents have skills or authority of their own: every agent is looked at."""
    seen = visit(z, c)
    first = seen["category"] * rules(z, 0)["n_groups"]
    n = 0
    for a in range(rules(z, 0)["n_agents"]):
        if route(z, first + member(z, a)["group"])["allowed"] and (g == NONE or home_of(z, a) == g):
            n += 1
    left = int(uniform(z, seen["key"], seen["origin"], Purpose.OWN_AGENT, 0) * float(n))
    for a in range(rules(z, 0)["n_agents"]):
        if route(z, first + member(z, a)["group"])["allowed"] and (g == NONE or home_of(z, a) == g):
            if left == 0:
                return a
            left -= 1
    return NONE


@cold
def leaves(z: Handle, c: int, answered: int, row: int) -> bool:
    """Say whether the customer of slot ``c``, unsettled or unanswered, leaves for good; note it in log row ``row``."""
    seen = visit(z, c)
    chance = loyalty(z, seen["tier"])["abandoning"]
    if answered:
        chance = loyalty(z, seen["tier"])["unsettled"]
    if uniform(z, seen["key"], seen["origin"], Purpose.LEAVING, seen["attempt"]) >= chance:
        return False
    if row != NONE:
        leg(z, row)["return_kind"] = ReturnKind.LEFT
    elif planet(z, 0)["rich"]:
        life(z, c)["return_kind"] = ReturnKind.LEFT
    return True
