"""A run makes room as it goes, whoever moves it, and closes with whatever is still in the centre."""

from unittest.mock import patch

import pytest
import simpy

import acd.clocks
from acd import SimpyCentre
from acd.build import state
from acd.clocks.compiled import CompiledClock
from acd.core.codes import Outcome
from acd.core.tables import SECOND
from tests.runs import HOUR, centre, legs, logs_of, prepared, traced


def test_only_the_logs_that_are_kept_grow(tmp_path):
    scenario = traced(tmp_path, *range(30), group="count: 0")
    with patch.object(state, "LOG_ROWS", 2):
        run = prepared(scenario, commands=False)
    run.advance()
    assert (len(run.tables["command"]), len(run.tables["decision"])) == (1, 1)
    assert run.close().legs.tobytes() == logs_of(scenario).legs.tobytes()


def test_a_run_closes_with_more_contacts_than_its_log_had_rows(tmp_path):
    scenario = traced(
        tmp_path, *[0] * 20, *[5] * 90, category="ivr: {dist: constant, value: 3m}", group="count: 0"
    )
    with patch.object(state, "LOG_ROWS", 2):
        run = prepared(scenario)
    run.advance((8 * HOUR + 6 * 60) * SECOND)
    logs = run.close(stopped=True)
    assert legs(logs, "outcome", "arrived") == [(Outcome.CARRIED_OVER, 0)] * 20
    assert logs.until == (8 * HOUR + 3 * 60) * SECOND  # the last command to the router
    assert logs.contacts == 110


def test_a_user_may_bring_more_contacts_than_there_was_room_for():
    env = simpy.Environment()
    centre_ = SimpyCentre(env, centre("patience: {dist: exponential, mean: 1h}", "count: 0"))
    told = []

    def crowd(env):
        yield env.timeout(9 * HOUR)
        events = [centre_.inject("a") for _ in range(600)]
        yield env.all_of(events)
        told.extend(event.value for event in events)

    env.process(crowd(env))
    env.run(until=centre_.end)
    assert [outcome.contact for outcome in told] == list(range(600))
    assert centre_.logs().contacts == 600


def test_a_name_that_is_not_there_is_said_so():
    with pytest.raises(AttributeError, match=r"module 'acd\.clocks' has no attribute 'WallClock'"):
        acd.clocks.WallClock  # noqa: B018 - the question is the test


def test_what_a_logs_buffer_held_before_does_not_show(tmp_path):
    scenario = centre(
        "arrivals: {rate: 60/h}, patience: {dist: exponential, mean: 2m}, "
        "redial: {probability: 50%, after: {dist: exponential, mean: 10m}, attempts: 3}",
        "count: 3",
    )
    left = {}
    for garbage in (0x00, 0xFF):
        run = prepared(scenario)
        for name in ("leg", "change", "command", "decision"):
            run.tables[name].view("u1")[:] = garbage
        logs = CompiledClock().run(run)
        left[garbage] = [rows.tobytes() for rows in (logs.legs, logs.changes, logs.commands, logs.decisions)]
        assert all(left[garbage])
    assert left[0x00] == left[0xFF]
