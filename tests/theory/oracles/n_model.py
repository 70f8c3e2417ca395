"""The N model: class one has its own agents and overflows to flexible ones, who prefer class two.

State: dedicated busy, flexible busy, waiting of class one, waiting of class two. Both classes are handled
equally fast, so that it does not matter whom a flexible agent has in hand.
"""

from dataclasses import dataclass
from functools import cached_property

from tests.theory.oracles.markov import Chain


@dataclass(frozen=True)
class NModel:
    """Rates a second and times in seconds; lines truncated at `places` each."""

    arrival_one: float
    arrival_two: float
    handle: float
    patience: float
    dedicated: int
    flexible: int
    places: int

    @cached_property
    def chain(self) -> Chain:
        return Chain.grow((0, 0, 0, 0), self._moves)

    def _moves(self, state):
        yield from self._arrivals(*state)
        yield from self._ends(*state)
        own, flexible, one, two = state
        if one:
            yield one / self.patience, (own, flexible, one - 1, two)
        if two:
            yield two / self.patience, (own, flexible, one, two - 1)

    def _arrivals(self, own, flexible, one, two):
        if own < self.dedicated:
            yield self.arrival_one, (own + 1, flexible, one, two)
        elif flexible < self.flexible:
            yield self.arrival_one, (own, flexible + 1, one, two)
        elif one < self.places:
            yield self.arrival_one, (own, flexible, one + 1, two)
        if flexible < self.flexible:
            yield self.arrival_two, (own, flexible + 1, one, two)
        elif two < self.places:
            yield self.arrival_two, (own, flexible, one, two + 1)

    def _ends(self, own, flexible, one, two):
        if own:
            yield own / self.handle, ((own, flexible, one - 1, two) if one else (own - 1, flexible, one, two))
        if flexible:
            if two:
                after = (own, flexible, one, two - 1)
            elif one:
                after = (own, flexible, one - 1, two)
            else:
                after = (own, flexible - 1, one, two)
            yield flexible / self.handle, after

    @property
    def waited(self) -> tuple[float, float]:
        """Share of each class that finds no agent."""
        none_flexible = self.chain.mean(lambda s: s[1] == self.flexible)
        none_at_all = self.chain.mean(lambda s: s[1] == self.flexible and s[0] == self.dedicated)
        return none_at_all, none_flexible

    @property
    def wait(self) -> tuple[float, float]:
        """Mean wait of each class [s]."""
        one = self.chain.mean(lambda s: s[2]) / self.arrival_one
        return one, self.chain.mean(lambda s: s[3]) / self.arrival_two

    @property
    def abandonment(self) -> tuple[float, float]:
        return self.wait[0] / self.patience, self.wait[1] / self.patience

    @property
    def occupancy(self) -> tuple[float, float]:
        """Busy share of dedicated and of flexible agents."""
        own = self.chain.mean(lambda s: s[0]) / self.dedicated
        return own, self.chain.mean(lambda s: s[1]) / self.flexible

    def start_bias(self, warm_up: float) -> float:
        """How far class two's mean line still is from its steady value after `warm_up` [s], relative."""
        return abs(
            self.chain.mean(lambda s: s[3], self.chain.after(warm_up)) / self.chain.mean(lambda s: s[3]) - 1
        )
