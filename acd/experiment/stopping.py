"""How many replications: a fixed number, or as many as a precision that was asked for takes.

The intervals are looked at after fixed numbers of replications only, so that where a run stops cannot depend on who
ran what when; the interval is over antithetic pairs where replications are pairs, and whole pairs are looked at. A
measure that is the same in all of them may be constant or rare: it is waited for up to a hundred. This module reads
the sums of replications; it must not know how they are run.

A run that ends when its variance happens to be small leaves intervals that cover a little less often than they say: 94
to 95 % instead of 95 with normal replications and about 25 to 300 of them; with strongly skewed ones (lognormal, cv
1.3) 82 to 88 %, where a fixed number as large gave 87 to 93 %.

References
----------
A. M. Law, Simulation Modeling and Analysis, 5th ed., McGraw-Hill, 2015, section 9.4.1 (specified precision).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from acd.errors import AcdError
from acd.experiment.antithetic import added
from acd.experiment.precision import Precision, read
from acd.kpi.catalogue import NUMBER
from acd.kpi.quantiles import QUANTILES
from acd.kpi.summary import estimate
from acd.kpi.tallied import resolution

if TYPE_CHECKING:
    from acd.kpi import Grid, Sums

REPLICATIONS = 20
"""Replications where nobody says how many, and the first look at a precision."""
AT_MOST = 10_000
"""Replications that a precision may take where nobody says how many."""
PATIENCE = 100
"""Replications after which a measure that did not move once is not waited for any longer."""

_GROWTH = 1.5


@dataclass(frozen=True)
class Reached:
    """What a precision that was asked for came to.

    Parameters
    ----------
    wanted : Precision
        What was asked for.
    half : float
        Half the 95 % interval over all replications, in the measure's unit; NaN when there is none.
    looks : tuple of int
        After how many replications it was looked at.
    moved : bool
        False when the replications, or pairs, were all alike or observed nothing: there is no interval to narrow yet.
    looked : bool
        False when the run was interrupted at a number of replications that is never looked at; nothing is met then.
    resolution : float or None
        How exactly a quantile is known about [s], where it comes from bins wider than its interval.
    """

    wanted: Precision
    half: float
    looks: tuple[int, ...]
    moved: bool
    looked: bool = True
    resolution: float | None = None

    @property
    def met(self) -> bool:
        """True when the interval was as narrow as was asked for at the last look."""
        return self.looked and self.half <= self.wanted.half

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data.

        Returns
        -------
        dict
            Keys measure, scope, name, half_width, reached (null when there is no interval), met, looks; coverage, a
            note on the interval, where it is met; resolution [s] where a quantile is known less exactly.
        """
        wanted = self.wanted
        notes: dict[str, Any] = {}
        if self.met:
            times = "once" if len(self.looks) == 1 else f"{len(self.looks)} times"
            notes["coverage"] = f"slightly below 95 %, looked at {times}"
        if self.resolution is not None:
            notes["resolution"] = self.resolution
        return notes | {
            "measure": wanted.measure,
            "scope": wanted.scope,
            "name": wanted.name,
            "half_width": wanted.half,
            "reached": self.half if math.isfinite(self.half) else None,
            "met": self.met,
            "looks": list(self.looks),
        }


# -- when to look ----------------------------------------------------------------------------------------------
def looks(most: int, *, paired: bool = False) -> tuple[int, ...]:
    """Return after how many replications a precision is looked at.

    Parameters
    ----------
    most : int
        Replications at most; the last look. Even where they are pairs.
    paired : bool
        Look at whole pairs only.

    Returns
    -------
    tuple of int
        20, 30, 45, 67, 100 and so on, each one and a half times the one before. Of pairs the next even number: 20, 30,
        46, 68, 100 and so on.
    """
    sizes = []
    size = REPLICATIONS
    while (whole := size + size % 2 if paired else size) < most:
        sizes.append(whole)
        size = int(size * _GROWTH)
    return (*sizes, most)


