"""Offers that ring in the plain world: answered after a while, rejected then, or by nobody until the time is over.

Whoever did not take an offer is not ready for a while, counted from then. That rest ends early when something else
makes the agent not ready, sends the agent home, or comes between.
"""

from acd.core.codes import AgentReason, AgentState, Decision, DecisionReason, Pending, Purpose, Rank
from tests.reference.durations import duration
from tests.reference.offers import NONE
from tests.reference.timetable import us

AFTER_OFFERS, AFTER_MORE = 2**41, 2**42
"""Keys of what happens once the offers and holds of a moment have ended."""
MOST_OFFERS = 500
"""Offers after so many of a contact are drawn like the first ones."""


class Answering:
    """What becomes of the offers of a world's router."""

    def __init__(self, world):
        self.world, self.router, self.scenario = world, world.router, world.scenario

    def watch(self, answers):
        """Let what the router has begun end when it is due."""
        for answer in answers:
            if answer.kind == Decision.OFFERED:
                held = self.router.contacts[answer.contact]
                offer = self.router.phone_at(held, answer.agent)
                if offer.due != NONE:
                    self.later(offer.due, held, lambda now, offer=offer: self.ring_out(now, offer))
                self.watch_round(held)

    def watch_round(self, held):
        """Let a contact that rings ring at one more agent when that is due."""
        if held.more_at != held.timed:
            held.timed = at = held.more_at
            key = AFTER_OFFERS + held.number
            if at != NONE:
                self.world.later(at, Rank.TIMER, key, lambda now: self.ring_more(now, held, at))

    def ring_more(self, now, held, at):
        if held.phones and held.more_at == at:
            answers = self.router.ring_more(now, held.name)
            self.watch_round(held)
            self.world.follow(now, answers)

    def ring(self, now, contact, a):
        """It rings at an agent's."""
        self.world.start_patience(now, contact)
        held = self.router.contacts[contact.name]
        offer = self.router.phone_at(held, a)
        team = self.scenario.agents[offer.agent.home]
        nobody = 0.0 if team.no_answer is None else team.no_answer.probability
        nth = offer.nth % MOST_OFFERS
        if self.world.chance.of_contact(contact, Purpose.NO_ANSWER, nth) < nobody:
            return
        length = 0
        if team.answer is not None:
            length = duration(
                self.scenario, team.answer, self.world.chance.of_contact(contact, Purpose.RING, nth)
            )
        rejected = 0.0 if team.reject is None else team.reject.probability
        act = self.pick_up
        if self.world.chance.of_contact(contact, Purpose.REJECT, nth) < rejected:
            act = self.reject
        self.later(now + length, held, lambda now: act(now, contact, offer))

    def later(self, time, held, act):
        self.world.later(time, Rank.TIMER, held.number, act)

    def stands(self, offer):
        """Say whether an offer has neither come to an end nor been answered."""
        return offer in offer.contact.phones

    def pick_up(self, now, contact, offer):
        if self.stands(offer):
            self.world.follow(now, self.router.accept(now, contact.name, offer.agent.index))

    def reject(self, now, contact, offer):
        if self.stands(offer):
            self.come_to_nothing(now, offer, DecisionReason.REJECTED)

    def ring_out(self, now, offer):
        if self.stands(offer):
            self.come_to_nothing(now, offer, DecisionReason.LAPSED)

    def come_to_nothing(self, now, offer, reason):
        """An offer was not accepted: the contact waits on, the agent rests unless something else is to come."""
        agent, held = offer.agent, offer.contact
        team = self.scenario.agents[agent.home]
        rule = team.reject if reason == DecisionReason.REJECTED else team.no_answer
        rests = agent.pending == Pending.NOTHING
        self.world.contacts[held.name].rings += 1
        answers = self.router.lapse(now, held.name, reason, agent.index)
        self.watch_past(held, agent.index)
        self.world.follow(now, answers)
        if rests:
            day = self.world.roster.days[agent.index]
            day.rest = rest = object()
            self.world.later(
                now + us(rule.not_ready), Rank.TIMER, agent.index, lambda now: self.rested(now, agent, rest)
            )

    def watch_past(self, held, a):
        """Let a contact be offered to an agent again when that is due."""
        at = held.past[a].until
        if at > self.router.now and a in dict(self.router.barred(held)):
            key = AFTER_MORE + held.number
            self.world.later(at, Rank.TIMER, key, lambda now: self.offer_again(now, held, a))

    def offer_again(self, now, held, a):
        there = self.router.contacts.get(held.name) is held and held.past[a].until == now
        if there and (a, held.past[a]) in self.router.barred(held):
            self.world.follow(now, self.router.offer_again(now, held.name, a))

    def rested(self, now, agent, rest):
        """The rest is over, if it is still this one."""
        day = self.world.roster.days[agent.index]
        in_it = agent.state == AgentState.NOT_READY and agent.reason == AgentReason.NO_ANSWER
        before_it = agent.pending == Pending.NOT_READY and agent.pending_reason == AgentReason.NO_ANSWER
        if day.rest is rest and (in_it or before_it) and not day.breaks and day.away is None:
            self.world.follow(now, self.router.ready(now, agent.index))
