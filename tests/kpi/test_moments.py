"""Moments tell what `estimate` tells from all replications at once."""

import numpy as np
import pytest

from acd.kpi import Moments, Sums
from acd.kpi.summary import estimate

N = 50


def agree(numerator, denominator, interval=True):
    """Compare both over replications of one cell, which the whole period stands before."""
    moments = Moments()
    for x, y in zip(numerator, denominator, strict=True):
        moments.add(Sums(np.array([[[np.nan, x]]]), np.array([[[np.nan, y]]])))
    found = [float(part[0, 0]) for part in moments.estimate(0, np.array([0]))]
    expected = [float(part) for part in estimate(numerator, denominator)]
    assert found[0] == pytest.approx(expected[0], rel=1e-12, nan_ok=True)
    halves = [(one[2] - one[1]) / 2 for one in (found, expected)]
    assert np.isnan(halves).tolist() == [not interval] * 2
    if interval:
        # ends are rounded about the value
        assert halves[0] == pytest.approx(halves[1], rel=1e-6, abs=1e-15 * abs(expected[0]))
    assert found[3] == expected[3]


def large():
    return np.random.default_rng(1).uniform(1, 1e7, N).round()


@pytest.mark.parametrize("odd", [0, 17, N - 1])
def test_one_missing_in_one_of_many_large_and_uneven_replications_leaves_an_interval(odd):
    y = large()
    agree(y - (np.arange(N) == odd), y)


@pytest.mark.parametrize("unseen", [1, 20])
@pytest.mark.parametrize("zero", [False, True])
def test_a_cell_may_be_observed_late(unseen, zero):
    y = large()
    x = y - (np.arange(N) == 30)
    if zero:
        x[:unseen] = y[:unseen] = 0.0
    else:
        x[:unseen] = np.nan
    agree(x, y)


def test_a_quantile_far_from_nought_may_be_observed_late():
    x = 1e7 + 1e-3 * np.random.default_rng(2).standard_normal(N)
    x[:3] = np.nan
    agree(x, np.ones(N))


@pytest.mark.parametrize("share", [0.0, 0.1, 1.0])
def test_replications_that_all_say_the_same_have_no_interval(share):
    y = large()
    agree(share * y, y, interval=False)
    agree(np.full(N, share), np.ones(N), interval=False)


def test_a_cell_that_never_observed_anything_has_none_either():
    agree(np.full(N, np.nan), np.ones(N), interval=False)
    agree(np.zeros(N), np.zeros(N), interval=False)
