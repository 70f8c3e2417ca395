"""Running until an interval is narrow costs a little of its coverage: as much as the law of normal samples says.

Mean and variances of a normal sample are independent, so that a run which ends by its variance alone leaves the mean
normal: an interval of half-width h after n replications covers with probability 2Φ(h √n) − 1, and the mean of that over
runs of the variance is the coverage of the whole procedure.
"""

import numpy as np
import pytest
from scipy import stats

from acd.experiment.precision import Precision
from acd.experiment.stopping import Watch, looks
from acd.kpi import Grid, Sums
from acd.kpi.catalogue import GIVEN, NUMBER
from tests.runs import centre
from tests.theory.statistics import agrees_with

MOST, RUNS = 100, 3000
WANTED = Precision("offered", "total", None, 1.96 / np.sqrt(40))  # about 40 replications of variance 1

pytestmark = pytest.mark.theory


def sums_of(value):
    numerator, denominator = np.zeros((2, len(GIVEN), 1, 1))
    numerator[NUMBER["offered"]], denominator[NUMBER["offered"]] = value, 1.0
    return Sums(numerator, denominator)


def run(values):
    """Return after how many replications a run ends, and whether its interval covers the mean 0."""
    watch = Watch(looks(MOST), WANTED, Grid.of(centre()))
    sums = []
    for value in values:
        sums.append(sums_of(value))
        if watch.enough(sums):
            break
    return len(sums), abs(float(np.mean(values[: len(sums)]))) <= watch.reached(sums).half


def coverage_in_law(samples):
    """Return the mean probability to cover, over where the variances let the runs end."""
    covered = np.full(len(samples), np.nan)
    for n in looks(MOST):
        half = stats.t.ppf(0.975, n - 1) * samples[:, :n].std(axis=1, ddof=1) / np.sqrt(n)
        ends = np.isnan(covered) & ((half <= WANTED.half) | (n == MOST))
        covered[ends] = 2 * stats.norm.cdf(half[ends] * np.sqrt(n)) - 1
    return float(covered.mean())


def test_the_coverage_is_slightly_below_95_percent_as_the_law_says():
    exact = coverage_in_law(np.random.default_rng(1).standard_normal((200_000, MOST)))
    assert 0.94 < exact < 0.95
    found = [run(values) for values in np.random.default_rng(2).standard_normal((RUNS, MOST))]
    agrees_with(exact, [float(covers) for _, covers in found], catches=0.04, what="coverage of until")
    assert {n for n, _ in found} <= set(looks(MOST))
