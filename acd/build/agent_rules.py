"""The keys by which agents are chosen: which are ranks made beforehand, and which order agents within a group."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from acd.build.handling import is_mixed
from acd.core.codes import OWN_KEY, AgentKey
from acd.core.key_codes import Within
from acd.core.tables import NONE, SECOND, TABLES, Tables
from acd.scenario.matrix import ranks_of
from acd.scenario.own import own_words

if TYPE_CHECKING:
    from acd.scenario import Category, Group, Scenario

Array = np.ndarray[Any, Any]

OF_GROUPS = {
    AgentKey.GROUP_ORDER, AgentKey.HIGHEST_SKILL, AgentKey.LOWEST_SKILL, AgentKey.MOST_SKILLED, AgentKey.LEAST_SKILLED,
    AgentKey.FASTEST_RESOLVER, AgentKey.MATRIX,
}  # fmt: skip
"""Keys that are equal for all agents of a group and never change: ranks."""
SETTLED = {
    AgentKey.FEWEST_CONTACTS,
    AgentKey.LEAST_TALK_TIME,
    AgentKey.SHORTEST_HANDLING,
    AgentKey.LONGEST_IDLE,
}
"""Keys of the agents' own that stay as they are while an agent is ready with empty hands."""
TOTAL = {AgentKey.LINEAR, AgentKey.ROUND_ROBIN}
"""The same, and never equal for two agents."""
COUNTED = {
    AgentKey.LEAST_OCCUPIED, AgentKey.LEAST_OCCUPIED_LATELY, AgentKey.FEWEST_CONTACTS, AgentKey.LEAST_TALK_TIME,
    AgentKey.SHORTEST_HANDLING, AgentKey.ROUND_ROBIN, AgentKey.PERCENT_ALLOCATION,
}  # fmt: skip
"""Keys that need what agents did so far."""
SPARE = {AgentKey.SPARE_CAPACITY, AgentKey.SPARE_SHARE}
"""Keys that say nothing where agents hold one contact at a time."""


def agent_keys(scenario: Scenario) -> list[int]:
    """Return the codes of the keys by which agents are compared, in order."""
    own = own_words(scenario)
    names = scenario.routing.choose_agent
    keys = [OWN_KEY + own.index(name) if name in own else AgentKey[name.upper()] for name in names]
    if not is_mixed(scenario):
        return [key for key in keys if key not in SPARE]
    # who has least in hand is the most idle
    at = keys.index(AgentKey.LONGEST_IDLE) if AgentKey.LONGEST_IDLE in keys else len(keys)
    return [*keys[:at], AgentKey.LEAST_IN_HAND, *keys[at:]]


def order_within(keys: Sequence[int]) -> tuple[Within, list[int]]:
    """Return how the best of a group's ready agents is found, and the keys of the agents' own that order them.

    Parameters
    ----------
    keys : sequence of int
        The rule's keys in order.

    Returns
    -------
    within : Within
        ``EVERYBODY`` where some key may change while an agent is ready.
    own : list of int
        What the tree is ordered by; empty without one.

    Notes
    -----
    Within a group the weight of idle time says the same as idle time, but for rounding, which may make agents equal who
    are not; so it does only where nothing but idle time follows.
    """
    own: list[int] = []
    weighed = False
    for key in keys:
        if TOTAL & set(own):
            break
        if key in OF_GROUPS or key == AgentKey.PERCENT_ALLOCATION:
            continue
        if key == AgentKey.WEIGHTED_IDLE and (not own or own == [AgentKey.LONGEST_IDLE]):
            weighed = True
        elif key not in SETTLED | TOTAL or (weighed and key != AgentKey.LONGEST_IDLE):
            return Within.EVERYBODY, []
        else:
            own.append(key)
    return (Within.FIRST, []) if own in ([], [AgentKey.LONGEST_IDLE]) else (Within.TREE, own)


def fill_agent_rule(row: Array, scenario: Scenario) -> None:
    """Fill what the table ``rules`` says of agents' keys; which agents are held back must be there already.

    Parameters
    ----------
    row : numpy.ndarray
        The table, of one row.
    scenario : Scenario
        Checked.
    """
    keys = agent_keys(scenario)
    others = [key for key in keys if key not in OF_GROUPS]
    # where agents are held back, candidates are looked at group by group
    row["scan"] = is_mixed(scenario) or others not in ([], [AgentKey.LONGEST_IDLE]) or row["reserve"][0]
    row["ranked"] = any(key in OF_GROUPS for key in keys[:1])
    row["n_keys"] = len(keys)
    row["counted"] = any(key in COUNTED or key >= OWN_KEY for key in keys)
    row["within"] = Within.EVERYBODY if is_mixed(scenario) else order_within(keys)[0]
    row["half"] = max(1, round(scenario.routing.window * SECOND / 2))


