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
from acd.core.codes import Plan, Rank
from acd.core.tables import GROUP, MEMBER, NONE, OPENING, PLAN, SECOND, TEAM
from acd.scenario.calendar import openings, week_openings
from acd.scenario.channel_hours import channel_periods, serves
from acd.scenario.curves import staffing_levels
from acd.scenario.shifts import AgentShift, agent_shifts

if TYPE_CHECKING:
    from acd.scenario import Group, Scenario

Array = np.ndarray[Any, Any]
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
    paid: int = 0
    following: Item | None = None


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

    An end at a time in ``kept`` is marked: it ends an absence, but whoever is there is left to the world. Each break
    knows the agent's next one, of the next shift too, because a late one may last into it.
    """
    starts = {(shift.agent, _us(shift.start_s)) for shift in shifts}
    items = []
    before: dict[int, Item] = {}
    for shift in shifts:
        a = first + shift.agent
        key = (shift.day << 32) | (shift.shift << 20) | shift.number
        items.append(_item(Plan.SHIFT_START, shift.start_s, a, key=key))
        for due_s, length_s, paid in shift.breaks:
            item = _item(Plan.BREAK_DUE, due_s, a, _us(length_s))
            item.paid = int(paid)
            if a in before:
                before[a].following = item
            items.append(item)
            before[a] = item
        end = _us(shift.end_s)
        if (shift.agent, end) not in starts:
            items.append(_item(Plan.SHIFT_END, shift.end_s, a, int(end in kept)))
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


def _by_shifts(group: Group) -> bool:
    return group.shifts is not None or (group.count is not None and group.shrinkage > 0.0)


def staffing_arrays(scenario: Scenario) -> dict[str, Array]:
    """Return the tables ``group``, ``team``, ``member``, ``plan`` and ``opening``.

    Parameters
    ----------
    scenario : Scenario
        The scenario.

    Returns
    -------
    dict of str to numpy.ndarray
        The timetable is sorted by time and rank; rows of one time and rank keep the scenario's order.
    """
    serve = serves(scenario)
    kept = {_us(end) for _, end in openings(scenario)} if serve else set()
    items = _channel_items(scenario) + _opening_items(scenario)
    groups, teams, members = [], [], []
    first = 0
    for g, (name, group) in enumerate(scenario.agents.items()):
        size = group_size(scenario, name)
        groups.append((first, size))
        teams.append((origin_of("group", name), group.shrinkage))
        members += [(g,)] * size
        if _by_shifts(group):
            items += _shift_items(agent_shifts(scenario, name), first, kept)
        else:
            items += _level_items(scenario, name, g, kept)
        first += size
    return {
        "group": np.array(groups, GROUP),
        "team": np.array(teams, TEAM),
        "member": np.array(members, MEMBER),
        "plan": _plan_rows(items),
        "opening": np.array([(_us(a), _us(b)) for a, b in week_openings(scenario)], OPENING),
    }


def _plan_rows(items: list[Item]) -> Array:
    ordered = sorted(items, key=lambda item: (item.time, item.rank))
    place = {id(item): row for row, item in enumerate(ordered)}
    rows = [
        (
            item.time,
            item.rank,
            item.what,
            item.subject,
            item.value,
            item.key,
            item.paid,
            NONE if item.following is None else place[id(item.following)],
        )
        for item in ordered
    ]
    return np.array(rows, PLAN)
