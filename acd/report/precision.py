"""Says in one line what a precision that was asked for came to.

Knows a finished result; decides nothing about when to stop.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from acd.experiment.precision import written
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
    line, so_far = written(reached.wanted, result.grid), _width(reached)
    goal = f"{line} {_wanted(reached.wanted)}"
    if result.stopped and not reached.met:
        return f"stopped after {count}, before {goal} was reached (so far {so_far})"
    if reached.met:
        optimistic = "looking more than once makes 95 % coverage slightly optimistic"
        return f"{count} until {goal} (reached {so_far}); {optimistic}"
    if not reached.moved:
        them = "all pairs" if result.antithetic else "all of them"
        nothing = f"was the same in {them} or not observed: there is nothing to narrow yet"
        return f"{count}, and {line} {nothing}; give --replications without --until"
    return f"{count}, the most allowed, did not reach {goal} (reached {so_far}); give more --replications"


def _unit(wanted: Precision) -> str:
    return next(measure.unit for measure in MEASURES if measure.name == wanted.measure)


def _wanted(wanted: Precision) -> str:
    unit = _unit(wanted)
    return f"± {wanted.half * (100 if unit == 'share' else 1):g}{_UNIT.get(unit, '')}"


def _width(reached: Reached) -> str:
    """Write half the interval, and how exactly a quantile from bins is known where that is less."""
    if not math.isfinite(reached.half):
        return "no interval"
    unit = _unit(reached.wanted)
    width = half_width(Estimate(0.0, -reached.half, reached.half, unit)) + _UNIT.get(unit, "")
    if reached.resolution is None:
        return width
    return f"{width}, but known to about {reached.resolution:.3g} s only: use --out for exact quantiles"
