"""Sums over replications, for as many of them as one likes: memory does not grow with their number.

What is lost is the single replication. This module must not know a measure.
"""

from __future__ import annotations

import numpy as np

from acd.kpi.intervals import Codes, Floats
from acd.kpi.student import t_quantile
from acd.kpi.sums import Sums


class Moments:
    """First and second moments of the sums of every measure, line and interval; the whole period is left out.

    Notes
    -----
    What is squared is not x but u = x - r y, with r the ratio of the first replication that observed something, by
    cell. Its own u is 0, so that residuals are never small beside u, however large and uneven x and y are. An interval
    is lost where no residual is above 1e-12 of the mean numerator, much as in `acd.kpi.summary.estimate`, or where that
    first denominator is below a millionth of the others.
    """

    def __init__(self) -> None:
        self._n: Codes | None = None

    def add(self, sums: Sums) -> None:
        """Take one more replication.

        Parameters
        ----------
        sums : Sums
            Its numerators and denominators, of as many intervals as those before.
        """
        x, y = sums.numerator[..., 1:], sums.denominator[..., 1:]
        seen = ~np.isnan(x)
        x, y = np.where(seen, x, 0.0), np.where(seen, y, 0.0)
        if self._n is None:
            self._n = np.zeros(x.shape, np.int64)
            self._ratio = np.full(x.shape, np.nan)
            self._sums = np.zeros((6, *x.shape))
        self._n += seen
        first = np.isnan(self._ratio) & (y != 0.0)
        self._ratio[first] = x[first] / y[first]
        u = x - np.where(y != 0.0, self._ratio, 0.0) * y
        for place, part in enumerate((x, y, u, u * u, u * y, y * y)):
            self._sums[place] += part

    def estimate(self, place: int, lines: Codes) -> tuple[Floats, Floats, Floats, Codes]:
        """Estimate one measure in every interval.

        Parameters
        ----------
        place : int
            The measure's place among those given.
        lines : numpy.ndarray
            Which lines.

        Returns
        -------
        value, low, high : numpy.ndarray
            As `acd.kpi.summary.estimate` returns them, shape (lines, intervals).
        n : numpy.ndarray
            Replications that observed something.

        Notes
        -----
        The residuals X_i - R Y_i are U_i - q Y_i with q = R - r, the sum of U over that of Y. Their mean is 0 by the
        definition of R, and their squares add up to Suu - 2 q Suy + q^2 Syy, with S the sums of products.
        """
        assert self._n is not None
        n = self._n[place, lines]
        x, y, u, uu, uy, yy = self._sums[:, place, lines]
        with np.errstate(invalid="ignore", divide="ignore"):
            value = x / y
            q = u / y
            squares = uu - 2 * q * uy + q * q * yy
            # what rounding leaves of replications that all say the same
            nothing = 1e-13 * (uu + q * q * yy) + 1e-24 * (x / n) ** 2
            error = np.sqrt(np.maximum(squares, 0.0) / (n - 1) / n) / (y / n)
            half = np.where((n > 1) & (squares > nothing), t_quantile(n - 1) * error, np.nan)
        return value, value - half, value + half, n
