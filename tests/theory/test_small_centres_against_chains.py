"""V, W and X models, as text, against their Markov chains: every measure of every category, every group's occupancy.

The N model is in `test_n_model_against_chain`, the inverted V in `test_inverted_v_against_chain`, and Cobham's
priorities are in `test_one_agent_against_formulas` (one agent) and `test_handling_against_chains` (several).
"""

from itertools import pairwise

import pytest

from acd.scenario import parse
from tests.theory.models import DAY, compare, known_noise, simulate
from tests.theory.oracles import small_centre as rules
from tests.theory.oracles.small_centre import SmallCentre

pytestmark = pytest.mark.theory

OPEN = 20 * DAY - 4 * 3600
V_TEXT = """
acd: 1
name: V model, three agents for both categories
interval: 1d
calendar: {days: 20, open: 00:00-24:00, warm_up: 4h}
categories:
  one:
    arrivals: {rate: 1/m}
    patience: {dist: exponential, mean: 1m}
    handle: {dist: exponential, mean: 1m}
    max_queue: 2
  two:
    arrivals: {rate: 2/m}
    patience: {dist: exponential, mean: 3m}
    handle: {dist: exponential, mean: 1m}
    max_queue: 4
    priority: 3
agents: {all: {count: 3, authorised: [one, two]}}
routing: {choose_contact: RULE}
"""
V_RULES = {
    "priority": ("[priority]", rules.by_order((1, 0)), False),
    "longest wait": ("[longest_wait]", rules.first_come, True),
    "last come": ("[last_come]", rules.last_come, True),
    "longest queue": ("[longest_queue, category_order]", rules.longest_queue, False),
    "queue ratio": (
        "[queue_ratio, category_order], queue_ratio: {one: 25%, two: 75%}",
        rules.queue_ratio(0.25, 0.75),
        False,
    ),
}
W_TEXT = """
acd: 1
name: W model, the middle category may go left or right
interval: 1d
calendar: {days: 20, open: 00:00-24:00, warm_up: 4h}
categories:
  left:
    arrivals: {rate: 1/m}
    patience: {dist: exponential, mean: 90s}
    handle: {dist: exponential, mean: 100s}
    max_queue: 3
  middle:
    arrivals: {rate: 1/m}
    patience: {dist: exponential, mean: 2m}
    handle: {dist: exponential, mean: 2m}
    max_queue: 3
    priority: 1
  right:
    arrivals: {rate: 1/m}
    patience: {dist: exponential, mean: 150s}
    handle: {dist: exponential, mean: 80s}
    max_queue: 3
agents:
  west: {count: 2, authorised: [left, middle]}
  east: {count: 2, authorised: [middle, right]}
routing: {choose_agent: [group_order], choose_contact: RULE}
"""
W_RULES = {
    "priority": ("[priority]", rules.by_order((1, 0), (1, 2))),
    "queue ratio": (
        "[queue_ratio, category_order], queue_ratio: {left: 0.5, middle: 0.125, right: 0.375}",
        rules.queue_ratio(0.5, 0.125, 0.375),
    ),
}
X_TEXT = """
acd: 1
name: X model, each group is best at one category and prefers it
interval: 1d
calendar: {days: 20, open: 00:00-24:00, warm_up: 4h}
categories:
  north:
    arrivals: {rate: 1.5/m}
    patience: {dist: exponential, mean: 90s}
    handle: {dist: exponential, mean: 80s}
    requires: {north: 1}
    max_queue: 4
  south:
    arrivals: {rate: 1/m}
    patience: {dist: exponential, mean: 2m}
    handle: {dist: exponential, mean: 90s}
    requires: {south: 1}
    max_queue: 3
agents:
  alpine:  {count: 2, skills: {north: 3, south: 1}, authorised: {north: {}, south: {handle: 150%}}}
  coastal: {count: 2, skills: {north: 1, south: 2}, authorised: {south: {}, north: {handle: 175%}}}
routing: {choose_agent: [highest_skill], choose_contact: RULE}
"""
X_RULES = {
    "own category first": ("[category_order]", rules.by_order((0, 1), (1, 0)), False),
    "longest wait": ("[longest_wait]", rules.first_come, True),
}


