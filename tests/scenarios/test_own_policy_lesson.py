"""The lesson of keys of one's own: equal bytes on both clocks, and the figures that its head tells."""

import pytest

import acd
from acd.build import Keep, build_setup
from acd.clocks import CompiledClock, Run, SimpyClock
from tests.architecture.sources import ROOT
from tests.clocks.uncompiled_worker import digests

OWN = {}
BY_WAIT = {"routing.choose_contact": ["longest_wait"]}
BY_PRIORITY = {"routing.choose_contact": ["priority", "longest_wait"], "tiers.gold.priority": 1}


def lesson(changes=OWN):
    scenario = acd.load(ROOT / "scenarios" / "own_policy.yaml")
    for place, value in changes.items():
        scenario = scenario.replace(place, value)
    return scenario


def test_the_lesson_leaves_the_same_bytes_on_both_clocks():
    setup = build_setup(lesson())
    keep = Keep(log=True, commands=True)
    compiled, simpy = (digests(clock().run(Run(setup, 1, 0, keep))) for clock in (CompiledClock, SimpyClock))
    assert compiled == simpy


@pytest.mark.parametrize(
    ("changes", "gold", "standard", "longest"),
    [(OWN, 22.4, 31.4, 273), (BY_WAIT, 29.3, 29.6, 278), (BY_PRIORITY, 9.8, 34.5, 364)],
)
def test_the_lesson_gives_the_figures_of_its_head(changes, gold, standard, longest):
    measures = acd.simulate(lesson(changes), 20, seed=1).measures
    rows = measures[measures["interval"].isna()].set_index(["measure", "scope", "name"])["value"]
    assert rows["wait", "tier", "gold"] == pytest.approx(gold, abs=0.05)
    assert rows["wait", "tier", "standard"] == pytest.approx(standard, abs=0.05)
    longest_waits = measures.query("measure == 'wait_max' and scope == 'total' and interval.isna()")["value"]
    assert longest_waits.item() == pytest.approx(longest, abs=0.5)
