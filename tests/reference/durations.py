"""Distributions in the plain machine: the number below which a share ``u`` of all values lies.

Formulas are those of any textbook; gamma and Erlang come from scipy. Mean and cv describe the variate itself. A
duration is rounded to whole microseconds, so that a last bit that differs elsewhere almost never shows.
"""

import math
from statistics import NormalDist

from acd.scenario.curves import samples

SECOND = 1_000_000
LONGEST = 2**50


def quantile(scenario, distribution, u, scale):
    """Return the ``u``-quantile of a scenario's distribution, its parameters multiplied by ``scale``."""
    d = distribution
    if d.dist == "empirical":
        values = samples(scenario, d)
        return values[int(u * len(values))] * scale
    if hasattr(d, "cv"):
        return d.mean * scale if d.cv == 0 else SPREAD[d.dist](d.mean * scale, d.cv, u)
    return PLAIN[d.dist](d, u, scale)


def triangular(low, mode, high, u):
    """Return low … high, its density highest at the mode."""
    if low == high:
        return low
    if u * (high - low) <= mode - low:
        return low + math.sqrt(u * (high - low) * (mode - low))
    return high - math.sqrt((1 - u) * (high - low) * (high - mode))


def gamma(mean, shape, u):
    """Return a gamma quantile by its shape."""
    from scipy.special import gammaincinv

    return mean / shape * float(gammaincinv(shape, u))


def lognormal(mean, cv, u):
    """Return exp of a normal whose mean and variance give the variate this mean and cv."""
    variance = math.log1p(cv**2)
    return math.exp(math.log(mean) - variance / 2 + math.sqrt(variance) * NormalDist().inv_cdf(u))


def weibull(mean, cv, u):
    """Return a Weibull quantile; the shape k solves Γ(1 + 2/k) / Γ(1 + 1/k)² = 1 + cv²."""
    few, many = 0.01, 1e6
    for _ in range(200):
        shape = math.sqrt(few * many)
        spread = math.lgamma(1 + 2 / shape) - 2 * math.lgamma(1 + 1 / shape)
        few, many = (shape, many) if spread > math.log1p(cv**2) else (few, shape)
    return mean / math.gamma(1 + 1 / shape) * (-math.log(1 - u)) ** (1 / shape)


def hyperexponential(mean, cv, u):
    """Return the quantile of a mixture of two exponentials, each with half of the mean, found by halving."""
    if cv <= 1:
        return -mean * math.log(1 - u)
    weight = 0.5 * (1 + math.sqrt((cv**2 - 1) / (cv**2 + 1)))
    means = mean / (2 * weight), mean / (2 * (1 - weight))
    low, high = 0.0, -max(means) * math.log(1 - u)
    while low < (middle := (low + high) / 2) < high:
        survival = weight * math.exp(-middle / means[0]) + (1 - weight) * math.exp(-middle / means[1])
        low, high = (middle, high) if survival > 1 - u else (low, middle)
    return high


PLAIN = {
    "constant": lambda d, _, scale: d.value * scale,
    "uniform": lambda d, u, scale: d.low * scale + (d.high * scale - d.low * scale) * u,
    "triangular": lambda d, u, scale: triangular(d.low * scale, d.mode * scale, d.high * scale, u),
    "exponential": lambda d, u, scale: -(d.mean * scale) * math.log(1 - u),
    "erlang": lambda d, u, scale: gamma(d.mean * scale, d.k, u),
}
SPREAD = {
    "gamma": lambda mean, cv, u: gamma(mean, cv**-2, u),
    "lognormal": lognormal,
    "weibull": weibull,
    "hyperexponential": hyperexponential,
}


def duration(scenario, distribution, u, factor=1.0):
    """Return a duration in whole microseconds; an agent's factor multiplies the variate."""
    value = quantile(scenario, distribution, u, SECOND) * factor
    return min(math.floor(value + 0.5), LONGEST)
