"""What belongs to which interval around opening, closing and warm-up."""

import pytest

from acd.kpi import measure
from tests.kpi.grids import opened, sums_of, value
from tests.log.ten_rows import agents_of, answered, left, legs_of

NOBODY = agents_of()
TWO_DAYS = opened((0, 200), (500, 600))  # rows 0-100, 100-200, 500-600


def test_a_leg_that_joins_after_closing_counts_in_the_days_last_interval():
    sums = measure(legs_of(left(210, 230)), NOBODY, TWO_DAYS)
    assert sums_of(sums, TWO_DAYS, "offered")[0].tolist() == [1, 0, 1, 0]


def test_work_and_waits_past_closing_fall_in_the_days_last_interval():
    sums = measure(legs_of(answered(190, "front 1", 220, 250)), NOBODY, TWO_DAYS)
    assert sums_of(sums, TWO_DAYS, "erlangs")[0].tolist() == [30, 0, 30, 0]
    assert sums_of(sums, TWO_DAYS, "queue")[0].tolist() == [30, 0, 30, 0]
    assert sums_of(sums, TWO_DAYS, "erlangs")[1].tolist() == [300, 100, 100, 100]


def test_a_night_of_waiting_for_the_next_day_is_no_queue_but_a_wait():
    grid = opened((0, 200), (500, 600), late_queue=(False,) * 3)
    sums = measure(legs_of(answered(190, "front 1", 520, 530)), NOBODY, grid)
    assert sums_of(sums, grid, "queue")[0].tolist() == [30, 0, 10, 20]
    assert value(sums, grid, "asa") == 330
    assert sums_of(sums, grid, "backlog")[0].tolist() == [0, 0, 1, 0]


def test_agents_kept_past_closing_count_in_the_last_interval():
    agents = agents_of((150, "front 1", "ready"), (230, "front 1", "off", "closed"))
    sums = measure(legs_of(), agents, TWO_DAYS)
    assert sums_of(sums, TWO_DAYS, "staffed")[0].tolist() == [80, 0, 80, 0]


def test_agents_who_come_before_opening_count_from_opening():
    agents = agents_of((300, "front 1", "ready"), (520, "front 1", "busy"), (550, "front 1", "off", "shift"))
    sums = measure(legs_of(), agents, TWO_DAYS)
    assert sums_of(sums, TWO_DAYS, "staffed")[0].tolist() == [50, 0, 0, 50]
    assert sums_of(sums, TWO_DAYS, "occupancy")[1].tolist() == [50, 0, 0, 50]


def test_an_agent_who_left_and_comes_back_early_counts_from_opening():
    agents = agents_of(
        (0, "front 1", "ready"),
        (200, "front 1", "off", "closed"),
        (300, "front 1", "ready"),
        (550, "front 1", "off", "shift"),
    )
    sums = measure(legs_of(), agents, TWO_DAYS)
    assert sums_of(sums, TWO_DAYS, "staffed")[0].tolist() == [250, 100, 100, 50]


def test_agents_who_come_and_go_in_closed_time_count_for_nothing():
    agents = agents_of(
        (300, "front 1", "ready"), (400, "front 1", "off"), (700, "front 2", "ready"), (800, "front 2", "off")
    )
    sums = measure(legs_of(), agents, TWO_DAYS)
    assert sums_of(sums, TWO_DAYS, "paid_hours")[0].tolist() == [0, 0, 0, 0]


def test_legs_that_join_in_the_warm_up_are_left_out_but_their_later_time_counts():
    grid = opened((100, 200))
    sums = measure(legs_of(answered(80, "front 1", 120, 150), left(90, 130)), NOBODY, grid)
    assert value(sums, grid, "offered") == 0
    assert value(sums, grid, "queue") == pytest.approx((20 + 30) / 100)
    assert value(sums, grid, "erlangs") == pytest.approx(30 / 100)


def test_a_leg_from_the_warm_up_that_waits_at_the_end_is_backlog():
    grid = opened((100, 200))
    sums = measure(legs_of({"joined": 50, "outcome": "carried_over"}), NOBODY, grid)
    assert sums_of(sums, grid, "backlog")[0].tolist() == [1, 1]
    assert value(sums, grid, "carried_over") == 0


def test_states_that_the_log_leaves_open_last_to_the_end_of_the_grid():
    sums = measure(legs_of(), agents_of((0, "front 1", "ready")), TWO_DAYS)
    assert sums_of(sums, TWO_DAYS, "staffed")[0].tolist() == [600, 100, 400, 100]


def test_work_in_hand_lasts_until_the_last_moment_of_a_log_that_goes_beyond_the_grid():
    in_hand, finished = answered(590, "front 1", 600), answered(590, "back 1", 595, 640, 650)
    sums = measure(legs_of(in_hand, finished), NOBODY, TWO_DAYS)
    assert sums_of(sums, TWO_DAYS, "erlangs", "group", "front")[0][0] == 50
    agents = agents_of((580, "front 1", "ready"), (590, "front 2", "ready"), (700, "front 2", "off"))
    sums = measure(legs_of(in_hand, finished), agents, TWO_DAYS)
    assert sums_of(sums, TWO_DAYS, "staffed")[0][0] == 120 + 110


def test_a_days_target_is_that_of_the_day_of_joining():
    day = 86_400
    grid = opened((0, 100), (day, day + 100), interval=100_000_000)
    good, bad = answered(10, "front 1", 10, 20), left(20, 30)
    later = {**good, "joined": day + 10, "bound": day + 10, "ended": day + 20, "wrapped": day + 20}
    sums = measure(legs_of(good, bad, later), NOBODY, grid)
    assert [part.tolist() for part in sums_of(sums, grid, "target_met")] == [[1, 0, 1], [2, 1, 1]]
