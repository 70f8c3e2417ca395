"""Which agent for a contact, which contact for an agent: each policy alone and in combinations, against sorting."""

import itertools
from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acd.build.router import new_router
from acd.core.choose_agent import choose_agent
from acd.core.choose_contact import choose_contact
from acd.core.codes import AgentKey
from acd.core.lines import line_join, pack_order
from acd.core.philox import routing_hash
from acd.core.pool import pool_add
from acd.core.tables import NONE, SECOND
from acd.scenario import parse

GROUPS = 70
"""More than two words of a bit set; every second group may serve the category, by authority or by skill."""


@cache
def centre(choose_agent, choose_contact, n_groups):
    """Return categories a to c, two tiers, groups of various skills; every third does not serve c."""
    groups = [
        f"  g{k}: {{count: 2, authorised: {['[a, b, c]', '[b, a]', '[c, b, a]'][k % 3]}, "
        f"skills: {{spanish: {1 + k * 5 % 7}, stocks: {k % 3}}}}}"
        for k in range(n_groups)
    ]
    text = (
        "name: x\ncategories:\n"
        "  a: {handle: {dist: constant, value: 1}, requires: {spanish: 2, stocks: 0}}\n"
        "  b: {handle: {dist: constant, value: 1}, priority: 3}\n"
        "  c: {handle: {dist: constant, value: 1}, age_credit: 60s}\n"
        "tiers: {gold: {share: 0, priority: 5}}\n"
        "agents:\n" + "\n".join(groups) + "\n"
        f"routing: {{choose_agent: [{', '.join(choose_agent)}], choose_contact: [{', '.join(choose_contact)}]}}\n"
    )
    return parse(text)


def desk(choose_agent=("longest_idle",), choose_contact=("priority", "longest_wait"), n_groups=6):
    """Return a router's tables."""
    scenario = centre(tuple(choose_agent), tuple(choose_contact), n_groups)
    tables = new_router(scenario, 1, 0, auto_accept=True, offer_timeout=NONE)
    for name in ("agent", "member"):
        tables.extend(name, max(2 * n_groups, 64))
    for column in ("contact", "previous", "next"):
        tables["agent"][column] = NONE
    tables["member"]["group"] = np.arange(len(tables["member"])) // 2
    return tables


def spanish(k):
    return 1 + k * 5 % 7


def key_of(policy, tables, a):
    """Return what an agent is compared by for a contact of category a."""
    me, g = tables["agent"][a], a // 2
    now = int(tables["desk"]["now"][0])
    available = int(me["available"]) + now - int(me["since"])
    seeds = (int(tables["desk"]["seed0"][0]), int(tables["desk"]["seed1"][0]))
    return {
        "longest_idle": int(me["idle_since"]),
        "group_order": g,
        "least_occupied": int(me["worked"]) / available if available > 0 else 0.0,
        "highest_skill": -(spanish(g) + g % 3),
        "lowest_skill": spanish(g) + g % 3,
        "random": routing_hash(*seeds, 77, 2, a),
    }[policy]


AGENT_LISTS = [
    [policy]
    for policy in ("longest_idle", "group_order", "least_occupied", "highest_skill", "lowest_skill", "random")
] + [
    ["group_order", "longest_idle"],
    ["longest_idle", "group_order"],
    ["longest_idle", "highest_skill", "group_order"],
    ["lowest_skill", "least_occupied", "group_order"],
    ["least_occupied", "lowest_skill", "longest_idle", "random", "group_order"],
    ["highest_skill", "group_order", "least_occupied", "longest_idle", "random"],
]


