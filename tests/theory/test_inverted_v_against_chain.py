"""The inverted V with resolution × speed deciding, against its Markov chain: whom a contact goes to, and what it costs.

De Véricourt and Zhou (2005) send a contact to the free agent with the largest p·μ. The slower group settles so much
more here that it comes first; by speed alone, or by idle time, it would not.
"""

import numpy as np
import pytest

from acd.scenario import parse
from tests.theory.models import DAY, compare, simulate
from tests.theory.oracles.inverted_v import InvertedV
from tests.theory.statistics import sums

pytestmark = pytest.mark.theory

TEXT = """
acd: 1
name: inverted V
interval: 1d
calendar: {days: 20, open: 00:00-24:00, warm_up: 4h}
categories:
  one:
    arrivals: {rate: 3/m}
    patience: {dist: exponential, mean: 2m}
    handle: {dist: exponential, mean: 3m}
    resolution: 50%
agents:
  quick: {count: 6, authorised: {one: {handle: 80%}}}
  thorough: {count: 6, authorised: {one: {handle: 120%, resolution: 95%}}}
routing:
  choose_agent: [fastest_resolver]
"""
EXACT = InvertedV(3 / 60, (216, 144), 120, (6, 6), 80)


def test_the_group_with_the_largest_resolution_by_time_is_served_first_as_the_chain_says():
    result = simulate(parse(TEXT, ".", "inverted_v.yaml"), replications=150, seed=205)
    # what is known of the noise: how many come, and how long each group has them in hand
    controls = [sums(result, "offered", "category", "one")[0] - 3 / 60 * (20 * DAY - 4 * 3600)]
    for name, handle in (("thorough", 216), ("quick", 144)):
        spent, answered = sums(result, "aht", "group", name)
        controls.append(spent - handle * answered)
    controls = np.column_stack(controls)
    catches = {"waited": 0.015, "abandonment": 0.025, "wait": 0.025}
    exact = {measure: getattr(EXACT, measure) for measure in catches}
    compare(result, exact, catches, what="inverted V", controls=controls, scope="category", name="one")
    for number, name in enumerate(("thorough", "quick")):
        compare(
            result, {"occupancy": EXACT.occupancy[number]}, {"occupancy": 0.01}, what=f"inverted V, {name}",
            scope="group", name=name,
        )  # fmt: skip


def test_other_rules_are_told_apart_by_what_the_chain_says():
    other = InvertedV(3 / 60, (144, 216), 120, (6, 6), 80)
    assert other.occupancy[0] - EXACT.occupancy[1] > 0.05
