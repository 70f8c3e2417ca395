"""Referral must lead somewhere: to agents who may take the contact and are there some day, and not round for ever.

Whether desks exist at all is asked in `desk_names`; a scenario in which one does not is passed over here.
"""

from __future__ import annotations

from collections.abc import Iterator

from acd.scenario import values
from acd.scenario.calendar import weekday
from acd.scenario.model import Scenario
from acd.scenario.parts import Broken
from acd.scenario.referral_desks import agent_of
from acd.scenario.shifts import group_size
from acd.scenario.ways import Leg, Way, named_desks, ways, works


def check(scenario: Scenario) -> Iterator[Broken]:
    """Yield referrals that lead to nobody, and those that lead round for ever.

    Parameters
    ----------
    scenario : Scenario
        Whose staffing can be read.

    Returns
    -------
    iterator of (tuple, str)
        Place, and message.
    """
    if not all_defined(scenario):
        return
    yield from _nowhere(scenario)
    yield from _not_theirs(scenario)
    yield from _round(scenario)


def all_defined(scenario: Scenario) -> bool:
    """Say whether every desk that is named exists and has a category that exists.

    Parameters
    ----------
    scenario : Scenario
        Perhaps with faults.

    Returns
    -------
    bool
        True when desks can be followed.
    """
    desks = scenario.referral_desks
    named = (desk for category in scenario.categories.values() for _, desk in named_desks(category))
    return all(name in desks for name in named) and all(
        desk.category in scenario.categories for desk in desks.values()
    )


def _nowhere(scenario: Scenario) -> Iterator[Broken]:
    there = {name for name in scenario.agents if ever_there(scenario, name)}
    for name, category in scenario.categories.items():
        for place, desk in named_desks(category):
            target = scenario.referral_desks[desk].category
            # nobody with the authority, the skill or the channel at all is told where the category stands
            able = [key for key, group in scenario.agents.items() if works(scenario, group, target)]
            if able and not there & set(able):
                yield (
                    ("categories", name, *place),
                    f"'{desk}' leads nowhere: of those who may take '{target}' ({values.listed(able)}) nobody is ever "
                    "there; give them agents, or authorise a group that has some",
                )


def _not_theirs(scenario: Scenario) -> Iterator[Broken]:
    """Yield desks whose group or agent cannot have what comes there."""
    for name, desk in scenario.referral_desks.items():
        key, group, number = "group", desk.group, 0
        if desk.agent is not None:
            key = "agent"
            group, number = agent_of(desk.agent, list(scenario.agents))
        if group in scenario.agents:
            for message in _against(scenario, str(group), number, desk.category):
                yield ("referral_desks", name, key), message


def _against(scenario: Scenario, group: str, number: int, category: str) -> Iterator[str]:
    """Yield why an agent of a group, or the whole group, cannot have the contacts of a category."""
    size = group_size(scenario, group)
    if size < number:
        some = f"'{group} 1' to '{group} {size}'" if size > 1 else f"'{group} 1' only" if size else "nobody"
        yield f"there is no agent '{group} {number}': '{group}' is {some}; name another, or add agents"
    elif not ever_there(scenario, group):
        yield f"nobody of '{group}' is ever there; give it agents, or name another group"
    if not works(scenario, scenario.agents[group], category):
        able = [name for name, other in scenario.agents.items() if works(scenario, other, category)]
        yield (
            f"'{group}' may not take '{category}': it lacks the authority, the skills or the channel "
            f"(those who may: {values.listed(able)}); authorise it, or name another"
        )


def ever_there(scenario: Scenario, name: str) -> bool:
    """Say whether an agent of a group is ever there.

    Parameters
    ----------
    scenario : Scenario
        Whose staffing can be read.
    name : str
        Of the group.

    Returns
    -------
    bool
        False when it has no agents, or no shift on any day of the calendar.
    """
    if group_size(scenario, name) == 0:
        return False
    shifts = scenario.agents[name].shifts
    if shifts is None:
        return True
    days = {weekday(scenario, day) for day in range(min(scenario.calendar.days, 7))}
    return any(shift.agents > 0 and days & set(shift.days) for shift in shifts)


def _round(scenario: Scenario) -> Iterator[Broken]:
    """Yield one fault for each circle that no contact ever leaves."""
    out = _followed(scenario)
    # a path without any way out goes round in itself, which is told where it stands
    ends = {leg for leg, found in out.items() if not found or any(way.leg is None for way in found)}
    further = ends
    while further:
        further = {
            leg for leg, found in out.items() if leg not in ends and any(way.leg in ends for way in found)
        }
        ends = ends | further
    told: set[Leg] = set()
    for leg in out:
        if leg not in ends and leg not in told:
            circle = _circle(out, leg)
            if not told & {start for start, _ in circle}:
                yield _worded(circle)
            told |= {leg, *(start for start, _ in circle)}


def _followed(scenario: Scenario) -> dict[Leg, list[Way]]:
    """Return the ways out of every leg that a contact may come to, first legs first."""
    waiting = [Leg(name, verified=False) for name in scenario.categories]
    out: dict[Leg, list[Way]] = {}
    while waiting:
        leg = waiting.pop(0)
        if leg not in out:
            out[leg] = ways(scenario, leg)
            waiting += [way.leg for way in out[leg] if way.leg is not None]
    return out


def _circle(out: dict[Leg, list[Way]], leg: Leg) -> list[tuple[Leg, Way]]:
    """Return a circle that a contact comes to from a leg from which no way leads to an end."""
    walked: list[tuple[Leg, Way]] = []
    while leg not in [start for start, _ in walked]:
        way = out[leg][0]
        walked.append((leg, way))
        leg = way.leg or leg
    return walked[[start for start, _ in walked].index(leg) :]


def _worded(circle: list[tuple[Leg, Way]]) -> Broken:
    first, way = circle[0]
    names = " -> ".join(f"'{leg.category}'" for leg, _ in [*circle, circle[0]])
    return (
        ("categories", first.category, *way.place),
        f"contacts go round for ever: {names}; let a share of them be settled on the way, or name a desk that settles "
        "them",
    )
