"""What the plain router compares agents by, computed anew each time from all that it ever noted.

- Time in work, in talk and ready is added up from the log of agents' changes since the agent's last log-in.
- `lately` is the half-window of the clock that is going on, so far, and the whole one before it.
- What was bound to whom, and when that was done with, stands in `history`.
- A turn is an offer, whether it came to anything or not.
"""

import math
from dataclasses import dataclass

from acd.core.codes import AgentState
from tests.reference.chance import routing_rank

TALK = (AgentState.BUSY, AgentState.HOLD, AgentState.CONSULT, AgentState.CONFERENCE)
WORK = (*TALK, AgentState.WRAP_UP)
AT_HAND = (*WORK, AgentState.READY, AgentState.OFFERED)


@dataclass(eq=False)
class Episode:
    """One contact in one agent's hands; ``mark`` is how many changes of agents there had been."""

    contact: object
    agent: object
    category: str
    bound: int
    mark: int
    done: int | None = None


class AgentValues:
    """What one key says of an agent; the smallest is best."""

    def agent_value(self, key, contact, a):
        """Return what an agent is compared by under one key."""
        ways = {
            "longest_idle": lambda: (self.hands.units(a), a.idle_since),
            "group_order": lambda: self.groups.index(a.home),
            "matrix": lambda: self.rank(a.group, contact.category),
            "least_occupied": lambda: self.share_of_time(a, 0),
            "least_occupied_lately": lambda: self.share_of_time(a, self.window_start()),
            "fewest_contacts": lambda: len(self.episodes(a)),
            "least_talk_time": lambda: self.time_in(TALK, a, 0),
            "shortest_handling": lambda: self.mean_handling(a),
            "random": lambda: self.lot(contact, a),
            "weighted_random": lambda: self.race(contact, a),
            "linear": lambda: a.index,
            "round_robin": lambda: self.turns_away(contact.category, a),
            "spare_capacity": lambda: -self.room(a, contact.category),
            "spare_share": lambda: -self.room(a, contact.category) / self.most(a, contact.category),
            "percent_allocation": lambda: self.allotted(a, contact.category),
            "weighted_idle": lambda: self.idle_weight(a, contact.category),
            "fastest_resolver": lambda: -self.solved_per_second(a.group, contact.category),
        }
        if key in self.own:
            return self.own[key](**self.numbers(key, contact, a.group) | self.about(key, a))
        return ways[key]() if key in ways else self.skill_value(key, contact, a)

    def skill_value(self, key, contact, a):
        """Return the levels of an agent's skills, of all or of those that a contact's category requires."""
        levels = self.scenario.agents[a.group].skills
        needed = self.needs(contact)
        skill = sum(level for name, level in levels.items() if key.endswith("skilled") or name in needed)
        return skill if key in ("lowest_skill", "least_skilled") else -skill

    # -- times ----------------------------------------------------------------------------------------------------
    def time_in(self, states, a, start):
        """Return an agent's time in some states since log-in, and since a time."""
        start = max(start, self.counted_from)
        rows = [row for row in self.changes[a.log_in :] if row.agent == a.index]
        ends = [row.time for row in rows[1:]] + [self.now]
        spans = [
            max(0, end - max(row.time, start))
            for row, end in zip(rows, ends, strict=True)
            if row.state in states
        ]
        return sum(spans)

    def share_of_time(self, a, start):
        """Return the share of an agent's ready and working time since log-in, and since a time, that was work."""
        there = self.time_in(AT_HAND, a, start)
        return self.time_in(WORK, a, start) / there if there else 0.0

    def window_start(self):
        """Return when the half-window before the present one began."""
        half = max(1, round(self.scenario.routing.window * 1_000_000 / 2))
        return (self.now // half - 1) * half

    # -- contacts -------------------------------------------------------------------------------------------------
    def episodes(self, a):
        """Return what was bound to an agent since log-in."""
        return [e for e in self.history if e.agent is a and e.mark >= a.log_in]

    def mean_handling(self, a):
        """Return how long an agent had contacts in hand on average, of those done since log-in."""
        lengths = [e.done - e.bound for e in self.episodes(a) if e.done is not None]
        return sum(lengths) / len(lengths) if lengths else 0.0

    def allotted(self, agent, category):
        """Return how many contacts of a category a group would have had, by its share of them."""
        share = self.scenario.agents[agent.group].authorised[category].share
        had = sum(e.agent.home == agent.home and e.category == category for e in self.history)
        if share == 0:
            return math.inf
        return (had + 1) / (1 if share is None else share)

    def turns_away(self, category, a):
        """Return how many turns away an agent's is: whoever comes after the last one is next."""
        n, last = len(self.agents), self.last_turn.get(category, -1)
        return (a.index - last - 1) % n

    # -- chance and weights ---------------------------------------------------------------------------------------
    def lot(self, contact, a):
        """Return an agent's lot for one offer of a contact."""
        return routing_rank(self.key, contact.key, contact.offers, a.index)

    def race(self, contact, a):
        """Return when an agent comes in whose speed is the group's weight."""
        weight = self.scenario.agents[a.group].weight
        return -math.log(self.lot(contact, a)) / weight if weight else math.inf

    def idle_weight(self, a, category):
        """Return the weight of a group, and of how long an agent is idle, less than nothing."""
        part = self.scenario.agents[a.group].authorised[category]
        return -(part.weight + part.idle_weight * ((self.now - a.idle_since) / 1_000_000))

    def solved_per_second(self, group, category):
        """Return the resolution of a group divided by its mean time for a contact."""
        rule, part = self.scenario.categories[category], self.scenario.agents[group].authorised[category]
        settled = rule.resolution if part.resolution is None else part.resolution
        length = rule.handle.mean_value() * part.handle
        if rule.wrap_up is not None:
            length += rule.wrap_up.mean_value() * part.wrap_up
        if length:
            return settled / length
        return math.inf if settled else 0.0

    # -- room -----------------------------------------------------------------------------------------------------
    def most(self, a, category):
        """Return how many contacts of a category's channel an agent may hold."""
        return self.hands.capacity(a.group, self.hands.channel(category))

    def room(self, a, category):
        """Return how many more contacts of a category fit into an agent's hands, one after the other."""
        if not self.hands.mixed:
            return 1
        kept, n = list(a.hands), 0
        while n <= self.most(a, category) and self.hands.fits(a, category):
            a.hands.append(Filler(category))
            n += 1
        a.hands[:] = kept
        return n


@dataclass(eq=False)
class Filler:
    """A contact that is not there, to see how many fit."""

    category: str
