"""One agent: Pollaczek-Khinchine, Cobham's priorities, and what an age credit can and cannot do.

With one agent 80 % busy at most and a minute a contact, the slowest mode of the empty start decays within
85 minutes (M/M/1: mean handling ÷ (1 − √load)²); after a day of warm-up less than 1e-7 of it is left.
"""

import math

import pytest

from tests.theory.models import compare, exponential, lognormal, per_minute, scenario, simulate
from tests.theory.oracles.closed_forms import cobham, pollaczek_khinchine, second_moment
from tests.theory.statistics import agrees_with, sums

pytestmark = pytest.mark.theory

AGENT = {"one": {"count": 1, "authorised": ["first", "second"]}}


def run_alone(category, seed, days=50):
    agent = {"one": {"count": 1, "authorised": ["all"]}}
    model = scenario({"all": category}, agent, days=days, warm_up="1d")
    return simulate(model, replications=100, seed=seed)


def run_two(first, second, seed, days=50):
    model = scenario({"first": first, "second": second}, AGENT, days=days, warm_up="1d")
    return simulate(model, replications=100, seed=seed)


def test_lognormal_handling_by_one_agent_makes_the_wait_of_pollaczek_and_khinchine():
    category = {"arrivals": per_minute(0.5), "handle": lognormal(60, 1.2)}
    wait = pollaczek_khinchine(0.5 / 60, 60, second_moment(60, 1.2))
    exact = {"wait": wait, "waited": 0.5, "occupancy": 0.5}
    compare(
        run_alone(category, seed=301), exact, {"wait": 0.05, "waited": 0.01, "occupancy": 0.01}, what="M/G/1"
    )


def test_wrap_up_holds_the_agent_like_handling():
    category = {"arrivals": per_minute(0.6), "handle": lognormal(40, 0.8), "wrap_up": exponential(20)}
    second = second_moment(40, 0.8) + 2 * 40 * 20 + second_moment(20, 1)
    exact = {"wait": pollaczek_khinchine(0.01, 60, second), "waited": 0.6, "aht": 60}
    compare(
        run_alone(category, seed=302),
        exact,
        {"wait": 0.05, "waited": 0.01, "aht": 0.01},
        what="M/G/1, wrap-up",
    )


def test_priority_without_interruption_makes_the_waits_of_cobham():
    first = {"arrivals": per_minute(0.3), "handle": exponential(40), "priority": 5}
    second = {"arrivals": per_minute(0.4), "handle": lognormal(70, 0.7), "priority": -5}
    result = run_two(first, second, seed=303)
    classes = [(0.3 / 60, 40, second_moment(40, 1)), (0.4 / 60, 70, second_moment(70, 0.7))]
    for name, wait in zip(("first", "second"), cobham(classes), strict=True):
        exact = {"wait": wait, "waited": 0.3 * 40 / 60 + 0.4 * 70 / 60}
        catches = {"wait": 0.05, "waited": 0.02}
        compare(result, exact, catches, what=f"Cobham, {name}", scope="category", name=name)


def credited(credit):
    return {"arrivals": per_minute(0.3), "handle": exponential(60), "age_credit": credit}


def waits(result):
    return [sums(result, "wait", "category", name) for name in ("first", "second")]


def test_an_age_credit_longer_than_any_wait_is_a_priority():
    result = run_two(credited("9d"), credited("0s"), seed=304)
    classes = [(0.3 / 60, 60, second_moment(60, 1))] * 2
    for name, wait in zip(("first", "second"), cobham(classes), strict=True):
        compare(result, {"wait": wait}, {"wait": 0.05}, what=f"credit, {name}", scope="category", name=name)


def test_an_age_credit_moves_waits_from_one_category_to_the_other_and_adds_none():
    result = run_two(credited("60s"), credited("0s"), seed=305)
    alone = pollaczek_khinchine(0.01, 60, second_moment(60, 1))
    first_exact, last_exact = cobham([(0.3 / 60, 60, second_moment(60, 1))] * 2)
    compare(result, {"wait": alone}, {"wait": 0.05}, what="credit of a minute, both")
    first, second = (numerator.sum() / denominator.sum() for numerator, denominator in waits(result))
    assert first_exact < first < alone < second < last_exact
    # The credit is worth its length at most, and less when the line is often empty.
    assert 0 < second - first < 60


def test_without_a_credit_both_categories_wait_alike():
    result = run_two(credited("0s"), credited("0s"), seed=306)
    alone = pollaczek_khinchine(0.01, 60, second_moment(60, 1))
    for name, (numerator, denominator) in zip(("first", "second"), waits(result), strict=True):
        agrees_with(alone, numerator, denominator, catches=0.05, what=f"no credit, {name}: wait")


def test_the_warm_up_of_a_day_outlasts_the_empty_start_of_one_agent():
    slowest = 60 / (1 - math.sqrt(0.7)) ** 2
    assert math.exp(-86_400 / slowest) < 1e-7
