"""When the bursts of a category happen: each text of a moment becomes its days in the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from acd.scenario import times, values
from acd.scenario.arrivals import Burst, moment
from acd.scenario.calendar import openings, weekday
from acd.scenario.model import Scenario


@dataclass(frozen=True)
class Occurrence:
    """One time that a burst happens.

    Parameters
    ----------
    day : int
        Of the calendar, from 0.
    number : int
        Place of the burst in the category's list.
    start : float
        [s since day one 00:00].
    burst : Burst
        The burst.
    """

    day: int
    number: int
    start: float
    burst: Burst


def occurrences(scenario: Scenario, category: str) -> list[Occurrence]:
    """Return when a category's bursts happen, by start; of equal ones, by their place in the list.

    Raises
    ------
    MisreadError
        When a burst never happens in the calendar or leaves opening hours; a checked scenario never raises.
    """
    arrivals = scenario.categories[category].arrivals
    found = [
        Occurrence(day, number, start, burst)
        for number, burst in enumerate(arrivals.bursts if arrivals is not None else [])
        for day, start in starts(scenario, burst)
    ]
    return sorted(found, key=lambda one: (one.start, one.number))


def starts(scenario: Scenario, burst: Burst) -> list[tuple[int, float]]:
    """Return day and start [s since day one 00:00] of every time that a burst happens.

    Raises
    ------
    MisreadError
        When there is none, or one is not within opening hours.
    """
    kind, days, clock = moment(burst.at)
    first = scenario.calendar.start.toordinal()
    on = [
        day
        for day in range(scenario.calendar.days)
        if (first + day if kind == "date" else weekday(scenario, day)) in days
    ]
    if not on:
        message = (
            f"{values.shown(burst.at)} is not within the calendar ({scenario.calendar.start}, "
            f"{scenario.calendar.days} days); give a moment of one of its days"
        )
        raise values.MisreadError(message)
    found = [(day, day * values.DAY + clock) for day in on]
    periods = openings(scenario)
    for day, start in found:
        if not any(begin <= start and start + burst.over <= end for begin, end in periods):
            date = scenario.calendar.start + timedelta(days=day)
            message = (
                f"{values.shown(burst.at)} for {values.duration_text(burst.over)} is outside opening hours on "
                f"{times.WEEKDAYS[date.weekday()]} {date}; name other days, move or shorten it, or open longer"
            )
            raise values.MisreadError(message)
    return found
