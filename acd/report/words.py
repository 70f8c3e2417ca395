"""How numbers are written for a reader: the unit, the digits that mean something, and the 95 % interval.

Knows units and nothing of measures, tables or pictures.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

ABSENT = "–"
_MOST_DECIMALS = 3


@dataclass(frozen=True, slots=True)
class Estimate:
    """One line of the measures frame, as far as a reader cares.

    Parameters
    ----------
    value, low, high : float
        The value and its 95 % interval, in `unit`; NaN when absent.
    unit : str
        Unit of the catalogue (``share``, ``s``, ``h``, …).
    coarse : bool
        True when the value is known less exactly than its interval says.
    """

    value: float
    low: float
    high: float
    unit: str
    coarse: bool = False

    @property
    def half(self) -> float:
        """Half the length of the interval, NaN when there is none."""
        return (self.high - self.low) / 2

    def scaled(self) -> Estimate:
        """Return the estimate in the unit that is printed.

        Returns
        -------
        Estimate
            Shares in per cent, everything else as it is.
        """
        if self.unit != "share":
            return self
        return replace(self, value=100 * self.value, low=100 * self.low, high=100 * self.high, unit="%")


def decimals(estimate: Estimate) -> int:
    """Choose how many decimals to print.

    Parameters
    ----------
    estimate : Estimate
        In the unit that is printed.

    Returns
    -------
    int
        So many that half the interval shows two digits; without an interval, that the value shows three.

    Notes
    -----
    Digits far below the statistical error mislead, so the error decides.
    """
    guide, digits = (estimate.half, 2) if estimate.half > 0 else (abs(estimate.value), 3)
    if not math.isfinite(guide) or guide == 0:
        return 0
    return min(max(digits - 1 - math.floor(math.log10(guide)), 0), _MOST_DECIMALS)


def value(estimate: Estimate) -> str:
    """Write the value with its unit.

    Parameters
    ----------
    estimate : Estimate
        One line of the measures.

    Returns
    -------
    str
        Such as ``81.25 %`` or ``3.71 s``; ``≈ 3.71 s`` when coarse.
    """
    if math.isnan(estimate.value):
        return ABSENT
    shown = estimate.scaled()
    return f"{'≈ ' * shown.coarse}{shown.value:,.{decimals(shown)}f}{_suffix(shown.unit)}"


def half_width(estimate: Estimate) -> str:
    """Write half the 95 % interval in the digits of the value.

    Parameters
    ----------
    estimate : Estimate
        One line of the measures.

    Returns
    -------
    str
        Such as ``± 0.45``; empty when there is no interval.
    """
    shown = estimate.scaled()
    if not math.isfinite(shown.half):
        return ""
    return f"± {shown.half:,.{decimals(shown)}f}"


def duration(seconds: float) -> str:
    """Write a span of time in the largest unit that keeps it whole.

    Parameters
    ----------
    seconds : float
        Length of the span [s].

    Returns
    -------
    str
        Such as ``20 s``, ``30 min``, ``4 h`` or ``7 days``.
    """
    for size, unit in ((86_400, "day"), (3_600, "h"), (60, "min")):
        if seconds >= size and seconds % size == 0:
            count = round(seconds / size)
            return f"{count} {unit}{'s' if unit == 'day' and count > 1 else ''}"
    return f"{seconds:g} s"


def share(fraction: float) -> str:
    """Write a fraction in per cent.

    Parameters
    ----------
    fraction : float
        Between 0 and 1.

    Returns
    -------
    str
        Such as ``80 %``.
    """
    return f"{100 * fraction:.4g} %"


def _suffix(unit: str) -> str:
    """Return what follows the number; counts need no unit, their name says what was counted."""
    return {"%": " %", "s": " s", "h": " h"}.get(unit, "")
