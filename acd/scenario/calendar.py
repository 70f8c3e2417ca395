"""What the opening hours mean in seconds from the start of the calendar (day one, 00:00).

Weekdays and times of day end here: the other layers see only periods of seconds. Touching periods are one,
also across midnight, because nobody logs out between them.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil, floor

from acd.scenario.hours import Period
from acd.scenario.model import Scenario
from acd.scenario.values import DAY


def horizon(scenario: Scenario) -> float:
    """Return the length of the calendar [s], warm-up included."""
    return scenario.calendar.days * DAY


def openings(scenario: Scenario) -> list[Period]:
    """Return the open periods of the whole calendar, touching ones merged.

    Returns
    -------
    list of (float, float)
        Start and end [s since day one 00:00], in order.
    """
    return merged(period for day in range(scenario.calendar.days) for period in open_periods(scenario, day))


def week_openings(scenario: Scenario) -> list[Period]:
    """Return the open periods of one week that begins with the calendar's first weekday.

    Returns
    -------
    list of (float, float)
        Start and end [s since the start of that week], in order; touching ones merged within the week. A
        calendar shorter than a week is continued by its weekdays' hours.
    """
    return merged(period for day in range(7) for period in open_periods(scenario, day))


def open_periods(scenario: Scenario, day: int) -> list[Period]:
    """Return the open periods of one day of the calendar, from 0 [s since day one 00:00]."""
    begin = day * DAY
    return [(begin + start, begin + end) for start, end in scenario.calendar.open[weekday(scenario, day)]]


def weekday(scenario: Scenario, day: int) -> int:
    """Return the weekday (0 is Monday) of one day of the calendar, from 0."""
    return (scenario.calendar.start.weekday() + day) % 7


def open_intervals(scenario: Scenario, day: int) -> list[tuple[float, list[Period]]]:
    """Return the intervals of a day that are open at some time, each with its open pieces.

    Returns
    -------
    list of (float, list of (float, float))
        The interval's start and its pieces, cut at opening borders [s since day one 00:00]; an interval
        counts as open when any of it is open.
    """
    length = scenario.interval
    pieces: dict[int, list[Period]] = {}
    for start, end in open_periods(scenario, day):
        for number in range(floor(start / length), ceil(end / length)):
            piece = max(start, number * length), min(end, (number + 1) * length)
            pieces.setdefault(number, []).append(piece)
    return [(number * length, pieces[number]) for number in sorted(pieces)]


def merged(periods: Iterable[Period]) -> list[Period]:
    """Return periods in order, those that touch or overlap joined into one."""
    found: list[Period] = []
    for start, end in sorted(periods):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found
