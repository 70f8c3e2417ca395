"""Rules that change while a router runs: what they are now, and how they get into the tables of a router or a run.

A change makes a new `Rules`; the tables of rules are then made anew from it as a whole by the functions that make them
in the beginning, so that a change needs no code for the rule that it changes. Agents with skills or authority of their
own stand in a variant of their group: one group more for the router, but not for the world and the logs. A variant that
nobody needs any more is used again.

This file must not know who changes the rules, nor when.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from acd.build.agent_rules import agent_rule_state
from acd.build.handling import refer_rows
from acd.build.router import rule_arrays
from acd.build.routing import words_for
from acd.build.setup import alike, factor_rows
from acd.core.codes import AgentState, ContactState
from acd.core.tables import NONE, TABLES, Tables
from acd.scenario import Factors
from acd.scenario.thresholds import has_thresholds

if TYPE_CHECKING:
    from acd.scenario import Group, Scenario

Array = np.ndarray[Any, Any]

STAYS = (
    "n_agents", "auto_accept", "offer_timeout", "keep_changes", "keep_commands", "keep_decisions", "shared",
    "relations", "choosy", "estimator", "rounds", "remembers",
)  # fmt: skip
"""Columns of ``rules`` that say what a router is for, not by which rules it decides."""
SINCE_CHANGE = 2
"""In ``counted``: what agents did is counted from a change on, not from their log-in."""
WAITING = (ContactState.QUEUED, ContactState.HELD, ContactState.OFFERED)


@dataclass(frozen=True)
class Own:
    """What an agent may and can do who differs from the group.

    Parameters
    ----------
    skills : mapping of str to int, optional
        In place of the group's.
    authorised : mapping of str to Factors or None, optional
        In place of the group's; with None the group's own factors and thresholds, where it has any.
    """

    skills: Mapping[str, int] | None = None
    authorised: Mapping[str, Factors | None] | None = None

    def of(self, group: Group) -> Group:
        """Return the variant of a group that such agents are."""
        own = dict[str, object]()
        if self.skills is not None:
            own["skills"] = self.skills
        if self.authorised is not None:
            own["authorised"] = as_before(self.authorised, group)
        return group.model_copy(update=own)


def as_before(authorised: Mapping[str, Factors | None], group: Group) -> dict[str, Factors]:
    """Return an authority in which categories named without factors and thresholds keep those of a group.

    Parameters
    ----------
    authorised : mapping of str to Factors or None
        By category.
    group : Group
        Whose factors stand for None, where it has any.

    Returns
    -------
    dict of str to Factors
        By category.
    """
    return {name: own or group.authorised.get(name, Factors()) for name, own in authorised.items()}


NOTHING_OWN = Own()


@dataclass(frozen=True)
class Rules:
    """The rules by which a router decides now.

    Parameters
    ----------
    scenario : Scenario
        What holds for categories, tiers, groups and routing.
    own : mapping of int to Own
        Agents who differ from their group, by index.
    variants : tuple of (str, Own)
        The variants there are: of which group, and how they differ.
    views : tuple of (str, dict of str to int)
        What contacts require themselves: of which category, and the skills with their lowest levels.
    """

    scenario: Scenario
    own: Mapping[int, Own] = field(default_factory=dict)
    variants: tuple[tuple[str, Own], ...] = ()
    views: tuple[tuple[str, dict[str, int]], ...] = ()

    def with_own(self, a: int, own: Own) -> Rules:
        """Return the rules with an agent differing so from the group."""
        others = {who: what for who, what in self.own.items() if who != a}
        return replace(self, own=others | ({} if own == NOTHING_OWN else {a: own}))

    def places(self, homes: Array) -> tuple[Rules, Array]:
        """Return the rules with every variant that is needed, and each agent's group for the router.

        Parameters
        ----------
        homes : numpy.ndarray
            Index of each agent's group, shape (agents,).
        """
        names = list(self.scenario.agents)
        needed = {a: (names[int(homes[a])], own) for a, own in self.own.items()}
        kept = list(needed.values())
        found: list[tuple[str, Own] | None] = [item if item in kept else None for item in self.variants]
        for item in kept:
            if item not in found:
                place = found.index(None) if None in found else len(found)
                found[place : place + 1] = [item]
        groups = homes.copy()
        for a, item in needed.items():
            groups[a] = len(names) + found.index(item)
        variants = tuple(item or (names[0], NOTHING_OWN) for item in found)
        return replace(self, variants=variants), groups

    def whole(self) -> Scenario:
        """Return the scenario with the variants as groups behind its own."""
        groups = self.scenario.agents
        variants = {
            f"{home}/{n}": (home, own.of(groups[home])) for n, (home, own) in enumerate(self.variants)
        }
        return self.scenario.with_variants(variants, self.views)


def homes_in(tables: Tables, rules: Rules) -> Array:
    """Return the index of each agent's own group in a router or a run.

    Parameters
    ----------
    tables : Tables
        Of a router or a run.
    rules : Rules
        By which it decides.

    Returns
    -------
    numpy.ndarray
        Shape (agents,).
    """
    names = list(rules.scenario.agents)
    homes = np.array([*range(len(names)), *(names.index(home) for home, _ in rules.variants)])
    return np.asarray(homes[tables["member"]["group"][: int(tables["rules"]["n_agents"][0])]])


def new_tables(tables: Tables, rules: Rules, groups: Array, *, alone: bool) -> dict[str, Array]:
    """Make the tables that rules stand in; nothing is changed yet.

    Parameters
    ----------
    tables : Tables
        Of a router or a run.
    rules : Rules
        What is to hold, with all its variants.
    groups : numpy.ndarray
        Each agent's group for the router.
    alone : bool
        Whether the router has no world.

    Returns
    -------
    dict of str to numpy.ndarray
        By name.
    """
    scenario = rules.whole()
    arrays = rule_arrays(scenario)
    old, new = tables["rules"], arrays["rules"]
    for column in STAYS:
        new[column] = old[column]
    new["scan"] |= old["choosy"]
    # what is counted once is counted on
    new["counted"] = old["counted"] or SINCE_CHANGE * new["counted"]
    if not alone:
        new["thresholds"] = has_thresholds(scenario) or bool(new["mixed"][0] and new["reserve"][0])
    arrays["seat"]["timeout"][arrays["seat"]["timeout"] == NONE] = new["offer_timeout"]
    arrays["member"] = tables["member"].copy()
    arrays["member"]["group"][: len(groups)] = groups
    arrays |= _counts(tables, arrays)
    return arrays | _widened(tables, scenario, arrays["kin"]["home"])


def _counts(tables: Tables, arrays: dict[str, Array]) -> dict[str, Array]:
    """Return what is counted for keys: as it is where there is room; trees of agents are empty."""
    rules, agents = arrays["rules"], len(tables["agent"])
    found = agent_rule_state(rules, agents, int(rules["n_categories"][0]), int(rules["n_groups"][0]))
    for name in ("ledger", "turn", "allotment"):
        if tables["rules"]["counted"][0] or len(tables[name]) > len(found[name]):
            found[name] = tables[name]
    return found


def _widened(tables: Tables, scenario: Scenario, homes: Array) -> dict[str, Array]:
    """Return what there is one of a group; of every variant a copy of its group's."""
    old, words = int(tables["rules"]["n_groups"][0]), words_for(len(homes))
    found = {"idle_groups": np.zeros(words, TABLES["idle_groups"])}
    for name in ("group", "answer", "team", "duty"):
        rows = tables[name]
        if len(rows) % old == 0:  # one row where nobody asks
            found[name] = np.ascontiguousarray(rows.reshape(old, -1)[homes].ravel())
    found |= _of_authority(tables, scenario, old)
    return found


