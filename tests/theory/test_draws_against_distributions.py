"""What the core draws, against the published vectors of its generator and the laws that a scenario names.

Bound: Kolmogorov-Smirnov, chi-square and correlation tests at a level of 1e-7 each. A sample of 100,000
keyed draws shows a distance between distribution functions of 0.0141 with probability 0.999 (bound 0.0092 by
the asymptotic law, plus 3.1 ÷ 2√n). The inversion itself is checked to 1e-9 without chance.
"""

import math
from itertools import pairwise

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy import stats
from scipy.optimize import brentq
from scipy.special import gamma as gamma_function

from acd.build.distributions import DistributionTable
from acd.build.keys import origin_of, seed_words
from acd.core.codes import Purpose
from acd.core.columns import WORLD
from acd.core.draws import duration, variate
from acd.core.philox import philox
from acd.core.streams import uniform
from acd.core.tables import Tables
from acd.scenario.distributions import distribution

LEVEL = 1e-7
N = 100_000
SAMPLE = (3.0, 4.0, 4.0, 9.0, 60.0)

KNOWN_ANSWERS = [  # counter, key, block: the vectors published with the generator
    ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
]


def words(text):
    return tuple(np.uint64(int(word, 16)) for word in text.split())


@pytest.mark.parametrize(("counter", "key", "block"), KNOWN_ANSWERS)
def test_philox_gives_the_published_known_answers(counter, key, block):
    assert tuple(int(word) for word in philox(*words(counter), *words(key))) == words(block)


def weibull_shape(cv):
    """The shape from the moments as they are defined; an answer apart from the one under test."""
    return brentq(lambda k: gamma_function(1 + 2 / k) / gamma_function(1 + 1 / k) ** 2 - 1 - cv * cv, 0.2, 60)


class Mixture:
    """Two exponentials, each with half of the mean, so that the coefficient of variation is `cv`."""

    def __init__(self, mean, cv):
        split = math.sqrt((cv * cv - 1) / (cv * cv + 1))
        self.shares = np.array([(1 + split) / 2, (1 - split) / 2])
        self.means = mean / (2 * self.shares)

    def cdf(self, x):
        return 1 - np.exp(-np.asarray(x)[..., None] / self.means) @ self.shares

    def mean(self):
        return float(self.shares @ self.means)

    def var(self):
        return float(2 * self.shares @ self.means**2 - self.mean() ** 2)


def lognormal(mean, cv):
    return stats.lognorm(math.sqrt(math.log1p(cv * cv)), scale=mean / math.sqrt(1 + cv * cv))


def weibull(mean, cv):
    k = weibull_shape(cv)
    return stats.weibull_min(k, scale=mean / gamma_function(1 + 1 / k))


LAWS = [
    ({"dist": "exponential", "mean": 180}, stats.expon(scale=180)),
    ({"dist": "uniform", "low": 20, "high": 50}, stats.uniform(20, 30)),
    ({"dist": "triangular", "low": 10, "mode": 15, "high": 60}, stats.triang(0.1, 10, 50)),
    ({"dist": "triangular", "low": 10, "mode": 10, "high": 60}, stats.triang(0.0, 10, 50)),
    ({"dist": "triangular", "low": 10, "mode": 60, "high": 60}, stats.triang(1.0, 10, 50)),
    ({"dist": "gamma", "mean": 200, "cv": 0.1}, stats.gamma(100, scale=2)),
    ({"dist": "gamma", "mean": 200, "cv": 0.8}, stats.gamma(0.8**-2, scale=200 * 0.64)),
    ({"dist": "gamma", "mean": 200, "cv": 2}, stats.gamma(0.25, scale=800)),
    ({"dist": "erlang", "mean": 200, "k": 3}, stats.gamma(3, scale=200 / 3)),
    ({"dist": "erlang", "mean": 200, "k": 1}, stats.expon(scale=200)),
    ({"dist": "lognormal", "mean": 195, "cv": 1.2}, lognormal(195, 1.2)),
    ({"dist": "lognormal", "mean": 195, "cv": 0.05}, lognormal(195, 0.05)),
    ({"dist": "weibull", "mean": 100, "cv": 0.4}, weibull(100, 0.4)),
    ({"dist": "weibull", "mean": 100, "cv": 2.5}, weibull(100, 2.5)),
    ({"dist": "hyperexponential", "mean": 100, "cv": 1.0001}, Mixture(100, 1.0001)),
    ({"dist": "hyperexponential", "mean": 100, "cv": 3}, Mixture(100, 3)),
]
NAMES = [" ".join(str(value) for value in written.values()) for written, _ in LAWS]
every_law = pytest.mark.parametrize(("written", "law"), LAWS, ids=NAMES)


@pytest.fixture(scope="module", params=[1, 2026])
def seed(request):
    return request.param


def tables(*written, seed=1, replication=0, unit=1.0):
    """Tables of the core with these distributions and the generator's key of a replication."""
    rows = DistributionTable(lambda _: SAMPLE)
    for text in written:
        rows.add(distribution(text), unit)
    row = np.zeros(1, WORLD)
    row["seed0"], row["seed1"] = seed_words("world", seed, replication)
    return Tables({**rows.arrays(), "world": row})


