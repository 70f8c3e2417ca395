"""What new matters draw, made a batch at a time: the numbers that nearly every one of them needs.

A draw is a function of its subject alone, so that it may be made early, or for nobody. Made in a row, the generator's
blocks and the logarithms are done several at a time. Each purpose has its column of BATCH numbers a category.

A column holds uniform numbers; where the duration it is for is exponential, their standard exponential variates, which
are `stretched` by the mean later. This file must not know when the matters arrive.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.codes import Dist, Purpose
from acd.core.draws import rounded, variate
from acd.core.logarithm import natural_log
from acd.core.streams import fill
from acd.core.tables import BATCH, NONE, Handle, category, distribution, draft

GAP, TIER, PATIENCE, BALK, HANDLE, WRAP_UP = range(6)
COLUMNS = 6


@kernel
def column(k: int, which: int) -> int:
    """Return the first row of one of category ``k``'s columns."""
    return (k * COLUMNS + which) * BATCH


@kernel
def gap(z: Handle, k: int, place: int) -> float:
    """Return the drafted gap before the matter of category ``k`` at a place, at rate one."""
    return float(draft(z, column(k, GAP) + place)["value"])


@cold
def draft_draws(z: Handle, k: int, key: int) -> None:
    """Draw for category ``k``'s matters from the one with this key on what depends on their keys alone."""
    rule = category(z, k)
    fill(z, key, rule["origin"], Purpose.ARRIVAL.value, column(k, GAP))
    to_exponential(z, column(k, GAP))
    fill(z, key, rule["origin"], Purpose.HANDLE.value, column(k, HANDLE))
    draft_duration(z, rule["handle"], column(k, HANDLE))
    draft_duration(z, rule["wrap_up"], column(k, WRAP_UP))
    if rule["patience"] != NONE or rule["balk"] > 0.0:
        fill(z, key, rule["origin"], Purpose.PATIENCE.value, column(k, PATIENCE))
        draft_duration(z, rule["patience"], column(k, PATIENCE))


@kernel
def draft_duration(z: Handle, d: int, first: int) -> None:
    """Make a column ready for distribution ``d``, which may be NONE."""
    if d != NONE and distribution(z, d)["family"] == Dist.EXPONENTIAL:
        to_exponential(z, first)


@kernel
def to_exponential(z: Handle, first: int) -> None:
    """Turn a column of uniform numbers into standard exponential variates."""
    for j in range(BATCH):
        row = draft(z, first + j)
        row["value"] = -natural_log(1.0 - row["value"])


@kernel
def stretched(z: Handle, d: int, drafted: float, factor: float) -> int:
    """Return the duration [us] that a drafted number stands for.

    Parameters
    ----------
    z : Handle
    d : int
        Distribution, its parameters in microseconds.
    drafted : float
        From the column of that distribution.
    factor : float
        Multiplies the variate.
    """
    row = distribution(z, d)
    if row["family"] == Dist.EXPONENTIAL:
        return rounded(float(row["a"]) * drafted * factor)
    return rounded(variate(z, d, drafted) * factor)
