"""Measures as plain arrays say the same as the frame and as JSON."""

import json

import numpy as np
import pandas as pd
import pytest

from acd.kpi import Estimates


@pytest.fixture
def estimates():
    return Estimates(
        measure=np.array(["asa", "asa", "asa"], object),
        scope=np.array(["total", "total", "group"], object),
        name=np.array([None, None, "team"], object),
        interval=np.array(["NaT", "2026-01-05T08:00", "NaT"], "datetime64[us]"),
        unit=np.array(["s", "s", "s"], object),
        value=np.array([1.5, np.nan, np.inf]),
        low=np.array([1.0, np.nan, np.nan]),
        high=np.array([2.0, np.nan, np.nan]),
        n=np.array([20, 0, 1]),
    )


def test_rows_are_plain_data_in_which_what_is_missing_is_none(estimates):
    first, second, third = json.loads(json.dumps(list(estimates.rows()), allow_nan=False))
    assert list(first) == ["measure", "scope", "name", "interval", "unit", "value", "low", "high", "n"]
    assert list(first.values()) == ["asa", "total", None, None, "s", 1.5, 1.0, 2.0, 20]
    assert list(second.values()) == ["asa", "total", None, "2026-01-05T08:00:00", "s", None, None, None, 0]
    assert (third["name"], third["value"]) == ("team", None)


def test_rows_without_an_interval_are_of_the_whole_period(estimates):
    assert estimates.whole_period().tolist() == [0, 2]


def test_a_frame_has_its_own_copy_of_the_same_columns(estimates):
    frame = estimates.frame()
    assert frame["interval"].tolist() == [pd.NaT, pd.Timestamp("2026-01-05 08:00"), pd.NaT]
    assert frame["name"].isna().tolist() == [True, True, False]
    frame.loc[0, "value"] = 9.0
    assert estimates.value[0] == 1.5
