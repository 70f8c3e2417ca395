"""Who works when: one record per agent and shift, in seconds from the start of the calendar.

The record is what the world needs to log an agent in, send them on breaks and log them out; whether an agent
is absent is drawn there, not here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from acd.scenario.agents import Shift
from acd.scenario.calendar import open_periods, weekday
from acd.scenario.curves import staffing_levels
from acd.scenario.model import Scenario
from acd.scenario.values import DAY


@dataclass(frozen=True, slots=True)
class AgentShift:
    """One agent's shift on one day.

    Parameters
    ----------
    agent : int
        Index within the group, from 0.
    day : int
        Day of the calendar on which the shift starts, from 0.
    shift : int
        Position of the shift in the group's list; 0 for `count`.
    number : int
        Which of the shift's agents, from 0.
    start_s, end_s : float
        Begin and end [s since day one 00:00]; the end may lie beyond the calendar.
    breaks : tuple of (float, float, bool)
        When each is due [s since day one 00:00], its length [s], whether it is paid.
    """

    agent: int
    day: int
    shift: int
    number: int
    start_s: float
    end_s: float
    breaks: tuple[tuple[float, float, bool], ...] = ()


def agent_shifts(scenario: Scenario, group: str) -> list[AgentShift]:
    """Return the shifts of a group's agents, in order of day, shift and agent.

    Parameters
    ----------
    scenario : Scenario
        A checked scenario.
    group : str
        Name of the group.

    Returns
    -------
    list of AgentShift
        For a group with shifts, all that start within the calendar. For a group with `count` and shrinkage,
        one per agent and opening period of each day, so that absence is per agent and day. Otherwise empty:
        such a group is described by `staffing_levels`.

    Notes
    -----
    Person k of a shift is agent (agents of the shifts before it) + k. A shift that started on the day before day
    one is not there: a night shift leaves the calendar's first morning to others.
    """
    found = scenario.agents[group]
    if found.count is not None:
        return list(_days_of_count(scenario, found.count)) if found.shrinkage > 0.0 else []
    shifts = found.shifts or []
    offsets = [sum(shift.agents for shift in shifts[:position]) for position in range(len(shifts))]
    return [
        agent_shift
        for day in range(scenario.calendar.days)
        for position, shift in enumerate(shifts)
        if weekday(scenario, day) in shift.days
        for agent_shift in _one_day(shift, day, position, offsets[position])
    ]


def group_size(scenario: Scenario, group: str) -> int:
    """Return how many agents a group has: its count, highest staffing, or all its shifts' agents."""
    found = scenario.agents[group]
    if found.count is not None:
        return found.count
    if found.shifts is not None:
        return sum(shift.agents for shift in found.shifts)
    return max((level for _, _, level in staffing_levels(scenario, group)), default=0)


def _days_of_count(scenario: Scenario, count: int) -> Iterator[AgentShift]:
    for day in range(scenario.calendar.days):
        for start, end in open_periods(scenario, day):
            for agent in range(count):
                yield AgentShift(agent, day, 0, agent, start, end)


def _one_day(shift: Shift, day: int, position: int, offset: int) -> Iterator[AgentShift]:
    start = day * DAY + shift.at
    breaks = tuple((start + pause.after, pause.length, pause.paid) for pause in shift.breaks)
    for number in range(shift.agents):
        yield AgentShift(offset + number, day, position, number, start, start + shift.length, breaks)
