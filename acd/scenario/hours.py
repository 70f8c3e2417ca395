"""What the user says about time: which days, when the centre is open, how much is warm-up.

`Calendar` knows weekdays and times of day; what that means in seconds from day one is in
`acd.scenario.calendar`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, PlainValidator, WithJsonSchema

from acd.errors import AcdError
from acd.scenario import times, values
from acd.scenario.parts import Broken, Part, choice, faulty, whole_from, written

LONGEST_CALENDAR = 4000
AUTO: Literal["auto"] = "auto"
"""A warm-up that is found by pilot runs."""
AT_CLOSE: dict[str, str] = {
    "serve": "agents stay, paid, until the lines are empty",
    "turn_away": "whoever waits at closing time is refused",
    "carry_over": "whoever waits keeps the place until the next opening",
}
Period = tuple[float, float]
OpeningHours = dict[int, list[Period]]


AtClosing = Annotated[
    str, choice(AT_CLOSE, "way to close"), WithJsonSchema({"type": "string", "enum": list(AT_CLOSE)})
]


def opening_hours(value: object) -> OpeningHours:
    """Return the opening periods [s since midnight] of all seven weekdays, 0 being Monday.

    Parameters
    ----------
    value : object
        Text for every day alike (``08:00-20:00``), or a mapping of weekdays to such text; days left out are
        closed.
    """
    if not isinstance(value, Mapping):
        found = times.periods(value)
        if not found:
            message = "'closed' on every day; open at least one day, such as mon-fri: 08:00-20:00"
            raise values.MisreadError(message)
        return {weekday: list(found) for weekday in range(7)}
    hours: OpeningHours = {}
    broken: list[Broken] = []
    for key, span in value.items():
        try:
            _add(hours, key, span)
        except ValueError as error:
            broken.append(((str(key),), str(error)))
    if broken:
        raise faulty(broken)
    if not any(hours.values()):
        message = "no weekday is open; open at least one day, such as mon-fri: 08:00-20:00"
        raise values.MisreadError(message)
    return {weekday: hours.get(weekday, []) for weekday in range(7)}


def _add(hours: OpeningHours, key: object, span: object) -> None:
    """Add the periods of the weekdays in `key`."""
    found = times.periods(span)
    for weekday in times.weekdays(key):
        if weekday in hours:
            message = f"{times.WEEKDAYS[weekday]} is given twice; give each weekday once"
            raise values.MisreadError(message)
        hours[weekday] = list(found)


def warm_up_length(value: object) -> float | Literal["auto"]:
    """Return a warm-up [s], or ``auto`` for one that is to be found."""
    if value == AUTO:
        return AUTO
    try:
        return values.duration(value)
    except values.MisreadError as error:
        message = f"{error}, or {AUTO}"
        raise values.MisreadError(message) from None


Weekly = Annotated[
    OpeningHours,
    PlainValidator(opening_hours),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string"},
                {"type": "object", "additionalProperties": {"type": ["string", "array"]}},
            ]
        }
    ),
]


class Calendar(Part):
    """The days of a run and their opening hours."""

    start: Annotated[
        date, PlainValidator(times.day), WithJsonSchema({"type": "string", "format": "date"})
    ] = written("2026-01-05", "Date of the first day.")
    days: Annotated[
        int,
        whole_from(1, LONGEST_CALENDAR),
        WithJsonSchema({"type": "integer", "minimum": 1, "maximum": LONGEST_CALENDAR}),
    ] = Field(default=1, description="Number of days, warm-up included.")
    open: Weekly = written("00:00-24:00", "Opening hours, for every day alike or per weekday.")
    warm_up: Annotated[
        float | Literal["auto"],
        PlainValidator(warm_up_length),
        WithJsonSchema(
            {
                "anyOf": [
                    {"type": "number", "minimum": 0},
                    {"type": "string", "pattern": values.DURATION_PATTERN.replace("?:", "")},
                    {"const": AUTO},
                ]
            }
        ),
    ] = written(
        "0s",
        "First part of the days, left out of every measure; auto: found by MSER-5 in pilot runs, for constant rates "
        "and staffing only.",
    )
    at_close: AtClosing = written("serve", "What happens to contacts waiting at closing time.")

    def rules(self) -> Iterator[Broken]:
        """Yield a fault when nothing is left after warm-up."""
        if self.warm_up != AUTO and self.warm_up >= self.days * values.DAY:
            yield (
                ("warm_up",),
                f"{values.duration_text(self.warm_up)} leaves nothing of {self.days} days; make it shorter",
            )
        if not any(self.open[(self.start.weekday() + number) % 7] for number in range(min(self.days, 7))):
            yield ("open",), f"is closed on each of the {self.days} days from {self.start}; open one of them"

    @property
    def measured_from(self) -> float:
        """When the warm-up ends and measuring begins [s].

        Raises
        ------
        AcdError
            When the warm-up is ``auto`` and was not found yet.
        """
        if self.warm_up == AUTO:
            message = (
                "calendar.warm_up: auto is not a time yet; acd.simulate finds it, "
                "or replace it with the outcome of acd.experiment.find_warm_up"
            )
            raise AcdError(message)
        return self.warm_up
