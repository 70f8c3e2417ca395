"""Rules between parts that look at values: shares add up, shifts lie in opening hours, files fit the days.

Runs on a scenario that may have lost its faulty values; a rule whose ground was lost is passed over, so that
no fault is reported that only follows from another.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import ParamSpec

from acd.scenario import (
    afterwards_rules,
    campaigns,
    channel_rules,
    curves,
    desks,
    leanings,
    own,
    plan_rules,
    thresholds,
    times,
    values,
    volumes,
    working_days,
)
from acd.scenario.agents import Shift
from acd.scenario.calendar import merged
from acd.scenario.channel_hours import never_worked
from acd.scenario.constancy import STATE_A_LENGTH, changing, unsettled
from acd.scenario.distributions import Empirical
from acd.scenario.hours import AUTO, Period
from acd.scenario.model import Scenario
from acd.scenario.parts import Broken, Place
from acd.scenario.plans import skilled_in_some_step
from acd.scenario.shifts import keeps_hours
from acd.scenario.volumes import source_key

P = ParamSpec("P")
MOST_SHIFTS = 5_000_000


def check(scenario: Scenario, faulty: Sequence[Place]) -> Iterator[Broken]:
    """Yield the faults between the parts of a scenario.

    Parameters
    ----------
    scenario : Scenario
        What is left after faulty values were taken out.
    faulty : sequence of tuple
        The places of those.
    """
    yield from _unskilled(scenario, faulty)
    yield from _tier_shares(scenario)
    if not any(place[:1] == ("agents",) for place in faulty):
        yield from leanings.faults(scenario)
    yield from _samples(scenario)
    yield from own.check(scenario)
    yield from channel_rules.check(scenario, faulty)
    if not any(place[:1] in {("agents",), ("categories",)} for place in faulty):
        yield from thresholds.check(scenario)
    yield from plan_rules.check(scenario, faulty)
    if not any(place[:1] in {("calendar",), ("interval",)} for place in faulty):
        yield from _shifts(scenario)
        yield from working_days.check(scenario)
        yield from _too_many_shifts(scenario)
        yield from volumes.check(scenario)
        yield from _staffing(scenario)
        yield from campaigns.faults(scenario)
        yield from _unsettled(scenario)
        yield from never_worked(scenario)
        if not any(place[:1] in {("agents",), ("categories",), ("referral_desks",)} for place in faulty):
            yield from _desks(scenario)
    else:
        # what files say cannot be held against days that are at fault, but whether they can be read can be said
        yield from _unreadable(scenario)


def _unskilled(scenario: Scenario, faulty: Sequence[Place]) -> Iterator[Broken]:
    """Yield categories whose required skills no authorised group has."""
    if any(place[:1] == ("agents",) for place in faulty):
        return
    for name, category in scenario.categories.items():
        groups = {key: group for key, group in scenario.agents.items() if name in group.authorised}
        skilled = {skill for group in scenario.agents.values() for skill in group.skills}
        if not groups or not set(category.requires) <= skilled:
            continue
        if not any(skilled_in_some_step(scenario, name, group) for group in groups.values()):
            needs = values.listed(f"{skill} {level}" for skill, level in category.requires.items())
            yield (
                ("categories", name, "requires"),
                f"no group authorised for '{name}' ({values.listed(groups)}) has {needs}; "
                "lower the level or give a group the skill",
            )


def _tier_shares(scenario: Scenario) -> Iterator[Broken]:
    for name in scenario.categories:
        shares = {tier: part.share_of(name) for tier, part in scenario.tiers.items()}
        total = math.fsum(shares.values())
        if total > 1.0 + 1e-9:
            parts = values.listed(f"{tier} {share:.4g}" for tier, share in shares.items() if share)
            yield ("tiers",), f"the shares of '{name}' add up to {total:.4g} ({parts}); at most 1 in all"


def _samples(scenario: Scenario) -> Iterator[Broken]:
    for place, distribution in scenario.distributions():
        if isinstance(distribution, Empirical):
            yield from _tried((*place, "file"), curves.samples, scenario, distribution)


def _shifts(scenario: Scenario) -> Iterator[Broken]:
    # Two weeks in a row, so that a shift may run past midnight from Sunday to Monday.
    fortnight = merged(
        (day * values.DAY + start, day * values.DAY + end)
        for day in range(14)
        for start, end in scenario.calendar.open[day % 7]
    )
    for name, group in scenario.agents.items():
        for number, shift in enumerate(group.shifts or []):
            for weekday in shift.days:
                if not _inside(shift, weekday, fortnight):
                    yield ("agents", name, "shifts", number), _outside(scenario, shift, weekday)
                    break


def _inside(shift: Shift, weekday: int, fortnight: Sequence[Period]) -> bool:
    start = weekday * values.DAY + shift.at
    return any(begin <= start and start + shift.length <= end for begin, end in fortnight)


def _outside(scenario: Scenario, shift: Shift, weekday: int) -> str:
    hours = scenario.calendar.open[weekday]
    spans = (
        values.listed(f"{times.clock_text(start)}-{times.clock_text(end)}" for start, end in hours)
        or "closed"
    )
    length, day = values.duration_text(shift.length), times.WEEKDAYS[weekday]
    written = f"{times.clock_text(shift.at)} for {length} on {day}"
    return f"{written} is outside opening hours ({spans}); shorten or move the shift, or open longer"


def _too_many_shifts(scenario: Scenario) -> Iterator[Broken]:
    for name, group in scenario.agents.items():
        agents = (group.count or 0) if keeps_hours(group) else 0
        agents += sum(shift.agents for shift in group.shifts or [])
        total = agents * scenario.calendar.days
        if total > MOST_SHIFTS:
            yield (
                ("agents", name),
                f"{agents} agents on {scenario.calendar.days} days are more than {MOST_SHIFTS} shifts; "
                "take fewer agents or fewer days",
            )


def _unsettled(scenario: Scenario) -> Iterator[Broken]:
    """Yield a fault when a warm-up is to be found in a centre that never settles."""
    if scenario.calendar.warm_up != AUTO:
        return
    try:
        places = list(changing(scenario))
    except values.MisreadError:
        return  # a list or file at fault, which has its own message
    if places:
        yield ("calendar", "warm_up"), unsettled(places, f"{AUTO} needs", STATE_A_LENGTH)


def _desks(scenario: Scenario) -> Iterator[Broken]:
    """Yield faults of referral, unless staffing is at fault that says who is there."""
    try:
        yield from desks.check(scenario)
        yield from afterwards_rules.check(scenario)
    except values.MisreadError:
        return  # a list or file at fault, which has its own message


def _staffing(scenario: Scenario) -> Iterator[Broken]:
    for name, group in scenario.agents.items():
        if group.staffing is not None:
            key = "file" if group.staffing.file is not None else "per_interval"
            yield from _tried(("agents", name, "staffing", key), curves.staffing_levels, scenario, name)


def _unreadable(scenario: Scenario) -> Iterator[Broken]:
    """Yield the files of arrivals and staffing that cannot be read."""
    for name, category in scenario.categories.items():
        if category.arrivals is not None and (file := category.arrivals.file or category.arrivals.trace):
            place = ("categories", name, "arrivals", source_key(category.arrivals))
            yield from _tried(place, scenario.source.tables.table, file)
    for name, group in scenario.agents.items():
        if group.staffing is not None and group.staffing.file is not None:
            yield from _tried(
                ("agents", name, "staffing", "file"), scenario.source.tables.table, group.staffing.file
            )


def _tried(place: Place, use: Callable[P, object], *args: P.args, **options: P.kwargs) -> Iterator[Broken]:
    """Yield the fault that using a list or file raises."""
    try:
        use(*args, **options)
    except values.MisreadError as error:
        yield place, str(error)
