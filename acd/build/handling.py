"""Channels, paths, referral and offers to the tables that only richer centres use, and whether a centre is one."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from acd.build.afterwards import Growing, afterwards_arrays, desk
from acd.build.choices import choice_arrays
from acd.build.distributions import DistributionTable
from acd.build.relations import aim_rows
from acd.core.codes import AtClose, Estimator
from acd.core.path_codes import ReferralMode, StepKind
from acd.core.tables import NONE, SECOND, TABLES
from acd.scenario.abilities import most_held
from acd.scenario.channel_hours import at_close, channel_periods, timed
from acd.scenario.handling import END, HANDLE, VERIFICATION, Hold, Step
from acd.scenario.plans import plans_act, plans_ask
from acd.scenario.thresholds import has_thresholds
from acd.scenario.ways import referral_share

if TYPE_CHECKING:
    from acd.scenario import Category, Scenario

Array = np.ndarray[Any, Any]

FINEST = 1000
"""Shares of an agent that a contact takes are rounded to fractions with denominators up to this."""


def is_shared(scenario: Scenario) -> bool:
    """Say whether agents' hands count: contacts ring, or agents hold several, or not every channel.

    Parameters
    ----------
    scenario : Scenario
        Checked.

    Returns
    -------
    bool
        True when the router has to keep hands.
    """
    return is_mixed(scenario) or any(
        group.rings or group.channels is not None for group in scenario.agents.values()
    )


def is_mixed(scenario: Scenario) -> bool:
    """Say whether some agent may take a contact while holding another."""
    if timed(scenario):
        return True  # who fits is then asked of every agent
    if any(
        part.capacity > 1 or part.interrupted_by or part.cost is not None
        for part in scenario.channels.values()
    ):
        return True
    return any(
        (worked.capacity or 1) > 1
        for group in scenario.agents.values()
        for worked in (group.channels or {}).values()
    )


def asks(scenario: Scenario) -> bool:
    """Say whether some agent who may hold several contacts asks another one: in a referral, or in a step of a path.

    Parameters
    ----------
    scenario : Scenario
        Checked.

    Returns
    -------
    bool
        True when it has to be kept who asks.
    """
    warm = any(rule.referral and rule.referral.mode == "warm" for rule in scenario.categories.values())
    steps = (step for rule in scenario.categories.values() for step in (rule.path or {}).values())
    return is_mixed(scenario) and (warm or any(step.kind in ("consult", "conference") for step in steps))


def is_rich(scenario: Scenario) -> bool:
    """Say whether a scenario has anything beyond waiting, handling and wrap-up.

    Parameters
    ----------
    scenario : Scenario
        Checked.

    Returns
    -------
    bool
        True when contacts have lives: paths, verification, referral, rings, several in one agent's hands.
    """
    return (
        is_shared(scenario)
        or has_thresholds(scenario)
        or estimator_of(scenario) != Estimator.NONE
        or plans_act(scenario)
        or any(
            part is not None
            for rule in scenario.categories.values()
            for part in (
                rule.complexity,
                rule.verification,
                rule.hold,
                rule.path,
                rule.referral,
                rule.survey,
            )
        )
    )


def estimator_of(scenario: Scenario) -> Estimator:
    """Return how the router estimates waits, NONE where nobody asks."""
    name = scenario.routing.estimated_wait
    if name is None:
        asked = (
            "greatest_need" in scenario.routing.choose_contact
            or any(rule.callback or rule.steer for rule in scenario.categories.values())
            or plans_ask(scenario)
        )
        return Estimator.LAST_SERVED if asked else Estimator.NONE
    return Estimator[name.upper()]


def channel_arrays(scenario: Scenario) -> tuple[dict[str, Array], int]:
    """Return the tables of channels and what groups hold of them, and the units of an agent.

    Parameters
    ----------
    scenario : Scenario
        Checked.

    Returns
    -------
    arrays : dict of str to numpy.ndarray
        ``seat``, ``medium``, ``channel`` and ``service``.
    units : int
        What all contacts in an agent's hands take at most.
    """
    names = list(scenario.channels)
    costs = [
        Fraction(1, part.capacity) if part.cost is None else Fraction(part.cost).limit_denominator(FINEST)
        for part in scenario.channels.values()
    ]
    units = math.lcm(*(cost.denominator for cost in costs))
    channel = np.zeros(len(names), TABLES["channel"])
    for row, cost, part in zip(channel, costs, scenario.channels.values(), strict=True):
        row["cost"] = int(cost * units)
        row["interrupted"] = sum(1 << names.index(name) for name in part.interrupted_by)
        row["slowdown"] = part.slowdown
    service = np.zeros(len(scenario.agents) * len(names), TABLES["service"])
    seat = np.zeros(len(scenario.agents), TABLES["seat"])
    for g, (team, group) in enumerate(scenario.agents.items()):
        for row, name in zip(service[g * len(names) :], names, strict=False):
            row["limit"] = most_held(scenario, group, name)
            row["timed"] = channel_periods(scenario, team, name) is not None
        seat[g]["rings"] = group.rings
        seat[g]["timeout"] = NONE if group.no_answer is None else round(group.no_answer.timeout * SECOND)
    medium = np.zeros(len(scenario.categories), TABLES["medium"])
    medium["channel"] = [names.index(rule.channel) for rule in scenario.categories.values()]
    medium["mean"] = [round(mean_in_hand(rule) * SECOND) for rule in scenario.categories.values()]
    medium["at_close"] = [
        AtClose[at_close(scenario, rule.channel).upper()] for rule in scenario.categories.values()
    ]
    return {"seat": seat, "medium": medium, "channel": channel, "service": service}, units


def mean_in_hand(rule: Category) -> float:
    """Return how long a category's contacts are in an agent's hands on average, as configured [s]."""
    return sum(part.mean_value() for part in (rule.handle, rule.wrap_up) if part is not None)


def life_arrays(scenario: Scenario, table: DistributionTable) -> dict[str, Array]:
    """Return the tables of paths, referral and offers.

    Parameters
    ----------
    scenario : Scenario
        Checked.
    table : DistributionTable
        Takes their distributions.

    Returns
    -------
    dict of str to numpy.ndarray
        ``course``, ``step``, ``branch``, ``refer``, ``answer`` and ``aim``, and those of what comes afterwards.
    """
    steps, branches = Growing("step"), Growing("branch")
    course = np.zeros(len(scenario.categories), TABLES["course"])
    for row, rule in zip(course, scenario.categories.values(), strict=True):
        row["first_step"] = len(steps.rows)
        row["complexity"] = table.add(rule.complexity, 1.0)
        _fill_referral(row, scenario, rule, table)
        _add_path(scenario, rule, table, steps, branches)
    return {
        "course": course,
        "step": steps.array(),
        "branch": branches.array(),
        "refer": refer_rows(scenario),
        "answer": _answer_rows(scenario, table),
        "aim": aim_rows(scenario),
        **choice_arrays(scenario),
        **afterwards_arrays(scenario, table),
    }


def _fill_referral(row: Any, scenario: Scenario, rule: Category, table: DistributionTable) -> None:
    row["consult"] = row["consult_wait"] = row["desk"] = NONE
    part = rule.referral
    if part is None:
        return
    row["desk"] = desk(scenario, part.to)
    row["mode"] = ReferralMode[part.mode.upper()]
    row["spent"] = part.spent
    row["credit"] = round(part.age_credit * SECOND)
    row["consult"] = table.add(part.consult.duration, SECOND)
    row["consult_wait"] = NONE if part.consult.wait is None else round(part.consult.wait * SECOND)


def _add_path(
    scenario: Scenario, rule: Category, table: DistributionTable, steps: Growing, branches: Growing
) -> None:
    path = rule.steps
    first, names = len(steps.rows), list(path)
    for place, (name, part) in enumerate(path.items()):
        row: dict[str, Any] = {"name": place, "chance": 1.0, "success": 1.0, "desk": NONE, "duration": NONE}
        row["then"] = first + place + 1 if place + 1 < len(path) else NONE
        if isinstance(part, Hold):
            row |= {
                "kind": StepKind.HOLD,
                "chance": part.probability,
                "duration": table.add(part.duration, SECOND),
            }
        elif part is not None:
            row |= {
                "kind": StepKind[part.kind.upper()],
                "chance": part.chance,
                "desk": desk(scenario, part.to),
            }
            row["duration"] = table.add(part.duration, SECOND)
            row |= _branches(part, names, first, branches)
        if name == HANDLE:
            row["kind"] = StepKind.HANDLE
        elif name == VERIFICATION and rule.verification is not None:
            row |= {"kind": StepKind.VERIFY, "success": rule.verification.success}
            row["duration"] = table.add(rule.verification.duration, SECOND)
            row["desk"] = desk(scenario, rule.verification.on_failure)
        steps.rows.append(row)


def _branches(part: Step, names: list[str], first: int, branches: Growing) -> dict[str, Any]:
    if part.next is None:
        return {"first_branch": 0, "n_branches": 0}
    found = {"first_branch": len(branches.rows), "n_branches": len(part.next)}
    upto = 0.0
    for name, share in part.next.items():
        upto += share
        branches.rows.append({"next": NONE if name == END else first + names.index(name), "upto": upto})
    return found


def refer_rows(scenario: Scenario) -> Array:
    """Return the table ``refer``: one row a category and group.

    Parameters
    ----------
    scenario : Scenario
        Its categories and groups.

    Returns
    -------
    numpy.ndarray
        The probability that a contact is referred.
    """
    rows = [
        (referral_share(rule, group, name),)
        for name, rule in scenario.categories.items()
        for group in scenario.agents.values()
    ]
    return np.array(rows, TABLES["refer"])


def _answer_rows(scenario: Scenario, table: DistributionTable) -> Array:
    rows = np.zeros(len(scenario.agents), TABLES["answer"])
    for row, group in zip(rows, scenario.agents.values(), strict=True):
        row["ring"] = table.add(group.answer, SECOND)
        if group.no_answer is not None:
            row["no_answer"] = group.no_answer.probability
            row["not_ready"] = round(group.no_answer.not_ready * SECOND)
        if group.reject is not None:
            row["reject"] = group.reject.probability
            row["reject_not_ready"] = round(group.reject.not_ready * SECOND)
    return rows
