"""What the user says about routing plans: steps that change, while a contact waits, who may have it and what is done.

A step of groups says who may have the contact from its beginning, at which lowest levels of the required skills, and
how much is added to its priority; it lasts until a time since the contact joined. Steps are complete in themselves. A
step that overflows, offers a callback or refuses takes no time of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from acd.scenario import values
from acd.scenario.parts import Broken, Count, Duration, Flag, Level, Name, Or, Part, Priority, Share, written

if TYPE_CHECKING:
    from acd.scenario.agents import Group
    from acd.scenario.model import Scenario

ALL = "all"
ACTIONS = ("overflow", "callback", "refuse")
CONDITIONS = ("queue_above", "estimated_wait_above", "free_below", "service_level_below")


def _groups(value: object) -> object:
    """Return the names of groups, None for all of them."""
    if value == ALL:
        return None
    if not isinstance(value, list | tuple) or not value:
        message = f"{values.shown(value)} is not a list of groups; write [name, name] or {ALL}"
        raise values.MisreadError(message)
    return value


class When(Part):
    """What has to hold as a step begins; all of it."""

    queue_above: Count | None = Field(
        default=None, description="More than so many others of the category wait."
    )
    estimated_wait_above: Duration | None = Field(
        default=None, description="The contact's estimated wait is longer, by `estimated_wait`."
    )
    free_below: Count | None = Field(
        default=None,
        description="Fewer agents are ready of the groups that may have the category in any step.",
    )
    service_level_below: Share | None = Field(
        default=None,
        description="Of the category's contacts that were bound or left since midnight, a smaller share was bound "
        "within the target's time; not before the first.",
    )

    @classmethod
    def presence(cls, given: Mapping[str, object]) -> Iterator[Broken]:
        """Yield a fault when nothing is asked.

        Parameters
        ----------
        given : mapping
            The part's raw values, by key.

        Returns
        -------
        iterator of (tuple, str)
            Place within the part, and message.
        """
        if not any(key in given for key in CONDITIONS):
            yield (), f"asks nothing; give one of {values.listed(CONDITIONS)}, or remove it"


class PlanStep(Part):
    """One step of a routing plan."""

    until: Duration | None = Field(
        default=None,
        description="When the next step begins, since the contact joined; none in the last step.",
    )
    groups: Annotated[
        list[Name] | None,
        BeforeValidator(_groups),
        Or({"const": ALL}),
    ] = written(ALL, "Groups that may have the contact, of those authorised.")
    relax: dict[Name, Level] = Field(
        default={}, description="Lowest levels in place of those of `requires`; 0 drops the requirement."
    )
    priority: Annotated[Priority, WithJsonSchema({"type": "integer"})] = Field(
        default=0, description="Added to the contact's priority while the step lasts."
    )
    when: When | None = Field(
        default=None,
        description="Asked as the step would begin; where it does not hold the contact stays in the step before.",
    )
    overflow: Name | None = Field(
        default=None, description="The contact goes on as this category, at its old place."
    )
    callback: Flag = Field(default=False, description="The category's callback is offered now.")
    refuse: Flag = Field(default=False, description="The contact is refused.")

    @property
    def action(self) -> str | None:
        """What the step does other than to say who may have the contact, None when that is what it does."""
        return next((key for key in ACTIONS if getattr(self, key)), None)

    def lowered(self, requires: Mapping[str, int]) -> dict[str, int]:
        """Return the lowest levels that a category requires in this step.

        Parameters
        ----------
        requires : mapping of str to int
            What it requires without a plan.

        Returns
        -------
        dict of str to int
            For the same skills.
        """
        return {skill: self.relax.get(skill, level) for skill, level in requires.items()}

    def rules(self) -> Iterator[Broken]:
        """Yield faults of a step that does several things."""
        done = [key for key in ACTIONS if getattr(self, key)]
        if len(done) > 1:
            yield (
                (),
                f"{' and '.join(done)} are given together; a step does one thing, so write several steps",
            )
        if not done:
            return
        for key, given in (("groups", self.groups), ("relax", self.relax), ("priority", self.priority)):
            if given:
                yield (
                    (key,),
                    f"is given together with {done[0]}, which takes no time; say who may have the contact in a step "
                    "of its own",
                )
        if self.until is not None:
            yield (
                ("until",),
                f"{values.duration_text(self.until)} is given together with {done[0]}, which takes no time; "
                "remove it: the next step begins at once",
            )


Steps = list[PlanStep]


def entry_of(steps: Steps) -> PlanStep | None:
    """Return the step in which contacts are as they join: the first that says who may have them, if any does."""
    return next((step for step in steps if step.action is None), None)


def leaves_in_the_end(steps: Steps) -> bool:
    """Say whether whoever waits to the end of a plan overflows or is refused, whatever holds."""
    return bool(steps) and steps[-1].action in {"overflow", "refuse"} and steps[-1].when is None


def is_skilled(group: Group, needs: Mapping[str, int]) -> bool:
    """Say whether a group has skills at their lowest levels."""
    return all(group.skills.get(skill, 0) >= level for skill, level in needs.items())


def beginnings(steps: Steps) -> list[float]:
    """Return when each step begins, since the contact joined [s]."""
    found, now = [], 0.0
    for step in steps:
        found.append(now)
        now = now if step.until is None else step.until
    return found


def plans_act(scenario: Scenario) -> bool:
    """Say whether some step does more than to say who may have a contact, or asks for the service level so far."""
    steps = [step for plan in scenario.routing.steps.values() for step in plan]
    asks = any(step.when is not None and step.when.service_level_below is not None for step in steps)
    return asks or any(step.action is not None for step in steps)


def plans_ask(scenario: Scenario) -> bool:
    """Say whether some step asks for estimated waits."""
    steps = [step for plan in scenario.routing.steps.values() for step in plan]
    return any(step.when is not None and step.when.estimated_wait_above is not None for step in steps)


def skilled_in_some_step(scenario: Scenario, category: str, group: Group) -> bool:
    """Say whether a group has the skills that a category requires in some step of its plan.

    Parameters
    ----------
    scenario : Scenario
        Where both stand.
    category : str
        The category's name.
    group : Group
        The group.

    Returns
    -------
    bool
        Whatever the steps say about groups.
    """
    requires = scenario.categories[category].requires
    steps = [step for step in scenario.routing.steps.get(category, []) if step.action is None]
    relaxed = [step.lowered(requires) for step in steps] or [requires]
    return any(is_skilled(group, levels) for levels in relaxed)
