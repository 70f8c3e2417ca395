"""When a group takes a category that it is authorised for: thresholds, and what is wrong with them.

The companion of ``authorised`` (`agents`): what its `above` and `keep_free` mean in numbers.
"""

from __future__ import annotations

from collections.abc import Iterator

from acd.scenario import values
from acd.scenario.campaigns import campaigns, kept_idle
from acd.scenario.model import Scenario
from acd.scenario.parts import Broken
from acd.scenario.shifts import group_size


def above(scenario: Scenario, category: str, group: str) -> int:
    """Return above how many waiting a group takes a category; 0 where it always does.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    category, group : str
        Names; the group may or may not be authorised for the category.

    Returns
    -------
    int
        As written; a contact that stands in line counts itself.
    """
    own = scenario.agents[group].authorised.get(category)
    return 0 if own is None else own.above


def kept_ready(scenario: Scenario, category: str, group: str) -> int:
    """Return how many agents of a group are still ready once one has taken a contact of a category.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    category, group : str
        Names; the group may or may not be authorised for the category.

    Returns
    -------
    int
        What the group keeps free, or what a campaign leaves to others.
    """
    own = scenario.agents[group].authorised.get(category)
    return max(kept_idle(scenario, category, group), 0 if own is None else own.keep_free)


def has_thresholds(scenario: Scenario) -> bool:
    """Say whether some group takes some category at times only."""
    return any(
        own.above or own.keep_free for group in scenario.agents.values() for own in group.authorised.values()
    )


def check(scenario: Scenario) -> Iterator[Broken]:
    """Yield thresholds that do not go with what they are about.

    Parameters
    ----------
    scenario : Scenario
        What is left after faulty values were taken out.

    Returns
    -------
    iterator of (tuple, str)
        Place, and message.
    """
    dialled = campaigns(scenario)
    for team, group in scenario.agents.items():
        for name, own in group.authorised.items():
            place = ("agents", team, "authorised", name)
            if name in dialled:
                yield from _of_campaign(place, name, own.above, own.keep_free)
                continue
            most = scenario.categories[name].max_queue if name in scenario.categories else None
            if most is not None and own.above >= max(most, 1):
                yield (
                    (*place, "above"),
                    f"{own.above} is never exceeded: max_queue lets {most} of '{name}' wait; give less than {most}, "
                    "let more wait, or take the category out of the list",
                )


def _of_campaign(place: tuple[str, ...], name: str, least: int, kept: int) -> Iterator[Broken]:
    if least:
        yield (
            (*place, "above"),
            f"{least} does not go with '{name}', which is a campaign: it is dialled when agents are ready for it; "
            "remove it",
        )
    if kept:
        yield (
            (*place, "keep_free"),
            f"{kept} does not go with '{name}', which is a campaign; say it as `reserve` of its outbound",
        )


def doubts(scenario: Scenario) -> Iterator[Broken]:
    """Yield what is probably not meant: nobody takes a category when few wait, or ever.

    Parameters
    ----------
    scenario : Scenario
        Checked.

    Returns
    -------
    iterator of (tuple, str)
        Place, and message.
    """
    for name in scenario.categories:
        groups = {
            team: group.authorised[name]
            for team, group in scenario.agents.items()
            if name in group.authorised
        }
        least = min((own.above for own in groups.values()), default=0)
        if least > 0:
            yield (
                ("categories", name),
                f"nobody takes '{name}' while {least} or fewer wait: all its groups ({values.listed(groups)}) have "
                "`above`; leave it out for one of them",
            )
    held = ", unless it is held for one of them" if _holds(scenario) else ""
    for team, group in scenario.agents.items():
        size = group_size(scenario, team)
        for name, own in group.authorised.items():
            if own.keep_free >= size > 0:
                yield (
                    ("agents", team, "authorised", name, "keep_free"),
                    f"{own.keep_free} of {size} agents are kept free, so that none of them ever takes '{name}'{held}; "
                    "keep fewer free, or take the category out of the list",
                )


def _holds(scenario: Scenario) -> bool:
    """Say whether contacts may be held for one agent, for whom thresholds do not count."""
    wanted = any(tier.preferred_agent is not None for tier in scenario.tiers.values())
    return wanted or any(desk.narrowed for desk in scenario.referral_desks.values())
