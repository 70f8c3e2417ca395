"""Callbacks, minute by minute: a promise is kept, whether the line is full or the centre closes, and by whom."""

import pytest

from acd.core.codes import LegReason, Outcome
from acd.scenario import parse
from tests.runs import HOUR, legs, logs_of

CENTRE = """
name: callbacks
calendar: {days: 2, open: "08:00-12:00", at_close: turn_away}
categories:
  a:
    arrivals: {trace: calls.csv}
    handle: {dist: constant, value: 5m}
    callback: {offer_when_wait_exceeds: 0s, accept: 100%, category: back}
  back: {handle: {dist: constant, value: 2m}, MORE}
agents: {g: {count: 1, authorised: [a, back]}}
routing: {estimated_wait: queue_length}
"""


@pytest.fixture
def called(tmp_path):
    """Return the log of the centre when contacts come at these minutes after 08:00."""

    def run(*minutes, more="requires: {}"):
        moments = "\n".join(str(8 * HOUR + 60 * minute) for minute in minutes)
        (tmp_path / "calls.csv").write_text(f"arrived\n{moments}\n")
        return logs_of(parse(CENTRE.replace("MORE", more), tmp_path))

    return run


def test_a_full_line_does_not_refuse_whom_a_callback_was_promised(called):
    logs = called(0, 1, 2, more="max_queue: 0")
    assert set(logs.legs["outcome"]) == {Outcome.ANSWERED, Outcome.CALLBACK}
    assert legs(logs, "joined", "bound") == [(0, 0), (1, None), (1, 5), (2, None), (2, 7)]


def test_whom_a_callback_was_promised_before_closing_time_is_called_after_the_next_opening(called):
    logs = called(237, 239)
    assert legs(logs, "joined", "bound", "ended") == [(237, 237, 242), (239, None, 239), (239, 1440, 1442)]
    assert set(logs.legs["outcome"]) == {Outcome.ANSWERED, Outcome.CALLBACK}


def test_whoever_waits_without_a_callback_is_still_turned_away_at_closing_time(tmp_path):
    (tmp_path / "calls.csv").write_text(f"arrived\n{11.95 * HOUR}\n{11.98 * HOUR}\n")
    logs = logs_of(parse(CENTRE.replace("100%", "0%").replace("MORE", "requires: {}"), tmp_path))
    assert logs.legs["outcome"].tolist() == [Outcome.REFUSED, Outcome.ANSWERED]


WANTED = """
name: whose callback
calendar: {days: 1, open: "08:00-12:00"}
categories:
  a:
    arrivals: {rate: 30/h}
    handle: {dist: exponential, mean: 5m}
    callback: {offer_when_wait_exceeds: 1m, accept: 100%, reached: 70%, attempts: 3}
tiers: {gold: {share: 100%, preferred_agent: {who: WHO, hold: HOLD}}}
agents: {g: {count: 3, authorised: [a]}}
routing: {estimated_wait: queue_length}
"""


def reasons(who, hold):
    """Return why the legs ended in which a customer was called back and reached."""
    logs = logs_of(parse(WANTED.replace("WHO", who).replace("HOLD", hold)), seed=2)
    return logs.legs[(logs.legs["leg"] > 1) & (logs.legs["settled"] == 1)]["reason"]


def test_callbacks_are_made_by_the_agent_whom_the_customer_wants_while_the_hold_lasts():
    found = reasons("own", "4h")
    assert len(found) > 10
    assert set(found) == {LegReason.PREFERRED_AGENT}


def test_when_the_hold_of_a_callback_is_over_anybody_makes_it():
    found = reasons("own", "0s").tolist()
    assert {LegReason.PREFERRED_AGENT, LegReason.OTHER_AGENT} == set(found)
    assert found.count(LegReason.OTHER_AGENT) > found.count(LegReason.PREFERRED_AGENT)
