"""Work in agents' hands: how much of it is left, how fast it goes on, when it is done.

What is left falls by the time that passes times the pace; it is reckoned when the pace changes. Work is done at the
first whole microsecond at which nothing is left; of several at one microsecond, the contact taken first goes first.
"""

import math
from dataclasses import dataclass


@dataclass
class Work:
    """Work on a contact: what is left of it [us], None when only something else ends it."""

    left: float | None
    since: int
    pace: float | None = None
    done: float = math.inf

    def go_on(self, now, pace):
        """Go on at a pace from now."""
        if pace == self.pace:
            return
        if self.left is not None and self.pace is not None:
            self.left = max(self.left - (now - self.since) * self.pace, 0.0)
        self.since, self.pace, self.done = now, pace, math.inf
        if self.left is not None and pace > 0:
            self.done = now + math.ceil(self.left / pace)


class Works:
    """All work in a world."""

    def __init__(self, world):
        self.world, self.router = world, world.router

    def in_hand(self, agent):
        """Return the contacts in an agent's hands that are worked on or rest, in the order in which they were taken."""
        contacts = [self.world.contacts[held.name] for held in agent.hands]
        return [contact for contact in contacts if contact.work is not None]

    def reckon(self, now):
        """After an event: see how fast all work goes on."""
        for agent in self.router.agents:
            self.reckon_one(now, agent)

    def reckon_one(self, now, agent):
        """An agent has let go of a contact: see how fast the others go on, if only for a moment."""
        for held in agent.hands:
            work = self.world.contacts[held.name].work
            if work is not None:
                work.go_on(now, self.router.hands.pace(held, agent))

    def next_done(self):
        """Return when the next work is done, and by which agent; infinity when there is none."""
        done = (
            (contact.work.done, agent.index)
            for agent in self.router.agents
            for contact in self.in_hand(agent)
        )
        return min(done, default=(math.inf, 0))

    def done_first(self, a):
        """Return the contact whose work is done next in an agent's hands."""
        return min(self.in_hand(self.router.agents[a]), key=lambda contact: contact.work.done)
