"""What can be run but is probably not meant: more work than agents can do, open hours with nobody there.

These are no faults: such a centre exists, and a simulation of it shows what happens. A run prints them; `acd
check` lists them after the faults.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from acd.errors import Fault
from acd.scenario import (
    afterwards_rules,
    campaigns,
    channel_rules,
    leanings,
    plan_doubts,
    ringing_doubts,
    thresholds,
    times,
    values,
    without_effect,
)
from acd.scenario.abilities import done_at_once
from acd.scenario.calendar import merged, openings
from acd.scenario.channel_hours import at_close, channel_periods, overlap
from acd.scenario.curves import staffing_levels
from acd.scenario.hours import Period
from acd.scenario.model import Scenario
from acd.scenario.parts import Broken
from acd.scenario.shifts import agent_shifts
from acd.scenario.volumes import expected_matters


def warnings(scenario: Scenario) -> list[Fault]:
    """Return what is probably not meant, by line.

    Parameters
    ----------
    scenario : Scenario
        A checked scenario.

    Returns
    -------
    list of Fault
        One for each category with more work than its agents can do and no end to its customers' patience, one
        for all of these together, one for each category that is open while nobody authorised is on shift, and one
        for whatever is said in vain.
    """
    presence = {name: _presence(scenario, name) for name in scenario.agents}
    found = [*_overload(scenario, presence), *_nobody(scenario, presence)]
    found += [*channel_rules.doubts(scenario), *without_effect.doubts(scenario)]
    found += [*afterwards_rules.doubts(scenario), *campaigns.doubts(scenario), *leanings.doubts(scenario)]
    found += [*thresholds.doubts(scenario), *ringing_doubts.doubts(scenario)]
    found += plan_doubts.doubts(scenario)
    return sorted(scenario.source.fault(place, message) for place, message in found)


_Presence = list[tuple[float, float, int]]


def _presence(scenario: Scenario, group: str) -> _Presence:
    """Return (start, end, agents) of a group, whichever way it is staffed."""
    found = scenario.agents[group]
    if found.shifts is not None:
        return [(shift.start_s, shift.end_s, 1) for shift in agent_shifts(scenario, group)]
    return staffing_levels(scenario, group)


def _overload(scenario: Scenario, presence: dict[str, _Presence]) -> Iterator[Broken]:
    """Yield categories whose work exceeds their agents' time, averaged over the open time."""
    open_time = sum(end - start for start, end in openings(scenario))
    patient = [name for name, category in scenario.categories.items() if category.patience is None]
    loads = {name: _work(scenario, name) / open_time for name in patient}
    for name, load in loads.items():
        agents = sum(_able(scenario, group, presence, open_time, [name]) for group in _groups(scenario, name))
        if load > agents:
            yield ("categories", name), _too_much(f"'{name}' brings", load, agents)
    everyone = {group for name in patient for group in _groups(scenario, name)}
    agents = sum(
        _able(scenario, group, presence, open_time, patient) for group in scenario.agents if group in everyone
    )
    if len(patient) > 1 and sum(loads.values()) > agents:
        yield ("categories",), _too_much("the categories without patience bring", sum(loads.values()), agents)


def _too_much(who: str, load: float, agents: float) -> str:
    return (
        f"{who} {load:.4g} erlangs of work to {agents:.4g} agents on average, and nobody gives up waiting; "
        "the lines grow without end, so add agents or give `patience`"
    )


def _work(scenario: Scenario, name: str) -> float:
    """Return the work [s] that the first contacts of a category bring in the whole calendar."""
    category = scenario.categories[name]
    matters = expected_matters(scenario, name)
    wrap_up = category.wrap_up.mean_value() if category.wrap_up is not None else 0.0
    return matters * (category.handle.mean_value() + wrap_up)


def _able(
    scenario: Scenario, group: str, presence: dict[str, _Presence], open_time: float, names: Iterable[str]
) -> float:
    """Return as how many agents with one contact each those of a group are who hold as many as they may."""
    own = scenario.agents[group]
    channels = {scenario.categories[name].channel for name in names if name in own.authorised}
    at_once = max(done_at_once(scenario, own, channel) for channel in channels)
    return at_once * _average(scenario, group, presence, open_time)


def _average(scenario: Scenario, group: str, presence: dict[str, _Presence], open_time: float) -> float:
    """Return how many agents of a group are there on average of the open time, absence taken off."""
    if scenario.agents[group].shifts is not None:
        found = agent_shifts(scenario, group)
        return sum((one.end_s - one.start_s) * (1.0 - one.absence) for one in found) / open_time
    agent_seconds = sum((end - start) * agents for start, end, agents in presence[group])
    return agent_seconds * (1.0 - scenario.agents[group].shrinkage) / open_time


def _groups(scenario: Scenario, category: str) -> list[str]:
    return [name for name, group in scenario.agents.items() if category in group.authorised]


def _nobody(scenario: Scenario, presence: dict[str, _Presence]) -> Iterator[Broken]:
    for name in scenario.categories:
        groups = _groups(scenario, name)
        there = merged(period for group in groups for period in _working(scenario, group, name, presence))
        gaps = uncovered(openings(scenario), there)
        if gaps:
            first = _moment(scenario, gaps[0][0])
            hours = sum(end - start for start, end in gaps) / 3600.0
            yield (
                ("categories", name),
                f"nobody authorised for '{name}' ({values.listed(groups)}) is on shift during {hours:.4g} "
                f"open hours, first on {first}; add agents or open for less",
            )


def _working(scenario: Scenario, group: str, category: str, presence: dict[str, _Presence]) -> list[Period]:
    """Return when somebody of a group is there and takes contacts of a category's channel."""
    there = merged((start, end) for start, end, agents in presence[group] if agents > 0)
    channel = scenario.categories[category].channel
    periods = channel_periods(scenario, group, channel)
    # whoever is carried over is meant to wait
    if periods is None or at_close(scenario, channel) == "carry_over":
        return there
    return overlap(there, periods)


def uncovered(wanted: Iterable[Period], there: Sequence[Period]) -> list[Period]:
    """Return the parts of `wanted` periods that no period of `there` covers; both in order and merged."""
    gaps: list[Period] = []
    position = 0
    for start, end in wanted:
        reached = start
        while position < len(there) and there[position][1] <= start:
            position += 1
        following = position
        while following < len(there) and there[following][0] < end:
            if there[following][0] > reached:
                gaps.append((reached, there[following][0]))
            reached = max(reached, there[following][1])
            following += 1
        if reached < end:
            gaps.append((reached, end))
    return gaps


def _moment(scenario: Scenario, seconds: float) -> str:
    day, clock = divmod(seconds, values.DAY)
    date = scenario.calendar.start + timedelta(days=day)
    return f"{times.WEEKDAYS[date.weekday()]} {date} {times.clock_text(clock)}"
