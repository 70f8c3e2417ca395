"""Tallies, counted while a run goes on, are equal to what its log says: on drawn scenarios, on every clock."""

from hashlib import sha256
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acd.build import state
from acd.clocks import CompiledClock, Run, SimpyClock
from acd.clocks.clock import FOREVER
from acd.kpi import Grid, in_bins, sums_of
from acd.kpi.catalogue import GIVEN
from acd.kpi.quantiles import QUANTILES
from acd.kpi.tallied import resolution
from tests.drawn_plans import planned
from tests.rich import moved_when_rich
from tests.runs import centre
from tests.strategies import scenarios
from tests.tallied import LIVELY, both_cells, counting, differences, moved

SEEDS = st.integers(0, 3)
FEW = st.sampled_from([0, 20, None])
"""How many waits a run keeps one by one; None for as many as it likes."""


class Halted(Run):
    """Looks at the outside after every third event."""

    def advance(self, limit=FOREVER, budget=3):
        return super().advance(limit, budget)


@settings(max_examples=150)
@given(scenarios(), SEEDS, FEW)
def test_tallies_are_equal_to_the_log(folder, drawn, seed, few):
    scenario = drawn.scenario(folder)
    tallied, logged = both_cells(scenario, CompiledClock().run(counting(scenario, seed, few=few)))
    assert differences(tallied, logged) == []


@settings(max_examples=40)
@given(planned(), SEEDS, FEW)
def test_tallies_are_equal_to_the_log_along_routing_plans(folder, drawn, seed, few):
    scenario = drawn.scenario(folder)
    tallied, logged = both_cells(scenario, CompiledClock().run(counting(scenario, seed, few=few)))
    assert differences(tallied, logged) == []


@settings(max_examples=60)
@given(scenarios(), SEEDS, FEW, st.integers(0, 400))
def test_tallies_are_equal_to_the_log_of_a_run_that_was_stopped(folder, drawn, seed, few, looks):
    scenario = drawn.scenario(folder)
    left = iter(range(looks))
    logs = CompiledClock(lambda: next(left, None) is None).run(counting(scenario, seed, few=few, kind=Halted))
    tallied, logged = both_cells(scenario, logs)
    assert differences(tallied, logged) == []


@settings(max_examples=60)
@given(scenarios(), SEEDS, FEW)
def test_counts_and_sums_are_the_same_and_quantiles_are_within_their_resolution(folder, drawn, seed, few):
    scenario = drawn.scenario(folder)
    grid = Grid.of(scenario)
    logs = CompiledClock().run(counting(scenario, seed, few=few))
    tallied, logged = (sums_of(each, grid) for each in both_cells(scenario, logs))
    for place, given_ in enumerate(GIVEN):
        own, other = tallied.numerator[place], logged.numerator[place]
        np.testing.assert_array_equal(tallied.denominator[place], logged.denominator[place])
        if given_.name in QUANTILES:
            seen = ~np.isnan(other)
            np.testing.assert_array_equal(~np.isnan(own), seen)
            allowed = resolution(own)[seen] + 1e-9 if in_bins(logs.tallies) else 0
            assert (np.abs(own - other)[seen] <= allowed).all()
        else:
            np.testing.assert_array_equal(own, other)


@settings(max_examples=40)
@given(scenarios(), SEEDS, FEW)
def test_runs_without_a_log_and_on_simpy_leave_the_same_tallies(folder, drawn, seed, few):
    scenario = drawn.scenario(folder)
    expected = tables(CompiledClock().run(counting(scenario, seed, few=few)))
    assert tables(CompiledClock().run(counting(scenario, seed, few=few, log=False))) == expected
    assert tables(SimpyClock().run(counting(scenario, seed, few=few, log=False))) == expected


@settings(max_examples=30)
@given(scenarios(), SEEDS)
def test_the_uncompiled_core_leaves_the_same_tallies(folder, uncompiled, drawn, seed):
    expected = tables(CompiledClock().run(counting(drawn.scenario(folder), seed, log=False)))
    found = uncompiled(drawn, folder, seed, "compiled", tallies=True)
    assert found == expected


@settings(max_examples=40)
@given(scenarios(), st.sampled_from([CompiledClock, SimpyClock]))
def test_short_logs_and_small_pools_change_nothing(folder, drawn, clock):
    scenario = drawn.scenario(folder)
    expected = CompiledClock().run(counting(scenario, few=5))
    with patch.object(state, "TALLY_ROWS", 2), patch.object(state, "FIRST_CONTACTS", 2):
        small = counting(scenario, log=False)
    small.tables.replace({"wait_bin": small.tables["wait_bin"][:32].copy()})
    small.tables["capacity"]["blocks"] = 1
    small.tables["capacity"]["waits"] = 5
    logs = clock().run(small)
    for name in ("leg_cell", "group_cell"):
        assert logs.tallies[name].tobytes() == expected.tallies[name].tobytes()
    grid = Grid.of(scenario)
    own, other = (sums_of(both_cells(scenario, each)[0], grid) for each in (logs, expected))
    np.testing.assert_array_equal(own.numerator, other.numerator)


def tables(logs):
    """Return a digest of every table of the tallies."""
    return {name: sha256(rows.tobytes()).hexdigest() for name, rows in logs.tallies.items()}


@pytest.mark.parametrize("lost", ["matters_kept", "queue", "longest"])
def test_a_field_that_is_not_counted_is_found(lost):
    scenario = centre(LIVELY)
    logs = CompiledClock().run(counting(scenario))
    logs.tallies["leg_cell"][lost] = 0
    assert differences(*both_cells(scenario, logs)) == [lost]


def test_a_lively_and_a_rich_centre_move_every_field_so_that_none_is_equal_for_want_of_anything_to_count():
    by_lively, by_rich = moved(), moved_when_rich()
    assert {name for name, some in by_lively.items() if not some and not by_rich[name]} == set()
    assert {name for name, some in by_rich.items() if not some} < {*by_lively}


@pytest.mark.parametrize("mode", ["progressive", "predictive"])
def test_a_campaign_moves_the_fields_that_other_categories_leave_alone(mode):
    reach = "reach: {probability: 50%, right_party: 50%}"
    scenario = centre(f"outbound: {{mode: {mode}, records: 900, {reach}}}", "count: 3", "warm_up: 9h")
    tallied, logged = both_cells(scenario, CompiledClock().run(counting(scenario)))
    assert differences(tallied, logged) == []
    assert all(tallied.leg(name).any() for name in ("dials", "right_party", "records"))
    assert not tallied.leg("matters").any()
