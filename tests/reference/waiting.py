"""The second question of the plain router, answered by looking at everybody who waits: which contact for an agent.

Best is the smallest by the keys of the routing rule, in their order; then whose place is earliest, then who was offered
first. A contact waits since its place.

- A group takes a category only while more than `above` of it wait, whoever stands in line counted.
- It takes it only while, afterwards, `keep_free` others of its agents are ready: in that state, and with room for
  something. A campaign's `reserve` is the same, in groups that do anything else.
- Neither is asked of an agent for whom a contact is held; a contact that comes in for a group, and is not held yet,
  goes only to one of its agents who leaves enough others ready.
- When one more waits, or one more agent is ready, whoever may now be joined is joined at once: the best of the
  lines' heads, each as the agent sees it whom it would go to, until there is none. Of one line's contacts for whom an
  agent is ready the head is the best as the first of these agents sees them.
"""

from collections import defaultdict

from acd.core.codes import AgentState, ContactState
from tests.reference.timetable import us

BY_WAIT = (
    "longest_wait", "last_come", "aged_priority", "relative_wait", "earliest_deadline", "weighted_wait", "greatest_need"
)  # fmt: skip


class Lines:
    """Who waits, who may have whom, and who is chosen."""

    # -- thresholds -----------------------------------------------------------------------------------------------
    def kept_ready(self, group, category):
        """Return how many others of a group's agents are ready when one takes a contact of a category."""
        rule, kinds = self.scenario.categories[category].outbound, self.scenario.categories
        known = self.scenario.agents[group].authorised
        inbound = any(kinds[name].outbound is None for name in known)
        return max(known[category].keep_free, rule.reserve if rule is not None and inbound else 0)

    def takes_now(self, agent, category, apart=()):
        """Say whether an agent who may serve a category takes it now, by the thresholds; some are not counted."""
        least = self.scenario.agents[agent.group].authorised[category].above
        waiting = sum(c.category == category for c in self.waiting())
        return self.leaves_enough(agent, category, apart) and (least == 0 or waiting > least)

    def leaves_enough(self, agent, category, apart=()):
        """Say whether so many others of an agent's group are ready as a category leaves to others."""
        others = sum(
            a is not agent
            and a not in apart
            and a.home == agent.home
            and a.state == AgentState.READY
            and any(self.hands.takes(a, channel) for channel in self.scenario.channels)
            for a in self.agents
        )
        return others >= self.kept_ready(agent.group, category)

    @property
    def has_thresholds(self):
        """Say whether one more who waits or is ready may make possible what was not."""
        groups = self.scenario.agents
        given = any(
            own.above or own.keep_free for team in groups.values() for own in team.authorised.values()
        )
        kept = any(self.kept_ready(name, k) for name, team in groups.items() for k in team.authorised)
        return given or (kept and self.hands.mixed)

    def match(self):
        """Join whoever may be joined."""
        while self.has_thresholds and (pairs := self.possible()):
            self.give(*pairs[0])

    def possible(self):
        """Return every line's first contact for which an agent is ready, with that agent, the first one first."""
        lines = defaultdict(list)
        for c in self.waiting():
            if not c.held and (agent := self.choose_agent(c)) is not None:
                lines[c.category, *self.line_of(c), str(c.requires)].append((c, agent))
        heads = []
        for pairs in lines.values():
            eyes = min((agent for _, agent in pairs), key=lambda agent: agent.index)
            heads.append(min(pairs, key=lambda pair: self.standing_of(eyes, pair[0])))
        return sorted(heads, key=lambda pair: self.standing_of(pair[1], pair[0]))

    # -- the choice -----------------------------------------------------------------------------------------------
    def choose_contact(self, agent):
        """Return the contact that an agent with room in hand takes, or None."""
        waiting = [
            c
            for c in self.waiting()
            if self.allows(agent.group, c)
            and self.hands.fits(agent, c.category)
            and self.may_offer(c, agent)
            and (
                (agent in c.wanted and agent is not c.asker) if c.held else self.takes_now(agent, c.category)
            )
        ]
        return self.first_contact(waiting, agent)

    def first_contact(self, contacts, agent):
        """Return the contact that an agent takes first, None of none."""
        return min(contacts, key=lambda c: self.standing_of(agent, c), default=None)

    def standing_of(self, agent, c):
        """Return what a contact is compared by, as an agent sees it; the smallest is best."""
        keys = self.scenario.routing.choose_contact
        return *(self.contact_value(key, agent, c) for key in keys), c.place, c.number

    def contact_value(self, key, agent, c):
        """Return what a contact is compared by under one key; the smallest is best."""
        own = self.scenario.agents[agent.group].authorised
        within, wait = self.within(c), self.now - c.place
        if key in self.own:
            return self.own[key](**self.numbers(key, c, agent.group))
        if key == "category_order":
            return list(own).index(c.category)
        if key == "matrix":
            return self.rank(agent.group, c.category)
        if key in ("longest_queue", "queue_ratio"):
            return self.queue_value(key, c.category)
        found = {
            "priority": lambda: -self.urgency(c),
            "longest_wait": lambda: c.place,
            "last_come": lambda: -c.place,
            "aged_priority": lambda: -self.aged(self.urgency(c), wait),
            "relative_wait": lambda: -(wait / within),
            "earliest_deadline": lambda: c.place + within,
            "weighted_wait": lambda: (
                -(own[c.category].weight + own[c.category].wait_weight * (wait / 1_000_000))
            ),
            "greatest_need": lambda: -(max(wait, self.outlook.estimate(c)) / within),
        }
        return found[key]()

    def within(self, c):
        """Return the longest wait that a contact's service level allows [us], at least one."""
        return max(us(self.scenario.target_of(c.category, c.tier).within), 1)

    def aged(self, priority, wait):
        """Return a priority and what is added for a wait, in units of time."""
        rule = self.scenario.routing.ageing
        most = wait if rule.at_most is None else us(rule.at_most * rule.per_point)
        return priority * us(rule.per_point) + min(wait, most)

    def queue_value(self, key, category):
        """Return what a category is compared by that looks at how many wait."""
        every = [c.category for c in self.waiting()]
        if key == "longest_queue":
            return -every.count(category)
        return self.scenario.routing.queue_ratio.get(category, 0.0) * len(every) - every.count(category)

    # -- who waits ------------------------------------------------------------------------------------------------
    def waiting(self):
        """Return all waiting contacts, the category's and tier's lines one after the other, each in its order."""
        lines, tiers = list(self.scenario.categories), self.scenario.tier_names
        way = -1 if self.latest_first else 1
        return sorted(
            (c for c in self.contacts.values() if c.state == ContactState.QUEUED),
            key=lambda c: (lines.index(c.category), tiers.index(c.tier), way * c.place, c.number),
        )

    @property
    def latest_first(self):
        """Say whether whoever came last heads a line: of what looks at the wait, that comes first."""
        keys = [key for key in self.scenario.routing.choose_contact if key in BY_WAIT]
        return keys[:1] == ["last_come"] and not any(
            key in self.own for key in self.scenario.routing.choose_contact
        )
