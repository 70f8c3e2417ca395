"""The proof that router and world are apart: a recorded simulation's commands give its very decisions."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

import acd
from acd.scenario import Scenario, parse
from tests.drawn_plans import planned
from tests.live.replay import Replay
from tests.strategies import scenarios

ROOT = Path(__file__).parents[2]


def agents_of(log: acd.Result) -> dict[str, str]:
    """Return every agent's name and group, in the simulation's order."""
    names = log.log.agents["agent"].cat.categories
    return {name: name.rsplit(" ", 1)[0] for name in names}


def check(scenario: Scenario, seed: int) -> int:
    result = acd.simulate(scenario, replications=1, seed=seed, keep_commands=True)
    commands = result.log.commands
    replay = Replay(scenario, commands, agents_of(result), seed)
    assert replay.decisions() == commands["decisions"].tolist()
    return len(commands)


@settings(max_examples=40)
@given(drawn=scenarios())
def test_recorded_commands_give_the_same_decisions(drawn, tmp_path_factory):
    scenario = drawn.scenario(tmp_path_factory.getbasetemp())
    assert check(scenario, seed=3) >= 0


@settings(max_examples=40)
@given(drawn=planned())
def test_recorded_commands_along_routing_plans_give_the_same_decisions(drawn, tmp_path_factory):
    scenario = drawn.scenario(tmp_path_factory.getbasetemp())
    assert check(scenario, seed=3) >= 0


BUSY = """
acd: 1
name: many agents, ties everywhere
calendar: {days: 1, open: 08:00-12:00}
categories:
  a: {arrivals: {rate: 240/h}, handle: {dist: constant, value: 2m}, patience: {dist: constant, value: 40}, max_queue: 6}
  b: {arrivals: {rate: 120/h}, handle: {dist: exponential, mean: 3m}, wrap_up: {dist: constant, value: 10}, priority: 1}
tiers: {gold: {share: 0.3, age_credit: 90s}, silver: {share: 0.2, priority: 2}}
agents:
  one: {count: 6, authorised: [a]}
  two: {count: 7, authorised: [b, a]}
routing: {choose_agent: [%s], choose_contact: [%s]}
"""


@pytest.mark.parametrize("contacts", ["priority, longest_wait", "category_order", "longest_wait, priority"])
@pytest.mark.parametrize("agents", ["longest_idle", "random", "least_occupied", "group_order, random"])
def test_every_rule_is_decided_alike(agents, contacts, tmp_path):
    scenario = parse(BUSY % (agents, contacts), tmp_path, "busy.yaml")
    assert check(scenario, seed=5) > 3000


LESSONS = {
    "email_and_calls": {"offer", "finish", "channels"},
    "ringing": {"offer", "accept", "lapse", "finish"},
    "verification_and_referral": {"offer", "activity", "finish", "wrapped_up"},
    "chat": {"offer", "finish"},
}
"""Lessons in which agents hold several contacts, phones ring and customers are on hold, and commands of each."""


@pytest.mark.parametrize("lesson", LESSONS)
def test_richer_lives_are_decided_alike(lesson):
    scenario = acd.load(ROOT / "scenarios" / f"{lesson}.yaml")
    scenario = scenario.replace("calendar.warm_up", 0).replace("calendar.days", 1)
    result = acd.simulate(scenario, replications=1, seed=4, keep_commands=True)
    commands = result.log.commands
    assert set(commands["command"]) >= LESSONS[lesson]
    assert Replay(scenario, commands, agents_of(result), 4).decisions() == commands["decisions"].tolist()
