"""What the user says about agents: groups, how many are there when, what they may and can do.

Authority (`authorised`) is which categories a group may handle; skills are what a category may require on
top.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from acd.scenario import values
from acd.scenario.answering import NoAnswer, Reject, Worked, channel_list
from acd.scenario.distributions import Constant, Distribution, Drawn
from acd.scenario.parts import (
    Amount,
    Broken,
    Count,
    Duration,
    Factor,
    Flag,
    Level,
    Name,
    Or,
    Part,
    Place,
    Share,
    Text,
    exactly_one,
    written,
)
from acd.scenario.working import (
    Adherence,
    ClockTime,
    Gathering,
    Learning,
    Overtime,
    Tenure,
    Weekdays,
)


def _shift_length(length: float) -> float:
    """Return a shift's length [s] of up to a day."""
    if not 0.0 < length <= values.DAY:
        message = f"{values.duration_text(length)} is out of range; a shift lasts up to 24h"
        raise values.MisreadError(message)
    return length


class Break(Part):
    """A break within a shift; it waits for the agent to be free and lasts in full."""

    after: Duration = Field(description="When it is due, from the shift's start.")
    length: Duration = Field(description="How long it lasts.")
    paid: Flag = Field(default=True, description="Whether its time is paid.")


class Shift(Part):
    """Agents who come and go together."""

    agents: Count = Field(description="How many agents.")
    days: Weekdays = written("mon-sun", "Weekdays on which the shift starts.")
    at: ClockTime = Field(description="When it starts.")
    length: Annotated[Duration, AfterValidator(_shift_length)] = Field(
        description="How long it lasts; at most a day."
    )
    breaks: list[Break] = Field(default=[], description="Breaks in the order of the day.")
    shrinkage: Share | None = Field(
        default=None, description="Probability of absence from this shift, in place of the group's."
    )
    overtime: Overtime | None = Field(
        default=None, description="Going on after the shift's end while too many wait; none: never."
    )

    def rules(self) -> Iterator[Broken]:
        """Yield faults of breaks outside the shift or overlapping."""
        free_from = 0.0
        for number, pause in enumerate(self.breaks):
            due, end = values.duration_text(pause.after), pause.after + pause.length
            if end > self.length:
                span = f"{due} to {values.duration_text(end)}"
                yield (
                    ("breaks", number),
                    f"{span} is outside the shift of {values.duration_text(self.length)}; "
                    "start it sooner or shorten it",
                )
            if pause.after < free_from:
                yield (
                    ("breaks", number),
                    f"due after {due}, but the break before it ends after {values.duration_text(free_from)}; "
                    "breaks follow each other without overlap",
                )
            free_from = max(free_from, end)


class Staffing(Part):
    """Agents logged in per interval: a list, or a file's column."""

    per_interval: list[Count] | None = Field(
        default=None,
        description="Agents logged in in each open interval, from opening on, for one day (repeated) or all.",
    )
    file: Text | None = Field(
        default=None, description="CSV or XLSX file: a column `start` and a column of agents."
    )
    column: Text | None = Field(default=None, description="Column of the file; by default the group's name.")

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
        yield from exactly_one(given, ("per_interval", "file"))
        if "column" in given and "file" not in given:
            yield ("column",), f"{values.shown(given['column'])} belongs to no file; give file, or remove it"


class Factors(Part):
    """How a group's agents differ from the category's own values."""

    handle: Factor = written("100%", "Multiplies handling.")
    wrap_up: Factor = written("100%", "Multiplies wrap-up.")
    resolution: Share | None = Field(default=None, description="Replaces the category's resolution.")
    referral: Share | None = Field(
        default=None, description="Replaces the probability of the category's referral."
    )
    after: Duration = written("0s", "How long a contact waits before the group may have it.")


def _authorised(value: object) -> object:
    """Return a list of categories as a mapping to factors of one."""
    if not isinstance(value, list | tuple):
        return value
    factors: dict[str, object] = {}
    for item in value:
        category = values.name(item)
        if category in factors:
            message = f"names {values.shown(category)} twice; name each category once"
            raise values.MisreadError(message)
        factors[category] = {}
    return factors


def _rings(answer: Distribution | None) -> bool:
    """Say whether answering takes any time; of a file that is not read yet the mean is not a number."""
    return answer is not None and answer.mean_value() != 0.0


