r"""A line of limited length, with or without impatience: M/M/n/k and M/M/n/k+M; formulas only.

The chain has finitely many states above "all agents busy", so it is summed as it stands. A contact that
joins behind j others is served after j + 1 departures; with impatience these times are minus the logarithm
of a beta variate, without it an Erlang variate, so that no distribution needs numerical integration.

References
----------
.. [1] R. B. Cooper (1981), Introduction to Queueing Theory, 2nd edition, section 3.5.
.. [2] A. Rényi (1953), On the theory of order statistics. Acta Mathematica Hungarica 4, 191-231 (sums of
   exponential times with rates in arithmetic progression as order statistics).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.special import betainc, gammaincc

from acd.errors import AcdError
from acd.planning._arguments import least_wait, require_count, require_load, require_positive
from acd.planning.erlang import inverse_loss

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LimitedQueue:
    """A group whose line holds at most `capacity` contacts; arrivals beyond are refused.

    Parameters
    ----------
    agents : int
        Number of agents.
    load : float
        Offered load [erlangs].
    mean_patience : float
        Mean patience [s]; infinite when nobody leaves.
    refused : float
        Share of contacts refused.
    waited : float
        Share of contacts that wait at all.
    abandonment : float
        Share of contacts that abandon.
    wait : float
        Mean wait of all contacts, the refused with 0 [s].
    asa : float
        Mean wait of those answered [s].
    queue : float
        Time-average number waiting.
    occupancy : float
        Share of the agents' time in which they are busy.
    drain : float
        Rate at which all agents together end contacts [1/s].
    joining : ndarray, shape (capacity,)
        Share of contacts that join behind 0, 1, … others.
    """

    agents: int
    load: float
    mean_patience: float
    refused: float
    waited: float
    abandonment: float
    wait: float
    asa: float
    queue: float
    occupancy: float
    drain: float
    joining: Floats = field(repr=False)

    def exceeding(self, within: float) -> float:
        """Return the share of contacts that wait longer than a time, whether answered or not in the end.

        Parameters
        ----------
        within : float
            The time [s], 0 or more.

        Returns
        -------
        float
            P(wait > within), the refused among those who do not.
        """
        ahead = np.arange(1, len(self.joining) + 1)
        if math.isinf(self.mean_patience):
            return float(self.joining @ gammaincc(ahead, self.drain * within))
        stays = math.exp(-within / self.mean_patience)
        return stays * float(self.joining @ betainc(self.drain * self.mean_patience, ahead, stays))

    def service_level(self, within: float) -> float:
        """Return the share of all contacts that are answered within a time.

        Parameters
        ----------
        within : float
            The time [s], 0 or more.

        Returns
        -------
        float
            Answered within ÷ offered, the refused among the offered.
        """
        answered = 1 - self.refused - self.abandonment
        if math.isinf(self.mean_patience):
            return answered - self.exceeding(within)
        ahead = np.arange(1, len(self.joining) + 1)
        ends = self.drain * self.mean_patience
        # P(virtual wait > t and patience beyond it): the beta law with its first parameter one higher.
        late = ends / (ends + ahead) * betainc(ends + 1, ahead, math.exp(-within / self.mean_patience))
        return answered - float(self.joining @ late)

    def wait_quantile(self, share: float) -> float:
        """Return the least wait that `share` of all contacts do not exceed.

        Parameters
        ----------
        share : float
            At least 0 and below 1.

        Returns
        -------
        float
            The quantile of the wait of all contacts, the refused with 0 [s].

        Raises
        ------
        AcdError
            When `share` is out of range.
        """
        return least_wait(share, self.exceeding)


def _busy_states(load: float, agents: int, ratios: Floats) -> Floats:
    """Return the steady-state probabilities of n, n + 1, … contacts present, n being the agents."""
    if load == 0:
        return np.zeros(len(ratios) + 1)
    heights = np.concatenate(([0.0], np.cumsum(np.log(ratios))))
    summit = heights.max()
    with np.errstate(under="ignore"):
        weights = np.exp(heights - summit)
    below = (inverse_loss(load, agents) - 1) * math.exp(-summit)
    return np.asarray(weights / (below + weights.sum()), dtype=np.float64)


def limited_queue(
    arrival_rate: float, mean_handle: float, agents: int, capacity: int, mean_patience: float = math.inf
) -> LimitedQueue:
    r"""Return the measures of a line with `capacity` places.

    Parameters
    ----------
    arrival_rate : float
        Contacts a second [1/s].
    mean_handle : float
        Mean handling time, wrap-up included [s].
    agents : int
        Number of agents, 1 or more.
    capacity : int
        Places in the line, agents not counted; 0 is Erlang B.
    mean_patience : float
        Mean patience [s]; infinite (the default) when nobody leaves.

    Returns
    -------
    LimitedQueue
        Shares, mean waits, queue, occupancy; service level and quantiles as methods.

    Raises
    ------
    AcdError
        When an argument is out of range.

    Notes
    -----
    Birth and death chain with arrival rate λ up to n + k contacts present and departure rate
    :math:`\min(i, n) μ + (i - n)^+ θ` [1]_. The virtual wait behind j others is :math:`-\ln Z / θ` with Z
    beta distributed with parameters nμ/θ and j + 1 [2]_.

    Examples
    --------
    >>> round(limited_queue(arrival_rate=1.0, mean_handle=0.5, agents=1, capacity=1).refused, 6)
    0.142857
    """
    load = require_load(arrival_rate, mean_handle)
    require_count("agents", agents, lowest=1)
    require_count("capacity", capacity, lowest=0)
    if not math.isinf(mean_patience):
        require_positive("mean_patience", mean_patience)
    elif mean_patience < 0:
        message = f"mean_patience: {mean_patience}: must be above 0, in seconds"
        raise AcdError(message)
    drain, leave = agents / mean_handle, 1 / mean_patience
    departures = drain + leave * np.arange(1.0, capacity + 1, dtype=np.float64)
    states = _busy_states(load, agents, arrival_rate / departures)
    joining, queue = states[:-1], float(states @ np.arange(capacity + 1))
    refused = float(states[-1])
    abandonment = leave * queue / arrival_rate if arrival_rate else 0.0
    answered = 1 - refused - abandonment
    waits = np.cumsum(1 / departures) * drain / departures
    return LimitedQueue(
        agents, load, mean_patience,
        refused=refused,
        waited=float(joining.sum()),
        abandonment=abandonment,
        wait=queue / arrival_rate if arrival_rate else 0.0,
        asa=float(joining @ waits) / answered,
        queue=queue,
        occupancy=load * answered / agents,
        drain=drain,
        joining=joining,
    )  # fmt: skip
