"""The priority matrix and the groups' delays must fit the categories, the keys of routing, and each other."""

from __future__ import annotations

from collections.abc import Iterator

from acd.scenario import values
from acd.scenario.matrix import Cells, cells
from acd.scenario.model import Scenario
from acd.scenario.parts import Broken
from acd.scenario.plans import PlanStep, is_skilled, leaves_in_the_end
from acd.scenario.tables import TableError

_FILE = ("routing", "matrix", "file")


def check(scenario: Scenario) -> Iterator[Broken]:
    """Yield delays where nobody waits, and what is wrong with the matrix.

    Parameters
    ----------
    scenario : Scenario
        Whose names all exist.

    Returns
    -------
    iterator of (tuple, str)
        Place, and message.
    """
    for team, group in scenario.agents.items():
        for name, factors in group.authorised.items():
            if factors.after > 0.0 and scenario.categories[name].outbound is not None:
                yield (
                    ("agents", team, "authorised", name, "after"),
                    f"'{name}' is dialled by the centre itself, and its contacts do not wait; remove it",
                )
    yield from keys(scenario)
    if scenario.routing.matrix is not None:
        try:
            found = cells(scenario)
        except TableError as error:
            yield _FILE, str(error)
            return
        yield from _delays(scenario, found)
        yield from _nobody(scenario, found)


def keys(scenario: Scenario) -> Iterator[Broken]:
    """Yield keys that go by a matrix that is not there, or that rank the same as it.

    Parameters
    ----------
    scenario : Scenario
        Whose `routing` is asked, nothing else.

    Returns
    -------
    iterator of (tuple, str)
        Place, and message.
    """
    routing = scenario.routing
    if routing.matrix is None:
        for key, words in (
            ("choose_agent", routing.choose_agent),
            ("choose_contact", routing.choose_contact),
        ):
            if "matrix" in words:
                yield ("routing", key), "names `matrix`, but there is none; give routing.matrix, or remove it"
    elif {"matrix", "category_order"} <= set(routing.choose_contact):
        yield (
            ("routing", "choose_contact"),
            "matrix and category_order both rank the categories for a group; keep one",
        )


def _nobody(scenario: Scenario, found: Cells) -> Iterator[Broken]:
    """Yield categories that nobody may have by the matrix, or in the end nobody who could take them."""
    for name, rule in scenario.categories.items():
        served = [team for category, team in found if category == name]
        steps = scenario.routing.steps.get(name, [])
        if not served:
            yield _FILE, f"leaves '{name}' to nobody; fill a cell of its row"
            continue
        if leaves_in_the_end(steps):
            continue
        last = next((step for step in reversed(steps) if step.action is None), PlanStep())
        able = [
            team
            for team, group in scenario.agents.items()
            if name in group.authorised
            and (last.groups is None or team in last.groups)
            and is_skilled(group, last.lowered(rule.requires))
        ]
        if able and not set(able) & set(served):
            yield (
                _FILE,
                f"leaves '{name}' to {values.listed(served)}, where for want of skills, or by its last step, nobody "
                f"ever takes it; fill a cell of {values.listed(able)}",
            )


def _delays(scenario: Scenario, found: Cells) -> Iterator[Broken]:
    for (name, team), (_, delay) in found.items():
        if delay > 0.0 and scenario.agents[team].authorised[name].after > 0.0:
            yield (
                ("agents", team, "authorised", name, "after"),
                "is said in the matrix, too; say it in one place",
            )
        if delay > 0.0 and scenario.categories[name].outbound is not None:
            yield _FILE, f"delays '{name}' for '{team}', but the centre dials it itself; remove the delay"
