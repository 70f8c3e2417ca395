"""User processes beside the core in one SimPy environment: contacts they bring, agents they take, errors they get."""

import re

import numpy as np
import pytest
import simpy

from acd import SimpyCentre
from acd.build import Keep
from acd.clocks import Taken
from acd.core.codes import LegReason, Outcome
from acd.core.tables import SECOND
from acd.errors import CommandError
from tests.runs import HOUR, centre, frames, history

OPEN = 8 * HOUR


class Stage:
    """A centre in an environment, and a way to do things at given minutes after 08:00."""

    def __init__(self, scenario, **options):
        self.env = simpy.Environment()
        self.scenario = scenario
        self.centre = SimpyCentre(self.env, scenario, keep=Keep(log=True, commands=True), **options)
        self.said = []

    def at(self, minute, act):
        def process():
            yield self.env.timeout(OPEN + 60 * minute - self.env.now)
            result = act(self.centre)
            if isinstance(result, simpy.Event):
                self.said.append((yield result))

        return self.env.process(process())

    def finish(self):
        self.env.run(until=self.centre.end)
        return self.centre.logs()


def test_an_injected_contact_tells_how_it_was_answered():
    stage = Stage(centre("resolution: 0, wrap_up: {dist: constant, value: 60}"))
    stage.at(10, lambda c: c.inject("a"))
    stage.at(12, lambda c: c.inject("a"))
    stage.finish()
    first, second = stage.said
    assert (first.contact, first.outcome, first.agent, first.settled) == (0, "answered", 0, False)
    assert (first.arrived, first.bound, first.ended) == (OPEN + 600, OPEN + 600, OPEN + 900)
    assert (second.joined, second.bound, second.wait) == (OPEN + 720, OPEN + 960, 240)


def test_the_waiting_process_is_told_at_the_moment_the_contact_ends():
    stage = Stage(centre("arrivals: {rate: 60/h}, patience: {dist: exponential, mean: 2m}"))
    told = []

    def process(env, minute):
        yield env.timeout(OPEN + 60 * minute)
        outcome = yield stage.centre.inject("a")
        told.append((env.now, outcome.ended))

    for minute in range(1, 100, 7):
        stage.env.process(process(stage.env, minute))
    stage.finish()
    assert len(told) == 15
    assert all(round(now * SECOND) == round(ended * SECOND) for now, ended in told)


def test_a_contact_that_runs_out_of_patience_was_abandoned():
    stage = Stage(centre("patience: {dist: constant, value: 90}", "count: 0"))
    stage.at(10, lambda c: c.inject("a"))
    stage.finish()
    (outcome,) = stage.said
    assert (outcome.outcome, outcome.wait, outcome.agent, outcome.settled) == ("abandoned", 90, -1, None)
    assert np.isnan(outcome.bound)


def test_a_contact_refused_at_once_is_told_at_once():
    stage = Stage(centre("max_queue: 0", "count: 0"))
    stage.at(10, lambda c: c.inject("a"))
    stage.finish()
    (outcome,) = stage.said
    assert (outcome.outcome, outcome.ended, outcome.wait) == ("refused", OPEN + 600, 0)


def test_two_contacts_refused_at_one_instant_are_both_told():
    stage = Stage(centre("max_queue: 0", "count: 0"))
    for _ in range(2):
        stage.at(10, lambda c: c.inject("a"))
    stage.finish()
    assert [outcome.contact for outcome in stage.said] == [0, 1]


def test_all_injected_contacts_that_closing_turns_away_are_told_and_the_next_day_goes_on():
    stage = Stage(centre(group="count: 0", calendar="days: 2, at_close: turn_away"))
    for _ in range(40):
        stage.at(10, lambda c: c.inject("a"))
    stage.at(24 * 60 + 1, lambda c: c.inject("a"))
    logs = stage.finish()
    assert [outcome.ended for outcome in stage.said] == 40 * [12 * HOUR] + [36 * HOUR]
    assert set(logs.legs["reason"]) == {LegReason.CLOSED}


def test_a_contact_that_nobody_ever_answers_is_carried_over_and_nobody_is_told():
    stage = Stage(centre(group="count: 0"))
    stage.at(10, lambda c: c.inject("a"))
    logs = stage.finish()
    assert stage.said == []
    assert logs.legs["outcome"].tolist() == [Outcome.CARRIED_OVER]


def test_an_identifier_fixes_a_contacts_draws_and_a_tier_its_place():
    root = "tiers: {gold: {share: 0}}\n"
    durations = []
    for contact in ("x", "x", "y"):
        handle = "{dist: exponential, mean: 5m}"
        stage = Stage(centre(handle=handle, root=root))
        stage.at(len(durations), lambda c, contact=contact: c.inject("a", tier="gold", contact=contact))
        logs = stage.finish()
        durations.append(int(logs.legs["ended"][0] - logs.legs["bound"][0]))
        assert logs.legs["tier"].tolist() == [1]
    assert durations[0] == durations[1] != durations[2]


def test_injected_contacts_without_a_tier_are_in_the_tiers_by_their_shares():
    stage = Stage(centre(root="tiers: {gold: {share: 40%}, silver: {share: 30%}}\n"))
    for _ in range(200):
        stage.at(1, lambda c: c.inject("a"))
    logs = stage.finish()
    counts = np.bincount(logs.legs["tier"], minlength=3)
    assert (counts > 30).all()
    assert counts[1] > counts[2]


