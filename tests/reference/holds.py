"""How the plain router holds contacts for the agent whom they want: what it does, as a part of `Router`."""

from acd.core.codes import AgentState, ContactState, Decision, DecisionReason, Pending
from tests.reference.timetable import us

NONE = -1


class Holds:
    """Contacts that wait for one agent only; what is not here is the router's."""

    def usual_hold(self, tier):
        """Return for how long contacts of a tier are held for the agent they want."""
        own = self.scenario.tiers.get(tier)
        return us(30 if own is None or own.preferred_agent is None else own.preferred_agent.hold)

    def can_be_had(self, contact):
        """Say whether a contact may wait for the agent it wants."""
        agent = contact.wanted
        there = agent.state != AgentState.OFF and agent.pending != Pending.LOG_OUT
        return there and self.may_have(agent.group, contact)

    def hold(self, contact, longest):
        """Let a contact wait for the agent it wants, if that can be; say whether it does."""
        if longest <= 0 or not self.can_be_had(contact):
            return False
        contact.state, contact.held_until = ContactState.QUEUED, self.now + longest
        self.decide(Decision.QUEUED, contact, contact.wanted, due=contact.held_until)
        return True

    def end_holds(self, agent):
        """An agent leaves: nobody waits for that agent any longer."""
        for contact in self.held_for(agent):
            contact.held_until = min(contact.held_until, self.now)

    def hold_over(self, now, name):
        """A held contact may be had by anybody."""
        self.begin(now)
        contact = self.contacts[name]
        contact.held_until = NONE
        self.decide(Decision.REQUEUED, contact, reason=DecisionReason.HOLD_OVER)
        other = self.choose_agent(contact)
        if other is not None:
            self.give(contact, other)
        return self.answers

    def held_for(self, agent):
        """Return the contacts held for an agent, in the order of their offers."""
        return [c for c in self.contacts.values() if c.held and c.wanted is agent]
