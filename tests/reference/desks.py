"""Agent and customer part; a contact goes on to another desk, or another agent is asked about it, in the plain world.

- Cold: the leg ends, the agent wraps up, and the contact's next leg joins the desk's line.
- Warm: the next leg joins the desk's line while agent and customer, on hold, wait with it. When an agent takes it, the
  two agents talk; then the customer is handed over and the first agent wraps up.
- A question is the same, but that the asked agent is let off without wrap-up and the first one goes on. In a conference
  the customer is not on hold while the agents talk.
- Whoever asks takes no other contact meanwhile, not her own question either; when she asks no longer, what waits and
  fits comes to her before she goes on.

A desk may be a group, or one agent: then the next leg is sent to them, and whoever asks is not to answer.

Two legs that wait or talk together are peers. The customer of the earlier one may hang up only in a referral.
"""

import math

from acd.core.codes import AgentState, ContactState, LegReason, Outcome, Purpose, Rank, ReturnKind
from tests.reference.contact import NONE, End
from tests.reference.durations import duration
from tests.reference.holds import Wish
from tests.reference.path import MOST_LEGS
from tests.reference.timetable import us
from tests.reference.work import Work


class Desks:
    """How legs end and go on in a world."""

    def __init__(self, world):
        self.world, self.router, self.scenario = world, world.router, world.scenario

    # -- a leg ends -----------------------------------------------------------------------------------------------
    def part(self, now, contact, settled, reason):
        """Agent and customer part; ``settled`` is NONE when the contact goes on, or went on, in another leg."""
        wrap = self.wrap_up(now, contact)
        self.close(now, contact, settled, reason)
        self.leave(now, contact, wrap)

    def wrap_up(self, now, contact):
        """Return how long an agent wraps up."""
        rule, factors = self.world.rules(contact)
        if rule.wrap_up is None:
            return 0
        scale = factors.wrap_up * self.world.slowness(now, contact.agent)
        return self.world.duration(contact, rule.wrap_up, Purpose.WRAP_UP, scale)

    def leave(self, now, contact, wrap):
        """The customer is gone: the agent wraps up, or is free of the contact."""
        contact.work = Work(float(wrap), now)
        if wrap == 0 or not self.router.hands.rich:
            self.world.log(contact, now + wrap)
        self.world.follow(now, self.router.finish(now, contact.name, wrap > 0))
        self.world.works.reckon_one(now, self.router.agents[contact.agent])

    def close(self, now, contact, settled, reason):
        """A leg with an agent is over; unless the contact goes on, it is over too, and may come back."""
        self.world.paths.take_off_hold(now, contact)
        contact.end = End(now, Outcome.ANSWERED, reason, settled, last=int(settled != NONE))
        followed = settled != NONE and reason == LegReason.NONE and self.world.surveys.ask(now, contact)
        if settled == 0 and reason == LegReason.NOT_REACHED:
            self.world.comes_back(now, contact, ReturnKind.REDIAL)
        elif settled == 0 and not followed:
            self.world.comes_back(now, contact, ReturnKind.RECONTACT)
        if settled != NONE:
            self.world.tell(now, contact)

    def wrapped_up(self, now, contact):
        """Wrap-up is done."""
        if self.router.hands.rich:
            self.world.log(contact, now)
        self.world.follow(now, self.router.wrapped_up(now, contact.agent, contact.name))

    def let_off(self, now, contact, settled, reason):
        """The agent has nothing more to do with it, and nothing to wrap up."""
        self.close(now, contact, settled, reason)
        self.world.log(contact, now)
        self.world.follow(now, self.router.finish(now, contact.name, wrap_up=False))
        self.world.works.reckon_one(now, self.router.agents[contact.agent])

    # -- to another desk ------------------------------------------------------------------------------------------
    def refer(self, now, contact):
        """A contact is beyond its agent's authority or competence."""
        rule = self.scenario.categories[contact.category].referral
        if rule.mode == "warm":
            self.ask(now, contact, rule.to)
        else:
            self.send(now, contact, rule.to, LegReason.REFERRED)

    def category_of(self, desk):
        """Return a desk's category, and its number for the log."""
        name = self.scenario.referral_desks[desk].category
        return name, list(self.scenario.categories).index(name)

    def sent_to(self, desk, asker=None):
        """Return to whom a desk's contacts are sent, None where anybody may have them."""
        rule = self.scenario.referral_desks[desk]
        if rule.group is None and rule.agent is None:
            return None
        who = rule.group
        if who is None:
            # the log numbers a group's agents from 1
            group, number = rule.agent.rsplit(" ", 1)
            who = self.router.those(group)[int(number) - 1].index
        return Wish(who, math.inf if rule.hold is None else us(rule.hold), sent=True, asker=asker)

    def credit(self, contact):
        """Return what a referred contact counts as having waited already."""
        rule = self.scenario.categories[contact.category].referral
        return 0 if rule is None else us(rule.age_credit)

    def send(self, now, contact, desk, reason):
        """A contact queues anew at a desk; after too many legs it ends instead."""
        if contact.whole.legs >= MOST_LEGS:
            self.part(now, contact, 0, reason)
            return
        category, contact.referred_to = self.category_of(desk)
        later = contact.next_leg(now, category)
        later.sent = self.sent_to(desk)
        later.referrals += 1
        self.part(now, contact, NONE, reason)
        self.world.join(now, later, self.credit(contact))

    def ask(self, now, contact, desk):
        """Call an agent of a desk in: to hand the contact over, or with a question."""
        self.router.begin_asking(now, contact.agent)
        if contact.whole.legs >= MOST_LEGS:
            self.in_vain(now, contact)
            return
        category, number = self.category_of(desk)
        later = contact.next_leg(now, category)
        later.sent = self.sent_to(desk, contact.agent)
        contact.peer, later.peer = later, contact
        if contact.refers:
            later.referrals += 1
            contact.referred_to = number
        contact.work = Work(None, now)
        self.world.paths.put_on_hold(now, contact)
        self.world.join(now, later, self.credit(contact) if contact.refers else 0)
        if later.name not in self.router.contacts:
            self.in_vain(now, contact)
            return
        rule = self.scenario.categories[contact.category].referral
        if later.bound == NONE and rule is not None and rule.consult.wait is not None:
            time, number = now + us(rule.consult.wait), self.router.contacts[later.name].number
            self.world.later(time, Rank.TIMER, number, lambda now: self.wait_is_over(now, contact, later))

    def asks_no_more(self, now, contact):
        """The first agent asks no longer, and takes what waits and fits."""
        self.world.follow(now, self.router.end_asking(now, contact.agent))
        self.world.works.reckon_one(now, self.router.agents[contact.agent])

    def in_vain(self, now, contact):
        """Nobody comes: go on without, or part, because the contact has ended where it was to go on."""
        contact.peer = None
        self.asks_no_more(now, contact)
        if contact.refers:
            self.part(now, contact, NONE, LegReason.REFERRED)
        else:
            self.world.paths.go_on(now, contact)

    def talk(self, now, later):
        """An agent has come: both agents talk."""
        contact = later.peer
        activity = AgentState.CONSULT
        if contact.refers:
            length = self.scenario.categories[contact.category].referral.consult.duration
            self.world.start_patience(now, later)
        else:
            step = self.world.paths.here(contact)
            length = step.duration
            if step.kind == "conference":
                activity = AgentState.CONFERENCE
                self.world.paths.take_off_hold(now, contact)
        u = self.world.chance.of_contact(contact, Purpose.CONSULT, contact.nth)
        talk = 0 if length is None else duration(self.scenario, length, u)
        contact.work, later.work = Work(float(talk), now), Work(None, now)
        for one in (contact, later):
            self.router.set_activity(now, one.name, activity)

    def talk_over(self, now, contact):
        """The agents have talked: hand the customer over, or go on."""
        later = contact.peer
        contact.peer = later.peer = None
        if contact.refers:
            later.patience = None
            self.router.set_activity(now, later.name, AgentState.BUSY)
            self.world.paths.begin(now, later)
            self.asks_no_more(now, contact)
            self.part(now, contact, NONE, LegReason.REFERRED)
        else:
            self.let_off(now, later, NONE, LegReason.CONSULTED)
            self.asks_no_more(now, contact)
            self.world.paths.go_on(now, contact)

    def wait_is_over(self, now, contact, later):
        """The first agent waits no longer: the referral becomes a cold one, the question is not asked."""
        if later.peer is not contact or later.bound != NONE:
            return
        if contact.refers:
            contact.peer = later.peer = None
            self.asks_no_more(now, contact)
            self.part(now, contact, NONE, LegReason.REFERRED)
        else:
            self.give_way(now, later, Outcome.ABANDONED, LegReason.CONSULTED)

    # -- a leg comes to nothing -----------------------------------------------------------------------------------
    def give_way(self, now, later, outcome, reason):
        """A waiting leg comes to nothing, or a customer hangs up while two agents talk."""
        contact = later.peer
        if self.router.contacts[later.name].state == ContactState.BOUND:
            contact.peer = later.peer = None
            self.part(now, later, 0, LegReason.HUNG_UP)
            self.asks_no_more(now, contact)
            self.part(now, contact, NONE, LegReason.HUNG_UP)
            return
        self.world.lose(now, later, outcome, reason)
        self.world.follow(now, self.router.hang_up(now, later.name))
        later.peer = None
        if contact is None:
            return
        if contact.refers and outcome == Outcome.ABANDONED:
            contact.peer = None
            self.asks_no_more(now, contact)
            self.part(now, contact, NONE, LegReason.HUNG_UP)
        else:
            self.in_vain(now, contact)
