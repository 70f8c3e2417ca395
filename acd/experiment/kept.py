"""Replications that are done, and how much of each is kept: all of it while that is little.

This module must not run anything.
"""

from __future__ import annotations

from collections import UserList
from dataclasses import replace
from typing import Any, Protocol

from acd.experiment.antithetic import pairs
from acd.kpi import Moments, Sums

KEPT_BYTES = 1 << 28
"""Up to so much memory the sums of every replication are kept by interval, in all lines."""


class Measured(Protocol):
    """Whatever else a replication leaves, it has been measured."""

    @property
    def sums(self) -> Sums:
        """Numerators and denominators."""
        ...


class Kept(UserList[Any]):
    """What replications leave, in their order; each has its ``sums``.

    Parameters
    ----------
    paired : bool
        Replications are antithetic pairs; moments then are over pairs.
    whole : bool
        Keep everything however much it is.

    Notes
    -----
    As soon as the sums take more than `KEPT_BYTES` they are trimmed, and interval rows are estimated from ``moments``
    over all replications. What is kept depends on how many there are, and on nothing else.
    """

    def __init__(self, *, paired: bool = False, whole: bool = False) -> None:
        super().__init__()
        self.moments: Moments | None = None
        self.sums: list[Sums] = []
        self._paired, self._whole = paired, whole
        self._bytes = self._trimmed = 0

    def append(self, item: Measured) -> None:
        """Keep one more replication.

        Parameters
        ----------
        item : Measured
            The next in order, a dataclass.
        """
        self.data.append(item)
        self.sums.append(item.sums)
        self._bytes += item.sums.numerator.nbytes + item.sums.denominator.nbytes
        if self._bytes > KEPT_BYTES and not self._whole:
            self.moments = self.moments or Moments()
            self._trim(self.moments)

    def drop_half(self) -> None:
        """Leave out a last replication without partner, of a run that was stopped: it would lean to one side."""
        if self._paired and len(self.data) % 2:
            self.data.pop()
            self.sums.pop()

    def _trim(self, moments: Moments) -> None:
        """Trim what is not yet; the first of a pair waits for the second."""
        step = 2 if self._paired else 1
        for first in range(self._trimmed, len(self.data) - step + 1, step):
            unit = self.sums[first : first + step]
            moments.add(*(pairs(unit) if self._paired else unit))
            for place, sums in enumerate(unit, first):
                self.sums[place] = sums.trimmed()
                self.data[place] = replace(self.data[place], sums=self.sums[place])
            self._trimmed = first + step
