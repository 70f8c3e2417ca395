"""A smooth rate keeps what each interval expects, is never negative, and has no steps."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from acd.build.smooth import end_rates

LEVELS = st.lists(st.one_of(st.just(0.0), st.floats(0.01, 100)), min_size=1, max_size=12)


def pieces_of(levels, length=1800.0):
    return [(i * length, (i + 1) * length, level) for i, level in enumerate(levels)]


def rate_in(ends, x):
    """Return the rate over the mean rate at places of a piece: the derivative of its share."""
    a, b = ends
    return a + 2 * (3 - 2 * a - b) * x + 3 * (a + b - 2) * x**2


@given(LEVELS)
def test_the_rate_is_never_negative_and_its_mean_is_the_intervals(levels):
    x = np.linspace(0, 1, 201)
    for ends in end_rates([pieces_of(levels)])[0]:
        assert rate_in(ends, x).min() >= -1e-9
        assert 0 <= min(ends) <= max(ends) <= 3
        a, b = ends
        assert abs(a + (3 - 2 * a - b) + (a + b - 2) - 1) < 1e-12


@given(LEVELS)
def test_neighbours_meet_at_one_rate(levels):
    pieces = pieces_of(levels)
    [ends] = end_rates([pieces])
    rates = [level / 1800 for level in levels]
    for k in range(len(levels) - 1):
        left, right = ends[k][1] * rates[k], ends[k + 1][0] * rates[k + 1]
        expected = min((rates[k] + rates[k + 1]) / 2, 3 * min(rates[k], rates[k + 1]))
        assert left == right == 0 or abs(left - expected) < 1e-12 * expected
        assert left == right == 0 or abs(right - expected) < 1e-12 * expected


def test_a_rate_that_rises_evenly_stays_a_straight_line():
    [ends] = end_rates([pieces_of([2, 4, 6, 8])])
    levels = [(2 * a, 2 * b) for (a, b) in ((0.5, 1.5), (1.5, 2.5), (2.5, 3.5), (3.5, 4.5))]
    found = [(a * level, b * level) for (a, b), level in zip(ends, [2, 4, 6, 8], strict=True)]
    np.testing.assert_allclose(found, levels)


def test_the_rate_goes_on_over_midnight_but_not_over_closed_hours():
    one, two, three = [(0.0, 86_400.0, 10.0)], [(86_400.0, 172_800.0, 20.0)], [(200_000.0, 286_400.0, 5.0)]
    found = end_rates([one, two, three])
    assert found[0] == [(0.5, 1.5)]
    assert found[1] == [(0.75, 1.25)]
    assert found[2] == [(1.0, 1.0)]
