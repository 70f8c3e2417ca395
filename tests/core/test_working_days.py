"""What fills a working day: overtime, coming late and leaving early, meetings, training, and being new, by hand."""

import numpy as np
import pytest

from acd.core.codes import AgentReason, AgentState
from acd.core.tables import SECOND
from tests.runs import centre, history, legs, logs_of, traced
from tests.tallied import cells_of, differences

TEN = "{dist: constant, value: 10m}"


def shift(*more, at="08:00", length="1h", agents=1):
    parts = [f"agents: {agents}", f"at: '{at}'", f"length: {length}", *more]
    return f"shifts: [{{{', '.join(parts)}}}]"


def story(logs, agent=0):
    """Return an agent's changes as (minute, state, reason)."""
    reasons = logs.changes[logs.changes["agent"] == agent]["reason"]
    words = [AgentReason(reason).name.lower() if reason else "" for reason in reasons]
    return [(*row, word) for row, word in zip(history(logs, agent), words, strict=True)]


def group_time(scenario, kind):
    """Return minutes of a kind of a group's time, which log and tallies agree on."""
    tallied, logged = cells_of(scenario)
    assert differences(tallied, logged) == []
    return tallied.group(kind).sum() / (60 * SECOND)


# -- overtime ----------------------------------------------------------------------------------------------------
def over(limit, least=1):
    return f"overtime: {{up_to: {limit}m, when_waiting: {least}}}"


def test_overtime_lasts_while_enough_wait(tmp_path):
    scenario = traced(tmp_path, 55, 56, 57, 58, 59, group=shift(over(30, 2)), handle=TEN)
    assert story(logs_of(scenario))[2:] == [
        (55, "busy", ""), (60, "busy", "overtime"), (65, "busy", ""), (75, "busy", ""), (85, "busy", ""),
        (95, "off", "overtime"),
    ]  # fmt: skip
    assert group_time(scenario, "overtime") == 35


def test_overtime_takes_nothing_more_from_its_limit_on(tmp_path):
    scenario = traced(tmp_path, 55, 56, 57, 58, 59, group=shift(over(15)), handle=TEN)
    assert story(logs_of(scenario))[-3:] == [
        (60, "busy", "overtime"),
        (65, "busy", ""),
        (75, "off", "overtime"),
    ]


def test_without_enough_waiting_the_shift_ends_as_any_other(tmp_path):
    scenario = traced(tmp_path, 55, 56, group=shift(over(30, 2)), handle=TEN)
    assert story(logs_of(scenario))[-2:] == [(55, "busy", ""), (65, "off", "shift")]
    assert group_time(scenario, "overtime") == 0


def test_who_has_nothing_in_hand_goes_home(tmp_path):
    scenario = traced(tmp_path, 56, group=shift(over(30), "breaks: [{after: 55m, length: 5m}]"), handle=TEN)
    assert story(logs_of(scenario))[-2:] == [(55, "not_ready", "break"), (60, "off", "shift")]


def test_overtime_is_looked_at_when_wrap_up_ends_not_before_it(tmp_path):
    category = "wrap_up: {dist: constant, value: 5m}, patience: {dist: constant, value: 4m}"
    scenario = traced(tmp_path, 55, 58, 67, category=category, group=shift(over(30)), handle=TEN)
    assert story(logs_of(scenario))[3:] == [
        (60, "busy", "overtime"), (65, "wrap_up", ""), (70, "busy", ""), (80, "wrap_up", ""), (85, "off", "overtime"),
    ]  # fmt: skip


def test_a_break_still_due_is_forgotten_in_overtime(tmp_path):
    group = shift(over(30), "breaks: [{after: 57m, length: 3m}]")
    scenario = traced(tmp_path, 55, 56, group=group, handle=TEN)
    assert story(logs_of(scenario))[3:] == [
        (60, "busy", "overtime"),
        (65, "busy", ""),
        (75, "off", "overtime"),
    ]


def test_overtime_ends_as_the_next_shift_begins(tmp_path):
    day = 24 * 60
    group = shift(over(120), length="23.5h")
    scenario = traced(tmp_path, day - 40, day - 35, day - 34, group=group, handle="{dist: constant, value: 20m}",
                      calendar='days: 2, open: "00:00-24:00"')  # fmt: skip
    assert story(logs_of(scenario))[2:7] == [
        (day - 40, "busy", ""), (day - 30, "busy", "overtime"), (day - 20, "busy", ""), (day, "busy", ""),
        (day, "busy", "shift"),
    ]  # fmt: skip
    assert group_time(scenario, "overtime") == 30


def test_nobody_goes_on_who_is_kept_to_serve_the_lines_out(tmp_path):
    scenario = traced(tmp_path, 235, 236, group=shift(over(30), at="11:00"), handle=TEN)
    assert story(logs_of(scenario))[-2:] == [(245, "busy", ""), (255, "off", "closed")]


