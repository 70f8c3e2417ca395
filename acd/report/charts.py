"""The three pictures of a run: service and load, waiting times, staffed against needed.

Figures are made with matplotlib's object interface, so that no window system is touched and a notebook's own
settings stay as they are. Knows a finished result; computes no measure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from acd.report.lines import by_interval, column
from acd.report.needed import needed
from acd.report.open_time import OpenTime
from acd.report.runs import runs
from acd.report.style import BLUE, GREY, ORANGE, RED, SKY, bare, head, legend_above
from acd.report.words import duration, share

if TYPE_CHECKING:
    from pathlib import Path

    from matplotlib.axes import Axes

    from acd.experiment import Result


def service_and_load(result: Result) -> Figure:
    """Draw the service level with its 95 % band, and below it the contacts offered, by interval.

    Parameters
    ----------
    result : Result
        A finished run.

    Returns
    -------
    matplotlib.figure.Figure
        Two panels on one axis of open time.
    """
    time = _time(result)
    figure = _figure()
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(3, 2))
    _draw_level(upper, time, result)
    _draw_load(lower, time, result)
    time.separate(upper)
    upper.tick_params(axis="x", length=0)
    time.dress(lower)
    return figure


def waiting(result: Result) -> Figure:
    """Draw how long contacts waited, and what share of each category was answered within any time.

    Parameters
    ----------
    result : Result
        A finished run that kept its log.

    Returns
    -------
    matplotlib.figure.Figure
        A histogram of the waits and the cumulative curves with their targets.

    Raises
    ------
    ValueError
        When the log was not kept.
    """
    from acd.report.waits import draw_curves, draw_histogram, waits

    if result.log is None:
        message = "waiting(result) needs the log; simulate with keep_log=True"
        raise ValueError(message)
    legs = waits(result.log.legs, result.scenario.calendar.measured_from)
    figure = _figure()
    left, right = figure.subplots(1, 2)
    draw_histogram(left, legs)
    draw_curves(right, legs, result.scenario)
    figure.suptitle(_origin(result).replace("mean of ", ""), x=0.01, ha="left", fontsize=9, color=GREY)
    return figure


def staffing(result: Result) -> Figure:
    """Draw the agents logged in against those that the target asks for, by interval.

    Parameters
    ----------
    result : Result
        A finished run.

    Returns
    -------
    matplotlib.figure.Figure
        One panel on an axis of open time; intervals with too few agents are shaded.
    """
    time = _time(result)
    here = column(by_interval(result.measures, "staffed"), "value")
    wanted, load, words = needed(result)
    figure = _figure(height=4.6)
    axes = figure.subplots()
    short = here < wanted - 0.5
    time.band(axes, here, wanted, short, color=RED, alpha=0.25, label="too few")
    time.steps(axes, load, color=GREY, linewidth=1, linestyle=":", label="offered load [erlangs]")
    time.steps(axes, wanted, color=RED, linewidth=1.4, label="needed")
    time.steps(axes, here, color=BLUE, linewidth=2, label="logged in")
    axes.set(ylabel="agents", ylim=(0, None))
    head(
        axes,
        f"Agents logged in against agents needed: too few in {short.sum()} of {len(short)} intervals",
        f"{result.scenario.name} · needed: {words}",
    )
    figure.legend(loc="outside lower center", ncols=4, frameon=False, fontsize=9)
    time.dress(axes)
    return figure


PICTURES = {"service_and_load": service_and_load, "waiting": waiting, "staffing": staffing}
"""Name of the file and the function that draws it."""


def save(result: Result, folder: Path) -> list[Path]:
    """Write the pictures as PNG files.

    Parameters
    ----------
    result : Result
        A finished run that kept its log.
    folder : pathlib.Path
        Where to; must exist.

    Returns
    -------
    list of pathlib.Path
        The files, in the order of `PICTURES`.
    """
    paths = []
    for name, draw in PICTURES.items():
        paths.append(folder / f"{name}.png")
        draw(result).savefig(paths[-1], dpi=144)
    return paths


def _figure(height: float = 5.6) -> Figure:
    return Figure(figsize=(11, height), layout="constrained")


def _time(result: Result) -> OpenTime:
    starts = pd.DatetimeIndex(by_interval(result.measures, "offered").index)
    return OpenTime.of(starts, result.period)


def _draw_level(axes: Axes, time: OpenTime, result: Result) -> None:
    level = by_interval(result.measures, "service_level")
    value, low, high = (100 * column(level, name) for name in ("value", "low", "high"))
    time.band(
        axes, low.clip(0), high.clip(max=100), np.isfinite(low), color=SKY, alpha=0.45, label="95 % interval"
    )
    time.steps(axes, value, color=BLUE, linewidth=1.6, label="service level")
    axes.set(ylabel="answered in time\n[% of offered]", ylim=(0, 102), yticks=range(0, 101, 20))
    targets = {(c.service_level.share, c.service_level.within) for c in result.scenario.categories.values()}
    finding = "Service level and load by interval"
    if len(targets) == 1:
        target, within = targets.pop()
        axes.axhline(100 * target, color=RED, linewidth=1.2, linestyle="--", label=f"target {share(target)}")
        known = value[np.isfinite(value)]
        finding = (
            f"{share(target)} answered within {duration(within)}: reached in {(known >= 100 * target).sum()} "
            f"of {len(known)} intervals"
        )
    head(axes, finding, _origin(result))
    legend_above(axes)


def _draw_load(axes: Axes, time: OpenTime, result: Result) -> None:
    offered = column(by_interval(result.measures, "offered"), "value")
    abandoned = column(by_interval(result.measures, "abandoned"), "value")
    time.steps(axes, offered, fill=True, color=SKY, alpha=0.6, label="offered")
    time.steps(axes, abandoned, fill=True, color=ORANGE, label="of these abandoned")
    axes.set(ylabel=f"contacts\nper {duration(result.period)}", ylim=(0, None))
    legend_above(axes)
    bare(axes)


def _origin(result: Result) -> str:
    """Say what the picture was made from."""
    return f"{result.scenario.name} · mean of {runs(result)}, seed {result.seed}"
