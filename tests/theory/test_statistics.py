"""The rule itself: it lets an unbiased sample pass and stops a biased or a blind one."""

import numpy as np
import pytest
from scipy import stats

from tests.theory import statistics
from tests.theory.statistics import agrees_with, critical, noticed, spread_agrees_with


def normal(seed, shape):
    return np.random.default_rng(seed).standard_normal(shape)


@pytest.mark.parametrize(("freedom", "bound"), [(19, 7.07), (99, 5.22)])
def test_the_bound_is_the_one_the_design_states(freedom, bound):
    assert round(critical(freedom), 2) == bound


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


def test_what_theory_leaves_open_is_allowed_and_counted_among_what_may_be_missed():
    sample = 10.5 + normal(3, 400) / 100
    assert agrees_with(10.0, sample, catches=0.06, left_open=0.52).detectable > 0.52
    with pytest.raises(AssertionError, match="disagrees"):
        agrees_with(10.0, sample, catches=0.06, left_open=0.4)
    with pytest.raises(AssertionError, match="too blind"):
        agrees_with(10.0, sample, catches=0.05, left_open=0.52)


def test_a_sample_without_a_value_is_rejected():
    with pytest.raises(AssertionError, match="simulated nan"):
        agrees_with(10.0, [1.0, np.nan, 2.0], catches=1.0)


def test_a_constant_that_is_right_agrees_and_one_that_is_wrong_does_not():
    agrees_with(0.3, [0.3] * 20, catches=0.01)
    with pytest.raises(AssertionError, match="disagrees"):
        agrees_with(0.3, [0.3001] * 20, catches=0.01)


@pytest.mark.parametrize("n", [10, 20, 100])
def test_the_stated_bias_is_caught_as_often_as_stated(n):
    samples = normal(3, (20_000, n)) + noticed(n - 1) / np.sqrt(n)
    off = samples.mean(axis=1) / (samples.std(axis=1, ddof=1) / np.sqrt(n))
    missed = int((off <= critical(n - 1)).sum())
    assert 3 <= missed <= 45  # 20 expected


def test_the_ratio_is_that_of_the_sums_with_its_delta_error():
    value, error, freedom = statistics.ratio([1.0, 2.0, 6.0], [2.0, 4.0, 6.0])
    assert (value, freedom) == (0.75, 2)
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


def correlated(seed, n=60):
    """A sample about 10 whose noise is mostly that of two controls."""
    controls = normal(seed, (n, 2)) * [3.0, 0.01]
    return 10 + controls @ [0.5, 200.0] + 0.1 * normal(seed + 1, n), controls


def test_controls_take_out_the_noise_they_explain():
    sample, controls = correlated(5)
    _, plain, _ = statistics.ratio(sample)
    value, error, freedom = statistics.ratio(sample, controls=controls)
    assert freedom == 57
    assert error < plain / 10
    assert abs(value - 10) < 5 * error


def test_a_bias_hidden_in_noise_shows_once_controls_take_the_noise_out():
    sample, controls = correlated(7)
    agrees_with(10.2, sample, catches=0.5)
    agrees_with(10.0, sample, controls=controls, catches=0.02)
    with pytest.raises(AssertionError, match="disagrees"):
        agrees_with(10.2, sample, controls=controls, catches=0.02)


def test_an_estimate_with_controls_strays_as_student_says():
    estimates = [
        statistics.ratio(sample, controls=c) for sample, c in (correlated(2 * i, 12) for i in range(4000))
    ]
    off = np.array([(value - 10) / error for value, error, _ in estimates])
    assert stats.kstest(off, stats.t(9).cdf).pvalue > 1e-7
