"""Warm transfer as a chain: the first agent waits for a second, with the customer on hold, then both talk.

State: first agents handling; first agents who wait for a second one; pairs who talk; second agents handling; contacts
waiting for a first agent. Nobody comes to the second group but through the first, so that its line is never longer than
the first group is large. The customer may hang up while on hold, whether the first agent waits or talks.
"""

from dataclasses import dataclass
from functools import cached_property

from tests.theory.oracles.markov import Chain


@dataclass(frozen=True)
class WarmTransfer:
    """Rates a second and times in seconds; `places` is a limit of the first line."""

    arrival: float
    handle: float
    referred: float
    consult: float
    second_handle: float
    patience: float
    first: int
    second: int
    places: int

    @cached_property
    def chain(self) -> Chain:
        return Chain.grow((0, 0, 0, 0, 0), self._moves)

    def _moves(self, state):
        handling, asking, talking, second, line = state
        if handling + asking + talking < self.first:
            yield self.arrival, (handling + 1, asking, talking, second, line)
        elif line < self.places:
            yield self.arrival, (handling, asking, talking, second, line + 1)
        if handling:
            rate = handling / self.handle
            yield rate * (1 - self.referred), self._first_free(handling - 1, asking, talking, second, line)
            if talking + second < self.second:
                yield rate * self.referred, (handling - 1, asking, talking + 1, second, line)
            else:
                yield rate * self.referred, (handling - 1, asking + 1, talking, second, line)
        yield from self._of_pairs(*state)

    def _of_pairs(self, handling, asking, talking, second, line):
        if talking:
            told = self._first_free(handling, asking, talking - 1, second + 1, line)
            yield talking / self.consult, told
            left = self._first_free(handling, asking, talking - 1, second, line)
            yield talking / self.patience, self._second_free(*left)
        if asking:
            yield asking / self.patience, self._first_free(handling, asking - 1, talking, second, line)
        if second:
            yield second / self.second_handle, self._second_free(handling, asking, talking, second - 1, line)

    @staticmethod
    def _first_free(handling, asking, talking, second, line):
        """Whoever is free takes the next of the line."""
        return (
            (handling + 1, asking, talking, second, line - 1)
            if line
            else (handling, asking, talking, second, line)
        )

    @staticmethod
    def _second_free(handling, asking, talking, second, line):
        """Whoever is free talks to the first agent who waits."""
        return (
            (handling, asking - 1, talking + 1, second, line)
            if asking
            else (handling, asking, talking, second, line)
        )

    def _mean(self, *places):
        return self.chain.mean(lambda state: sum(state[place] for place in places))

    @property
    def refused(self) -> float:
        return self.chain.mean(lambda state: state[4] == self.places)

    @property
    def taken(self) -> float:
        """Contacts a second that the first group takes."""
        return self.arrival * (1 - self.refused)

    @property
    def wait(self) -> float:
        """Mean wait of all contacts for a first agent, those refused with 0."""
        return self._mean(4) / self.arrival

    @property
    def first_handling(self) -> float:
        """Mean time that a contact keeps its first agent."""
        return self._mean(0, 1, 2) / self.taken

    @property
    def hold(self) -> float:
        """Mean time on hold of a contact that was answered."""
        return self._mean(1, 2) / self.taken

    @property
    def asked(self) -> float:
        """Contacts a second that are to be handed over."""
        return self.taken * self.referred

    @property
    def second_wait(self) -> float:
        """Mean time that first agents wait for a second one."""
        return self._mean(1) / self.asked

    @property
    def second_abandonment(self) -> float:
        """Share of customers who hang up before a second agent is there."""
        return self._mean(1) / self.patience / self.asked

    @property
    def second_handling(self) -> float:
        """Mean time that a contact keeps its second agent, the talk between the agents included."""
        return self._mean(2, 3) / (self.asked * (1 - self.second_abandonment))

    @property
    def occupancy(self) -> tuple[float, float]:
        return self._mean(0, 1, 2) / self.first, self._mean(2, 3) / self.second

    @property
    def blocked(self) -> float:
        """Share of the first agents' time in which they only wait for a second."""
        return self._mean(1) / self.first
