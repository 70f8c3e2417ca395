"""The timetable of small calendars, row by row."""

import pytest

from acd.build import build_setup
from acd.build.distributions import DistributionTable
from acd.build.staffing import group_size, staffing_arrays
from acd.core.codes import AgentReason, Plan, Rank
from acd.core.tables import NONE
from tests.runs import centre, minutes

DAY = 24 * 60


def arrays_of(scenario):
    """Return the tables of a scenario's agents, which have no distributions of their own."""
    return staffing_arrays(scenario, DistributionTable(lambda _: ()))


def timetable(group, calendar=""):
    """Return the plan as (minutes after 08:00, what, subject, value)."""
    rows = arrays_of(centre(group=group, calendar=calendar))["plan"]
    names = [Plan(what).name for what in rows["what"]]
    return list(
        zip(minutes(rows["time"]), names, rows["subject"].tolist(), rows["value"].tolist(), strict=True)
    )


def test_a_count_opens_and_under_serve_the_world_closes():
    assert timetable("count: 3", "days: 2") == [
        (0, "OPEN", -1, 0), (0, "STAFF", 0, 3), (240, "CLOSE", -1, 0),
        (DAY, "OPEN", -1, 0), (DAY, "STAFF", 0, 3), (DAY + 240, "CLOSE", -1, 0),
    ]  # fmt: skip


def test_in_other_ways_to_close_agents_leave_just_before():
    rows = timetable("count: 3", "at_close: turn_away")
    assert rows[2:] == [(240, "STAFF", 0, 0), (240, "CLOSE", -1, 0)]


def test_staffing_changes_only_where_it_differs():
    rows = timetable("staffing: {per_interval: [1, 1, 2, 0, 0, 3, 3, 1]}")
    assert [row[::3] for row in rows if row[1] == "STAFF"] == [(0, 1), (60, 2), (90, 0), (150, 3), (210, 1)]


def test_a_fall_to_nobody_within_opening_hours_is_in_the_timetable():
    rows = timetable("staffing: {per_interval: [1, 1, 1, 1, 1, 1, 1, 0]}")
    assert (210, "STAFF", 0, 0) in rows


def test_rises_come_before_falls_and_openings_before_rises():
    rows = arrays_of(centre(group="staffing: {per_interval: [1, 2, 1, 1, 1, 1, 1, 1]}"))["plan"]
    assert rows["rank"].tolist() == [Rank.LOG_IN, Rank.LOG_IN, Rank.LOG_IN, Rank.LOG_OUT, Rank.CLOSE]


BREAKS = "breaks: [{after: 30m, length: 10m}, {after: 1h, length: 5m, paid: false}]"
SHIFT = f'{{agents: 2, at: "09:00", length: 2h, {BREAKS}}}'


def test_a_shift_has_a_start_breaks_and_an_end_for_each_agent():
    rows = timetable(f"shifts: [{SHIFT}]")
    assert [row for row in rows if row[2] == 1] == [
        (60, "SHIFT_START", 1, 0), (90, "BREAK_DUE", 1, 600_000_000), (120, "BREAK_DUE", 1, 300_000_000),
        (180, "SHIFT_END", 1, 0),
    ]  # fmt: skip


def test_breaks_know_whether_they_are_paid_and_what_follows():
    plan = arrays_of(centre(group=f"shifts: [{SHIFT}]", calendar="days: 2"))["plan"]
    mine = [i for i, row in enumerate(plan) if row["what"] == Plan.BREAK_DUE and row["subject"] == 0]
    assert plan["reason"][mine].tolist() == [AgentReason.BREAK, AgentReason.UNPAID_BREAK] * 2
    assert plan["next"][mine].tolist() == [*mine[1:], NONE]


def test_a_shift_that_ends_at_closing_is_marked_under_serve():
    late = 'shifts: [{agents: 1, at: "10:00", length: 2h}]'
    ends = [row for row in timetable(late) if row[1] == "SHIFT_END"]
    assert ends == [(240, "SHIFT_END", 0, 1)]
    ends = [row for row in timetable(late, "at_close: carry_over") if row[1] == "SHIFT_END"]
    assert ends == [(240, "SHIFT_END", 0, 0)]


def test_a_shift_that_touches_the_next_has_no_end():
    rows = timetable('shifts: [{agents: 1, at: "08:00", length: 24h}]', 'days: 3, open: "00:00-24:00"')
    assert [row[1] for row in rows if row[2] == 0] == [
        "SHIFT_START",
        "SHIFT_START",
        "SHIFT_START",
        "SHIFT_END",
    ]


def test_a_shifts_key_is_day_shift_and_number():
    two = 'shifts: [{agents: 1, at: "08:00", length: 1h}, {agents: 2, at: "09:00", length: 1h}]'
    plan = arrays_of(centre(group=two, calendar="days: 2"))["plan"]
    keys = plan["key"][plan["what"] == Plan.SHIFT_START]
    parts = [(int(key) >> 32, int(key) >> 20 & 0xFFF, int(key) & 0xFFFFF) for key in keys]
    assert parts == [(0, 0, 0), (0, 1, 0), (0, 1, 1), (1, 0, 0), (1, 1, 0), (1, 1, 1)]


def test_with_shrinkage_a_count_works_a_shift_a_day():
    rows = timetable("count: 1, shrinkage: 10%", "days: 2")
    assert [row[:2] for row in rows if row[2] == 0] == [
        (0, "SHIFT_START"), (240, "SHIFT_END"), (DAY, "SHIFT_START"), (DAY + 240, "SHIFT_END"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("group", "size"),
    [
        ("count: 4", 4),
        ("staffing: {per_interval: [0, 2, 5, 1, 0, 0, 0, 0]}", 5),
        (f"shifts: [{SHIFT}, {SHIFT}]", 4),
    ],
)
def test_a_group_is_as_large_as_it_ever_gets(group, size):
    scenario = centre(group=group)
    assert group_size(scenario, "g") == size == build_setup(scenario).n_agents


def test_agents_are_numbered_group_by_group():
    scenario = centre(group="count: 2").replace("agents.h", {"count": 3, "authorised": ["a"]})
    arrays = build_setup(scenario).arrays
    assert arrays["group"].tolist() == [(0, 2), (2, 3)]
    assert arrays["member"]["group"].tolist() == [0, 0, 1, 1, 1]
    assert arrays["plan"]["value"][arrays["plan"]["what"] == Plan.STAFF].tolist() == [2, 3]
