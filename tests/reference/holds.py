"""How the plain router holds contacts for those whom they want, and what falls due in it: a part of `Router`.

Wanted is one agent, or the agents of a group. They can be had when one of them, another one than whoever asks, is
logged in, not about to leave, and authorised.
"""

from math import inf
from typing import NamedTuple

from acd.core.codes import AgentState, ContactState, Decision, DecisionReason, Pending
from tests.reference.timetable import us

NONE = -1


class Wish(NamedTuple):
    """Whom a contact wants, an agent or a group, and for how long, None for as long as its customer's tier says.

    Whoever sends it to them wants it, not the customer; perhaps an agent who asks them.
    """

    who: object = NONE
    hold: float | None = None
    sent: bool = False
    asker: int | None = None
    requires: dict | None = None


NO_WISH = Wish()


class Holds:
    """Contacts that wait for some agents only; what is not here is the router's."""

    def usual_hold(self, tier):
        """Return for how long contacts of a tier are held for the agent they want."""
        own = self.scenario.tiers.get(tier)
        return us(30 if own is None or own.preferred_agent is None else own.preferred_agent.hold)

    def those(self, who):
        """Return the agents whom a number or the name of a group stands for."""
        return [a for a in self.agents if who in (a.index, a.home)]

    def wish(self, contact, wish):
        """Note whom a contact wants."""
        contact.wanted, contact.by_name = self.those(wish.who), not isinstance(wish.who, str)
        contact.sent = wish.sent
        contact.asker = None if wish.asker is None else self.agents[wish.asker]
        contact.until = self.now + (self.usual_hold(contact.tier) if wish.hold is None else wish.hold)

    def can_be_had(self, contact):
        """Say whether a contact may wait for those whom it wants."""
        return any(
            agent.state != AgentState.OFF
            and agent.pending != Pending.LOG_OUT
            and agent is not contact.asker
            and self.allows(agent.group, contact)
            for agent in contact.wanted
        )

    def best_wanted(self, contact):
        """Return which of those whom a contact wants takes it at once, or None."""
        if not self.can_be_had(contact):
            return None
        able = [a for a in contact.wanted if a is not contact.asker and self.has_room(a, contact.category)]
        able = [a for a in able if self.may_offer(contact, a) and self.allows(a.group, contact)]
        if not contact.by_name:
            able = [a for a in able if self.leaves_enough(a, contact.category)]
        return self.first_of(able, contact)

    def hold(self, contact):
        """Let a contact wait for those whom it wants, if that can be; say whether it does."""
        if contact.until <= self.now or not self.can_be_had(contact):
            return False
        contact.state, contact.held_until = ContactState.QUEUED, contact.until
        self.match()
        return True

    def say_held(self, contact):
        """Decide that a contact is held."""
        agent = contact.wanted[0] if contact.by_name else None
        due = NONE if contact.until == inf else contact.until
        self.decide(Decision.QUEUED, contact, agent, due=due)

    def place_again(self, contact):
        """Let a contact that was sent to somebody be theirs still when an offer came to nothing; say whether it is."""
        contact.sent = contact.sent and contact.until > self.now and self.can_be_had(contact)
        if not contact.sent:
            return False
        agent = self.best_wanted(contact)
        if agent is None:
            return self.hold(contact)
        self.give(contact, agent)
        return True

    def end_holds(self, agent):
        """An agent leaves: nobody waits any longer for those of whom nobody is left."""
        for contact in self.held_for(agent):
            if not self.can_be_had(contact):
                contact.until = contact.held_until = min(contact.held_until, self.now)

    def hold_over(self, now, name):
        """A held contact may be had by anybody."""
        self.begin(now)
        contact = self.contacts[name]
        contact.held_until, contact.sent = NONE, False
        self.decide(Decision.REQUEUED, contact, reason=DecisionReason.HOLD_OVER)
        contact.state = ContactState.NONE  # it stands in no line while an agent is looked for
        other = self.choose_agent(contact)
        if other is not None:
            self.give(contact, other)
        else:
            contact.state = ContactState.QUEUED
            self.match()
        return self.answers

    def held_for(self, agent):
        """Return the contacts held for an agent, alone or with others, in the order of their offers."""
        return [c for c in self.contacts.values() if c.held and agent in c.wanted]
