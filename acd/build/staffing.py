"""Groups, shifts and opening hours to agent rows and the timetable of a run.

The timetable is every event that is known before the run: opening, closing, shifts, breaks, changes of staffing,
sorted by time and rank. At closing with ``serve`` nobody is sent home by the timetable: the world does that once the
lines are empty. An absence ends with its shift in any case.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from acd.build.keys import origin_of
from acd.core.codes import AgentReason, Plan, Rank
from acd.core.columns import GROUP, MEMBER, OPENING, PERSON, PLAN, TEAM
from acd.core.tables import NONE, SECOND
from acd.scenario.calendar import openings, week_openings
from acd.scenario.channel_hours import channel_periods, serves
from acd.scenario.curves import staffing_levels
from acd.scenario.shifts import AgentShift, Appointment, agent_shifts, appointments, keeps_hours
from acd.scenario.values import DAY

if TYPE_CHECKING:
    from acd.build.distributions import DistributionTable
    from acd.scenario import Group, Scenario

Array = np.ndarray[Any, Any]
_WEEK = 7 * DAY
"""[s]"""
_RANK = {
    Plan.OPEN: Rank.LOG_IN,
    Plan.SHIFT_START: Rank.LOG_IN,
    Plan.BREAK_DUE: Rank.BREAK,
    Plan.SHIFT_END: Rank.LOG_OUT,
    Plan.CLOSE: Rank.CLOSE,
}


@dataclass
class Item:
    """One row of the timetable; the fields are the columns of ``PLAN``."""

    time: int
    rank: int
    what: int
    subject: int = 0
    value: int = 0
    key: int = 0
    reason: int = 0
    number: int = 0
    until: int = NONE
    absence: float = 0.0

    @property
    def skipped(self) -> bool:
        """Whether it is a meeting or training that who is busy skips."""
        return self.reason in (AgentReason.MEETING, AgentReason.TRAINING) and self.number > 0


def _us(seconds: float) -> int:
    return round(seconds * SECOND)


def _item(what: Plan, seconds: float, subject: int, value: int = 0, key: int = 0) -> Item:
    return Item(_us(seconds), _RANK[what], what, subject, value, key)


def _opening_items(scenario: Scenario) -> list[Item]:
    items = []
    for start, end in openings(scenario):
        items += [_item(Plan.OPEN, start, NONE), _item(Plan.CLOSE, end, NONE)]
    return items


def _channel_items(scenario: Scenario) -> list[Item]:
    """Return when groups begin and cease to take contacts of a channel."""
    items = []
    starts = {start for start, _ in openings(scenario)}
    for g, group in enumerate(scenario.agents):
        for ch, channel in enumerate(scenario.channels):
            for start, end in channel_periods(scenario, group, channel) or []:
                items.append(Item(_us(start), Rank.LOG_IN, Plan.CHANNEL, g, 1, ch))
                if end < math.inf:
                    # whoever comes as the centre opens must not take what is off from then
                    rank = Rank.LOG_IN if end in starts else Rank.LOG_OUT
                    items.append(Item(_us(end), rank, Plan.CHANNEL, g, 0, ch))
    return items


def _level_items(scenario: Scenario, name: str, g: int, kept: set[int]) -> list[Item]:
    """Return the changes of a group's staffing; a fall at a time in ``kept`` is left to the world."""
    changes: dict[int, int] = {}
    for start, end, agents in staffing_levels(scenario, name):
        changes[_us(start)] = agents
        changes.setdefault(_us(end), 0)
    items, before = [], 0
    for time, agents in sorted(changes.items()):
        if agents == before:
            continue
        if not (agents == 0 and time in kept):
            rank = Rank.LOG_IN if agents > before else Rank.LOG_OUT
            items.append(Item(time, rank, Plan.STAFF, g, agents))
        before = agents
    return items


def _shift_items(shifts: list[AgentShift], first: int, kept: set[int]) -> list[Item]:
    """Return the events of a group's shifts; an end at which the agent's next one starts is none.

    An end at a time in ``kept`` is marked: it ends an absence, but whoever is there is left to the world.
    """
    starts = {(shift.agent, _us(shift.start_s)) for shift in shifts}
    items = []
    for shift in shifts:
        a, end = first + shift.agent, _us(shift.end_s)
        begins = _item(Plan.SHIFT_START, shift.start_s, a, key=_key(shift))
        begins.absence = shift.absence
        items += [begins, *_break_items(shift, a)]
        if (shift.agent, end) not in starts:
            begins.until, begins.number = end, int(end in kept)
            begins.value = 0 if shift.overtime is None else shift.overtime.when_waiting
            items.append(_end_item(shift, a, kept=end in kept))
    return items


def _key(shift: AgentShift) -> int:
    return (shift.day << 32) | (shift.shift << 20) | shift.number


