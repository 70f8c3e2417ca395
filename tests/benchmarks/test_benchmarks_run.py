"""Every benchmark runs, and asserts its answer, on its smaller work."""

import pytest

from benchmarks.bench_clocks import CLOCKS, Clocks


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize("clock", list(CLOCKS))
def test_the_clocks_are_measured_on_the_right_answer(clock, log):
    bench = Clocks()
    bench.setup(clock, "five categories", log)
    assert bench.time_a_replication(clock, "five categories", log) > 60_000