# -- adherence ---------------------------------------------------------------------------------------------------
def kept(**minutes):
    inside = ", ".join(f"{key}: {{dist: constant, value: {value}m}}" for key, value in minutes.items())
    return f"adherence: {{{inside}}}"


def test_who_comes_late_and_leaves_early_is_absent_meanwhile_and_paid():
    scenario = centre(group=f"{shift(length='2h')}, {kept(late=10, early=15)}")
    assert story(logs_of(scenario)) == [
        (0, "absent", "late"), (10, "not_ready", "shift"), (10, "ready", ""), (105, "off", "early"),
        (105, "absent", "early"), (120, "off", "shift"),
    ]  # fmt: skip
    assert group_time(scenario, "absent") == 25


def test_who_would_leave_before_coming_does_not_come():
    logs = logs_of(centre(group=f"{shift(length='2h')}, {kept(late=90, early=60)}"))
    assert story(logs) == [(0, "absent", "late"), (120, "off", "shift")]


def test_who_leaves_early_ends_the_work_in_hand_first(tmp_path):
    scenario = traced(tmp_path, 40, group=f"{shift()}, {kept(early=15)}", handle=TEN)
    assert story(logs_of(scenario))[2:] == [
        (40, "busy", ""), (50, "off", "early"), (50, "absent", "early"), (60, "off", "shift"),
    ]  # fmt: skip


def test_nobody_leaves_early_whom_overtime_would_keep(tmp_path):
    group = f"{shift(over(30))}, {kept(early=6)}"
    needed = traced(tmp_path, 50, 51, 52, group=group, handle=TEN)
    assert story(logs_of(needed))[2:] == [
        (50, "busy", ""), (60, "busy", ""), (60, "busy", "overtime"), (70, "busy", ""), (80, "off", "overtime"),
    ]  # fmt: skip
    assert (60, "off", "early") in story(logs_of(traced(tmp_path, 50, group=group, handle=TEN)))


def test_breaks_that_last_too_long_are_late_from_their_end_on():
    group = f"{shift('breaks: [{after: 20m, length: 10m, paid: false}]')}, {kept(breaks=5)}"
    scenario = centre(group=group)
    assert story(logs_of(scenario))[2:5] == [
        (20, "not_ready", "unpaid_break"), (30, "not_ready", "late"), (35, "ready", ""),
    ]  # fmt: skip
    assert (group_time(scenario, "unpaid"), group_time(scenario, "late")) == (10, 5)


def test_a_break_due_before_the_agent_has_come_is_not_taken():
    group = f"{shift('breaks: [{after: 5m, length: 10m}]')}, {kept(late=10)}"
    assert story(logs_of(centre(group=group)))[-2:] == [(10, "ready", ""), (60, "off", "shift")]


def test_nobody_is_late_for_a_shift_that_follows_at_once():
    calendar = 'days: 3, open: "00:00-24:00"'
    group = f"{shift('days: mon-tue', length='24h')}, {kept(late=10, early=10)}"
    logs = logs_of(centre(group=group, calendar=calendar))
    day = 24 * 60
    assert [row for row in story(logs) if row[2] in ("late", "early")] == [
        (0, "absent", "late"), (2 * day - 10, "off", "early"), (2 * day - 10, "absent", "early"),
    ]  # fmt: skip


@pytest.mark.parametrize(("late", "early"), [(0, 60), (20 * 60, 0), (20 * 60, 60)])
def test_nobody_comes_or_goes_after_the_last_closing(late, early):
    calendar = 'days: 1, open: "00:00-24:00"'
    logs = logs_of(centre(group=f"{shift(length='24h')}, {kept(late=late, early=early)}", calendar=calendar))
    there = [("not_ready", "shift"), ("ready", ""), ("off", "closed")]
    late_all_day = [("absent", "late"), ("off", "shift")]
    assert [row[1:] for row in story(logs)] == (late_all_day if late else there)


def test_a_count_that_is_late_works_a_shift_a_day():
    logs = logs_of(centre(group=f"count: 1, {kept(late=10)}", calendar="days: 2"))
    assert [row[0] for row in story(logs) if row[2] == "late"] == [0, 24 * 60]


def test_a_shift_has_an_absence_of_its_own():
    both = '{agents: 20, at: "08:00", length: 1h, shrinkage: 0%}, {agents: 20, at: "08:00", length: 1h}'
    logs = logs_of(centre(group=f"shifts: [{both}], shrinkage: 100%"))
    absent = np.unique(logs.changes[logs.changes["state"] == AgentState.ABSENT]["agent"])
    assert absent.tolist() == list(range(20, 40))


# -- pauses ------------------------------------------------------------------------------------------------------
def test_a_break_that_ends_with_the_shift_lets_nobody_take_a_contact(tmp_path):
    scenario = traced(tmp_path, 55, group=shift("breaks: [{after: 50m, length: 10m}]"))
    logs = logs_of(scenario)
    assert story(logs)[-2:] == [(50, "not_ready", "break"), (60, "off", "shift")]
    assert legs(logs, "bound") == [(None,)]


