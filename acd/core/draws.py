"""Variates from a row of parameters and one uniform number, each non-decreasing in it.

Every family is inverted, so that a customer who is patient in one scenario is patient in all of them. Only the
functions of ``math`` that give the same bits compiled and plain are used (exp, log, sqrt). The incomplete gamma
function is our own for the same reason; ``a`` … ``d`` are what ``acd.build.distributions`` prepares.

=================  ===============  ==========================  ===========  ================
family             a                b                           c            d
=================  ===============  ==========================  ===========  ================
constant           value
exponential        mean
uniform            low              high - low
triangular         low              mode                        high
gamma              scale            shape                       log Γ(shape)
lognormal          mean of the log  its standard deviation
weibull            scale            1 / shape
hyperexponential   weight of first  rate of first               rate of second
empirical          (the sorted values are samples first … first + count - 1)
=================  ===============  ==========================  ===========  ================
"""

from __future__ import annotations

import math

from acd.core._compile import cold, kernel
from acd.core.codes import Dist
from acd.core.gamma import gamma_quantile
from acd.core.logarithm import natural_log
from acd.core.normal import normal_quantile
from acd.core.tables import Handle, distribution, sample

LONGEST = 1 << 50
"""No duration is longer: 35 years [us]."""


@cold
def variate(z: Handle, d: int, u: float) -> float:
    """Return the ``u``-quantile of distribution ``d``, in the unit its parameters have."""
    row = distribution(z, d)
    family = row["family"]
    if family == Dist.EXPONENTIAL:
        return float(row["a"]) * -natural_log(1.0 - u)
    if family == Dist.CONSTANT:
        return float(row["a"])
    if family == Dist.LOGNORMAL:
        return math.exp(float(row["a"]) + float(row["b"]) * normal_quantile(u))
    if family == Dist.EMPIRICAL:
        k = int(u * float(row["count"]))
        return float(sample(z, row["first"] + k)["value"])
    return rare_variate(z, d, u)


@cold
def rare_variate(z: Handle, d: int, u: float) -> float:
    """Return the ``u``-quantile for the families that are not often used."""
    row = distribution(z, d)
    family = row["family"]
    a = float(row["a"])
    b = float(row["b"])
    c = float(row["c"])
    if family == Dist.UNIFORM:
        return a + b * u
    if family == Dist.TRIANGULAR:
        return triangular_quantile(a, b, c, u)
    if family == Dist.GAMMA:
        return a * gamma_quantile(b, c, u)
    if family == Dist.WEIBULL:
        return a * math.exp(b * math.log(-math.log(1.0 - u)))
    return hyperexponential_quantile(a, b, c, u)


@kernel
def triangular_quantile(low: float, mode: float, high: float, u: float) -> float:
    """Return the ``u``-quantile of the triangular distribution."""
    width = high - low
    if width <= 0.0:
        return low
    if u * width <= mode - low:
        return low + math.sqrt(u * width * (mode - low))
    return high - math.sqrt((1.0 - u) * width * (high - mode))


@kernel
def hyperexponential_quantile(weight: float, fast: float, slow: float, u: float) -> float:
    """Return the ``u``-quantile of a mixture of two exponentials.

    Notes
    -----
    Solves log S(x) = log(1 - u) by Newton's method from 0. The logarithm of the survival function S is convex and
    decreasing, so that the steps rise to the root and never pass it.
    """
    target = math.log(1.0 - u)
    x = 0.0
    for _ in range(100):  # pragma: no branch - the bound only guards against rounding
        first = weight * math.exp(-fast * x)
        second = (1.0 - weight) * math.exp(-slow * x)
        whole = first + second
        step = (math.log(whole) - target) * whole / (fast * first + slow * second)
        x += step
        if step <= 1e-13 * x:
            break
    return x


@kernel
def duration(z: Handle, d: int, u: float, factor: float) -> int:
    """Return a duration [us], rounded to the nearest microsecond.

    Parameters
    ----------
    z : Handle
    d : int
        Distribution, its parameters in microseconds.
    u : float
        In (0, 1).
    factor : float
        Multiplies the variate.
    """
    return rounded(variate(z, d, u) * factor)


@kernel
def rounded(x: float) -> int:
    """Return a duration [us] as a whole number, neither negative nor endless."""
    if x >= float(LONGEST):
        return LONGEST
    if x <= 0.0:
        return 0
    return int(x + 0.5)
