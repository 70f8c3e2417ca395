"""What the user says about a working day beyond its shift: overtime, adherence, meetings, training, and being new.

Each is a part of a group or of a shift in `agents`; what they mean together is told there and in `shifts`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from acd.scenario import times, values
from acd.scenario.distributions import Distribution, Drawn
from acd.scenario.parts import (
    Amount,
    Broken,
    Count,
    Duration,
    Factor,
    Flag,
    Part,
    Place,
    Share,
    choice,
    whole_from,
    written,
)

_CLOCK = {"type": "string", "pattern": times.CLOCK_PATTERN}
ClockTime = Annotated[float, BeforeValidator(times.clock), WithJsonSchema(_CLOCK)]
Weekdays = Annotated[
    tuple[int, ...],
    BeforeValidator(times.weekdays),
    WithJsonSchema({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
]
WHEN_BUSY = ("wait", "skip")


def _clocks(value: object) -> tuple[float, ...]:
    """Return one time of day or several as a tuple [s since midnight]."""
    found = tuple(times.clock(item) for item in (value if isinstance(value, list | tuple) else [value]))
    if not found:
        message = "is empty; give at least one time of day"
        raise values.MisreadError(message)
    return found


def _party(value: object) -> float | int:
    """Return how many agents take part: a share with a percent sign, or a whole number."""
    if isinstance(value, str) and value.strip().endswith("%"):
        return values.share(value)
    if isinstance(value, float) and not value.is_integer():
        message = f"{values.shown(value)} is neither a share nor a number of agents; write 50% or 3"
        raise values.MisreadError(message)
    return values.whole(value, 0, 100_000)


def _some(length: float) -> float:
    """Return a length of up to a day that is not nothing [s]."""
    if not 0.0 < length <= values.DAY:
        message = f"{values.duration_text(length)} is out of range; give more than nothing and up to 24h"
        raise values.MisreadError(message)
    return length


def _unit(length: float) -> float:
    """Return a time that is not nothing [s]."""
    if length <= 0.0:
        message = "0s is too short; time worked is counted in this unit, so give some time, such as 7d"
        raise values.MisreadError(message)
    return length


class Overtime(Part):
    """How long a shift's agents may go on after its end, and when they do.

    Looked at as the shift ends, of whoever has work in hand then, and again each time that agent's handling or wrap-up
    ends: while enough contacts wait that the group may serve, one more is taken.
    """

    up_to: Annotated[Duration, AfterValidator(_some)] = Field(
        description="Within this time of the shift's end one more contact is taken."
    )
    when_waiting: Annotated[
        int, whole_from(1, 100_000), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 100_000})
    ] = Field(default=1, description="As long as at least so many contacts wait that the group may serve.")


class Adherence(Part):
    """How far agents keep to their shifts; all three are paid, and drawn for each agent's shift."""

    late: Drawn | None = Field(
        default=None, description="How long after the shift's start an agent comes in."
    )
    early: Drawn | None = Field(
        default=None,
        description="How long before the shift's end an agent leaves; not while the shift's overtime would keep the "
        "agent.",
    )
    breaks: Drawn | None = Field(default=None, description="How long a break lasts beyond its length.")

    def distributions(self) -> Iterator[tuple[Place, Distribution]]:
        """Yield every distribution with its place."""
        for key in ("late", "early", "breaks"):
            drawn = getattr(self, key)
            if drawn is not None:
                yield (key,), drawn


class Gathering(Part):
    """A meeting or a training session, paid, in which a group's agents are not ready."""

    days: Weekdays = written(
        "mon-sun", "Weekdays on which it takes place, as far as the centre is open then."
    )
    at: Annotated[
        tuple[float, ...],
        BeforeValidator(_clocks),
        WithJsonSchema({"anyOf": [_CLOCK, {"type": "array", "items": _CLOCK, "minItems": 1}]}),
    ] = Field(description="When it starts; of several times each agent has one, dealt out in turn.")
    length: Annotated[Duration, AfterValidator(_some)] = Field(description="How long it lasts.")
    agents: Annotated[
        float | int,
        BeforeValidator(_party),
        WithJsonSchema(
            {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": "^.*%\\s*$"}]}
        ),
    ] = written(
        "100%", "Who takes part: a share of the group's agents, or how many, spread evenly over them."
    )
    when_busy: Annotated[str, choice(WHEN_BUSY, "rule"), WithJsonSchema({"enum": list(WHEN_BUSY)})] = Field(
        default="wait",
        description="Whether who has work in hand or is not ready comes later (wait) or not at all (skip).",
    )
    enabled: Flag = Field(default=True, description="False leaves it out, for what-if questions.")

    def takes_part(self, number: int, size: int) -> int | None:
        """Say which of the times an agent has, None for none.

        Parameters
        ----------
        number : int
            The agent's number in the group, from 0.
        size : int
            How many agents the group has.

        Returns
        -------
        int or None
            A place in `at`.
        """
        before, after = self._up_to(number, size), self._up_to(number + 1, size)
        return before % len(self.at) if after > before else None

    def _up_to(self, number: int, size: int) -> int:
        """Return how many of the group's first agents take part."""
        if isinstance(self.agents, int):
            return number * min(self.agents, size) // max(size, 1)
        return int(number * self.agents + 0.5)


class Learning(Part):
    """A learning curve: handling and wrap-up last longer while an agent is new, by a power law of the time worked.

    The factor is 1 + (novice - 1) (1 + worked / unit)^-b, with 2^-b = doubling.
    """

    novice: Factor = Field(
        description="Multiplies handling and wrap-up of an agent who begins, such as 160%."
    )
    doubling: Share = Field(
        description="Share of the excess that is left when the time worked, and the unit, have doubled."
    )
    unit: Annotated[Duration, AfterValidator(_unit)] = written(
        "7d", "Time worked after which that is first so."
    )

    def rules(self) -> Iterator[Broken]:
        """Yield faults of a curve that does not fall or has no end."""
        if self.novice < 1.0:
            yield (
                ("novice",),
                f"{self.novice:g} is less than 1; a novice takes at least as long as the experienced, "
                "so give 100% or more",
            )
        if self.doubling == 0.0:
            yield (
                ("doubling",),
                "0 is too small; some of the excess is left after any time, so give more than 0%, such as 70%",
            )


class Tenure(Part):
    """Agents of a group who have worked equally long when the calendar begins."""

    agents: Count = Field(description="How many agents, after those of the items before.")
    weeks: Amount = Field(description="Weeks they have worked before day one; it grows by whole days.")
