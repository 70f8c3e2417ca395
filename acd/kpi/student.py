"""Student's distribution, as far as intervals need it; loaded late, because scipy is slow to load."""

from __future__ import annotations

import numpy as np

from acd.kpi.intervals import Codes, Floats

CONFIDENCE = 0.95


def t_quantile(freedom: Codes) -> Floats:
    """Return the factor of a two-sided interval.

    Parameters
    ----------
    freedom : numpy.ndarray
        Degrees of freedom; less than 1 counts as 1.

    Returns
    -------
    numpy.ndarray
        The quantile that a `CONFIDENCE` interval ends at.
    """
    from scipy.special import stdtrit  # scipy.stats would take half a second to import

    return np.asarray(stdtrit(np.maximum(freedom, 1), (1 + CONFIDENCE) / 2), np.float64)
