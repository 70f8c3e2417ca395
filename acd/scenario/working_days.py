"""Rules of working days that look at calendar and group: meetings while open, no more new agents than there are.

Runs on a scenario that may have lost its faulty values, as `checks` does.
"""

from __future__ import annotations

from collections.abc import Iterator

from acd.scenario import times, values
from acd.scenario.agents import Group
from acd.scenario.model import Scenario
from acd.scenario.parts import Broken, Place
from acd.scenario.shifts import group_size, times_of
from acd.scenario.working import Gathering

MOST_APPOINTMENTS = 5_000_000


def check(scenario: Scenario) -> Iterator[Broken]:
    """Yield the faults of groups' meetings, training and tenure.

    Parameters
    ----------
    scenario : Scenario
        What is left after faulty values were taken out.
    """
    for name, group in scenario.agents.items():
        try:
            size = group_size(scenario, name)
        except values.MisreadError:
            continue  # a list or file at fault, which has its own message
        yield from _tenure(name, group, size)
        for place, gathering in _gatherings(name, group):
            yield from _never(scenario, place, gathering)
            if size * scenario.calendar.days > MOST_APPOINTMENTS:
                yield (
                    place,
                    f"{size} agents on {scenario.calendar.days} days are more than {MOST_APPOINTMENTS} appointments; "
                    "take fewer agents or fewer days",
                )


def _gatherings(name: str, group: Group) -> Iterator[tuple[Place, Gathering]]:
    for key in ("meetings", "training"):
        for number, gathering in enumerate(getattr(group, key)):
            yield ("agents", name, key, number), gathering


def _tenure(name: str, group: Group, size: int) -> Iterator[Broken]:
    new = sum(item.agents for item in group.tenure)
    if new > size:
        yield (
            ("agents", name, "tenure"),
            f"{new} agents are new, but the group has {size}; name fewer, or add agents",
        )


def _never(scenario: Scenario, place: Place, gathering: Gathering) -> Iterator[Broken]:
    """Yield a fault for a time at which a gathering can take place on none of its days."""
    if not gathering.enabled:
        return
    possible: set[int] = set()
    for day in range(7):  # the calendar's own days may be fewer
        possible |= set(times_of(scenario, day, gathering))
    for number, at in enumerate(gathering.at):
        if number not in possible:
            length = values.duration_text(gathering.length)
            days = values.listed(times.WEEKDAYS[day] for day in gathering.days)
            yield (
                (*place, "at"),
                f"{times.clock_text(at)} for {length} is outside opening hours on every one of its days ({days}); "
                "move or shorten it, or open longer",
            )
