"""The sweeps and what a user waits for, each once, on its smallest size."""

import pytest

from benchmarks.bench_decisions import AGENTS, KEYS, Decisions
from benchmarks.bench_scale import Agents, Pairs, Waiting, centre, sizes_of
from benchmarks.bench_use import BankWeek, Decision, Memory, Start


@pytest.mark.parametrize("sweep", [Agents, Pairs, Waiting])
def test_a_sweep_times_its_smallest_size(sweep):
    bench = sweep()
    bench.contacts = 20_000
    bench.setup(sweep.params[0])
    assert bench.track_nanoseconds(sweep.params[0]) > 0


@pytest.mark.parametrize("pairs", Pairs.params)
def test_a_sweep_has_as_many_pairs_as_it_says(pairs):
    categories, groups = sizes_of(pairs)
    scenario = centre(categories, groups, 2 * groups)
    assert sum(len(group.authorised) for group in scenario.agents.values()) == pairs


def test_a_bank_week_is_measured_on_the_right_answer():
    bench = BankWeek()
    bench.setup()
    bench.time_core()
    bench.time_with_measures()
    bench.time_build()


def test_starts_are_timed_in_new_processes():
    Start().time_import()
    Start().time_help()
    assert Start().track_first_call_over_warm() > 0


def test_memory_and_decisions_are_measured():
    Memory().peakmem_no_log(1_000_000)
    assert 0 < Decision().track_offer() < 1e-3
    assert 0 < Decision().track_finish() <= Decision().track_finish_99() < 1e-2


@pytest.mark.parametrize("key", KEYS)
def test_a_decision_by_every_key_is_timed(key):
    bench = Decisions()
    bench.contacts = 2_000
    bench.setup(key, AGENTS[0])
    assert 0 < bench.track_nanoseconds(key, AGENTS[0]) < 1e6
