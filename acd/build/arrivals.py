"""Rate curves to piecewise tables, traces to times, tier shares to cumulative shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from acd.core.arrivals import DAY as DAY_LENGTH
from acd.core.tables import DAY, PIECE, SECOND, SHARE, TRACE

if TYPE_CHECKING:
    from acd.scenario import Scenario

Array = np.ndarray[Any, Any]
Piece = tuple[int, int, float]


def _within_day(pieces: list[tuple[float, float, float]], today: int) -> tuple[Piece, ...]:
    start = today * DAY_LENGTH
    return tuple(
        (round(a * SECOND) - start, round(b * SECOND) - start, expected)
        for a, b, expected in pieces
        if expected > 0.0
    )


class ArrivalTables:
    """Collects pieces, days and traces of all categories; days that are alike share their pieces."""

    def __init__(self) -> None:
        self._pieces: list[tuple[int, int, float, float]] = []
        self._days: list[tuple[int, int, float]] = []
        self._times: list[int] = []
        self._known: dict[tuple[Piece, ...], tuple[int, int, float]] = {}

    def add_days(self, days: list[list[tuple[float, float, float]]]) -> None:
        """Add the days of the next category.

        Parameters
        ----------
        days : list of list of tuple
            A list a day of (start [s], end [s], expected contacts), times from day one.
        """
        for today, pieces in enumerate(days):
            self._days.append(self._day(_within_day(pieces, today)))

    def add_empty(self, days: int) -> None:
        """Add a category without drawn arrivals."""
        self._days.extend([(0, 0, 0.0)] * days)

    def add_trace(self, times: list[float]) -> tuple[int, int]:
        """Add a trace; return its first row and its length."""
        first = len(self._times)
        self._times.extend(round(time * SECOND) for time in times)
        return first, len(times)

    def _day(self, pieces: tuple[Piece, ...]) -> tuple[int, int, float]:
        if pieces not in self._known:
            first, before = len(self._pieces), 0.0
            for start, end, expected in pieces:
                self._pieces.append((start, end, before, expected))
                before += expected
            self._known[pieces] = (first, len(pieces), before)
        return self._known[pieces]

    def arrays(self) -> dict[str, Array]:
        """Return the tables ``piece``, ``day`` and ``trace``."""
        trace = np.zeros(len(self._times), TRACE)
        trace["time"] = self._times
        return {"piece": np.array(self._pieces, PIECE), "day": np.array(self._days, DAY), "trace": trace}


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
