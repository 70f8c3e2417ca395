"""What the user says about contacts: whence they come, how long they wait and take, whether they return.

A `Category` is a kind of contact. Names of channels, skills and groups are only text here; whether they exist is asked
in `checks`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar

from pydantic import Field

from acd.scenario import values
from acd.scenario.distributions import Distribution, Drawn
from acd.scenario.parts import (
    Amount,
    Broken,
    Count,
    Duration,
    Level,
    Name,
    Part,
    Place,
    Priority,
    Rate,
    Share,
    Text,
    exactly_one,
    written,
)
from acd.scenario.returns import Return


class Channel(Part):
    """A channel; in this version an agent holds one contact at a time."""

    LATER: ClassVar[frozenset[str]] = frozenset({"slowdown", "interrupted_by"})
    capacity: Count = Field(
        default=1, description="Contacts an agent may hold at once; only 1 in this version."
    )

    def rules(self) -> Iterator[Broken]:
        """Yield a fault unless the capacity is 1."""
        if self.capacity == 0:
            yield ("capacity",), "0 is too small; an agent holds at least 1 contact"
        if self.capacity > 1:
            yield ("capacity",), "'capacity' above 1 is not supported by this version of acd; remove it"


class Arrivals(Part):
    """New matters of a category: exactly one of rate, per_interval, file, trace."""

    rate: Rate | None = Field(default=None, description="A constant rate while open.")
    per_interval: list[Amount] | None = Field(
        default=None,
        description="Expected matters in each open interval, from opening on, for one day (repeated) or all.",
    )
    file: Text | None = Field(
        default=None,
        description="CSV or XLSX file: a column `start` and a column of expected new matters per interval.",
    )
    column: Text | None = Field(
        default=None,
        description="Column of the file or trace; by default the category's name, or `arrived` in a trace.",
    )
    trace: Text | None = Field(default=None, description="CSV or XLSX file of real arrival times, one a row.")

    @classmethod
    def presence(cls, given: Mapping[str, object]) -> Iterator[Broken]:
        """Yield a fault unless exactly one source is given.

        Parameters
        ----------
        given : mapping
            The part's raw values, by key.

        Returns
        -------
        iterator of (tuple, str)
            Place within the part, and message.
        """
        yield from exactly_one(given, ("rate", "per_interval", "file", "trace"))
        if "column" in given and "file" not in given and "trace" not in given:
            yield (
                ("column",),
                f"{values.shown(given['column'])} belongs to no file; give file or trace, or remove it",
            )


class ServiceLevel(Part):
    """The target of a category: a share of contacts answered within a time."""

    LATER: ClassVar[frozenset[str]] = frozenset({"until", "hours"})
    share: Share = written("80%", "Share to be reached.")
    within: Duration = written("20s", "Longest wait that counts as in time.")
    short_abandon: Duration = written("5s", "Whoever leaves sooner is a short abandon.")


class Category(Part):
    """A category of contacts: what an agent is authorised to handle."""

    LATER: ClassVar[frozenset[str]] = frozenset({"verification", "referral", "callback", "survey"})
    channel: Name = written("voice", "Channel by which these contacts come.")
    arrivals: Arrivals | None = Field(default=None, description="New matters; none: only by injection.")
    busyness: Drawn | None = Field(
        default=None, description="This category's own factor a day, on top of the root's."
    )
    patience: Drawn | None = Field(default=None, description="Longest wait in line; none: waits for ever.")
    balk: Share = Field(default=0.0, description="Share that leaves at once unless an agent is free.")
    ivr: Drawn | None = Field(default=None, description="Time before joining the line.")
    handle: Drawn = Field(description="Talk, or time on the contact.")
    wrap_up: Drawn | None = Field(default=None, description="Work after the contact.")
    requires: dict[Name, Level] = Field(
        default={}, description="Skills an agent needs, each with its lowest level."
    )
    priority: Priority = Field(default=0, description="Higher is served first.")
    age_credit: Duration = written("0s", "Counts as already waited, for the place in line only.")
    service_level: ServiceLevel = written({}, "The target.")
    resolution: Share = Field(default=1.0, description="Share of contacts that settle the customer's matter.")
    recontact: Return | None = Field(default=None, description="Coming back when the matter was not settled.")
    redial: Return | None = Field(default=None, description="Coming back when the customer got nobody.")
    max_queue: Count | None = Field(
        default=None, description="Arrivals beyond this many waiting are refused."
    )

    def distributions(self) -> Iterator[tuple[Place, Distribution]]:
        """Yield every distribution of the category with its place in it."""
        for key in ("busyness", "patience", "ivr", "handle", "wrap_up"):
            drawn = getattr(self, key)
            if drawn is not None:
                yield (key,), drawn
        for key, back in (("recontact", self.recontact), ("redial", self.redial)):
            if back is not None:
                yield (key, "after"), back.after
