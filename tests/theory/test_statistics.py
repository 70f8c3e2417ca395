"""The rule itself: it lets an unbiased sample pass and stops a biased or a blind one."""

import numpy as np
import pytest

from tests.theory import statistics
from tests.theory.statistics import agrees_with, critical, noticed, spread_agrees_with


def normal(seed, shape):
    return np.random.default_rng(seed).standard_normal(shape)


@pytest.mark.parametrize(("n", "bound"), [(20, 7.07), (100, 5.22)])
def test_the_bound_is_the_one_the_design_states(n, bound):
    assert round(critical(n), 2) == bound


def test_an_unbiased_sample_agrees():
    agreement = agrees_with(10.0, 10 + normal(1, 50), catches=0.5)
    assert agreement.holds
    assert abs(agreement.estimate - 10) < agreement.bound < agreement.detectable


def test_a_biased_sample_is_rejected_with_both_numbers_in_the_message():
    with pytest.raises(
        AssertionError, match=r"wait: simulated 1[0-9.]+, exact 10, \+[0-9.]+ standard errors"
    ):
        agrees_with(10.0, 12 + normal(2, 50), catches=0.5, what="wait")


def test_a_blind_comparison_is_rejected_even_when_it_agrees():
    with pytest.raises(AssertionError, match=r"too blind \(may miss 1.00%\)"):
        agrees_with(10.0, 10 + normal(1, 50), catches=0.01)


def test_a_sample_without_a_value_is_rejected():
    with pytest.raises(AssertionError, match="simulated nan"):
        agrees_with(10.0, [1.0, np.nan, 2.0], catches=1.0)


def test_a_constant_that_is_right_agrees_and_one_that_is_wrong_does_not():
    agrees_with(0.3, [0.3] * 20, catches=0.01)
    with pytest.raises(AssertionError, match="disagrees"):
        agrees_with(0.3, [0.3001] * 20, catches=0.01)


@pytest.mark.parametrize("n", [10, 20, 100])
def test_the_stated_bias_is_caught_as_often_as_stated(n):
    samples = normal(3, (20_000, n)) + noticed(n) / np.sqrt(n)
    off = samples.mean(axis=1) / (samples.std(axis=1, ddof=1) / np.sqrt(n))
    missed = int((off <= critical(n)).sum())
    assert 3 <= missed <= 45  # 20 expected


def test_the_ratio_is_that_of_the_sums_with_its_delta_error():
    value, error, n = statistics.ratio([1.0, 2.0, 6.0], [2.0, 4.0, 6.0])
    assert (value, n) == (0.75, 3)
    residuals = np.array([1 - 1.5, 2 - 3.0, 6 - 4.5]) / 4
    assert error == pytest.approx(np.sqrt((residuals**2).sum() / 2 / 3))


def test_the_spread_of_a_sample_is_checked_from_both_sides():
    sample = 3 + 2 * normal(4, 2000)
    spread_agrees_with(4.0, sample, catches=0.4)
    for wrong in (3.0, 5.3):
        with pytest.raises(AssertionError, match="of the exact variance"):
            spread_agrees_with(wrong, sample, catches=0.4)
    with pytest.raises(AssertionError, match="too blind"):
        spread_agrees_with(4.0, sample, catches=0.1)
