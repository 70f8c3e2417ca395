"""A smooth rate through the intervals of a day, each of which keeps what it expects.

What a category expects up to the end of each interval is known; between, the curve is a cubic whose slopes at the ends
are the rates there. A rate between two intervals is the mean of theirs, at most three times the smaller: then the curve
never falls (Fritsch and Carlson), so that no rate is negative. Where nothing comes before or after, as at opening and
closing, the rate goes on along the straight line that the interval itself asks for, from 0 to three times its mean.

References
----------
F. N. Fritsch, R. E. Carlson, Monotone piecewise cubic interpolation. SIAM Journal on Numerical Analysis 17 (1980),
238-246.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Piece = tuple[float, float, float]
MOST = 3.0
"""An end's rate over the mean rate: up to here a cubic is sure to be monotone, whatever the other end does."""


def end_rates(days: Sequence[Sequence[Piece]]) -> list[list[tuple[float, float]]]:
    """Return the rates at the ends of each piece, as multiples of the piece's mean rate.

    Parameters
    ----------
    days : sequence of sequence of (float, float, float)
        A list a day of (start [s], end [s], expected matters), in order; pieces that touch are neighbours.

    Returns
    -------
    list of list of (float, float)
        For each piece the multiples at its start and at its end; 1 and 1 for a piece that expects nothing.
    """
    every = [piece for day in days for piece in day]
    rates = [expected / (end - start) for start, end, expected in every]
    touching = [one[1] == two[0] for one, two in pairwise(every)]
    inner = [_between(a, b) if near else None for (a, b), near in zip(pairwise(rates), touching, strict=True)]
    ends = [
        (1.0, 1.0) if rate <= 0.0 else _ends(rate, before, after)
        for rate, before, after in zip(rates, [None, *inner], [*inner, None], strict=True)
    ]
    found, first = [], 0
    for day in days:
        found.append(ends[first : first + len(day)])
        first += len(day)
    return found


def _between(one: float, two: float) -> float:
    return min(0.5 * (one + two), MOST * min(one, two))


def _ends(rate: float, before: float | None, after: float | None) -> tuple[float, float]:
    """Return both multiples of a piece from the rates at its ends, None where nothing touches it."""
    one = None if before is None else before / rate
    two = None if after is None else after / rate
    if one is None:
        one = 1.0 if two is None else _beyond(two)
    if two is None:
        two = _beyond(one)
    return one, two


def _beyond(other: float) -> float:
    return min(max(2.0 - other, 0.0), MOST)
