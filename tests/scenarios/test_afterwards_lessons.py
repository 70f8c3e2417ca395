"""Lessons of ringing, callbacks and surveys: equal bytes on both clocks, and the figures that their heads tell."""

from functools import cache

import pytest

import acd
from acd.build import Keep, build_setup
from acd.clocks import CompiledClock, Run, SimpyClock
from tests.architecture.sources import ROOT
from tests.clocks.uncompiled_worker import digests

N = 20
NO_RING = dict.fromkeys(("agents.floor.answer", "agents.floor.no_answer", "agents.floor.reject"))
LATE = {"categories.service.callback.windows": "13:00-18:00"}
LAST = {"routing.estimated_wait": "last_served"}
SETTLING = {"categories.service.resolution": 0.9}
FEWER = {"agents.general.count": 5}


class Frozen(dict):
    """A mapping that can be remembered."""

    def __hash__(self):
        return hash(repr(self))


def lesson(name):
    return acd.load(ROOT / "scenarios" / f"{name}.yaml")


@pytest.mark.parametrize("name", ["ringing", "ring_all", "callbacks", "surveys"])
def test_a_lesson_leaves_the_same_bytes_on_both_clocks(name):
    setup = build_setup(lesson(name))
    keep = Keep(log=True, commands=True)
    compiled, simpy = (digests(clock().run(Run(setup, 1, 0, keep))) for clock in (CompiledClock, SimpyClock))
    assert compiled == simpy


@cache
def lines(name, changes=()):
    scenario = lesson(name)
    for place, value in changes:
        scenario = scenario.replace(place, value)
    measures = acd.simulate(scenario, N, seed=1).measures
    return measures[measures["interval"].isna() & (measures["scope"] == "total")].set_index("measure")[
        "value"
    ]


@pytest.mark.parametrize(
    ("name", "measure", "changes", "told", "digits"),
    [
        ("ringing", "service_level", {}, 0.717, 0.0005),
        ("ringing", "service_level", NO_RING, 0.818, 0.0005),
        ("ringing", "service_level", {"agents.floor.count": 14}, 0.785, 0.0005),
        ("ringing", "no_answers", {}, 370, 0.5),
        ("ringing", "not_ready", {"agents.floor.no_answer.not_ready": 600}, 0.0775, 0.0005),
        ("ring_all", "service_level", {}, 0.887, 0.0005),
        ("ring_all", "service_level", {"routing.ring": 1}, 0.741, 0.0005),
        ("ring_all", "wait", {"routing.ring": 2}, 9.6, 0.05),
        ("ring_all", "no_answers", {"routing.ring": 3}, 133, 0.5),
        ("ring_all", "abandonment", {"routing.ring": Frozen(agents=1, one_more_after="5s")}, 0.062, 0.0005),
        ("callbacks", "service_level", {}, 0.497, 0.0005),
        ("callbacks", "service_level", {"categories.service.callback": None}, 0.543, 0.0005),
        ("callbacks", "abandonment", LATE, 0.096, 0.0005),
        ("callbacks", "callback_wait", {}, 373.5, 0.5),
        ("callbacks", "callbacks", LAST, 936, 0.5),
        ("callbacks", "estimate_bias", {}, 41.6, 0.5),
        ("callbacks", "estimate_bias", LAST, -16.5, 0.5),
        ("surveys", "satisfaction", {}, 3.97, 0.005),
        ("surveys", "satisfaction", SETTLING, 4.11, 0.005),
        ("surveys", "satisfaction", FEWER, 3.93, 0.005),
        ("surveys", "service_level", FEWER, 0.5355, 0.0005),
    ],
)
def test_a_lesson_gives_the_figures_of_its_head(name, measure, changes, told, digits):
    assert lines(name, tuple(changes.items()))[measure] == pytest.approx(told, abs=digits)


def test_cases_that_bad_answers_open_are_matters_of_the_desk_for_care():
    log = acd.simulate(lesson("surveys"), N, seed=1, keep_log=True).log
    cases = log.legs[log.legs["category"] == "cases"]
    assert len(cases) / N == pytest.approx(23.6, abs=0.05)
    assert (cases["attempt"] == 1).all()
