"""Contacts that share an agent, as birth and death chains; and contacts that interrupt others.

A contact that is one of n in an agent's hands goes on at the pace 1 ÷ (1 + s (n − 1)), s the slowdown; s = 1 shares the
agent's time and costs nothing (processor sharing), s < 1 makes n at once faster than one after the other.

References
----------
.. [1] L. Kleinrock (1976), Queueing Systems II, section 4.4: processor sharing, T(x) = x ÷ (1 − load) for every law.
.. [2] R. W. Conway, W. L. Maxwell, L. W. Miller (1967), Theory of Scheduling, section 8-7: preemptive resume.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from tests.theory.oracles.markov import Chain


def shared(size: float, load: float) -> float:
    """Mean time of a contact of a size [s] with an agent who shares equally among all there are [1]_."""
    return size / (1 - load)


def preemptive_resume(classes: Sequence[tuple[float, float, float]]) -> list[float]:
    """Mean times in the system of classes (arrival, mean, second moment), each interrupting those behind it [2]_."""
    found, before, residual = [], 0.0, 0.0
    for arrival, mean, second in classes:
        upto, residual = before + arrival * mean, residual + arrival * second / 2
        found.append(mean / (1 - before) + residual / ((1 - before) * (1 - upto)))
        before = upto
    return found


@dataclass(frozen=True)
class Sharing:
    """Alike agents who hold up to `capacity` contacts each; a new one goes to whoever holds fewest.

    Rates a second, times in seconds; exponential. State: how many each agent holds, ascending, and who waits, up to
    `places`.
    """

    arrival: float
    handle: float
    agents: int
    capacity: int
    slowdown: float
    places: int

    @cached_property
    def chain(self) -> Chain:
        return Chain.grow(((0,) * self.agents, 0), self._moves)

    def rate(self, held: int) -> float:
        """At what rate an agent gets done with contacts."""
        return held / (1 + self.slowdown * (held - 1)) / self.handle if held else 0.0

    def _moves(self, state):
        held, waiting = state
        if held[0] < self.capacity:
            yield self.arrival, (tuple(sorted((held[0] + 1, *held[1:]))), 0)
        elif waiting < self.places:
            yield self.arrival, (held, waiting + 1)
        for agent, own in enumerate(held):
            if own and waiting:
                yield self.rate(own), (held, waiting - 1)
            elif own:
                yield self.rate(own), (tuple(sorted((*held[:agent], own - 1, *held[agent + 1 :]))), 0)

    @property
    def wait(self) -> float:
        return self.chain.mean(lambda state: state[1]) / self.arrival

    @property
    def waited(self) -> float:
        return self.chain.mean(lambda state: state[0][0] == self.capacity)

    @property
    def aht(self) -> float:
        """Mean time in an agent's hands."""
        return self.chain.mean(lambda state: sum(state[0])) / self.arrival

    @property
    def occupancy(self) -> float:
        return self.chain.mean(lambda state: sum(own > 0 for own in state[0])) / self.agents

    @property
    def full(self) -> float:
        return self.chain.mean(lambda state: state[1] == self.places)


@dataclass(frozen=True)
class Interrupted:
    """Two alike agents, each with at most a call and an e-mail in hand; the e-mail rests while there is a call.

    Calls go to an agent with nothing in hand, else they interrupt; agents take a call that waits before an e-mail, and
    whoever has an e-mail resting goes on with it. State: what the agents hold, as 1 for a call and 2 for an e-mail,
    ascending, and calls and e-mails that wait.
    """

    call_arrival: float
    mail_arrival: float
    call: float
    mail: float
    places: int

    @cached_property
    def chain(self) -> Chain:
        return Chain.grow(((0, 0), 0, 0), self._moves)

    def _moves(self, state):
        held, calls, mails = state
        yield from self._arrivals(held, calls, mails)
        for agent, own in enumerate(held):
            other = held[1 - agent]
            if own & 1:
                yield 1 / self.call, self._after(own - 1, other, calls, mails)
            elif own == 2:
                yield 1 / self.mail, self._after(0, other, calls, mails)

    def _arrivals(self, held, calls, mails):
        free = [own for own in (0, 2) if own in held]
        if free:
            rest = list(held)
            rest.remove(free[0])
            yield self.call_arrival, (tuple(sorted((free[0] + 1, *rest))), calls, mails)
        elif calls < self.places:
            yield self.call_arrival, (held, calls + 1, mails)
        if 0 in held:
            yield self.mail_arrival, (tuple(sorted((2, max(held)))), calls, mails)
        elif mails < self.places:
            yield self.mail_arrival, (held, calls, mails + 1)

    def _after(self, own, other, calls, mails):
        """An agent is left with an e-mail or nothing: a call that waits comes first, then it, then a new one."""
        if calls:
            own, calls = own + 1, calls - 1
        elif own == 0 and mails:
            own, mails = 2, mails - 1
        return tuple(sorted((own, other))), calls, mails

    @property
    def wait(self) -> tuple[float, float]:
        calls = self.chain.mean(lambda state: state[1]) / self.call_arrival
        return calls, self.chain.mean(lambda state: state[2]) / self.mail_arrival

    @property
    def aht(self) -> tuple[float, float]:
        calls = self.chain.mean(lambda state: sum(own & 1 for own in state[0])) / self.call_arrival
        return calls, self.chain.mean(lambda state: sum(own >> 1 for own in state[0])) / self.mail_arrival

    @property
    def waited(self) -> tuple[float, float]:
        calls = self.chain.mean(lambda state: min(state[0]) & 1 and max(state[0]) & 1)
        return calls, self.chain.mean(lambda state: 0 not in state[0])

    @property
    def full(self) -> float:
        return self.chain.mean(lambda state: self.places in state[1:])
