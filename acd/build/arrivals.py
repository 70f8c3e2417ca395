"""Rate curves to piecewise tables, traces to times, tier shares to cumulative shares."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np

from acd.build.flows import dirichlet_shapes
from acd.build.smooth import end_rates
from acd.core.arrivals import DAY as DAY_LENGTH
from acd.core.columns import BEND, DAY, PIECE, PLAY, SHARE, TRACE
from acd.core.tables import SECOND

if TYPE_CHECKING:
    from acd.scenario import Arrivals, Scenario

Array = np.ndarray[Any, Any]
Piece = tuple[int, int, float]
Bend = tuple[int, float, float, float, float]
"""Interval, shape and its log Γ, rates at the ends of the piece over its mean rate."""


def _within_day(piece: tuple[float, float, float], today: int) -> Piece:
    start = today * DAY_LENGTH
    a, b, expected = piece
    return round(a * SECOND) - start, round(b * SECOND) - start, expected


class ArrivalTables:
    """Collects pieces, days and traces of all categories; days that are alike share their pieces.

    Parameters
    ----------
    interval : float
        Of the scenario [s].
    """

    def __init__(self, interval: float) -> None:
        self._interval = round(interval * SECOND)
        self._pieces: list[tuple[int, int, float, float]] = []
        self._bends: list[Bend] = []
        self._days: list[tuple[int, int, float]] = []
        self._times: list[int] = []
        self._play: list[tuple[int, int]] = []
        self._known: dict[tuple[tuple[Piece, Bend], ...], tuple[int, int, float]] = {}

    def add_days(self, days: list[list[tuple[float, float, float]]], given: Arrivals) -> int:
        """Add the days of the next category.

        Parameters
        ----------
        days : list of list of tuple
            A list a day of (start [s], end [s], expected contacts), times from day one.
        given : Arrivals
            How they vary.

        Returns
        -------
        int
            The largest number of pieces of a day.
        """
        ends = end_rates(days) if given.smooth else [[(1.0, 1.0)] * len(day) for day in days]
        most = 0
        for today, (pieces, rates) in enumerate(zip(days, ends, strict=True)):
            found = [
                (_within_day(piece, today), rate)
                for piece, rate in zip(pieces, rates, strict=True)
                if piece[2] > 0.0
            ]
            row = self._day(tuple(self._bent(found, given)))
            self._days.append(row)
            most = max(most, row[1])
        return most

    def add_empty(self, days: int) -> None:
        """Add a category without drawn arrivals."""
        self._days.extend([(0, 0, 0.0)] * days)

    def add_trace(self, times: Sequence[float]) -> tuple[int, int]:
        """Add a trace; return its first row and its length."""
        first = len(self._times)
        self._times.extend(round(time * SECOND) for time in times)
        return first, len(times)

    def add_play(self, rows: list[tuple[int, int]]) -> int:
        """Add where the times of a trace may be moved to; return its first row."""
        first = len(self._play)
        self._play.extend(rows)
        return first

    def _bent(
        self, pieces: list[tuple[Piece, tuple[float, float]]], given: Arrivals
    ) -> list[tuple[Piece, Bend]]:
        """Return the pieces of a day, each with its interval and what the interval's factor and the rate need."""
        if not given.by_interval:
            return [(piece, (0, 0.0, 0.0, *rates)) for piece, rates in pieces]
        intervals = [
            (number, list(inside))
            for number, inside in groupby(pieces, key=lambda one: one[0][0] // self._interval)
        ]
        shapes = [(0.0, 0.0)] * len(intervals)
        if given.concentration is not None and pieces:
            weights = [sum(piece[2] for piece, _ in inside) for _, inside in intervals]
            shapes = dirichlet_shapes(weights, given.concentration)
        return [
            (piece, (number, *shape, *rates))
            for (number, inside), shape in zip(intervals, shapes, strict=True)
            for piece, rates in inside
        ]

    def _day(self, pieces: tuple[tuple[Piece, Bend], ...]) -> tuple[int, int, float]:
        if pieces not in self._known:
            first, before = len(self._pieces), 0.0
            for (start, end, expected), bend in pieces:
                self._pieces.append((start, end, before, expected))
                self._bends.append(bend)
                before += expected
            self._known[pieces] = (first, len(pieces), before)
        return self._known[pieces]

    def arrays(self) -> dict[str, Array]:
        """Return the tables ``piece``, ``bend``, ``day``, ``trace`` and ``play``."""
        trace = np.zeros(len(self._times), TRACE)
        trace["time"] = self._times
        return {
            "piece": np.array(self._pieces, PIECE),
            "bend": np.array(self._bends, BEND),
            "day": np.array(self._days, DAY),
            "trace": trace,
            "play": np.array(self._play, PLAY),
        }


def share_rows(scenario: Scenario) -> Array:
    """Return the table ``share``: cumulative share of each tier in each category; `standard` has the rest."""
    rows = []
    for name in scenario.categories:
        upto = 0.0
        rows.append((0.0,))
        for tier in scenario.tiers.values():
            upto += tier.share_of(name)
            rows.append((upto,))
    return np.array(rows, SHARE)
