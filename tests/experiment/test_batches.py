"""Batch means: batches add up to the run they were cut from, and what is refused."""

import re
from dataclasses import replace
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest
from scipy import stats

import acd
from acd.build import tallies
from acd.errors import AcdError, ScenarioError
from acd.experiment import kept, replicate
from acd.experiment.batches import Batches, batch_grid, by_batch, described
from acd.kpi import GIVEN, Grid, Sums, measure
from acd.kpi.quantiles import QUANTILES
from tests.runs import centre, halt

BUSY = "arrivals: {rate: 30/h}, patience: {dist: exponential, mean: 3m}"
RETURNS = "resolution: 70%, recontact: {probability: 60%, after: {dist: exponential, mean: 2h}}"
NAMES = [given.name for given in GIVEN]
NOT_ADDED = {"target_met", "backlog", "wait_max", "wait_p50", "wait_p90", "wait_p95", "wait_p99"}


def constant(days=6, warm_up="1d", category=f"{BUSY}, {RETURNS}"):
    return centre(category, "count: 3", f"days: {days}, open: 00:00-24:00, warm_up: {warm_up}")


@pytest.fixture(scope="module")
def whole():
    return acd.simulate(constant(), 1, seed=3, keep_log=True)


@pytest.fixture(scope="module")
def cut():
    return acd.simulate(constant(), seed=3, batches=10)


def line(frame, name, scope="total"):
    rows = frame[(frame["measure"] == name) & (frame["scope"] == scope)]
    return rows[rows["interval"].isna()].iloc[0], rows[rows["interval"].notna()]


def test_every_sum_of_the_batches_is_the_whole_runs(whole, cut):
    [run] = whole.sums
    batches = [each.numerator[:, :, 0] for each in cut.sums], [each.denominator[:, :, 0] for each in cut.sums]
    for place, given in enumerate(GIVEN):
        if given.name in NOT_ADDED:
            continue
        np.testing.assert_allclose(
            np.sum(batches[0], axis=0)[place], run.numerator[place, :, 0], rtol=1e-12, err_msg=given.name
        )
        if given.kind == "ratio":
            np.testing.assert_allclose(
                np.sum(batches[1], axis=0)[place],
                run.denominator[place, :, 0],
                rtol=1e-12,
                err_msg=given.name,
            )


def test_a_ratio_is_that_of_the_whole_run_and_a_count_is_a_batch(whole, cut):
    for name in ("service_level", "wait", "abandonment", "occupancy", "fcr_true"):
        assert line(cut.measures, name)[0]["value"] == pytest.approx(line(whole.measures, name)[0]["value"])
    offered = line(cut.measures, "offered")[0]
    assert offered["value"] == pytest.approx(line(whole.measures, "offered")[0]["value"] / 10)


def test_a_quantile_of_a_batch_is_that_of_its_waits(whole, cut):
    legs = whole.log.legs
    for number, batch in enumerate(cut.sums):
        start = 86400 + number * 43200
        inside = legs[(legs["joined"] >= start) & (legs["joined"] < start + 43200)]
        left = inside["bound"].fillna(inside["ended"])
        waits = np.sort((left - inside["joined"])[inside["outcome"].isin(["answered", "abandoned"])])
        least = waits[int(np.ceil(0.9 * len(waits))) - 1]
        assert batch.numerator[NAMES.index("wait_p90"), 0, 0] == pytest.approx(least)
        assert batch.numerator[NAMES.index("wait_max"), 0, 0] == pytest.approx(waits[-1])


def test_intervals_are_the_t_interval_over_batches(cut):
    place = NAMES.index("wait")
    x, y = (np.array([part[place, 0, 0] for part in parts]) for parts in zip(
        *((each.numerator, each.denominator) for each in cut.sums), strict=True
    ))  # fmt: skip
    value = x.sum() / y.sum()
    half = stats.t.ppf(0.975, 9) * stats.sem((x - value * y) / y.mean())
    row = line(cut.measures, "wait")[0]
    assert row[["value", "low", "high"]].tolist() == pytest.approx([value, value - half, value + half])
    assert row["n"] == 10


