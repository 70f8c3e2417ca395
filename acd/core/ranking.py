"""Compare agents for one contact, key by key: the order in which candidates of several groups stand.

Every key gives a number, the smaller is better; what all keys leave equal is settled by the longest idle, then by the
smaller index. This file must not know who the candidates are, nor draw: chance is a hash of the contact.

A draw in proportion to weights is the smallest of -ln(hash) / weight, times at which the events of independent Poisson
streams with these rates come first. Weights on idle time: Chan, Koole and L'Ecuyer, see `contact_keys`.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.agent_keys import occupancy, occupancy_lately, own_value, quota_of
from acd.core.codes import OWN_KEY, AgentKey
from acd.core.hands import room_for
from acd.core.kin import home_of
from acd.core.logarithm import natural_log
from acd.core.own import own_agent_value
from acd.core.philox import routing_hash
from acd.core.plans import view_of
from acd.core.tables import (
    Handle,
    agent,
    allotment,
    contact,
    desk,
    hand,
    medium,
    member,
    merit,
    preference,
    route,
    rules,
    service,
    turn,
)

LAST_OF_ALL = 1e300
"""Value of whoever has no weight and no share: after all who have."""
ROUND = 1 << 40
"""Added to the indices of those who had their turn: above every index."""
SECOND = 1e6


@cold
def scan_first(z: Handle, c: int, a: int, b: int) -> bool:
    """Say whether agent ``a`` is chosen before ``b`` for contact ``c``, key by key."""
    n_keys = rules(z, 0)["n_keys"]
    for k in range(n_keys):
        what = preference(z, k)["key"]
        va = key_value(z, what, c, a)
        vb = key_value(z, what, c, b)
        if va != vb:
            return bool(va < vb)
    ia = agent(z, a)["idle_since"]
    ib = agent(z, b)["idle_since"]
    if ia != ib:
        return bool(ia < ib)
    return a < b


@kernel
def key_value(z: Handle, what: int, c: int, a: int) -> float:
    """Return the value of one key for an agent; the smallest is chosen."""
    if what == AgentKey.LONGEST_IDLE or what == AgentKey.LEAST_IN_HAND:
        return float(agent(z, a)["idle_since"] if what == AgentKey.LONGEST_IDLE else hand(z, a)["units"])
    if what == AgentKey.GROUP_ORDER:
        return float(home_of(z, a))
    if what == AgentKey.LEAST_OCCUPIED or what >= OWN_KEY:
        share = occupancy(z, a)
        return share if what == AgentKey.LEAST_OCCUPIED else own_agent_value(z, what, c, a, share)
    if what == AgentKey.RANDOM:
        return chance(z, c, a)
    g = member(z, a)["group"]
    place = contact(z, c)["category"] * rules(z, 0)["n_groups"] + g
    if what == AgentKey.HIGHEST_SKILL or what == AgentKey.LOWEST_SKILL:
        at = int(place)
        if rules(z, 0)["viewed"]:
            at = int(view_of(z, c) * rules(z, 0)["n_groups"] + g)
        skill = float(route(z, at)["skill"])
        return -skill if what == AgentKey.HIGHEST_SKILL else skill
    return further_value(z, what, c, a, place)


@cold
def further_value(z: Handle, what: int, c: int, a: int, place: int) -> float:
    """Return the value of one of the other keys; ``place`` is the row of the contact's category and agent's group."""
    if what == AgentKey.LEAST_OCCUPIED_LATELY:
        return occupancy_lately(z, a)
    if what == AgentKey.ROUND_ROBIN:
        return float(int(a) if a > turn(z, contact(z, c)["category"])["last"] else int(a) + ROUND)
    if what == AgentKey.WEIGHTED_RANDOM:
        return over(-natural_log(chance(z, c, a)), float(merit(z, place)["lot"]))
    if what == AgentKey.PERCENT_ALLOCATION:
        return over(float(allotment(z, quota_of(z, c, a))["bound"] + 1), float(merit(z, place)["share"]))
    if what == AgentKey.SPARE_CAPACITY or what == AgentKey.SPARE_SHARE:
        return -spare_room(z, bool(what == AgentKey.SPARE_SHARE), c, a)
    return leaning_value(z, what, a, place)


@kernel
def leaning_value(z: Handle, what: int, a: int, place: int) -> float:
    """Return the value of a key that knows of the contact only its category, or of one of the agent's own."""
    if what == AgentKey.WEIGHTED_IDLE:
        idle = float(desk(z, 0)["now"] - agent(z, a)["idle_since"]) / SECOND
        return -(float(merit(z, place)["weight"]) + float(merit(z, place)["idle_weight"]) * idle)
    if what == AgentKey.MOST_SKILLED:
        return -float(merit(z, place)["skills"])
    if what == AgentKey.LEAST_SKILLED:
        return float(merit(z, place)["skills"])
    if what == AgentKey.FASTEST_RESOLVER:
        return float(merit(z, place)["solver"])
    return own_value(z, what, a)


@kernel
def chance(z: Handle, c: int, a: int) -> float:
    """Return the hash of contact ``c``, the number of its offer and agent ``a``, in (0, 1)."""
    table = desk(z, 0)
    subject = contact(z, c)
    return routing_hash(table["seed0"], table["seed1"], subject["key"], subject["offers"], a)


@kernel
def over(value: float, weight: float) -> float:
    """Return a value divided by a weight; with no weight it comes last."""
    return LAST_OF_ALL if weight <= 0.0 else value / weight


@kernel
def spare_room(z: Handle, relative: bool, c: int, a: int) -> float:
    """Return how many more contacts of contact ``c``'s channel agent ``a`` could take, or which share of the most."""
    if not rules(z, 0)["mixed"]:
        return 1.0
    k = contact(z, c)["category"]
    room = float(room_for(z, a, medium(z, k)["channel"]))
    if not relative:
        return room
    most = service(z, member(z, a)["group"] * rules(z, 0)["n_channels"] + medium(z, k)["channel"])["limit"]
    return room / float(max(most, 1))
