"""One group whose unserved and unsettled customers come back: a line, and an orbit of those who will try again.

State: contacts present (in hand and waiting), customers in orbit. Who finds the line full or loses patience goes into
orbit with one probability, whose matter is not settled with another; each in orbit comes back after an exponential
time of one mean. The chain is cut at a most in orbit, whose probability the tests look at.

References
----------
.. [1] G. I. Falin, J. G. C. Templeton (1997), Retrial Queues. Chapman & Hall. M/M/n with retrials is the case of no
   line and of customers who never give up.
"""

from dataclasses import dataclass
from functools import cached_property

from tests.theory.oracles.markov import Chain


@dataclass(frozen=True)
class Retrials:
    """Rates a second, times in seconds; `places` is the most that wait, `most` the most in orbit."""

    arrival: float
    handle: float
    agents: int
    places: int
    after: float
    redial: float
    most: int
    patience: float = float("inf")
    recontact: float = 0.0

    @cached_property
    def chain(self) -> Chain:
        return Chain.grow((0, 0), self._moves)

    def _moves(self, state):
        present, orbit = state
        full = present == self.agents + self.places
        outside = min(orbit + 1, self.most)
        if not full:
            yield self.arrival, (present + 1, orbit)
        elif outside != orbit:
            yield self.arrival * self.redial, (present, outside)
        if orbit:
            rate = orbit / self.after
            if not full:
                yield rate, (present + 1, orbit - 1)
            elif self.redial < 1:
                yield rate * (1 - self.redial), (present, orbit - 1)
        if present:
            yield from self._ends(present, orbit, outside)

    def _ends(self, present, orbit, outside):
        busy, waiting = min(present, self.agents), max(present - self.agents, 0)
        for rate, back in ((busy / self.handle, self.recontact), (waiting / self.patience, self.redial)):
            if rate:
                yield rate * (1 - back), (present - 1, orbit)
                yield rate * back, (present - 1, outside)

    @property
    def offered(self) -> float:
        """Contacts a second that ask for an agent, returns included."""
        return self.arrival + self.chain.mean(lambda s: s[1]) / self.after

    @property
    def refused(self) -> float:
        """Share of offered contacts that find the line full."""
        full = self.agents + self.places
        asked = self.chain.mean(lambda s: (self.arrival + s[1] / self.after) * (s[0] == full))
        return asked / self.offered

    @property
    def abandonment(self) -> float:
        """Share of offered contacts that lose patience."""
        return self.queue / self.patience / self.offered

    @property
    def queue(self) -> float:
        """Mean number waiting."""
        return self.chain.mean(lambda s: max(s[0] - self.agents, 0))

    @property
    def occupancy(self) -> float:
        """Share of agents' time with a contact."""
        return self.chain.mean(lambda s: min(s[0], self.agents)) / self.agents
