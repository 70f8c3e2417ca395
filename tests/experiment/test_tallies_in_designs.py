"""Tallies in antithetic pairs, under a precision and after a warm-up that is found: the numbers of the log."""

from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest

import acd
from acd.experiment import kept
from acd.experiment.kept import Kept
from acd.kpi import Moments
from tests.experiment.test_simulate import line
from tests.runs import centre, halt
from tests.tallied import LIVELY

KEYS = ["replication", "measure", "scope", "name", "interval"]
WARMING = "days: 2, open: 00:00-24:00, warm_up: auto"


@pytest.fixture(scope="module")
def scenario():
    return centre(LIVELY, "count: 4, shrinkage: 10%", "days: 3, warm_up: 1d")


@pytest.fixture(scope="module")
def logged(scenario):
    return acd.simulate(scenario, 8, seed=3, antithetic=True, keep_log=True)


def trimmed(scenario, limit, *arguments, **options):
    with patch.object(kept, "KEPT_BYTES", limit):
        return acd.simulate(scenario, *arguments, **options)


def nearly(found, expected):
    pd.testing.assert_frame_equal(found, expected, rtol=1e-9, atol=1e-9)


# -- pairs ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("options", [{}, {"jobs": 2}, {"clock": "simpy"}])
def test_pairs_that_are_counted_are_those_of_the_log(scenario, logged, options):
    counted = acd.simulate(scenario, 8, seed=3, antithetic=True, **options)
    pd.testing.assert_frame_equal(counted.measures, logged.measures)
    pd.testing.assert_frame_equal(counted.replications, logged.replications)
    assert counted.to_json() == logged.to_json() | {"clock": counted.clock}
    assert (counted.log, counted.antithetic) == (None, True)


@pytest.mark.parametrize("limit", [1, 150_000, 400_000])
def test_pairs_that_take_too_much_memory_are_trimmed_and_tell_the_same(scenario, logged, limit):
    counted = trimmed(scenario, limit, 8, seed=3, antithetic=True)
    assert all(one.numerator.shape[-1] == 1 for one in counted.sums)
    nearly(counted.measures, logged.measures)
    whole = logged.replications
    whole = whole[whole["interval"].isna() | (whole["scope"] == "total")]
    found, expected = (frame.sort_values(KEYS, ignore_index=True) for frame in (counted.replications, whole))
    pd.testing.assert_frame_equal(found, expected)


def test_trimmed_pairs_still_have_their_totals_by_interval(scenario, logged):
    counted = trimmed(scenario, 1, 8, seed=3, antithetic=True)
    for one, whole in zip(counted.units, logged.units, strict=True):
        np.testing.assert_array_equal(one.total[0], whole.numerator[:, 0, 1:])
        np.testing.assert_array_equal(one.total[1], whole.denominator[:, 0, 1:])


def test_moments_are_over_pairs(scenario, logged):
    moments = Moments()
    for unit in logged.units:
        moments.add(unit)
    found = trimmed(scenario, 1, 8, seed=3, antithetic=True).moments
    for own, expected in zip(found.estimate(0, np.arange(3)), moments.estimate(0, np.arange(3)), strict=True):
        np.testing.assert_array_equal(own, expected)


@pytest.mark.parametrize("limit", [1, 1 << 28])
def test_half_a_pair_of_a_stopped_run_is_dropped(scenario, limit):
    def stop(done):
        if done == 7:
            raise KeyboardInterrupt

    stopped = trimmed(scenario, limit, 8, seed=3, antithetic=True, progress=stop)
    assert (stopped.stopped, len(stopped.sums), len(stopped.units)) == (True, 6, 3)
    six = acd.simulate(scenario, 6, seed=3, antithetic=True)
    nearly(stopped.measures, six.measures)
    assert stopped.contacts == six.contacts


def test_the_first_of_a_pair_alone_is_nothing(scenario, monkeypatch):
    halt(monkeypatch, 3, 900)
    assert acd.simulate(scenario, 8, antithetic=True).sums == []


def test_the_first_of_a_pair_is_trimmed_with_the_second(logged):
    class One:
        def __init__(self, sums):
            self.sums = sums

    with patch.object(kept, "KEPT_BYTES", 1), patch.object(kept, "replace", lambda one, sums: One(sums)):
        done = Kept(paired=True)
        widths = []
        for sums in logged.sums[:4]:
            done.append(One(sums))
            widths.append([one.sums.numerator.shape[-1] > 1 for one in done])
    assert widths == [[True], [False] * 2, [False, False, True], [False] * 4]


# -- a precision ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("antithetic", [False, True])
@pytest.mark.parametrize("jobs", [1, 3])
def test_a_precision_is_reached_where_it_is_with_the_log(scenario, antithetic, jobs):
    options = {"until": "service_level±0.07pp", "seed": 5, "antithetic": antithetic}
    counted, rough = (trimmed(scenario, limit, jobs=jobs, **options) for limit in (1 << 28, 1))
    logged = acd.simulate(scenario, keep_log=True, **options)
    assert len(logged.until.looks) > 1
    assert counted.until == rough.until == logged.until
    assert line(rough.measures, "service_level").equals(line(logged.measures, "service_level"))
    pd.testing.assert_frame_equal(counted.measures, logged.measures)
    nearly(rough.measures, logged.measures)


# -- a warm-up that is found ---------------------------------------------------------------------------------------
def test_tallies_leave_out_the_warm_up_that_was_found():
    settling = centre(LIVELY, "count: 4", WARMING)
    counted, logged = (acd.simulate(settling, 4, keep_log=keep_log) for keep_log in (False, True))
    assert counted.warm_up == logged.warm_up
    assert counted.warm_up.seconds > 0
    assert counted.grid == logged.grid
    assert counted.grid.openings[0][0] == counted.warm_up.seconds * 1e6
    pd.testing.assert_frame_equal(counted.measures, logged.measures)
