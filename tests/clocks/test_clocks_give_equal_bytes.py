"""Same scenario, same seed: the same bytes from both clocks, from the uncompiled core, and however tables grow."""

from unittest.mock import patch

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from acd.build import Keep, build_setup, state
from acd.clocks import CompiledClock, Run, SimpyClock
from acd.clocks.clock import FOREVER
from acd.log.audit import audit
from tests.clocks.changed import run_changed
from tests.clocks.uncompiled_worker import digests
from tests.runs import centre, frames
from tests.strategies import scenarios

SEEDS = st.integers(0, 3)
EVERYTHING = Keep(log=True, commands=True, steps=True)


def run_of(drawn, folder, seed, kind=Run, keep=EVERYTHING):
    return kind(build_setup(drawn.scenario(folder)), seed, 0, keep)


class Hurried(Run):
    """Looks at the outside after every third event."""

    def advance(self, limit=FOREVER, budget=3):
        return super().advance(limit, budget)


@settings(max_examples=120)
@given(scenarios(), SEEDS)
def test_both_clocks_leave_the_same_bytes(folder, drawn, seed):
    compiled = CompiledClock().run(run_of(drawn, folder, seed))
    simpy = SimpyClock().run(run_of(drawn, folder, seed))
    assert digests(simpy) == digests(compiled)


@settings(max_examples=60)
@given(scenarios(), SEEDS)
def test_the_uncompiled_core_leaves_the_same_bytes_on_both_clocks(folder, uncompiled, drawn, seed):
    expected = digests(CompiledClock().run(run_of(drawn, folder, seed)))
    assert uncompiled(drawn, folder, seed, "compiled") == expected
    assert uncompiled(drawn, folder, seed, "simpy") == expected


@settings(max_examples=30)
@given(scenarios(), SEEDS)
def test_rules_that_change_all_day_leave_the_same_bytes_compiled_or_not_and_however_tables_grow(
    folder, uncompiled, drawn, seed
):
    scenario = drawn.scenario(folder)
    expected = digests(run_changed(scenario, seed))
    with patch.object(state, "FIRST_CONTACTS", 4), patch.object(state, "LOG_ROWS", 64):
        assert digests(run_changed(scenario, seed)) == expected
    assert uncompiled(drawn, folder, seed, "changed") == expected


@settings(max_examples=30)
@given(scenarios(), SEEDS)
def test_the_mirrored_run_of_a_pair_is_the_same_on_every_clock(folder, uncompiled, drawn, seed):
    setup = build_setup(drawn.scenario(folder), antithetic=True)
    compiled, simpy = (clock().run(Run(setup, seed, 1, EVERYTHING)) for clock in (CompiledClock, SimpyClock))
    assert digests(simpy) == digests(compiled)
    assert uncompiled(drawn, folder, seed, "compiled", 1, antithetic=True) == digests(compiled)
    scenario = drawn.scenario(folder)
    assert audit(*frames(scenario, compiled), scenario=scenario) == []


@settings(max_examples=20)
@given(scenarios())
def test_what_is_kept_changes_nothing_else(folder, drawn):
    everything = CompiledClock().run(run_of(drawn, folder, 1))
    legs = CompiledClock().run(run_of(drawn, folder, 1, keep=Keep(log=True)))
    nothing = CompiledClock().run(run_of(drawn, folder, 1, keep=Keep(log=False)))
    assert legs.legs.tobytes() == everything.legs.tobytes()
    assert legs.changes.tobytes() == everything.changes.tobytes()
    assert len(nothing.legs) == len(nothing.changes) == len(legs.commands) == len(legs.decisions) == 0
    assert nothing.contacts == legs.contacts == everything.contacts


@settings(max_examples=50)
@given(scenarios(), st.sampled_from([CompiledClock, SimpyClock]))
def test_tables_that_grow_and_logs_that_are_emptied_change_nothing(folder, drawn, clock):
    expected = digests(CompiledClock().run(run_of(drawn, folder, 1)))
    with patch.object(state, "FIRST_CONTACTS", 2), patch.object(state, "LOG_ROWS", 2):
        small = run_of(drawn, folder, 1)
    small.tables.replace({"event": small.tables["event"][:8].copy()})
    small.tables["capacity"]["events"] = 8
    assert digests(clock().run(small)) == expected


@settings(max_examples=20)
@given(scenarios(), st.sampled_from([CompiledClock, SimpyClock]))
def test_looking_up_often_changes_nothing(folder, drawn, clock):
    expected = digests(CompiledClock().run(run_of(drawn, folder, 1)))
    assert digests(clock(lambda: False).run(run_of(drawn, folder, 1, kind=Hurried))) == expected


@settings(max_examples=80)
@given(scenarios(), SEEDS)
def test_every_log_passes_the_audit(folder, drawn, seed):
    logs = CompiledClock().run(run_of(drawn, folder, seed))
    scenario = drawn.scenario(folder)
    assert audit(*frames(scenario, logs), scenario=scenario) == []


def first_contacts(scenario):
    """Return matter, arrival, category and tier of every matter's first contact, in order of arrival."""
    logs = CompiledClock().run(Run(build_setup(scenario), 1, 0, EVERYTHING))
    first = np.sort(logs.legs[logs.legs["attempt"] == 1], order="matter")
    return first, first[["matter", "arrived", "category", "tier"]].tolist()


@settings(max_examples=25)
# not rich ones: how long a chat takes, and who is asked or steered, depends on who else is there
@given(scenarios(dialled=0, rich=False), st.sampled_from(["random", "longest_idle", "least_occupied"]))
def test_another_policy_meets_the_same_customers(folder, drawn, policy):
    scenario = drawn.scenario(folder)
    before, customers = first_contacts(scenario)
    after, same = first_contacts(scenario.replace("routing.choose_agent", [policy]))
    assert same == customers
    alike = (before["group"] == after["group"]) & (before["ended"] >= 0) & (before["bound"] >= 0)
    handled = [legs["ended"][alike] - legs["bound"][alike] for legs in (before, after)]
    assert handled[0].tolist() == handled[1].tolist()


@settings(max_examples=25)
@given(scenarios(dialled=0, rich=False), st.integers(0, 5))
def test_more_agents_meet_the_same_customers(folder, drawn, count):
    scenario = drawn.scenario(folder)
    group = next((name for name, group in scenario.agents.items() if group.count is not None), None)
    if group is not None:
        _, customers = first_contacts(scenario)
        _, same = first_contacts(scenario.replace(f"agents.{group}.count", count))
        assert same == customers


def test_replications_and_seeds_differ():
    scenario = centre("arrivals: {rate: 30/h}")
    logs = [
        CompiledClock().run(Run(build_setup(scenario), seed, replication, EVERYTHING)).legs.tobytes()
        for seed, replication in ((1, 0), (1, 1), (2, 0), (1, 0))
    ]
    assert logs[0] == logs[3]
    assert len(set(logs)) == 3
