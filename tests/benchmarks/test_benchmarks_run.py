"""Every benchmark runs, and asserts its answer, on its smaller work."""

import pytest

from benchmarks.bench_clocks import CLOCKS, Clocks
from benchmarks.bench_tallies import KEEPS, Tallies


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("clock", list(CLOCKS))
def test_the_clocks_are_measured_on_the_right_answer(clock, log):
    bench = Clocks()
    bench.setup(clock, "five categories", log)
    assert bench.time_a_replication(clock, "five categories", log) > 60_000


@pytest.mark.parametrize("keep", KEEPS)
def test_measures_cost_is_measured_on_the_right_answer(keep):
    bench = Tallies()
    bench.setup(keep, days=1)
    assert bench.time_a_replication(keep) > 20_000
