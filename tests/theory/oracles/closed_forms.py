"""Formulas that need no chain: M/G/1, priorities, M_t/G/∞, returns.

References
----------
.. [1] R. B. Cooper (1981), Introduction to Queueing Theory, 2nd edition: Pollaczek-Khinchine, section 5.8.
.. [2] A. Cobham (1954), Priority assignment in waiting line problems. Operations Research 2, 70-76.
.. [3] S. G. Eick, W. A. Massey, W. Whitt (1993), The physics of the M_t/G/∞ queue. Operations Research 41,
   731-742.
"""

from collections.abc import Callable, Sequence
from math import exp, inf

from scipy.integrate import quad

Piece = tuple[float, float, float]  # start [s], end [s], expected arrivals


def second_moment(mean: float, cv: float) -> float:
    return mean * mean * (1 + cv * cv)


def pollaczek_khinchine(arrival: float, mean: float, second: float) -> float:
    """Mean wait before one agent, first come first served [1]_."""
    return arrival * second / (2 * (1 - arrival * mean))


def cobham(classes: Sequence[tuple[float, float, float]]) -> list[float]:
    """Mean waits of classes (arrival, mean, second moment), the most urgent first, none interrupted [2]_."""
    residual = sum(arrival * second for arrival, _, second in classes) / 2
    waits, before = [], 0.0
    for arrival, mean, _ in classes:
        upto = before + arrival * mean
        waits.append(residual / ((1 - before) * (1 - upto)))
        before = upto
    return waits


def in_hand_exponential(pieces: Sequence[Piece], mean: float, at: float) -> float:
    """Mean contacts in hand at a time, agents without number, exponential handling, from empty [3]_."""
    total = 0.0
    for start, end, expected in pieces:
        if at > start:
            rate, stop = expected / (end - start), min(end, at)
            total += rate * mean * (exp(-(at - stop) / mean) - exp(-(at - start) / mean))
    return total


def in_hand(pieces: Sequence[Piece], survival: Callable[[float], float], at: float) -> float:
    """The same for any law of handling, given P(handling > t) [3]_."""
    total = 0.0
    for start, end, expected in pieces:
        if at > start:
            oldest, newest = at - start, at - min(end, at)
            total += expected / (end - start) * quad(survival, newest, oldest, epsabs=1e-12, limit=200)[0]
    return total


def contacts_per_matter(again: float, attempts: float = inf) -> float:
    """Mean contacts of a matter that comes back with probability `again`, at most `attempts` in all."""
    return (1 - again**attempts) / (1 - again)
