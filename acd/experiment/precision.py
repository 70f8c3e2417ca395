"""A precision that is asked for: ``service_level[regular]±0.5pp``, read and written.

It asks for half a 95 % interval of at most half a percentage point. This module knows measures and the names of a
scenario; it must not know when a precision is looked at.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from acd.errors import AcdError
from acd.kpi.catalogue import GIVEN, Measure
from acd.scenario.parts import nearest

if TYPE_CHECKING:
    from acd.kpi import Grid

_WRITTEN = re.compile(
    r"\s*(?P<measure>[^\[\]±+]*?)\s*(?:\[(?P<name>[^\[\]]*)\]\s*)?(?:±|\+/?-)\s*"
    r"(?P<half>(?P<number>[-+]?[\d.]+(?:e[-+]?\d+)?)\s*(?P<unit>.*?))\s*",
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


def read(text: object, grid: Grid) -> Precision:
    """Read a precision.

    Parameters
    ----------
    text : object
        A text such as ``service_level[regular]±0.5pp``, ``asa[tier:gold]±2s`` or ``occupancy +- 1pp``.
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
    match = _WRITTEN.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        message = (
            f"until: {text!r} is not a precision; write it as service_level[regular]±0.5pp (or +- for ±)"
        )
        raise AcdError(message)
    measure = _measure(match["measure"])
    if match["name"] is None and "total" not in measure.scopes:
        known = "; ".join(f"{scope}: {', '.join(grid.names[scope])}" for scope in measure.scopes)
        message = (
            f"until: {measure.name} is not given in total; name one of {known}, as in {measure.name}[name]"
        )
        raise AcdError(message)
    scope, name = ("total", None) if match["name"] is None else _line(measure, match["name"].strip(), grid)
    return Precision(measure.name, scope, name, _half(measure, match))


def written(wanted: Precision, grid: Grid) -> str:
    """Write measure and line as `read` takes them.

    Parameters
    ----------
    wanted : Precision
        Of this scenario.
    grid : Grid
        Knows the names.

    Returns
    -------
    str
        Such as ``service_level[regular]``; ``asa[tier:gold]`` where a name alone would not do.
    """
    if wanted.name is None:
        return wanted.measure
    scopes = next(measure.scopes for measure in GIVEN if measure.name == wanted.measure)
    fitting = [scope for scope, names in grid.names.items() if scope in scopes and wanted.name in names]
    return f"{wanted.measure}[{f'{wanted.scope}:' if len(fitting) > 1 else ''}{wanted.name}]"


def _measure(word: str) -> Measure:
    known = {measure.name: measure for measure in GIVEN}
    if word in known:
        return known[word]
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


def _half(measure: Measure, match: re.Match[str]) -> float:
    width, number, unit = match["half"], match["number"], match["unit"]
    units = _UNITS.get(measure.unit, {"": 1.0})
    if unit.lower() not in units:
        rule = _RULES.get(measure.unit, f"its unit is {measure.unit}: write the number alone, ±2")
        message = f"until: {width!r} does not fit {measure.name}; {rule}"
        raise AcdError(message)
    try:
        half = float(number) * units[unit.lower()]
    except ValueError:
        half = math.nan
    if not 0 < half < math.inf:
        message = f"until: {number!r} is not a width; give a number above 0, such as 0.5"
        raise AcdError(message)
    return half
