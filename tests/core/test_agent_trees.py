"""Trees of ready agents hold the order of sorting, whoever comes and goes, and take turns as a list would."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acd.build.router import new_router
from acd.core.agent_trees import first_in_tree
from acd.core.pool import pool_add, pool_remove
from acd.core.tables import NONE
from acd.scenario import parse

N = 40


def tables_of(*keys):
    """Return a router's tables with forty agents of two groups, by turns."""
    text = (
        "name: x\ncategories: {a: {handle: {dist: constant, value: 1}}}\n"
        "agents: {one: {count: 1, authorised: [a]}, two: {count: 1, authorised: [a]}}\n"
        f"routing: {{choose_agent: [{', '.join(keys)}]}}\n"
    )
    tables = new_router(parse(text), 1, 0, auto_accept=True, offer_timeout=NONE)
    tables["member"]["group"][:N] = np.arange(N) % 2
    return tables


def in_order(tables, g):
    """Return a tree's members from left to right, and the longest way from its root."""
    rows = tables["ledger"]

    def walk(a, depth):
        if a == NONE:
            return [], depth
        left, one = walk(int(rows["left"][a]), depth + 1)
        right, other = walk(int(rows["right"][a]), depth + 1)
        return [*left, a, *right], max(one, other)

    return walk(int(tables["grove"]["root"][g]), 0)


ORDERS = {
    "fewest_contacts": lambda tables, a: tables["ledger"]["contacts"][a],
    "least_talk_time": lambda tables, a: tables["ledger"]["talked"][a],
    "shortest_handling": lambda tables, a: (
        tables["ledger"]["handling"][a] / max(tables["ledger"]["done"][a], 1)
    ),
    "linear": lambda tables, a: a,
    "longest_idle": lambda tables, a: tables["agent"]["idle_since"][a],
}


@pytest.mark.parametrize(
    "keys",
    [["fewest_contacts"], ["least_talk_time", "fewest_contacts"], ["shortest_handling", "longest_idle"], ["linear"],
     ["longest_idle", "fewest_contacts"], ["fewest_contacts", "group_order", "linear"]],
    ids="-".join,
)  # fmt: skip
@settings(max_examples=40)
@given(
    numbers=st.lists(st.tuples(*[st.integers(0, 2)] * 5), min_size=N, max_size=N),
    moves=st.lists(st.integers(0, N - 1), max_size=80),
)
def test_a_tree_holds_the_ready_in_the_order_of_their_keys(keys, numbers, moves):
    tables = tables_of(*keys)
    for a, (idle_since, contacts, talked, handling, done) in enumerate(numbers):
        tables["agent"]["idle_since"][a] = idle_since
        tables["ledger"][["contacts", "talked", "handling", "done"]][a] = (
            contacts,
            talked,
            handling * done,
            done,
        )
    ready = set()
    for a in moves:
        (pool_remove if a in ready else pool_add)(tables.handle, a)
        ready ^= {a}
    own = [ORDERS[key] for key in keys if key in ORDERS]
    for g in range(2):
        members = [a for a in ready if a % 2 == g]
        rank = [(*(order(tables, a) for order in own), tables["agent"]["idle_since"][a], a) for a in members]
        assert in_order(tables, g)[0] == [a for *_, a in sorted(rank)]
        if members:
            assert first_in_tree(tables.handle, g, NONE) == min(rank)[-1]


@settings(max_examples=60)
@given(
    ready=st.sets(st.integers(0, N - 1), min_size=1),
    contacts=st.lists(st.integers(0, 1), min_size=N, max_size=N),
    last=st.integers(-1, N - 1),
    first=st.booleans(),
)
def test_turns_go_round_among_those_equal_in_what_is_compared_before(ready, contacts, last, first):
    tables = tables_of(*["fewest_contacts"] * first, "round_robin")
    tables["ledger"]["contacts"][:N] = contacts
    for a in ready:
        pool_add(tables.handle, a)
    for g in range(2):
        members = [a for a in ready if a % 2 == g]
        if members:
            fewest = min(contacts[a] for a in members)
            equal = [a for a in members if not first or contacts[a] == fewest]
            expected = min(equal, key=lambda a: (a - last - 1) % N)
            assert first_in_tree(tables.handle, g, last) == expected


def test_a_tree_of_agents_who_came_in_order_is_no_list():
    tables = tables_of("linear")
    n = 4000
    for name in ("agent", "member", "ledger", "hand"):
        tables.extend(name, n)
    for a in range(n):
        pool_add(tables.handle, a)
    # twelve levels are the fewest for 4,000; random trees have about 30
    assert in_order(tables, 0)[1] <= 40
