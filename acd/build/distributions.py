"""Distributions to parameter rows, as ``acd.core.draws`` reads them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from acd.core.codes import Dist
from acd.core.columns import DISTRIBUTION, SAMPLE
from acd.core.tables import NONE

if TYPE_CHECKING:
    from acd.scenario import Distribution

Parameters = tuple[float, float, float]


class DistributionTable:
    """Collects the distributions of a scenario; equal ones share a row."""

    def __init__(self, samples_of: Callable[[Distribution], tuple[float, ...]]) -> None:
        self._samples_of = samples_of
        self._rows: list[tuple[Any, ...]] = []
        self._samples: list[float] = []
        self._known: dict[tuple[str, float], int] = {}

    def add(self, distribution: Distribution | None, unit: float) -> int:
        """Return the row of a distribution, making it when it is new.

        Parameters
        ----------
        distribution : Distribution or None
            None has no row.
        unit : float
            What one of its units is in the core: 1e6 for durations in seconds, 1 for factors.

        Returns
        -------
        int
            The row, NONE for None.
        """
        if distribution is None:
            return NONE
        known = (repr(distribution), unit)
        if known not in self._known:
            self._known[known] = len(self._rows)
            self._rows.append(self._row(distribution, unit))
        return self._known[known]

    def _row(self, d: Any, unit: float) -> tuple[Any, ...]:
        if d.dist == "empirical":
            values = self._samples_of(d)
            first = len(self._samples)
            self._samples.extend(value * unit for value in values)
            return (Dist.EMPIRICAL, first, len(values), 0.0, 0.0, 0.0, 0.0)
        family, (a, b, c) = _FAMILIES[d.dist](d, unit)
        return (family, 0, 0, a, b, c, 0.0)

    def arrays(self) -> dict[str, np.ndarray[Any, Any]]:
        """Return the tables ``distribution`` and ``sample``."""
        samples = np.zeros(len(self._samples), SAMPLE)
        samples["value"] = self._samples
        return {"distribution": np.array(self._rows, DISTRIBUTION), "sample": samples}


def _number(value: float | None) -> float:
    return 0.0 if value is None else float(value)


def _constant(value: float) -> tuple[Dist, Parameters]:
    return Dist.CONSTANT, (value, 0.0, 0.0)


def _from_constant(d: Any, unit: float) -> tuple[Dist, Parameters]:
    return _constant(_number(d.value) * unit)


def _from_exponential(d: Any, unit: float) -> tuple[Dist, Parameters]:
    return Dist.EXPONENTIAL, (_number(d.mean) * unit, 0.0, 0.0)


def _from_uniform(d: Any, unit: float) -> tuple[Dist, Parameters]:
    low, high = _number(d.low) * unit, _number(d.high) * unit
    return Dist.UNIFORM, (low, high - low, 0.0)


def _from_triangular(d: Any, unit: float) -> tuple[Dist, Parameters]:
    return Dist.TRIANGULAR, (_number(d.low) * unit, _number(d.mode) * unit, _number(d.high) * unit)


def _gamma(mean: float, shape: float) -> tuple[Dist, Parameters]:
    return Dist.GAMMA, (mean / shape, shape, math.lgamma(shape))


def _from_gamma(d: Any, unit: float) -> tuple[Dist, Parameters]:
    mean, cv = _number(d.mean) * unit, _number(d.cv)
    return _constant(mean) if cv == 0.0 or mean == 0.0 else _gamma(mean, cv**-2)


def _from_erlang(d: Any, unit: float) -> tuple[Dist, Parameters]:
    return _gamma(_number(d.mean) * unit, _number(d.k))


def _from_lognormal(d: Any, unit: float) -> tuple[Dist, Parameters]:
    mean, cv = _number(d.mean) * unit, _number(d.cv)
    if cv == 0.0 or mean == 0.0:
        return _constant(mean)
    variance = math.log1p(cv * cv)
    return Dist.LOGNORMAL, (math.log(mean) - 0.5 * variance, math.sqrt(variance), 0.0)


def weibull_shape(cv: float) -> float:
    """Return the shape of a Weibull distribution with this coefficient of variation.

    Parameters
    ----------
    cv : float
        Above 0.

    Returns
    -------
    float
        The k with Γ(1 + 2/k) / Γ(1 + 1/k)² = 1 + cv².
    """
    from scipy.optimize import brentq  # slow to import and rarely needed

    def excess(log_shape: float) -> float:
        inverse = math.exp(-log_shape)
        return math.lgamma(1 + 2 * inverse) - 2 * math.lgamma(1 + inverse) - math.log1p(cv * cv)

    return math.exp(float(brentq(excess, math.log(0.01), math.log(1e6), xtol=1e-14)))


def _from_weibull(d: Any, unit: float) -> tuple[Dist, Parameters]:
    mean, cv = _number(d.mean) * unit, _number(d.cv)
    if cv == 0.0 or mean == 0.0:
        return _constant(mean)
    shape = weibull_shape(cv)
    return Dist.WEIBULL, (mean / math.exp(math.lgamma(1 + 1 / shape)), 1 / shape, 0.0)


def _from_hyperexponential(d: Any, unit: float) -> tuple[Dist, Parameters]:
    # two phases with balanced means: each contributes half of the mean
    mean, cv = _number(d.mean) * unit, _number(d.cv)
    square = cv * cv
    if square <= 1.0 or mean == 0.0:
        return Dist.EXPONENTIAL, (mean, 0.0, 0.0)
    weight = 0.5 * (1.0 + math.sqrt((square - 1.0) / (square + 1.0)))
    return Dist.HYPEREXPONENTIAL, (weight, 2.0 * weight / mean, 2.0 * (1.0 - weight) / mean)


_FAMILIES: dict[str, Callable[[Any, float], tuple[Dist, Parameters]]] = {
    "constant": _from_constant,
    "exponential": _from_exponential,
    "uniform": _from_uniform,
    "triangular": _from_triangular,
    "gamma": _from_gamma,
    "erlang": _from_erlang,
    "lognormal": _from_lognormal,
    "weibull": _from_weibull,
    "hyperexponential": _from_hyperexponential,
}
