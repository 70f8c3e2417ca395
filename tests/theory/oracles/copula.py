"""Covariance of two factors whose normal scores are correlated: a series in Hermite polynomials.

With Z₁, Z₂ standard normal of correlation ρ, and factors g(Z) with coefficients cₙ = E[g(Z) Heₙ(Z)],
Cov(g(Z₁), h(Z₂)) = Σ ρⁿ cₙ dₙ ÷ n! over n ≥ 1 (Mehler).
"""

import math
from collections.abc import Callable

import numpy as np
from numpy.polynomial.hermite_e import hermegauss

NODES, TERMS, FARTHEST = 180, 30, 8.0
"""Scores beyond the farthest have a weight below 1e-15."""


def coefficients(factor: Callable) -> list[float]:
    """Return the first coefficients of a factor, a function of a normal score."""
    scores, weights = hermegauss(NODES)
    inside = abs(scores) < FARTHEST
    scores, weights = scores[inside], weights[inside] / math.sqrt(2 * math.pi)
    values = factor(scores)
    before, present, found = np.zeros_like(scores), np.ones_like(scores), []
    for n in range(TERMS):
        found.append(float(weights @ (values * present)))
        before, present = present, scores * present - n * before
    return found


def covariance(one: Callable, two: Callable, correlation: float) -> float:
    """Return the covariance of two factors whose scores have this correlation."""
    pairs = zip(coefficients(one), coefficients(two), strict=True)
    return sum(correlation**n * c * d / math.factorial(n) for n, (c, d) in enumerate(pairs) if n > 0)