class Group(Part):
    """A group of alike agents."""

    count: Count | None = Field(default=None, description="Agents from opening to closing.")
    staffing: Staffing | None = Field(default=None, description="Agents logged in per interval.")
    shifts: list[Shift] | None = Field(default=None, description="Shifts with breaks.")
    authorised: Annotated[
        dict[Name, Annotated[Factors, BeforeValidator(lambda value: {} if value is None else value)]],
        BeforeValidator(_authorised),
        Or({"type": "array", "items": {"type": "string"}}),
    ] = Field(
        description="Categories the group may handle, a list or with factors; the order is `category_order`."
    )
    skills: dict[Name, Level] = Field(default={}, description="Skills, each with its level.")
    channels: Annotated[
        dict[Name, Annotated[Worked, BeforeValidator(lambda value: {} if value is None else value)]] | None,
        BeforeValidator(channel_list),
        Or({"type": "array", "items": {"type": "string"}}),
    ] = Field(default=None, description="Channels the group works, a list or with capacities; none: all.")
    answer: Drawn | None = Field(default=None, description="How long it rings; none: answered at once.")
    no_answer: NoAnswer | None = Field(default=None, description="Offers that nobody answers.")
    reject: Reject | None = Field(default=None, description="Offers that the agent rejects.")
    shrinkage: Share = Field(
        default=0.0, description="Probability that an agent's shift (or day) is absent, paid."
    )
    cost: Amount = Field(default=0.0, description="Money per paid hour.")
    overtime_pay: Factor = written("100%", "Multiplies `cost` for the hours of overtime.")
    adherence: Adherence | None = Field(
        default=None, description="Coming late, leaving early, long breaks; none: all keep to the timetable."
    )
    meetings: list[Gathering] = Field(default=[], description="Meetings, in paid time.")
    training: list[Gathering] = Field(
        default=[], description="Training, in paid time; the root's `training` switches all of it off."
    )
    tenure: list[Tenure] = Field(
        default=[],
        description="Agents who are new, from the group's first on; the rest are experienced.",
    )
    learning: Learning | None = Field(default=None, description="How those who are new get faster.")

    @classmethod
    def presence(cls, given: Mapping[str, object]) -> Iterator[Broken]:
        """Yield a fault unless exactly one way of staffing is given.

        Parameters
        ----------
        given : mapping
            The part's raw values, by key.

        Returns
        -------
        iterator of (tuple, str)
            Place within the part, and message.
        """
        yield from exactly_one(given, ("count", "staffing", "shifts"))
        for key, other, lack in (("tenure", "learning", "curve"), ("learning", "tenure", "agent")):
            if given.get(key) and not given.get(other):
                yield (key,), f"is given without {other}, so that it has no {lack}; give both, or neither"

    def distributions(self) -> Iterator[tuple[Place, Distribution]]:
        """Yield every distribution of the group with its place in it."""
        if self.adherence is not None:
            for place, drawn in self.adherence.distributions():
                yield ("adherence", *place), drawn
        if self.answer is not None:
            yield ("answer",), self.answer

    @property
    def rings(self) -> bool:
        """Whether contacts are offered to the group's agents before they are bound."""
        return self.answer is not None or self.no_answer is not None or self.reject is not None

    def rules(self) -> Iterator[Broken]:
        """Yield faults of a group without authority, or with absence on top of staffing."""
        if not self.authorised:
            yield ("authorised",), "is empty; name at least one category"
        if self.staffing is not None and self.adherence is not None:
            yield (
                ("adherence",),
                "is given together with staffing, which has no shifts to come late to; give shifts or count, "
                "or remove it",
            )
        if self.staffing is not None and self.shrinkage > 0.0:
            yield (
                ("shrinkage",),
                f"{self.shrinkage:.4g} together with staffing; staffing is agents logged in, "
                "those absent already taken off, so remove one of the two",
            )
        if self.channels == {}:
            yield (
                ("channels",),
                "is empty; name at least one channel, or remove it: a group without it works all",
            )
        yield from self._offers()

    def _offers(self) -> Iterator[Broken]:
        """Yield faults of offers that nobody would ever take, or that would go round at one moment."""
        if self.no_answer is not None and self.no_answer.probability >= 1.0:
            yield ("no_answer", "probability"), "1 lets nobody ever answer; give a share below 1"
        if (
            isinstance(self.answer, Constant)
            and self.no_answer is not None
            and self.answer.value >= self.no_answer.timeout
        ):
            yield (
                ("answer",),
                f"{values.duration_text(self.answer.value)} is not before the timeout of no_answer "
                f"({values.duration_text(self.no_answer.timeout)}), so that nobody ever answers; let it ring for less",
            )
        if self.reject is not None and self.reject.probability >= 1.0:
            yield ("reject", "probability"), "1 lets every agent reject every offer; give a share below 1"
        elif self.reject is not None and self.reject.not_ready == 0.0 and not _rings(self.answer):
            yield (
                ("reject", "not_ready"),
                "0s without `answer` would offer a rejected contact to the same agent at once; let the agent rest, or "
                "let it ring",
            )
