"""Agents taken away and given back, and contacts injected, leave the very log of the plain machine."""

import pytest
import simpy
from hypothesis import given, settings
from hypothesis import strategies as st

from acd.clocks.simpy_clock import SimpyCentre
from acd.core.codes import AgentReason, AgentState
from acd.scenario import parse
from tests.reference.both import difference, exactly, rows
from tests.reference.durations import SECOND
from tests.reference.world import World
from tests.strategies import scenarios

WORDS = ("outage", "training")


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("plain")


@st.composite
def acts(draw):
    """Draw a minute of the first day, what is done then, to which group or category, how many, and a word."""
    verb = draw(st.sampled_from(["take", "take", "give", "inject"]))
    return (
        draw(st.integers(470, 800)),
        verb,
        draw(st.integers(0, 2)),
        draw(st.integers(0, 4)),
        draw(st.integers(0, 1)),
    )


def named(names, number):
    """Return a group or category of the scenario."""
    return list(names)[number % len(names)]


def in_simpy(scenario, script):
    """Run a script as a user's process on the core; return its legs and changes."""
    env = simpy.Environment()
    centre = SimpyCentre(env, scenario)

    def user():
        taken = []
        for name, (minute, verb, which, number, word) in enumerate(script):
            yield env.timeout(60 * minute - env.now)
            if verb == "take":
                taken.append(centre.take_away(named(scenario.agents, which), number, WORDS[word]))
            elif verb == "give" and taken:
                centre.give_back(taken[number % len(taken)])
            elif verb == "inject":
                centre.inject(named(scenario.categories, which), contact=str(name))

    env.process(user())
    env.run(until=centre.end)
    return rows(centre.logs().legs), rows(centre.logs().changes)


def plainly(scenario, script):
    """Run the same script on the plain machine; return its legs and changes."""
    world, taken, words = World(scenario), [], []

    def act(now, name, verb, which, number, word):
        if verb == "take":
            known = [*words, word]
            reason = AgentReason.FIRST_WORD + known.index(word)
            taken.append(world.roster.take_away(now, named(scenario.agents, which), number, reason))
            words[:] = sorted({*known}, key=known.index) if taken[-1] else words
        elif verb == "give" and taken:
            world.roster.give_back(now, taken[number % len(taken)])
        elif verb == "inject":
            world.inject(now, named(scenario.categories, which), None, name)

    for name, (minute, *told) in enumerate(script):
        world.at(60 * minute * SECOND, lambda now, name=name, told=told: act(now, name, *told))
    world.run()
    return [tuple(row) for row in world.legs], [tuple(row) for row in world.router.changes]


@settings(max_examples=60)
@given(drawn=scenarios(), script=st.lists(acts(), max_size=12).map(sorted))
def test_acts_of_a_user_leave_the_same_log(drawn, script, folder):
    scenario = exactly(drawn, folder)
    (core_legs, core_changes), (legs, changes) = in_simpy(scenario, script), plainly(scenario, script)
    assert difference(core_legs, legs) is None
    assert difference(core_changes, changes) is None


CLOSED = """
acd: 1
name: one contact waits at closing time, for an agent who is away
calendar: {start: 2026-01-05, days: 1, open: 08:00-12:00}
categories:
  a: {arrivals: {trace: last.csv}, handle: {dist: constant, value: 30m}}
  b: {handle: {dist: constant, value: 30m}}
agents: {one: {count: 3, authorised: [a]}, other: {count: 1, authorised: [b]}}
"""


def test_whoever_is_given_back_after_closing_time_lets_the_others_go(folder):
    (folder / "last.csv").write_text("arrived\n43140\n43150\n")
    scenario = parse(CLOSED, folder, "closed.yaml")
    script = [(660, "take", 0, 2, 0), (730, "give", 0, 0, 0)]
    core, plain = in_simpy(scenario, script), plainly(scenario, script)
    assert core == plain
    assert (43_800 * SECOND, 3, 1, AgentState.OFF, AgentReason.CLOSED, 0) in plain[1]
