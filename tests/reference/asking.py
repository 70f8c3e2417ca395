"""The plain router with what a live system tells it besides: telephone, channels by agent, consults.

- `transfer` is the end of a leg and the offer of the contact in another category, at one moment.
- Both may be sent to a group, or to one agent.
- Of a consult there are two contacts: the customer's and the question. Whoever asks takes nothing else until it is
  over. Bound, both agents are in the consult; who ends the question lets the customer's agent go on.
- `ready` says which channels an agent takes until it is said anew; what is in hand stays.
"""

from acd.core.codes import AgentState, ContactState, Decision, DecisionReason
from tests.reference.hands import Hands
from tests.reference.holds import NO_WISH
from tests.reference.router import Router

TALKING = (AgentState.CONSULT, AgentState.CONFERENCE)


class Barred(Hands):
    """What agents can hold where some take less for a time."""

    def __init__(self, scenario):
        super().__init__(scenario)
        self.taken = {}

    def fits(self, agent, category):
        taken = self.taken.get(agent.index)
        barred = taken is not None and self.channel(category) not in taken
        return not barred and super().fits(agent, category)


class LiveRouter(Router):
    """A plain router with the commands of a live one; ``questions`` are pairs (customer's contact, question)."""

    def __post_init__(self):
        super().__post_init__()
        self.hands = Barred(self.scenario)
        self.questions = []

    def question(self, contact):
        """Return what is asked about a contact, or None."""
        return next((q for c, q in self.questions if c is contact), None)

    def subject(self, question):
        """Return the contact that is asked about, or None."""
        return next((c for c, q in self.questions if q is question), None)

    # -- commands -------------------------------------------------------------------------------------------------
    def ready(self, now, a, channels=None):
        self.hands.taken[a] = channels
        return super().ready(now, a)

    def worked(self, a):
        """Return the channels that an agent's group works."""
        group = self.agents[a].group
        return [name for name in self.scenario.channels if self.hands.capacity(group, name) > 0]

    def reject(self, now, name):
        return self.lapse(now, name, DecisionReason.REJECTED)

    def do(self, now, name, activity):
        """Put a customer on hold, or talk again."""
        self.begin(now)
        self.set_activity(now, name, activity)
        return self.answers

    def transfer(self, now, name, category, credit=0, priority=None, wrap_up=True, wish=NO_WISH):
        contact = self.contacts[name]
        ended = self.finish(now, name, wrap_up, DecisionReason.TRANSFERRED)
        return ended + self.offer(now, name, category, contact.tier, contact.key, credit, priority, wish)

    def consult(self, now, name, category, question, wish=NO_WISH):
        contact = self.contacts[name]
        agent, was = contact.agent, contact.activity
        self.hands.asking[agent.index] += 1
        contact.activity = AgentState.HOLD
        wish = wish._replace(asker=agent.index)
        answers = self.offer(now, question, category, contact.tier, contact.key, wish=wish)
        if question not in self.contacts:
            self.hands.asking[agent.index] -= 1
            contact.activity = was
            return answers
        self.note(agent)
        self.questions.append((contact, self.contacts[question]))
        if self.contacts[question].state == ContactState.BOUND:
            self.both(contact, AgentState.CONSULT)
        return answers

    def conference(self, now, name):
        self.begin(now)
        self.both(self.contacts[name], AgentState.CONFERENCE)
        return self.answers

    def end_consult(self, now, name):
        self.begin(now)
        contact = self.contacts[name]
        self.let_go(contact)
        contact.activity = AgentState.BUSY
        self.free(contact.agent, contact.agent.idle_since)
        return self.answers

    def hand_over(self, now, name, wrap_up=True):
        self.begin(now)
        contact = self.contacts.pop(name)
        question, agent = self.question(contact), contact.agent
        self.part(contact, question)
        del self.contacts[question.name]
        self.decide(Decision.ENDED, question, question.agent, DecisionReason.HANDED_OVER)
        self.decide(Decision.ENDED, contact, agent, DecisionReason.HANDED_OVER)
        question.name, question.activity = name, AgentState.BUSY
        self.contacts[name] = question
        self.decide(Decision.BOUND, question, question.agent, DecisionReason.HANDED_OVER)
        self.note(question.agent)
        self.leave(contact, wrap_up)
        return self.answers

    def finish(self, now, name, wrap_up=False, reason=DecisionReason.FINISHED):
        contact = self.contacts[name]
        question, subject = self.question(contact), self.subject(contact)
        if question is None and subject is None:
            return super().finish(now, name, wrap_up, reason)
        self.begin(now)
        if question is not None:
            self.let_go(contact)
        else:
            self.part(subject, contact)
            conferring = subject.activity == AgentState.CONFERENCE
            subject.activity = AgentState.BUSY if conferring else AgentState.HOLD
        self.decide(Decision.ENDED, self.contacts.pop(name), contact.agent, reason)
        self.leave(contact, wrap_up)
        if subject is not None:
            self.free(subject.agent, subject.agent.idle_since)
        return self.answers

    def hang_up(self, now, name):
        contact = self.contacts[name]
        subject = self.subject(contact)
        if subject is None or contact.state == ContactState.BOUND:
            return super().hang_up(now, name)
        self.part(subject, contact)
        answers = super().hang_up(now, name)
        self.free(subject.agent, subject.agent.idle_since)
        return answers

    # -- what they do ---------------------------------------------------------------------------------------------
    def bind(self, contact, agent):
        super().bind(contact, agent)
        subject = self.subject(contact)
        if subject is not None:
            self.both(subject, AgentState.CONSULT)

    def both(self, contact, activity):
        """Both agents of a consult do the same."""
        for peer in (contact, self.question(contact)):
            peer.activity = activity
            self.note(peer.agent)

    def part(self, contact, question):
        """The question is one no longer; its asker may take contacts again."""
        self.questions.remove((contact, question))
        self.hands.asking[contact.agent.index] -= 1

    def let_go(self, contact):
        """The question about a contact is over, wherever it stands."""
        question = self.question(contact)
        self.part(contact, question)
        del self.contacts[question.name]
        agent, over = question.agent, DecisionReason.CONSULT_OVER
        if question.state == ContactState.OFFERED:
            self.decide(Decision.RESCINDED, question, agent, over)
        bound = question.state == ContactState.BOUND
        self.decide(Decision.ENDED, question, agent if bound else None, over)
        if agent is not None:
            agent.hands.remove(question)
            self.free(agent, self.now if bound else agent.idle_since)

    def leave(self, contact, wrap_up):
        """An agent who asked, or was asked, is done with a contact but for its wrap-up; others may fit."""
        agent = contact.agent
        if wrap_up:
            contact.state, contact.activity = ContactState.WRAPPING, AgentState.WRAP_UP
            self.free(agent, agent.idle_since)
        else:
            agent.hands.remove(contact)
            self.free(agent, self.now)
