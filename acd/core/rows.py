"""Copy structured rows as bytes: numpy copies them field by field, some twenty times slower.

This module must not know what the rows mean.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Rows = np.ndarray[Any, Any]
SMALLEST = 1 << 16
"""Bytes that gathered rows start with."""
MOST_SET_ASIDE = 1 << 28
"""Bytes that are set aside for rows that may never come."""
LINE_BYTES = 64
"""A line of the processor's cache."""


def fresh_rows(dtype: np.dtype[Any], rows: int) -> Rows:
    """Make rows of zeros that start on the border of a cache line, so that a row of 64 bytes is one line.

    Parameters
    ----------
    dtype : numpy.dtype
        Their type.
    rows : int
        How many, at least 1.

    Returns
    -------
    numpy.ndarray
        Contiguous; memory that nobody writes to costs nothing.
    """
    room = np.zeros(rows * dtype.itemsize + LINE_BYTES, np.uint8)
    start = -room.ctypes.data % LINE_BYTES
    return room[start : start + rows * dtype.itemsize].view(dtype)


def as_bytes(rows: Rows) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """Return the bytes of contiguous rows, not copied.

    Parameters
    ----------
    rows : numpy.ndarray
        Rows of one dimension, contiguous.

    Returns
    -------
    numpy.ndarray
        A view.
    """
    return rows.view(np.uint8)


def side_by_side(rows: Rows, more: Rows, dtype: np.dtype[Any]) -> Rows:
    """Return rows joined with those beside them.

    Parameters
    ----------
    rows, more : numpy.ndarray
        As many of each.
    dtype : numpy.dtype
        All their fields.

    Returns
    -------
    numpy.ndarray
        A copy.
    """
    wide = np.empty(len(rows), dtype)
    for part in (rows, more):
        for name in part.dtype.names or ():
            wide[name] = part[name]
    return wide


class Gathered:
    """Rows put one behind the other, copied once, in memory that doubles when it is full.

    Parameters
    ----------
    dtype : numpy.dtype
        Their type.
    expected : int
        About how many rows will come; memory for them is set aside, up to MOST_SET_ASIDE, and costs nothing until it is
        written to.
    """

    def __init__(self, dtype: np.dtype[Any], expected: int = 0) -> None:
        self._dtype = dtype
        self._first = min(max(SMALLEST, expected * dtype.itemsize), MOST_SET_ASIDE)
        self._room = np.empty(0, np.uint8)
        self._used = 0

    def add(self, rows: Rows) -> None:
        """Put rows behind those before them.

        Parameters
        ----------
        rows : numpy.ndarray
            Contiguous rows.

        Raises
        ------
        TypeError
            When they are of another type; their bytes would be read as garbage.
        """
        if rows.dtype != self._dtype:
            message = f"rows of {self._dtype} are gathered here, not of {rows.dtype}"
            raise TypeError(message)
        end = self._used + rows.nbytes
        if end > len(self._room):
            room = np.empty(max(end, 2 * len(self._room), self._first), np.uint8)
            room[: self._used] = self._room[: self._used]
            self._room = room
        self._room[self._used : end] = as_bytes(rows)
        self._used = end

    def rows(self) -> Rows:
        """Return all rows.

        Returns
        -------
        numpy.ndarray
            A view; whatever is added later is not in it.
        """
        return self._room[: self._used].view(self._dtype)
