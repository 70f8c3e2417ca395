"""simulate counts unless the log is wanted: the same numbers, in memory that does not grow with what is run."""

import pickle
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest

import acd
from acd.build import tallies
from acd.clocks import CompiledClock, SimpyClock
from acd.core.tables import SECOND, SETUP, TABLES
from acd.experiment import kept
from acd.kpi.quantiles import QUANTILES
from tests.runs import HOUR, centre, halt, traced
from tests.tallied import LIVELY, counting, keeping

REPLICATIONS = 7


@pytest.fixture(scope="module")
def scenario():
    return centre(LIVELY, "count: 4", "days: 3, warm_up: 1d")


@pytest.fixture(scope="module")
def logged(scenario):
    return acd.simulate(scenario, REPLICATIONS, seed=3, keep_log=True)


def in_bins(scenario, **options):
    with patch.object(tallies, "KEPT_WAITS", 1):
        return acd.simulate(scenario, REPLICATIONS, seed=3, **options)


@pytest.mark.parametrize("options", [{}, {"jobs": 2}, {"clock": "simpy"}])
def test_numbers_do_not_depend_on_the_log_being_kept(scenario, logged, options):
    counted = acd.simulate(scenario, REPLICATIONS, seed=3, **options)
    pd.testing.assert_frame_equal(counted.measures, logged.measures)
    pd.testing.assert_frame_equal(counted.replications, logged.replications)
    assert counted.to_json() == logged.to_json() | {"clock": counted.clock}
    assert counted.log is None
    assert counted.coarse.empty
    assert not counted.binned


def test_what_tallies_are_counted_by_can_be_sent_to_another_process(scenario):
    frame = keeping(scenario).tallies
    sent = pickle.loads(pickle.dumps(frame)).cut(34 * HOUR * SECOND)
    assert sent.ends.tolist() == frame.cut(34 * HOUR * SECOND).ends.tolist() != frame.ends.tolist()


def test_many_waits_make_quantiles_coarser_and_nothing_else(scenario, logged):
    counted = in_bins(scenario)
    assert counted.binned
    exact = ~logged.measures["measure"].isin(QUANTILES)
    pd.testing.assert_frame_equal(counted.measures[exact], logged.measures[exact])
    rough = (counted.measures["value"] - logged.measures["value"]).abs()[~exact]
    assert 0 < rough.max() < 1
    assert (rough <= np.maximum(0.033, logged.measures["value"][~exact] / 256)).sum() == rough.notna().sum()


def test_what_is_coarser_than_its_error_is_listed_and_has_a_key_more(tmp_path):
    scenario = traced(tmp_path, 0, 0, 0, 0, handle="{dist: uniform, low: 5m, high: 5.0001m}")
    counted = in_bins(scenario)
    rows = counted.to_json()["measures"]
    marked = [row for row in rows if "resolution" in row]
    assert [rows.index(row) for row in marked] == counted.coarse.index.tolist()
    assert {row["measure"] for row in marked} == set(QUANTILES)
    assert all(row["resolution"] == pytest.approx(row["value"] / 256) for row in marked)
    assert all(row["resolution"] > (row["high"] - row["low"]) / 2 for row in marked if row["low"] is not None)
    assert in_bins(scenario, keep_log=True).coarse.empty


def test_a_single_replication_has_no_error_to_be_coarser_than(tmp_path):
    scenario = traced(tmp_path, 0, 0)
    with patch.object(tallies, "KEPT_WAITS", 1):
        assert acd.simulate(scenario, 1).coarse.empty
        assert not acd.simulate(scenario, 2).coarse.empty


@pytest.mark.parametrize("limit", [1, 200_000])
def test_sums_that_take_too_much_memory_are_trimmed_and_tell_the_same(scenario, logged, limit):
    with patch.object(kept, "KEPT_BYTES", limit):
        counted = acd.simulate(scenario, REPLICATIONS, seed=3)
    pd.testing.assert_frame_equal(counted.measures, logged.measures, rtol=1e-9, atol=1e-9)
    assert counted.moments is not None
    whole = logged.replications
    whole = whole[whole["interval"].isna() | (whole["scope"] == "total")]
    order = ["replication", "measure", "scope", "name", "interval"]
    found, expected = (frame.sort_values(order, ignore_index=True) for frame in (counted.replications, whole))
    pd.testing.assert_frame_equal(found, expected)
    assert all(one.numerator.shape[-1] == 1 for one in counted.sums)


def test_one_replication_that_is_trimmed_has_values_and_no_intervals(scenario):
    with patch.object(kept, "KEPT_BYTES", 1):
        counted = acd.simulate(scenario, 1)
    assert counted.measures["low"].isna().all()
    pd.testing.assert_frame_equal(counted.measures, acd.simulate(scenario, 1).measures)


@pytest.mark.parametrize("clock", [CompiledClock, SimpyClock])
def test_memory_depends_on_intervals_and_not_on_contacts(clock):
    sizes, contacts = [], []
    for days in (2, 30):
        calendar = f"days: {days}, warm_up: {days - 1}d"
        run = counting(centre(LIVELY, "count: 4", calendar, "interval: 1d"), log=False, few=0)
        contacts.append(clock().run(run).contacts)
        sizes.append({name: run.tables[name].nbytes for name in TABLES if name not in SETUP})
    assert contacts[1] > 10 * contacts[0]
    assert sizes[0] == sizes[1]


def test_a_run_that_is_interrupted_measures_what_it_counted(scenario, monkeypatch):
    results = []
    for keep_log in (False, True):
        halt(monkeypatch, 3, 900)
        results.append(acd.simulate(scenario, 1, seed=3, keep_log=keep_log))
    assert results[0].stopped
    pd.testing.assert_frame_equal(results[0].measures, results[1].measures)
    assert results[0].measures["value"].max() > 0
