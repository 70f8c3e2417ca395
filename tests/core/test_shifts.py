"""Who comes and goes when: counts, staffing that falls, shifts, shrinkage, and the three ways to close."""

import itertools

import numpy as np
import pytest

from acd.core.codes import AgentState, LegReason, Outcome
from acd.scenario import parse
from tests.runs import HOUR, centre, frames, history, legs, logs_of, prepared, traced

LONG = "{dist: constant, value: 30m}"
DAY = 24 * 60


def states(logs, minute):
    """Return each agent's state just after a minute, by the last change until then."""
    found = {}
    for agent in range(int(logs.changes["agent"].max()) + 1):
        before = [state for time, state in history(logs, agent) if time <= minute]
        found[agent] = before[-1] if before else "off"
    return found


def test_a_count_is_there_from_opening_to_closing():
    logs = logs_of(centre(group="count: 2", calendar="days: 2"))
    expected = [(0, "not_ready"), (0, "ready"), (240, "off")]
    assert history(logs, 1) == expected + [(t + DAY, s) for t, s in expected]


def test_unchanged_staffing_logs_nobody_out():
    logs = logs_of(centre(group="staffing: {per_interval: [2, 2, 2, 1, 2, 2, 2, 2]}"))
    assert history(logs, 0) == [(0, "not_ready"), (0, "ready"), (240, "off")]
    assert history(logs, 1) == [
        (0, "not_ready"), (0, "ready"), (90, "off"), (120, "not_ready"), (120, "ready"), (240, "off"),
    ]  # fmt: skip


def test_opening_periods_that_touch_are_one():
    logs = logs_of(centre(calendar='days: 2, open: "00:00-24:00"'))
    assert [state for _, state in history(logs)] == ["not_ready", "ready", "off"]


def test_when_staffing_falls_idle_agents_leave_first(tmp_path):
    scenario = traced(
        tmp_path, 20, 25, group="staffing: {per_interval: [3, 2, 1, 0, 0, 0, 0, 0]}", handle=LONG
    )
    logs = logs_of(scenario)
    assert states(logs, 29) == {0: "busy", 1: "busy", 2: "ready"}
    assert states(logs, 31) == {0: "busy", 1: "busy", 2: "off"}
    assert history(logs, 0)[-1] == (90, "off")
    assert history(logs, 1)[2:] == [(25, "busy"), (55, "ready"), (60, "off")]


def test_when_staffing_falls_busy_agents_leave_as_they_finish(tmp_path):
    scenario = traced(
        tmp_path, 20, 25, group="staffing: {per_interval: [2, 0, 0, 0, 0, 0, 0, 0]}", handle=LONG
    )
    logs = logs_of(scenario)
    assert history(logs, 0)[2:] == [(20, "busy"), (50, "off")]
    assert history(logs, 1)[2:] == [(25, "busy"), (55, "off")]


def test_when_staffing_rises_those_about_to_leave_stay(tmp_path):
    scenario = traced(
        tmp_path,
        20,
        group="staffing: {per_interval: [1, 0, 1, 1, 1, 1, 1, 1]}",
        handle="{dist: constant, value: 50m}",
    )
    assert history(logs_of(scenario))[2:] == [(20, "busy"), (70, "ready"), (240, "off")]


def test_of_two_about_to_leave_the_first_stays(tmp_path):
    scenario = traced(
        tmp_path,
        20,
        21,
        group="staffing: {per_interval: [2, 0, 1, 1, 1, 1, 1, 1]}",
        handle="{dist: constant, value: 50m}",
    )
    logs = logs_of(scenario)
    assert history(logs, 0)[-2:] == [(70, "ready"), (240, "off")]
    assert history(logs, 1)[-1] == (71, "off")


def test_an_agent_whose_shift_ends_while_busy_finishes_and_leaves(tmp_path):
    shifts = 'shifts: [{agents: 1, at: "08:00", length: 1h}]'
    scenario = traced(
        tmp_path, 50, 55, group=shifts, handle=LONG, category="wrap_up: {dist: constant, value: 1m}"
    )
    logs = logs_of(scenario)
    assert history(logs)[2:] == [(50, "busy"), (80, "wrap_up"), (81, "off")]
    assert legs(logs, "outcome") == [(Outcome.ANSWERED,), (Outcome.CARRIED_OVER,)]


def test_shifts_that_touch_are_worked_through():
    shifts = 'shifts: [{agents: 1, at: "22:00", length: 24h}]'
    logs = logs_of(centre(group=shifts, calendar='days: 3, open: "00:00-24:00"'))
    assert [state for _, state in history(logs)] == ["not_ready", "ready", "off"]


