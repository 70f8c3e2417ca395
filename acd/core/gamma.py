"""The quantile of the gamma distribution, from exp, log and sqrt alone.

Library versions of the incomplete gamma function differ in their last bits; this one is the same compiled and plain.
"""

from __future__ import annotations

import math

from acd.core._compile import kernel
from acd.core.normal import normal_quantile

PRECISION = 1e-15
NARROW = 1e6
"""Above this shape (a cv below 0.001) the first guess is within 3e-9, and the series would take ever more terms."""


@kernel
def gamma_density(shape: float, log_gamma: float, x: float) -> float:
    """Return the density of the gamma distribution with scale one at ``x`` > 0."""
    return math.exp((shape - 1.0) * math.log(x) - x - log_gamma)


@kernel
def gamma_tail(shape: float, log_gamma: float, x: float) -> tuple[float, float]:
    """Return P(X <= x) and P(X > x) for the gamma distribution with scale one.

    Parameters
    ----------
    shape : float
        Above 0.
    log_gamma : float
        Logarithm of the gamma function at ``shape``.
    x : float
        Above 0.

    Returns
    -------
    lower, upper : float
        The smaller one is computed, the other is its complement.

    References
    ----------
    DLMF, https://dlmf.nist.gov/8.11.E4 (series) and https://dlmf.nist.gov/8.9.E2 (continued fraction, evaluated
    by Lentz's method).
    """
    front = gamma_density(shape, log_gamma, x) * x
    if x < shape + 1.0:
        term = 1.0 / shape
        total = term
        n = shape
        for _ in range(100_000):  # pragma: no branch - the bound only guards against rounding
            n += 1.0
            term *= x / n
            total += term
            if term < total * PRECISION:
                break
        lower = front * total
        return lower, 1.0 - lower
    b = x + 1.0 - shape
    c = 1e300
    d = 1.0 / b
    h = d
    for i in range(1, 100_000):  # pragma: no branch - the same
        a = -i * (i - shape)
        b += 2.0
        d = 1.0 / (a * d + b)
        c = b + a / c
        h *= d * c
        if abs(d * c - 1.0) < PRECISION:
            break
    upper = front * h
    return 1.0 - upper, upper


@kernel
def gamma_start(shape: float, log_gamma: float, u: float) -> float:
    """Return a first guess of the quantile: Wilson and Hilferty's cube, or the power law near 0."""
    x = 0.0
    if shape > 0.5:
        t = 1.0 / (9.0 * shape)
        root = 1.0 - t + normal_quantile(u) * math.sqrt(t)
        x = shape * root * root * root if root > 0.0 else 0.0
    if x <= 0.05 * shape:
        # log of Γ(shape + 1) u, the first term of the series of P(X <= x)
        x = math.exp((math.log(u) + log_gamma + math.log(shape)) / shape)
    return x


@kernel
def gamma_quantile(shape: float, log_gamma: float, u: float) -> float:
    """Return the ``u``-quantile of the gamma distribution with scale one.

    Parameters
    ----------
    shape : float
        Above 0.
    log_gamma : float
        Logarithm of the gamma function at ``shape``.
    u : float
        In (0, 1).

    Returns
    -------
    float
        Relative error about 1e-12; 3e-9 when the shape is above a million.

    Notes
    -----
    Newton's steps on the tail that is smaller, kept inside a bracket that halves when a step leaves it.
    """
    x = gamma_start(shape, log_gamma, u)
    if x < 1e-290 or shape > NARROW:
        return x
    low = 0.0
    high = 1e300
    for _ in range(200):  # pragma: no branch - the bound only guards against rounding
        lower, upper = gamma_tail(shape, log_gamma, x)
        error = lower - u if u < 0.5 else (1.0 - u) - upper
        if error > 0.0:
            high = x
        else:
            low = x
        slope = gamma_density(shape, log_gamma, x)
        after = x - error / slope if slope > 0.0 else low
        if not low < after < high:
            after = 0.5 * (low + high) if high < 1e300 else 2.0 * x
        near = abs(after - x) <= 1e-14 * x
        x = after
        if near:
            break
    return x
