"""One agent: Pollaczek-Khinchine, Cobham's priorities, and what an age credit can and cannot do.

With one agent 80 % busy at most and a minute a contact, the slowest mode of the empty start decays within
85 minutes (M/M/1: mean handling ÷ (1 − √load)²); after a day of warm-up less than 1e-7 of it is left.
"""

import math

import pytest

from tests.theory.models import (
    DAY,
    compare,
    exponential,
    known_noise,
    lognormal,
    per_minute,
    scenario,
    simulate,
)
from tests.theory.oracles.closed_forms import cobham, pollaczek_khinchine, second_moment
from tests.theory.statistics import sums

pytestmark = pytest.mark.theory

MEASURED = 49 * DAY


def simulated(categories, agent, seed):
    model = scenario(categories, {"one": {"count": 1, "authorised": agent}}, days=50, warm_up="1d")
    return simulate(model, replications=100, seed=seed)


def run_alone(category, rate, seed):
    """Run one category, a minute of handling each; return the result and its controls."""
    result = simulated({"all": {"arrivals": per_minute(rate), **category}}, ["all"], seed)
    return result, known_noise(result, {"all": (rate / 60 * MEASURED, 60)})


def run_two(first, second, means, seed):
    """Run two categories at 0.3 and 0.4 a minute; return the result and its controls."""
    categories = {
        "first": {"arrivals": per_minute(0.3), **first},
        "second": {"arrivals": per_minute(0.4), **second},
    }
    result = simulated(categories, ["first", "second"], seed)
    expected = {"first": (0.005 * MEASURED, means[0]), "second": (0.4 / 60 * MEASURED, means[1])}
    return result, known_noise(result, expected)


def test_lognormal_handling_by_one_agent_makes_the_wait_of_pollaczek_and_khinchine():
    result, controls = run_alone({"handle": lognormal(60, 1.2)}, 0.5, seed=301)
    wait = pollaczek_khinchine(0.5 / 60, 60, second_moment(60, 1.2))
    # The work in hand at closing, on average as long as a wait, is done and counted past it.
    exact = {"wait": wait, "waited": 0.5, "occupancy": (0.5 * MEASURED + wait) / (MEASURED + wait)}
    catches = {"wait": 0.04, "waited": 0.01, "occupancy": 0.001}
    compare(result, exact, catches, what="M/G/1", controls=controls)


def test_wrap_up_holds_the_agent_like_handling():
    category = {"handle": lognormal(40, 0.8), "wrap_up": exponential(20)}
    result, controls = run_alone(category, 0.6, seed=302)
    second = second_moment(40, 0.8) + 2 * 40 * 20 + second_moment(20, 1)
    exact = {"wait": pollaczek_khinchine(0.01, 60, second), "waited": 0.6, "aht": 60}
    catches = {"wait": 0.02, "waited": 0.01, "aht": 0.01}
    compare(result, exact, catches, what="M/G/1 with wrap-up", controls=controls)


def test_priority_without_interruption_makes_the_waits_of_cobham():
    first = {"handle": exponential(40), "priority": 5}
    second = {"handle": lognormal(70, 0.7), "priority": -5}
    result, controls = run_two(first, second, (40, 70), seed=303)
    classes = [(0.3 / 60, 40, second_moment(40, 1)), (0.4 / 60, 70, second_moment(70, 0.7))]
    for name, wait in zip(("first", "second"), cobham(classes), strict=True):
        exact = {"wait": wait, "waited": 0.3 * 40 / 60 + 0.4 * 70 / 60}
        catches = {"wait": 0.03, "waited": 0.01}
        compare(
            result, exact, catches, what=f"Cobham, {name}", controls=controls, scope="category", name=name
        )


ALIKE = [(0.3 / 60, 60, second_moment(60, 1)), (0.4 / 60, 60, second_moment(60, 1))]
TOGETHER = pollaczek_khinchine(0.7 / 60, 60, second_moment(60, 1))


def run_credited(credit, seed):
    """Run two categories alike in handling; the first counts as having waited `credit` already."""
    alike = {"handle": exponential(60)}
    return run_two(alike | {"age_credit": credit}, alike, (60, 60), seed)


def test_an_age_credit_longer_than_any_wait_is_a_priority():
    result, controls = run_credited("9d", seed=304)
    for name, wait in zip(("first", "second"), cobham(ALIKE), strict=True):
        what = f"endless credit, {name}"
        compare(
            result, {"wait": wait}, {"wait": 0.03}, what=what, controls=controls, scope="category", name=name
        )


def test_an_age_credit_moves_waits_from_one_category_to_the_other_and_adds_none():
    result, controls = run_credited("60s", seed=305)
    compare(result, {"wait": TOGETHER}, {"wait": 0.03}, what="credit of a minute, both", controls=controls)
    waits = [sums(result, "wait", "category", name) for name in ("first", "second")]
    first, second = (numerator.sum() / denominator.sum() for numerator, denominator in waits)
    first_exact, second_exact = cobham(ALIKE)
    assert first_exact < first < TOGETHER < second < second_exact
    # The credit is worth its length at most, and less when the line is often empty.
    assert 0 < second - first < 60


def test_without_a_credit_both_categories_wait_alike():
    result, controls = run_credited("0s", seed=306)
    for name in ("first", "second"):
        what = f"no credit, {name}"
        compare(
            result,
            {"wait": TOGETHER},
            {"wait": 0.03},
            what=what,
            controls=controls,
            scope="category",
            name=name,
        )


def test_the_warm_up_of_a_day_outlasts_the_empty_start_of_one_agent():
    slowest = 60 / (1 - math.sqrt(0.7)) ** 2
    assert math.exp(-86_400 / slowest) < 1e-7
