"""simulate: the same numbers however it is run, the contract's JSON, and every message."""

import json
import re

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import acd
from acd.errors import AcdError
from tests.runs import centre

BUSY = "arrivals: {rate: 30/h}, patience: {dist: exponential, mean: 3m}, wrap_up: {dist: constant, value: 30}"


@pytest.fixture(scope="module")
def scenario():
    return centre(BUSY, "count: 3", "days: 2")


@pytest.fixture(scope="module")
def result(scenario):
    return acd.simulate(scenario, 4, seed=5, keep_log=True, keep_commands=True)


def same(one, other):
    pd.testing.assert_frame_equal(one.replications, other.replications)
    pd.testing.assert_frame_equal(one.measures, other.measures)
    for name in ("legs", "agents", "commands"):
        pd.testing.assert_frame_equal(getattr(one.log, name), getattr(other.log, name))
    return one.contacts == other.contacts


@pytest.mark.parametrize("options", [{"jobs": 2}, {"jobs": 3, "clock": "simpy"}, {"clock": "simpy"}])
def test_threads_and_clocks_change_no_number(scenario, result, options):
    assert same(result, acd.simulate(scenario, 4, seed=5, keep_log=True, keep_commands=True, **options))


def test_a_replication_does_not_depend_on_how_many_there_are(scenario, result):
    fewer = acd.simulate(scenario, 2, seed=5)
    both = result.replications[result.replications["replication"] < 2].reset_index(drop=True)
    pd.testing.assert_frame_equal(fewer.replications, both)


def test_another_seed_is_another_result(scenario, result):
    other = acd.simulate(scenario, 4, seed=6)
    assert not other.measures["value"].equals(result.measures["value"])


def test_the_log_is_kept_on_request_only(scenario, result):
    assert acd.simulate(scenario, 1).log is None
    assert acd.simulate(scenario, 1, keep_log=True).log.commands is None
    assert acd.simulate(scenario, 1, keep_commands=True).log.commands is not None
    assert result.log.legs["replication"].unique().tolist() == [0, 1, 2, 3]


def test_contacts_are_those_of_all_replications(result):
    assert result.contacts == len(result.log.legs.drop_duplicates(["replication", "contact"]))


def line(frame, measure, scope="total", name=None):
    rows = frame[(frame["measure"] == measure) & (frame["scope"] == scope) & frame["interval"].isna()]
    return rows[rows["name"].isna() if name is None else rows["name"] == name]


@pytest.mark.parametrize("measure", ["service_level", "asa", "occupancy", "offered", "wait_p90", "erlangs"])
def test_values_and_intervals_are_the_contracts_estimator(result, measure):
    sums = line(result.replications, measure)
    x, y = sums["numerator"].to_numpy(float), sums["denominator"].to_numpy(float)
    value = x.sum() / y.sum()
    half = stats.t.ppf(0.975, 3) * ((x - value * y) / y.mean()).std(ddof=1) / 2
    row = line(result.measures, measure).iloc[0]
    assert row[["value", "low", "high"]].tolist() == pytest.approx([value, value - half, value + half])
    assert row["n"] == 4


def test_one_replication_has_no_interval(scenario):
    frame = acd.simulate(scenario, 1).measures
    assert frame[["low", "high"]].isna().all(axis=None)
    assert frame["value"].notna().any()


def test_progress_counts_replications(scenario):
    seen = []
    acd.simulate(scenario, 3, progress=seen.append)
    acd.simulate(scenario, 3, jobs=2, progress=seen.append)
    assert seen == [1, 2, 3, 1, 2, 3]


def test_a_measure_over_time_is_indexed_by_it(result):
    level = result.interval("service_level")
    assert level.columns.tolist() == ["value", "low", "high"]
    assert level.index[0] == pd.Timestamp("2026-01-05 08:00")
    assert len(level) == 16
    pd.testing.assert_frame_equal(result.interval("offered", "category", "a"), result.interval("offered"))


# -- JSON ------------------------------------------------------------------------------------------------------
def test_the_json_is_the_contracts(result):
    data = json.loads(json.dumps(result.to_json(), allow_nan=False))
    rows = data.pop("measures")
    assert data == {
        "scenario": "small", "seed": 5, "replications": 4, "clock": "compiled", "contacts": result.contacts,
    }  # fmt: skip
    columns = ["measure", "scope", "name", "interval", "unit", "value", "low", "high", "n"]
    assert all(list(row) == columns for row in rows)
    assert len(rows) == len(result.measures)


def test_json_rows_are_the_frames_rows_with_nulls(result):
    rows = result.to_json()["measures"]
    frame = result.measures
    for i in range(0, len(rows), 97):
        row, expected = rows[i], frame.iloc[i]
        for column in ("name", "interval", "value", "low", "high"):
            assert (row[column] is None) == bool(pd.isna(expected[column]))
        assert row["value"] is None or row["value"] == expected["value"]
        assert row["interval"] is None or pd.Timestamp(row["interval"]) == expected["interval"]
        assert type(row["n"]) is int


# -- messages --------------------------------------------------------------------------------------------------
MESSAGES = [
    ({"replications": 0}, "replications: 0 is too few; give at least 1"),
    ({"replications": 2.0}, "replications: 2.0 is not a whole number; give one"),
    ({"replications": True}, "replications: True is not a whole number; give one"),
    ({"jobs": 0}, "jobs: 0 is too few; give at least 1"),
    ({"jobs": "2"}, "jobs: '2' is not a whole number; give one"),
    ({"seed": None}, "seed: None is not a whole number; give one"),
    ({"clock": "wall"}, "clock: 'wall' is not a clock; take compiled or simpy"),
]


@pytest.mark.parametrize(("options", "message"), MESSAGES)
def test_a_number_out_of_range_is_one_clear_error(scenario, options, message):
    with pytest.raises(AcdError, match=f"^{re.escape(message)}$"):
        acd.simulate(scenario, **options)


def test_a_seed_may_be_any_whole_number(scenario):
    seeds = [-1, 0, 2**80]
    values = {
        float(line(acd.simulate(scenario, 1, seed=seed).measures, "wait")["value"].iloc[0]) for seed in seeds
    }
    assert len(values) == 3


def test_a_line_that_does_not_exist_is_one_clear_error(result):
    message = "no measure 'asa' by interval in scope 'group', name 'x'; see acd list measures"
    with pytest.raises(AcdError, match=f"^{re.escape(message)}$"):
        result.interval("asa", "group", "x")


def test_a_centre_in_which_nothing_happens_has_measures():
    quiet = acd.simulate(centre(group="count: 0"), 3)
    assert quiet.contacts == 0
    assert line(quiet.measures, "offered")["value"].tolist() == [0.0]
    assert np.isnan(line(quiet.measures, "asa")["value"].iloc[0])
    json.dumps(quiet.to_json(), allow_nan=False)
