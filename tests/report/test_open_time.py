"""The axis of open time."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from acd.report.open_time import OpenTime
from tests.report.made import INTERVAL, STARTS


def test_days_stand_side_by_side_with_a_small_gap():
    time = OpenTime.of(STARTS, INTERVAL)
    assert list(time.left[:4]) == [0.0, 0.5, 1.0, 1.5]
    assert 2.0 < time.left[4] < 2.5
    assert [(part.start, part.stop) for part in time.stretches()] == [(0, 4), (4, 8)]


def test_a_centre_that_never_closes_is_one_stretch():
    time = OpenTime.of(pd.date_range("2026-01-05", periods=96, freq="30min"), INTERVAL)
    assert [(part.start, part.stop) for part in time.stretches()] == [(0, 96)]
    assert time.right == 48.0


def test_no_line_is_drawn_across_the_night():
    axes = Figure().subplots()
    OpenTime.of(STARTS, INTERVAL).steps(axes, np.ones(8), label="agents")
    ends = [patch.get_data().edges[[0, -1]].tolist() for patch in axes.patches]
    assert len(ends) == 2
    assert ends[0][1] < ends[1][0]
    assert len(axes.get_legend_handles_labels()[1]) == 1


def test_days_and_hours_are_written_and_days_are_separated():
    axes = Figure().subplots()
    OpenTime.of(STARTS, INTERVAL).dress(axes)
    assert [text.get_text() for text in axes.texts] == ["Mon 5 Jan", "Tue 6 Jan"]
    assert [label.get_text() for label in axes.get_xticklabels()] == ["08", "09", "08", "09"]
    assert len(axes.lines) == 1


def test_many_days_are_thinned_out():
    starts = pd.DatetimeIndex(
        [day + pd.Timedelta(hours=8) for day in pd.date_range("2026-01-05", periods=60)]
    )
    axes = Figure().subplots()
    OpenTime.of(starts, INTERVAL).dress(axes)
    assert len(axes.texts) == 10
    assert len(axes.get_xticks()) == 0
