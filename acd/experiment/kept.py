"""Replications that are done, and how much of each is kept: all of it while that is little.

This module must not run anything.
"""

from __future__ import annotations

from collections import UserList
from dataclasses import replace
from typing import Any, Protocol

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

    Notes
    -----
    As soon as the sums take more than `KEPT_BYTES` they are trimmed, and interval rows are estimated from ``moments``
    over all replications. What is kept depends on how many there are, and on nothing else.
    """

    def __init__(self) -> None:
        super().__init__()
        self.moments: Moments | None = None
        self.sums: list[Sums] = []
        self._bytes = 0

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
        if self.moments is not None:
            self._trim(-1)
        elif self._bytes > KEPT_BYTES:
            self.moments = Moments()
            for place in range(len(self)):
                self._trim(place)

    def _trim(self, place: int) -> None:
        assert self.moments is not None
        one = self.data[place]
        self.moments.add(one.sums)
        self.sums[place] = one.sums.trimmed()
        self.data[place] = replace(one, sums=self.sums[place])
