"""The offers of the plain router: a contact rings at one agent or at several, and the first to accept has it.

- A round begins when a contact that rings nowhere goes to an agent. It rings there, and at the next best who are ready,
  so many as its category's `ring` says: each chosen as if those before were not ready. Where time passes without an
  answer it rings at one more, each time so much has passed. A contact with somebody whom it wants rings there only.
- Whenever it rings at fewer than it wants, whoever can take it joins at once: of several agents the best, and an agent
  who becomes ready takes first what waits, then joins the best of the contacts that ring, by the same rule.
- Who answers at once is bound to a contact alone, and joins nobody.
- The others' offers are taken back when one accepts or the customer leaves. They are as before, and one after the
  other, in the order in which they were rung, they take what waits.
- Who does not take a contact is not offered it again for a while, and only so often.
"""

from dataclasses import dataclass
from math import inf

from acd.core.codes import AgentReason, ContactState, Decision, DecisionReason, Pending
from tests.reference.timetable import us

NONE = -1
LAPSES, HOLDS, MORE, AGAIN, STEPS = range(5)
"""The order in which what is due at one moment happens."""


@dataclass(eq=False)
class Phone:
    """An offer of a contact; it is in the agent's hands."""

    contact: object
    agent: object
    nth: int
    due: int

    state = ContactState.OFFERED

    @property
    def name(self):
        return self.contact.name

    @property
    def category(self):
        return self.contact.category


@dataclass
class Past:
    """How often an agent did not take a contact, until when it is not offered again, and which of all such cases."""

    times: int = 0
    until: int = NONE
    number: int = 0


