"""Routing plans to tables: steps in the order in which they begin, and a view for each step and delay."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from acd.build.contact_rules import uses_priority
from acd.build.routing import may_serve, route_rows, words_for
from acd.core.columns import LINE, ROUTE
from acd.core.draws import rounded
from acd.core.plan_codes import PlanStep
from acd.core.plan_rows import ACHIEVED, ROUTING_PLAN, ROUTING_STEP, STANCE
from acd.core.tables import NONE, SECOND, Tables
from acd.scenario.matrix import delays_of, ranks_of
from acd.scenario.plans import beginnings, entry_of

if TYPE_CHECKING:
    from acd.scenario import Scenario
    from acd.scenario.plans import PlanStep as Step

Array = np.ndarray[Any, Any]

_ACTIONS = {"overflow": PlanStep.OVERFLOW, "callback": PlanStep.CALLBACK, "refuse": PlanStep.REFUSE}


@dataclass(frozen=True)
class Plan:
    """A category's plan.

    Parameters
    ----------
    name : str
        Of the category.
    places : tuple of PlanStep or None
        The steps that say who may have the contact, the first first; None for one that changes nothing.
    later : tuple of (int, PlanStep or None)
        What begins when [us], in this order, the first step left out; None where only a delay is over.
    delays : dict of str to int
        Groups that wait before they may have it, and how long [us].
    """

    name: str
    places: tuple[Step | None, ...]
    later: tuple[tuple[int, Step | None], ...]
    delays: dict[str, int]

    def level(self, time: int) -> int:
        """Return how many delays are over at a time since the contact joined [us]."""
        return sum(delay <= time for delay in set(self.delays.values()))

    @property
    def levels(self) -> int:
        """How many numbers of delays that are over there are."""
        return 1 + len(set(self.delays.values()))


def plans_of(scenario: Scenario) -> list[Plan]:
    """Return the categories' plans; where nothing is planned, one of a single step.

    Parameters
    ----------
    scenario : Scenario
        Checked.

    Returns
    -------
    list of Plan
        In the categories' order.
    """
    return [_plan(scenario, name, given) for name, given in delays_of(scenario).items()]


def _plan(scenario: Scenario, name: str, given: dict[str, float]) -> Plan:
    steps = scenario.routing.steps.get(name, [])
    delays = {group: rounded(delay * SECOND) for group, delay in given.items()}
    entry = entry_of(steps)
    items: list[tuple[int, Step | None]] = [
        (rounded(time * SECOND), step)
        for time, step in zip(beginnings(steps), steps, strict=True)
        if step is not entry
    ]
    items += [(delay, None) for delay in set(delays.values()) if delay not in {time for time, _ in items}]
    places = [entry, *(step for step in steps if step.action is None and step is not entry)]
    return Plan(name, tuple(places), tuple(sorted(items, key=lambda item: item[0])), delays)


def plan_arrays(scenario: Scenario, arrays: dict[str, Array]) -> dict[str, Array]:
    """Return what routing plans change of the tables ``rules``, ``line`` and ``route``, and their own tables.

    Parameters
    ----------
    scenario : Scenario
        Checked.
    arrays : dict of str to numpy.ndarray
        Those three tables as they are without plans.

    Returns
    -------
    dict of str to numpy.ndarray
        With ``routing_plan`` and ``routing_step``; without plans, only ``route``.
    """
    plans, served = plans_of(scenario), ranks_of(scenario)
    routes, lines, rules = arrays["route"].copy(), arrays["line"], arrays["rules"].copy()
    groups, tiers = len(scenario.agents), len(scenario.tier_names)
    views = [(k, place, level) for k, plan in enumerate(plans) for place, level in _views(plan)]
    firsts = [(k, 0, 0) for k in range(len(plans))]
    taken = np.array([k for k, _, _ in firsts + views])
    rows = np.concatenate([routes[k * groups : (k + 1) * groups] for k in taken]).astype(ROUTE)
    allowed = np.array([_allowed(scenario, plans[k], at, served) for k, *at in firsts + views])
    rows["allowed"] = allowed.ravel()
    ever = np.array([allowed[taken == k].any(axis=0) for k in range(len(plans))])
    rows["ever"] = ever[taken].ravel()
    rows["reach"] = _reach(scenario, plans, ever)[taken].ravel()
    if all(len(plan.places) == 1 and not plan.later and plan.places[0] is None for plan in plans):
        return {"route": rows}
    rules["planned"] = rules["viewed"] = 1
    rules["n_lines"] = len(taken) * tiers
    rules["line_words"] = words_for(len(taken) * tiers)
    lines = np.concatenate([lines[k * tiers : (k + 1) * tiers] for k in taken]).astype(LINE)
    found = {"route": rows, "line": lines, "rules": rules}
    return found | _plan_rows(scenario, plans, len(plans))


def _views(plan: Plan) -> list[tuple[int, int]]:
    """Return step and number of delays of each view but the first."""
    return [(place, level) for place in range(len(plan.places)) for level in range(plan.levels)][1:]


def _allowed(
    scenario: Scenario, plan: Plan, at: Sequence[int], served: Collection[tuple[str, str]] | None
) -> list[bool]:
    """Say of each group whether it may have the category's contacts in a step, when so many delays are over."""
    place, level = at
    step, rule = plan.places[place], scenario.categories[plan.name]
    relax = {} if step is None else step.relax
    over = sorted(set(plan.delays.values()))[:level]
    return [
        may_serve(plan.name, rule, group, relax)
        and (step is None or step.groups is None or scenario.home_of(name) in step.groups)
        and (plan.delays.get(name) is None or plan.delays[name] in over)
        and (served is None or (plan.name, scenario.home_of(name)) in served)
        for name, group in scenario.agents.items()
    ]


