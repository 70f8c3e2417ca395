"""Logs of nothing, and runs that were stopped."""

from acd.kpi import measure, replications_frame, summarise
from tests.kpi.grids import SECOND, TEN_ROWS, opened, sums_of, value
from tests.log.ten_rows import agents_of, answered, legs_of

NOTHING = legs_of(), agents_of()


def test_an_empty_log_has_counts_of_nought_and_no_ratios():
    sums = measure(*NOTHING, TEN_ROWS)
    frame = (
        summarise([sums], TEN_ROWS).frame().query("scope == 'total' and interval.isna()").set_index("measure")
    )
    assert frame["value"][["offered", "backlog", "queue", "staffed", "cost"]].tolist() == [0] * 5
    assert frame["value"][["service_level", "asa", "wait_p90", "occupancy", "fcr_true"]].isna().all()


def test_a_run_that_was_stopped_in_the_warm_up_has_no_intervals_and_no_values():
    grid = opened(until=50 * SECOND)
    sums = measure(legs_of(answered(10, "front 1", 10)), agents_of((0, "front 1", "ready")), grid)
    frame = summarise([sums, sums], grid).frame()
    assert frame["interval"].isna().all()
    assert frame.query("measure == 'offered'")["value"].eq(0).all()
    assert len(replications_frame([sums], grid)) == len(frame)


def test_work_in_hand_lasts_until_the_run_was_stopped():
    grid = opened((0, 150), until=150 * SECOND)
    agents = agents_of((0, "front 1", "ready"), (20, "front 1", "busy"))
    sums = measure(legs_of(answered(10, "front 1", 20)), agents, grid)
    assert value(sums, grid, "erlangs") == 130 / 150
    assert value(sums, grid, "occupancy") == 130 / 150
    assert [part[0] for part in sums_of(sums, grid, "aht")] == [0, 0]
