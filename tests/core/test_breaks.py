"""Breaks wait for the agent to be free, last in full, and do not move the end of the shift."""

import pytest

from acd.core.codes import AgentReason
from tests.runs import centre, frames, history, legs, logs_of, traced


def shift(*breaks, at="08:00", length="2h", agents=1):
    pauses = ", ".join(f"{{after: {after}m, length: {length_}m}}" for after, length_ in breaks)
    return f'{{agents: {agents}, at: "{at}", length: {length}, breaks: [{pauses}]}}'


def group(*shifts):
    return f"shifts: [{', '.join(shifts)}]"


def test_a_break_of_a_free_agent_starts_when_it_is_due():
    logs = logs_of(centre(group=group(shift((30, 15)))))
    assert history(logs) == [(0, "not_ready"), (0, "ready"), (30, "not_ready"), (45, "ready"), (120, "off")]


def test_a_break_waits_for_handling_and_wrap_up_and_lasts_in_full(tmp_path):
    scenario = traced(
        tmp_path, 28, group=group(shift((30, 15))), category="wrap_up: {dist: constant, value: 2m}"
    )
    assert history(logs_of(scenario))[2:] == [
        (28, "busy"), (33, "wrap_up"), (35, "not_ready"), (50, "ready"), (120, "off"),
    ]  # fmt: skip


def test_who_waits_during_a_break_is_taken_when_it_ends(tmp_path):
    logs = logs_of(traced(tmp_path, 32, group=group(shift((30, 15)))))
    assert legs(logs, "joined", "bound") == [(32, 45)]


def test_a_break_that_falls_due_during_another_follows_it(tmp_path):
    scenario = traced(
        tmp_path, 28, group=group(shift((30, 5), (36, 20))), handle="{dist: constant, value: 10m}"
    )
    assert history(logs_of(scenario))[2:] == [
        (28, "busy"), (38, "not_ready"), (43, "not_ready"), (63, "ready"), (120, "off"),
    ]  # fmt: skip


def test_three_breaks_in_a_row_are_taken_in_their_order(tmp_path):
    pauses = group(shift((30, 5), (36, 7), (50, 9)))
    scenario = traced(tmp_path, 28, group=pauses, handle="{dist: constant, value: 25m}")
    assert history(logs_of(scenario))[2:] == [
        (28, "busy"), (53, "not_ready"), (58, "not_ready"), (65, "not_ready"), (74, "ready"), (120, "off"),
    ]  # fmt: skip


def test_a_late_break_does_not_move_the_end_of_the_shift(tmp_path):
    scenario = traced(tmp_path, 90, group=group(shift((100, 20))), handle="{dist: constant, value: 20m}")
    assert history(logs_of(scenario))[2:] == [(90, "busy"), (110, "not_ready"), (120, "off")]


def test_a_break_that_is_due_while_the_agent_works_past_the_shift_is_not_taken(tmp_path):
    scenario = traced(tmp_path, 90, group=group(shift((100, 20))), handle="{dist: constant, value: 40m}")
    assert history(logs_of(scenario))[2:] == [(90, "busy"), (130, "off")]


ALL_DAY = 'days: 3, open: "00:00-24:00"'
DAY = 24 * 60


def test_a_late_break_lasts_into_the_next_shift_and_that_ones_break_follows_it(tmp_path):
    shifts = group(shift((2, 3), (1420, 10), length="24h"))
    scenario = traced(tmp_path, 1415, group=shifts, handle="{dist: constant, value: 20m}", calendar=ALL_DAY)
    assert history(logs_of(scenario))[4:9] == [
        (1415, "busy"), (1435, "not_ready"), (DAY + 5, "not_ready"), (DAY + 8, "ready"), (DAY + 1420, "not_ready"),
    ]  # fmt: skip


def test_a_break_cut_short_by_the_end_of_a_shift_does_not_end_one_of_the_next(tmp_path):
    shifts = group(shift((10, 30), (1290, 90), length="23h"))
    scenario = traced(tmp_path, 1280, group=shifts, handle="{dist: constant, value: 90m}", calendar=ALL_DAY)
    assert history(logs_of(scenario))[4:11] == [
        (1280, "busy"), (1370, "not_ready"), (1380, "off"), (DAY, "not_ready"), (DAY, "ready"),
        (DAY + 10, "not_ready"), (DAY + 40, "ready"),
    ]  # fmt: skip


@pytest.mark.parametrize(("paid", "reason"), [("true", "break"), ("false", "unpaid break")])
def test_the_log_says_whether_a_break_is_paid(paid, reason):
    pause = (
        f'shifts: [{{agents: 1, at: "08:00", length: 2h, breaks: [{{after: 1h, length: 5m, paid: {paid}}}]}}]'
    )
    scenario = centre(group=pause)
    _, agents = frames(scenario, logs_of(scenario))
    assert agents["reason"].astype(str).tolist() == ["shift", "", reason, "", "shift"]


def test_every_agent_of_a_shift_takes_the_break():
    logs = logs_of(centre(group=group(shift((30, 15), agents=3))))
    breaks = logs.changes[logs.changes["reason"] == AgentReason.BREAK]
    assert breaks["agent"].tolist() == [0, 1, 2]


def test_an_absent_agent_takes_no_break():
    logs = logs_of(centre(group=group(shift((30, 15))) + ", shrinkage: 100%"))
    assert history(logs) == [(0, "absent"), (120, "off")]