def agent_rule_arrays(scenario: Scenario) -> dict[str, Array]:
    """Return the tables ``preference`` and ``merit``.

    Parameters
    ----------
    scenario : Scenario
        Checked.

    Returns
    -------
    dict of str to numpy.ndarray
        One row a key, and one a category and group.
    """
    keys = agent_keys(scenario)
    _, own = order_within(keys)
    preference = np.zeros(max(len(keys), 1), TABLES["preference"])
    preference["key"][: len(keys)] = keys
    preference["own"][: len(keys)] = [key in own for key in keys]
    rows = []
    for name, rule in scenario.categories.items():
        speeds = [-solving(rule, group, name) for group in scenario.agents.values()]
        solvers = dense_ranks(speeds)
        for group, solver in zip(scenario.agents.values(), solvers, strict=True):
            part = group.authorised.get(name)
            leaning = (1.0, 0.0, 0.0) if part is None else (part.own_share, part.weight, part.idle_weight)
            rows.append((sum(group.skills.values()), solver, group.weight, *leaning))
    return {"preference": preference, "merit": np.array(rows, TABLES["merit"])}


def dense_ranks(values: Sequence[Any]) -> list[int]:
    """Return the rank of each value among the different ones, the smallest first."""
    order = {value: rank for rank, value in enumerate(sorted(set(values)))}
    return [order[value] for value in values]


def skill_of(rule: Category, group: Group) -> int:
    """Return a group's levels added up over the skills that a category requires."""
    return sum(group.skills.get(skill, 0) for skill in rule.requires)


def solving(rule: Category, group: Group, name: str) -> float:
    """Return how many of a category's contacts an agent of a group would settle per second of work.

    Parameters
    ----------
    rule : Category
        The category.
    group : Group
        The group.
    name : str
        The category's name.

    Returns
    -------
    float
        Resolution ÷ mean handling and wrap-up, as configured, with the group's factors; of contacts that take no time
        infinite, or 0 when nothing is settled.

    References
    ----------
    F. de Véricourt and Y.-P. Zhou, "Managing response time in a call-routing problem with service failure", Operations
    Research 53 (2005) 968-981.
    """
    own = group.authorised.get(name)
    settled = rule.resolution if own is None or own.resolution is None else own.resolution
    length = rule.handle.mean_value() * (1.0 if own is None else own.handle)
    if rule.wrap_up is not None:
        length += rule.wrap_up.mean_value() * (1.0 if own is None else own.wrap_up)
    if length > 0.0:
        return settled / length
    return math.inf if settled > 0.0 else 0.0


def static_value(key: int, g: int, name: str, scenario: Scenario) -> float:
    """Return the value of a key of groups' own for one group and category; the smallest is best."""
    rule, group = scenario.categories[name], list(scenario.agents.values())[g]
    team = scenario.home_of(list(scenario.agents)[g])
    if key == AgentKey.GROUP_ORDER:
        return list(scenario.agents).index(team)
    if key == AgentKey.MATRIX:
        return (ranks_of(scenario) or {}).get((name, team), 0)
    if key == AgentKey.FASTEST_RESOLVER:
        return -solving(rule, group, name)
    skill = (
        sum(group.skills.values())
        if key in (AgentKey.MOST_SKILLED, AgentKey.LEAST_SKILLED)
        else skill_of(rule, group)
    )
    return -skill if key in (AgentKey.HIGHEST_SKILL, AgentKey.MOST_SKILLED) else skill


def agent_rule_state(rules: Array, n_agents: int, n_categories: int, n_groups: int) -> dict[str, Array]:
    """Return the tables of what agents did so far: nothing.

    Parameters
    ----------
    rules : numpy.ndarray
        The table ``rules``.
    n_agents, n_categories, n_groups : int
        Sizes.

    Returns
    -------
    dict of str to numpy.ndarray
        ``ledger``, ``turn``, ``allotment`` and ``grove``; of one row each where no key needs them.
    """
    needed = bool(rules["counted"][0]) or rules["within"][0] == Within.TREE
    sizes = {
        "ledger": n_agents,
        "turn": n_categories,
        "allotment": n_categories * int(rules["n_homes"][0]),
        "grove": n_groups,
    }
    arrays = {name: np.zeros(max(size, 1) if needed else 1, TABLES[name]) for name, size in sizes.items()}
    arrays["turn"]["last"] = NONE
    arrays["grove"]["root"] = NONE
    return arrays


def extend_ledger(tables: Tables) -> None:
    """Make room for as many agents as the table ``agent`` has room for.

    Parameters
    ----------
    tables : Tables
        Of a router without a world.
    """
    if tables["rules"]["counted"][0] or tables["rules"]["within"][0] == Within.TREE:
        tables.extend("ledger", len(tables["agent"]))
