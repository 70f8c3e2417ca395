"""What a user writes of a distribution, and the mean that follows from it."""

import math
from typing import get_args

import pytest

from acd.scenario import DISTRIBUTIONS, Distribution
from acd.scenario.distributions import Empirical
from tests.scenario.made import made


def drawn(written: str) -> Distribution:
    """Return the distribution that is written down."""
    return made(handle=f"handle: {{{written}}}").categories["a"].handle


@pytest.mark.parametrize(
    ("written", "mean"),
    [
        ("dist: constant, value: 3m", 180.0),
        ("dist: exponential, mean: 3m", 180.0),
        ("dist: uniform, low: 1, high: 4", 2.5),
        ("dist: triangular, low: 1, mode: 2, high: 6", 3.0),
        ("dist: gamma, mean: 1, cv: 0", 1.0),
        ("dist: lognormal, mean: 1h, cv: 1.2", 3600.0),
        ("dist: weibull, mean: 2, cv: 3", 2.0),
        ("dist: erlang, mean: 5, k: 2", 5.0),
        ("dist: hyperexponential, mean: 7, cv: 1", 7.0),
    ],
)
def test_the_mean_is_known_without_a_draw(written: str, mean: float) -> None:
    assert drawn(written).mean_value() == mean


def test_every_distribution_says_its_own_name_first() -> None:
    assert all(kind.keys()[0] == "dist" for kind in DISTRIBUTIONS.values())
    assert [get_args(kind.model_fields["dist"].annotation) for kind in DISTRIBUTIONS.values()] == [
        (name,) for name in DISTRIBUTIONS
    ]


def test_an_empirical_mean_is_unknown_before_the_file_was_read() -> None:
    assert math.isnan(Empirical(dist="empirical", file="a.csv", column="x").mean_value())


def test_a_scenario_lists_its_distributions_with_their_places() -> None:
    scenario = made(
        category="patience: {dist: constant, value: 1}, "
        "redial: {probability: 1, after: {dist: constant, value: 2}}",
        root="busyness: {dist: gamma, mean: 1, cv: 0.1}",
    )
    assert [(".".join(map(str, place)), found.dist) for place, found in scenario.distributions()] == [
        ("busyness", "gamma"),
        ("categories.a.patience", "constant"),
        ("categories.a.handle", "constant"),
        ("categories.a.redial.after", "constant"),
    ]
