"""Erlang B and Erlang C: agents in one group, Poisson arrivals, exponential handling; formulas only.

Both rest on the inverse of the loss probability, a sum of positive terms that neither cancels nor
overflows before the answer itself does, so that 100,000 agents are as exact as one. Nothing here knows
a scenario or a simulation; impatient customers are in `acd.planning.erlang_a`, limited lines in
`acd.planning.limited`.

References
----------
.. [1] A. K. Erlang (1917), Solution of some problems in the theory of probabilities of significance in
   automatic telephone exchanges. Elektroteknikeren 13.
.. [2] R. B. Cooper (1981), Introduction to Queueing Theory, 2nd edition, sections 3.3 and 3.4.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from acd.planning._arguments import least_wait, require_count, require_load


def inverse_loss(load: float, agents: int) -> float:
    r"""Return the inverse of the Erlang B probability.

    Parameters
    ----------
    load : float
        Offered load [erlangs].
    agents : int
        Number of agents, 0 or more.

    Returns
    -------
    float
        1 / B; infinite where B is below 1e-308.

    Notes
    -----
    .. math:: 1/B(n, a) = \sum_{j=0}^{n} \frac{n!}{(n-j)!} a^{-j},

    each term the weight of having n − j agents busy, relative to that of all n [2]_.
    """
    if load == 0:
        return 1.0 if agents == 0 else math.inf
    with np.errstate(over="ignore", under="ignore"):
        weights = np.cumprod(np.arange(agents, 0, -1) / load)
    return float(1 + weights.sum())


@dataclass(frozen=True, slots=True)
class ErlangB:
    """A group without a line: whoever finds every agent busy is refused (M/M/n/n).

    Parameters
    ----------
    agents : int
        Number of agents.
    load : float
        Offered load [erlangs].
    refused : float
        Share of contacts refused, the Erlang B probability.
    occupancy : float
        Share of the agents' time in which they are busy; 0 without agents.
    """

    agents: int
    load: float
    refused: float
    occupancy: float


def erlang_b(arrival_rate: float, mean_handle: float, agents: int) -> ErlangB:
    """Return the Erlang B measures; the law of handling does not matter, only its mean.

    Parameters
    ----------
    arrival_rate : float
        Contacts a second [1/s].
    mean_handle : float
        Mean handling time, wrap-up included [s].
    agents : int
        Number of agents, 0 or more.

    Returns
    -------
    ErlangB
        Share refused and occupancy.

    Raises
    ------
    AcdError
        When an argument is out of range.

    Notes
    -----
    See `inverse_loss`; formula of [1]_.

    Examples
    --------
    >>> round(erlang_b(arrival_rate=10 / 60, mean_handle=60, agents=10).refused, 4)
    0.2146
    """
    load = require_load(arrival_rate, mean_handle)
    require_count("agents", agents, lowest=0)
    refused = 1 / inverse_loss(load, agents)
    return ErlangB(agents, load, refused, occupancy=load * (1 - refused) / agents if agents else 0.0)


@dataclass(frozen=True, slots=True)
class ErlangC:
    """A group with an unlimited line of customers who wait for ever (M/M/n).

    Where the load reaches the number of agents there is no steady state; the measures are then those the
    line grows towards: everyone waits, for ever.

    Parameters
    ----------
    agents : int
        Number of agents.
    load : float
        Offered load [erlangs].
    waited : float
        Share of contacts that wait at all, the Erlang C probability.
    wait : float
        Mean wait of all contacts [s].
    queue : float
        Time-average number waiting.
    occupancy : float
        Share of the agents' time in which they are busy.
    drain : float
        Rate at which a contact that waits gets nearer to its end [1/s].
    """

    agents: int
    load: float
    waited: float
    wait: float
    queue: float
    occupancy: float
    drain: float

    def exceeding(self, within: float) -> float:
        """Return the share of contacts that wait longer than a time.

        Parameters
        ----------
        within : float
            The time [s], 0 or more.

        Returns
        -------
        float
            P(wait > within), exponential beyond 0 [2]_.
        """
        return self.waited * math.exp(-self.drain * within)

    def service_level(self, within: float) -> float:
        """Return the share of contacts answered within a time.

        Parameters
        ----------
        within : float
            The time [s], 0 or more.

        Returns
        -------
        float
            P(wait ≤ within).
        """
        return 1 - self.exceeding(within)

    def wait_quantile(self, share: float) -> float:
        """Return the least wait that `share` of the contacts do not exceed.

        Parameters
        ----------
        share : float
            At least 0 and below 1.

        Returns
        -------
        float
            The quantile of the wait of all contacts [s]; infinite when the line grows for ever.

        Raises
        ------
        AcdError
            When `share` is out of range.
        """
        if self.drain == 0:
            return math.inf
        return least_wait(share, self.exceeding)


def erlang_c(arrival_rate: float, mean_handle: float, agents: int) -> ErlangC:
    r"""Return the Erlang C measures.

    Parameters
    ----------
    arrival_rate : float
        Contacts a second [1/s].
    mean_handle : float
        Mean handling time, wrap-up included [s].
    agents : int
        Number of agents, 1 or more.

    Returns
    -------
    ErlangC
        Share that waits, mean wait, queue, occupancy; service level and quantiles as methods.

    Raises
    ------
    AcdError
        When an argument is out of range.

    Notes
    -----
    With load a and n agents, :math:`C = 1 / (a/n + (1 - a/n)/B)`, and a wait beyond 0 is exponential with
    rate :math:`(n - a)/\text{mean handle}` [2]_.

    Examples
    --------
    >>> round(erlang_c(arrival_rate=100 / 1800, mean_handle=180, agents=14).service_level(20), 4)
    0.8884
    """
    load = require_load(arrival_rate, mean_handle)
    require_count("agents", agents, lowest=1)
    if load >= agents:
        return ErlangC(agents, load, 1.0, math.inf, math.inf, 1.0, 0.0)
    idle = (agents - load) / agents
    waited = 1 / (load / agents + idle * inverse_loss(load, agents))
    drain = (agents - load) / mean_handle
    wait = waited / drain
    return ErlangC(agents, load, waited, wait, arrival_rate * wait, load / agents, drain)