def test_a_break_that_ends_with_a_shift_whose_agents_are_kept_does(tmp_path):
    group = shift("breaks: [{after: 50m, length: 10m}]", at="11:00")
    assert legs(logs_of(traced(tmp_path, 235, group=group)), "bound") == [(240,)]


def test_a_meeting_waits_for_the_work_in_hand_and_lasts_in_full(tmp_path):
    group = 'count: 1, meetings: [{at: "08:30", length: 15m}]'
    scenario = traced(tmp_path, 25, group=group, handle=TEN)
    assert story(logs_of(scenario))[2:5] == [
        (25, "busy", ""),
        (35, "not_ready", "meeting"),
        (50, "ready", ""),
    ]
    assert (group_time(scenario, "meeting"), group_time(scenario, "away")) == (15, 15)


def test_a_meeting_for_the_free_is_skipped_by_the_busy(tmp_path):
    group = 'count: 2, training: [{at: "08:30", length: 15m, when_busy: skip}]'
    scenario = traced(tmp_path, 25, group=group, handle=TEN)
    assert story(logs_of(scenario), 0)[2:4] == [(25, "busy", ""), (35, "ready", "")]
    assert story(logs_of(scenario), 1)[2:4] == [(30, "not_ready", "training"), (45, "ready", "")]
    assert group_time(scenario, "training") == 15


def test_meetings_and_breaks_follow_each_other():
    group = f"{shift('breaks: [{after: 30m, length: 10m}]', length='2h')}, meetings: [{{at: '08:25', length: 20m}}]"
    assert story(logs_of(centre(group=group)))[2:5] == [
        (25, "not_ready", "meeting"), (45, "not_ready", "break"), (55, "ready", ""),
    ]  # fmt: skip


def test_a_skipped_meeting_takes_no_break_s_place(tmp_path):
    breaks = "breaks: [{after: 20m, length: 10m}, {after: 40m, length: 5m}]"
    group = f"{shift(breaks, length='2h')}, meetings: [{{at: '08:30', length: 30m, when_busy: skip}}]"
    scenario = traced(tmp_path, 15, group=group, handle="{dist: constant, value: 30m}")
    assert story(logs_of(scenario))[2:6] == [
        (15, "busy", ""), (45, "not_ready", "break"), (55, "not_ready", "break"), (60, "ready", ""),
    ]  # fmt: skip


def test_training_is_switched_off_in_one_place():
    group = 'count: 1, training: [{at: "08:30", length: 15m}], meetings: [{at: "09:00", length: 5m}]'
    scenario = centre(group=group)
    assert group_time(scenario, "training") == 15
    assert group_time(scenario.replace("training", value=False), "training") == 0
    assert group_time(scenario.replace("agents.g.training[0].enabled", value=False), "training") == 0
    assert group_time(scenario.replace("training", value=False), "meeting") == 5


# -- being new ---------------------------------------------------------------------------------------------------
LEARNING = "learning: {novice: 200%, doubling: 50%, unit: 7d}"


@pytest.mark.parametrize(("weeks", "factor"), [(0, 2.0), (1, 1.5), (3, 1.25)])
def test_a_new_agent_takes_longer_by_a_power_of_the_time_worked(tmp_path, weeks, factor):
    group = f"count: 1, tenure: [{{agents: 1, weeks: {weeks}}}], {LEARNING}"
    wrap_up = "wrap_up: {dist: constant, value: 2m}"
    (row,) = legs(logs_of(traced(tmp_path, 0, group=group, handle=TEN, category=wrap_up)), "ended", "wrapped")
    assert row == pytest.approx((10 * factor, 12 * factor), abs=1e-6)


def test_tenure_grows_by_calendar_days_and_the_rest_of_the_group_is_experienced(tmp_path):
    group = f"count: 2, tenure: [{{agents: 1, weeks: 0}}], {LEARNING}"
    moments = [0, 1, 7 * 24 * 60, 7 * 24 * 60 + 1]
    logs = logs_of(traced(tmp_path, *moments, group=group, handle=TEN, calendar="days: 8"))
    took = {(agent, round(end - begin, 6)) for agent, begin, end in legs(logs, "agent", "bound", "ended")}
    assert took == {(0, 20.0), (0, 15.0), (1, 10.0)}


def test_factors_of_group_and_tenure_multiply(tmp_path):
    group = f"authorised: {{a: {{handle: 50%}}}}, count: 1, tenure: [{{agents: 1, weeks: 1}}], {LEARNING}"
    assert legs(logs_of(traced(tmp_path, 0, group=group, handle=TEN)), "ended") == [(7.5,)]


def test_a_meeting_does_not_move_the_end_of_the_shift():
    group = f"{shift()}, meetings: [{{at: '08:50', length: 1h}}]"
    assert story(logs_of(centre(group=group)))[2:] == [(50, "not_ready", "meeting"), (60, "off", "shift")]
