"""The plain router: commands in, decisions out, every choice made by looking at everybody.

- An agent holds contacts that are offered, bound, or being wrapped up; whether one more fits is said in `hands`.
- An arriving contact goes to the best of all agents who take contacts, may serve it, and have room for it; when there
  is none it waits, or is refused when `max_queue` of its category wait already.
- A contact to which a place in line was promised is never refused.
- When room is made in an agent's hands, what is pending (log out, not ready) happens once they are empty; when nothing
  is pending, the best of all waiting contacts that fit is taken, until none fits.
- Who is best is said in `choices` and `waiting`, and there when a group takes a category at all; how it rings, at one
  agent or at several, in `offers`; what changes while it waits, in `plans`.
- A contact may want one agent, or the agents of a group. If they can be had (`holds`), it goes to the best of those
  who have room; else, unless `max_queue` wait, it is held for a while: it waits at its place, but only for them. When
  the time is over or none of them is left, anybody may have it, each such contact for itself, in the order of offers.
- What a customer wants is over with the first offer. A contact that was sent to an agent or a group stays theirs when
  an offer comes to nothing: it goes to another of them, or is held on.
- A contact's routing plan (`plans`) may change who may have it while it waits.
- A contact's place is when it was offered, less what it counts as having waited (age credit). It keeps its place and
  its number when an offer comes to nothing.

Times are whole microseconds and never fall.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from acd.core.codes import AgentReason, AgentState, ContactState, Decision, DecisionReason, Pending
from acd.scenario.own import own_keys
from tests.reference.agent_values import Episode
from tests.reference.chance import seed_key
from tests.reference.changing import Changing
from tests.reference.choices import Choices
from tests.reference.estimates import Outlook
from tests.reference.hands import Hands
from tests.reference.holds import NO_WISH, NONE, Holds
from tests.reference.offers import Offers
from tests.reference.plans import Plans
from tests.reference.richer import Richer
from tests.reference.timetable import group_size, us
from tests.reference.waiting import Lines


class Answer(NamedTuple):
    """One decision; NONE where there is no agent or no time by which it is due."""

    kind: Decision
    contact: object
    agent: int = NONE
    reason: DecisionReason = DecisionReason.NONE
    due: int = NONE


class Change(NamedTuple):
    """A row of the log: an agent's state from a time on."""

    time: int
    agent: int
    group: int
    state: AgentState
    reason: int
    load: int


@dataclass(eq=False)
class Agent:
    """What the router knows of an agent."""

    index: int
    group: str
    home: str
    state: AgentState = AgentState.OFF
    reason: int = AgentReason.NONE
    hands: list = field(default_factory=list)
    since: int = 0
    idle_since: int = 0
    pending: Pending = Pending.NOTHING
    pending_reason: int = AgentReason.NONE
    log_in: int = 0

    @property
    def contact(self):
        """The first contact in hand whose customer is there, or to whom it rings; None when there is none."""
        there = (ContactState.OFFERED, ContactState.BOUND)
        return next((contact for contact in self.hands if contact.state in there), None)


@dataclass(eq=False)
class Waiting:
    """What the router knows of a contact."""

    name: object
    category: str
    tier: str
    key: int
    priority: int
    place: int
    number: int
    state: ContactState = ContactState.NONE
    agent: Agent | None = None
    offers: int = 0
    phones: list = field(default_factory=list)
    places: int = 0
    more_at: int = NONE
    timed: int = NONE
    past: dict = field(default_factory=dict)
    activity: AgentState = AgentState.BUSY
    since: int = NONE
    bound: int = NONE
    own: int | None = None
    requires: dict | None = None
    wanted: list = field(default_factory=list)
    by_name: bool = True
    sent: bool = False
    asker: Agent | None = None
    until: float = NONE
    held_until: float = NONE
    step: object = None
    coming: list = field(default_factory=list)
    reached: int = 0
    planned: int = 0
    waits_from: int = 0

    @property
    def held(self):
        """Say whether the contact waits for some agents only."""
        return self.state == ContactState.QUEUED and self.held_until != NONE


