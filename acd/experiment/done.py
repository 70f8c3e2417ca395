"""Replications that are done: what each leaves, and how much of it is kept.

This module must not run anything.
"""

from __future__ import annotations

from dataclasses import dataclass

from acd.clocks.clock import Logs
from acd.experiment.result import Log
from acd.kpi import GIVEN, Grid, Moments, Sums
from acd.log import Spool

KEPT_BYTES = 1 << 29
"""Up to so much memory the sums of every replication are kept by interval too."""


@dataclass(frozen=True)
class Done:
    """What a replication leaves.

    Parameters
    ----------
    sums : Sums
        Numerators and denominators.
    grid : Grid
        What it was measured by.
    log : Log or None
        Its log, where that is kept in memory.
    logs : Logs
        Where it was stopped and how many contacts it had; its rows are left out.
    spool : Spool, optional
        Its log, where that goes to files.
    binned : bool
        True when quantiles of waits are known to bins only.
    """

    sums: Sums
    grid: Grid
    log: Log | None
    logs: Logs
    spool: Spool | None = None
    binned: bool = False


class Kept:
    """The replications that are done, in their order.

    Parameters
    ----------
    replications : int
        How many are wanted.
    grid : Grid
        What they are measured by.

    Attributes
    ----------
    moments : Moments or None
        Of the interval rows, where so many replications are wanted that their sums would not fit into `KEPT_BYTES`.
        Single replications are then kept for the whole period, and by interval in total only.
    """

    def __init__(self, replications: int, grid: Grid) -> None:
        size = 16 * len(GIVEN) * grid.n_lines * (1 + grid.n_intervals)
        self.moments = Moments() if replications * size > KEPT_BYTES else None
        self.sums: list[Sums] = []
        self.logs: list[Log] = []
        self.contacts = 0
        self.grid = grid
        self.cut = self.binned = False

    def add(self, one: Done) -> None:
        """Keep one more replication.

        Parameters
        ----------
        one : Done
            The next in order.
        """
        if self.moments is None:
            self.sums.append(one.sums)
        else:
            self.moments.add(one.sums)
            self.sums.append(one.sums.trimmed())
        if one.log is not None:
            self.logs.append(one.log)
        self.contacts += one.logs.contacts
        self.grid = one.grid
        self.binned = self.binned or one.binned
        self.cut = self.cut or one.logs.until is not None
