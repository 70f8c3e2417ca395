"""The exact figures that lessons print in their heads, against what the lessons give.

A figure may lie t(n − 1, 5·10⁻⁷) standard errors off, that is 7.07 of them with 20 replications. Beside each
figure stands the smallest bias that would be found 999 times of 1,000: the bound and 3.09 standard
errors more, as a share of the figure.
"""

from functools import cache

import pytest
from scipy import stats

import acd
from tests.architecture.sources import ROOT

N = 20
BOUND = stats.t.ppf(1 - 5e-7, N - 1) / stats.t.ppf(0.975, N - 1)
EXACT = [
    ("textbook", "waited", "total", None, 0.5091486),
    ("textbook", "wait", "total", None, 91.64675),
    ("textbook", "service_level", "total", None, 0.5443938),
    ("textbook", "queue", "total", None, 2.545743),
    ("textbook", "occupancy", "total", None, 5 / 6),
    ("n_model", "waited", "category", "invoices", 0.26944),
    ("n_model", "wait", "category", "invoices", 7.984),
    ("n_model", "abandonment", "category", "invoices", 0.0665349),
    ("n_model", "waited", "category", "claims", 0.55190),
    ("n_model", "wait", "category", "claims", 19.645),
    ("n_model", "abandonment", "category", "claims", 0.163705),
    ("bank_branch", "waited", "total", None, 0.5875165),
    ("bank_branch", "wait", "tier", "gold", 37.10630),
    ("bank_branch", "wait", "tier", "standard", 222.63781),
]


@cache
def measures(name):
    scenario = acd.load(ROOT / "scenarios" / f"{name}.yaml")
    found = acd.simulate(scenario, replications=N, seed=1).measures
    return found[found["interval"].isna()]


@pytest.mark.parametrize(("lesson", "measure", "scope", "name", "exact"), EXACT)
def test_a_lesson_gives_the_exact_figure_of_its_head(lesson, measure, scope, name, exact):
    found = measures(lesson)
    line = found[(found["measure"] == measure) & (found["scope"] == scope)]
    line = line[line["name"] == name] if name else line
    (value, low, high) = line[["value", "low", "high"]].to_numpy(float)[0]
    assert value == pytest.approx(exact, abs=BOUND * (high - low) / 2)
    assert BOUND * (high - low) / 2 < 0.25 * exact  # a bound so wide that it finds nothing is no test


def test_no_division_of_skills_does_better_than_serving_everything():
    found = measures("multi_skill")
    line = found[(found["scope"] == "total") & (found["measure"] == "abandonment")].iloc[0]
    assert line["high"] > 0.013786  # Erlang A with 100 agents who serve everything
    assert line["value"] < 0.03
