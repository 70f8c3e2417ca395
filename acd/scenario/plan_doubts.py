"""What a routing plan or the priority matrix says but does not do: nobody more is reached, or nobody at all.

The companion of `plan_rules`, which tells what cannot be run. Whom a step reaches follows from authority, channel,
skills and the matrix as they are written; delays change when, not whom.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from acd.scenario import values
from acd.scenario.contact_rules import BY_AGE
from acd.scenario.matrix import cells
from acd.scenario.model import Scenario
from acd.scenario.own import own_words
from acd.scenario.parts import Broken
from acd.scenario.plans import PlanStep, Steps
from acd.scenario.thresholds import has_thresholds

BY_PRIORITY = ("priority", BY_AGE)


def doubts(scenario: Scenario) -> Iterator[Broken]:
    """Yield steps that change nothing or reach nobody, and a matrix by which nothing is chosen.

    Parameters
    ----------
    scenario : Scenario
        Checked.

    Returns
    -------
    iterator of (tuple, str)
        Place, and message.
    """
    served = None if scenario.routing.matrix is None else set(cells(scenario))
    for name, steps in scenario.routing.steps.items():
        for place, message in _Plan(scenario, name, steps, served).doubts():
            yield ("routing", "steps", name, *place), message
    yield from _matrix(scenario)


class _Plan:
    """A category's plan, with what each of its steps comes to."""

    def __init__(
        self, scenario: Scenario, name: str, steps: Steps, served: Collection[tuple[str, str]] | None
    ) -> None:
        self._scenario, self._name, self._steps, self._served = scenario, name, steps, served
        keys = scenario.routing.choose_contact
        self._by_priority = any(key in BY_PRIORITY for key in keys) or bool(own_words(scenario))

    def doubts(self) -> Iterator[Broken]:
        for number, step in enumerate(self._steps):
            if step.action is not None:
                continue
            if not self._reached(step):
                yield (number,), self._nobody(number)
            elif step.priority and not self._by_priority:
                yield (
                    (number, "priority"),
                    f"{step.priority} changes nothing: choose_contact names neither {' nor '.join(BY_PRIORITY)}; name "
                    "one there, or remove this",
                )
            elif self._is_idle(number):
                yield (number,), self._idle(number)

    def _lacks(self, group: str, step: PlanStep) -> str | None:
        """Return why no agent of a group may have the category's contacts in a step, None where they may."""
        rule, own = self._scenario.categories[self._name], self._scenario.agents[group]
        if own.channels is not None and rule.channel not in own.channels:
            return f"does not work {rule.channel}"
        for skill, level in step.lowered(rule.requires).items():
            if own.skills.get(skill, 0) < level:
                return f"has no {skill} {level}"
        if self._served is not None and (self._name, group) not in self._served:
            return "has an empty cell in the matrix"
        return None

    def _named(self, step: PlanStep) -> list[str]:
        able = [key for key, group in self._scenario.agents.items() if self._name in group.authorised]
        return [key for key in able if step.groups is None or key in step.groups]

    def _reached(self, step: PlanStep) -> list[str]:
        return [key for key in self._named(step) if self._lacks(key, step) is None]

    def _comes_to(self, step: PlanStep) -> tuple[list[str], int]:
        """Return all that a step says in effect: who may have the contact, and what its priority gains."""
        return self._reached(step), step.priority

    def _is_idle(self, number: int) -> bool:
        """Say whether a step is like every step in which a contact may be as it begins."""
        step = self._steps[number]
        if self._scenario.routing.reoffer is not None and has_thresholds(self._scenario):
            # a step has a line of its own, and which contact heads a line can matter there
            return False
        if len(self._steps) == 1:
            return self._comes_to(step) == self._comes_to(PlanStep())
        # behind a step that acts, one like those before sets when the next begins, or says that waiting goes on
        if number == 0 or self._steps[number - 1].action is not None:
            return False
        for before in reversed(self._steps[:number]):
            if before.action is None:
                if self._comes_to(before) != self._comes_to(step):
                    return False
                if before.when is None:
                    return True
        return False

    def _idle(self, number: int) -> str:
        step = self._steps[number]
        if len(self._steps) == 1:
            out = "remove the plan"
        elif step.until is None:
            out = "remove it and the `until` before it"
        else:
            out = f"remove it and let the step before last until {values.duration_text(step.until)}"
        return (
            f"changes nothing: with it as without it {values.listed(self._reached(step))} may have '{self._name}', at "
            f"the same priority; name other groups, relax more, or {out}"
        )

    def _nobody(self, number: int) -> str:
        step = self._steps[number]
        why = values.listed(f"{key} {self._lacks(key, step)}" for key in self._named(step))
        until = (
            "wait for ever or give up" if number == len(self._steps) - 1 else "wait until a later step begins"
        )
        return (
            f"nobody may have '{self._name}' in this step ({why}), so that contacts {until}; relax more, name other "
            "groups, or remove it"
        )


def _matrix(scenario: Scenario) -> Iterator[Broken]:
    routing = scenario.routing
    if routing.matrix is None or "matrix" in (*routing.choose_agent, *routing.choose_contact):
        return
    found = cells(scenario)
    pairs = {(name, team) for team, group in scenario.agents.items() for name in group.authorised}
    if pairs <= set(found) and not any(delay > 0.0 for _, delay in found.values()):
        yield (
            ("routing", "matrix"),
            "changes nothing: neither choose_agent nor choose_contact names `matrix`, and no cell delays a group or "
            "takes a category from it; name it there, or remove this",
        )
