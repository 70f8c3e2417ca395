"""Watching contacts on the SimPy clock: told at their moment, looking changes nothing, acting is exact."""

import re

import numpy as np
import pytest
import simpy
from hypothesis import given, settings
from hypothesis import strategies as st

from acd import SimpyCentre
from acd.build import Keep, build_setup
from acd.build import state as built
from acd.clocks import CompiledClock, Run
from acd.core.codes import Outcome
from acd.core.tables import SECOND
from acd.errors import CommandError
from acd.scenario import parse
from tests.clocks.uncompiled_worker import digests, over
from tests.runs import HOUR, centre, traced
from tests.strategies import scenarios

OPEN = 8 * HOUR
EVERYTHING = Keep(log=True, commands=True, steps=True)
BUSY = "arrivals: {rate: 60/h}, patience: {dist: exponential, mean: 2m}"
TWO = """
name: two
calendar: {open: "08:00-12:00"}
categories:
  a: {arrivals: {rate: 30/h}, handle: {dist: exponential, mean: 3m}}
  b: {arrivals: {rate: 20/h}, handle: {dist: exponential, mean: 3m}, patience: {dist: exponential, mean: 1m}}
agents: {g: {count: 3, authorised: [a, b]}}
"""


def compiled(scenario):
    return CompiledClock().run(Run(build_setup(scenario), 1, 0, EVERYTHING))


def begun(scenario):
    env = simpy.Environment()
    return env, SimpyCentre(env, scenario, keep=EVERYTHING)


def by_process(env, watch, seen):
    """Start a process that waits for every contact of a watch."""

    def process():
        while True:
            outcome = yield watch.next()
            seen.append((env.now, outcome))

    env.process(process())


def told(outcome):
    """Return an outcome in the units and the order of the log's columns below."""
    bound = -1 if np.isnan(outcome.bound) else round(outcome.bound * SECOND)
    times = (round(time * SECOND) for time in (outcome.arrived, outcome.joined, outcome.ended))
    return (outcome.contact, *times, bound, outcome.agent, outcome.outcome)


def ended_in(legs):
    """Return what a watcher must have been told, a line a contact, in the order in which the log has them."""
    rows = legs[over(legs)]
    columns = ("contact", "arrived", "joined", "ended", "bound", "agent", "outcome")
    return [(*row[:-1], Outcome(row[-1]).name.lower()) for row in rows[list(columns)].tolist()]


def all_of(outcomes, legs):
    """Say whether a watcher was told of every contact once, as its last row says, in the order of ends."""
    heard, expected = [told(outcome) for outcome in outcomes], ended_in(legs)
    if "last" in legs.dtype.names:
        # a rich centre writes a leg when it is wrapped up, and tells when it ends
        assert [outcome.ended for outcome in outcomes] == sorted(outcome.ended for outcome in outcomes)
        return sorted(heard) == sorted(expected)
    return heard == expected


@settings(max_examples=60)
@given(scenarios(), st.sampled_from(["callback", "process", "both"]))
def test_a_watcher_that_only_looks_changes_nothing_and_hears_all(folder, drawn, form):
    scenario = drawn.scenario(folder)
    env, centre_ = begun(scenario)
    heard, seen = [], []
    if form != "process":
        centre_.watch(lambda outcome: heard.append((env.now, outcome)))
    if form != "callback":
        by_process(env, centre_.watch(), seen)
    env.run(until=centre_.end)
    logs = centre_.logs()
    assert digests(logs) == digests(compiled(scenario))
    for outcomes in [heard] * (form != "process") + [seen] * (form != "callback"):
        assert all_of([outcome for _, outcome in outcomes], logs.legs)
        assert all(round(now * SECOND) == round(outcome.ended * SECOND) for now, outcome in outcomes)


@settings(max_examples=20)
@given(scenarios(), st.integers(0, 3))
def test_the_uncompiled_core_leaves_the_same_bytes_when_watched(folder, uncompiled, drawn, seed):
    run = Run(build_setup(drawn.scenario(folder)), seed, 0, EVERYTHING)
    expected = digests(CompiledClock().run(run))
    assert uncompiled(drawn, folder, seed, "watched") == expected