def test_the_rows_by_interval_are_the_batches(cut):
    rows = cut.interval("wait")
    assert len(rows) == 10
    assert rows.index[0].isoformat() == "2026-01-06T00:00:00"
    assert rows.index[1].isoformat() == "2026-01-06T12:00:00"
    assert rows[["low", "high"]].isna().all(axis=None)
    place = NAMES.index("wait")
    one = cut.sums[4]
    assert rows["value"].iloc[4] == one.numerator[place, 0, 0] / one.denominator[place, 0, 0]
    assert cut.period == 43200


def test_the_result_says_how_it_was_cut(cut):
    assert (cut.batches.number, cut.batches.length, cut.batches.start) == (10, 43200.0, 86400.0)
    assert cut.replicated == 1
    data = cut.to_json()
    assert data["replications"] == 1
    assert data["batches"] == {
        "number": 10, "length": 43200.0, "start": 86400.0, "correlation": cut.batches.correlation,
    }  # fmt: skip
    assert list(cut.batches.correlation) == ["service_level", "wait", "abandonment", "occupancy"]
    assert {row["n"] for row in data["measures"] if row["interval"] is None and row["measure"] == "wait"} == {
        10
    }


def test_what_does_not_fill_the_batches_is_left_out_with_the_warm_up():
    result = acd.simulate(constant(warm_up="50m"), batches=7)
    # from 01:00 there are 286 half hours: 40 a batch and six more
    assert (result.batches.length, result.batches.start) == (40 * 1800, 3600 + 6 * 1800)
    assert result.grid.end == 6 * 86400e6


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_log_is_kept_where_it_was_asked_for(tmp_path, cut, jobs):
    assert cut.log is None
    written = acd.simulate(constant(), seed=3, batches=10, keep_log=tmp_path, jobs=jobs)
    assert written.log is None
    assert (tmp_path / "legs.parquet").exists()
    kept = acd.simulate(constant(), seed=3, batches=10, keep_log=True, clock="simpy")
    assert kept.log is not None
    assert written.measures.equals(cut.measures)
    assert kept.measures.equals(cut.measures)
    assert acd.simulate(constant(2), 1, batches=2, keep_commands=True).log.commands is not None


def test_batches_come_after_a_warm_up_that_is_found():
    result = acd.simulate(constant(warm_up="auto"), batches=4)
    assert result.warm_up.seconds <= result.batches.start < result.warm_up.seconds + 4 * 1800


# -- a run that was stopped ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("looks", [1, 2, 3])
def test_of_a_run_that_was_stopped_complete_batches_count(monkeypatch, cut, looks):
    results = []
    for keep_log in (False, True):
        halt(monkeypatch, looks, 2000)
        results.append(acd.simulate(constant(), seed=3, batches=10, keep_log=keep_log))
    counted, logged = results
    pd.testing.assert_frame_equal(counted.measures, logged.measures)
    assert (counted.stopped, counted.batches) == (True, logged.batches)
    assert 0 < counted.batches.number == len(counted.sums) < 10
    for one, other in zip(counted.sums, cut.sums, strict=False):
        for name in ("offered", "staffed", "erlangs", "queue"):
            place = NAMES.index(name)
            np.testing.assert_array_equal(one.numerator[place, :, 0], other.numerator[place, :, 0])


@pytest.mark.parametrize("keep_log", [False, True])
def test_a_run_stopped_before_its_first_batch_was_complete_has_none(monkeypatch, keep_log):
    halt(monkeypatch, 1, 2000)
    result = acd.simulate(constant(), batches=2, keep_log=keep_log)
    assert (result.sums, result.batches) == ([], Batches(0, 216000.0, 0.0, {}))


def test_a_run_that_was_stopped_before_it_began_has_no_batches(monkeypatch, whole):
    monkeypatch.setattr(replicate, "run", lambda *_: replace(whole, sums=[]))
    assert acd.simulate(constant(), batches=2).sums == []


def test_many_waits_make_the_quantiles_of_batches_coarser_and_nothing_else(cut):
    with patch.object(tallies, "KEPT_WAITS", 1):
        counted = acd.simulate(constant(), seed=3, batches=10)
    assert (counted.binned, cut.binned) == (True, False)
    exact = ~cut.measures["measure"].isin(QUANTILES)
    pd.testing.assert_frame_equal(counted.measures[exact], cut.measures[exact])
    rough = (counted.measures["value"] - cut.measures["value"]).abs()[~exact]
    assert 0 < rough.max() < 2
    assert counted.batches == cut.batches


