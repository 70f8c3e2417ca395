"""How many replications: a fixed number, or as many as a precision that was asked for takes.

``service_level[regular]±0.5pp`` asks for half a 95 % interval of at most half a percentage point. The intervals are
looked at after fixed numbers of replications only, so that where a run stops cannot depend on who ran what when. This
module reads the sums of replications; it must not know how they are run.

A run that ends when its variance happens to be small leaves intervals that cover a little less often than they say: 94
to 95 % instead of 95 with normal replications and about 25 to 300 of them; with strongly skewed ones (lognormal, cv
1.3) 82 to 88 %, where a fixed number as large gave 87 to 93 %.

References
----------
A. M. Law, Simulation Modeling and Analysis, 5th ed., McGraw-Hill, 2015, section 9.4.1 (specified precision).
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from acd.errors import AcdError
from acd.kpi.catalogue import GIVEN, MEASURES, NUMBER, Measure
from acd.kpi.summary import estimate
from acd.scenario.parts import nearest

if TYPE_CHECKING:
    from acd.kpi import Grid, Sums

REPLICATIONS = 20
"""Replications where nobody says how many, and the first look at a precision."""
AT_MOST = 10_000
"""Replications that a precision may take where nobody says how many."""

_GROWTH = 1.5
_WRITTEN = re.compile(
    r"\s*(?P<measure>[^\[\]±+]*?)\s*(?:\[(?P<name>[^\[\]]*)\]\s*)?(?:±|\+/?-)\s*(?P<number>[-+]?[\d.]+(?:e[-+]?\d+)?)"
    r"\s*(?P<unit>.*?)\s*",
    re.IGNORECASE,
)
_POINTS = {"pp": 0.01, "% points": 0.01, "%points": 0.01, "%-points": 0.01, "percentage points": 0.01}
_TIMES = {"": 1.0, "s": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0}
_UNITS = {"share": _POINTS, "s": _TIMES, "h": {"": 1.0, "h": 1.0}}
_RULES = {"share": "it is a share: write percentage points, ±0.5pp", "s": "it is a time: write ±2s or ±1m"}


@dataclass(frozen=True)
class Precision:
    """A half-width that was asked for.

    Parameters
    ----------
    measure, scope : str
        Of which measure, and which kind of line.
    name : str or None
        Which line of that kind; None for the total.
    half : float
        Half the 95 % interval at most, in the measure's unit.
    """

    measure: str
    scope: str
    name: str | None
    half: float


@dataclass(frozen=True)
class Reached:
    """What a precision that was asked for came to.

    Parameters
    ----------
    wanted : Precision
        What was asked for.
    half : float
        Half the 95 % interval at the last look, in the measure's unit; NaN when there is none.
    looks : tuple of int
        After how many replications it was looked at.
    moved : bool
        False when the replications were all alike, or observed nothing: there is no interval to be narrowed.
    """

    wanted: Precision
    half: float
    looks: tuple[int, ...]
    moved: bool

    @property
    def met(self) -> bool:
        """True when the interval is as narrow as was asked for."""
        return self.half <= self.wanted.half

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data.

        Returns
        -------
        dict
            Keys measure, scope, name, half_width, reached (null when there is no interval), met, looks.
        """
        wanted = self.wanted
        return {
            "measure": wanted.measure,
            "scope": wanted.scope,
            "name": wanted.name,
            "half_width": wanted.half,
            "reached": self.half if math.isfinite(self.half) else None,
            "met": self.met,
            "looks": list(self.looks),
        }


# -- what was asked for ----------------------------------------------------------------------------------------
def read(text: str, grid: Grid) -> Precision:
    """Read a precision.

    Parameters
    ----------
    text : str
        Such as ``service_level[regular]±0.5pp``, ``asa[tier:gold]±2s`` or ``occupancy +- 1pp``.
    grid : Grid
        Knows the names.

    Returns
    -------
    Precision
        What it asks for.

    Raises
    ------
    AcdError
        When it cannot be read, or names what this scenario does not have.
    """
    match = _WRITTEN.fullmatch(text)
    if match is None:
        message = (
            f"until: {text!r} is not a precision; write it as service_level[regular]±0.5pp (or +- for ±)"
        )
        raise AcdError(message)
    measure = _measure(match["measure"])
    scope, name = ("total", None) if match["name"] is None else _line(measure, match["name"].strip(), grid)
    return Precision(measure.name, scope, name, _half(measure, match["number"], match["unit"]))


def _measure(word: str) -> Measure:
    known = {measure.name: measure for measure in GIVEN}
    if word in known:
        return known[word]
    if any(measure.name == word for measure in MEASURES):
        message = f"until: {word} is not given by this version yet; acd list measures shows those that are"
        raise AcdError(message)
    close = nearest(word, known)
    near = f"did you mean {close}? " if close else ""
    message = f"until: {word!r} is not a measure; {near}acd list measures shows them"
    raise AcdError(message)


