"""Lessons about handling: the same bytes on both clocks, and what their heads say of what each feature does."""

from functools import cache

import pytest

import acd
from acd.build import Keep, build_setup
from acd.clocks import CompiledClock, Run, SimpyClock
from tests.architecture.sources import ROOT
from tests.clocks.uncompiled_worker import digests

N = 20
COLD = {"categories.business.referral.mode": "cold", "categories.business.referral.consult": None}
KNOWING = {"agents.juniors.skills": {"loans": 2}}
ALIKE = {"categories.private.complexity": None, "categories.business.complexity": None}
ASKED = {
    "categories.service.path.handle.next": {"record": 0.8, "join": 0.04, "ask": 0.16},
    "categories.service.path.send": None,
}
SENT = {
    "categories.service.path.handle.next": {"record": 0.8, "join": 0.04, "send": 0.16},
    "categories.service.path.ask": None,
}
KEEPER = "referral_desks.file_keeper"
FOR_EVER = {"category": "files", "agent": "keepers 1"}
EITHER = {"category": "files", "group": "keepers"}


def lesson(name):
    return acd.load(ROOT / "scenarios" / f"{name}.yaml")


@pytest.mark.parametrize("name", ["verification_and_referral", "paths", "transfer_to_agent"])
def test_a_lesson_leaves_the_same_bytes_on_both_clocks(name):
    setup = build_setup(lesson(name))
    keep = Keep(log=True, commands=True, steps=True)
    compiled, simpy = (digests(clock().run(Run(setup, 1, 0, keep))) for clock in (CompiledClock, SimpyClock))
    assert compiled == simpy


@cache
def lines(name, changes=()):
    scenario = lesson(name)
    for place, value in changes:
        scenario = scenario.replace(place, value)
    measures = acd.simulate(scenario, N, seed=1).measures
    return measures[measures["interval"].isna()]


def value(name, measure, of, changes=None):
    found = lines(name, tuple(Frozen(pair) for pair in (changes or {}).items()))
    [found] = found[(found["measure"] == measure) & (found["name"] == of)]["value"]
    return found


class Frozen(tuple):
    """A pair that can be remembered although its second is a mapping."""

    __slots__ = ()

    def __hash__(self):
        return hash(repr(self))


@pytest.mark.parametrize(
    ("name", "measure", "of", "changes", "told", "half_width"),
    [
        ("verification_and_referral", "aht", "business", None, 271, 3),
        ("verification_and_referral", "aht", "business", COLD, 265, 3),
        ("verification_and_referral", "offered", "loans", None, 1052, 12),
        ("verification_and_referral", "offered", "loans", KNOWING, 868, 12),
        ("verification_and_referral", "aht", "loans", None, 681, 9),
        ("verification_and_referral", "aht", "loans", ALIKE, 626, 7),
        ("paths", "aht", "service", None, 281, 1.4),
        ("paths", "aht", "service", ASKED, 284, 1.4),
        ("paths", "aht", "service", SENT, 270, 1.4),
        ("paths", "wait", "special", SENT, 34.6, 1.6),
        ("paths", "wait", "special", ASKED, 9.1, 1.0),
        ("transfer_to_agent", "wait", "files", None, 100, 4),
        ("transfer_to_agent", "wait", "files", {KEEPER: "files"}, 18, 2),
        ("transfer_to_agent", "abandonment", "files", {KEEPER: FOR_EVER}, 0.311, 0.014),
        ("transfer_to_agent", "fcr_true", "service", {KEEPER: FOR_EVER}, 0.854, 0.004),
        ("transfer_to_agent", "preferred_served", "files", None, 0.605, 0.014),
        ("transfer_to_agent", "aht", "files", {KEEPER: EITHER}, 394, 6),
        ("transfer_to_agent", "fcr_true", "service", {KEEPER: EITHER}, 0.876, 0.004),
    ],
)
def test_a_lesson_gives_the_figures_of_its_head(name, measure, of, changes, told, half_width):
    assert value(name, measure, of, changes) == pytest.approx(told, abs=half_width)


def test_a_call_goes_through_the_steps_that_the_head_tells():
    log = acd.simulate(lesson("paths"), N, seed=1, keep_steps=True).log
    steps = log.steps[log.steps["category"] == "service"]
    calls = ((log.legs["outcome"] == "answered") & (log.legs["category"] == "service")).sum()
    spent = (steps["end"] - steps["start"]).groupby(steps["step"], observed=True).sum() / calls
    told = {"identify": 15.0, "look_up": 30.0, "explain": 23.9, "handle": 150.3, "ask": 8.0, "join": 8.9}
    told |= {"record": 23.2, "referral": 1.4, "wrap_up": 20.0, "send": 0.0}
    assert spent.to_dict() == pytest.approx(told, abs=0.2)
    assert (steps["step"] == "ask").sum() / calls == pytest.approx(0.116, abs=0.0005)
