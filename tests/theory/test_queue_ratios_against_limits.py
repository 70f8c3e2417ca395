"""Fixed queue ratios under more work than agents: an exact chain, and the ratios asked for of Gurvich and Whitt (2009).

The lines of a large centre stand in the ratios asked for, but for a few tenths of a contact that do not grow with the
centre. The comparisons leave half a contact open in the V model, as its chain says, and one contact in the W model, at
two sizes. Small V and W models are compared by every measure in `test_small_centres_against_chains`.
"""

import pytest

from acd.scenario import parse
from tests.theory.models import DAY, simulate
from tests.theory.oracles.queue_ratio import QueueRatio
from tests.theory.statistics import agrees_with, sums

pytestmark = pytest.mark.theory

OPEN = 4 * DAY - 4 * 3600
V_TEXT = """
acd: 1
name: two categories, a third more work than eighty agents can do
interval: 1d
calendar: {days: 4, open: 00:00-24:00, warm_up: 4h}
categories:
  one: {arrivals: {rate: 1040/h}, patience: {dist: exponential, mean: 3m}, handle: {dist: exponential, mean: 3m}}
  two: {arrivals: {rate: 1040/h}, patience: {dist: exponential, mean: 3m}, handle: {dist: exponential, mean: 3m}}
agents: {all: {count: 80, authorised: [one, two]}}
routing: {choose_contact: [queue_ratio, category_order], queue_ratio: {one: 25%, two: 75%}}
"""
W_TEXT = """
acd: 1
name: three categories and two groups, a third more work than they can do
interval: 1d
calendar: {days: 4, open: 00:00-24:00, warm_up: 4h}
categories:
  left:   {arrivals: {rate: OUTER/h}, patience: {dist: exponential, mean: 6m}, handle: {dist: exponential, mean: 3m}}
  middle: {arrivals: {rate: INNER/h}, patience: {dist: exponential, mean: 6m}, handle: {dist: exponential, mean: 3m}}
  right:  {arrivals: {rate: OUTER/h}, patience: {dist: exponential, mean: 6m}, handle: {dist: exponential, mean: 3m}}
agents:
  west: {count: COUNT, authorised: [left, middle]}
  east: {count: COUNT, authorised: [middle, right]}
routing: {choose_contact: [RULE]}
"""
W_SHARES = {"left": 1 / 8, "middle": 4 / 8, "right": 3 / 8}
RATIO = "[queue_ratio], queue_ratio: {left: 0.125, middle: 0.5, right: 0.375}"


def w_text(rule, size):
    """Return the W model as text; its groups have `size` agents each."""
    known = {"OUTER": 12 * size, "INNER": 28 * size, "COUNT": size, "[RULE]": rule}
    text = W_TEXT
    for word, value in known.items():
        text = text.replace(word, str(value))
    return text


def v_model(agents, load, places):
    each = load * agents / 180 / 2
    return QueueRatio((each, each), handle=180, patience=180, agents=agents, share=0.25, places=places)


def stand_in(result, shares, what, *, contacts, catches):
    """Assert that the mean lines stand in ratios, so many contacts left open."""
    queues = {name: sums(result, "queue", "category", name) for name in shares}
    every = sum(numerator for numerator, _ in queues.values())
    left_open = contacts * next(iter(queues.values()))[1].sum() / every.sum()
    for name, share in shares.items():
        agrees_with(
            share, queues[name][0], every, catches=catches, what=f"{what}, share of {name}", left_open=left_open
        )  # fmt: skip


def test_two_lines_are_as_long_as_the_chain_says_and_stand_in_the_ratio_asked_for():
    result = simulate(parse(V_TEXT, ".", "v_ratio.yaml"), replications=100, seed=221)
    exact = v_model(80, 1.3, (25, 60))
    for name, queue in zip(("one", "two"), exact.queue, strict=True):
        time, open_time = sums(result, "queue", "category", name)
        agrees_with(queue, time, open_time, catches=0.02, what=f"queue ratio, line of {name}")
    stand_in(result, {"one": 0.25, "two": 0.75}, "V", contacts=0.5, catches=0.09)


@pytest.mark.parametrize(("size", "catches"), [(40, 0.18), (160, 0.05)])
def test_three_lines_of_two_groups_stand_in_the_ratios_asked_for(size, catches):
    result = simulate(parse(w_text(RATIO, size), ".", "w_ratio.yaml"), replications=20, seed=222)
    stand_in(result, W_SHARES, f"W, {2 * size} agents", contacts=1, catches=catches)


def test_first_come_first_served_leaves_the_three_lines_in_other_ratios():
    result = simulate(parse(w_text("[longest_wait]", 40), ".", "w_fifo.yaml"), replications=5, seed=222)
    every = sums(result, "queue")[0].sum()
    for name in ("left", "right"):
        found = sums(result, "queue", "category", name)[0].sum() / every
        assert abs(found / W_SHARES[name] - 1) > 0.25


@pytest.mark.parametrize("load", [1.0, 1.3])
def test_how_far_the_chain_is_from_the_ratio_does_not_grow_with_the_centre(load):
    found = [
        v_model(agents, load, places) for agents, places in ((5, (15, 25)), (20, (20, 40)), (80, (25, 60)))
    ]
    assert all(model.cut_off < 1e-5 for model in found)
    assert all(0 < model.off < 0.5 for model in found)
    shares = [model.off / sum(model.queue) for model in found]
    assert shares[0] > 2 * shares[1] > 4 * shares[2]


def test_the_chain_holds_as_many_as_a_centre_without_lines():
    # patience as long as handling: as many are there as in M/M/infinity, whoever is served
    model = v_model(20, 1.3, (30, 60))
    assert model.chain.mean(sum) == pytest.approx(26.0, rel=1e-9)