def _line(measure: Measure, word: str, grid: Grid) -> tuple[str, str]:
    """Find whose name it is; ``tier:gold`` says which of several."""
    scopes = [scope for scope, names in grid.names.items() if word in names]
    prefix, colon, rest = word.partition(":")
    if not scopes and colon and rest.strip() in grid.names.get(prefix.strip(), ()):
        scopes, word = [prefix.strip()], rest.strip()
    if not scopes:
        known = "; ".join(f"{scope}: {', '.join(names)}" for scope, names in grid.names.items())
        message = f"until: {word!r} is no name of this scenario; there are {known}"
        raise AcdError(message)
    fitting = [scope for scope in scopes if scope in measure.scopes]
    if not fitting:
        message = (
            f"until: {measure.name} is not given for a {scopes[0]}, and {word!r} is one; it is given for "
            f"{', '.join(measure.scopes)}"
        )
        raise AcdError(message)
    if len(fitting) > 1:
        ways = " or ".join(f"{measure.name}[{scope}:{word}]" for scope in fitting)
        message = f"until: {word!r} is the name of a {' and of a '.join(fitting)}; write {ways}"
        raise AcdError(message)
    return fitting[0], word


def _half(measure: Measure, number: str, unit: str) -> float:
    units = _UNITS.get(measure.unit, {"": 1.0})
    if unit.lower() not in units:
        rule = _RULES.get(measure.unit, f"its unit is {measure.unit}: write the number alone, ±2")
        message = f"until: {number + unit!r} does not fit {measure.name}; {rule}"
        raise AcdError(message)
    try:
        half = float(number) * units[unit.lower()]
    except ValueError:
        half = math.nan
    if not 0 < half < math.inf:
        message = f"until: {number!r} is not a width; give a number above 0, such as 0.5"
        raise AcdError(message)
    return half


# -- when to look ----------------------------------------------------------------------------------------------
def looks(most: int) -> tuple[int, ...]:
    """Return after how many replications a precision is looked at.

    Parameters
    ----------
    most : int
        Replications at most; the last look.

    Returns
    -------
    tuple of int
        20, 30, 45, 67, 100 and so on, each one and a half times the one before.
    """
    sizes = []
    size = REPLICATIONS
    while size < most:
        sizes.append(size)
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
    """

    sizes: tuple[int, ...]
    wanted: Precision | None = None
    grid: Grid | None = None
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
            True when no more are needed: the interval is narrow, or nothing moves and it never will be.
        """
        if self.wanted is None or self.grid is None or len(sums) not in self.sizes:
            return len(sums) >= self.most
        half, moved = _width(sums, self.wanted, self.grid)
        self._looks.append(len(sums))
        return half <= self.wanted.half or not moved or len(sums) >= self.most

    def reached(self, sums: Sequence[Sums]) -> Reached | None:
        """Say what the precision came to.

        Parameters
        ----------
        sums : sequence of Sums
            Of all replications; fewer than were looked for when the run was interrupted.

        Returns
        -------
        Reached or None
            None when no precision was asked for.
        """
        if self.wanted is None or self.grid is None:
            return None
        half, moved = _width(sums, self.wanted, self.grid) if sums else (math.nan, True)
        return Reached(self.wanted, half, tuple(self._looks), moved)


def _width(sums: Sequence[Sums], wanted: Precision, grid: Grid) -> tuple[float, bool]:
    """Return half the interval, NaN when there is none, and whether more replications promise one."""
    place = NUMBER[wanted.measure], grid.line(wanted.scope, wanted.name), 0
    numerator = np.array([one.numerator[place] for one in sums])
    denominator = np.array([one.denominator[place] for one in sums])
    _, low, high, _ = estimate(numerator, denominator)
    half = float(high - low) / 2
    # one replication that saw something says that others will; two that agree, or none, do not
    alone = np.count_nonzero(denominator > 0) == 1
    return half, alone or math.isfinite(half)


def watch(until: str | None, replications: int | None, grid: Grid) -> Watch:
    """Plan how many replications to run.

    Parameters
    ----------
    until : str, optional
        The precision to reach.
    replications : int, optional
        How many; with `until` how many at most.
    grid : Grid
        Knows the names.

    Returns
    -------
    Watch
        What ends the run.

    Raises
    ------
    AcdError
        When the precision cannot be read, or one replication is to give an interval.
    """
    if until is None:
        return Watch((REPLICATIONS if replications is None else replications,))
    most = AT_MOST if replications is None else replications
    if most < 2:
        message = f"replications: {most} is too few for an interval, and until asks for one; give at least 2"
        raise AcdError(message)
    return Watch(looks(most), read(until, grid), grid)
