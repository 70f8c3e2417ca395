"""The N model, as text, against its Markov chain: who may, who first, which line first."""

import pytest

from acd.scenario import parse
from tests.theory.models import DAY, compare, known_noise, simulate
from tests.theory.oracles.n_model import NModel

pytestmark = pytest.mark.theory

TEXT = """
acd: 1
name: N model, the flexible agents prefer class two
interval: 1d
calendar: {days: 20, open: 00:00-24:00, warm_up: 4h}
categories:
  one: {arrivals: {rate: 2/m}, patience: {dist: exponential, mean: 2m}, handle: {dist: exponential, mean: 3m}}
  two: {arrivals: {rate: 2/m}, patience: {dist: exponential, mean: 2m}, handle: {dist: exponential, mean: 3m}}
agents:
  dedicated: {count: 6, authorised: [one]}
  flexible:  {count: 7, authorised: [two, one]}
routing:
  choose_agent: [group_order]
  choose_contact: [category_order]
"""
EXACT = NModel(2 / 60, 2 / 60, handle=180, patience=120, dedicated=6, flexible=7, places=60)
CATCHES = {"waited": 0.02, "abandonment": 0.02, "wait": 0.02}


@pytest.fixture(scope="module")
def result():
    return simulate(parse(TEXT, ".", "n_model.yaml"), replications=100, seed=201)


@pytest.fixture(scope="module")
def controls(result):
    each = (2 / 60 * (20 * DAY - 4 * 3600), 180)
    return known_noise(result, {"one": each, "two": each})


@pytest.mark.parametrize("number", [0, 1])
def test_each_class_of_the_n_model_fares_as_the_chain_says(result, controls, number):
    exact = {name: getattr(EXACT, name)[number] for name in CATCHES}
    name = ("one", "two")[number]
    what = f"N model, class {name}"
    compare(result, exact, CATCHES, what=what, controls=controls, scope="category", name=name)


@pytest.mark.parametrize("number", [0, 1])
def test_each_group_of_the_n_model_is_as_busy_as_the_chain_says(result, controls, number):
    name = ("dedicated", "flexible")[number]
    exact = {"occupancy": EXACT.occupancy[number]}
    what = f"N model, {name}"
    compare(result, exact, {"occupancy": 0.005}, what=what, controls=controls, scope="group", name=name)


def test_the_n_model_has_forgotten_its_empty_start_when_measuring_begins():
    assert EXACT.start_bias(4 * 3600) < 1e-9
