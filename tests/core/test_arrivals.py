"""Arrivals: a Poisson process exact within each piece, day by day, keyed so that rates move the same customers."""

import numpy as np
import pytest
from scipy import stats

from acd.core.arrivals import time_of
from tests.runs import HOUR, centre, legs, logs_of, prepared, traced

DAY = 24 * 60
DAYS = 200


def arrived(arrivals, calendar="", root="", seed=1, extra=""):
    """Return the arrival times of one run [min since 08:00 of day one], in their order."""
    category = f"arrivals: {{{arrivals}}}, max_queue: 0{extra}"
    logs = logs_of(centre(category, "count: 0", calendar, root), seed)
    return np.array([minute for (minute,) in legs(logs, "arrived")])


LEVELS = [0, 5, 20, 0, 0, 1, 10, 0]


def test_counts_per_piece_are_poisson_with_the_expected_mean():
    times = arrived(f"per_interval: {LEVELS}", f"days: {DAYS}")
    pieces = (times // DAY).astype(int) * 8 + (times % DAY // 30).astype(int)
    counts = np.bincount(pieces, minlength=8 * DAYS).reshape(DAYS, 8)
    assert counts[:, [0, 3, 4, 7]].sum() == 0
    for column in (1, 2, 5, 6):
        mean, dispersion = counts[:, column].mean(), counts[:, column].var(ddof=1)
        assert abs(mean - LEVELS[column]) < 5.2 * np.sqrt(LEVELS[column] / DAYS)
        assert 0.6 < dispersion / mean < 1.5


def test_within_a_piece_arrivals_are_uniform():
    times = arrived(f"per_interval: {LEVELS}", f"days: {DAYS}") % DAY
    inside = times[(times >= 60) & (times < 90)]
    assert stats.kstest((inside - 60) / 30, "uniform").pvalue > 1e-6


def test_gaps_at_a_constant_rate_are_exponential():
    times = arrived("rate: 60/h", 'days: 8, open: "00:00-24:00"')
    assert stats.kstest(np.diff(times), "expon").pvalue > 1e-6


def test_a_higher_rate_brings_the_same_customers_earlier():
    slow = arrived("rate: 30/h", "days: 3")
    fast = arrived("rate: 33/h", "days: 3")
    for day in range(3):
        before, after = (times[times // DAY == day] - day * DAY for times in (slow, fast))
        assert len(after) >= len(before)
        np.testing.assert_allclose(after[: len(before)] * 33 / 30, before, rtol=1e-6)


def test_every_day_has_its_own_customers():
    times = arrived("rate: 30/h", "days: 3")
    first = {round(float(times[times // DAY == day][0] % DAY), 6) for day in range(3)}
    assert len(first) == 3


def test_closed_days_and_days_without_arrivals_are_passed_over():
    hours = 'days: 4, open: {mon: "08:00-12:00", wed: "08:00-10:00", thu: "08:00-09:00"}'
    times = arrived("per_interval: [0, 0, 0, 0, 0, 0, 0, 0, 30, 0, 0, 0, 0, 10]", hours)
    assert set(times // DAY) == {2, 3}
    assert (times[times // DAY == 2] < 2 * DAY + 30).all()
    assert (times[times // DAY == 3] >= 3 * DAY + 30).all()


def test_a_rate_of_nothing_brings_nobody():
    assert len(arrived("rate: 0")) == 0


def test_busyness_multiplies_the_days_rate_and_keeps_the_customers():
    plain = arrived("rate: 30/h", "days: 2")
    busy = arrived("rate: 30/h", "days: 2", "busyness: {dist: constant, value: 2}\n")
    both = arrived("rate: 30/h", "days: 2", extra=", busyness: {dist: constant, value: 2}")
    np.testing.assert_array_equal(busy, both)
    n = (plain < DAY).sum()
    np.testing.assert_allclose(busy[:n] * 2, plain[:n], rtol=1e-6)


def test_busyness_of_the_root_is_shared_and_a_categorys_is_its_own():
    root = "busyness: {dist: gamma, mean: 1, cv: 1}\n"
    shared = arrived("rate: 40/h", "days: 60", root)
    own = arrived("rate: 40/h", "days: 60", extra=", busyness: {dist: gamma, mean: 1, cv: 1}")
    counts = [np.bincount((times // DAY).astype(int), minlength=60) for times in (shared, own)]
    assert all(0.8 < each.std() / each.mean() < 1.2 for each in counts)
    assert abs(np.corrcoef(*counts)[0, 1]) < 0.5


def test_a_day_without_business_brings_nobody():
    assert len(arrived("rate: 100/h", root="busyness: {dist: constant, value: 0}\n")) == 0


@pytest.mark.parametrize(
    ("share", "offset"), [(0.0, 0), (1000.4, 1000), (1000.6, 1001), (1.8e9 - 0.4, 1_800_000_000 - 1)]
)
def test_times_are_rounded_to_the_microsecond_and_stay_in_their_piece(share, offset):
    tables = prepared(centre("arrivals: {per_interval: [4, 4, 0, 0, 0, 0, 0, 0]}")).tables
    row = tables["day"]["first"][0]
    tables["stream"][["day", "piece", "sum", "factor"]][0] = (0, row, 0.0, 2.0)
    assert time_of(tables.handle, 0, 4 * share / 1.8e9) == 8 * HOUR * 1_000_000 + offset


def test_a_trace_brings_contacts_at_its_times(tmp_path):
    logs = logs_of(traced(tmp_path, 0, 7, 7, 7, 239, group="count: 0"))
    assert [minute for (minute,) in legs(logs, "arrived")] == [0, 7, 7, 7, 239]


@pytest.mark.parametrize("seconds", ["0.0000004", "0.0000006"])
def test_traced_times_are_rounded_to_the_microsecond(tmp_path, seconds):
    (tmp_path / "t.csv").write_text(f"arrived\n{8 * HOUR + float(seconds):.7f}\n")
    logs = logs_of(centre(f"arrivals: {{trace: {tmp_path / 't.csv'}}}"))
    assert logs.legs["arrived"][0] == 8 * HOUR * 1_000_000 + round(float(seconds) * 1e6)
