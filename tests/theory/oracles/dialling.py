"""What campaigns whose times are exponential do, in the words of their rules.

With a reserve: customers call as a Poisson process, and an endless list keeps every agent but the reserve busy. So at
least n - r agents are; an agent who is free beyond the reserve is dialled for at once. Talks last alike.

With a stated pace: dials ring ahead, exponentially; the state is agents busy, dials ringing, customers waiting.
"""

from dataclasses import dataclass
from functools import cached_property

from tests.theory.oracles.markov import Chain


@dataclass(frozen=True)
class Reserve:
    """Share of customers who wait, their mean wait [s], dials a second."""

    waited: float
    wait: float
    dials: float


def reserve_chain(arrival: float, talk: float, agents: int, reserve: int) -> Reserve:
    """Return what an M/M/n does whose number of busy agents never falls below n less the reserve."""
    weights = [1.0]
    for busy in range(agents - reserve + 1, agents + 1):
        weights.append(weights[-1] * arrival * talk / busy)
    load = arrival * talk / agents
    total = sum(weights[:-1]) + weights[-1] / (1 - load)
    waited = weights[-1] / (1 - load) / total
    wait = waited * talk / agents / (1 - load)
    return Reserve(waited, wait, (agents - reserve) / talk * weights[0] / total)


@dataclass(frozen=True)
class Pacing:
    """Agents who are dialled for ahead: so many dials for each whom a dial can count on."""

    agents: int
    ring: float
    answered: float
    talk: float
    patience: float
    pace: float

    def allowed(self, busy: int, waiting: int) -> int:
        """Return how many dials may ring: for the ready, and for those of the busy who will be."""
        ready = max(self.agents - busy - waiting, 0)
        chance = round(1_000_000 * self.ring / (self.ring + self.talk))
        counted_on = (1_000_000 * (self.agents - busy) + busy * chance) // 1_000_000 - waiting
        return min(max(ready, int(self.pace * max(counted_on, ready))), 3 * self.agents)

    def _then(self, busy: int, ringing: int, waiting: int) -> tuple[int, int, int]:
        return busy, max(ringing, self.allowed(busy, waiting)), waiting

    def _moves(self, state):
        busy, ringing, waiting = state
        if ringing:
            ends = ringing / self.ring
            yield ends * (1 - self.answered), self._then(busy, ringing - 1, waiting)
            taken = (
                (busy + 1, ringing - 1, waiting) if busy < self.agents else (busy, ringing - 1, waiting + 1)
            )
            yield ends * self.answered, self._then(*taken)
        if busy:
            freed = (busy, ringing, waiting - 1) if waiting else (busy - 1, ringing, waiting)
            yield busy / self.talk, self._then(*freed)
        if waiting:
            yield waiting / self.patience, self._then(busy, ringing, waiting - 1)

    @cached_property
    def chain(self) -> Chain:
        return Chain.grow(self._then(0, 0, 0), self._moves)

    @property
    def dials(self) -> float:
        """Dials a second."""
        return self.chain.mean(lambda state: state[1]) / self.ring

    @property
    def talks(self) -> float:
        """Talks a second."""
        return self.chain.mean(lambda state: state[0]) / self.talk

    @property
    def abandonment(self) -> float:
        """Share of those who answered that got no agent in time."""
        return self.chain.mean(lambda state: state[2]) / self.patience / (self.dials * self.answered)

    @property
    def occupancy(self) -> float:
        return self.chain.mean(lambda state: state[0]) / self.agents
