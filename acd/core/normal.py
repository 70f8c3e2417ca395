"""The standard normal distribution and its quantile, to full double precision, from exp, log and sqrt alone."""

from __future__ import annotations

import math

from acd.core._compile import cold, kernel

ROOT_2 = math.sqrt(2.0)
INVERSE_ROOT_PI = 5.6418958354775628695e-1
LEAST = 2.0**-53
"""The smallest share that is returned, and the smallest distance from 1: a uniform number's own."""


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


@cold
def normal_share(x: float) -> float:
    """Return the share of the standard normal distribution that lies below ``x``.

    Parameters
    ----------
    x : float
        Any number.

    Returns
    -------
    float
        Error about 2e-16, in the lower tail 2e-14 of itself; never 0 and never 1, so that any quantile
        can be asked for it.

    References
    ----------
    W. J. Cody, "Rational Chebyshev approximations for the error function", Mathematics of Computation 23 (1969),
    631-637: the three approximations of the error function and its complement.
    """
    y = abs(x) / ROOT_2
    if y <= 0.46875:
        return 0.5 + 0.5 * (x / ROOT_2) * _error_ratio(y * y)
    tail = 0.5 * _complement(y)
    if x > 0.0:
        return 1.0 - max(tail, LEAST)
    return max(tail, LEAST)


@kernel
def _error_ratio(r: float) -> float:
    """Return erf(y) ÷ y for y² = r."""
    above = 1.85777706184603153e-1 * r
    below = r
    for a, b in (
        (3.16112374387056560e0, 2.36012909523441209e1), (1.13864154151050156e2, 2.44024637934444173e2),
        (3.77485237685302021e2, 1.28261652607737228e3),
    ):  # fmt: skip
        above = (above + a) * r
        below = (below + b) * r
    return (above + 3.20937758913846947e3) / (below + 2.84423683343917062e3)


@kernel
def _complement(y: float) -> float:
    """Return erfc(y) for y above 0.46875; 0 where it is below any share that matters."""
    if y > 8.0:
        return 0.0
    # y² in two parts, the first exact, so that the exponential keeps all its digits
    rough = float(int(y * 16.0)) / 16.0
    scale = math.exp(-rough * rough) * math.exp(-(y - rough) * (y + rough))
    if y <= 4.0:
        return scale * _complement_near(y)
    r = 1.0 / (y * y)
    return scale * (INVERSE_ROOT_PI - r * _complement_far(r)) / y


@kernel
def _complement_near(y: float) -> float:
    above = 2.15311535474403846e-8 * y
    below = y
    for a, b in (
        (5.64188496988670089e-1, 1.57449261107098347e1), (8.88314979438837594e0, 1.17693950891312499e2),
        (6.61191906371416295e1, 5.37181101862009858e2), (2.98635138197400131e2, 1.62138957456669019e3),
        (8.81952221241769090e2, 3.29079923573345963e3), (1.71204761263407058e3, 4.36261909014324716e3),
        (2.05107837782607147e3, 3.43936767414372164e3),
    ):  # fmt: skip
        above = (above + a) * y
        below = (below + b) * y
    return (above + 1.23033935479799725e3) / (below + 1.23033935480374942e3)


@kernel
def _complement_far(r: float) -> float:
    above = 1.63153871373020978e-2 * r
    below = r
    for a, b in (
        (3.05326634961232344e-1, 2.56852019228982242e0), (3.60344899949804439e-1, 1.87295284992346725e0),
        (1.25781726111229246e-1, 5.27905102951428412e-1), (1.60837851487422766e-2, 6.05183413124413191e-2),
    ):  # fmt: skip
        above = (above + a) * r
        below = (below + b) * r
    return (above + 6.58749161529837803e-4) / (below + 2.33520497626869185e-3)
