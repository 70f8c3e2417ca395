"""The tables of a router alone: a scenario's rules, nobody there, nothing waiting."""

import pytest

from acd.build import build_setup
from acd.build.router import new_router
from acd.core.codes import AgentState
from acd.core.tables import NEVER, NONE
from tests.runs import centre


@pytest.mark.parametrize(("category", "limit"), [("", NEVER), ("max_queue: 3", 3)])
def test_its_rules_are_those_of_the_scenario(category, limit):
    scenario = centre(category, root="tiers: {gold: {share: 0, priority: 2}}\n")
    tables, arrays = (
        new_router(scenario, 1, 0, auto_accept=True, offer_timeout=9),
        build_setup(scenario).arrays,
    )
    for name in ("line", "route", "group_lines", "category_groups"):
        assert tables[name].tobytes() == arrays[name].tobytes()
    assert tables["crowd"]["limit"].tolist() == [limit]
    assert tables["rules"][["auto_accept", "offer_timeout"]].tolist() == [(1, 9)]


def test_nobody_is_there_and_nothing_waits():
    tables = new_router(centre(), 1, 0, auto_accept=False, offer_timeout=NONE)
    assert set(tables["agent"]["state"]) == {AgentState.OFF}
    assert set(tables["agent"]["contact"]) == {NONE}
    assert tables["queue"].tolist() == [(NONE, NONE)]
    assert tables["pool"].tolist() == [(NONE, NONE, 0, 0)]


def test_random_policies_depend_on_the_seed_and_the_replication():
    seeds = {
        new_router(centre(), seed, replication, auto_accept=True, offer_timeout=NONE)["desk"]["seed0"][0]
        for seed, replication in ((1, 0), (1, 1), (2, 0), (1, 0))
    }
    assert len(seeds) == 3
