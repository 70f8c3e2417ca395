"""What an agent of the plain machine can hold, by the rules of channels and groups; in exact fractions."""

from collections import Counter
from fractions import Fraction

from acd.core.codes import AgentState, ContactState
from tests.reference.duty import Duty
from tests.reference.estimates import estimator_of

FINEST = 1000
"""Costs are rounded to fractions with denominators up to this."""


class Hands:
    """The rules of a scenario about what agents can hold at once; ``off``: groups and channels they do not take now.

    Whoever asks another agent, so many times at once as ``asking`` says, takes nothing.
    """

    def __init__(self, scenario):
        self.scenario, self.homes = scenario, {}
        parts, groups = scenario.channels.values(), scenario.agents.values()
        own = [worked.capacity or 1 for group in groups for worked in (group.channels or {}).values()]
        capacities = [*own, *(part.capacity for part in parts)]
        self.asking = Counter()
        self.off = {
            (group, channel)
            for group in scenario.agents
            for channel in scenario.channels
            if Duty(scenario, group, channel).timed
        }
        self.mixed = (
            max(capacities) > 1
            or bool(self.off)
            or any(part.interrupted_by or part.cost is not None for part in parts)
        )
        self.rich = (
            self.mixed
            or any(group.rings or group.channels is not None for group in groups)
            or any(
                part is not None
                for rule in scenario.categories.values()
                for part in (
                    rule.complexity,
                    rule.verification,
                    rule.hold,
                    rule.path,
                    rule.referral,
                    rule.survey,
                )
            )
            or estimator_of(scenario) is not None
            or any(own.above or own.keep_free for group in groups for own in group.authorised.values())
            or any(
                step.overflow
                or step.callback
                or step.refuse
                or (step.when and step.when.service_level_below is not None)
                for steps in scenario.routing.steps.values()
                for step in steps
            )
        )

    def channel(self, category):
        """Return a category's channel."""
        return self.scenario.categories[category].channel

    def cost(self, channel):
        """Return the share of an agent that a contact of a channel takes."""
        part = self.scenario.channels[channel]
        return (
            Fraction(1, part.capacity) if part.cost is None else Fraction(part.cost).limit_denominator(FINEST)
        )

    def capacity(self, group, channel):
        """Return how many contacts of a channel an agent of a group may hold; 0 when the group does not work it."""
        usual, own = self.scenario.channels[channel].capacity, self.scenario.agents[group].channels
        if own is None:
            return usual
        if channel not in own:
            return 0
        return usual if own[channel].capacity is None else own[channel].capacity

    def interrupts(self, channel, other):
        """Say whether contacts of a channel are taken in between while one of another is in hand."""
        return channel in self.scenario.channels[other].interrupted_by

    def units(self, agent):
        """Return what all contacts in an agent's hands take."""
        return sum((self.cost(self.channel(c.category)) for c in agent.hands), Fraction(0))

    def fits(self, agent, category):
        """Say whether one more contact of a category fits into an agent's hands."""
        return self.takes(agent, self.channel(category))

    def takes(self, agent, channel):
        """Say whether one more contact of a channel fits into an agent's hands."""
        if (agent.home, channel) in self.off or self.asking[agent.index]:
            return False
        held = [self.channel(c.category) for c in agent.hands]
        if not self.mixed:
            return not held and self.capacity(agent.group, channel) > 0
        in_the_way = sum(
            (self.cost(other) for other in held if not self.interrupts(channel, other)), Fraction(0)
        )
        return (
            held.count(channel) < self.capacity(agent.group, channel) and in_the_way + self.cost(channel) <= 1
        )

    # -- what the hands show -------------------------------------------------------------------------------------
    def resting(self, contact, agent):
        """Say whether work on a contact rests while another one in the same hands is worked on."""
        own = self.channel(contact.category)
        return any(
            self.interrupts(self.channel(other.category), own)
            for other in agent.hands
            if other.state in (ContactState.BOUND, ContactState.WRAPPING)
        )

    def pace(self, contact, agent):
        """Return how fast work on a contact in an agent's hands goes on; 1 when it is alone."""
        worked_on = [
            c
            for c in agent.hands
            if c.state in (ContactState.BOUND, ContactState.WRAPPING) and not self.resting(c, agent)
        ]
        if contact not in worked_on:
            return 0.0
        slowdown = self.scenario.channels[self.channel(contact.category)].slowdown
        return 1.0 / (1.0 + slowdown * (len(worked_on) - 1))

    def doing(self, agent):
        """Return the state that an agent who is logged in and may work is in."""
        states = [c.state for c in agent.hands]
        if states == [ContactState.BOUND]:
            return agent.hands[0].activity
        if ContactState.BOUND in states:
            return AgentState.BUSY
        if ContactState.WRAPPING in states:
            return AgentState.WRAP_UP
        return AgentState.OFFERED if states else AgentState.READY