def uniforms(box, purpose=Purpose.HANDLE, name="regular", n=N, attempt=0):
    """Uniform numbers of the first contacts of a day, as a run would draw them."""
    origin, day = origin_of("category", name), 3 << 32
    return np.array([uniform(box.handle, day | number, origin, int(purpose), attempt) for number in range(n)])


GRID = np.concatenate(([2.0**-53, 1e-12, 1e-6], np.linspace(0.0005, 0.9995, 2001), [1 - 1e-6, 1 - 1e-12]))


@every_law
def test_a_variate_is_the_quantile_of_its_uniform_number(written, law):
    box = tables(written)
    values = np.array([variate(box.handle, 0, u) for u in GRID])
    assert_allclose(law.cdf(values), GRID, rtol=1e-9, atol=2e-15)
    assert np.all(np.diff(values) >= 0)


@every_law
def test_the_law_has_the_mean_and_spread_that_were_written(written, law):
    mean = distribution(written).mean_value()
    assert_allclose(law.mean(), mean, rtol=1e-9)
    if "cv" in written:
        assert_allclose(math.sqrt(law.var()) / mean, written["cv"], rtol=1e-9)


def test_a_variate_never_falls_where_its_uniform_number_rises_by_the_least():
    box = tables(*(written for written, _ in LAWS))
    for start in (0.024999, 0.425, 0.5, 0.925):
        steps = start + np.arange(400) * 2.0**-52
        for d in range(len(LAWS)):
            values = [variate(box.handle, d, u) for u in steps]
            # The last bit of an iterated quantile may tremble; a microsecond of a long duration does not.
            assert all(after >= before * (1 - 1e-12) for before, after in pairwise(values))


def test_a_duration_is_the_variate_times_its_factor_to_the_nearest_microsecond():
    box = tables({"dist": "lognormal", "mean": 195, "cv": 1.2}, unit=1e6)
    for u in (1e-9, 0.1, 0.77, 1 - 1e-9):
        assert abs(duration(box.handle, 0, u, 1.1) - 1.1 * variate(box.handle, 0, u)) <= 0.5


def test_a_constant_is_its_value_whatever_the_uniform_number():
    box = tables({"dist": "constant", "value": "25s"}, {"dist": "lognormal", "mean": 30, "cv": 0})
    assert [variate(box.handle, d, u) for d in (0, 1) for u in (1e-9, 0.5)] == [25, 25, 30, 30]


def test_an_empirical_variate_takes_each_value_equally_often():
    box = tables({"dist": "empirical", "file": "x.csv", "column": "y"})
    drawn = [variate(box.handle, 0, u) for u in (np.arange(1000) + 0.5) / 1000]
    assert [drawn.count(value) for value in (3.0, 4.0, 9.0, 60.0)] == [200, 400, 200, 200]
    assert variate(box.handle, 0, 1 - 2.0**-53) == 60.0
    assert variate(box.handle, 0, 2.0**-53) == 3.0


@pytest.mark.theory
@every_law
def test_keyed_draws_follow_the_law(written, law, seed):
    box = tables(written, seed=seed)
    values = np.array([variate(box.handle, 0, u) for u in uniforms(box)])
    assert stats.kstest(values, law.cdf).pvalue > LEVEL
    error = math.sqrt(law.var() / N)
    assert abs(values.mean() - law.mean()) < stats.norm.isf(LEVEL / 2) * error


@pytest.mark.theory
@pytest.mark.parametrize("purpose", list(Purpose), ids=lambda purpose: purpose.name.lower())
def test_uniform_numbers_of_every_purpose_are_uniform(purpose, seed):
    values = uniforms(tables(seed=seed), purpose)
    assert 0 < values.min() < values.max() < 1
    assert stats.kstest(values, "uniform").pvalue > LEVEL
    assert len(np.unique(values)) == N


def assert_independent(one, other):
    """No correlation, and equal counts in a grid of 16 by 16."""
    assert abs(np.corrcoef(one, other)[0, 1]) < stats.norm.isf(LEVEL / 2) / math.sqrt(len(one))
    counts = np.histogram2d(one, other, bins=16, range=((0, 1), (0, 1)))[0]
    assert stats.chisquare(counts.ravel()).pvalue > LEVEL


@pytest.mark.theory
def test_uniform_numbers_that_differ_in_one_part_of_their_key_are_independent(seed):
    box, name = tables(seed=seed), "regular"
    base = uniforms(box)
    assert_independent(base[:-1], base[1:])
    assert_independent(base, uniforms(box, attempt=1))
    assert_independent(base, uniforms(box, name="prospect"))
    assert_independent(base, uniforms(tables(seed=seed, replication=1)))
    assert_independent(base, uniforms(tables(seed=seed + 1)))
    for purpose in Purpose:
        if purpose != Purpose.HANDLE:
            assert_independent(base, uniforms(box, purpose, name))