def _of_authority(tables: Tables, scenario: Scenario, old: int) -> dict[str, Array]:
    """Return what the world knows of categories and groups together, where there is a world."""
    found, cells = dict[str, Array](), len(scenario.categories) * old
    for name, rows in (("factor", factor_rows(scenario)), ("refer", refer_rows(scenario))):
        if len(tables[name]) == cells:
            found[name] = rows
    if "factor" in found:
        found["category"] = tables["category"].copy()
        found["category"]["alike"] &= alike(found["category"], found["factor"])
    return found


def write(tables: Tables, arrays: dict[str, Array]) -> None:
    """Put new rules into the tables; nobody stands in a line or a list now.

    Parameters
    ----------
    tables : Tables
        Of a router or a run; its handle is renewed.
    arrays : dict of str to numpy.ndarray
        From `new_tables`.
    """
    n = int(tables["rules"]["n_agents"][0])
    there = tables["agent"]["state"][:n] != AgentState.OFF
    # all lines are empty, too
    if len(arrays["line"]) != len(tables["queue"]):
        queues = np.zeros(len(arrays["line"]), TABLES["queue"])
        queues["head"] = queues["tail"] = NONE
        tables.replace({"queue": queues})
        tables.extend("full_lines", int(arrays["rules"]["line_words"][0]))
    # all pools are empty, so that any row will do for a variant
    pools = tables["pool"][arrays["kin"]["home"]]
    pools["logged_in"] = np.bincount(arrays["member"]["group"][:n][there], minlength=len(pools))
    begins = arrays["rules"]["counted"][0] and not tables["rules"]["counted"][0]
    tables.replace(arrays | {"pool": pools})
    if begins:
        agents = tables["agent"]
        agents["worked"][:n] = agents["available"][:n] = 0
        agents["since"][:n] = tables["desk"]["now"]