def v_model(rule, in_order):
    return SmallCentre(
        arrival=(1 / 60, 2 / 60), patience=(60, 180), handle=({0: 60, 1: 60},), agents=(3,), places=(2, 4),
        prefer=((0,), (0,)), rule=rule, in_order=in_order,
    )  # fmt: skip


def w_model(rule):
    return SmallCentre(
        arrival=(1 / 60,) * 3, patience=(90, 120, 150), handle=({0: 100, 1: 120}, {1: 120, 2: 80}), agents=(2, 2),
        places=(3, 3, 3), prefer=((0,), (0, 1), (1,)), rule=rule,
    )  # fmt: skip


def x_model(rule, in_order):
    return SmallCentre(
        arrival=(1.5 / 60, 1 / 60), patience=(90, 120), handle=({0: 80, 1: 135}, {1: 90, 0: 140}), agents=(2, 2),
        places=(4, 3), prefer=((0, 1), (1, 0)), rule=rule, in_order=in_order,
    )  # fmt: skip


def fares_as(centre, text, names, groups, *, seed, what, handling=None):
    """Compare a run with the chain, category by category and group by group."""
    result = simulate(parse(text, ".", "small_centre.yaml"), replications=100, seed=seed)
    controls = None
    if handling is not None:
        each = {name: (centre.arrival[k] * OPEN, handling[k]) for k, name in enumerate(names)}
        controls = known_noise(result, each)
    catches = {"wait": 0.02, "abandonment": 0.025, "waited": 0.01, "refused": 0.07}
    for k, name in enumerate(names):
        compare(
            result, centre.category(k), catches, what=f"{what}, {name}", controls=controls, scope="category", name=name
        )  # fmt: skip
    for g, name in enumerate(groups):
        exact = {"occupancy": centre.occupancy(g)}
        compare(
            result, exact, {"occupancy": 0.005}, what=f"{what}, {name}", controls=controls, scope="group", name=name
        )  # fmt: skip


@pytest.mark.parametrize("rule", V_RULES)
def test_two_categories_before_one_group_fare_as_the_chain_says_by_any_rule(rule):
    text, value, in_order = V_RULES[rule]
    centre = v_model(value, in_order)
    text = V_TEXT.replace("RULE", text)
    fares_as(centre, text, ("one", "two"), ("all",), seed=211, what=f"V by {rule}", handling=(60, 60))


@pytest.mark.parametrize("rule", W_RULES)
def test_three_categories_before_two_groups_fare_as_the_chain_says(rule):
    text, value = W_RULES[rule]
    names, groups = ("left", "middle", "right"), ("west", "east")
    fares_as(
        w_model(value), W_TEXT.replace("RULE", text), names, groups, seed=212, what=f"W by {rule}",
        handling=(100, 120, 80),
    )  # fmt: skip


@pytest.mark.parametrize("rule", X_RULES)
def test_two_groups_that_each_prefer_another_category_fare_as_the_chain_says(rule):
    text, value, in_order = X_RULES[rule]
    groups = ("alpine", "coastal")
    centre = x_model(value, in_order)
    fares_as(centre, X_TEXT.replace("RULE", text), ("north", "south"), groups, seed=213, what=f"X by {rule}")


def test_the_rules_are_told_apart_by_what_the_chains_say():
    waits = {
        rule: v_model(value, in_order).category(0)["wait"] for rule, (_, value, in_order) in V_RULES.items()
    }
    found = sorted(waits.values())
    assert all(later > 1.03 * sooner for sooner, later in pairwise(found)), waits
    own, fifo = (x_model(value, in_order).category(0)["wait"] for _, value, in_order in X_RULES.values())
    assert abs(own / fifo - 1) > 0.04
