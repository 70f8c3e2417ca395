"""Who works when: one record per agent and shift, in seconds from the start of the calendar.

The record is what the world needs to log an agent in, send them on breaks and log them out; whether an agent
is absent is drawn there, not here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from acd.scenario.agents import Group, Shift
from acd.scenario.calendar import merged, open_periods, weekday
from acd.scenario.curves import staffing_levels
from acd.scenario.model import Scenario
from acd.scenario.values import DAY
from acd.scenario.working import Gathering, Overtime


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
    absence : float
        Probability of not being there at all.
    overtime : Overtime, optional
        Going on after the end.
    """

    agent: int
    day: int
    shift: int
    number: int
    start_s: float
    end_s: float
    breaks: tuple[tuple[float, float, bool], ...] = ()
    absence: float = 0.0
    overtime: Overtime | None = None


@dataclass(frozen=True, slots=True)
class Appointment:
    """An agent's meeting or training.

    Parameters
    ----------
    agent : int
        Index within the group, from 0.
    start_s : float
        When it is due [s since day one 00:00].
    length_s : float
        How long it lasts [s].
    training : bool
        Whether it is training, not a meeting.
    skipped : bool
        Whether who is not free at that moment does not go at all.
    """

    agent: int
    start_s: float
    length_s: float
    training: bool
    skipped: bool


def appointments(scenario: Scenario, group: str) -> list[Appointment]:
    """Return the meetings and the training of a group's agents, in order of day, list and agent.

    Parameters
    ----------
    scenario : Scenario
        A checked scenario.
    group : str
        Name of the group.

    Returns
    -------
    list of Appointment
        On every day on which the centre is open for all of it. Whoever is not there then does not go.
    """
    found = scenario.agents[group]
    training = found.training if scenario.training else []
    listed = [(gathering, False) for gathering in found.meetings]
    listed += [(gathering, True) for gathering in training]
    size = group_size(scenario, group)
    return [
        Appointment(agent, starts[place], gathering.length, is_training, gathering.when_busy == "skip")
        for day in range(scenario.calendar.days)
        for gathering, is_training in listed
        if (starts := times_of(scenario, day, gathering))
        for agent in range(size)
        if (place := gathering.takes_part(agent, size)) is not None and place in starts
    ]


def times_of(scenario: Scenario, day: int, gathering: Gathering) -> dict[int, float]:
    """Return when a gathering starts on a day [s since day one 00:00], by place in its `at`, if the centre is open."""
    if not gathering.enabled or weekday(scenario, day) not in gathering.days:
        return {}
    around = merged([*open_periods(scenario, day), *open_periods(scenario, day + 1)])
    starts = {place: day * DAY + at for place, at in enumerate(gathering.at)}
    return {
        place: start
        for place, start in starts.items()
        if any(begin <= start and start + gathering.length <= end for begin, end in around)
    }


def keeps_hours(group: Group) -> bool:
    """Say whether a group's agents have shifts, a count's too, because they may be absent from them or come late."""
    return group.shifts is not None or (
        group.count is not None and (group.shrinkage > 0.0 or group.adherence is not None)
    )


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
        For a group with shifts, all that start within the calendar. For a group with `count` and shrinkage or
        adherence, one per agent and opening period of each day, so that absence is per agent and day. Otherwise
        empty: such a group is described by `staffing_levels`.

    Notes
    -----
    Person k of a shift is agent (agents of the shifts before it) + k. A shift that started on the day before day
    one is not there: a night shift leaves the calendar's first morning to others.
    """
    found = scenario.agents[group]
    if found.count is not None:
        return list(_days_of_count(scenario, found)) if keeps_hours(found) else []
    shifts = found.shifts or []
    offsets = [sum(shift.agents for shift in shifts[:position]) for position in range(len(shifts))]
    return [
        agent_shift
        for day in range(scenario.calendar.days)
        for position, shift in enumerate(shifts)
        if weekday(scenario, day) in shift.days
        for agent_shift in _one_day(found, shift, day, position, offsets[position])
    ]


def group_size(scenario: Scenario, group: str) -> int:
    """Return how many agents a group has: its count, highest staffing, or all its shifts' agents."""
    found = scenario.agents[group]
    if found.count is not None:
        return found.count
    if found.shifts is not None:
        return sum(shift.agents for shift in found.shifts)
    return max((level for _, _, level in staffing_levels(scenario, group)), default=0)


def _days_of_count(scenario: Scenario, group: Group) -> Iterator[AgentShift]:
    for day in range(scenario.calendar.days):
        for start, end in open_periods(scenario, day):
            for agent in range(group.count or 0):
                yield AgentShift(agent, day, 0, agent, start, end, absence=group.shrinkage)


def _one_day(group: Group, shift: Shift, day: int, position: int, offset: int) -> Iterator[AgentShift]:
    start = day * DAY + shift.at
    breaks = tuple((start + pause.after, pause.length, pause.paid) for pause in shift.breaks)
    absence = group.shrinkage if shift.shrinkage is None else shift.shrinkage
    for number in range(shift.agents):
        times = start, start + shift.length, breaks
        yield AgentShift(offset + number, day, position, number, *times, absence, shift.overtime)
