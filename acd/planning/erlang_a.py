r"""Erlang A: Erlang C with customers who leave after an exponential patience (M/M/n+M); formulas only.

Everything is one integral over the virtual wait :math:`v` of a customer who would never leave, in units of
the mean patience,

.. math:: \int w(v) \exp\bigl(x (1 - e^{-v}) - c v\bigr)\,dv,

with x = arrivals in a mean patience, c = contacts all agents together end in a mean patience, and a weight w
for each measure. The exponent has one summit. Both sides of it are integrated relative to the summit, so that
nothing cancels, overflows or vanishes, from one agent to 100,000 and from hurried to nearly endless patience.

References
----------
.. [1] O. Garnett, A. Mandelbaum, M. Reiman (2002), Designing a call center with impatient customers.
   Manufacturing & Service Operations Management 4, 208-227.
.. [2] A. Mandelbaum, S. Zeltyn (2007), Service engineering in action: the Palm/Erlang-A queue. In: Advances
   in Services Innovations, Springer, 17-45.
.. [3] M. Mori (2005), Discovery of the double exponential transformation and its developments. Publications
   of the Research Institute for Mathematical Sciences 41, 897-935.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import gammainc

from acd.planning._arguments import least_wait, require_count, require_load, require_positive
from acd.planning.erlang import inverse_loss

Floats = npt.NDArray[np.float64]
Weight = Callable[[Floats], Floats]

# Double exponential rule for exp(-s) like tails [3]: 200 nodes leave an error near 1e-14 (measured up to
# c = 1e12); the short side of an overloaded summit is smooth on a bounded range, where Gauss's rule serves.
_STEPS = np.linspace(-3.9, 6.5, 200)
_TAIL_NODES = np.exp(_STEPS - np.exp(-_STEPS))
_TAIL_WEIGHTS = _TAIL_NODES * (1 + np.exp(-_STEPS)) * (_STEPS[1] - _STEPS[0])
_GAUSS_NODES, _GAUSS_WEIGHTS = np.polynomial.legendre.leggauss(100)


def _beyond_linear(s: Floats) -> Floats:
    """Return exp(s) − 1 − s without the cancellation near 0."""
    series = np.ones_like(s)
    for k in range(14, 2, -1):
        series = 1 + s / k * series
    with np.errstate(over="ignore"):
        return np.where(np.abs(s) < 0.5, s * s / 2 * series, np.expm1(s) - s)


def _after_summit(c: float, x: float, start: float, summit: float, weight: Weight) -> float:
    """Integrate from `start` beyond the summit to infinity."""
    m = min(c, x)
    slope = c - m + m * -math.expm1(-start)
    scale = 1 / (slope + math.sqrt(m / 2)) if m > 1 else 1 / c
    s = start + scale * _TAIL_NODES
    with np.errstate(under="ignore"):
        height = np.exp(-(c - m) * s - m * _beyond_linear(-s))
        return float(np.sum(scale * _TAIL_WEIGHTS * height * weight(summit + s)))


def _before_summit(c: float, length: float, summit: float, weight: Weight) -> float:
    """Integrate the last `length` before the summit (overload only)."""
    # Beyond this reach the integrand is below e^-50 of its summit.
    reach = min(length, math.log1p(50 / c) + math.sqrt(100 / c))
    s = reach * (_GAUSS_NODES + 1) / 2
    with np.errstate(under="ignore"):
        height = np.exp(-c * _beyond_linear(s))
        return float(np.sum(reach / 2 * _GAUSS_WEIGHTS * height * weight(summit - s)))


def _integral(c: float, x: float, cut: float, weight: Weight) -> float:
    """Integrate the weighted density of the virtual wait beyond `cut`, relative to its summit."""
    summit = math.log(x / c) if x > c else 0.0
    beyond = _after_summit(c, x, max(cut - summit, 0.0), summit, weight)
    if cut >= summit:
        return beyond
    return beyond + _before_summit(c, summit - cut, summit, weight)


def _alone(v: Floats) -> Floats:
    return np.ones_like(v)


def _stays(v: Floats) -> Floats:
    return np.exp(-v)


def _leaves(v: Floats) -> Floats:
    return -np.expm1(-v)


def _wait_of_stayer(v: Floats) -> Floats:
    return v * np.exp(-v)


def _wait_of_leaver(v: Floats) -> Floats:
    return np.asarray(gammainc(2.0, v), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class ErlangA:
    """A group with an unlimited line of impatient customers (M/M/n+M).

    Parameters
    ----------
    agents : int
        Number of agents.
    load : float
        Offered load [erlangs].
    mean_patience : float
        Mean patience [s].
    pressure : float
        Contacts that arrive in a mean patience.
    drain : float
        Contacts that all agents together end in a mean patience.
    waited : float
        Share of contacts that wait at all.
    answered : float
        Share of contacts that are answered.
    abandonment : float
        Share of contacts that abandon.
    wait : float
        Mean wait of all contacts [s].
    asa : float
        Mean wait of those answered [s].
    time_to_abandon : float
        Mean wait of those who abandon [s].
    queue : float
        Time-average number waiting.
    occupancy : float
        Share of the agents' time in which they are busy.
    """

    agents: int
    load: float
    mean_patience: float
    pressure: float
    drain: float
    waited: float
    answered: float
    abandonment: float
    wait: float
    asa: float
    time_to_abandon: float
    queue: float
    occupancy: float

    def _beyond(self, within: float, weight: Weight) -> float:
        """Return the probability that the virtual wait exceeds `within`, weighted."""
        whole = _integral(self.drain, self.pressure, 0.0, _alone)
        part = _integral(self.drain, self.pressure, within / self.mean_patience, weight)
        return self.waited * part / whole

    def exceeding(self, within: float) -> float:
        """Return the share of contacts that wait longer than a time, whether answered or not in the end.

        Parameters
        ----------
        within : float
            The time [s], 0 or more.

        Returns
        -------
        float
            P(wait > within).
        """
        return self._beyond(within, _alone) * math.exp(-within / self.mean_patience)

    def service_level(self, within: float) -> float:
        """Return the share of all contacts that are answered within a time.

        Parameters
        ----------
        within : float
            The time [s], 0 or more.

        Returns
        -------
        float
            Answered within ÷ offered.
        """
        # Rounding may leave -1e-16 where nobody is answered that soon.
        return max(0.0, self.answered - self._beyond(within, _stays))

    def service_level_answered(self, within: float) -> float:
        """Return the share of the answered contacts that are answered within a time.

        Parameters
        ----------
        within : float
            The time [s], 0 or more.

        Returns
        -------
        float
            Answered within ÷ answered.
        """
        return self.service_level(within) / self.answered

    def service_level_lenient(self, within: float) -> float:
        """Return the share of all contacts whose wait, however it ended, was within a time.

        Parameters
        ----------
        within : float
            The time [s], 0 or more.

        Returns
        -------
        float
            (Answered within + abandoned within) ÷ offered.
        """
        return 1 - self.exceeding(within)

    def abandoned_within(self, within: float) -> float:
        """Return the share of all contacts that abandon within a time.

        Parameters
        ----------
        within : float
            The time [s], 0 or more.

        Returns
        -------
        float
            Abandoned within ÷ offered.
        """
        return self.service_level_lenient(within) - self.service_level(within)

    def service_level_ex_short(self, within: float, short_abandon: float) -> float:
        """Return the share answered within a time of the contacts that are not short abandons.

        Parameters
        ----------
        within : float
            The time [s], 0 or more.
        short_abandon : float
            Abandons up to this wait [s] are not counted.

        Returns
        -------
        float
            Answered within ÷ (offered − short abandons).
        """
        return self.service_level(within) / (1 - self.abandoned_within(short_abandon))

    def wait_quantile(self, share: float) -> float:
        """Return the least wait that `share` of all contacts do not exceed.

        Parameters
        ----------
        share : float
            At least 0 and below 1.

        Returns
        -------
        float
            The quantile of the wait of all contacts [s].

        Raises
        ------
        AcdError
            When `share` is out of range.
        """
        return least_wait(share, self.exceeding)


def _share_waiting(c: float, x: float, load: float, agents: int, whole: float) -> float:
    """Return P(all agents busy), from the weights of the states below and from n agents busy on."""
    # c · integral · exp(height) is the weight of "n or more", relative to "exactly n"; the height of an
    # overloaded summit may be thousands, so it is taken to the other side.
    height = x - c - c * math.log(x / c) if x > c else 0.0
    below = (inverse_loss(load, agents) - 1) * math.exp(-height)
    return 1 / (1 + below / (c * whole))


def erlang_a(arrival_rate: float, mean_handle: float, agents: int, mean_patience: float) -> ErlangA:
    r"""Return the Erlang A measures.

    Parameters
    ----------
    arrival_rate : float
        Contacts a second [1/s].
    mean_handle : float
        Mean handling time, wrap-up included [s].
    agents : int
        Number of agents, 1 or more.
    mean_patience : float
        Mean patience [s], finite.

    Returns
    -------
    ErlangA
        Shares, mean waits, queue, occupancy; service levels and quantiles as methods.

    Raises
    ------
    AcdError
        When an argument is out of range.

    Notes
    -----
    The virtual wait has, beyond 0, the density of the integral in the module's head ([2]_, equation for
    M/M/n+G with exponential patience); a wait is the lesser of virtual wait and patience. Little's law
    makes the abandonment rate equal the mean queue over the mean patience [1]_.

    Examples
    --------
    >>> round(erlang_a(arrival_rate=48 / 60, mean_handle=60, agents=50, mean_patience=120).abandonment, 6)
    0.030912
    """
    load = require_load(arrival_rate, mean_handle)
    require_count("agents", agents, lowest=1)
    require_positive("mean_patience", mean_patience)
    x, c = arrival_rate * mean_patience, agents * mean_patience / mean_handle
    whole = _integral(c, x, 0.0, _alone)
    waited = _share_waiting(c, x, load, agents, whole)
    leaving = _integral(c, x, 0.0, _leaves)
    abandonment = waited * leaving / whole
    # Not 1 − abandonment, which cancels where nearly everyone leaves.
    answered = 1 - waited + waited * _integral(c, x, 0.0, _stays) / whole
    wait = mean_patience * abandonment
    return ErlangA(
        agents, load, mean_patience, x, c,
        waited=waited,
        answered=answered,
        abandonment=abandonment,
        wait=wait,
        asa=mean_patience * waited * _integral(c, x, 0.0, _wait_of_stayer) / whole / answered,
        time_to_abandon=mean_patience * _integral(c, x, 0.0, _wait_of_leaver) / leaving,
        queue=arrival_rate * wait,
        occupancy=load * answered / agents,
    )  # fmt: skip
