"""The quantile of the standard normal distribution, to full double precision."""

from __future__ import annotations

import math

from acd.core._compile import kernel


@kernel
def normal_quantile(u: float) -> float:
    """Return the ``u``-quantile of the standard normal distribution.

    Parameters
    ----------
    u : float
        In (0, 1).

    Returns
    -------
    float
        Relative error about 1e-16.

    References
    ----------
    M. J. Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37
    (1988), 477-484, routine PPND16.
    """
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        return q * _central(r)
    r = u if q < 0.0 else 1.0 - u
    r = math.sqrt(-math.log(r))
    x = _near_tail(r - 1.6) if r <= 5.0 else _far_tail(r - 5.0)
    return -x if q < 0.0 else x


@kernel
def _central(r: float) -> float:
    above = 2509.0809287301226727
    for c in (
        33430.575583588128105, 67265.770927008700853, 45921.953931549871457, 13731.693765509461125,
        1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
    ):  # fmt: skip
        above = above * r + c
    below = 5226.495278852545925
    for c in (
        28729.085735721942674, 39307.89580009271061, 21213.794301586595867, 5394.1960214247511077,
        687.1870074920579083, 42.313330701600911252, 1.0,
    ):  # fmt: skip
        below = below * r + c
    return above / below


@kernel
def _near_tail(r: float) -> float:
    above = 7.7454501427834140764e-4
    for c in (
        0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258, 3.64784832476320460504,
        5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
    ):  # fmt: skip
        above = above * r + c
    below = 1.05075007164441684324e-9
    for c in (
        5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459, 0.68976733498510000455,
        1.6763848301838038494, 2.05319162663775882187, 1.0,
    ):  # fmt: skip
        below = below * r + c
    return above / below


@kernel
def _far_tail(r: float) -> float:
    above = 2.01033439929228813265e-7
    for c in (
        2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093, 0.29656057182850489123,
        1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772,
    ):  # fmt: skip
        above = above * r + c
    below = 2.04426310338993978564e-15
    for c in (
        1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4, 0.0148753612908506148525,
        0.13692988092273580531, 0.59983220655588793769, 1.0,
    ):  # fmt: skip
        below = below * r + c
    return above / below