@pytest.mark.parametrize("policies", AGENT_LISTS, ids="-".join)
@settings(max_examples=30)
@given(
    ready=st.sets(st.integers(0, 11), max_size=12),
    numbers=st.lists(st.tuples(*[st.integers(0, 2)] * 4), min_size=12, max_size=12),
)
def test_the_agent_chosen_is_the_first_by_the_keys_in_order(policies, ready, numbers):
    tables = desk(choose_agent=policies)
    tables["desk"]["now"] = 2
    tables["contact"][["category", "key", "offers"]][0] = (0, 77, 2)
    for a, (idle_since, since, worked, available) in enumerate(numbers):
        fields = ("idle_since", "since", "worked", "available")
        for field, value in zip(fields, (idle_since, since, worked, available), strict=True):
            tables["agent"][field][a] = value
        if a in ready:
            pool_add(tables.handle, a)
    able = [a for a in ready if spanish(a // 2) >= 2]
    expected = min(
        able,
        key=lambda a: (*(key_of(p, tables, a) for p in policies), int(tables["agent"]["idle_since"][a]), a),
        default=NONE,
    )
    assert choose_agent(tables.handle, 0) == expected


@pytest.mark.parametrize("decisive", range(6))
def test_each_of_six_keys_can_decide(decisive):
    tables = desk(choose_agent=["random", "group_order"])
    preference = np.zeros(6, tables["preference"].dtype)
    preference["key"] = AgentKey.GROUP_ORDER
    preference["key"][decisive] = AgentKey.LEAST_OCCUPIED
    tables.replace({"preference": preference})
    tables["rules"]["n_keys"] = 6
    for a, idle_since, worked in ((2, 5, 0), (3, 4, 1)):
        tables["agent"][["idle_since", "worked", "available"]][a] = (idle_since, worked, 10)
        pool_add(tables.handle, a)
    assert choose_agent(tables.handle, 0) == 2


@pytest.mark.parametrize("ready", [[0], [63, 64, 130], [69 * 2 + 1, 65 * 2], []])
def test_agents_of_any_of_many_groups_are_found(ready):
    tables = desk(n_groups=GROUPS)
    for order, a in enumerate(ready):
        tables["agent"]["idle_since"][a] = -order
        pool_add(tables.handle, a)
    tables["contact"]["category"][0] = 1
    assert choose_agent(tables.handle, 0) == (ready[-1] if ready else NONE)


CONTACT_LISTS = [
    list(order)
    for n in (1, 2, 3)
    for order in itertools.permutations(["priority", "longest_wait", "category_order"], n)
]


def ranked(policies, g, contact):
    """Return what a contact (category, tier, joined [s], number) is compared by."""
    category, tier, joined, number = contact
    place = joined - (60 if category == 2 else 0)
    lists = [[0, 1, 2], [1, 0], [2, 1, 0]]
    keys = {
        "priority": -(5 if tier else [0, 3, 0][category]),
        "longest_wait": place,
        "category_order": lists[g % 3].index(category),
    }
    return (*(keys[policy] for policy in policies), place, number)


@pytest.mark.parametrize("policies", CONTACT_LISTS, ids="-".join)
@settings(max_examples=30)
@given(
    waiting=st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 1), st.sampled_from([0, 10, 60, 70])), max_size=8
    ),
    g=st.integers(0, 2),
)
def test_the_contact_chosen_is_the_first_by_the_keys_in_order(policies, waiting, g):
    tables = desk(choose_contact=policies)
    for c, (category, tier, joined) in enumerate(waiting):
        line = 2 * category + tier
        row = tables["line"][line]
        place = joined * SECOND - int(row["credit"])
        order = pack_order(tables.handle, int(row["priority"]), place)
        tables["contact"][["category", "tier", "line", "number", "order"]][c] = (
            category,
            tier,
            line,
            c,
            order,
        )
        line_join(tables.handle, c)
    able = {0: (1, 2), 1: (0, 1), 2: (0, 1, 2)}[g]  # group 0 lacks the Spanish that a requires
    found = [(ranked(policies, g, (*w, c)), c) for c, w in enumerate(waiting) if w[0] in able]
    assert choose_contact(tables.handle, g) == min(found, default=(0, NONE))[1]
