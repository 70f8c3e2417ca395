import numpy as np
import pandas as pd
import pytest
from scipy import stats

from acd.kpi import GIVEN, Sums, measure, replications_frame, summarise
from acd.kpi.catalogue import NUMBER
from acd.kpi.summary import estimate
from tests.kpi.grids import TEN_ROWS
from tests.log import ten_rows


def one(numerators, denominators):
    return [float(part) for part in estimate(np.array(numerators, float), np.array(denominators, float))]


def test_a_ratio_and_its_interval_are_those_of_a_calculation_by_hand():
    # R = (1 + 3 + 5) / (2 + 4 + 12) = 1/2; X - R Y = 0, 1, -1; mean Y = 6; variance = 2 / 2 / 36
    value, low, high, n = one([1, 3, 5], [2, 4, 12])
    half = stats.t.ppf(0.975, 2) * np.sqrt(1 / 36) / np.sqrt(3)
    assert (value, n) == (0.5, 3)
    assert (low, high) == pytest.approx((0.5 - half, 0.5 + half), rel=1e-12)


def test_a_count_has_the_interval_of_a_mean():
    values = [4.0, 7.0, 1.0, 8.0]
    value, low, high, _ = one(values, [1] * 4)
    half = stats.t.ppf(0.975, 3) * np.std(values, ddof=1) / 2
    assert (value, low, high) == pytest.approx((5, 5 - half, 5 + half), rel=1e-12)


def test_a_single_replication_has_a_value_and_no_interval():
    value, low, high, n = one([3], [4])
    assert (value, n) == (0.75, 1)
    assert np.isnan([low, high]).all()


def test_replications_that_did_not_move_have_no_interval():
    for numerators in ([0.0] * 5, [0.1] * 5):
        value, low, high, n = one(numerators, [1.0] * 5)
        assert (value, n) == (pytest.approx(numerators[0]), 5)
        assert np.isnan([low, high]).all()


def test_nothing_over_nothing_has_no_value():
    value, low, high, _ = one([0, 0], [0, 0])
    assert np.isnan([value, low, high]).all()


def test_a_quantile_is_averaged_over_the_replications_that_observed_one():
    value, low, high, n = one([10, np.nan, 20], [1, 1, 1])
    half = stats.t.ppf(0.975, 1) * np.std([10, 20], ddof=1) / np.sqrt(2)
    assert (value, n) == (15, 2)
    assert (low, high) == pytest.approx((15 - half, 15 + half))


def test_a_quantile_that_nobody_observed_has_no_value():
    value, low, high, n = one([np.nan, np.nan], [1, 1])
    assert np.isnan([value, low, high]).all()
    assert n == 0


@pytest.fixture(scope="module")
def sums():
    first = measure(ten_rows.legs(), ten_rows.agents(), TEN_ROWS)
    numerator = first.numerator.copy()
    numerator[NUMBER["offered"], 0, 0] += 2
    return [first, Sums(numerator, first.denominator)]


def test_the_frame_has_the_columns_of_the_contract(sums):
    frame = summarise(sums, TEN_ROWS).frame()
    columns = ["measure", "scope", "name", "interval", "unit", "value", "low", "high", "n"]
    assert list(frame.columns) == columns
    assert not frame.duplicated(["measure", "scope", "name", "interval"]).any()
    assert set(frame["measure"]) == {given.name for given in GIVEN}


def test_the_total_has_no_name_and_the_whole_period_no_interval(sums):
    frame = summarise(sums, TEN_ROWS).frame()
    row = frame.query("measure == 'offered' and scope == 'total' and interval.isna()").iloc[0]
    assert pd.isna(row["name"])
    assert (row["value"], row["n"], row["unit"]) == (11, 2, "legs")
    assert row["low"] < 11 < row["high"]


def test_intervals_are_dated(sums):
    frame = summarise(sums, TEN_ROWS).frame().query("measure == 'queue' and name == 'sales'")
    assert frame["interval"].tolist()[1:] == [
        pd.Timestamp("2026-01-05 00:00"),
        pd.Timestamp("2026-01-05 00:01:40"),
    ]
    assert frame["value"].tolist() == pytest.approx([24 / 200, 24 / 100, 0])


def test_the_replications_hold_both_sums_of_every_line(sums):
    frame = replications_frame(sums, TEN_ROWS)
    columns = ["replication", "measure", "scope", "name", "interval", "numerator", "denominator"]
    assert list(frame.columns) == columns
    line = frame.query("measure == 'service_level' and name == 'voice' and interval.isna()")
    assert line[["replication", "numerator", "denominator"]].to_numpy().tolist() == [[0, 3, 9], [1, 3, 9]]


def test_values_follow_from_the_replications(sums):
    frame = replications_frame(sums, TEN_ROWS).fillna({"name": "", "interval": pd.Timestamp(0)})
    keys = ["measure", "scope", "name", "interval"]
    parts = frame.groupby(keys, sort=False)[["numerator", "denominator"]].sum(min_count=1)
    expected = summarise(sums, TEN_ROWS).value
    with np.errstate(invalid="ignore"):
        ratio = (parts["numerator"] / parts["denominator"]).to_numpy()
    np.testing.assert_allclose(ratio, expected)


def test_the_replications_without_intervals_are_those_of_the_whole_period(sums):
    short = replications_frame(sums, TEN_ROWS, intervals=False)
    whole = replications_frame(sums, TEN_ROWS).query("interval.isna()")
    pd.testing.assert_frame_equal(short, whole.reset_index(drop=True))
