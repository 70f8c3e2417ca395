"""Lessons leave the same bytes on both clocks."""

import pytest

import acd
from acd.build import Keep, build_setup
from acd.clocks import CompiledClock, Run, SimpyClock
from tests.architecture.sources import ROOT
from tests.clocks.uncompiled_worker import digests

LESSONS = ["customers_return", "loyal_customers", "shares_of_contacts", "routing_plan"]


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_leaves_the_same_bytes_on_both_clocks(name):
    setup = build_setup(acd.load(ROOT / "scenarios" / f"{name}.yaml"))
    compiled, simpy = (
        digests(clock().run(Run(setup, 1, 0, Keep(log=True, commands=True))))
        for clock in (CompiledClock, SimpyClock)
    )
    assert compiled == simpy
