"""Time in SimPy: the core runs ahead to the next moment at which a process can act, and no further."""

from itertools import pairwise

import numpy as np
import pytest
import simpy
from hypothesis import given, settings
from hypothesis import strategies as st

from acd import SimpyCentre
from acd.build import Keep, build_setup
from acd.clocks import CompiledClock, Run, SimpyClock
from tests.clocks.uncompiled_worker import digests
from tests.runs import HOUR, centre, logs_of, prepared, traced
from tests.strategies import scenarios

OPEN = 8 * HOUR
EVERYTHING = Keep(log=True, commands=True)
BUSY = "arrivals: {rate: 60/h}, patience: {dist: exponential, mean: 2m}"


def compiled(scenario):
    return CompiledClock().run(Run(build_setup(scenario), 1, 0, EVERYTHING))


@settings(max_examples=30)
@given(scenarios(), st.sampled_from([60, 600, 1800]))
def test_a_process_that_only_ticks_changes_nothing(folder, drawn, step):
    scenario = drawn.scenario(folder)
    env = simpy.Environment()
    centre_ = SimpyCentre(env, scenario, keep=EVERYTHING)

    def ticker():
        while True:
            yield env.timeout(step)

    env.process(ticker())
    env.run(until=centre_.end)
    assert digests(centre_.logs()) == digests(compiled(scenario))


@settings(max_examples=20)
@given(scenarios(), st.lists(st.integers(1, 200_000), max_size=5, unique=True))
def test_running_in_pieces_is_running_in_one_go(folder, drawn, moments):
    scenario = drawn.scenario(folder)
    env = simpy.Environment()
    centre_ = SimpyCentre(env, scenario, keep=EVERYTHING)
    for moment in sorted(moments):
        env.run(until=moment)
    if not centre_.end.processed:
        env.run(until=centre_.end)
    assert digests(centre_.logs()) == digests(compiled(scenario))


@settings(max_examples=20)
@given(st.lists(st.integers(0, 4 * HOUR), max_size=8), st.integers(1, 3))
def test_acts_that_cancel_each_other_at_one_instant_change_no_leg(moments, agents):
    scenario = centre(BUSY, "count: 3")
    env = simpy.Environment()
    centre_ = SimpyCentre(env, scenario)

    def meddle(after):
        yield env.timeout(OPEN + after + 0.25)
        centre_.give_back(centre_.take_away("g", agents))

    for after in moments:
        env.process(meddle(after))
    env.run(until=centre_.end)
    before, after = compiled(scenario).legs, centre_.logs().legs
    for column in ("matter", "arrived", "joined", "category", "tier"):
        assert after[column].tolist() == before[column].tolist()


def test_at_one_instant_the_users_event_goes_before_the_cores(tmp_path):
    scenario = traced(tmp_path, 10, group="count: 1")
    env = simpy.Environment()
    centre_ = SimpyCentre(env, scenario)

    def first():
        yield env.timeout(OPEN + 600)
        yield env.timeout(0)
        centre_.inject("a")

    env.process(first())
    env.run(until=centre_.end)
    legs = centre_.logs().legs
    assert legs["matter"].tolist() == [0, 1]
    assert (legs["bound"] - legs["joined"]).tolist() == [0, 300_000_000]
    assert legs["joined"][0] == legs["joined"][1]


def test_a_users_moment_counts_as_the_nearest_microsecond(tmp_path):
    scenario = traced(tmp_path, 10, group="count: 0")
    env = simpy.Environment()
    centre_ = SimpyCentre(env, scenario)

    def late():
        yield env.timeout(np.nextafter(OPEN + 600.0, np.inf))
        centre_.inject("a")

    env.process(late())
    env.run(until=centre_.end)
    assert centre_.run.tables["world"]["contacts"][0] == 2
    assert centre_.logs().legs["matter"].tolist() == [0, 1]
    assert set(centre_.logs().legs["arrived"].tolist()) == {(OPEN + 600) * 1_000_000}


def test_what_follows_an_outcome_happens_at_its_moment():
    scenario = centre(BUSY, "count: 2")
    env = simpy.Environment()
    centre_ = SimpyCentre(env, scenario)
    ends = []

    def caller():
        yield env.timeout(OPEN + 60)
        for _ in range(5):
            outcome = yield centre_.inject("a")
            ends.append((outcome.arrived, outcome.ended))

    env.process(caller())
    env.run(until=centre_.end)
    assert all(later[0] == pytest.approx(before[1], abs=1e-6) for before, later in pairwise(ends))


def test_processes_may_wait_for_several_outcomes_at_once():
    env = simpy.Environment()
    centre_ = SimpyCentre(env, centre(group="count: 2"))
    seen = []

    def boss():
        yield env.timeout(OPEN + 60)
        events = [centre_.inject("a") for _ in range(3)]
        yield env.any_of(events)
        seen.append(env.now)
        yield env.all_of(events)
        seen.append(env.now)

    env.process(boss())
    env.run(until=centre_.end)
    assert seen == [OPEN + 360, OPEN + 660]


def test_two_centres_share_an_environment():
    scenario = centre(BUSY, "count: 2")
    env = simpy.Environment()
    centres = [SimpyCentre(env, scenario, replication=k, keep=EVERYTHING) for k in range(2)]
    env.run(until=env.all_of([one.end for one in centres]))
    for k, one in enumerate(centres):
        alone = CompiledClock().run(Run(build_setup(scenario), 1, k, EVERYTHING))
        assert digests(one.logs()) == digests(alone)


def test_the_end_is_the_time_of_the_last_event():
    scenario = centre("arrivals: {rate: 60/h}")
    env = simpy.Environment()
    centre_ = SimpyCentre(env, scenario)
    env.run(until=centre_.end)
    assert round(env.now * 1e6) == int(compiled(scenario).changes["time"].max())


@pytest.mark.parametrize("clock", [CompiledClock, SimpyClock])
def test_a_clock_that_is_halted_stops_where_it_is(clock):
    run = prepared(centre("arrivals: {rate: 60/h}"))
    run.advance = lambda limit=0: Run.advance(run, limit if limit else 1 << 61, 50)
    logs = clock(lambda: True).run(run)
    whole = logs_of(centre("arrivals: {rate: 60/h}"))
    assert logs.until == run.now < 12 * HOUR * 1_000_000
    assert whole.until is None
    assert logs.changes.tobytes() == whole.changes[: len(logs.changes)].tobytes()
