"""A time axis of open time only: days stand side by side, the hours between them take no room.

A line across the night would show service where there was none, and would leave a third of the picture empty.
Knows interval starts and matplotlib axes; knows no measure.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from acd.report.style import GREY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes
    from numpy.typing import NDArray

_GAP = 0.04
"""Room between two stretches of open time, as a share of their mean length."""

_MOST_HOURS, _MOST_DAYS = 28, 10


@dataclass(frozen=True)
class OpenTime:
    """Where each interval stands on the axis.

    Parameters
    ----------
    starts : pandas.DatetimeIndex of shape (n,)
        Start of every open interval, rising.
    hours : float
        Length of an interval [h].
    left : numpy.ndarray of shape (n,)
        Left edge of every interval on the axis [h of the axis].
    """

    starts: pd.DatetimeIndex
    hours: float
    left: NDArray[np.float64]

    @classmethod
    def of(cls, starts: pd.DatetimeIndex, interval: float) -> OpenTime:
        """Place intervals side by side.

        Parameters
        ----------
        starts : pandas.DatetimeIndex of shape (n,)
            Start of every open interval, rising.
        interval : float
            Length of an interval [s].

        Returns
        -------
        OpenTime
            Intervals that follow each other touch; others stand a little apart.
        """
        hours = interval / 3600
        steps = np.diff(np.asarray((starts - starts[0]).total_seconds(), dtype=np.float64))
        apart = steps > 1.5 * interval
        gap = _GAP * hours * len(starts) / (1 + apart.sum())
        room = np.where(apart, hours + gap, hours)
        return cls(starts, hours, np.concatenate([[0.0], np.cumsum(room)]))

    @property
    def right(self) -> float:
        """Right end of the axis [h of the axis]."""
        return float(self.left[-1] + self.hours)

    def stretches(self) -> Iterator[slice]:
        """Yield the runs of intervals that touch.

        Yields
        ------
        slice
            Of the intervals, in order.
        """
        steps = np.asarray((self.starts[1:] - self.starts[:-1]).total_seconds(), dtype=np.float64)
        breaks = np.flatnonzero(steps > 1.5 * 3600 * self.hours) + 1
        for first, last in zip([0, *breaks], [*breaks, len(self.left)], strict=True):
            yield slice(int(first), int(last))

    def edges(self, stretch: slice) -> NDArray[np.float64]:
        """Return the edges of a stretch's intervals.

        Parameters
        ----------
        stretch : slice
            One of `stretches`.

        Returns
        -------
        numpy.ndarray of shape (n + 1,)
            Left edges and the last right edge [h of the axis].
        """
        left = self.left[stretch]
        return np.append(left, left[-1] + self.hours)

    def steps(self, axes: Axes, values: NDArray[np.float64], **style: Any) -> None:  # noqa: ANN401 -- matplotlib's own
        """Draw one value an interval as steps, a stretch at a time.

        Parameters
        ----------
        axes : matplotlib.axes.Axes
            Where to draw.
        values : numpy.ndarray of shape (n,)
            One value an interval; NaN leaves a hole.
        **style : Any
            Passed to ``Axes.stairs``; the label is given to the first stretch alone.
        """
        label = style.pop("label", None)
        for number, stretch in enumerate(self.stretches()):
            axes.stairs(
                values[stretch],
                self.edges(stretch),
                baseline=style.get("baseline", 0.0 if style.get("fill") else None),
                label=label if number == 0 else None,
                **{key: value for key, value in style.items() if key != "baseline"},
            )

    def band(
        self,
        axes: Axes,
        low: NDArray[np.float64],
        high: NDArray[np.float64],
        where: NDArray[np.bool_],
        **style: Any,  # noqa: ANN401 -- matplotlib's own
    ) -> None:
        """Fill between two values an interval, a stretch at a time.

        Parameters
        ----------
        axes : matplotlib.axes.Axes
            Where to draw.
        low, high : numpy.ndarray of shape (n,)
            Lower and upper border.
        where : numpy.ndarray of bool, shape (n,)
            Intervals to fill.
        **style : Any
            Passed to ``Axes.fill_between``; the label is given to the first stretch alone.
        """
        label = style.pop("label", None)
        for number, stretch in enumerate(self.stretches()):
            edges = self.edges(stretch)
            axes.fill_between(
                np.repeat(edges, 2)[1:-1],
                np.repeat(low[stretch], 2),
                np.repeat(high[stretch], 2),
                where=np.repeat(where[stretch], 2).tolist(),
                label=label if number == 0 else None,
                linewidth=0,
                **style,
            )

    def dress(self, axes: Axes) -> None:
        """Write hours and days under the axis and a line between days.

        Parameters
        ----------
        axes : matplotlib.axes.Axes
            The lowest panel.
        """
        axes.set_xlim(0, self.right)
        self.separate(axes)
        self._write_hours(axes)
        self._write_days(axes)
        axes.set_xlabel("hour of the day (open hours only)", labelpad=20, fontsize=9, color=GREY)

    def separate(self, axes: Axes) -> None:
        """Draw the lines between days.

        Parameters
        ----------
        axes : matplotlib.axes.Axes
            Any panel on this axis.
        """
        days = self._days()
        for (_, _, end), (_, begin, _) in pairwise(days):
            axes.axvline((end + begin) / 2, color="0.75", linewidth=0.8, zorder=0)

    def _days(self) -> list[tuple[pd.Timestamp, float, float]]:
        """Return every day with its left and right end on the axis."""
        days = self.starts.normalize()
        ends = self.left + self.hours
        return [
            (pd.Timestamp(day), float(self.left[days == day][0]), float(ends[days == day][-1]))
            for day in days.unique()
        ]

    def _write_hours(self, axes: Axes) -> None:
        hour = self.starts.hour + self.starts.minute / 60
        for every in (1, 2, 3, 4, 6, 12):
            chosen = np.isclose(np.mod(hour, every), 0)
            if chosen.sum() <= _MOST_HOURS:
                break
        else:
            chosen = np.zeros(len(hour), dtype=bool)
        axes.set_xticks(self.left[chosen], [f"{time:%H}" for time in self.starts[chosen]])
        axes.tick_params(axis="x", labelsize=8, length=3)

    def _write_days(self, axes: Axes) -> None:
        days = self._days()
        every = -(-len(days) // _MOST_DAYS)
        for day, begin, end in days[::every]:
            axes.annotate(
                f"{day:%a} {day.day} {day:%b}",
                ((begin + end) / 2, 0),
                xycoords=axes.get_xaxis_transform(),
                xytext=(0, -22),
                textcoords="offset points",
                ha="center",
                va="top",
                color=GREY,
            )