@dataclass
class Watch:
    """Says when there are enough replications.

    Parameters
    ----------
    sizes : tuple of int
        After how many to look; the last one ends the run in any case.
    wanted : Precision, optional
        What to look for; without it the last size is the number of replications.
    grid : Grid, optional
        Where the lines of `wanted` stand in the sums.
    paired : bool
        Replications are antithetic pairs, which the interval is over.
    """

    sizes: tuple[int, ...]
    wanted: Precision | None = None
    grid: Grid | None = None
    paired: bool = False
    _looks: list[int] = field(default_factory=list)

    @property
    def most(self) -> int:
        """Replications at most."""
        return self.sizes[-1]

    def enough(self, sums: Sequence[Sums]) -> bool:
        """Look at the replications there are, if it is time to.

        Parameters
        ----------
        sums : sequence of Sums
            Of the first replications.

        Returns
        -------
        bool
            True when no more are needed: the interval is narrow, or nothing has moved for so long that nothing may.
        """
        if self.wanted is None or self.grid is None or len(sums) not in self.sizes:
            return len(sums) >= self.most
        seen = self._seen(sums, self.wanted, self.grid)
        self._looks.append(len(sums))
        still = not seen.moved and len(sums) >= PATIENCE
        return seen.half <= self.wanted.half or still or len(sums) >= self.most

    def reached(self, sums: Sequence[Sums], *, binned: bool = False) -> Reached | None:
        """Say what the precision came to.

        Parameters
        ----------
        sums : sequence of Sums
            Of all replications; fewer than were looked for when the run was interrupted.
        binned : bool
            Quantiles are those of bins.

        Returns
        -------
        Reached or None
            None when no precision was asked for.
        """
        if self.wanted is None or self.grid is None:
            return None
        seen = self._seen(sums, self.wanted, self.grid) if sums else _Seen(math.nan, math.nan, moved=True)
        looked = self._looks[-1:] == [len(sums)]
        limit = float(resolution(np.array(seen.value))) if self.wanted.measure in QUANTILES else 0.0
        coarse = limit if binned and limit > seen.half else None
        return Reached(self.wanted, seen.half, tuple(self._looks), seen.moved, looked, coarse)

    def _seen(self, sums: Sequence[Sums], wanted: Precision, grid: Grid) -> _Seen:
        """Look at one measure, over what is independent."""
        place = NUMBER[wanted.measure], grid.line(wanted.scope, wanted.name), 0
        numerator = np.array([one.numerator[place] for one in sums])
        denominator = np.array([one.denominator[place] for one in sums])
        if self.paired:
            whole = len(sums) - len(sums) % 2
            one, two = ((numerator[at:whole:2], denominator[at:whole:2]) for at in (0, 1))
            numerator, denominator = added(one, two)
        value, low, high, _ = estimate(numerator, denominator)
        half = float(high - low) / 2
        # one replication that saw something says that others will; two that agree, or none, do not
        alone = np.count_nonzero(denominator > 0) == 1
        return _Seen(float(value), half, alone or math.isfinite(half))


class _Seen(NamedTuple):
    """A measure, half its interval (NaN when there is none), and whether more replications promise one."""

    value: float
    half: float
    moved: bool


def watch(until: str | None, replications: int | None, grid: Grid, *, paired: bool = False) -> Watch:
    """Plan how many replications to run.

    Parameters
    ----------
    until : str, optional
        The precision to reach.
    replications : int, optional
        How many; with `until` how many at most.
    grid : Grid
        Knows the names.
    paired : bool
        Replications are antithetic pairs; `replications` then is even.

    Returns
    -------
    Watch
        What ends the run.

    Raises
    ------
    AcdError
        When the precision cannot be read, or one replication, or pair of them, is to give an interval.
    """
    if until is None:
        return Watch((REPLICATIONS if replications is None else replications,))
    most, least = AT_MOST if replications is None else replications, 4 if paired else 2
    if most < least:
        over = "an interval over pairs" if paired else "an interval"
        message = f"replications: {most} is too few for {over}, and until asks for one; give at least {least}"
        raise AcdError(message)
    return Watch(looks(most, paired=paired), read(until, grid), grid, paired)