class Offers:
    """What rings where; what is not here is the router's."""

    cases = 0

    @property
    def in_rounds(self):
        """Say whether the scenario says anything about ringing several or offering again."""
        rule = self.scenario.routing
        plain = all(own.agents == 1 and own.one_more_after is None for own in rule.ring.values())
        return not plain or rule.reoffer is not None

    def ringing(self):
        """Return the contacts that ring."""
        return [c for c in self.contacts.values() if c.phones]

    def answers_at_once(self, agent):
        return self.auto_accept and not self.scenario.agents[agent.group].rings

    def may_offer(self, contact, agent):
        """Say whether a contact may be offered to an agent now: it does not ring there, and not too soon again."""
        past, rule = contact.past.get(agent.index), self.scenario.routing.reoffer
        if any(phone.agent is agent for phone in contact.phones):
            return False
        if past is None or rule is None:
            return True
        return past.until <= self.now and (rule.at_most is None or past.times < rule.at_most)

    # -- who is rung ----------------------------------------------------------------------------------------------
    def begin_round(self, contact, agent):
        """A contact rings at an agent, and at others."""
        rule = self.scenario.routing.ring_of(contact.category)
        alone = agent in contact.wanted
        contact.state, contact.agent = ContactState.OFFERED, None
        contact.places = 1 if alone else len(self.agents) if rule.agents == "all" else rule.agents
        others = self.joining(contact, contact.places - 1, agent)
        self.ring(contact, agent)
        self.ring_all(contact, others)
        contact.more_at = NONE
        if not alone:
            self.time_more(contact)

    def joining(self, contact, most, *others):
        """Return the best ready agents for a contact, but for some others, so many at most."""
        found, seen = [], list(others)
        while len(found) < most and (agent := self.choose_agent(contact, seen)) is not None:
            seen.append(agent)
            if not self.answers_at_once(agent):
                found.append(agent)
        return found

    def ring(self, contact, agent):
        contact.offers += 1
        self.last_turn[contact.category] = agent.index
        team, timeout = self.scenario.agents[agent.group], self.timeout
        if team.no_answer is not None:
            timeout = us(team.no_answer.timeout)
        due = NONE if timeout is None else self.now + timeout
        phone = Phone(contact, agent, contact.offers, due)
        contact.phones.append(phone)
        agent.hands.append(phone)
        if agent.index in contact.past:
            contact.past[agent.index].until = NONE
        self.decide(Decision.OFFERED, contact, agent, due=due)

    def ring_all(self, contact, agents):
        for agent in agents:
            self.ring(contact, agent)
            self.note(agent)

    def fill(self, contact):
        """Let a contact that rings ring at as many as it wants."""
        self.ring_all(contact, self.joining(contact, contact.places - len(contact.phones)))

    def time_more(self, contact):
        after = self.scenario.routing.ring_of(contact.category).one_more_after
        more = after is not None and contact.places < len(self.agents)
        contact.more_at = self.now + us(after) if more else NONE

    def next_ringing(self, agent):
        """Return the contact that rings and that an agent with room in hand joins, or None."""
        if self.answers_at_once(agent):
            return None
        found = [
            c
            for c in self.ringing()
            if len(c.phones) < c.places
            and self.allows(agent.group, c)
            and self.hands.fits(agent, c.category)
            and self.may_offer(c, agent)
            and self.takes_now(agent, c.category)
        ]
        return self.first_contact(found, agent)

    def fill_up(self, group):
        """Let contacts ring further because agents of a group take what they did not, the first first."""
        team = next((a for a in self.agents if a.home == group), None)
        while True:
            able = [c for c in self.ringing() if self.joining(c, min(1, c.places - len(c.phones)))]
            if not able:
                return
            self.fill(self.first_contact(able, team))

    # -- what becomes of it ---------------------------------------------------------------------------------------
    def phone_at(self, contact, a):
        """Return the phone of a contact at an agent; the only one if nobody is named."""
        return next((phone for phone in contact.phones if a in (None, phone.agent.index)), None)

    def accept(self, now, name, a=None):
        """An agent at whom a contact rings answers; the others are as before."""
        self.begin(now)
        contact = self.contacts[name]
        phone = self.phone_at(contact, a)
        agent, others = phone.agent, [other for other in contact.phones if other is not phone]
        contact.phones, contact.agent = [], agent
        agent.hands[agent.hands.index(phone)] = contact
        if self.hands.mixed:
            agent.idle_since = now
        self.bind(contact, agent)
        self.note(agent)
        for other in others:
            self.decide(Decision.RESCINDED, contact, other.agent, DecisionReason.ANSWERED_ELSEWHERE)
        self.let_be(others)
        return self.answers

    def let_be(self, phones):
        """Agents, who were rung in vain through no fault of theirs, take what waits."""
        for phone in phones:
            phone.agent.hands.remove(phone)
            self.free(phone.agent, phone.agent.idle_since)

    def lapse(self, now, name, reason=DecisionReason.LAPSED, a=None):
        """An offer came to nothing: the agent is not ready, unless about to leave; the contact rings or waits on."""
        self.begin(now)
        contact = self.contacts[name]
        phone = self.phone_at(contact, a)
        agent = phone.agent
        if agent.pending == Pending.NOTHING:
            agent.pending, agent.pending_reason = Pending.NOT_READY, AgentReason.NO_ANSWER
        self.turned_down(contact, agent)
        self.take_back(agent, [phone], reason)
        return self.answers

    def turned_down(self, contact, agent):
        """Remember that an agent did not take a contact."""
        rule, past = self.scenario.routing.reoffer, contact.past.setdefault(agent.index, Past())
        self.cases += 1
        past.times, past.number = past.times + 1, self.cases
        past.until = self.now + us(rule.same_agent_after) if rule is not None else NONE

    def take_back(self, agent, phones, reason):
        """End offers: the agent does what is pending, the contacts ring on, go to others or to their old places."""
        for phone in reversed(phones):
            self.decide(Decision.RESCINDED, phone.contact, agent, reason)
            phone.contact.phones.remove(phone)
            agent.hands.remove(phone)
        self.free(agent, self.now)
        for contact in [phone.contact for phone in phones]:
            if contact.phones:
                self.fill(contact)
                continue
            self.decide(Decision.REQUEUED, contact, reason=reason)
            contact.waits_from = self.now
            if self.place_again(contact):
                continue
            other = self.choose_agent(contact)
            if other is None:
                contact.state = ContactState.QUEUED
                self.match()
            else:
                self.give(contact, other)

    def leave_unanswered(self, contact, reason):
        """A contact in nobody's hands ends."""
        phones, contact.phones = contact.phones, []
        for phone in phones:
            self.decide(Decision.RESCINDED, contact, phone.agent, reason)
        self.decide(Decision.ENDED, contact, reason=reason)
        self.let_be(phones)

    # -- what falls due -------------------------------------------------------------------------------------------
    def ring_more(self, now, name):
        """A contact has rung for a while: at one agent more."""
        self.begin(now)
        contact = self.contacts[name]
        contact.places += 1
        self.fill(contact)
        self.time_more(contact)
        return self.answers

    def offer_again(self, now, name, a):
        """A contact may be offered again to an agent who did not take it."""
        self.begin(now)
        contact = self.contacts[name]
        contact.past[a].until = NONE
        if contact.phones:
            self.fill(contact)
        else:
            other = self.best_wanted(contact) if contact.held else self.choose_agent(contact)
            if other is not None:
                self.give(contact, other)
        return self.answers

    def dues(self):
        """Return (time, what, number of the contact, which of its offers, name, agent) of all that will fall due."""
        found = []
        for c in self.contacts.values():
            found += [(p.due, LAPSES, c.number, p.nth, c.name, p.agent.index) for p in c.phones]
            found += [(c.held_until, HOLDS, c.number, 0, c.name, NONE)] if c.held else []
            found += [(c.more_at, MORE, c.number, 0, c.name, NONE)] if c.phones else []
            found += [(self.next_step_due(c), STEPS, c.number, 0, c.name, NONE)]
            found += [(p.until, AGAIN, c.number, p.number, c.name, a) for a, p in self.barred(c)]
        return [item for item in found if NONE < item[0] < inf]

    def barred(self, contact):
        """Return agents who may be offered a contact again at a time, and what is known of that."""
        rule = self.scenario.routing.reoffer
        if contact.state not in (ContactState.QUEUED, ContactState.OFFERED) or rule is None:
            return []
        often = [(a, p) for a, p in contact.past.items() if rule.at_most is None or p.times < rule.at_most]
        return often if rule.same_agent_after > 0 else []

    def tick(self, now):
        """Do what is due, the earliest first."""
        answers = []
        while due := [item for item in self.dues() if item[0] <= now]:
            _, what, _, _, name, a = min(due)
            answers += {
                LAPSES: lambda name=name, a=a: self.lapse(now, name, a=a),
                HOLDS: lambda name=name: self.hold_over(now, name),
                MORE: lambda name=name: self.ring_more(now, name),
                AGAIN: lambda name=name, a=a: self.offer_again(now, name, a),
                STEPS: lambda name=name: self.begin_step(now, name, acts=self.is_customer(name)),
            }[what]()
        return answers
