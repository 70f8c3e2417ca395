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


def test_classes_and_groups_of_the_n_model_fare_as_the_chain_says():
    result = simulate(parse(TEXT, ".", "n_model.yaml"), replications=100, seed=201)
    each = (2 / 60 * (20 * DAY - 4 * 3600), 180)
    controls = known_noise(result, {"one": each, "two": each})
    for number, name in enumerate(("one", "two")):
        exact = {measure: getattr(EXACT, measure)[number] for measure in CATCHES}
        what = f"N model, class {name}"
        compare(result, exact, CATCHES, what=what, controls=controls, scope="category", name=name)
    for number, name in enumerate(("dedicated", "flexible")):
        exact, what = {"occupancy": EXACT.occupancy[number]}, f"N model, {name}"
        compare(result, exact, {"occupancy": 0.005}, what=what, controls=controls, scope="group", name=name)


def test_the_n_model_has_forgotten_its_empty_start_when_measuring_begins():
    assert EXACT.start_bias(4 * 3600) < 1e-9
