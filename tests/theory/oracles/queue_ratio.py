"""Two categories before alike agents who take from the line that is most above its share of all who wait: a chain.

Fixed queue ratios [1]_ hold exactly in the limit only: in one that grows, with as much work as agents or more, the
lines stand in the ratios asked for, and how far one is from its share does not grow with the centre.

References
----------
.. [1] I. Gurvich, W. Whitt (2009), Queue-and-idleness-ratio controls in many-server service systems. Mathematics of
   Operations Research 34, 363-396.
"""

from dataclasses import dataclass
from functools import cached_property

from tests.theory.oracles.markov import Chain


@dataclass(frozen=True)
class QueueRatio:
    """State: agents at work, and how many of each category wait.

    Parameters
    ----------
    arrival : tuple of float
        By category [1/s].
    handle, patience : float
        Means of exponential times [s], the same of both categories.
    agents : int
        How many there are.
    share : float
        The first category's share of all who wait.
    places : tuple of int
        How many of each wait at most in the chain; so many that it does not matter.
    """

    arrival: tuple[float, float]
    handle: float
    patience: float
    agents: int
    share: float
    places: tuple[int, int]

    @cached_property
    def chain(self) -> Chain:
        return Chain.grow((0, 0, 0), self._moves)

    def _moves(self, state):
        busy, one, two = state
        if busy < self.agents:
            yield sum(self.arrival), (busy + 1, 0, 0)
        else:
            if one < self.places[0]:
                yield self.arrival[0], (busy, one + 1, two)
            if two < self.places[1]:
                yield self.arrival[1], (busy, one, two + 1)
        if one:
            yield one / self.patience, (busy, one - 1, two)
        if two:
            yield two / self.patience, (busy, one, two - 1)
        if busy:
            yield busy / self.handle, self._released(busy, one, two)

    def _released(self, busy, one, two):
        if one + two == 0:
            return busy - 1, 0, 0
        above = (one - self.share * (one + two), two - (1 - self.share) * (one + two))
        if one and (above[0] >= above[1] or not two):
            return busy, one - 1, two
        return busy, one, two - 1

    @cached_property
    def queue(self) -> tuple[float, float]:
        """Mean numbers waiting."""
        return self.chain.mean(lambda state: state[1]), self.chain.mean(lambda state: state[2])

    @property
    def off(self) -> float:
        """By how many contacts the first category's mean line is longer than its share."""
        return self.queue[0] - self.share * sum(self.queue)

    @property
    def cut_off(self) -> float:
        """How often a line is as long as the chain lets it be."""
        return self.chain.mean(lambda state: state[1] == self.places[0] or state[2] == self.places[1])
