"""Presets of products: what each stands for, whom it chooses first, and the lines that tell of faults."""

import pytest

from acd.live import RoutingEngine
from acd.scenario import PRESETS, parse, preset_note, usable
from acd.scenario.presets import PRODUCTS, Preset, missing
from tests.scenario.made import faults, text

TEXT = """
acd: 1
name: who comes first
categories:
  a: {{handle: {{dist: constant, value: 60}}, requires: {{spanish: 1}}}}
  b: {{handle: {{dist: constant, value: 60}}}}
agents:
  old: {{count: 1, authorised: [b, a], skills: {{spanish: 1}}}}
  mid: {{count: 1, authorised: [b, a], skills: {{spanish: 3}}}}
  new: {{count: 1, authorised: [b, a], skills: {{spanish: 2}}}}
routing: {{like: {like}}}
"""
TEAMS = {"ana": "old", "ben": "mid", "cas": "new"}
DONE = [("cas", 3, 20), ("ben", 1, 90), ("ana", 2, 10)]
"""Who has handled how many contacts of which length [s]; in this order, each while the others are away."""
CHOSEN = {
    "longest_idle": "cas",  # ready first
    "least_occupied": "ana",  # 20 of 40 s, not 60 of 100 s or 90 of 120 s
    "highest_skill": "ben",
    "lowest_skill": "ana",
    "fewest_contacts": "ben",
    "least_talk_time": "ana",  # 20 s, not 60 s or 90 s
    "shortest_handling": "ana",  # 10 s, not 20 s or 90 s
    "round_robin": "ben",  # after ana, who had the last one
    "linear": "ana",
    "percent_allocation": "ben",  # one contact so far
    "spare_capacity": "cas",  # all have the same
    "spare_share": "cas",
}
"""Whom each first key chooses; who is missing is drawn."""
FIRST = {
    ("priority", "longest_wait"): "urgent",
    ("longest_wait",): "first",
    ("category_order", "longest_wait"): "other",
    ("last_come",): "other",
    ("aged_priority",): "aged",
    ("greatest_need",): "first",
}
"""Which of the contacts of `waiting` an agent takes first."""

READY = [pytest.param(name, id=name) for name in usable()]


class Clock:
    time = 0.0

    def __call__(self):
        return self.time


def engine_of(routing):
    clock = Clock()
    written = TEXT.format(like="LIKE").replace("routing: {like: LIKE}", f"routing: {routing}")
    engine = RoutingEngine(parse(written), clock, agents=TEAMS, auto_accept=True)
    for agent in TEAMS:
        engine.log_in(agent)
    for agent, contacts, length in DONE:
        engine.ready(agent)
        for n in range(contacts):
            assert engine.offer(f"{agent} {n}", "a")[0].agent == agent
            clock.time += length
            engine.finish(f"{agent} {n}", wrap_up=False)
        engine.not_ready(agent)
    return engine, clock


def chosen(routing):
    engine, clock = engine_of(routing)
    for agent, passed in (("cas", 20), ("ben", 10), ("ana", 20)):
        engine.ready(agent)
        clock.time += passed
    return engine.offer("one more", "a")[0].agent


def first(routing):
    """Return which contact is taken first of an early one, an urgent one, one of another category, and one between."""
    engine, clock = engine_of(routing)
    start = clock.time
    for name, category, at, priority in (
        ("first", "a", 0, 0), ("aged", "a", 30, 1), ("urgent", "a", 200, 2), ("other", "b", 210, 0),
    ):  # fmt: skip
        clock.time = start + at
        engine.offer(name, category, priority=priority)
    return engine.ready("ana")[0].contact


@pytest.mark.parametrize("name", READY)
def test_a_preset_chooses_the_agent_whom_the_product_would(name):
    keys = PRESETS[name].sets.get("choose_agent")
    if keys is None:
        pytest.skip("it is about contacts alone")
    if "ring" in PRESETS[name].sets:
        pytest.skip("it rings at several")
    expected = CHOSEN[keys[0]] if keys[0] in CHOSEN else chosen(f"{{choose_agent: {keys}}}")
    assert chosen(f"{{like: {name}}}") == expected


@pytest.mark.parametrize(
    ("name", "at_once", "later"),
    [
        ("asterisk/ringall", ["cas", "ben", "ana"], []),
        ("freeswitch/ring-all", ["cas", "ben", "ana"], []),
        ("freeswitch/ring-progressively", ["cas"], ["ben"]),
    ],
)
def test_a_preset_that_rings_several_rings_those_whom_the_product_would_the_longest_idle_first(
    name, at_once, later
):
    clock = Clock()
    engine = RoutingEngine(parse(TEXT.format(like=name)), clock, agents=TEAMS)
    for agent in ("cas", "ben", "ana"):
        engine.log_in(agent)
        engine.ready(agent)
        clock.time += 10
    assert [decision.agent for decision in engine.offer("one", "a")] == at_once
    clock.time += 10
    assert [decision.agent for decision in engine.tick()] == later


@pytest.mark.parametrize("name", READY)
def test_a_preset_takes_the_contact_that_the_product_would(name):
    keys = tuple(PRESETS[name].sets.get("choose_contact", ("priority", "longest_wait")))
    assert first(f"{{like: {name}}}") == FIRST[keys]


def test_every_preset_can_be_used():
    assert not {name: missing(preset) for name, preset in PRESETS.items() if missing(preset)}


def test_every_product_has_presets_and_every_preset_a_product():
    assert {name.partition("/")[0] for name in PRESETS} == set(PRODUCTS)


def test_a_preset_is_the_same_as_the_keys_that_it_stands_for():
    like = parse(text(root="routing: {like: avaya/ead-mia}")).routing
    assert like.choose_agent == ["highest_skill", "longest_idle"]
    assert like.choose_contact == ["priority", "longest_wait"]


def test_what_a_preset_leaves_open_can_be_said_beside_it():
    like = parse(text(root="routing: {like: avaya/ead-mia, choose_contact: [longest_wait]}")).routing
    assert (like.choose_agent[0], like.choose_contact) == ("highest_skill", ["longest_wait"])


def test_what_a_preset_stands_for_cannot_be_said_beside_it():
    (fault,) = faults(text(root="routing: {like: avaya/ead-mia, choose_agent: [random]}"))
    assert fault == (
        "f.yaml:6: routing.choose_agent: is given beside `like`, and 'avaya/ead-mia' stands for "
        "choose_agent: [highest_skill, longest_idle]; remove one of the two"
    )


def test_an_unknown_preset_is_told_with_the_nearest_one():
    (fault,) = faults(text(root="routing: {like: asterisk/leastrecnt}"))
    assert fault.startswith(
        "f.yaml:6: routing.like: unknown preset 'asterisk/leastrecnt'; did you mean 'asterisk/leastrecent'? one of: "
    )


def test_a_preset_that_needs_what_is_not_there_says_what(monkeypatch):
    monkeypatch.setitem(PRESETS, "cisco/never", Preset("Never", {"choose_agent": ["never"], "nowhere": 1}))
    (fault,) = faults(text(root="routing: {like: cisco/never}"))
    told = "'cisco/never' needs nowhere, never, which this version of acd does not have; take another"
    assert fault == f"f.yaml:6: routing.like: {told}"


def test_a_preset_tells_what_it_stands_for():
    like = parse(text(root="routing: {like: twilio/fifo}"))
    assert preset_note(like) == (
        "routing.like: twilio/fifo stands for choose_agent: [longest_idle], choose_contact: [priority, longest_wait] "
        "(targets and timeouts: `routing.steps`)"
    )
    assert preset_note(parse(text())) is None
