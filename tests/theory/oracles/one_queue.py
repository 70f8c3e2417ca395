"""One group and one line as a birth and death chain: impatience, a limit of places, balking.

Written from the balance of the chain, apart from the closed forms of `acd.planning`, so that the two check
each other, and with what those do not know: balking and the transient law.
"""

from dataclasses import dataclass, field

from tests.theory.oracles.markov import Chain


@dataclass(frozen=True)
class OneQueue:
    """Rates a second; `places` waiting places hold the truncation where the model has no limit."""

    arrival: float
    handle: float
    agents: int
    places: int
    leave: float = 0.0
    balk: float = 0.0
    chain: Chain = field(init=False)

    def __post_init__(self):
        object.__setattr__(self, "chain", Chain.grow(0, self._moves))

    def _moves(self, present):
        waiting = max(present - self.agents, 0)
        if present < self.agents + self.places:
            joining = 1.0 if present < self.agents else 1.0 - self.balk
            yield self.arrival * joining, present + 1
        if present:
            yield min(present, self.agents) / self.handle + waiting * self.leave, present - 1

    def _waiting(self, present):
        return max(present - self.agents, 0)

    @property
    def full(self) -> float:
        """P(no place is left)."""
        return float(self.chain.steady[-1])

    @property
    def all_busy(self) -> float:
        return self.chain.mean(lambda present: present >= self.agents)

    @property
    def waited(self) -> float:
        """Share of contacts that join the line behind busy agents and stay for it."""
        return (1 - self.balk) * (self.all_busy - self.full)

    @property
    def queue(self) -> float:
        return self.chain.mean(self._waiting)

    @property
    def wait(self) -> float:
        """Mean wait of all contacts, those that balk or are refused with 0."""
        return self.queue / self.arrival

    @property
    def abandonment(self) -> float:
        """Balked or left, of all contacts."""
        return self.balk * (self.all_busy - self.full) + self.leave * self.queue / self.arrival

    @property
    def occupancy(self) -> float:
        return self.chain.mean(lambda present: min(present, self.agents)) / self.agents

    def start_bias(self, warm_up: float) -> float:
        """How far the mean queue still is from its steady value after `warm_up` [s] from empty, relative."""
        return abs(self.chain.mean(self._waiting, self.chain.after(warm_up)) / self.queue - 1)

    def work_left(self) -> tuple[float, float]:
        """Mean handling and mean waiting [s] still to come when arrivals stop, all being served to the end.

        Of k contacts in line the first to move leaves by an agent with probability nμ ÷ (nμ + kθ).
        """
        drain = self.agents / self.handle
        answered, waited = [0.0], [0.0]
        for k in range(1, self.places + 1):
            answered.append(answered[-1] + drain / (drain + k * self.leave))
            waited.append(waited[-1] + k / (drain + k * self.leave))
        busy = self.occupancy * self.agents
        more = self.chain.mean(lambda present: answered[self._waiting(present)])
        return (busy + more) * self.handle, self.chain.mean(lambda present: waited[self._waiting(present)])
