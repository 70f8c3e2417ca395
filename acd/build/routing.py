"""Routing rules to ranks, masks and shifts: what the router compares, made beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from acd.build.handling import channel_arrays, estimator_of, is_mixed, is_rich
from acd.build.relations import names_somebody, wants_agents
from acd.core.bits import WORD_BITS
from acd.core.choose_agent import MOST_GROUPS
from acd.core.codes import AgentKey, ContactKey
from acd.core.columns import LINE, MASK_WORD, ROUTE, RULES
from acd.core.tables import NONE, SECOND
from acd.errors import LimitError
from acd.scenario.campaigns import kept_idle

if TYPE_CHECKING:
    from acd.scenario import Category, Group, Scenario

Array = np.ndarray[Any, Any]

_STATIC = {AgentKey.GROUP_ORDER, AgentKey.HIGHEST_SKILL, AgentKey.LOWEST_SKILL}
ALL = 62
"""Shift that leaves nothing of a contact's order to compare before the category's rank."""
PLACE_BITS, PRIORITY_BITS = 51, 11


def words_for(n: int) -> int:
    """Return how many words a bit set over ``n`` things takes."""
    return max(1, -(-n // WORD_BITS))


def may_serve(category: str, rule: Category, group: Group) -> bool:
    """Say whether a group is authorised for a category, works its channel, and has the skills that it requires.

    Parameters
    ----------
    category : str
        The category's name.
    rule : Category
        The category.
    group : Group
        The group.

    Returns
    -------
    bool
        Authority is hard; without routing steps, so are skills.
    """
    if category not in group.authorised or (
        group.channels is not None and rule.channel not in group.channels
    ):
        return False
    return all(group.skills.get(skill, 0) >= level for skill, level in rule.requires.items())


def skill_of(rule: Category, group: Group) -> int:
    """Return a group's levels added up over the skills that a category requires."""
    return sum(group.skills.get(skill, 0) for skill in rule.requires)


def agent_keys(names: Sequence[str]) -> list[AgentKey]:
    """Return the codes of the keys by which agents are chosen, in order."""
    return [AgentKey[name.upper()] for name in names]


def contact_keys(names: Sequence[str]) -> list[ContactKey]:
    """Return the codes of the keys by which contacts are chosen, in order."""
    return [ContactKey[name.upper()] for name in names]


def homes_of(scenario: Scenario) -> list[int]:
    """Return the index of each group, of a variant that of the group whose agents it is made of."""
    places = {name: g for g, name in enumerate(scenario.agents)}
    return [places[scenario.home_of(name)] for name in places]


def order_shift(keys: Sequence[ContactKey]) -> tuple[int, int]:
    """Return how contacts' orders are packed and what of them is compared before the category's rank.

    Parameters
    ----------
    keys : sequence of ContactKey
        The rule's keys in order; what is missing of priority counts as equal, of wait comes last.

    Returns
    -------
    wait_first : int
        1 when the place is packed above the priority.
    shift : int
        Bits of the order that are compared only after the category's rank.
    """
    order = [key for key in keys if key != ContactKey.CATEGORY_ORDER]
    wait_first = order[:2] == [ContactKey.LONGEST_WAIT, ContactKey.PRIORITY]
    if ContactKey.CATEGORY_ORDER not in keys:
        return int(wait_first), 0
    before = list(keys[: keys.index(ContactKey.CATEGORY_ORDER)])
    if not before:
        return int(wait_first), ALL
    if ContactKey.LONGEST_WAIT not in before:
        return int(wait_first), PLACE_BITS
    if wait_first and ContactKey.PRIORITY not in before:
        return int(wait_first), PRIORITY_BITS
    return int(wait_first), 0


def _limit_groups(scenario: Scenario) -> None:
    """Refuse more groups than the router can put in order."""
    if len(scenario.agents) > MOST_GROUPS:
        message = (
            f"agents: {len(scenario.agents)} groups are more than the {MOST_GROUPS} that the router can put in order; "
            "put agents who are alike into one group"
        )
        raise LimitError(message)


def rule_row(scenario: Scenario, n_agents: int) -> Array:
    """Return the table ``rules`` (one row); what a run keeps is set by ``new_state``."""
    row = np.zeros(1, RULES)
    keys = agent_keys(scenario.routing.choose_agent)
    if is_mixed(scenario):
        # who has least in hand is the most idle
        at = keys.index(AgentKey.LONGEST_IDLE) if AgentKey.LONGEST_IDLE in keys else len(keys)
        keys.insert(at, AgentKey.LEAST_IN_HAND)
    _limit_groups(scenario)
    n_lines = len(scenario.categories) * len(scenario.tier_names)
    row["n_categories"] = len(scenario.categories)
    row["n_groups"] = len(scenario.agents)
    row["n_homes"] = len(set(homes_of(scenario)))
    row["n_agents"] = n_agents
    row["n_tiers"] = len(scenario.tier_names)
    row["line_words"] = words_for(n_lines)
    row["group_words"] = words_for(len(scenario.agents))
    row["wait_first"], row["shift"] = order_shift(contact_keys(scenario.routing.choose_contact))
    own = [key for key in keys if key not in _STATIC]
    row["reserve"] = any(
        kept_idle(scenario, name, group) > 0 for name in scenario.categories for group in scenario.agents
    )
    # where agents are held back, candidates are looked at group by group
    row["scan"] = is_mixed(scenario) or own not in ([], [AgentKey.LONGEST_IDLE]) or row["reserve"][0]
    row["ranked"] = any(key in _STATIC for key in keys[:1])
    row["n_keys"] = len(keys)
    for k, key in enumerate(keys):
        row[f"key{k}"] = key
    row["shared"] = is_rich(scenario)
    row["mixed"] = is_mixed(scenario)
    row["n_channels"] = len(scenario.channels)
    row["estimator"] = estimator_of(scenario)
    row["units"] = channel_arrays(scenario)[1]
    row["auto_accept"] = 1
    row["offer_timeout"] = NONE
    row["relations"] = wants_agents(scenario) or names_somebody(scenario)
    return row