def test_idle_agents_are_taken_first_and_busy_ones_as_they_finish():
    stage = Stage(centre(group="count: 3"))
    stage.at(10, lambda c: c.inject("a"))
    taken = []
    stage.at(12, lambda c: taken.append(c.take_away("g", 3, "outage")))
    logs = stage.finish()
    assert taken == [Taken("g", (2, 1, 0))]
    assert len(taken[0]) == 3
    away = [[(t, s) for t, s in history(logs, a) if s == "not_ready" and t > 0] for a in range(3)]
    assert away == [[(15, "not_ready")], [(12, "not_ready")], [(12, "not_ready")]]


def test_giving_back_cancels_the_leave_of_those_who_have_not_left():
    stage = Stage(centre(group="count: 2"))
    stage.at(10, lambda c: c.inject("a"))
    taken = []
    stage.at(11, lambda c: taken.append(c.take_away("g", 2)))
    stage.at(14, lambda c: c.give_back(taken[0]))
    logs = stage.finish()
    assert history(logs, 0)[2:4] == [(10, "busy"), (15, "ready")]
    assert history(logs, 1)[2:4] == [(11, "not_ready"), (14, "ready")]


def test_agents_are_taken_once_and_never_more_than_there_are():
    stage = Stage(centre(group='shifts: [{agents: 2, at: "08:00", length: 2h}]'))
    taken = []
    for minute, number in ((-10, 5), (10, 1), (20, 5), (30, 5), (130, 1)):
        stage.at(minute, lambda c, n=number: taken.append(c.take_away("g", n).agents))
    stage.finish()
    assert taken == [(), (1,), (0,), (), ()]


def test_an_agent_given_back_takes_who_waits():
    stage = Stage(centre())
    taken = []
    stage.at(5, lambda c: taken.append(c.take_away("g")))
    stage.at(10, lambda c: c.inject("a"))
    stage.at(12, lambda c: c.give_back(taken[0]))
    stage.finish()
    assert stage.said[0].wait == 120


def test_an_agent_who_is_away_when_the_shift_ends_goes_home_and_is_still_away_next_day():
    shifts = 'shifts: [{agents: 1, at: "08:00", length: 2h}]'
    stage = Stage(centre(group=shifts, calendar="days: 2"))
    taken = []
    stage.at(60, lambda c: taken.append(c.take_away("g", reason="ill")))
    stage.at(24 * 60 + 30, lambda c: c.give_back(taken[0]))
    logs = stage.finish()
    day = 24 * 60
    assert history(logs) == [
        (0, "not_ready"), (0, "ready"), (60, "not_ready"), (120, "off"),
        (day, "not_ready"), (day, "not_ready"), (day + 30, "ready"), (day + 120, "off"),
    ]  # fmt: skip


def test_a_break_due_while_away_is_taken_and_the_absence_goes_on_after_it():
    shifts = 'shifts: [{agents: 1, at: "08:00", length: 2h, breaks: [{after: 30m, length: 10m}]}]'
    stage = Stage(centre(group=shifts))
    stage.at(20, lambda c: c.take_away("g", reason="course"))
    _, agents = frames(stage.scenario, stage.finish())
    rows = [(t / 60 - 480, str(r)) for t, r in zip(agents["time"], agents["reason"], strict=True)]
    assert rows == [(0, "shift"), (0, ""), (20, "course"), (30, "break"), (40, "course"), (120, "shift")]


def test_an_agent_taken_and_given_back_during_a_break_stays_on_it():
    shifts = 'shifts: [{agents: 1, at: "08:00", length: 2h, breaks: [{after: 30m, length: 10m}]}]'
    stage = Stage(centre(group=shifts))
    taken = []
    stage.at(32, lambda c: taken.append(c.take_away("g")))
    stage.at(34, lambda c: c.give_back(taken[0]))
    assert history(stage.finish()) == [
        (0, "not_ready"), (0, "ready"), (30, "not_ready"), (40, "ready"), (120, "off"),
    ]  # fmt: skip


@pytest.mark.parametrize("word", ["outage", "break", "no answer", "shift"])
def test_the_log_gives_the_users_own_word_as_the_reason(word):
    stage = Stage(centre())
    stage.at(5, lambda c: c.take_away("g", reason=word))
    stage.at(6, lambda c: c.take_away("g", reason="never used"))
    _, agents = frames(stage.scenario, stage.finish())
    assert agents["reason"].astype(str).tolist()[2] == word


MESSAGES = [
    (lambda c: c.inject("b"), "unknown category 'b'; defined: a"),
    (lambda c: c.inject("a", tier="gold"), "unknown tier 'gold'; defined: standard"),
    (lambda c: c.take_away("h"), "unknown group 'h'; defined: g"),
    (lambda c: c.take_away("g", -1), "take_away: -1 agents cannot be taken away; give a number from 0"),
    (lambda c: c.logs(), "logs: the run is not over; call env.run(until=centre.end) first"),
]


@pytest.mark.parametrize(("act", "message"), MESSAGES)
def test_a_command_that_makes_no_sense_is_one_clear_error(act, message):
    stage = Stage(centre())
    stage.env.run(until=OPEN + 60)
    with pytest.raises(CommandError, match=f"^{re.escape(message)}$"):
        act(stage.centre)


@pytest.mark.parametrize(
    "act", [lambda c: c.inject("a"), lambda c: c.take_away("g"), lambda c: c.give_back(Taken("g", (0,)))]
)
def test_nothing_can_be_changed_once_the_run_is_over(act):
    stage = Stage(centre())
    stage.finish()
    message = "the run is over: nothing can be changed any more; act before centre.end"
    with pytest.raises(CommandError, match=message):
        act(stage.centre)


def test_an_environment_that_is_too_late_is_refused():
    env = simpy.Environment(initial_time=9 * HOUR)
    with pytest.raises(
        CommandError, match="the environment's time is 32400 s, after the scenario's first event"
    ):
        SimpyCentre(env, centre())
