"""Rules between channels, and between them and groups: nobody interrupts in a circle, somebody works every category.

Nobody is steered into a campaign, whose contacts the centre dials from a list.

Whether the channels named exist is asked in `desk_names`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from acd.scenario import values
from acd.scenario.model import Scenario
from acd.scenario.parts import Broken, Place
from acd.scenario.ways import works


def check(scenario: Scenario, faulty: Sequence[Place]) -> Iterator[Broken]:
    """Yield circles of interruption, steering into campaigns, and categories whose channel none of their groups works.

    Parameters
    ----------
    scenario : Scenario
        What is left after faulty values were taken out.
    faulty : sequence of tuple
        The places of those.

    Returns
    -------
    iterator of (tuple, str)
        Place, and message.
    """
    yield from _circles(scenario)
    yield from _steered(scenario)
    worked = [channel for group in scenario.agents.values() for channel in group.channels or {}]
    misread = any(place[:1] == ("agents",) and place[2:3] == ("channels",) for place in faulty)
    if not misread and set(worked) <= set(scenario.channels):
        yield from _unworked(scenario)


def _circles(scenario: Scenario) -> Iterator[Broken]:
    told: set[str] = set()
    for name in scenario.channels:
        circle = _circle(scenario, name)
        if circle and not told & set(circle):
            told |= set(circle)
            yield ("channels", name, "interrupted_by"), _worded(circle)


def _circle(scenario: Scenario, name: str) -> list[str]:
    """Return the shortest chain of channels, each interrupted by the next, that comes back to the first."""
    chains = [[name]]
    seen: set[str] = set()
    while chains:
        chain = chains.pop(0)
        for other in scenario.channels[chain[-1]].interrupted_by:
            if other == name:
                return chain
            if other in scenario.channels and other not in seen:
                seen.add(other)
                chains.append([*chain, other])
    return []


def _worded(circle: list[str]) -> str:
    if len(circle) == 1:
        return f"'{circle[0]}' cannot interrupt itself; remove it"
    chain = " by ".join(f"'{name}'" for name in [*circle, circle[0]])
    return f"{chain}: interrupted in a circle, all of them would rest for ever; remove one"


def _steered(scenario: Scenario) -> Iterator[Broken]:
    for name, category in scenario.categories.items():
        part = category.steer
        if part is None or part.to not in scenario.categories:
            continue
        if scenario.categories[part.to].outbound is not None:
            yield (
                ("categories", name, "steer", "to"),
                f"'{part.to}' is a campaign, whose contacts the centre dials from a list; name a category without "
                "outbound",
            )


def _unworked(scenario: Scenario) -> Iterator[Broken]:
    for name, category in scenario.categories.items():
        groups = {key: group for key, group in scenario.agents.items() if name in group.authorised}
        if groups and not any(
            group.channels is None or category.channel in group.channels for group in groups.values()
        ):
            yield (
                ("categories", name, "channel"),
                f"no group authorised for '{name}' ({values.listed(groups)}) works {category.channel}; "
                "add it to `channels` of one of them",
            )


def doubts(scenario: Scenario) -> Iterator[Broken]:
    """Yield authority over what comes by a channel that the group does not work, and capacities nobody reaches.

    Parameters
    ----------
    scenario : Scenario
        Checked.

    Returns
    -------
    iterator of (tuple, str)
        Place, and message.
    """
    for name, group in scenario.agents.items():
        for category in group.authorised:
            channel = scenario.categories[category].channel
            if group.channels is not None and channel not in group.channels:
                yield (
                    ("agents", name, "channels"),
                    f"'{name}' is authorised for '{category}' but does not work {channel}, by which it comes; "
                    f"add {channel}, or take '{category}' out of `authorised`",
                )
        for channel, worked in (group.channels or {}).items():
            if worked.capacity is not None:
                yield from _never_full(
                    scenario, channel, worked.capacity, ("agents", name, "channels", channel)
                )
        for channel in group.channels or {}:
            if not any(
                works(scenario, group, key) and scenario.categories[key].channel == channel
                for key in group.authorised
            ):
                yield (
                    ("agents", name, "channels"),
                    f"'{name}' works {channel}, but may take nothing that comes by it; remove it",
                )
    for channel, part in scenario.channels.items():
        yield from _never_full(scenario, channel, part.capacity, ("channels", channel))


def _never_full(scenario: Scenario, channel: str, capacity: int, place: tuple[str, ...]) -> Iterator[Broken]:
    part = scenario.channels[channel]
    cost = 1.0 / part.capacity if part.cost is None else part.cost
    if capacity * cost > 1.0 + 1e-9:
        yield (
            (*place, "capacity"),
            f"{capacity} is never reached: each takes {cost:.4g} of an agent, so that {int(1.0 / cost + 1e-9)} fill "
            "one; lower `cost` of the channel",
        )
