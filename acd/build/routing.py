"""Routing rules to ranks, masks and shifts: what the router compares, made beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from acd.build.agent_rules import OF_GROUPS, agent_keys, dense_ranks, fill_agent_rule, skill_of, static_value
from acd.build.contact_rules import contact_keys, least_within, put_contact_rule, uses_priority
from acd.build.handling import channel_arrays, estimator_of, is_mixed, is_rich
from acd.build.offers import rings_in_rounds
from acd.build.relations import names_somebody, wants_agents
from acd.core.bits import WORD_BITS
from acd.core.choose_agent import MOST_GROUPS
from acd.core.codes import OWN_KEY, ContactKey
from acd.core.columns import LINE, MASK_WORD, ROUTE, RULES
from acd.core.tables import NONE, SECOND
from acd.errors import LimitError
from acd.scenario.campaigns import kept_idle
from acd.scenario.matrix import ranks_of
from acd.scenario.thresholds import has_thresholds

if TYPE_CHECKING:
    from acd.scenario import Category, Group, Scenario

Array = np.ndarray[Any, Any]

ALL = 62
"""Shift that leaves nothing of a contact's order to compare before the category's rank."""
PLACE_BITS, PRIORITY_BITS = 51, 11


def words_for(n: int) -> int:
    """Return how many words a bit set over ``n`` things takes."""
    return max(1, -(-n // WORD_BITS))


def may_serve(category: str, rule: Category, group: Group, relax: Mapping[str, int] | None = None) -> bool:
    """Say whether a group is authorised for a category, works its channel, and has the skills that it requires.

    Parameters
    ----------
    category : str
        The category's name.
    rule : Category
        The category.
    group : Group
        The group.
    relax : mapping of str to int, optional
        Lowest levels of skills in place of those that the category requires.

    Returns
    -------
    bool
        Authority is hard; so are skills but for what a step relaxes.
    """
    if category not in group.authorised or (
        group.channels is not None and rule.channel not in group.channels
    ):
        return False
    return all(
        group.skills.get(skill, 0) >= level for skill, level in (rule.requires | dict(relax or {})).items()
    )


def homes_of(scenario: Scenario) -> list[int]:
    """Return the index of each group, of a variant that of the group whose agents it is made of."""
    places = {name: g for g, name in enumerate(scenario.agents)}
    return [places[scenario.home_of(name)] for name in places]


def order_shift(keys: Sequence[int]) -> tuple[int, int]:
    """Return how contacts' orders are packed and what of them is compared before the category's rank.

    Parameters
    ----------
    keys : sequence of int
        Codes of the rule's keys in order; what is missing of priority counts as equal, of wait comes last.

    Returns
    -------
    wait_first : int
        1 when the place is packed above the priority.
    shift : int
        Bits of the order that are compared only after the category's rank.
    """
    keys = [key for key in keys if key < OWN_KEY]
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
    _limit_groups(scenario)
    n_lines = len(scenario.categories) * len(scenario.tier_names)
    row["n_categories"] = len(scenario.categories)
    row["n_groups"] = len(scenario.agents)
    row["n_homes"] = len(set(homes_of(scenario)))
    row["n_agents"] = n_agents
    row["n_tiers"] = len(scenario.tier_names)
    row["n_lines"], row["line_words"] = n_lines, words_for(n_lines)
    row["group_words"] = words_for(len(scenario.agents))
    row["reserve"] = has_thresholds(scenario) or any(
        kept_idle(scenario, name, group) > 0 for name in scenario.categories for group in scenario.agents
    )
    fill_agent_rule(row, scenario)
    row["shared"] = is_rich(scenario)
    row["mixed"] = is_mixed(scenario)
    row["n_channels"] = len(scenario.channels)
    row["estimator"] = estimator_of(scenario)
    row["units"] = channel_arrays(scenario)[1]
    row["relations"] = wants_agents(scenario) or names_somebody(scenario)
    _fill_offers(row, scenario)
    row["packing"], row["shift"] = order_shift(contact_keys(scenario))
    put_contact_rule(row, scenario)
    return row


def _fill_offers(row: Array, scenario: Scenario) -> None:
    """Say how contacts are offered; where nobody's phone rings, they are bound at once."""
    row["auto_accept"] = 1
    row["offer_timeout"] = NONE
    row["rounds"] = rings_in_rounds(scenario) and any(group.rings for group in scenario.agents.values())
    # where nobody's phone rings nobody turns anything down, and there is no room to remember it
    row["remembers"] = row["rounds"][0] and scenario.routing.reoffer is not None


def line_rows(scenario: Scenario) -> Array:
    """Return the table ``line``: one row a category and tier."""
    matters = uses_priority(scenario)
    rows = []
    for k, (key, category) in enumerate(scenario.categories.items()):
        for name in scenario.tier_names:
            tier = scenario.tiers.get(name)
            priority = category.own_priority if tier is None or tier.priority is None else tier.priority
            credit = category.age_credit if tier is None or tier.age_credit is None else tier.age_credit
            within = least_within(scenario.target_of(key, name).within)
            rows.append((k, priority if matters else 0, round(credit * SECOND), within))
    return np.array(rows, LINE)


def route_rows(scenario: Scenario) -> Array:
    """Return the table ``route`` as it is without plans: one row a category and group, with the groups' own ranks."""
    keys = agent_keys(scenario)
    first_own = next((i for i, key in enumerate(keys) if key not in OF_GROUPS), len(keys))
    compared = scenario.routing.choose_contact
    matrix = ranks_of(scenario) or {}
    rows = []
    for name, rule in scenario.categories.items():
        parts = []
        for part in (keys[:first_own], keys[first_own:]):
            static = [key for key in part if key in OF_GROUPS]
            values = [
                tuple(static_value(key, g, name, scenario) for key in static)
                for g in range(len(scenario.agents))
            ]
            parts.append(dense_ranks(values))
        for g, (team, group) in enumerate(scenario.agents.items()):
            allowed, own = may_serve(name, rule, group), matrix.get((name, scenario.home_of(team)), 0)
            rank = own if "matrix" in compared else 0
            if "category_order" in compared and name in group.authorised:
                rank = list(group.authorised).index(name)
            skill = skill_of(rule, group)
            rows.append((allowed, parts[0][g], parts[1][g], rank, skill, allowed, allowed, own))
    return np.array(rows, ROUTE)


def mask_rows(routes: Array, n_groups: int, n_tiers: int) -> dict[str, Array]:
    """Return the bit sets of who serves what: ``group_lines`` and ``category_groups``.

    Parameters
    ----------
    routes : numpy.ndarray
        The table ``route``, one row a view and group.
    n_groups, n_tiers : int
        Sizes.

    Returns
    -------
    dict of str to numpy.ndarray
        One set of words a group over lines, and one a view over groups.
    """
    n_categories = len(routes) // n_groups
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
