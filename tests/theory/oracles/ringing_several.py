"""Contacts that ring at several agents at once, as a chain.

State: agents who talk; contacts that nobody has answered. Each of these rings at so many agents as it may, as long as
free ones are left, and the first to answer has it: so many phones ring as there are free agents, or places of the
contacts, whichever are fewer, however they are spread. Ringing, patience and talk are exponential.
"""

from dataclasses import dataclass
from functools import cached_property

from tests.theory.oracles.markov import Chain

MOST = 60
"""More contacts than ever wait."""


@dataclass(frozen=True)
class RingingSeveral:
    """Rate a second and times in seconds; `at_once`: at how many agents a contact rings."""

    arrival: float
    ring: float
    handle: float
    patience: float
    agents: int
    at_once: int

    @cached_property
    def chain(self) -> Chain:
        return Chain.grow((0, 0), self._moves)

    def _moves(self, state):
        talks, unanswered = state
        if unanswered < MOST:
            yield self.arrival, (talks, unanswered + 1)
        phones = min(self.agents - talks, self.at_once * unanswered)
        if phones:
            yield phones / self.ring, (talks + 1, unanswered - 1)
        if unanswered:
            yield unanswered / self.patience, (talks, unanswered - 1)
        if talks:
            yield talks / self.handle, (talks - 1, unanswered)

    @property
    def wait(self) -> float:
        """Mean wait of all contacts, ringing included."""
        return self.chain.mean(lambda state: state[1]) / self.arrival

    @property
    def abandonment(self) -> float:
        return self.wait / self.patience

    @property
    def occupancy(self) -> float:
        """Share of time with a contact in hand; ringing is idle."""
        return self.chain.mean(lambda state: state[0]) / self.agents
