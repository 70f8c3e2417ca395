"""Exact answers for groups that take a category at times only: reserved agents, and helpers above a queue length."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np


def stationary(rates):
    """Return the stationary distribution of a chain from its transition rates; the diagonal is left out."""
    generator = rates - np.diag(rates.sum(axis=1))
    system = np.vstack([generator.T, np.ones(len(rates))])
    target = np.zeros(len(rates) + 1)
    target[-1] = 1.0
    return np.linalg.lstsq(system, target, rcond=None)[0]


def reserved(first, second, handle, agents, kept):
    """Return the shares of two classes that find nobody, where the second takes nobody of the last ``kept`` agents.

    Poisson arrivals [1/s], exponential handling [s], nobody waits: a birth and death process in how many are at work.
    """
    weight = [1.0]
    for busy in range(agents):
        born = first + (second if busy + 1 <= agents - kept else 0.0)
        weight.append(weight[-1] * born * handle / (busy + 1))
    total = sum(weight)
    return weight[-1] / total, sum(weight[agents - kept :]) / total


@dataclass(frozen=True)
class Helpers:
    """One class; its own agents, and helpers who take it only while more than ``above`` wait.

    Parameters
    ----------
    rate : float
        Of arrivals [1/s].
    handle, patience : float
        Means of exponential times [s].
    own, help : int
        Agents.
    above : int
        The threshold.
    places : int
        How many wait at most in the chain; so many that it does not matter.
    """

    rate: float
    handle: float
    patience: float
    own: int
    help: int
    above: int
    places: int

    @cached_property
    def chance(self):
        """Chance of each state (helpers at work, own agents at work and waiting)."""
        width = self.own + self.places + 1
        rates = np.zeros((width * (self.help + 1),) * 2)
        for helping in range(self.help + 1):
            for n in range(width):
                busy, waiting = min(n, self.own), max(n - self.own, 0)
                here = helping * width + n
                if busy == self.own and waiting + 1 > self.above and helping < self.help:
                    rates[here, here + width] += self.rate
                elif n + 1 < width:
                    rates[here, here + 1] += self.rate
                if n > 0:
                    rates[here, here - 1] += busy / self.handle + waiting / self.patience
                if helping > 0:
                    after = here - 1 if waiting > self.above else here - width
                    rates[here, after] += helping / self.handle
        return stationary(rates).reshape(self.help + 1, width)

    @property
    def queue(self):
        """Mean number waiting."""
        waiting = np.maximum(np.arange(self.own + self.places + 1) - self.own, 0)
        return float(self.chance.sum(axis=0) @ waiting)

    @property
    def wait(self):
        """Mean wait of all who come [s]."""
        return self.queue / self.rate

    @property
    def abandonment(self):
        """Share who give up."""
        return self.queue / self.patience / self.rate

    @property
    def occupancy(self):
        """Shares of their time that own agents and helpers are at work."""
        busy = np.minimum(np.arange(self.own + self.places + 1), self.own)
        helping = self.chance.sum(axis=1) @ np.arange(self.help + 1)
        return float(self.chance.sum(axis=0) @ busy) / self.own, float(helping) / self.help
