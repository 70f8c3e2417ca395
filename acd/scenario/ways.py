"""Where a contact may go from a leg: to its end, or to which category, by every step that has a chance.

Only whether a way has a chance counts here, not how great that is. Who waits may always give up; that is no way out,
because nobody was served.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from acd.scenario.agents import Group
from acd.scenario.contacts import Category
from acd.scenario.handling import END, HANDLE, VERIFICATION, Hold, Step
from acd.scenario.model import Scenario
from acd.scenario.parts import Place


@dataclass(frozen=True, slots=True)
class Leg:
    """A leg as it begins.

    Parameters
    ----------
    category : str
        Its category.
    verified : bool
        Whether the customer has been verified before.
    """

    category: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Way:
    """A way out of a leg.

    Parameters
    ----------
    place : tuple
        The key of the category that leads there.
    leg : Leg or None
        The leg that follows; None: the contact is over.
    """

    place: Place
    leg: Leg | None


def named_desks(category: Category) -> Iterator[tuple[Place, str]]:
    """Yield every desk that a category names, with its place in it.

    Parameters
    ----------
    category : Category
        Whose contacts go there.

    Returns
    -------
    iterator of (tuple, str)
        Place within the category, and name of the desk.
    """
    if category.verification is not None and category.verification.on_failure is not None:
        yield ("verification", "on_failure"), category.verification.on_failure
    for name, step in (category.path or {}).items():
        if step.to is not None:
            yield ("path", name, "to"), step.to
    if category.referral is not None:
        yield ("referral", "to"), category.referral.to
    if category.survey is not None and category.survey.follow_up is not None:
        yield ("survey", "follow_up", "to"), category.survey.follow_up.to


def referral_share(category: Category, group: Group, name: str) -> float:
    """Return the share of a category's contacts that a group's agents refer.

    Parameters
    ----------
    category : Category
        The category.
    group : Group
        The group.
    name : str
        The category's name.

    Returns
    -------
    float
        The group's own share, else the smallest by its levels of skills, else the category's.
    """
    if category.referral is None:
        return 0.0
    own = group.authorised.get(name)
    if own is not None and own.referral is not None:
        return own.referral
    shares = []
    for skill, levels in category.referral.by_skill.items():
        reached = [level for level in levels if level <= group.skills.get(skill, 0)]
        shares.append(levels[max(reached)] if reached else category.referral.probability)
    return min(shares, default=category.referral.probability)


def works(scenario: Scenario, group: Group, name: str) -> bool:
    """Say whether a group may take a category's contacts: authority, skills and channel.

    Parameters
    ----------
    scenario : Scenario
        Where both stand.
    group : Group
        The group.
    name : str
        The category's name.

    Returns
    -------
    bool
        True when an agent of it, being there, would be offered them.
    """
    category = scenario.categories[name]
    return (
        name in group.authorised
        and (group.channels is None or category.channel in group.channels)
        and all(group.skills.get(skill, 0) >= level for skill, level in category.requires.items())
    )


def ways(scenario: Scenario, leg: Leg) -> list[Way]:
    """Return every way out of a leg that has a chance.

    Parameters
    ----------
    scenario : Scenario
        Whose desks all exist.
    leg : Leg
        As it begins.

    Returns
    -------
    list of Way
        In the order in which a walk along the path meets them; the first is the likeliest to be told.
    """
    return list(dict.fromkeys(_Walk(scenario, leg).found()))


class _Walk:
    def __init__(self, scenario: Scenario, leg: Leg) -> None:
        self._scenario, self._name = scenario, leg.category
        self._category = scenario.categories[leg.category]
        self._steps = self._category.steps
        self._order = list(self._steps)
        groups = [group for group in scenario.agents.values() if works(scenario, group, leg.category)]
        shares = [referral_share(self._category, group, leg.category) for group in groups] or [0.0]
        self._least, self._most = min(shares), max(shares)
        self._waiting = [(self._order[0], leg.verified)]
        self._met = set(self._waiting)

    def found(self) -> Iterator[Way]:
        while self._waiting:
            name, verified = self._waiting.pop(0)
            yield from self._from(name, verified)

    def _from(self, name: str, verified: bool) -> Iterator[Way]:
        step = self._steps[name]
        chance = 1.0
        if isinstance(step, Hold):
            chance = step.probability
        elif isinstance(step, Step):
            chance = step.chance
        passed_over = name == VERIFICATION and verified
        if chance < 1.0 or passed_over:
            yield from self._on([self._following(name)], verified)
        if chance > 0.0 and not passed_over:
            yield from self._through(name, step, verified)

    def _through(self, name: str, step: Step | Hold | None, verified: bool) -> Iterator[Way]:
        after = self._after(name, step)
        if name == VERIFICATION and self._category.verification is not None:
            part = self._category.verification
            if part.success < 1.0:
                yield self._to(("verification", "on_failure"), part.on_failure, verified=False)
            if part.success > 0.0:
                yield from self._on(after, verified=True)
        elif name == HANDLE:
            if self._category.referral is not None and self._most > 0.0:
                yield self._to(("referral", "to"), self._category.referral.to, verified=verified)
            if self._least < 1.0:
                yield from self._on(after, verified)
        elif isinstance(step, Step) and step.kind == "transfer":
            yield self._to(("path", name, "to"), step.to, verified=verified)
        else:
            yield from self._on(after, verified)

    def _following(self, name: str) -> str:
        place = self._order.index(name) + 1
        return self._order[place] if place < len(self._order) else END

    def _after(self, name: str, step: Step | Hold | None) -> list[str]:
        if isinstance(step, Step) and step.next is not None:
            return [target for target, share in step.next.items() if share > 0.0]
        return [self._following(name)]

    def _on(self, targets: list[str], verified: bool) -> Iterator[Way]:
        for target in targets:
            if target == END:
                yield Way((), None)
            elif (target, verified) not in self._met:
                self._met.add((target, verified))
                self._waiting.append((target, verified))

    def _to(self, place: Place, desk: str | None, *, verified: bool) -> Way:
        if desk is None:
            return Way(place, None)
        return Way(place, Leg(self._scenario.referral_desks[desk].category, verified))
