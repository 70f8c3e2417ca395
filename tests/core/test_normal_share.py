"""The share of the normal distribution below a score: exact, rising, the inverse of the quantile, never 0 or 1."""

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtr

from acd.core.normal import normal_quantile, normal_share

LEAST = 2.0**-53


def shares(scores):
    return np.array([normal_share(float(score)) for score in scores])


def test_shares_are_those_of_scipy():
    scores = np.linspace(-8.2, 8.2, 20_001)
    found, exact = shares(scores), ndtr(scores)
    assert abs(found - exact).max() <= 2.3e-16
    assert abs(found / exact - 1)[scores < 0].max() < 3e-14


def test_shares_rise_also_where_one_approximation_follows_another():
    borders = [0.46875 * math.sqrt(2), 4 * math.sqrt(2)]
    borders += [k / 16 * math.sqrt(2) for k in range(8, 65)]
    for border in [*borders, *(-border for border in borders)]:
        found = shares(border + np.linspace(-1e-7, 1e-7, 101))
        assert (np.diff(found) >= 0).all()
    assert (np.diff(shares(np.linspace(-40, 40, 20_001))) >= 0).all()


def test_no_score_has_a_share_of_nothing_or_of_all():
    assert normal_share(-40.0) == LEAST
    assert normal_share(40.0) == 1 - LEAST
    assert normal_share(-8.3) == LEAST


@given(st.floats(LEAST, 1 - LEAST))
def test_the_share_below_a_quantile_is_the_share_that_was_asked_for(u):
    assert abs(normal_share(normal_quantile(u)) - u) <= 4e-16
