"""The exact figures that lessons print in their heads, against what the lessons give.

A figure may lie t(n − 1, 5·10⁻⁷) standard errors off, that is 7.07 of them with 20 replications. Beside each
stands the bias, as a share of the figure, that would be found 999 times of 1,000: the bound and 3.09 standard
errors more.
"""

from functools import cache

import pytest
from scipy import stats

import acd
from tests.architecture.sources import ROOT

pytestmark = pytest.mark.theory
N = 20
BOUND, MORE, HALF = stats.t.ppf(1 - 5e-7, N - 1), stats.norm.ppf(0.999), stats.t.ppf(0.975, N - 1)
EXACT = [
    ("textbook", "waited", "total", None, 0.5091486, 0.10),
    ("textbook", "wait", "total", None, 91.64675, 0.22),
    ("textbook", "service_level", "total", None, 0.5443938, 0.10),
    ("textbook", "queue", "total", None, 2.545743, 0.22),
    ("textbook", "occupancy", "total", None, 5 / 6, 0.03),
    ("n_model", "waited", "category", "invoices", 0.26944, 0.08),
    ("n_model", "wait", "category", "invoices", 7.984, 0.12),
    ("n_model", "abandonment", "category", "invoices", 0.0665349, 0.15),
    ("n_model", "waited", "category", "claims", 0.55190, 0.05),
    ("n_model", "wait", "category", "claims", 19.645, 0.08),
    ("n_model", "abandonment", "category", "claims", 0.163705, 0.08),
    ("bank_branch", "waited", "total", None, 0.5875165, 0.12),
    ("bank_branch", "wait", "tier", "gold", 37.10630, 0.18),
    ("bank_branch", "wait", "tier", "standard", 222.63781, 0.40),
    ("chat", "wait", "category", "one_at_a_time", 77.48545, 0.45),
    ("chat", "wait", "category", "two_at_a_time", 73.90100, 0.45),
    ("chat", "wait", "category", "three_at_a_time", 29.22100, 0.45),
    ("chat", "waited", "category", "one_at_a_time", 0.43047, 0.18),
    ("chat", "waited", "category", "two_at_a_time", 0.36319, 0.18),
    ("chat", "waited", "category", "three_at_a_time", 0.18263, 0.25),
    ("chat", "aht", "category", "one_at_a_time", 360.0, 0.035),
    ("chat", "aht", "category", "two_at_a_time", 441.935, 0.035),
    ("chat", "aht", "category", "three_at_a_time", 502.436, 0.035),
]


@cache
def measures(name):
    scenario = acd.load(ROOT / "scenarios" / f"{name}.yaml").replace("interval", "1d")
    found = acd.simulate(scenario, replications=N, seed=1).measures
    return found[found["interval"].isna()]


@pytest.mark.parametrize(("lesson", "measure", "scope", "name", "exact", "found"), EXACT)
def test_a_lesson_gives_the_exact_figure_of_its_head(lesson, measure, scope, name, exact, found):
    lines = measures(lesson)
    line = lines[(lines["measure"] == measure) & (lines["scope"] == scope)]
    line = line[line["name"] == name] if name else line
    value, low, high = line[["value", "low", "high"]].to_numpy(float)[0]
    error = (high - low) / 2 / HALF
    assert value == pytest.approx(exact, abs=BOUND * error)
    assert (BOUND + MORE) * error < found * exact


def test_no_division_of_skills_does_better_than_serving_everything():
    lines = measures("multi_skill")
    line = lines[(lines["scope"] == "total") & (lines["measure"] == "abandonment")].iloc[0]
    assert line["low"] > 0.013786  # Erlang A with 100 agents who serve everything
    assert line["high"] < 0.025  # as the head says: near
