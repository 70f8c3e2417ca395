"""What happens exactly at a limit: a service level time, a short abandon, an interval; and what is idle."""

import pytest

from acd.kpi import measure
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
