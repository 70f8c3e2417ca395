"""Any small centre of categories and groups as a Markov chain: the V, N, W and X models under one roof.

Poisson arrivals, exponential handling and patience; every category's line is finite, so that the chain is exact and
nothing is cut off. It asks the two questions of routing in their plainest form: a contact goes to the first group of
its category's list that has somebody free; whoever is free takes, of those waiting whom the group may serve, the one
with the smallest value of the rule.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from tests.theory.oracles.markov import Chain

Line = tuple[int, ...]
Rule = Callable[[Line, int, int], tuple]
"""The value of the contact at a place of the line, as a group sees it; the line holds categories, first come first."""


def first_come(line: Line, place: int, group: int) -> tuple:
    return (place,)


def last_come(line: Line, place: int, group: int) -> tuple:
    return (-place,)


def longest_queue(line: Line, place: int, group: int) -> tuple:
    """Equal lines in the order of the categories."""
    return -line.count(line[place]), line[place], place


def by_order(*orders: Line) -> Rule:
    """Return the rule of categories in an order, one a group."""
    return lambda line, place, group: (orders[group].index(line[place]), place)


def queue_ratio(*shares: float) -> Rule:
    """Return the rule of the line most above its share of all who wait; equal ones in the order of the categories."""
    return lambda line, place, group: (
        shares[line[place]] * len(line) - line.count(line[place]), line[place], place
    )  # fmt: skip


@dataclass(frozen=True)
class SmallCentre:
    """State: how many each group has in hand of each category, and who waits in order of arrival.

    Parameters
    ----------
    arrival : tuple of float
        By category [1/s].
    patience : tuple of float
        Means by category [s].
    handle : tuple of dict
        By group: the mean of each category that it serves [s].
    agents : tuple of int
        By group.
    places : tuple of int
        How many of each category wait at most; beyond it they are refused.
    prefer : tuple of tuple
        By category: its groups, the first choice first.
    rule : callable
        Whom a free agent takes.
    in_order : bool
        Whether the rule asks who of two categories came first; else the line is kept sorted, which makes fewer states.
    """

    arrival: tuple[float, ...]
    patience: tuple[float, ...]
    handle: tuple[dict[int, float], ...]
    agents: tuple[int, ...]
    places: tuple[int, ...]
    prefer: tuple[tuple[int, ...], ...]
    rule: Rule
    in_order: bool = False

    @cached_property
    def chain(self) -> Chain:
        return Chain.grow((tuple((0,) * len(served) for served in self.handle), ()), self._moves)

    def _moves(self, state):
        hands, line = state
        for category, rate in enumerate(self.arrival):
            after = self._arrived(hands, line, category)
            if after is not None:
                yield rate, after
        for place, category in enumerate(line):
            yield 1 / self.patience[category], (hands, line[:place] + line[place + 1 :])
        for group, served in enumerate(self.handle):
            for slot, mean in enumerate(served.values()):
                if hands[group][slot]:
                    yield (
                        hands[group][slot] / mean,
                        self._released(moved(hands, group, slot, -1), line, group),
                    )

    def _arrived(self, hands, line, category):
        for group in self.prefer[category]:
            if sum(hands[group]) < self.agents[group]:
                return moved(hands, group, self._slot(group, category), 1), line
        if line.count(category) == self.places[category]:
            return None
        line = (*line, category)
        return hands, (line if self.in_order else tuple(sorted(line)))

    def _released(self, hands, line, group):
        able = [place for place, category in enumerate(line) if category in self.handle[group]]
        if not able:
            return hands, line
        place = min(able, key=lambda place: self.rule(line, place, group))
        hands = moved(hands, group, self._slot(group, line[place]), 1)
        return hands, line[:place] + line[place + 1 :]

    def _slot(self, group, category):
        return list(self.handle[group]).index(category)

    def queue(self, category):
        """Mean number waiting."""
        return self.chain.mean(lambda state: state[1].count(category))

    def category(self, category) -> dict[str, float]:
        """What happens to a category, by the names of the measures; waits [s] of all who come, the refused too."""
        none_free = self.chain.mean(lambda state: self._none_free(state[0], category))
        refused = self.chain.mean(
            lambda state: (
                self._none_free(state[0], category) and state[1].count(category) == self.places[category]
            )
        )
        wait = self.queue(category) / self.arrival[category]
        return {
            "wait": wait,
            "abandonment": wait / self.patience[category],
            "waited": none_free - refused,
            "refused": refused,
        }

    def _none_free(self, hands, category):
        return all(sum(hands[group]) == self.agents[group] for group in self.prefer[category])

    def occupancy(self, group) -> float:
        return self.chain.mean(lambda state: sum(state[0][group])) / self.agents[group]


def moved(hands, group, slot, by):
    """Return what the groups have in hand once one of them has more or less of a category."""
    own = hands[group]
    own = (*own[:slot], own[slot] + by, *own[slot + 1 :])
    return (*hands[:group], own, *hands[group + 1 :])