def test_two_shifts_of_a_group_are_worked_by_different_agents():
    first, second = '{agents: 1, at: "08:00", length: 1h}', '{agents: 2, at: "09:00", length: 2h}'
    logs = logs_of(centre(group=f"shifts: [{first}, {second}]"))
    comings = [(0, "not_ready"), (0, "ready"), (60, "off")]
    assert history(logs, 0) == comings
    assert history(logs, 1) == history(logs, 2) == [(60, "not_ready"), (60, "ready"), (180, "off")]


@pytest.mark.parametrize("group", ["count: 50", 'shifts: [{agents: 50, at: "08:00", length: 2h}]'])
def test_shrinkage_makes_agents_absent_for_a_whole_day(group):
    logs = logs_of(centre(group=f"{group}, shrinkage: 30%", calendar="days: 8"))
    absences = np.zeros((8, 50), bool)
    for row in logs.changes[logs.changes["state"] == AgentState.ABSENT]:
        absences[int(row["time"]) // 86_400_000_000, row["agent"]] = True
    assert 0.2 < absences.mean() < 0.4
    assert 5 < absences.sum(axis=1).min() < absences.sum(axis=1).max() < 25
    assert absences.sum(axis=0).max() < 8


def test_absence_ends_with_the_shift_and_is_logged_once_a_day():
    logs = logs_of(centre(group="count: 1, shrinkage: 100%", calendar="days: 2"))
    assert history(logs) == [(0, "absent"), (240, "off"), (DAY, "absent"), (DAY + 240, "off")]


def test_who_is_absent_twice_in_a_row_stays_absent():
    shifts = 'shifts: [{agents: 1, at: "08:00", length: 24h}], shrinkage: 100%'
    logs = logs_of(centre(group=shifts, calendar='days: 3, open: "00:00-24:00"'))
    assert [state for _, state in history(logs)] == ["absent", "off"]


def test_some_come_to_one_of_two_shifts_that_touch(tmp_path):
    shifts = 'shifts: [{agents: 40, at: "08:00", length: 24h}], shrinkage: 50%'
    scenario = centre(
        group=shifts, calendar='days: 4, open: "00:00-24:00"', category="arrivals: {rate: 30/h}"
    )
    logs = logs_of(scenario)
    sequences = {
        tuple(state for _, state in history(logs, a) if state in ("absent", "off", "not_ready"))
        for a in range(40)
    }
    assert ("absent", "not_ready", "off") in sequences
    assert any("not_ready" in s and s[:1] == ("not_ready",) and "absent" in s for s in sequences)


def test_who_is_busy_when_an_absence_begins_finishes_first():
    scenario = centre(
        group='shifts: [{agents: 10, at: "08:00", length: 24h}], shrinkage: 50%',
        calendar='days: 3, open: "00:00-24:00"',
        category="arrivals: {rate: 60/h}",
        handle=LONG,
    )
    logs = logs_of(scenario)
    found = set()
    for a in range(10):
        past = history(logs, a)
        found |= {(x[1], y[1], y[0] % DAY == 0) for x, y in itertools.pairwise(past)}
    assert ("off", "absent", False) in found


def test_without_a_log_of_changes_absences_leave_no_rows():
    logs = logs_of(centre(group="count: 2, shrinkage: 50%"), log=False)
    assert len(logs.changes) == 0


# -- closing ---------------------------------------------------------------------------------------------------
def closing(tmp_path, mode, *minutes, days=2, **parts):
    return logs_of(traced(tmp_path, *minutes, calendar=f"days: {days}, at_close: {mode}", **parts))


def test_serve_keeps_agents_until_the_lines_are_empty(tmp_path):
    logs = closing(tmp_path, "serve", 230, 231, 232, handle=LONG, group="count: 1")
    assert legs(logs, "bound", "ended") == [(230, 260), (260, 290), (290, 320)]
    assert history(logs)[2:6] == [(230, "busy"), (260, "busy"), (290, "busy"), (320, "off")]


def test_serve_waits_for_contacts_in_the_ivr(tmp_path):
    logs = closing(tmp_path, "serve", 239, category="ivr: {dist: constant, value: 5m}")
    assert legs(logs, "arrived", "joined", "bound") == [(239, 244, 244)]
    assert history(logs)[3] == (249, "off")


def test_serve_does_not_wait_for_contacts_that_nobody_there_may_serve(tmp_path):
    logs = closing(tmp_path, "serve", 235, group='shifts: [{agents: 1, at: "08:00", length: 1h}]')
    assert history(logs)[:3] == [(0, "not_ready"), (0, "ready"), (60, "off")]
    assert legs(logs, "bound") == [(DAY,)]


def test_serve_keeps_agents_whose_shift_ends_at_closing_time(tmp_path):
    shifts = 'shifts: [{agents: 1, at: "10:00", length: 2h}]'
    logs = closing(tmp_path, "serve", 230, 231, handle=LONG, group=shifts, days=1)
    assert legs(logs, "bound") == [(230,), (260,)]
    assert history(logs)[2:] == [(230, "busy"), (260, "busy"), (290, "off")]


def test_serve_sends_those_home_who_may_serve_nobody_that_waits(tmp_path):
    (tmp_path / "t.csv").write_text(f"arrived\n{8 * HOUR + 600}\n{8 * HOUR + 660}\n")
    scenario = parse(
        'name: two groups\ncalendar: {open: "08:00-12:00"}\ncategories:\n'
        "  a: {arrivals: {trace: t.csv}, handle: {dist: constant, value: 90m}}\n"
        "  b: {handle: {dist: constant, value: 60}}\n"
        'agents:\n  g: {shifts: [{agents: 1, at: "08:00", length: 1h}], authorised: [a]}\n'
        "  h: {count: 1, authorised: [b]}\n",
        tmp_path,
    )
    logs = logs_of(scenario)
    assert legs(logs, "outcome") == [(Outcome.ANSWERED,), (Outcome.CARRIED_OVER,)]
    assert history(logs, 0)[-1] == (100, "off")
    assert history(logs, 1) == [(0, "not_ready"), (0, "ready"), (240, "off")]


def test_serving_into_the_next_opening_gives_way_to_its_timetable(tmp_path):
    scenario = traced(
        tmp_path, *[239] * 5, calendar="days: 2, at_close: serve", handle="{dist: constant, value: 15h}",
        group="staffing: {per_interval: [2, 2, 2, 2, 2, 2, 2, 2, 0, 1, 1, 1, 1, 1, 1, 1]}",
    )  # fmt: skip
    logs = logs_of(scenario)
    assert legs(logs, "bound") == [(239,), (239,), (239 + 900,), (239 + 900,), (239 + 1800,)]
    assert history(logs, 0)[2:] == [(239, "busy"), (1139, "busy"), (2039, "busy"), (2939, "off")]
    assert history(logs, 1)[2:] == [(239, "busy"), (1139, "busy"), (2039, "off")]


def test_turn_away_refuses_who_waits_and_who_comes_from_the_ivr_too_late(tmp_path):
    category = "ivr: {dist: constant, value: 5m}"
    logs = closing(tmp_path, "turn_away", 230, 231, 238, category=category, handle=LONG)
    assert legs(logs, "outcome", "reason", "ended") == [
        (Outcome.ANSWERED, LegReason.NONE, 265),
        (Outcome.REFUSED, LegReason.CLOSED, 240),
        (Outcome.REFUSED, LegReason.CLOSED, 243),
    ]
    assert history(logs)[3] == (265, "off")


def test_carry_over_keeps_the_place_until_the_next_opening(tmp_path):
    logs = closing(tmp_path, "carry_over", 230, 231, 232, handle=LONG)
    assert legs(logs, "bound") == [(230,), (DAY,), (DAY + 30,)]


def test_who_waits_when_the_run_ends_is_carried_over(tmp_path):
    logs = closing(tmp_path, "carry_over", 230, 231, days=1, handle=LONG)
    assert legs(logs, "outcome", "bound", "ended") == [
        (Outcome.ANSWERED, 230, 260), (Outcome.CARRIED_OVER, None, None),
    ]  # fmt: skip


def test_who_is_in_hand_when_a_run_is_stopped_is_answered_without_an_end(tmp_path):
    run = prepared(traced(tmp_path, 10, 11))
    run.advance((8 * 60 + 12) * 60_000_000)
    logs = run.close(stopped=True)
    assert legs(logs, "outcome", "bound", "ended", "wrapped") == [
        (Outcome.ANSWERED, 10, None, None), (Outcome.CARRIED_OVER, None, None, None),
    ]  # fmt: skip


def test_the_reasons_of_an_ordinary_day(tmp_path):
    scenario = traced(tmp_path, 10)
    _, agents = frames(scenario, logs_of(scenario))
    assert agents["reason"].astype(str).tolist() == ["shift", "", "", "", "closed"]
