"""Quantiles of Student's t for 95 % intervals, without scipy where the number of replications is usual.

To import scipy takes longer than a small run. This module must not know what the intervals are of.
"""

from __future__ import annotations

from typing import Any

import numpy as np

CONFIDENCE = 0.95
"""Level of every interval."""

_USUAL = (
    12.706204736174694,
    4.302652729749462,
    3.1824463052837078,
    2.7764451051977934,
    2.5705818356363146,
    2.4469118511449786,
    2.364624251592784,
    2.306004135204166,
    2.262157162798205,
    2.228138851986274,
    2.200985160091639,
    2.1788128296672284,
    2.1603686564627913,
    2.144786687917804,
    2.131449545559776,
    2.1199052992212546,
    2.1098155778333156,
    2.1009220402410382,
    2.0930240544083087,
    2.085963447265864,
    2.0796138447276795,
    2.0738730679040254,
    2.0686576104190486,
    2.0638985616280245,
    2.0595385527532972,
    2.0555294386428735,
    2.0518305164802846,
    2.0484071417952454,
    2.045229642132703,
    2.0422724563012378,
    2.039513446396408,
    2.0369333434601016,
    2.0345152974493383,
    2.0322445093177186,
    2.030107928250343,
    2.0280940009804502,
    2.0261924630291093,
    2.0243941639119694,
    2.022690920036761,
    2.021075390306273,
    2.019540970441376,
    2.0180817028184443,
    2.016692199227824,
    2.0153675744437636,
    2.014103388880846,
    2.012895598919429,
    2.0117405137297655,
    2.010634757624232,
    2.0095752371292392,
    2.008559112100761,
    2.007583770315836,
    2.006646805061688,
    2.0057459953178687,
    2.0048792881880564,
    2.0040447832891455,
    2.003240718847872,
    2.002465459291007,
    2.0017174841452356,
    2.000995378088267,
    2.0002978220142604,
)
"""The quantile 0.975 for 1, 2, … degrees of freedom; scipy's values, and a test holds them against scipy."""
_TABLE = np.array([np.nan, *_USUAL])


def t_quantile(freedom: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return what a standard error is multiplied by for the half-width of a two-sided 95 % interval.

    Parameters
    ----------
    freedom : numpy.ndarray
        Degrees of freedom; below 1 counts as 1.

    Returns
    -------
    numpy.ndarray
        The quantile (1 + 0.95) ÷ 2 of Student's t.
    """
    wanted = np.maximum(freedom, 1)
    if wanted.max(initial=1) < len(_TABLE):
        return np.asarray(_TABLE[wanted], np.float64)
    from scipy.special import stdtrit  # scipy.stats would take half a second to import

    return np.asarray(stdtrit(wanted, (1 + CONFIDENCE) / 2), np.float64)
