"""What a user's process does to the core: contacts that are watched, agents held and let go."""

import pytest

from acd.core import engine
from acd.core.codes import AgentReason, LegReason, Outcome, Stop
from acd.core.tables import NONE, SECOND
from tests.runs import HOUR, centre, history, legs, minutes, prepared

WORD = int(AgentReason.FIRST_WORD)
SHIFT = 'shifts: [{agents: 1, at: "08:00", length: 2h, breaks: [{after: 30m, length: 10m}]}]'


def us(minute):
    return (8 * HOUR + 60 * minute) * SECOND


class Acts:
    """A run that stops to be meddled with."""

    def __init__(self, *args, **options):
        self.run = prepared(centre(*args, **options))
        self.told = []

    def until(self, minute):
        self.advance(us(minute) - 1)
        return self

    def advance(self, limit):
        while self.run.advance(limit) == Stop.WATCHED:
            self.hear()

    def hear(self):
        n = int(self.run.tables["world"]["n_watched"][0])
        self.told += self.run.tables["watched"][:n].copy().tolist()
        self.run.tables["world"]["n_watched"] = 0

    def inject(self, minute, tier=0):
        self.until(minute)
        serial = engine.inject(self.run.tables.handle, us(minute), 0, tier, 7 + minute, 3)
        self.hear()
        return serial

    def hold(self, minute, away, a=0):
        self.until(minute)
        return engine.hold_agent(self.run.tables.handle, us(minute), a, away, WORD)

    def close(self):
        self.advance(us(10**5))
        return self.run.close()

    def heard(self):
        """Return outcome, end [min], agent and settled of every contact told."""
        return [(row[1], minutes([row[3]])[0], row[6], row[7]) for row in self.told]


def test_a_watched_contact_is_told_when_it_ends():
    acts = Acts("patience: {dist: constant, value: 2m}")
    assert [acts.inject(minute) for minute in (10, 11)] == [0, 1]
    acts.close()
    assert acts.heard() == [(Outcome.ABANDONED, 13, NONE, NONE), (Outcome.ANSWERED, 15, 0, 1)]


def test_a_run_stops_at_the_event_in_which_a_watched_contact_ends():
    acts = Acts("arrivals: {rate: 60/h}, patience: {dist: constant, value: 2m}")
    acts.inject(10)
    assert acts.run.advance(us(60)) == Stop.WATCHED
    assert acts.run.tables["desk"]["now"][0] == acts.run.tables["watched"]["time"][0]


def test_a_watched_contact_that_is_refused_is_told_at_once():
    acts = Acts("max_queue: 0", "count: 0")
    acts.inject(10)
    assert acts.heard() == [(Outcome.REFUSED, 10, NONE, NONE)]


def test_only_the_first_contact_of_an_injected_matter_is_watched():
    back = "redial: {probability: 1, after: {dist: constant, value: 10m}}"
    acts = Acts(f"max_queue: 0, {back}", "count: 0")
    acts.inject(10)
    logs = acts.close()
    assert len(acts.told) == 1
    assert logs.legs["attempt"].tolist() == [1, 2, 3, 4, 5]


def test_an_injected_contact_without_a_tier_draws_it():
    acts = Acts(root="tiers: {gold: {share: 50%}}\n")
    for minute in range(40):
        acts.inject(minute, NONE)
    assert {tier for (tier,) in legs(acts.close(), "tier")} == {0, 1}


def test_after_closing_time_an_injected_contact_is_turned_away():
    acts = Acts(calendar="days: 2, at_close: turn_away")
    acts.inject(300)
    assert legs(acts.close(), "outcome", "reason") == [(Outcome.REFUSED, LegReason.CLOSED)]


def test_an_agent_is_held_at_once_and_let_go():
    acts = Acts()
    acts.hold(10, 1)
    acts.hold(11, 1)
    acts.hold(20, 0)
    acts.hold(21, 0)
    assert history(acts.close()) == [
        (0, "not_ready"), (0, "ready"), (10, "not_ready"), (20, "ready"), (240, "off"),
    ]  # fmt: skip


def test_an_agent_let_go_takes_who_waits():
    acts = Acts()
    acts.hold(10, 1)
    acts.inject(12)
    acts.hold(20, 0)
    assert legs(acts.close(), "bound") == [(20,)]


def test_a_break_is_taken_while_away_and_the_agent_is_away_after_it():
    acts = Acts(group=SHIFT)
    acts.hold(20, 1)
    acts.hold(50, 0)
    assert history(acts.close())[2:] == [
        (20, "not_ready"), (30, "not_ready"), (40, "not_ready"), (50, "ready"), (120, "off"),
    ]  # fmt: skip


def test_who_is_taken_away_on_a_break_stays_away_after_it():
    acts = Acts(group=SHIFT)
    acts.hold(35, 1)
    assert history(acts.close())[2:] == [(30, "not_ready"), (40, "not_ready"), (120, "off")]


def test_who_is_away_at_the_end_of_a_day_is_away_the_next_morning():
    acts = Acts(calendar="days: 2")
    acts.hold(100, 1)
    assert history(acts.close())[2:] == [
        (100, "not_ready"), (240, "off"), (1440, "not_ready"), (1440, "not_ready"), (1680, "off"),
    ]  # fmt: skip


@pytest.mark.parametrize(("away", "state"), [(1, "not_ready"), (0, "ready")])
def test_who_is_held_before_the_first_shift_comes_in_so(away, state):
    acts = Acts()
    acts.hold(-20, 1)
    if not away:
        acts.hold(-10, 0)
    assert history(acts.close())[1] == (0, state)


def test_an_agent_given_back_after_closing_serves_and_lets_the_others_go():
    acts = Acts(group="count: 2")
    for a in (0, 1):
        acts.hold(10, 1, a)
    acts.inject(230)
    acts.hold(250, 0)
    logs = acts.close()
    assert legs(logs, "bound") == [(250,)]
    assert history(logs, 0)[3:] == [(250, "busy"), (255, "off")]
    assert history(logs, 1)[3:] == [(250, "off")]


def test_without_a_log_of_legs_a_watched_contact_is_told_all_the_same():
    acts = Acts("max_queue: 0", "count: 0")
    acts.run.tables["planet"]["keep_legs"] = 0
    acts.inject(10)
    assert acts.heard() == [(Outcome.REFUSED, 10, NONE, NONE)]
    assert len(acts.close().legs) == 0


def test_when_staffing_falls_those_not_ready_leave_after_the_ready_and_before_the_busy():
    acts = Acts(
        group="staffing: {per_interval: [3, 1, 1, 1, 1, 1, 1, 1]}", handle="{dist: constant, value: 50m}"
    )
    acts.hold(10, 1, 0)
    acts.hold(10, 1, 1)
    acts.inject(11)
    acts.hold(12, 0, 0)
    logs = acts.close()
    assert history(logs, 0)[3:] == [(12, "ready"), (30, "off")]
    assert history(logs, 1)[2:] == [(10, "not_ready"), (30, "off")]
    assert history(logs, 2)[2:] == [(11, "busy"), (61, "ready"), (240, "off")]
