"""Exact answers for groups that take a category at times only: reserved agents, and helpers above a queue length."""

from dataclasses import dataclass
from functools import cached_property

from tests.theory.oracles.markov import Chain


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
    def chain(self) -> Chain:
        return Chain.grow((0, 0, 0), self._moves)

    def _moves(self, state):
        busy, helping, waiting = state
        if busy < self.own:
            yield self.rate, (busy + 1, helping, waiting)
        elif waiting + 1 > self.above and helping < self.help:
            yield self.rate, (busy, helping + 1, waiting)
        elif waiting < self.places:
            yield self.rate, (busy, helping, waiting + 1)
        if waiting:
            yield waiting / self.patience + busy / self.handle, (busy, helping, waiting - 1)
        elif busy:
            yield busy / self.handle, (busy - 1, helping, waiting)
        if helping:
            goes_on = waiting > self.above
            yield helping / self.handle, (busy, helping - (not goes_on), waiting - goes_on)

    @property
    def queue(self):
        """Mean number waiting."""
        return self.chain.mean(lambda state: state[2])

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
        busy, helping = (self.chain.mean(lambda state, i=i: state[i]) for i in (0, 1))
        return busy / self.own, helping / self.help
