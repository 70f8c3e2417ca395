"""Rows of parameters have the moments that the scenario asked for, by integrating the core's own quantiles."""

import numpy as np
import pytest
from scipy.special import ndtr

from acd.build.distributions import DistributionTable, weibull_shape
from acd.core.codes import Dist
from acd.core.draws import variate
from acd.core.tables import NONE, Tables
from tests.runs import centre, traced

Z = np.linspace(-8.2, 8.2, 4001)
WEIGHTS = np.exp(-0.5 * Z**2) / np.sqrt(2 * np.pi) * (Z[1] - Z[0])
U = np.clip(ndtr(Z), 2.0**-53, 1 - 2.0**-53)


def table_of(distribution, unit=1.0):
    """Return the tables of one distribution, taken from a scenario that handles contacts so."""
    scenario = centre(handle=distribution)
    made = DistributionTable(lambda _: (10.0, 20.0, 60.0))
    assert made.add(scenario.categories["a"].handle, unit) == 0
    return Tables(made.arrays())


def moments(distribution, unit=1.0):
    """Return mean and coefficient of variation: the trapezoid rule over normal quantiles of the uniform number."""
    table = table_of(distribution, unit)
    values = np.array([variate(table.handle, 0, float(u)) for u in U])
    mean = float((values * WEIGHTS).sum())
    return mean, float(np.sqrt((values**2 * WEIGHTS).sum() - mean**2)) / mean


CASES = [
    ("{dist: constant, value: 40}", 40, 0),
    ("{dist: exponential, mean: 40}", 40, 1),
    ("{dist: uniform, low: 10, high: 70}", 40, 60 / np.sqrt(12) / 40),
    ("{dist: triangular, low: 10, mode: 20, high: 90}", 40, np.sqrt((80**2 - 70 * 10) / 18) / 40),
    ("{dist: gamma, mean: 40, cv: 0.5}", 40, 0.5),
    ("{dist: gamma, mean: 40, cv: 1.5}", 40, 1.5),
    ("{dist: lognormal, mean: 40, cv: 1.2}", 40, 1.2),
    ("{dist: weibull, mean: 40, cv: 0.5}", 40, 0.5),
    ("{dist: weibull, mean: 40, cv: 1.5}", 40, 1.5),
    ("{dist: erlang, mean: 40, k: 4}", 40, 0.5),
    ("{dist: hyperexponential, mean: 40, cv: 2}", 40, 2),
    ("{dist: hyperexponential, mean: 40, cv: 1}", 40, 1),
]


@pytest.mark.parametrize(("distribution", "mean", "cv"), CASES)
def test_mean_and_cv_are_those_of_the_variate_itself(distribution, mean, cv):
    # the integrand's kinks (uniform, triangular) and far tails (u is rounded there) cost the rule some digits
    found = moments(distribution)
    assert found[0] == pytest.approx(mean, rel=1e-6)
    assert found[1] == pytest.approx(cv, rel=1e-4, abs=1e-5)


@pytest.mark.parametrize("family", ["gamma", "lognormal", "weibull"])
def test_a_cv_of_zero_is_a_constant(family):
    table = table_of(f"{{dist: {family}, mean: 40, cv: 0}}")
    assert table["distribution"][["family", "a"]].tolist() == [(Dist.CONSTANT, 40.0)]


def test_units_scale_the_variate():
    assert moments("{dist: weibull, mean: 40, cv: 0.5}", 1e6)[0] == pytest.approx(40e6, rel=1e-6)
    sample = table_of("{dist: exponential, mean: 40}", 1e6)["distribution"]
    assert sample["a"][0] == 40e6


@pytest.mark.parametrize(("cv", "shape"), [(1.0, 1.0), (0.5227232008, 2.0), (np.sqrt(5), 0.5)])
def test_the_weibull_shape_of_a_cv(cv, shape):
    assert weibull_shape(cv) == pytest.approx(shape, rel=1e-8)


@pytest.mark.parametrize("cv", [0.001, 0.01, 100])
def test_a_weibull_of_any_cv_has_its_mean(cv):
    shape = weibull_shape(cv)
    assert 0.01 < shape < 1e6


def test_an_empirical_distribution_shares_its_samples_row(tmp_path):
    (tmp_path / "talk.csv").write_text("s\n60\n20\n10\n")
    spec = f"{{dist: empirical, file: {tmp_path / 'talk.csv'}, column: s}}"
    scenario = traced(
        tmp_path, 1, handle=spec, category=f"wrap_up: {spec}, ivr: {{dist: constant, value: 1}}"
    )
    rule = scenario.categories["a"]
    made = DistributionTable(lambda _: (10.0, 20.0, 60.0))
    places = [made.add(part, 1.0) for part in (rule.handle, rule.wrap_up, rule.ivr, None)]
    assert places == [0, 0, 1, NONE]
    assert made.add(rule.handle, 1e6) == 2
    arrays = made.arrays()
    assert arrays["distribution"][["family", "first", "count"]].tolist()[::2] == [
        (Dist.EMPIRICAL, 0, 3),
        (Dist.EMPIRICAL, 3, 3),
    ]
    assert arrays["sample"]["value"].tolist() == [10, 20, 60, 10e6, 20e6, 60e6]
