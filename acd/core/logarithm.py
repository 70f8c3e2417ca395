"""The natural logarithm, the same to the last bit on every processor, compiled and plain.

The C library's logarithm takes other instructions on other processors and may differ in its last bit, and a loop over
it cannot be done several numbers at a time. This one is made of additions, multiplications and one division, each
rounded once, in a fixed order.

This file must not know what is drawn.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from acd.core._compile import bits_of, float_of, inlined
from acd.core._records import PLAIN

ROOT = 0x3FE6A09E00000000
"""Bits of a number just below √½: a number is split into a power of two and a rest from there to twice that."""
ROOT_SPLIT = float(np.array(ROOT, np.int64).view(np.float64))
EXPONENT = np.uint64(52)
BELOW = np.uint64(0x000FFFFFFFFFFFFF)
SHIFT = np.uint64(0x3FF0000000000000 - ROOT)
BASE = np.uint64(ROOT)
BIAS = 1023.0

LN2_HIGH = 6.93147180369123816490e-01
LN2_LOW = 1.90821492927058770002e-10
"""The logarithm of two in two parts; multiples of the first are exact."""


def _plain_split(x: Any) -> Any:
    rest, power = math.frexp(float(x))
    if rest < ROOT_SPLIT:
        return float(power - 1), 2.0 * rest
    return float(power), rest


@inlined
def _compiled_split(x: Any) -> Any:  # pragma: no cover - compiled only
    bits = bits_of(x) + SHIFT
    return float(bits >> EXPONENT) - BIAS, float_of((bits & BELOW) + BASE)


split = _plain_split if PLAIN else _compiled_split
"""Return the power of two in a positive number and what is left, between √½ and √2."""


@inlined
def natural_log(x: float) -> float:
    """Return the natural logarithm of ``x``.

    Parameters
    ----------
    x : float
        Positive and not below 2**-1022.

    Returns
    -------
    float
        Wrong by less than one unit in the last place.

    Notes
    -----
    With x = 2^k (1 + f) and s = f / (2 + f): log(1 + f) = 2s + 2s³/3 + 2s⁵/5 + …, the series replaced by a minimax
    polynomial and written as f - (f²/2 - s (f²/2 + R(s²))), where f is exact and the rest is small.

    References
    ----------
    K. C. Ng, "e_log.c", Freely Distributable LIBM, Sun Microsystems 1993: the method and the coefficients.
    """
    k, rest = split(x)
    f = rest - 1.0
    s = f / (2.0 + f)
    z = s * s
    w = z * z
    odd = w * (3.999999999940941908e-01 + w * (2.222219843214978396e-01 + w * 1.531383769920937332e-01))
    even = z * (
        6.666666666666735130e-01
        + w * (2.857142874366239149e-01 + w * (1.818357216161805012e-01 + w * 1.479819860511658591e-01))
    )
    half = 0.5 * f * f
    return float(k * LN2_HIGH - ((half - (s * (half + (odd + even)) + k * LN2_LOW)) - f))
