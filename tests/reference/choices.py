"""The two questions of the plain router, answered by looking at everybody: which agent for a contact, which contact.

Best is the smallest by the keys of the routing rule, in their order; then, of agents, who has least in hand, who is
idle for the longest time, then the first of the file; of contacts, whose place is earliest, then who was offered first.
Who has least in hand is the longest idle, too. What is not here is the router's.
"""

from acd.core.codes import AgentState, ContactState, Pending
from tests.reference.chance import routing_rank


class Choices:
    """Who may serve what, and who is chosen."""

    def may_have(self, group, contact):
        """Say whether a group may serve a contact, by what its category requires, or it does itself."""
        return self.may_serve(group, contact.category, contact.requires)

    def needs(self, contact):
        """Return what a contact requires."""
        return (
            self.scenario.categories[contact.category].requires
            if contact.requires is None
            else contact.requires
        )

    def may_serve(self, group, category, requires=None):
        """Say whether a group has the authority and the skills for a category, and works its channel."""
        team, needs = self.scenario.agents[group], self.scenario.categories[category].requires
        needs = needs if requires is None else requires
        skilled = all(team.skills.get(skill, 0) >= needs[skill] for skill in needs)
        works = self.hands.capacity(group, self.hands.channel(category)) > 0
        return category in team.authorised and skilled and works

    def serves_now(self, group, category):
        """Say whether a group may serve a category and takes contacts of its channel now."""
        off = (self.hands.homes.get(group, group), self.hands.channel(category)) in self.hands.off
        return self.may_serve(group, category) and not off

    def has_room(self, agent, category):
        """Say whether an agent takes contacts, and has room for one of a category."""
        at_work = agent.state not in (AgentState.OFF, AgentState.NOT_READY)
        return at_work and agent.pending == Pending.NOTHING and self.hands.fits(agent, category)

    def choose_agent(self, contact):
        """Return the agent for a contact, or None."""
        ready = [
            a for a in self.agents if self.may_have(a.group, contact) and self.has_room(a, contact.category)
        ]
        ready = [a for a in ready if self.can_spare(a.group, contact.category, 1)]
        return self.first_of(ready, contact)

    def first_of(self, ready, contact):
        """Return the best of some agents for a contact, or None."""
        keys = [*self.scenario.routing.choose_agent, "longest_idle"]
        return min(
            ready,
            key=lambda a: (*(self.agent_value(key, contact, a) for key in keys), a.index),
            default=None,
        )

    def kept_idle(self, group, category):
        """Return how many ready agents a group keeps from a campaign, for categories that are none."""
        rule, kinds = self.scenario.categories[category].outbound, self.scenario.categories
        inbound = any(kinds[name].outbound is None for name in self.scenario.agents[group].authorised)
        return rule.reserve if rule is not None and inbound else 0

    def can_spare(self, group, category, more):
        """Say whether a group has so many ready agents more than it keeps from a category."""
        home = self.hands.homes.get(group, group)
        ready = sum(a.home == home and a.state == AgentState.READY for a in self.agents)
        kept = self.kept_idle(group, category)
        return kept == 0 or ready >= kept + more

    def agent_value(self, key, contact, a):
        """Return what an agent is compared by under one key; the smallest is best."""
        if key == "longest_idle":
            return self.hands.units(a), a.idle_since
        if key == "group_order":
            return self.groups.index(a.home)
        if key == "least_occupied":
            return self.occupancy(a)
        if key == "random":
            return routing_rank(self.key, contact.key, contact.offers, a.index)
        levels = self.scenario.agents[a.group].skills
        skill = sum(levels.get(name, 0) for name in self.needs(contact))
        return skill if key == "lowest_skill" else -skill

    def occupancy(self, a):
        """Return the share of an agent's time since log-in, time not ready left out, that was work."""
        available = a.available + self.now - a.since
        return a.worked / available if available else 0.0

    def choose_contact(self, agent):
        """Return the contact that an agent with room in hand takes, or None."""
        waiting = [
            c
            for c in self.waiting()
            if self.may_have(agent.group, c)
            and self.hands.fits(agent, c.category)
            and (
                (agent in c.wanted and agent is not c.asker)
                if c.held
                else self.can_spare(agent.group, c.category, 0)
            )
        ]
        keys = self.scenario.routing.choose_contact
        return min(
            waiting,
            key=lambda c: (*(self.contact_value(key, agent, c) for key in keys), c.place, c.number),
            default=None,
        )

    def contact_value(self, key, agent, c):
        """Return what a contact is compared by under one key; the smallest is best."""
        if key == "priority":
            return -c.priority
        if key == "longest_wait":
            return c.place
        return list(self.scenario.agents[agent.group].authorised).index(c.category)

    def waiting(self):
        """Return all waiting contacts, the category's and tier's lines one after the other, each in its order."""
        lines, tiers = list(self.scenario.categories), self.scenario.tier_names
        return sorted(
            (c for c in self.contacts.values() if c.state == ContactState.QUEUED),
            key=lambda c: (lines.index(c.category), tiers.index(c.tier), c.place, c.number),
        )
