"""Offers that ring in the plain world: answered after a while, rejected then, or by nobody until the time is over.

Whoever did not take an offer is not ready for a while, counted from then. That rest ends early when something else
makes the agent not ready, sends the agent home, or comes between.
"""

from acd.core.codes import AgentReason, AgentState, ContactState, DecisionReason, Pending, Purpose, Rank
from tests.reference.durations import duration
from tests.reference.timetable import us

MOST_OFFERS = 500
"""Offers after so many of a contact are drawn like the first ones."""


class Answering:
    """What becomes of the offers of a world's router."""

    def __init__(self, world):
        self.world, self.router, self.scenario = world, world.router, world.scenario

    def ring(self, now, contact, a):
        """It rings at an agent's."""
        self.world.start_patience(now, contact)
        held = self.router.contacts[contact.name]
        offer = held.agent, held.offers
        team = self.scenario.agents[held.agent.home]
        nobody = 0.0 if team.no_answer is None else team.no_answer.probability
        if team.no_answer is not None:
            self.later(held.due, held, lambda now: self.ring_out(now, contact, offer))
        nth = held.offers % MOST_OFFERS
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

    def stands(self, contact, offer):
        """Say whether an offer has neither come to an end nor been answered."""
        held = self.router.contacts.get(contact.name)
        return held is not None and held.state == ContactState.OFFERED and (held.agent, held.offers) == offer

    def pick_up(self, now, contact, offer):
        if self.stands(contact, offer):
            self.world.follow(now, self.router.accept(now, contact.name))

    def reject(self, now, contact, offer):
        if self.stands(contact, offer):
            self.come_to_nothing(now, contact, DecisionReason.REJECTED)

    def ring_out(self, now, contact, offer):
        if self.stands(contact, offer):
            self.come_to_nothing(now, contact, DecisionReason.LAPSED)

    def come_to_nothing(self, now, contact, reason):
        """An offer was not accepted: the contact waits on, the agent rests unless something else is to come."""
        agent = self.router.contacts[contact.name].agent
        team = self.scenario.agents[agent.home]
        rule = team.reject if reason == DecisionReason.REJECTED else team.no_answer
        rests = agent.pending == Pending.NOTHING
        contact.rings += 1
        self.world.follow(now, self.router.lapse(now, contact.name, reason))
        if rests:
            day = self.world.roster.days[agent.index]
            day.rest = rest = object()
            self.world.later(
                now + us(rule.not_ready), Rank.TIMER, agent.index, lambda now: self.rested(now, agent, rest)
            )

    def rested(self, now, agent, rest):
        """The rest is over, if it is still this one."""
        day = self.world.roster.days[agent.index]
        in_it = agent.state == AgentState.NOT_READY and agent.reason == AgentReason.NO_ANSWER
        before_it = agent.pending == Pending.NOT_READY and agent.pending_reason == AgentReason.NO_ANSWER
        if day.rest is rest and (in_it or before_it) and not day.breaks and day.away is None:
            self.world.follow(now, self.router.ready(now, agent.index))
