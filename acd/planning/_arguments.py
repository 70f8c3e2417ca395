"""What every formula asks of its arguments, and the one search they share; knows nothing of queues.

A fault is an :class:`acd.errors.AcdError` that names the argument, the value, the rule and the way out.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from scipy.optimize import brentq

from acd.errors import AcdError


def require_load(arrival_rate: float, mean_handle: float) -> float:
    """Return the offered load.

    Parameters
    ----------
    arrival_rate : float
        Contacts a second [1/s]; 0 or more.
    mean_handle : float
        Mean handling time, wrap-up included [s]; above 0.

    Returns
    -------
    float
        Offered load [erlangs].

    Raises
    ------
    AcdError
        When either is not finite or out of range.
    """
    if not (math.isfinite(arrival_rate) and arrival_rate >= 0):
        message = f"arrival_rate: {arrival_rate}: must be finite and 0 or more, in contacts a second"
        raise AcdError(message)
    require_positive("mean_handle", mean_handle)
    return arrival_rate * mean_handle


def require_positive(name: str, seconds: float) -> None:
    """Refuse a duration that is not finite and above 0.

    Parameters
    ----------
    name : str
        The argument, for the message.
    seconds : float
        Its value [s].

    Raises
    ------
    AcdError
        When the value is not finite or not above 0.
    """
    if not (math.isfinite(seconds) and seconds > 0):
        hint = "; customers who wait for ever are erlang_c" if name == "mean_patience" else ""
        message = f"{name}: {seconds}: must be finite and above 0, in seconds{hint}"
        raise AcdError(message)


def require_count(name: str, count: int, lowest: int) -> None:
    """Refuse a count that is not a whole number from `lowest` on.

    Parameters
    ----------
    name : str
        The argument, for the message.
    count : int
        Its value.
    lowest : int
        Least value allowed.

    Raises
    ------
    AcdError
        When the value is not whole or below `lowest`.
    """
    if int(count) != count or count < lowest:
        message = f"{name}: {count}: must be a whole number, {lowest} or more"
        raise AcdError(message)


def least_wait(share: float, exceeding: Callable[[float], float]) -> float:
    """Return the least wait w with P(wait ≤ w) ≥ `share`.

    Parameters
    ----------
    share : float
        Wanted probability, at least 0 and below 1.
    exceeding : callable
        P(wait > w) for w [s], continuous and falling to 0 on w ≥ 0.

    Returns
    -------
    float
        The quantile [s]; 0 when enough contacts do not wait at all.

    Raises
    ------
    AcdError
        When `share` is not at least 0 and below 1.
    """
    if not 0 <= share < 1:
        message = f"share: {share}: must be at least 0 and below 1 (90 % is 0.9)"
        raise AcdError(message)
    rest = 1 - share
    if exceeding(0.0) <= rest:
        return 0.0
    above = 1.0
    while exceeding(above) > rest:
        above *= 2
    return float(brentq(lambda wait: exceeding(wait) - rest, 0.0, above, xtol=1e-12, rtol=1e-14))
