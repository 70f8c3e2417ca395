"""How the plain router goes on by other rules: what it does, as a part of `Router`.

The new rules hold at once. An agent's own skills and authority stand in place of the group's. Then

- a contact that rings at an agent who may not serve it any more is at its old place, and one that is held for such an
  agent may be had by anybody; agent by agent, the offers taken last first;
- as long as some agent who takes contacts would take one of those that wait: of these agents the one idle longest (then
  the first) names the contact, and that goes to whom the agent rule names, or to the agent it is held for.

Nothing else changes: places in line, idle times, what is bound. A group begins, or ceases, to take contacts of a
channel: the first of those that its agents can take goes to the best agent, as long as there are two.
"""

from acd.core.codes import AgentState, ContactState, Decision, DecisionReason, Pending

CHANGED = DecisionReason.RULES_CHANGED
NONE = -1


class Changing:
    """Changes of rules; what is not here is the router's."""

    def change(self, now, base=None, own=None):
        """Other rules hold: a scenario, and by agent (skills, authorised), None for the group's."""
        self.begin(now)
        before = "least_occupied" in self.base.routing.choose_agent
        self.base = self.base if base is None else base
        self.own_terms |= own or {}
        self.scenario, self.hands.homes = self.with_own()
        self.hands.scenario = self.scenario
        if "least_occupied" in self.base.routing.choose_agent and not before:
            for agent in self.agents:
                agent.worked, agent.available, agent.since = 0, 0, now
        for contact in self.contacts.values():
            contact.priority = self.standing(contact.category, contact.tier)[0]
            if contact.own is not None:
                contact.priority = contact.own
        for agent in self.agents:
            self.take_back_changed(agent)
        while (pair := self.next_pair()) is not None:
            self.give(*pair)
        return self.answers

    def set_channel(self, now, group, channel, on):
        """A group begins, or ceases, to take contacts of a channel; what waits and fits goes to its agents at once."""
        self.begin(now)
        self.hands.off ^= {(group, channel)}
        assert on != ((group, channel) in self.hands.off)
        while on and (pairs := self.pairs(group, channel)):
            self.give(*pairs[0])
        return self.answers

    def pairs(self, group, channel):
        """Return who waits by a channel and which agent of a group can take the contact, the first one first."""
        team = next((a for a in self.agents if a.home == group), None)
        keys = self.scenario.routing.choose_contact
        found = []
        for c in self.waiting() if team is not None else ():
            if self.hands.channel(c.category) == channel and any(
                self.may_have(a.group, c) for a in self.agents if a.home == group
            ):
                agent = self.choose_agent(c)
                if c.held:
                    agent = (
                        c.wanted if c.wanted.home == group and self.has_room(c.wanted, c.category) else None
                    )
                if agent is not None:
                    rank = *(self.contact_value(key, team, c) for key in keys), c.place, c.number
                    found.append((rank, c, agent))
        return [(c, agent) for _, c, agent in sorted(found, key=lambda item: item[0])]

    def with_own(self):
        """Return the scenario with a group for every agent who differs from the group; and whose that group is."""
        groups, homes = dict(self.base.agents), {}
        for agent in self.agents:
            skills, authorised = self.own_terms.get(agent.index, (None, None))
            agent.group = agent.home
            if (skills, authorised) != (None, None):
                agent.group = f"{agent.home} with {skills} and {authorised}"
                team = self.base.agents[agent.home]
                own = {
                    "skills": team.skills if skills is None else skills,
                    "authorised": team.authorised if authorised is None else authorised,
                }
                groups[agent.group], homes[agent.group] = team.model_copy(update=own), agent.home
        return self.base.model_copy(update={"agents": groups}), homes

    def take_back_changed(self, agent):
        """What rings at an agent, or is held for one, who may not serve it any more, waits for anybody."""
        offered = [
            c
            for c in reversed(agent.hands)
            if c.state == ContactState.OFFERED and not self.may_have(agent.group, c)
        ]
        for contact in offered:
            self.decide(Decision.RESCINDED, contact, agent, CHANGED)
            self.decide(Decision.REQUEUED, contact, reason=CHANGED)
            agent.hands.remove(contact)
            contact.agent, contact.state = None, ContactState.QUEUED
        if offered:
            self.note(agent)
        for contact in self.held_for(agent):
            if not self.may_have(agent.group, contact):
                contact.held_until = NONE
                self.decide(Decision.REQUEUED, contact, reason=CHANGED)

    def next_pair(self):
        """Return who waits and which agent takes the contact next, None when no two are left."""
        for agent in sorted(self.agents, key=lambda agent: (agent.idle_since, agent.index)):
            working = agent.state not in (AgentState.OFF, AgentState.NOT_READY)
            contact = self.would_take(agent) if working and agent.pending == Pending.NOTHING else None
            if contact is not None:
                return contact, agent if contact.held else self.choose_agent(contact) or agent
        return None

    def would_take(self, agent):
        """Return what an agent would take if free only now, or None."""
        state = agent.state
        if state == AgentState.READY:
            agent.state = AgentState.OFFERED  # is not one of those who are kept ready
        contact = self.choose_contact(agent)
        agent.state = state
        return contact
