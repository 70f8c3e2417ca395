"""When a group takes contacts of a channel, in seconds from the start of the calendar, and how a channel closes.

A group works a channel in the hours that it states. Where some lines are served out after closing and others are carried
over, those carried over rest while the centre is closed, so that nobody begins on them who only stays for the others.
"""

from __future__ import annotations

from acd.scenario.calendar import horizon, merged, openings, weekday
from acd.scenario.hours import OpeningHours, Period
from acd.scenario.model import Scenario
from acd.scenario.values import DAY


def at_close(scenario: Scenario, channel: str) -> str:
    """Return what closing time does to the waiting contacts of a channel: a word of ``AT_CLOSE``."""
    return scenario.channels[channel].at_close or scenario.calendar.at_close


def serves(scenario: Scenario) -> bool:
    """Say whether the lines of some category are served out after closing."""
    return any(at_close(scenario, rule.channel) == "serve" for rule in scenario.categories.values())


def timed(scenario: Scenario) -> bool:
    """Say whether some group takes contacts of some channel at certain times only."""
    return any(
        channel_periods(scenario, group, channel) is not None
        for group in scenario.agents
        for channel in scenario.channels
    )


def channel_periods(scenario: Scenario, group: str, channel: str) -> list[Period] | None:
    """Return when a group takes contacts of a channel.

    Parameters
    ----------
    scenario : Scenario
        Checked.
    group, channel : str
        Their names.

    Returns
    -------
    list of (float, float), or None
        Start and end [s since day one 00:00], touching ones merged; None where the group works the channel not at all,
        or whenever it is there. What would end with the calendar has no end. Where the channel's lines are served out, a
        period that ends at closing time goes on until the next opening.
    """
    if not works(scenario, group, channel):
        return None
    worked = (scenario.agents[group].channels or {}).get(channel)
    hours = None if worked is None else worked.hours
    rests = at_close(scenario, channel) == "carry_over" and serves(scenario)
    if hours is None:
        return openings(scenario) if rests else None
    periods = _days(scenario, hours)
    if rests:
        return overlap(periods, openings(scenario))
    if at_close(scenario, channel) == "serve":
        return merged((start, _after_closing(scenario, end)) for start, end in periods)
    return periods


def works(scenario: Scenario, group: str, channel: str) -> bool:
    """Say whether a group works a channel at all: its own list, else every channel of its categories."""
    found = scenario.agents[group]
    if found.channels is not None:
        return channel in found.channels
    return any(scenario.categories[name].channel == channel for name in found.authorised)


def _days(scenario: Scenario, hours: OpeningHours) -> list[Period]:
    """Return the periods of all days of the calendar; the last ends never if it ends with the calendar."""
    end = horizon(scenario)
    found = merged(
        (day * DAY + start, day * DAY + stop)
        for day in range(scenario.calendar.days)
        for start, stop in hours[weekday(scenario, day)]
    )
    return [(start, float("inf") if stop == end else stop) for start, stop in found]


def _after_closing(scenario: Scenario, end: float) -> float:
    """Return an end, or the next opening if it falls on closing time."""
    every = openings(scenario)
    if end not in {closing for _, closing in every}:
        return end
    return min((start for start, _ in every if start > end), default=float("inf"))


def overlap(some: list[Period], others: list[Period]) -> list[Period]:
    """Return the time that is in periods of both lists."""
    found = [
        (max(start, begin), min(end, stop))
        for start, end in some
        for begin, stop in others
        if max(start, begin) < min(end, stop)
    ]
    return merged(found)
