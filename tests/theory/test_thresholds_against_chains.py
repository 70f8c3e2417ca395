"""Agents reserved for another class, and helpers above a queue length, as text, against their Markov chains."""

import pytest

from acd.scenario import parse
from tests.theory.models import DAY, compare, known_noise, simulate
from tests.theory.oracles.thresholds import Helpers, reserved

pytestmark = pytest.mark.theory

RESERVED = """
acd: 1
name: two classes, two agents kept free for the first
interval: 1d
calendar: {days: 20, open: 00:00-24:00, warm_up: 4h}
categories:
  one: {arrivals: {rate: 2/m}, balk: 100%, handle: {dist: exponential, mean: 2m}}
  two: {arrivals: {rate: 2/m}, balk: 100%, handle: {dist: exponential, mean: 2m}}
agents:
  all: {count: 9, authorised: {one: {}, two: {keep_free: 2}}}
"""
HELPED = """
acd: 1
name: helpers above two waiting
interval: 1d
calendar: {days: 20, open: 00:00-24:00, warm_up: 4h}
categories:
  one: {arrivals: {rate: 3/m}, patience: {dist: exponential, mean: 3m}, handle: {dist: exponential, mean: 2m}}
agents:
  own:  {count: 5, authorised: [one]}
  help: {count: 3, authorised: {one: {above: 2}}}
"""
EXACT = Helpers(3 / 60, handle=120, patience=180, own=5, help=3, above=2, places=60)
OPEN = 20 * DAY - 4 * 3600


def test_a_class_finds_fewer_agents_where_some_are_kept_for_the_other():
    result = simulate(parse(RESERVED, ".", "reserved.yaml"), replications=100, seed=205)
    each = (2 / 60 * OPEN, 120)
    controls = known_noise(result, {"one": each, "two": each})
    exact = reserved(2 / 60, 2 / 60, 120, 9, 2)
    assert exact[0] < exact[1] / 3  # it makes a difference
    for name, blocked in zip(("one", "two"), exact, strict=True):
        what = f"two of nine agents kept for one, class {name}"
        compare(
            result, {"abandonment": blocked}, {"abandonment": 0.03}, what=what, controls=controls,
            scope="category", name=name,
        )  # fmt: skip


def test_helpers_work_as_much_as_the_chain_says():
    result = simulate(parse(HELPED, ".", "helped.yaml"), replications=100, seed=206)
    controls = known_noise(result, {"one": (3 / 60 * OPEN, 120)})
    catches = {"abandonment": 0.03, "wait": 0.03}
    exact = {measure: getattr(EXACT, measure) for measure in catches}
    compare(result, exact, catches, what="helpers above two", controls=controls, scope="category", name="one")
    for name, share in zip(("own", "help"), EXACT.occupancy, strict=True):
        what = f"helpers above two, {name}"
        compare(
            result,
            {"occupancy": share},
            {"occupancy": 0.02},
            what=what,
            controls=controls,
            scope="group",
            name=name,
        )


def test_reserving_nobody_and_helping_always_are_erlangs_formulas():
    blocked = reserved(2 / 60, 2 / 60, 120, 9, 0)
    assert blocked[0] == pytest.approx(blocked[1], rel=1e-12)
    always = Helpers(3 / 60, handle=120, patience=120, own=8, help=1, above=60, places=59)
    # with patience as long as handling there are as many as in M/M/infinity, whoever serves: a mean of 6
    assert always.chain.mean(sum) == pytest.approx(6.0, rel=1e-9)
