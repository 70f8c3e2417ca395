"""The first question of the plain router, answered by looking at everybody: which agent for a contact.

Best is the smallest by the keys of the routing rule, in their order; then who has least in hand, who is idle for the
longest time, then the first of the file. Who has least in hand is the longest idle, too. The other question is answered
in `waiting`; what is not here is the router's.
"""

from inspect import signature

from acd.core.codes import AgentState, Pending
from tests.reference.agent_values import TALK, AgentValues


class Choices(AgentValues):
    """Who is chosen."""

    def needs(self, contact):
        """Return what a contact requires: what its category does, or what it does itself."""
        own = contact.requires
        return self.scenario.categories[contact.category].requires if own is None else own

    def has_room(self, agent, category):
        """Say whether an agent takes contacts, and has room for one of a category."""
        at_work = agent.state not in (AgentState.OFF, AgentState.NOT_READY)
        return at_work and agent.pending == Pending.NOTHING and self.hands.fits(agent, category)

    def choose_agent(self, contact, others=()):
        """Return the agent for a contact, or None; some others are not asked."""
        ready = [
            a for a in self.agents if self.allows(a.group, contact) and self.has_room(a, contact.category)
        ]
        ready = [a for a in ready if a not in others and self.may_offer(contact, a)]
        ready = [a for a in ready if self.takes_now(a, contact.category, others)]
        return self.first_of(ready, contact)

    def first_of(self, ready, contact):
        """Return the best of some agents for a contact, or None."""
        keys = [*self.scenario.routing.choose_agent, "longest_idle"]
        return min(
            ready,
            key=lambda a: (*(self.agent_value(key, contact, a) for key in keys), a.index),
            default=None,
        )

    def numbers(self, key, c, group):
        """Return the numbers of a contact and a group that a function of the user's wants."""
        keys = self.scenario.routing.choose_contact
        levels = self.scenario.agents[group].skills
        named = {"priority", "aged_priority"} & {*keys} or any(key in self.own for key in keys)
        found = {
            "now": self.now / 1e6,
            "category": list(self.scenario.categories).index(c.category),
            "tier": self.scenario.tier_names.index(c.tier),
            "priority": self.urgency(c) if named else 0,
            "waited": (self.now - c.place) / 1e6,
            "offers": c.offers,
            "waiting": sum(other.category == c.category for other in self.waiting()),
            "group": self.groups.index(self.home(group)),
            "skill": sum(levels.get(name, 0) for name in self.needs(c)),
        }
        return {name: float(found[name]) for name in signature(self.own[key]).parameters if name in found}

    def about(self, key, a):
        """Return the numbers of an agent that a function of the user's wants."""
        found = {
            "agent": a.index,
            "idle": (self.now - a.idle_since) / 1e6,
            "occupancy": self.share_of_time(a, 0),
            "held": len(a.hands),
            "contacts": len(self.episodes(a)),
            "talked": self.time_in(TALK, a, 0) / 1e6,
        }
        return {name: float(found[name]) for name in signature(self.own[key]).parameters if name in found}
