"""Cuts time at interval borders: who owns a moment, and how much of a span each interval gets.

Everything is int64 microseconds since day one 00:00, so that sums are exact. This module must not know what
is measured, nor what a scenario is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

Times: TypeAlias = np.ndarray[Any, np.dtype[np.int64]]
Codes: TypeAlias = np.ndarray[Any, np.dtype[np.integer[Any]]]
Floats: TypeAlias = np.ndarray[Any, np.dtype[np.float64]]
Truths: TypeAlias = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True)
class Pieces:
    """Open time, cut at interval borders.

    Parameters
    ----------
    start : numpy.ndarray
        Start of each piece, shape (pieces,) [us].
    end : numpy.ndarray
        End of each piece, shape (pieces,) [us].
    row : numpy.ndarray
        Interval of each piece, shape (pieces,); two openings may share an interval.
    labels : numpy.ndarray
        Start of each interval on the clock, shape (intervals,) [us].
    """

    start: Times
    end: Times
    row: Times
    labels: Times


def cut(openings: Sequence[tuple[int, int]], interval: int) -> Pieces:
    """Cut opening periods at the multiples of an interval.

    Parameters
    ----------
    openings : sequence of (int, int)
        Opening periods in the order of time, not overlapping [us].
    interval : int
        Length of an interval, a divisor of a day [us].

    Returns
    -------
    Pieces
        The pieces in the order of time.
    """
    starts, ends = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
    for opening, closing in openings:
        inner = np.arange(opening // interval + 1, -(-closing // interval), dtype=np.int64) * interval
        starts.append(np.concatenate([[opening], inner]).astype(np.int64))
        ends.append(np.concatenate([inner, [closing]]).astype(np.int64))
    start = np.concatenate(starts)
    labels, row = np.unique(start // interval * interval, return_inverse=True)
    return Pieces(start, np.concatenate(ends), row.astype(np.int64), labels)


@dataclass(frozen=True)
class Segments:
    """A partition of time, each segment owned by an interval or by nobody.

    Parameters
    ----------
    borders : numpy.ndarray
        Start of each segment, ascending, shape (segments,) [us]; the last one has no end, before the first is
        nobody's time.
    owners : numpy.ndarray
        Interval that owns each segment, shape (segments,); -1 for nobody.
    n_rows : int
        Number of intervals.
    """

    borders: Times
    owners: Times
    n_rows: int

    @classmethod
    def with_overtime(cls, pieces: Pieces) -> Segments:
        """Let the time from a closing to the next opening belong to the last interval before it.

        Parameters
        ----------
        pieces : Pieces
            Open time.

        Returns
        -------
        Segments
            One segment a piece.
        """
        return cls(pieces.start, pieces.row, len(pieces.labels))

    @classmethod
    def open_only(cls, pieces: Pieces) -> Segments:
        """Let closed time belong to nobody.

        Parameters
        ----------
        pieces : Pieces
            Open time.

        Returns
        -------
        Segments
            One segment a piece and one a gap.
        """
        borders = np.concatenate([pieces.start, pieces.end])
        owners = np.concatenate([pieces.row, np.full(len(pieces.end), -1, np.int64)])
        order = np.lexsort(
            (-owners, borders)
        )  # where a piece begins as another ends, the one that begins wins
        borders, owners = borders[order], owners[order]
        first = np.ones(len(borders), bool)
        first[1:] = borders[1:] > borders[:-1]
        return cls(borders[first], owners[first], len(pieces.labels))

    def row(self, times: Times) -> Times:
        """Find the interval that owns each moment.

        Parameters
        ----------
        times : numpy.ndarray
            Moments [us].

        Returns
        -------
        numpy.ndarray
            Intervals; -1 for nobody's time.
        """
        if not len(self.borders):
            return np.full(len(times), -1, np.int64)
        place = np.searchsorted(self.borders, times, "right") - 1
        return np.where(place >= 0, self.owners[place], -1)

    def next_open(self, times: Times) -> Times:
        """Move moments of nobody's time on to the next one that somebody owns.

        Parameters
        ----------
        times : numpy.ndarray
            Moments [us].

        Returns
        -------
        numpy.ndarray
            Moments [us]; far in the future where nothing follows.
        """
        never = np.iinfo(np.int64).max
        place = np.searchsorted(self.borders, times, "right")
        following = np.append(self.borders, never)[place]
        return np.where(self.row(times) >= 0, times, following)

    def integrate(self, start: Times, end: Times, codes: Codes, n_codes: int) -> Floats:
        """Share spans of time among the intervals.

        Parameters
        ----------
        start : numpy.ndarray
            Start of each span [us].
        end : numpy.ndarray
            End of each span [us]; a span that ends before it starts is empty.
        codes : numpy.ndarray
            Line that each span counts for; negative for none.
        n_codes : int
            Number of lines.

        Returns
        -------
        numpy.ndarray
            Sum of the spans' overlap with each interval, shape (n_codes, n_rows) [us].

        Notes
        -----
        Only the first and the last segment of a span are cut; those between are covered whole and counted
        by a difference array, so that the cost does not grow with the length of spans.
        """
        size = len(self.borders)
        shares = np.zeros((n_codes, self.n_rows))
        if not size:
            return shares
        start = np.maximum(start, self.borders[0])
        kept = (end > start) & (codes >= 0)
        start, end, base = start[kept], end[kept], codes[kept].astype(np.int64) * size
        first = np.searchsorted(self.borders, start, "right") - 1
        last = np.searchsorted(self.borders, end, "right") - 1
        long = first < last
        edge = np.where(long, self.borders[np.minimum(first + 1, size - 1)], end)
        cells = n_codes * size
        amounts = np.bincount(base + first, edge - start, cells)
        base, first, last, end = base[long], first[long], last[long], end[long]
        amounts += np.bincount(base + last, end - self.borders[last], cells)
        steps = np.bincount(base + first + 1, minlength=cells) - np.bincount(base + last, minlength=cells)
        lengths = np.append(np.diff(self.borders), 0)
        amounts = amounts.reshape(n_codes, size) + steps.reshape(n_codes, size).cumsum(axis=1) * lengths
        owned = self.owners >= 0
        np.add.at(shares.T, self.owners[owned], amounts[:, owned].T)
        return shares
