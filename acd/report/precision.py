"""Says in one line what a precision that was asked for came to.

Knows a finished result; decides nothing about when to stop.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from acd.kpi.catalogue import MEASURES
from acd.report.words import Estimate, half_width

if TYPE_CHECKING:
    from acd.experiment import Precision, Reached, Result

_UNIT = {"share": " pp", "s": " s", "h": " h"}


def precision(result: Result) -> str:
    """Say how many replications a precision took, and what that does to its interval.

    Parameters
    ----------
    result : Result
        A finished run, or the finished part of a stopped one.

    Returns
    -------
    str
        One line; empty when no precision was asked for.
    """
    reached = result.until
    if reached is None:
        return ""
    count = f"{len(result.sums):,} replication{'s' if len(result.sums) != 1 else ''}"
    goal = f"{_line(reached.wanted)} {_wanted(reached.wanted)}"
    if reached.met:
        return (
            f"{count} until {goal} (reached {_width(reached)}); looking more than once makes 95 % coverage slightly "
            "optimistic"
        )
    if not reached.moved:
        nothing = "was the same in all of them or not observed: there is no interval to narrow"
        return f"{count}, and {_line(reached.wanted)} {nothing}"
    so_far = _width(reached) if math.isfinite(reached.half) else "no interval"
    if result.stopped:
        return f"stopped after {count}, before {goal} was reached (so far {so_far})"
    return f"{count}, the most allowed, did not reach {goal} (reached {so_far}); give more --replications"


def _line(wanted: Precision) -> str:
    return wanted.measure if wanted.name is None else f"{wanted.measure}[{wanted.name}]"


def _unit(wanted: Precision) -> str:
    return next(measure.unit for measure in MEASURES if measure.name == wanted.measure)


def _wanted(wanted: Precision) -> str:
    unit = _unit(wanted)
    return f"± {wanted.half * (100 if unit == 'share' else 1):g}{_UNIT.get(unit, '')}"


def _width(reached: Reached) -> str:
    unit = _unit(reached.wanted)
    return half_width(Estimate(0.0, -reached.half, reached.half, unit)) + _UNIT.get(unit, "")
