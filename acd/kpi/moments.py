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
    Second moments are taken about the first replication, so that little is lost where replications are alike.
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
            self._at = x, y
            self._sums = np.zeros((7, *x.shape))
        self._n += seen
        d, e = x - self._at[0], y - self._at[1]
        if not seen.all():
            d *= seen
            e *= seen
        for place, part in enumerate((x, y, d, e, d * d, d * e, e * e)):
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
        The squares of X_i - R Y_i add up to Mxx - 2 R Mxy + R^2 Myy, with M the central second moments times n: by
        the definition of R the residuals have mean 0.
        """
        assert self._n is not None
        n = self._n[place, lines]
        x, y, d, e, dd, de, ee = self._sums[:, place, lines]
        with np.errstate(invalid="ignore", divide="ignore"):
            value = x / y
            xx, xy, yy = dd - d * d / n, de - d * e / n, ee - e * e / n
            squares = xx - 2 * value * xy + value * value * yy
            # what rounding leaves of replications that all say the same
            nothing = 1e-13 * (xx + value * value * yy) + 1e-24 * x * x / n
            error = np.sqrt(np.maximum(squares, 0.0) / (n - 1) / n) / (y / n)
            half = np.where((n > 1) & (squares > nothing), t_quantile(n - 1) * error, np.nan)
        return value, value - half, value + half, n
