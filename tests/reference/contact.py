"""What the plain world knows of a contact: of the whole of it, and of each of its legs.

A leg is the contact's time in one line and with the agent who takes it there; a contact that is referred has several.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from acd.core.codes import LegReason, Outcome, ReturnKind

NONE = -1


class Leg(NamedTuple):
    """A row of the log: one contact's time in line and with an agent."""

    matter: int
    contact: int
    arrived: int
    joined: int
    bound: int
    ended: int
    wrapped: int
    return_at: int
    attempt: int
    category: int
    tier: int
    agent: int
    group: int
    outcome: int
    reason: int
    settled: int
    return_kind: int
    leg: int = 1


class More(NamedTuple):
    """What else the log says of a leg where contacts have more than a wait, a talk and a wrap-up."""

    hold: int
    announced: int
    score: int
    asked: int
    callback: int
    rings: int
    verified: int
    referred_to: int
    last: int
    answered_before: int
    referrals: int
    first_group: int
    first_agent: int
    steered_from: int


@dataclass
class Whole:
    """What all legs of a contact share: what it came as, how many legs there are, who answered first."""

    home: str
    first_line: str
    complexity: float = 1.0
    legs: int = 1
    first_agent: int = NONE


@dataclass
class End:
    """How a leg has ended, or that it has not."""

    ended: int = NONE
    outcome: int = Outcome.ANSWERED
    reason: int = LegReason.NONE
    settled: int = NONE
    return_at: int = NONE
    return_kind: int = ReturnKind.NONE
    last: int = 0


@dataclass(eq=False)
class Contact:
    """One leg of one contact of a matter."""

    serial: int
    matter: int
    attempt: int
    key: int
    origin: int
    category: str
    tier: str
    arrived: int
    joined: int = NONE
    bound: int = NONE
    agent: int = NONE
    record: object = None
    wanted: int = NONE
    last: int = NONE  # who answered the matter before
    sent: object = None  # to whom, where it was sent to somebody
    leg: int = 1
    whole: Whole | None = None
    # what was before this leg
    verified: int = NONE
    answered_before: int = 0
    referrals: int = 0
    waited: int = 0
    failed: bool = False
    # what happens in it
    patience: object = None
    step: int | None = None
    nth: int = 0
    refers: bool = False
    peer: object = None
    work: object = None
    hold: int = 0
    hold_since: int | None = None
    rings: int = 0
    referred_to: int = NONE
    steered_from: int = NONE
    announced: int = NONE
    callback: int = 0
    dialling: bool = False
    asked: int = 0
    score: int = 0
    end: End = field(default_factory=End)

    @property
    def name(self):
        """What the router calls it."""
        return self.serial if self.leg == 1 else (self.serial, self.leg)

    @property
    def is_question(self):
        """Whether it is only to ask another agent something, with which the contact does not go on."""
        return self.peer is not None and self.leg > self.peer.leg and not self.peer.refers

    def next_leg(self, now, category):
        """Return a further leg, in another category."""
        self.whole.legs += 1
        return Contact(
            self.serial,
            self.matter,
            self.attempt,
            self.key,
            self.origin,
            category,
            self.tier,
            self.arrived,
            joined=now,
            last=self.agent,
            leg=self.whole.legs,
            whole=self.whole,
            verified=1 if self.verified == 1 else NONE,
            answered_before=self.answered_before + 1,
            referrals=self.referrals,
            waited=self.waited,
            failed=self.failed,
        )
