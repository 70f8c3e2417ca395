"""How the plain router goes on by other rules: what it does, as a part of `Router`.

The new rules hold at once. An agent's own skills and authority stand in place of the group's. Then

- a contact that rings at an agent who may not serve it any more is at its old place, and one that is held where nobody
  may serve it any more may be had by anybody: agent by agent, the offers taken last first, then group by group;
- as long as some agent who takes contacts would take one of those that wait: of these agents the one idle longest (then
  the first) names the contact, and that goes to whom the agent rule names, or to the best of those it is held for.

Nothing else changes: places in line, idle times, what is bound.
"""

from acd.core.codes import AgentState, ContactState, Decision, DecisionReason, Pending
from acd.scenario import Factors

CHANGED = DecisionReason.RULES_CHANGED
NONE = -1
COUNTED = (
    "least_occupied", "least_occupied_lately", "fewest_contacts", "least_talk_time", "shortest_handling", "round_robin",
    "percent_allocation",
)  # fmt: skip


class Changing:
    """Changes of rules; what is not here is the router's."""

    def change(self, now, base=None, own=None):
        """Other rules hold: a scenario, and by agent (skills, authorised), None for the group's."""
        self.begin(now)
        before = self.counts()
        self.base = self.base if base is None else base
        self.own_terms |= own or {}
        self.scenario, self.hands.homes = self.with_own()
        self.hands.scenario = self.scenario
        if self.counts() and not before:
            self.counted_from = now
            self.history.clear()
            self.last_turn.clear()
        for contact in self.contacts.values():
            contact.priority = self.standing(contact.category, contact.tier)[0]
            if contact.own is not None:
                contact.priority = contact.own
        for agent in self.agents:
            self.take_back_changed(agent)
        for group in self.groups:
            every = self.contacts.values()
            self.let_go_of([c for c in every if c.held and not c.by_name and c.wanted[0].home == group])
        while (pair := self.next_pair()) is not None:
            self.give(*pair)
        self.fill_up(self.groups[0])
        return self.answers

    def refuses(self, base=None, own=None):
        """Say whether no running router can go on by other rules: what was not counted, delays that come or go."""
        base = self.base if base is None else base
        if "shortest_handling" in base.routing.choose_agent and not self.from_start:
            return True
        now = self.delays(self.base, self.own_terms)
        return self.delays(base, self.own_terms | (own or {})) != now

    def delays(self, base, own_terms):
        """Return the delays of each category."""
        every = [(name, team.authorised) for name, team in base.agents.items()]
        every += [
            (self.agents[a].home, dict.fromkeys(own, Factors()))
            for a, (_, own) in own_terms.items()
            if own is not None
        ]
        return {
            category: {
                self.delay_by(group, category, had[category]) for group, had in every if category in had
            }
            - {0}
            for category in base.categories
        }

    def counts(self):
        """Say whether the rules compare agents, now or before, by what they did."""
        keys = self.base.routing.choose_agent
        self.counting = self.counting or any(key in COUNTED or key in self.own for key in keys)
        return self.counting

    def with_own(self):
        """Return the scenario with a group for every agent who differs from the group; and whose that group is."""
        groups, homes = dict(self.base.agents), {}
        for agent in self.agents:
            skills, authorised = self.own_terms.get(agent.index, (None, None))
            agent.group = agent.home
            if (skills, authorised) != (None, None):
                agent.group = f"{agent.home} with {skills} and {authorised}"
                team = self.base.agents[agent.home]
                had = team.authorised
                own = {
                    "skills": team.skills if skills is None else skills,
                    # with the group's thresholds and weights, whatever these are now
                    "authorised": had
                    if authorised is None
                    else {name: had.get(name, Factors()) for name in authorised},
                }
                groups[agent.group], homes[agent.group] = team.model_copy(update=own), agent.home
        return self.base.model_copy(update={"agents": groups}), homes

    def take_back_changed(self, agent):
        """What rings at an agent, or is held for one, who may not serve it any more, waits for anybody."""
        offered = [
            phone
            for phone in reversed(agent.hands)
            if phone.state == ContactState.OFFERED and not self.allows(agent.group, phone.contact)
        ]
        for phone in offered:
            contact = phone.contact
            self.decide(Decision.RESCINDED, contact, agent, CHANGED)
            agent.hands.remove(phone)
            contact.phones.remove(phone)
            if contact.phones:
                continue
            self.decide(Decision.REQUEUED, contact, reason=CHANGED)
            contact.agent, contact.state, contact.waits_from = None, ContactState.QUEUED, self.now
            contact.sent = contact.sent and contact.until > self.now and self.can_be_had(contact)
            contact.held_until = contact.until if contact.sent else NONE
        if offered:
            self.note(agent)
        self.let_go_of([c for c in self.held_for(agent) if c.by_name])

    def let_go_of(self, held):
        """Contacts that are held for nobody who can be had may be had by anybody."""
        for contact in held:
            if not self.can_be_had(contact):
                contact.held_until, contact.sent = NONE, False
                self.decide(Decision.REQUEUED, contact, reason=CHANGED)

    def next_pair(self):
        """Return who waits and which agent takes the contact next, None when no two are left."""
        for agent in sorted(self.agents, key=lambda agent: (agent.idle_since, agent.index)):
            working = agent.state not in (AgentState.OFF, AgentState.NOT_READY)
            contact = self.would_take(agent) if working and agent.pending == Pending.NOTHING else None
            if contact is not None:
                named = self.best_wanted(contact) if contact.held else self.choose_agent(contact)
                return contact, named or agent
        return None

    def would_take(self, agent):
        """Return what an agent would take if free only now, or None."""
        state = agent.state
        if state == AgentState.READY:
            agent.state = AgentState.OFFERED  # is not one of those who are kept ready
        contact = self.choose_contact(agent)
        agent.state = state
        return contact