@dataclass
class Router(Choices, Lines, Holds, Offers, Plans, Richer, Changing):
    """A router over a scenario's groups and rules; agents are numbered through, contacts named by the caller."""

    scenario: object
    seed: int = 1
    replication: int = 0
    auto_accept: bool = True
    timeout: int | None = None
    now: int = 0
    offered: int = 0
    promised: bool = False
    contacts: dict = field(default_factory=dict)
    changes: list = field(default_factory=list)
    history: list = field(default_factory=list)
    last_turn: dict = field(default_factory=dict)

    def __post_init__(self):
        self.key = seed_key("routing", self.seed, self.replication)
        self.groups = list(self.scenario.agents)
        names = [name for name in self.groups for _ in range(group_size(self.scenario, name))]
        self.agents = [Agent(index, name, name) for index, name in enumerate(names)]
        self.hands = Hands(self.scenario)
        self.outlook = Outlook(self)
        self.own = {key.name: key.function for key in own_keys(self.scenario)}
        self.base, self.own_terms = self.scenario, {}
        self.counting, self.counted_from = False, 0
        self.from_start = self.counts()
        self.read_plans()

    # -- commands about agents ------------------------------------------------------------------------------------
    def log_in(self, now, a, reason=AgentReason.NONE):
        """Agent ``a``, who is off, comes in and is not ready yet."""
        self.begin(now)
        agent = self.agents[a]
        agent.log_in = len(self.changes)
        self.enter(agent, AgentState.NOT_READY, reason)
        return self.answers

    def ready(self, now, a):
        """Agent ``a`` can take contacts; one with work in hand forgets what was to follow it."""
        self.begin(now)
        agent = self.agents[a]
        agent.pending = Pending.NOTHING
        if agent.state == AgentState.NOT_READY:
            self.free(agent, now)
        elif self.choose_contact(agent) is not None or self.next_ringing(agent) is not None:
            self.free(agent, agent.idle_since)
        return self.answers

    def not_ready(self, now, a, reason=AgentReason.NONE):
        """Agent ``a`` takes nothing more; with work in hand, once it is done."""
        return self.withdraw(now, a, Pending.NOT_READY, reason)

    def log_out(self, now, a, reason=AgentReason.NONE):
        """Agent ``a`` leaves; with work in hand, once it is done."""
        return self.withdraw(now, a, Pending.LOG_OUT, reason)

    def wrapped_up(self, now, a, name=None):
        """Agent ``a`` has finished wrapping up a contact, the only one if no name is given."""
        self.begin(now)
        agent = self.agents[a]
        wrapping = [c for c in agent.hands if c.state == ContactState.WRAPPING and name in (None, c.name)]
        self.drop(wrapping[0], agent)
        self.outlook.over(wrapping[0])
        self.free(agent, now)
        return self.answers

    # -- commands about contacts ----------------------------------------------------------------------------------
    def offer(self, now, name, category, tier="standard", key=0, waited=0, priority=None, wish=NO_WISH):
        """A contact comes in; a priority of its own replaces that of its category and tier."""
        self.begin(now)
        usual, credit = self.standing(category, tier)
        own, priority = priority, usual if priority is None else priority
        contact = Waiting(name, category, tier, key, priority, now - waited - credit, self.offered)
        contact.since, contact.own, contact.requires = now, own, wish.requires
        self.offered += 1
        self.start_plan(contact)
        self.contacts[name] = contact
        limit = self.scenario.categories[category].max_queue
        full = (
            not self.promised
            and limit is not None
            and sum(c.category == category for c in self.waiting()) >= limit
        )
        self.wish(contact, wish)
        agent = self.best_wanted(contact)
        if agent is None and not full and self.hold(contact):
            self.say_held(contact)
            return self.answers
        if agent is None:
            contact.sent, agent = False, self.choose_agent(contact)
        if agent is not None:
            self.give(contact, agent)
        elif full:
            del self.contacts[name]
            self.decide(Decision.REFUSED, contact, reason=DecisionReason.QUEUE_FULL)
        else:
            contact.state = ContactState.QUEUED
            self.match()
            if contact.state == ContactState.QUEUED:
                self.decide(Decision.QUEUED, contact)
        return self.answers

    def standing(self, category, tier):
        """Return a contact's priority and its age credit; the tier's values replace the category's."""
        rule, own = self.scenario.categories[category], self.scenario.tiers.get(tier)
        priority = rule.own_priority if own is None or own.priority is None else own.priority
        credit = rule.age_credit if own is None or own.age_credit is None else own.age_credit
        return priority, us(credit)

    def hang_up(self, now, name):
        """The customer leaves: an agent to whom it is offered is as before, a bound contact is finished."""
        if self.contacts[name].state == ContactState.BOUND:
            return self.finish(now, name, wrap_up=True, reason=DecisionReason.HUNG_UP)
        self.begin(now)
        contact = self.contacts.pop(name)
        self.leave_unanswered(contact, DecisionReason.HUNG_UP)
        self.count(contact, bound=False)
        return self.answers

    def finish(self, now, name, wrap_up=False, reason=DecisionReason.FINISHED):
        """Handling ends; the agent wraps up, or is free."""
        self.begin(now)
        contact = self.contacts.pop(name)
        agent = contact.agent
        self.decide(Decision.ENDED, contact, agent, reason)
        if wrap_up:
            contact.state, contact.activity = ContactState.WRAPPING, AgentState.WRAP_UP
            self.note(agent)
        else:
            self.drop(contact, agent)
            self.outlook.over(contact)
            self.free(agent, now)
        return self.answers

    def set_activity(self, now, name, activity):
        """What the agent of a bound contact does with it: talk, hold, consult, conference."""
        self.now = now
        self.contacts[name].activity = activity
        self.note(self.contacts[name].agent)

    # -- what commands do -----------------------------------------------------------------------------------------
    def begin(self, now):
        self.now, self.answers = now, []

    def decide(self, kind, contact, agent=None, reason=DecisionReason.NONE, due=NONE):
        self.answers.append(Answer(kind, contact.name, NONE if agent is None else agent.index, reason, due))

    def enter(self, agent, state, reason=AgentReason.NONE):
        """Move an agent into a state, and log it."""
        agent.state, agent.since, agent.reason = state, self.now, reason
        load = sum(contact.state == ContactState.BOUND for contact in agent.hands)
        group = self.groups.index(agent.home)
        self.changes.append(Change(self.now, agent.index, group, state, reason, load))

    def note(self, agent):
        """An agent's hands have changed, or what is done with what is in them."""
        self.enter(agent, self.hands.doing(agent))

    def give(self, contact, agent):
        """Join a contact and an agent."""
        self.take(contact, agent)
        self.note(agent)

    def take(self, contact, agent):
        """Put a contact into an agent's hands: bound, or offered first."""
        contact.held_until = NONE
        if not self.answers_at_once(agent):
            self.begin_round(contact, agent)
            return
        contact.offers += 1
        self.last_turn[contact.category] = agent.index
        contact.agent = agent
        agent.hands.append(contact)
        if self.hands.mixed:
            agent.idle_since = self.now
        self.bind(contact, agent)

    def bind(self, contact, agent):
        contact.state, contact.activity = ContactState.BOUND, AgentState.BUSY
        self.outlook.bound(contact)
        self.history.append(Episode(contact, agent, contact.category, self.now, len(self.changes)))
        self.count(contact, bound=True)
        self.decide(Decision.BOUND, contact, agent)

    def drop(self, contact, agent):
        """A contact is done with, wrap-up and all."""
        agent.hands.remove(contact)
        for episode in self.history:
            if episode.contact is contact:
                episode.done = self.now

    def free(self, agent, since):
        """Room was made in an agent's hands, who is idle since then."""
        agent.idle_since = since
        if agent.pending == Pending.NOTHING:
            while (contact := self.choose_contact(agent)) is not None:
                self.take(contact, agent)
            while (contact := self.next_ringing(agent)) is not None:
                self.ring(contact, agent)
            self.note(agent)
            if agent.state == AgentState.READY:
                self.match()
        elif agent.hands:
            self.note(agent)
        else:
            state = AgentState.OFF if agent.pending == Pending.LOG_OUT else AgentState.NOT_READY
            agent.pending = Pending.NOTHING
            self.enter(agent, state, agent.pending_reason)

    def withdraw(self, now, a, pending, reason):
        """Take an agent away: at once when nothing is in hand, else after it; offers are taken back."""
        self.begin(now)
        agent = self.agents[a]
        agent.pending, agent.pending_reason = pending, reason
        if pending == Pending.LOG_OUT:
            self.end_holds(agent)
        offered = [contact for contact in agent.hands if contact.state == ContactState.OFFERED]
        if offered or not agent.hands:
            self.take_back(agent, offered, DecisionReason.NOT_READY)
        return self.answers
