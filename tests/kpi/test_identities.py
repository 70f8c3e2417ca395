"""What must hold between measures of any log."""

import numpy as np
from hypothesis import given

from acd.kpi import measure
from acd.kpi.catalogue import GIVEN, NUMBER
from acd.log import audit
from tests.kpi.grids import opened, sums_of
from tests.kpi.random_logs import days_of_work, logs
from tests.log.ten_rows import agents_of

GRID = opened((100, 300), (400, 550))  # intervals of 100, 100, 100 and 50 s
NOBODY = agents_of()
PARTS = ("answered", "abandoned", "refused", "callbacks", "carried_over")
LEG_LINES = np.r_[0:4, 6:10]  # all but the groups
NOT_ADDITIVE = {"target_met", "backlog"}
SUMMED = [one for one in GIVEN if one.kind in ("ratio", "count") and one.name not in NOT_ADDITIVE]


@given(logs())
def test_offered_splits_into_its_outcomes_in_every_line_and_interval(legs):
    numerator = measure(legs, NOBODY, GRID).numerator[:, LEG_LINES]
    parts = sum(numerator[NUMBER[part]] for part in PARTS)
    np.testing.assert_array_equal(numerator[NUMBER["offered"]], parts)


@given(logs())
def test_categories_channels_and_tiers_add_up_to_the_total(legs):
    sums = measure(legs, NOBODY, GRID)
    for one in SUMMED:
        for scope in {"category", "channel", "tier"} & set(one.scopes):
            lines = sums.numerator[NUMBER[one.name], GRID.lines[scope]]
            total = sums.numerator[NUMBER[one.name], 0]
            np.testing.assert_allclose(lines.sum(axis=0), total, err_msg=f"{one.name} by {scope}")


@given(logs())
def test_groups_add_up_to_the_answered_and_their_work(legs):
    sums = measure(legs, NOBODY, GRID)
    for name in ("answered", "asa", "aht", "erlangs", "service_level_answered", "fcr_gross"):
        lines = sums.numerator[NUMBER[name], GRID.lines["group"]]
        np.testing.assert_allclose(lines.sum(axis=0), sums.numerator[NUMBER[name], 0], err_msg=name)


@given(logs())
def test_intervals_add_up_to_the_whole_period(legs):
    sums = measure(legs, NOBODY, GRID)
    for one in SUMMED:
        parts = sums.numerator[NUMBER[one.name]]
        np.testing.assert_allclose(parts[:, 1:].sum(axis=1), parts[:, 0], err_msg=one.name)


@given(logs(latest=500))
def test_time_waited_is_queue_times_open_time_where_nothing_lies_outside(legs):
    grid = opened((0, 800))
    sums = measure(legs[legs["reason"] != "closed"], NOBODY, grid)
    unserved = legs["outcome"] == "carried_over"
    end = max(800, legs[["joined", "bound", "ended", "wrapped"]].max(axis=None)) if len(legs) else 800
    still = (end - legs["joined"][unserved]).sum()
    waited = sums_of(sums, grid, "wait")[0][0] + still
    assert np.isclose(sums_of(sums, grid, "queue")[0][0], waited)


@given(logs())
def test_quantiles_are_in_order(legs):
    numerator = measure(legs, NOBODY, GRID).numerator
    names = ("wait_p50", "wait_p90", "wait_p95", "wait_p99", "wait_max")
    steps = np.diff([numerator[NUMBER[name]] for name in names], axis=0)
    assert not (steps < 0).any()


@given(logs())
def test_shares_lie_between_none_and_all(legs):
    sums = measure(legs, NOBODY, GRID)
    for one in GIVEN:
        if one.unit == "share":
            numerator, denominator = (part[NUMBER[one.name]] for part in (sums.numerator, sums.denominator))
            given = ~np.isnan(numerator)
            assert (numerator[given] >= 0).all(), one.name
            assert (numerator[given] <= denominator[given]).all(), one.name


@given(logs())
def test_every_leg_that_ended_unsettled_returns_or_is_lost(legs):
    sums = measure(legs, NOBODY, GRID).numerator[:, 0, 0]
    counted = legs["joined"] >= 100
    unsettled = counted & legs["ended"].notna() & ~legs["settled"].fillna(value=False).astype(bool)
    assert sum(sums[NUMBER[name]] for name in ("redials", "recontacts", "lost_customers")) == unsettled.sum()


@given(days_of_work())
def test_the_legs_and_the_agents_tell_of_the_same_work(log):
    legs, agents = log
    assert audit(legs, agents) == []
    sums = measure(legs, agents, opened((0, 2000)))
    of_legs = sums.numerator[NUMBER["erlangs"], :, :]
    of_agents = sums.numerator[NUMBER["occupancy"], :, :]
    np.testing.assert_allclose(of_legs[0], of_agents[0])
    np.testing.assert_allclose(of_legs[4:6], of_agents[4:6])


@given(days_of_work())
def test_time_logged_in_is_work_idleness_and_being_away(log):
    sums = measure(*log, GRID)
    staffed, ready = sums.numerator[NUMBER["staffed"]], sums.denominator[NUMBER["occupancy"]]
    away = sums.numerator[NUMBER["not_ready"]]
    np.testing.assert_allclose(staffed, ready + away)