def _break_items(shift: AgentShift, a: int) -> list[Item]:
    items = []
    for number, (due_s, length_s, paid) in enumerate(shift.breaks):
        item = _item(Plan.BREAK_DUE, due_s, a, _us(length_s), _key(shift))
        item.reason = AgentReason.BREAK if paid else AgentReason.UNPAID_BREAK
        item.number = number
        items.append(item)
    return items


def _end_item(shift: AgentShift, a: int, *, kept: bool) -> Item:
    item = _item(Plan.SHIFT_END, shift.end_s, a, int(kept))
    if shift.overtime is not None:
        item.number = shift.overtime.when_waiting
        item.until = _us(shift.end_s + shift.overtime.up_to)
    return item


def _appointment_items(found: list[Appointment], first: int) -> list[Item]:
    """Return the meetings and the training of a group."""
    items = []
    for appointment in found:
        item = _item(
            Plan.BREAK_DUE, appointment.start_s, first + appointment.agent, _us(appointment.length_s)
        )
        item.reason = AgentReason.TRAINING if appointment.training else AgentReason.MEETING
        item.number = int(appointment.skipped)
        items.append(item)
    return items


def group_size(scenario: Scenario, name: str) -> int:
    """Return how many agents a group has in all.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    name : str
        The group.

    Returns
    -------
    int
        Its count, the highest staffing, or the agents of all shifts.
    """
    group = scenario.agents[name]
    if group.shifts is not None:
        return sum(shift.agents for shift in group.shifts)
    if group.count is not None:
        return group.count
    return max((agents for _, _, agents in staffing_levels(scenario, name)), default=0)


def _team_row(name: str, group: Group, table: DistributionTable) -> tuple[float, ...]:
    """Return a row of ``team``: adherence, and the learning curve with excess, exponent and unit [weeks]."""
    kept = group.adherence
    drawn = [NONE] * 3
    if kept is not None:
        drawn = [table.add(distribution, SECOND) for distribution in (kept.late, kept.early, kept.breaks)]
    curve = (0.0, 0.0, 1.0)
    if group.learning is not None:
        learning = group.learning
        curve = (learning.novice - 1.0, -math.log2(learning.doubling), learning.unit / _WEEK)
    return origin_of("group", name), *drawn, *curve


def _person_rows(group: Group, size: int) -> list[tuple[float]]:
    """Return the weeks that each agent of a group has worked, -1 for the experienced."""
    new = [float(item.weeks) for item in group.tenure for _ in range(item.agents)]
    return [(weeks,) for weeks in (new + [-1.0] * size)[:size]]


def staffing_arrays(scenario: Scenario, distributions: DistributionTable) -> dict[str, Array]:
    """Return the tables ``group``, ``team``, ``member``, ``person``, ``plan`` and ``opening``.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    distributions : DistributionTable
        Takes those of adherence.

    Returns
    -------
    dict of str to numpy.ndarray
        The timetable is sorted by time and rank; rows of one time and rank keep the scenario's order.
    """
    serve = serves(scenario)
    kept = {_us(end) for _, end in openings(scenario)} if serve else set()
    items = _channel_items(scenario) + _opening_items(scenario)
    groups, teams, members, persons = [], [], [], []
    first = 0
    for g, (name, group) in enumerate(scenario.agents.items()):
        size = group_size(scenario, name)
        groups.append((first, size))
        teams.append(_team_row(name, group, distributions))
        members += [(g,)] * size
        persons += _person_rows(group, size)
        if keeps_hours(group):
            items += _shift_items(agent_shifts(scenario, name), first, kept)
        else:
            items += _level_items(scenario, name, g, kept)
        items += _appointment_items(appointments(scenario, name), first)
        first += size
    return {
        "group": np.array(groups, GROUP),
        "team": np.array(teams, TEAM),
        "member": np.array(members, MEMBER),
        "person": np.array(persons, PERSON),
        "plan": _plan_rows(items),
        "opening": np.array([(_us(a), _us(b)) for a, b in week_openings(scenario)], OPENING),
    }


def _plan_rows(items: list[Item]) -> Array:
    """Return the timetable; each break knows the agent's next one, because a late one may last into the next shift."""
    ordered = sorted(items, key=lambda item: (item.time, item.rank))
    following: dict[int, int] = {}
    rows = []
    for row, item in reversed(list(enumerate(ordered))):
        after = NONE
        if item.what == Plan.BREAK_DUE:
            after = following.get(item.subject, NONE)
            if not item.skipped:
                following[item.subject] = row
        own = item.time, item.rank, item.what, item.subject, item.value, item.key, item.reason
        rows.append((*own, after, item.number, item.until, item.absence))
    return np.array(rows[::-1], PLAN)