def test_batches_are_kept_however_many_there_are(cut):
    with patch.object(kept, "KEPT_BYTES", 1):
        counted = acd.simulate(constant(), seed=3, batches=10)
    assert counted.measures.equals(cut.measures)
    assert counted.replications.equals(cut.replications)


# -- resemblance of neighbours ---------------------------------------------------------------------------------------
def sums_of(values):
    found = []
    for value in values:
        numerator = np.full((len(GIVEN), 1, 1), np.nan)
        numerator[NAMES.index("wait")] = value
        found.append(Sums(numerator, np.where(np.isnan(numerator), np.nan, 1.0)))
    return found


GRID = Grid.of(constant())


def correlation(values):
    return described(sums_of(values), GRID).correlation.get("wait")


def test_the_correlation_is_one_less_half_of_von_neumanns_ratio():
    x = np.random.default_rng(2).normal(10, 1, 30)
    expected = 1 - ((x[1:] - x[:-1]) ** 2).sum() / (2 * ((x - x.mean()) ** 2).sum())
    assert correlation(x) == pytest.approx(expected)
    assert correlation(np.full(30, 2.0)) is None
    assert correlation(x[:2]) is None


def test_independent_batches_are_doubted_in_one_of_a_hundred_cases():
    rng = np.random.default_rng(5)
    n = 4000
    doubted = sum(
        bool(Batches(20, 1.0, 0.0, {"wait": correlation(rng.normal(10, 1, 20))}).correlated) for _ in range(n)
    )
    # binomial: five standard errors to either side of 1 %
    assert abs(doubted / n - 0.01) < 5 * np.sqrt(0.01 * 0.99 / n)


def test_batches_that_drift_are_doubted():
    assert described(sums_of(np.arange(20.0)), GRID).correlated == ["wait"]


# -- messages --------------------------------------------------------------------------------------------------------
MESSAGES = [
    ({"batches": 1}, "batches: 1 is too few for an interval; give at least 2, usually 20"),
    ({"batches": 2.0}, "batches: 2.0 is not a whole number; give one"),
    ({"batches": True}, "batches: True is not a whole number; give one"),
    (
        {"batches": 4, "replications": 3},
        "replications: 3 cannot be cut into batches; batches are of one run, so leave it out",
    ),
    (
        {"batches": 4, "antithetic": True},
        "antithetic: needs pairs of replications, and batches are of one run; leave one of the two out",
    ),
    (
        {"batches": 4, "until": "asa±1s"},
        "until: adds replications until asa±1s is reached, and batches are of one run; leave one of the two out",
    ),
    (
        {"batches": 4, "cluster": "tcp://127.0.0.1:1"},
        "cluster: shares replications out, and batches are of one run; leave one of the two out",
    ),
    (
        {"batches": 241},
        "batches: 241 is more than the 240 whole intervals after the warm-up; give fewer, or make calendar.days longer",
    ),
]


@pytest.mark.parametrize(("options", "message"), MESSAGES)
def test_what_cannot_be_cut_is_one_clear_error(options, message):
    with pytest.raises(AcdError, match=f"^{re.escape(message)}$"):
        acd.simulate(constant(), **options)


def test_batches_need_constant_rates_and_staffing():
    message = (
        "small.yaml:2: calendar.open: batches need constant rates and staffing, but calendar.open, agents.g.shrinkage "
        "change with time; leave batches out"
    )
    with pytest.raises(ScenarioError, match=f"^{re.escape(message)}$"):
        acd.simulate(centre(BUSY, "count: 3, shrinkage: 10%"), batches=4)


def test_a_grid_of_batches_measures_like_any_other(whole):
    grid = batch_grid(whole.scenario, whole.grid, 5)
    parts = by_batch(measure(whole.log.legs, whole.log.agents, grid), 5)
    assert [part.numerator.shape for part in parts] == [(len(GIVEN), grid.n_lines, 6)] * 5
