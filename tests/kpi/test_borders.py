"""What happens exactly at a limit: a service level time, a short abandon, an interval; and what is idle."""

import dataclasses

import pytest

from acd.kpi import GIVEN, measure
from tests.kpi.grids import TEN_ROWS, opened, sums_of, value
from tests.log.ten_rows import agents_of, answered, left, legs_of

NOBODY = agents_of()


@pytest.mark.parametrize(("wait", "within"), [(20, 1), (20.000001, 0)])
def test_a_wait_of_just_the_service_level_time_is_within_it(wait, within):
    sums = measure(legs_of(answered(1.1, "front 1", 1.1 + wait, 50)), NOBODY, TEN_ROWS)
    assert value(sums, TEN_ROWS, "service_level") == within


@pytest.mark.parametrize(("wait", "counted"), [(4.999999, 0), (5, 1)])
def test_an_abandon_is_short_when_it_comes_before_the_limit(wait, counted):
    sums = measure(legs_of(left(1.1, 1.1 + wait)), NOBODY, TEN_ROWS)
    assert sums_of(sums, TEN_ROWS, "service_level_ex_short")[1][0] == counted


def test_whoever_leaves_as_the_interval_ends_is_no_backlog_and_whoever_joins_then_is_of_the_next():
    for row in (left(50, 100), left(100, 150)):
        sums = measure(legs_of(row), NOBODY, TEN_ROWS)
        assert sums_of(sums, TEN_ROWS, "backlog")[0].tolist() == [0, 0, 0]
    sums = measure(legs_of(left(50, 101)), NOBODY, TEN_ROWS)
    assert sums_of(sums, TEN_ROWS, "backlog")[0].tolist() == [0, 1, 0]


def test_a_leg_counts_in_the_interval_that_begins_as_it_joins():
    sums = measure(legs_of(left(100, 150)), NOBODY, TEN_ROWS)
    assert sums_of(sums, TEN_ROWS, "offered")[0].tolist() == [1, 0, 1]


def test_refused_legs_wait_nothing_however_long_they_stood_in_line():
    sums = measure(legs_of(left(20, 90, "refused", reason="closed")), NOBODY, TEN_ROWS)
    assert value(sums, TEN_ROWS, "wait_max") == value(sums, TEN_ROWS, "wait") == 0
    assert sums_of(sums, TEN_ROWS, "queue")[0][0] == 70


def test_ringing_is_idle_and_a_contact_in_hand_is_work_in_every_state():
    rows = agents_of((0, "front 1", "ready"), (50, "front 1", "offered"), (100, "front 1", "ready"))
    assert value(measure(legs_of(), rows, TEN_ROWS), TEN_ROWS, "occupancy") == 0
    rows.loc[2, "load"] = 1
    assert value(measure(legs_of(), rows, TEN_ROWS), TEN_ROWS, "occupancy") == 0.5


def test_paid_breaks_are_paid_and_no_ready_time():
    rows = agents_of((0, "front 1", "ready"), (50, "front 1", "not_ready", "break"))
    sums = measure(legs_of(), rows, TEN_ROWS)
    assert value(sums, TEN_ROWS, "not_ready") == 0.75
    assert value(sums, TEN_ROWS, "paid_hours") == pytest.approx(200 / 3600)
    assert sums_of(sums, TEN_ROWS, "occupancy")[1][0] == 50


@pytest.mark.parametrize(
    ("reason", "measure_name"),
    [
        ("break", "not_ready_break"), ("unpaid break", "not_ready_break"), ("meeting", "not_ready_meeting"),
        ("training", "not_ready_training"), ("late", "not_ready_late"), ("outage", "not_ready_other"),
        ("no answer", "not_ready_other"),
    ],
)  # fmt: skip
def test_time_not_ready_is_told_apart_by_its_reason(reason, measure_name):
    rows = agents_of((0, "front 1", "ready"), (50, "front 1", "not_ready"), (100, "front 1", "ready"))
    rows.loc[1, "reason"] = reason
    sums = measure(legs_of(), rows, TEN_ROWS)
    parts = {one.name: value(sums, TEN_ROWS, one.name) for one in GIVEN if one.name.startswith("not_ready_")}
    assert parts.pop(measure_name) == value(sums, TEN_ROWS, "not_ready") == 0.25
    assert set(parts.values()) == {0}


def test_overtime_is_paid_by_its_own_rate_from_the_row_that_says_so_until_the_agent_is_off():
    rows = agents_of(
        (0, "front 1", "ready"), (40, "front 1", "busy"), (80, "front 1", "busy", "overtime"),
        (90, "front 1", "wrap_up"), (120, "front 1", "off", "overtime"), (150, "front 1", "ready"),
        (190, "front 1", "off", "shift"),
    )  # fmt: skip
    sums = measure(legs_of(), rows, dataclasses.replace(TEN_ROWS, overtime_pay=(1.5, 3.0)))
    assert sums_of(sums, TEN_ROWS, "overtime_hours")[0].tolist() == pytest.approx(
        [40 / 3600, 20 / 3600, 20 / 3600]
    )
    assert value(sums, TEN_ROWS, "paid_hours") == pytest.approx(160 / 3600)
    assert value(sums, TEN_ROWS, "cost") == pytest.approx((160 + 0.5 * 40) / 3600 * 36)


def test_overtime_ends_where_the_next_shift_begins():
    rows = agents_of(
        (0, "front 1", "busy"), (50, "front 1", "busy", "overtime"), (80, "front 1", "busy", "shift"),
        (120, "front 2", "busy"),
    )  # fmt: skip
    assert value(measure(legs_of(), rows, TEN_ROWS), TEN_ROWS, "overtime_hours") == pytest.approx(30 / 3600)


def test_names_are_matched_by_word_when_a_frame_lost_its_order():
    legs = legs_of(answered(0, "back 1", 0, 10, category="help"), left(20, 30, category="sales"))
    legs["category"] = legs["category"].cat.set_categories(["help", "unknown", "sales"])
    legs["outcome"] = legs["outcome"].cat.remove_unused_categories()
    sums = measure(legs, NOBODY, TEN_ROWS)
    assert value(sums, TEN_ROWS, "answered", "category", "help") == 1
    assert value(sums, TEN_ROWS, "abandoned", "category", "sales") == 1


def test_a_grid_of_half_hours_counts_openings_off_the_clock_by_their_open_time():
    grid = opened((50, 250))
    rows = agents_of((0, "front 1", "ready"), (250, "front 1", "off"))
    sums = measure(legs_of(), rows, grid)
    assert [part.tolist() for part in sums_of(sums, grid, "staffed")] == [[200, 50, 100, 50]] * 2
