"""Phones that ring as a chain: arrivals ring at free agents, the customer may hang up while it rings, talk follows.

State: agents at whose phones it rings; agents who talk; customers waiting for a phone to ring. Ringing, patience and
talk are exponential; waiting goes on while it rings.
"""

from dataclasses import dataclass
from functools import cached_property

from tests.theory.oracles.markov import Chain


@dataclass(frozen=True)
class Ringing:
    """Rate a second and times in seconds; `places` is a limit of the line."""

    arrival: float
    ring: float
    handle: float
    patience: float
    agents: int
    places: int

    @cached_property
    def chain(self) -> Chain:
        return Chain.grow((0, 0, 0), self._moves)

    def _moves(self, state):
        rings, talks, line = state
        if rings + talks < self.agents:
            yield self.arrival, (rings + 1, talks, line)
        elif line < self.places:
            yield self.arrival, (rings, talks, line + 1)
        if rings:
            yield rings / self.ring, (rings - 1, talks + 1, line)
            yield rings / self.patience, self._free(rings - 1, talks, line)
        if talks:
            yield talks / self.handle, self._free(rings, talks - 1, line)
        if line:
            yield line / self.patience, (rings, talks, line - 1)

    @staticmethod
    def _free(rings, talks, line):
        """Whoever is free is rung up for the next of the line."""
        return (rings + 1, talks, line - 1) if line else (rings, talks, line)

    def _mean(self, *places):
        return self.chain.mean(lambda state: sum(state[place] for place in places))

    @property
    def refused(self) -> float:
        return self.chain.mean(lambda state: state[2] == self.places)

    @property
    def wait(self) -> float:
        """Mean wait of all contacts, ringing included, those refused with 0."""
        return self._mean(0, 2) / self.arrival

    @property
    def abandonment(self) -> float:
        return self._mean(0, 2) / self.patience / self.arrival

    @property
    def occupancy(self) -> float:
        """Share of time with a contact in hand; ringing is idle."""
        return self._mean(1) / self.agents
