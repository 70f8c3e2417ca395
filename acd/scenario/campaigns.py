"""What a campaign means in numbers: its windows in seconds, its records, and who keeps agents back from it.

The companion of `acd.scenario.calendar`, for categories with ``outbound``.
"""

from __future__ import annotations

from collections.abc import Iterator

from acd.scenario.calendar import weekday
from acd.scenario.hours import Period
from acd.scenario.model import Scenario
from acd.scenario.outbound import PREDICTIVE, Outbound
from acd.scenario.parts import Broken
from acd.scenario.times import WEEKDAYS, clock_text
from acd.scenario.values import DAY, duration_text, listed

MOST_RECORDS = 5_000_000


def campaigns(scenario: Scenario) -> dict[str, Outbound]:
    """Return the campaigns of a scenario, by category in the order of the file."""
    return {name: rule.outbound for name, rule in scenario.categories.items() if rule.outbound is not None}


def windows(scenario: Scenario, name: str) -> list[Period]:
    """Return when a campaign may dial in the week that begins with the calendar's first weekday.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    name : str
        A category with ``outbound``.

    Returns
    -------
    list of (float, float)
        Start and end [s since the start of that week], day by day, cut at midnight; the opening hours unless the
        campaign says otherwise.
    """
    hours = campaigns(scenario)[name].windows or scenario.calendar.open
    return [
        (day * DAY + start, day * DAY + end)
        for day in range(7)
        for start, end in hours[weekday(scenario, day)]
    ]


def records(scenario: Scenario, name: str) -> int:
    """Return how many records a campaign has in the whole calendar."""
    rule = campaigns(scenario)[name]
    return rule.records if rule.records is not None else (rule.per_day or 0) * scenario.calendar.days


def kept_idle(scenario: Scenario, category: str, group: str) -> int:
    """Return how many ready agents of a group a category leaves to others.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    category, group : str
        Names; the group may or may not be authorised for the category.

    Returns
    -------
    int
        The campaign's reserve where the group is authorised for some category that is no campaign, else 0.
    """
    rule = campaigns(scenario).get(category)
    if rule is None:
        return 0
    dialled = campaigns(scenario)
    serves_others = any(other not in dialled for other in scenario.agents[group].authorised)
    return rule.reserve if serves_others else 0


def faults(scenario: Scenario) -> Iterator[Broken]:
    """Yield what is wrong between a campaign and the calendar.

    Parameters
    ----------
    scenario : Scenario
        One whose calendar has no faults.

    Yields
    ------
    tuple of (tuple, str)
        Place, and message.
    """
    for name, rule in campaigns(scenario).items():
        place = ("categories", name, "outbound")
        if rule.windows is not None and not meet(rule.windows, scenario.calendar.open):
            yield (*place, "windows"), never(rule.windows, scenario, "dial")
        if rule.per_day is not None and records(scenario, name) > MOST_RECORDS:
            yield (
                (*place, "per_day"),
                f"{rule.per_day} records on {scenario.calendar.days} days are more than {MOST_RECORDS}; "
                "take fewer records or fewer days",
            )


def doubts(scenario: Scenario) -> Iterator[Broken]:
    """Yield predictive campaigns whose customers do not wait for as long as their agents' phones ring.

    Parameters
    ----------
    scenario : Scenario
        Checked.

    Yields
    ------
    tuple of (tuple, str)
        Place, and message.
    """
    for name, rule in campaigns(scenario).items():
        patience = scenario.categories[name].own_patience
        if rule.mode != PREDICTIVE or patience is None:
            continue
        waits = patience.mean_value()
        for key, group in scenario.agents.items():
            rings = group.answer.mean_value() if name in group.authorised and group.answer else 0.0
            if rings > 0.0 and rings >= waits:
                yield (
                    ("agents", key, "answer"),
                    f"it rings for {duration_text(rings)} on average, but whom the centre dials for '{name}' waits for "
                    f"{duration_text(waits)}: most of those dialled ahead are abandoned while it rings, and the cap "
                    "leaves little more than dials for agents; let it ring for less, give more `patience`, or dial "
                    "progressively",
                )


def meet(some: dict[int, list[Period]], others: dict[int, list[Period]]) -> bool:
    """Say whether two weekly patterns have a time in common.

    Parameters
    ----------
    some, others : dict of int to list
        By weekday, periods of a day [s].

    Returns
    -------
    bool
        True when some time is in both.
    """
    return any(a < d and c < b for day in range(7) for a, b in some[day] for c, d in others[day])


def never(hours: dict[int, list[Period]], scenario: Scenario, verb: str) -> str:
    """Say that hours for dialling lie outside opening hours.

    Parameters
    ----------
    hours : dict of int to list
        By weekday, periods of a day [s].
    scenario : Scenario
        With the opening hours.
    verb : str
        What is done then.

    Returns
    -------
    str
        The message.
    """
    told = [
        f"{WEEKDAYS[day]} {clock_text(start)}-{clock_text(end)}"
        for day in range(7)
        for start, end in hours[day]
    ]
    open_at = [
        f"{WEEKDAYS[day]} {clock_text(start)}-{clock_text(end)}"
        for day in range(7)
        for start, end in scenario.calendar.open[day]
    ]
    return f"{listed(told)} lies outside opening hours ({listed(open_at)}); {verb} while open, or open longer"