def line_rows(scenario: Scenario) -> Array:
    """Return the table ``line``: one row a category and tier."""
    matters = ContactKey.PRIORITY in contact_keys(scenario.routing.choose_contact)
    rows = []
    for k, category in enumerate(scenario.categories.values()):
        for name in scenario.tier_names:
            tier = scenario.tiers.get(name)
            priority = category.own_priority if tier is None or tier.priority is None else tier.priority
            credit = category.age_credit if tier is None or tier.age_credit is None else tier.age_credit
            rows.append((k, priority if matters else 0, round(credit * SECOND)))
    return np.array(rows, LINE)


def add_views(arrays: dict[str, Array], scenario: Scenario) -> None:
    """Add lines and routes of contacts that require something themselves, behind those of the categories.

    Parameters
    ----------
    arrays : dict of str to numpy.ndarray
        Of a router: ``rules``, ``line`` and ``route``.
    scenario : Scenario
        Its views.
    """
    groups, tiers, names = len(scenario.agents), len(scenario.tier_names), list(scenario.categories)
    lines, routes = [arrays["line"]], [arrays["route"]]
    for name, requires in scenario.views:
        k, rule = names.index(name), scenario.categories[name]
        with_own = scenario.categories | {name: rule.model_copy(update={"requires": requires})}
        routes.append(
            route_rows(scenario.model_copy(update={"categories": with_own}))[k * groups : (k + 1) * groups]
        )
        lines.append(arrays["line"][k * tiers : (k + 1) * tiers])
    arrays["line"], arrays["route"] = np.concatenate(lines), np.concatenate(routes)
    arrays["rules"]["n_lines"] = len(arrays["line"])
    arrays["rules"]["line_words"] = words_for(len(arrays["line"]))
    arrays["rules"]["viewed"] = len(scenario.views) > 0


def _dense_ranks(values: Sequence[tuple[int, ...]]) -> list[int]:
    order = {value: rank for rank, value in enumerate(sorted(set(values)))}
    return [order[value] for value in values]


def _static_value(key: AgentKey, g: int, rule: Category, group: Group) -> int:
    if key == AgentKey.GROUP_ORDER:
        return g
    skill = skill_of(rule, group)
    return -skill if key == AgentKey.HIGHEST_SKILL else skill


def route_rows(scenario: Scenario) -> Array:
    """Return the table ``route``: one row a category and group, with the ranks of the groups' own keys."""
    keys = agent_keys(scenario.routing.choose_agent)
    first_own = next((i for i, key in enumerate(keys) if key not in _STATIC), len(keys))
    use_rank = ContactKey.CATEGORY_ORDER in contact_keys(scenario.routing.choose_contact)
    homes = homes_of(scenario)
    rows = []
    for name, rule in scenario.categories.items():
        parts = []
        for part in (keys[:first_own], keys[first_own:]):
            static = [key for key in part if key in _STATIC]
            values = [
                tuple(_static_value(key, g, rule, group) for key in static)
                for g, group in zip(homes, scenario.agents.values(), strict=True)
            ]
            parts.append(_dense_ranks(values))
        for g, group in enumerate(scenario.agents.values()):
            allowed = may_serve(name, rule, group)
            # of contacts that require less than their category, too
            rank = list(group.authorised).index(name) if name in group.authorised and use_rank else 0
            rows.append((allowed, parts[0][g], parts[1][g], rank, skill_of(rule, group)))
    return np.array(rows, ROUTE)


def mask_rows(routes: Array, n_categories: int, n_groups: int, n_tiers: int) -> dict[str, Array]:
    """Return the bit sets of who serves what: ``group_lines`` and ``category_groups``.

    Parameters
    ----------
    routes : numpy.ndarray
        The table ``route``, shape (n_categories * n_groups,).
    n_categories, n_groups, n_tiers : int
        Sizes.

    Returns
    -------
    dict of str to numpy.ndarray
        One set of words a group over lines, and one a category over groups.
    """
    line_words, group_words = words_for(n_categories * n_tiers), words_for(n_groups)
    lines = np.zeros((n_groups, line_words), np.int64)
    groups = np.zeros((n_categories, group_words), np.int64)
    for k in range(n_categories):
        for g in np.flatnonzero(routes["allowed"][k * n_groups : (k + 1) * n_groups]):
            groups[k, g // WORD_BITS] |= 1 << int(g % WORD_BITS)
            for line in range(k * n_tiers, (k + 1) * n_tiers):
                lines[g, line // WORD_BITS] |= 1 << (line % WORD_BITS)
    return {"group_lines": _words(lines), "category_groups": _words(groups)}


def _words(bits: Array) -> Array:
    rows = np.zeros(bits.size, MASK_WORD)
    rows["bits"] = bits.ravel()
    return rows
