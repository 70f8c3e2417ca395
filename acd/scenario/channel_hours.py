"""When a group takes contacts of a channel, in seconds from the start of the calendar, and how a channel closes.

A group works a channel in the hours that it states. Where some lines are served out after closing and others are
carried over, those carried over rest while the centre is closed, so that nobody begins on them who only stays for the
others.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from math import inf

from acd.scenario.calendar import horizon, merged, openings, weekday
from acd.scenario.hours import OpeningHours, Period
from acd.scenario.model import Scenario
from acd.scenario.parts import Broken
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
        _hours(scenario, group, channel) is not None or _rests(scenario, channel)
        for group in scenario.agents
        for channel in scenario.channels
        if works(scenario, group, channel)
    )


def _hours(scenario: Scenario, group: str, channel: str) -> OpeningHours | None:
    """Return the hours that a group states for a channel."""
    worked = (scenario.agents[group].channels or {}).get(channel)
    return None if worked is None else worked.hours


def _rests(scenario: Scenario, channel: str) -> bool:
    """Say whether a channel's lines rest while others are served out."""
    return at_close(scenario, channel) == "carry_over" and serves(scenario)


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
        or whenever it is there. What would end with the calendar has no end. Where the channel's lines are served out,
        a period that ends at closing time goes on until the next opening.
    """
    if not works(scenario, group, channel):
        return None
    hours, every = _hours(scenario, group, channel), openings(scenario)
    if hours is None:
        return every if _rests(scenario, channel) else None
    periods = _days(scenario, hours)
    if _rests(scenario, channel):
        return overlap(periods, every)
    if at_close(scenario, channel) == "serve":
        return _served_out(periods, every)
    return periods


def never_worked(scenario: Scenario) -> Iterator[Broken]:
    """Yield the hours of groups' channels that lie outside of all opening hours."""
    every = openings(scenario)
    for group in scenario.agents:
        for channel in scenario.channels:
            hours = _hours(scenario, group, channel)
            if hours is not None and not overlap(_days(scenario, hours), every):
                yield (
                    ("agents", group, "channels", channel, "hours"),
                    "never falls into opening hours; move it, or open longer",
                )


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
    return [(start, inf if stop == end else stop) for start, stop in found]


def _served_out(periods: list[Period], every: list[Period]) -> list[Period]:
    """Let periods that end at a closing time go on until the next opening."""
    following = [*(start for start, _ in every[1:]), inf]
    after = {end: opening for (_, end), opening in zip(every, following, strict=True)}
    return merged((start, after.get(end, end)) for start, end in periods)


def overlap(some: list[Period], others: list[Period]) -> list[Period]:
    """Return the time that is in periods of both lists, each in order and merged."""
    starts = [start for start, _ in others]
    found = []
    for start, end in some:
        for begin, stop in others[max(bisect_right(starts, start) - 1, 0) :]:
            if begin >= end:
                break
            if max(start, begin) < min(end, stop):
                found.append((max(start, begin), min(end, stop)))
    return found
