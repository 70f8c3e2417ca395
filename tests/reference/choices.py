"""The first question of the plain router, answered by looking at everybody: which agent for a contact.

Best is the smallest by the keys of the routing rule, in their order; then who has least in hand, who is idle for the
longest time, then the first of the file. Who has least in hand is the longest idle, too. The other question is answered
in `waiting`; what is not here is the router's.
"""

from acd.core.codes import AgentState, Pending
from tests.reference.chance import routing_rank


class Choices:
    """Who may serve what, and who is chosen."""

    def may_serve(self, group, category):
        """Say whether a group has the authority and the skills for a category, and works its channel."""
        team, needs = self.scenario.agents[group], self.scenario.categories[category].requires
        skilled = all(team.skills.get(skill, 0) >= needs[skill] for skill in needs)
        works = self.hands.capacity(group, self.hands.channel(category)) > 0
        return category in team.authorised and skilled and works

    def serves_now(self, group, category):
        """Say whether a group may serve a category and takes contacts of its channel now."""
        off = (group, self.hands.channel(category)) in self.hands.off
        return self.may_serve(group, category) and not off

    def has_room(self, agent, category):
        """Say whether an agent takes contacts, and has room for one of a category."""
        at_work = agent.state not in (AgentState.OFF, AgentState.NOT_READY)
        return at_work and agent.pending == Pending.NOTHING and self.hands.fits(agent, category)

    def choose_agent(self, contact):
        """Return the agent for a contact, or None."""
        ready = [
            a
            for a in self.agents
            if self.may_serve(a.group, contact.category) and self.has_room(a, contact.category)
        ]
        ready = [a for a in ready if self.takes_now(a, contact.category)]
        keys = [*self.scenario.routing.choose_agent, "longest_idle"]
        return min(
            ready,
            key=lambda a: (*(self.agent_value(key, contact, a) for key in keys), a.index),
            default=None,
        )

    def agent_value(self, key, contact, a):
        """Return what an agent is compared by under one key; the smallest is best."""
        if key == "longest_idle":
            return self.hands.units(a), a.idle_since
        if key == "group_order":
            return self.groups.index(a.group)
        if key == "least_occupied":
            return self.occupancy(a)
        if key == "random":
            return routing_rank(self.key, contact.key, contact.offers, a.index)
        levels = self.scenario.agents[a.group].skills
        skill = sum(levels.get(name, 0) for name in self.scenario.categories[contact.category].requires)
        return skill if key == "lowest_skill" else -skill

    def occupancy(self, a):
        """Return the share of an agent's time since log-in, time not ready left out, that was work."""
        available = a.available + self.now - a.since
        return a.worked / available if available else 0.0