def _reach(scenario: Scenario, plans: list[Plan], ever: Array) -> Array:
    """Return who may have a category's contacts in its plan, or in one into which they overflow."""
    names, reach = list(scenario.categories), ever.copy()
    for _ in plans:  # no plan leads back to itself
        for k, plan in enumerate(plans):
            for _, step in plan.later:
                if step is not None and step.overflow is not None:
                    reach[k] |= reach[names.index(step.overflow)]
    return reach


def _plan_rows(scenario: Scenario, plans: list[Plan], view: int) -> dict[str, Array]:
    own, steps = np.zeros(len(plans), ROUTING_PLAN), list[Array]()
    for row, plan in zip(own, plans, strict=True):
        row["first"], row["count"] = len(steps), len(plan.later)
        row["view"], row["views"], row["levels"] = view, len(_views(plan)), plan.levels
        row["priority"] = _priority(scenario, plan.places[0])
        row["within"] = rounded(scenario.categories[plan.name].service_level.within * SECOND)
        steps += _step_rows(scenario, plan)
        view += len(_views(plan))
    return {
        "routing_plan": own,
        "routing_step": np.concatenate(steps) if steps else np.zeros(1, ROUTING_STEP),
    }


def _priority(scenario: Scenario, step: Step | None) -> int:
    """Return what a step adds to the priority, nothing where contacts are not chosen by it."""
    return step.priority if step is not None and uses_priority(scenario) else 0


def _step_rows(scenario: Scenario, plan: Plan) -> Iterator[Array]:
    names = list(scenario.categories)
    for time, step in plan.later:
        row = np.zeros(1, ROUTING_STEP)
        for key in ("place", "to", "queue_above", "wait_above", "free_below", "service_below"):
            row[key] = NONE
        row["start"], row["level"], row["kind"] = time, plan.level(time), PlanStep.LATER
        if step is not None:
            row["kind"] = PlanStep.GROUPS if step.action is None else _ACTIONS[step.action]
            row["to"] = NONE if step.overflow is None else names.index(step.overflow)
            if step.action is None:
                row["place"], row["priority"] = plan.places.index(step), _priority(scenario, step)
            _fill_when(row, step)
        yield row


def _fill_when(row: Array, step: Step) -> None:
    """Write what a step asks for."""
    if step.when is None:
        return
    for key, given in (
        ("queue_above", step.when.queue_above),
        ("free_below", step.when.free_below),
        ("service_below", step.when.service_level_below),
    ):
        if given is not None:
            row[key] = given
    if step.when.estimated_wait_above is not None:
        row["wait_above"] = rounded(step.when.estimated_wait_above * SECOND)


def add_views(arrays: dict[str, Array], scenario: Scenario) -> None:
    """Add lines and routes of contacts that require something themselves, behind those of the categories.

    Parameters
    ----------
    arrays : dict of str to numpy.ndarray
        Of a router: ``rules``, ``line`` and ``route``.
    scenario : Scenario
        Its views; with plans there are none.
    """
    groups, tiers, names = len(scenario.agents), len(scenario.tier_names), list(scenario.categories)
    lines, routes = [arrays["line"]], [arrays["route"]]
    for name, requires in scenario.views:
        k, rule = names.index(name), scenario.categories[name]
        with_own = scenario.categories | {name: rule.model_copy(update={"requires": requires})}
        own = scenario.model_copy(update={"categories": with_own})
        rows = plan_arrays(own, arrays | {"route": route_rows(own)})["route"]
        routes.append(rows[k * groups : (k + 1) * groups])
        lines.append(arrays["line"][k * tiers : (k + 1) * tiers])
    arrays["line"], arrays["route"] = np.concatenate(lines), np.concatenate(routes)
    arrays["rules"]["n_lines"] = len(arrays["line"])
    arrays["rules"]["line_words"] = words_for(len(arrays["line"]))
    arrays["rules"]["viewed"] |= len(scenario.views) > 0


def extend_stances(tables: Tables) -> None:
    """Make room for as many contacts as the table ``contact`` has room for, where there are plans.

    Parameters
    ----------
    tables : Tables
        Of a run or of a router alone.
    """
    if tables["rules"]["planned"][0]:
        tables.extend("stance", len(tables["contact"]))


def plan_state(fixed: dict[str, Array], contacts: int) -> dict[str, Array]:
    """Make the tables ``stance`` and ``achieved`` of a centre with plans.

    Parameters
    ----------
    fixed : dict of str to numpy.ndarray
        The tables that stay as they are.
    contacts : int
        Rows of the table ``contact``.

    Returns
    -------
    dict of str to numpy.ndarray
        Empty where there are no plans.
    """
    if not fixed["rules"]["planned"][0]:
        return {}
    categories = len(fixed["routing_plan"])
    return {"stance": np.zeros(contacts, STANCE), "achieved": np.zeros(categories, ACHIEVED)}