@settings(max_examples=20)
@given(scenarios())
def test_tables_that_grow_while_contacts_are_watched_change_nothing(folder, drawn):
    scenario = drawn.scenario(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(built, "FIRST_CONTACTS", 2)
        patch.setattr(built, "LOG_ROWS", 2)
        env, centre_ = begun(scenario)
    seen = []
    centre_.watch(seen.append)
    env.run(until=centre_.end)
    assert digests(centre_.logs()) == digests(compiled(scenario))
    assert all_of(seen, centre_.logs().legs)


def test_only_the_categories_asked_for_are_told():
    env, centre_ = begun(parse(TWO, name="two.yaml"))
    all_of_them, of_b = [], []
    centre_.watch(all_of_them.append)
    by_name = centre_.watch(of_b.append, categories="b")
    in_list = []
    centre_.watch(in_list.append, categories=["b", "a", "b"])
    env.run(until=OPEN + 2 * HOUR)
    by_name.stop()
    by_name.stop()
    before = len(of_b)
    env.run(until=centre_.end)
    assert len(of_b) == before > 5
    assert {outcome.category for outcome in of_b} == {"b"}
    assert of_b == [outcome for outcome in all_of_them if outcome.category == "b"][:before]
    assert in_list == all_of_them
    assert {outcome.category for outcome in all_of_them} == {"a", "b"}


def test_a_contact_injected_and_watched_is_told_to_both():
    env, centre_ = begun(centre("resolution: 0"))
    seen, outcomes = [], []
    centre_.watch(seen.append)

    def process():
        yield env.timeout(OPEN + 60)
        outcomes.append((yield centre_.inject("a")))
        outcomes.append((yield centre_.inject("a")))

    env.process(process())
    env.run(until=centre_.end)
    assert seen == outcomes
    assert [outcome.ended for outcome in seen] == [OPEN + 360, OPEN + 660]


@pytest.mark.parametrize(("acts", "bound"), [(False, [10, 15]), (True, [10, 20])])
def test_a_watcher_acts_before_the_core_goes_on(tmp_path, acts, bound):
    env, centre_ = begun(traced(tmp_path, 10, 15))

    def hear(outcome):
        if outcome.contact == 0 and acts:
            # the second contact arrives at this very microsecond, after the first has ended
            env.process(back(centre_.take_away("g")))

    def back(taken):
        yield env.timeout(300)
        centre_.give_back(taken)

    centre_.watch(hear)
    env.run(until=centre_.end)
    legs = centre_.logs().legs
    assert ((legs["bound"] / SECOND - OPEN) / 60).tolist() == bound


def test_contacts_that_end_while_nobody_asks_are_there_at_once(tmp_path):
    env, centre_ = begun(traced(tmp_path, 10, 11, 12, group="count: 3"))
    watch, seen = centre_.watch(), []

    def process():
        for _ in range(3):
            outcome = yield watch.next()
            seen.append((env.now - OPEN, outcome.ended - OPEN))
            yield env.timeout(600)

    env.process(process())
    env.run(until=centre_.end)
    assert seen == [(900, 900), (1500, 960), (2100, 1020)]


def test_all_contacts_that_closing_turns_away_reach_a_slow_process():
    env, centre_ = begun(centre(BUSY, "count: 0", "at_close: turn_away"))
    watch, seen = centre_.watch(), []

    def process():
        while True:
            seen.append((yield watch.next()))
            yield env.timeout(0)

    env.process(process())
    env.run(until=centre_.end)
    assert [told(outcome) for outcome in seen] == ended_in(centre_.logs().legs)
    assert len([outcome for outcome in seen if outcome.outcome == "refused"]) > 1


def test_whoever_waits_no_longer_than_a_minute_misses_nobody():
    env, centre_ = begun(centre(BUSY, "count: 2"))
    watch, seen, ticks = centre_.watch(), [], []

    def process():
        while True:
            ended = watch.next()
            result = yield ended | env.timeout(60)
            if ended in result:
                seen.append(result[ended])
            else:
                ticks.append(env.now)

    env.process(process())
    env.run(until=centre_.end)
    assert ticks
    assert all_of(seen, centre_.logs().legs)


def test_a_run_may_stop_at_every_contact_and_go_on():
    scenario = centre(BUSY, "count: 2")
    env, centre_ = begun(scenario)
    watch, heard, seen = centre_.watch(), [], []
    centre_.watch(heard.append)
    while not centre_.end.triggered:
        seen.append(env.run(until=watch.next() | centre_.end))
    outcomes = [outcome for result in seen for outcome in result.values() if outcome is not None]
    assert [told(outcome) for outcome in heard] == ended_in(compiled(scenario).legs)
    assert outcomes == heard
    assert digests(centre_.logs()) == digests(compiled(scenario))


def test_a_run_may_stop_at_the_event_itself():
    env, centre_ = begun(centre(BUSY, "count: 2"))
    watch, heard = centre_.watch(), []
    centre_.watch(heard.append)
    seen = [env.run(until=watch.next()) for _ in range(20)]
    env.run(until=centre_.end)
    assert heard[:20] == seen
    assert [told(outcome) for outcome in heard] == ended_in(centre_.logs().legs)


def test_an_error_in_a_callback_comes_through_and_the_run_can_go_on():
    scenario = centre(BUSY, "count: 2")
    env, centre_ = begun(scenario)
    heard = []

    def hear(outcome):
        if len(heard) % 7 == 3:
            heard.append(None)
            raise ZeroDivisionError

    centre_.watch(hear)
    centre_.watch(heard.append)
    errors = 0
    while not centre_.end.processed:
        try:
            env.run()
        except ZeroDivisionError:
            errors += 1
    assert errors == heard.count(None) > 1
    assert [told(outcome) for outcome in heard if outcome is not None] == ended_in(centre_.logs().legs)


def test_two_watched_centres_share_an_environment():
    scenario = centre(BUSY, "count: 2")
    env = simpy.Environment(initial_time=-100)
    centres = [SimpyCentre(env, scenario, replication=k, keep=EVERYTHING) for k in range(2)]
    moments = []
    for one in centres:
        one.watch(lambda outcome: moments.append((env.now, outcome.ended)))
    env.run(until=env.all_of([one.end for one in centres]))
    assert moments == sorted(moments)
    for k, one in enumerate(centres):
        alone = CompiledClock().run(Run(build_setup(scenario), 1, k, EVERYTHING))
        assert digests(one.logs()) == digests(alone)


def test_one_contact_told_is_one_event_of_simpy():
    env, centre_ = begun(centre(BUSY, "count: 2"))
    heard = []
    centre_.watch(heard.append)
    steps = 0
    while not centre_.end.processed:
        env.step()
        steps += 1
    assert len(heard) > 100
    # and the first wake, one more after it when the heap was not empty, and the end
    assert steps <= len(heard) + 3


def test_an_outcome_cannot_be_changed_and_shows_what_it_is():
    env, centre_ = begun(centre("patience: {dist: constant, value: 90}", "count: 0"))
    seen = []
    centre_.watch(seen.append)
    env.run(until=OPEN + 60)
    centre_.inject("a")
    env.run(until=centre_.end)
    (outcome,) = seen
    assert repr(outcome) == (
        "ContactOutcome(contact=0, category='a', tier='standard', outcome='abandoned', arrived=28860.0, "
        "joined=28860.0, bound=nan, ended=28950.0, agent=-1, settled=None, legs=1, referrals=0)"
    )
    with pytest.raises(AttributeError):
        outcome.ended = 0.0
    with pytest.raises(AttributeError):
        outcome.other = 0.0
    assert (outcome.wait, outcome.handling) == (90, 0)
    assert outcome != "abandoned"
    assert len({outcome, *seen}) == 1


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda c: c.watch(categories="b"), "unknown category 'b'; defined: a"),
        (lambda c: c.watch(print, ["a", "z"]), "unknown category 'z'; defined: a"),
        (
            lambda c: c.watch(print).next(),
            "watch.next: this watch calls a function back; leave `hear` out to wait for contacts",
        ),
    ],
)
def test_a_watch_that_makes_no_sense_is_one_clear_error(act, message):
    _, centre_ = begun(centre())
    with pytest.raises(CommandError, match=f"^{re.escape(message)}$"):
        act(centre_)


def test_nothing_can_be_watched_once_the_run_is_over():
    env, centre_ = begun(centre())
    env.run(until=centre_.end)
    with pytest.raises(CommandError, match="the run is over: nothing can be changed any more"):
        centre_.watch(print)


@pytest.mark.parametrize("act", ["inject", "watch"])
def test_who_begins_to_watch_after_the_tables_have_grown_is_told_of_every_end(act):
    scenario = centre(
        "arrivals: {per_interval: [40, 4, 4, 4, 4, 4, 4, 4]}", handle="{dist: constant, value: 1m}"
    )
    env = simpy.Environment()
    told = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(built, "FIRST_CONTACTS", 2)
        own = SimpyCentre(env, scenario)
    small = len(own.run.tables["watched"])

    def late():
        yield env.timeout(11 * HOUR)
        assert len(own.run.tables["watched"]) > small
        if act == "watch":
            own.watch(told.append)
        else:
            told.append((yield own.inject("a")))

    env.process(late())
    env.run(until=own.end)
    after = own.logs().legs["arrived"] > 11 * HOUR * SECOND
    assert len(told) == (1 if act == "inject" else after.sum())
    assert {one.outcome for one in told} == {"answered"}
