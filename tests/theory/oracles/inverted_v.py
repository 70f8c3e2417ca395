"""Two groups of different speed and one queue, who is free served by the one group first: a Markov chain, solved."""

import numpy as np
from scipy.sparse import lil_matrix
from scipy.sparse.linalg import spsolve


class InvertedV:
    """Poisson arrivals, exponential handling and patience; the first group is preferred whenever both are free.

    Parameters
    ----------
    rate : float
        Arrivals [1/s].
    handle : tuple of float
        Mean handling of each group [s].
    patience : float
        Mean patience [s].
    agents : tuple of int
        Agents of each group.
    places : int
        Waiting places that the chain has; beyond them the rest is too small to matter.

    Attributes
    ----------
    occupancy : tuple of float
        Share of each group's time in work.
    abandonment, waited, wait : float
        Shares of arrivals, and the mean wait of all [s].
    throughput : tuple of float
        Contacts ended by each group [1/s].
    """

    def __init__(self, rate, handle, patience, agents, places):
        (a, b), (mu, nu), theta = agents, [1 / time for time in handle], 1 / patience
        # states: (i, j) with nobody waiting, then 1 … places waiting with all agents busy
        number = {(i, j): i * (b + 1) + j for i in range(a + 1) for j in range(b + 1)}
        full, n = number[a, b], len(number) + places
        queue = [full, *range(len(number), n)]
        flows = lil_matrix((n, n))
        for (i, j), state in number.items():
            if i:
                flows[state, number[i - 1, j]] += i * mu
            if j:
                flows[state, number[i, j - 1]] += j * nu
            if i < a:
                flows[state, number[i + 1, j]] += rate
            elif j < b:
                flows[state, number[i, j + 1]] += rate
        for waiting in range(places):
            flows[queue[waiting], queue[waiting + 1]] += rate
            flows[queue[waiting + 1], queue[waiting]] += a * mu + b * nu + (waiting + 1) * theta
        generator = (flows - lil_matrix(np.diag(np.asarray(flows.sum(axis=1)).ravel()))).T.tolil()
        generator[0, :] = 1
        right = np.zeros(n)
        right[0] = 1
        p = spsolve(generator.tocsc(), right)
        busy = np.array([(i, j) for i, j in number] + [(a, b)] * places, float)
        length = np.zeros(n)
        length[queue] = range(places + 1)
        means = p @ busy
        self.occupancy = tuple(means / (a, b))
        self.throughput = tuple(means * (mu, nu))
        self.waited = float(p[queue].sum())
        self.wait = float(p @ length) / rate
        self.abandonment = theta * float(p @ length) / rate
