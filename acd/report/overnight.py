"""Work that waits over days: what is in line as the centre closes, by weekday, and what its targets count.

Knows measures by interval and the scenario; computes no measure but the mean over days.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from acd.report.words import ABSENT
from acd.scenario.channel_hours import at_close
from acd.scenario.times import WEEKDAYS

if TYPE_CHECKING:
    from acd.kpi import Estimates
    from acd.scenario import Scenario


def long_targets(scenario: Scenario) -> list[str]:
    """Return what the times of targets count, a line a category whose target is not the wait on the clock."""
    lines = []
    for name, rule in scenario.categories.items():
        target = rule.service_level
        parts = [
            "until the contact is done with" if target.until == "finished" else "",
            "opening hours only" if target.hours == "open" else "",
        ]
        said = ", ".join(part for part in parts if part)
        if said:
            lines.append(f"T of {name} counts {said}.")
    return lines


def carried_over(scenario: Scenario) -> list[str]:
    """Return the categories whose waiting contacts are carried over at closing, if the centre ever closes."""
    if all(hours == [(0.0, 86_400.0)] for hours in scenario.calendar.open.values()):
        return []
    return [
        name for name, rule in scenario.categories.items() if at_close(scenario, rule.channel) == "carry_over"
    ]


def backlog_at_closing(estimates: Estimates, name: str) -> dict[int, float]:
    """Return how many contacts of a category wait as the last interval of a day ends, on average by weekday.

    Parameters
    ----------
    estimates : Estimates
        With rows by interval; where there are none of categories the answer is empty.
    name : str
        The category.

    Returns
    -------
    dict of int to float
        By weekday, 0 being Monday.
    """
    chosen = (estimates.measure == "backlog") & (estimates.scope == "category") & (estimates.name == name)
    chosen &= ~np.isnat(estimates.interval)
    starts, values = estimates.interval[chosen], estimates.value[chosen]
    order = np.argsort(starts)
    days = starts[order].astype("datetime64[D]")
    last = np.append(days[1:] != days[:-1], True)[: len(days)]
    found: dict[int, list[float]] = {}
    for day, value in zip(days[last], values[order][last], strict=True):
        # 1970-01-05 was a Monday
        found.setdefault((int(day.astype(np.int64)) - 4) % 7, []).append(float(value))
    return {weekday: float(np.mean(found[weekday])) for weekday in sorted(found)}


def overnight(estimates: Estimates, scenario: Scenario) -> list[list[str]]:
    """Return the table as text, its head first; empty where nothing is carried over.

    Parameters
    ----------
    estimates : Estimates
        Of a finished run.
    scenario : Scenario
        What was run.

    Returns
    -------
    list of list of str
        One row a category: its name, and its mean backlog of every open weekday.
    """
    rows = {name: backlog_at_closing(estimates, name) for name in carried_over(scenario)}
    weekdays = sorted({weekday for row in rows.values() for weekday in row})
    if not weekdays:
        return []
    head = ["waiting at closing", *(WEEKDAYS[weekday] for weekday in weekdays)]
    return [
        head,
        *(
            [name, *(f"{row[weekday]:.1f}" if weekday in row else ABSENT for weekday in weekdays)]
            for name, row in rows.items()
        ),
    ]
