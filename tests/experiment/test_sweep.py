"""sweep: every point of the grid, each as simulate gives it, on the same customers."""

import re
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest

import acd
from acd.build import tallies
from acd.errors import AcdError, ScenarioError
from tests.runs import centre, traced

BUSY = "arrivals: {rate: 40/h}, patience: {dist: exponential, mean: 3m}"
GRID = {"agents.g.count": [3, 5], "categories.a.patience.mean": ["1m", "5m", "9m"]}
COLUMNS = [*GRID, "measure", "scope", "name", "unit", "value", "low", "high", "n", "resolution"]


@pytest.fixture(scope="module")
def scenario():
    return centre(BUSY, "count: 4")


@pytest.fixture(scope="module")
def frame(scenario):
    return acd.sweep(scenario, GRID, 4, seed=3)


def test_points_come_in_the_order_of_the_values(frame):
    assert frame.columns.tolist() == COLUMNS
    points = frame[list(GRID)].drop_duplicates()
    assert points.to_numpy().tolist() == [[c, p] for c in (3, 5) for p in ("1m", "5m", "9m")]


def test_a_point_is_what_simulate_gives(scenario, frame):
    point = frame[(frame["agents.g.count"] == 5) & (frame["categories.a.patience.mean"] == "1m")]
    changed = scenario.replace("agents.g.count", 5).replace("categories.a.patience.mean", "1m")
    measures = acd.simulate(changed, 4, seed=3).measures.assign(resolution=np.nan)
    expected = measures[measures["interval"].isna()].reset_index(drop=True)[COLUMNS[2:]]
    assert point[COLUMNS[2:]].reset_index(drop=True).equals(expected)


def test_quantiles_of_bins_wider_than_their_intervals_have_a_resolution(tmp_path):
    waiting = traced(tmp_path, 0, 0, 0, 0, handle="{dist: uniform, low: 5m, high: 5.0001m}")
    with patch.object(tallies, "KEPT_WAITS", 1):
        frame = acd.sweep(waiting, {"agents.g.count": [1, 2]}, 3)
        for count in (1, 2):
            point = frame[frame["agents.g.count"] == count].set_index(["measure", "scope", "name"])[
                "resolution"
            ]
            coarse = acd.simulate(waiting.replace("agents.g.count", count), 3).coarse
            coarse = coarse[coarse["interval"].isna()].set_index(["measure", "scope", "name"])["resolution"]
            assert len(coarse) > 0
            pd.testing.assert_series_equal(point.dropna(), coarse)


def test_points_share_their_customers(frame):
    offered = frame[(frame["measure"] == "offered") & (frame["scope"] == "total")]
    assert offered["value"].nunique() == 1
    asa = frame[(frame["measure"] == "asa") & (frame["scope"] == "total")].set_index(list(GRID))["value"]
    assert (asa[3].to_numpy() > asa[5].to_numpy()).all()


@pytest.mark.parametrize("options", [{"jobs": 2}, {"jobs": 3}, {"clock": "simpy"}])
def test_threads_and_clocks_change_no_number(scenario, frame, options):
    assert acd.sweep(scenario, GRID, 4, seed=3, **options).equals(frame)


def test_values_may_come_from_an_array_or_be_whole_parts(scenario):
    counts = acd.sweep(scenario, {"agents.g.count": np.arange(2, 4)}, 2)
    assert counts["agents.g.count"].unique().tolist() == [2, 3]
    rates = [{"rate": "20/h"}, {"rate": "30/h"}]
    parts = acd.sweep(scenario, {"categories.a.arrivals": rates}, 2)
    assert parts["categories.a.arrivals"].iloc[-1] == rates[1]


def test_progress_counts_the_replications_of_all_points(scenario):
    seen = []
    acd.sweep(scenario, {"agents.g.count": [3, 4]}, 3, jobs=2, progress=seen.append)
    assert seen == [1, 2, 3, 4, 5, 6]


REFUSED = [
    ({}, "there is nothing to change; give places and values, {'agents.general.count': [8, 9]}"),
    ({"agents.g.count": []}, "agents.g.count has [], which is no list of values; write [8, 9, 10]"),
    ({"agents.g.count": 8}, "agents.g.count has 8, which is no list of values; write [8, 9, 10]"),
    ({"categories.a.handle": {"mean": 3}}, "categories.a.handle has {'mean': 3}, which is no list of values; "
     "write [8, 9, 10]"),
    ({"interval": "30m"}, "interval has '30m', which is no list of values; write [8, 9, 10]"),
    ({"resolution": ["x"]}, "'resolution' is also a column of the result; change it before, with scenario.replace"),
    ({"name": ["x"]}, "'name' is also a column of the result; change it before, with scenario.replace"),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "message"), REFUSED)
def test_what_is_no_grid_is_one_clear_error(scenario, changes, message):
    with pytest.raises(AcdError, match=f"^changes: {re.escape(message)}$"):
        acd.sweep(scenario, changes, 2)


def test_all_points_are_checked_before_the_first_is_run(scenario):
    seen = []
    with pytest.raises(ScenarioError, match=r"agents\.g\.count: -1 "):
        acd.sweep(scenario, {"agents.g.count": [3, -1]}, 2, progress=seen.append)
    assert not seen


def test_numbers_are_checked_as_everywhere(scenario):
    with pytest.raises(AcdError, match="replications: 0 is too few; give at least 1"):
        acd.sweep(scenario, GRID, 0)
    with pytest.raises(AcdError, match="clock: 'wall' is not a clock; take compiled or simpy"):
        acd.sweep(scenario, GRID, clock="wall")


def test_an_interrupted_sweep_is_no_sweep(scenario):
    def stop(_done):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        acd.sweep(scenario, GRID, 2, jobs=2, progress=stop)
