"""What the user says about contacts: whence they come, how long they wait and take, whether they return.

A `Category` is a kind of contact. Names of channels, skills and groups are only text here; whether they exist is asked
in `checks`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field, WithJsonSchema

from acd.scenario.afterwards import Callback, Survey, distributions_of
from acd.scenario.arrivals import Arrivals
from acd.scenario.distributions import Distribution, Drawn
from acd.scenario.handling import HANDLE, VERIFICATION, Hold, Path, Referral, Step, Verification, path_rules
from acd.scenario.hours import AtClosing
from acd.scenario.outbound import DEFAULT_PRIORITY, PATIENCE, PREDICTIVE, Outbound, not_both
from acd.scenario.parts import (
    Broken,
    Count,
    Duration,
    Factor,
    Level,
    Name,
    Part,
    Place,
    Priority,
    Share,
    choice,
    written,
)
from acd.scenario.returns import Return
from acd.scenario.steering import Steer

MOST_HELD = 64
"""Contacts an agent may hold at once."""


class Channel(Part):
    """A channel: how many of its contacts an agent holds at once, and what that does to them."""

    capacity: Count = Field(
        default=1,
        description="Contacts an agent may hold at once; while asking another agent, an agent takes no more of them.",
    )
    cost: Share | None = Field(
        default=None,
        description="Share of an agent that a contact takes; none: 1 / capacity.",
    )
    slowdown: Factor = written(
        "0%", "By how much each further contact in the agent's hands lengthens the handling of the others."
    )
    interrupted_by: list[Name] = Field(
        default=[], description="Channels whose contacts an agent takes in between; these rest meanwhile."
    )
    at_close: AtClosing | None = Field(
        default=None,
        description="What happens to its contacts waiting at closing time; none: the calendar's.",
    )

    def rules(self) -> Iterator[Broken]:
        """Yield a fault when an agent could hold none."""
        if self.capacity == 0:
            yield ("capacity",), "0 is too small; an agent holds at least 1 contact"
        if self.capacity > MOST_HELD:
            yield ("capacity",), f"{self.capacity} is too many; an agent holds at most {MOST_HELD} contacts"
        if self.cost == 0.0:
            yield (
                ("cost",),
                "0 would let an agent hold contacts without end; give a share above 0, or remove it",
            )


UNTIL: dict[str, str] = {
    "answered": "an agent takes the contact",
    "finished": "the agent has done with the customer, wrap-up left out",
}
HOURS: dict[str, str] = {"all": "every hour", "open": "opening hours only"}
Until = Annotated[str, choice(UNTIL, "end"), WithJsonSchema({"type": "string", "enum": list(UNTIL)})]
Counted = Annotated[str, choice(HOURS, "hours"), WithJsonSchema({"type": "string", "enum": list(HOURS)})]


class ServiceLevel(Part):
    """The target of a category: a share of contacts answered within a time."""

    share: Share = written("80%", "Share to be reached.")
    within: Duration = written("20s", "Longest time that counts as in time.")
    until: Until = written(
        "answered",
        "Which end that time has: " + "; ".join(f"{word}: {text}" for word, text in UNTIL.items()) + ".",
    )
    hours: Counted = written(
        "all", "Which time it counts: " + "; ".join(f"{word}: {text}" for word, text in HOURS.items()) + "."
    )
    short_abandon: Duration = written("5s", "Whoever leaves sooner is a short abandon.")


class Category(Part):
    """A category of contacts: what an agent is authorised to handle."""

    channel: Name = written("voice", "Channel by which these contacts come.")
    arrivals: Arrivals | None = Field(default=None, description="New matters; none: only by injection.")
    outbound: Outbound | None = Field(
        default=None, description="A campaign that the centre dials itself, instead of arrivals."
    )
    busyness: Drawn | None = Field(
        default=None, description="This category's own factor a day, on top of the root's."
    )
    patience: Drawn | None = Field(
        default=None,
        description="Longest wait in line, the time an agent's phone rings included; none: waits for ever, 2s where "
        "it is dialled predictively.",
    )
    balk: Share = Field(default=0.0, description="Share that leaves at once unless an agent is free.")
    ivr: Drawn | None = Field(default=None, description="Time before joining the line.")
    handle: Drawn = Field(description="Talk, or time on the contact.")
    wrap_up: Drawn | None = Field(default=None, description="Work after the contact.")
    complexity: Drawn | None = Field(
        default=None,
        description="A factor x a contact, mean about 1: handling takes x times as long, a share p that is settled "
        "becomes p^x, and a share q that is referred 1 - (1 - q)^x.",
    )
    verification: Verification | None = Field(
        default=None, description="Before handling; none: nobody is verified."
    )
    hold: Hold | None = Field(default=None, description="Before handling; none: nobody is put on hold.")
    path: Path | None = Field(
        default=None,
        description="Steps by name, `handle` among them; none: verification, hold and handling, as far as given.",
    )
    callback: Callback | None = Field(
        default=None,
        description="Offered instead of a long wait; a promise, which neither a full line nor closing time breaks.",
    )
    survey: Survey | None = Field(default=None, description="After the contact.")
    referral: Referral | None = Field(default=None, description="To a desk, at the end of handling.")
    requires: dict[Name, Level] = Field(
        default={}, description="Skills an agent needs, each with its lowest level."
    )
    priority: Priority = Field(
        default=0, description="Higher is served first; a campaign has -1 unless it says otherwise."
    )
    age_credit: Duration = written("0s", "Counts as already waited, for the place in line only.")
    service_level: ServiceLevel = written({}, "The target.")
    resolution: Share = Field(default=1.0, description="Share of contacts that settle the customer's matter.")
    recontact: Return | None = Field(default=None, description="Coming back when the matter was not settled.")
    redial: Return | None = Field(default=None, description="Coming back when the customer got nobody.")
    max_queue: Count | None = Field(
        default=None, description="Arrivals beyond this many waiting are refused; callbacks never are."
    )
    steer: Steer | None = Field(
        default=None, description="Another channel that is offered as customers join; none: no choice."
    )

    def rules(self) -> Iterator[Broken]:
        """Yield what is wrong in the path, or between it and what it leaves out."""
        if self.path is None:
            return
        if self.hold is not None:
            yield ("hold",), "together with path; make it a step of kind hold"
        for place, message in path_rules(self.path, verified=self.verification is not None):
            yield ("path", *place), message

    @property
    def steps(self) -> dict[str, Step | Hold | None]:
        """The steps of handling by name, in order; None where the category itself says what the step is."""
        if self.path is not None:
            return dict(self.path)
        found: dict[str, Step | Hold | None] = {}
        if self.verification is not None:
            found[VERIFICATION] = None
        if self.hold is not None:
            found["hold"] = self.hold
        return found | {HANDLE: None}

    @classmethod
    def presence(cls, given: Mapping[str, object]) -> Iterator[Broken]:
        """Yield a fault for each key that does not go with a campaign.

        Parameters
        ----------
        given : mapping
            The part's raw values, by key.

        Returns
        -------
        iterator of (tuple, str)
            Place within the part, and message.
        """
        yield from not_both(given)

    @property
    def own_priority(self) -> int:
        """The priority that counts: a campaign's is -1 unless it was written."""
        if self.outbound is not None and "priority" not in self.model_fields_set:
            return DEFAULT_PRIORITY
        return self.priority

    @property
    def own_patience(self) -> Distribution | None:
        """The patience that counts: in a predictive campaign 2 s unless it was written."""
        ahead = self.outbound is not None and self.outbound.mode == PREDICTIVE
        return PATIENCE if ahead and self.patience is None else self.patience

    def distributions(self) -> Iterator[tuple[Place, Distribution]]:
        """Yield every distribution of the category with its place in it."""
        for key in ("busyness", "patience", "ivr", "handle", "wrap_up", "complexity"):
            drawn = getattr(self, key)
            if drawn is not None:
                yield (key,), drawn
        yield from self._of_handling()
        yield from distributions_of(self.callback)
        if self.arrivals is not None:
            for place, drawn in self.arrivals.distributions():
                yield ("arrivals", *place), drawn
        for key, back in (("recontact", self.recontact), ("redial", self.redial)):
            if back is not None:
                yield (key, "after"), back.after
        for key in ("ring", "preview", "wrong_party", "retry_after"):
            drawn = getattr(self.outbound, key, None)
            if drawn is not None:
                yield ("outbound", key), drawn

    def _of_handling(self) -> Iterator[tuple[Place, Distribution]]:
        if self.verification is not None:
            yield ("verification", "duration"), self.verification.duration
        if self.hold is not None:
            yield ("hold", "duration"), self.hold.duration
        if self.referral is not None and self.referral.consult.duration is not None:
            yield ("referral", "consult", "duration"), self.referral.consult.duration
        for name, step in (self.path or {}).items():
            if step.duration is not None:
                yield ("path", name, "duration"), step.duration
