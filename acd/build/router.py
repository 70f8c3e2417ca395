"""The tables of a router alone: a scenario's rules, and room for agents and contacts that come and go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from acd.build.agent_rules import agent_rule_arrays, agent_rule_state
from acd.build.contact_rules import put_contact_rule, reserve_rows, term_rows, uses_priority
from acd.build.handling import channel_arrays
from acd.build.keys import seed_words
from acd.build.offers import ring_rows, rings_in_rounds
from acd.build.own import own_rows
from acd.build.plans import add_views, extend_stances, plan_arrays, plan_state
from acd.build.relations import begin_relations, extend_holds
from acd.build.routing import homes_of, line_rows, mask_rows, route_rows, rule_row
from acd.core.codes import Estimator
from acd.core.tables import NEVER, NONE, TABLES, Tables

if TYPE_CHECKING:
    from acd.scenario import Scenario

Array = np.ndarray[Any, Any]

FIRST_AGENTS = 64
FIRST_CONTACTS = 256
DECISIONS = 16
"""More decisions than one command can cause where an agent holds one contact."""
MANY_DECISIONS = 512
"""The same where agents hold several contacts."""


def new_router(
    scenario: Scenario, seed: int, replication: int, *, auto_accept: bool, offer_timeout: int
) -> Tables:
    """Make the tables of a router without a world.

    Parameters
    ----------
    scenario : Scenario
        Its categories, tiers, groups and routing.
    seed, replication : int
        What random policies hash.
    auto_accept : bool
        Bind at once instead of offering first.
    offer_timeout : int
        How long an offer stands where the group's ``no_answer`` does not say [us], NONE for ever.

    Returns
    -------
    Tables
        Nobody logged in, nothing waiting.
    """
    arrays = rule_arrays(scenario)
    arrays["rules"]["auto_accept"] = auto_accept
    arrays["rules"]["offer_timeout"] = offer_timeout
    seat = arrays["seat"]
    seat["timeout"][seat["timeout"] == NONE] = offer_timeout
    arrays |= _state_arrays(scenario, arrays)
    arrays["desk"]["seed0"], arrays["desk"]["seed1"] = seed_words("routing", seed, replication)
    tables = Tables(arrays)
    if tables["rules"]["relations"][0]:
        begin_relations(tables)
    tables.extend("decided", _decisions(tables) + 2)
    _state_room(tables)
    return tables


def rule_arrays(scenario: Scenario) -> dict[str, Array]:
    """Return the tables of rules: who may serve what, in which order.

    Parameters
    ----------
    scenario : Scenario
        Its categories, tiers, groups and routing.

    Returns
    -------
    dict of str to numpy.ndarray
        By name, for a router without a world that nobody has logged in to.
    """
    arrays = {"rules": rule_row(scenario, 0), "line": line_rows(scenario), "route": route_rows(scenario)}
    arrays["own"] = own_rows(scenario)
    arrays |= agent_rule_arrays(scenario)
    arrays["reserve"], arrays["term"] = reserve_rows(scenario), term_rows(scenario)
    arrays["ring"] = ring_rows(scenario)
    put_contact_rule(arrays["rules"], scenario, own=True)
    arrays["rules"]["thresholds"] = arrays["rules"]["reserve"]
    homes = homes_of(scenario)
    arrays["kin"] = np.array(homes, TABLES["kin"])
    arrays["rules"]["variants"] = homes != list(range(len(homes)))
    arrays["rules"]["urgent"] = uses_priority(scenario)
    arrays["rules"]["keep_decisions"] = 1
    # what agents do with their contacts, and which channels they take, may be said at any time
    arrays["rules"]["shared"] = 1
    # whoever binds nobody at once lets every offer ring
    arrays["rules"]["rounds"] = rings_in_rounds(scenario)
    arrays["rules"]["remembers"] = arrays["rules"]["rounds"] & (scenario.routing.reoffer is not None)
    if arrays["rules"]["estimator"] == Estimator.NONE:
        arrays["rules"]["estimator"] = Estimator.LAST_SERVED
    arrays |= plan_arrays(scenario, arrays)
    add_views(arrays, scenario)
    masks = mask_rows(arrays["route"], len(scenario.agents), len(scenario.tier_names))
    return arrays | masks | channel_arrays(scenario)[0]


def _state_arrays(scenario: Scenario, fixed: dict[str, Array]) -> dict[str, Array]:
    """Return the tables of agents, contacts and lines: nobody is there."""
    rules = fixed["rules"]
    n_categories, n_groups, n_channels = (
        len(scenario.categories),
        len(scenario.agents),
        len(scenario.channels),
    )
    rows = {
        "pool": n_groups,
        "queue": len(fixed["line"]),
        "crowd": n_categories,
        "outlook": n_categories,
        "full_lines": int(rules["line_words"][0]),
        "idle_groups": int(rules["group_words"][0]),
        "duty": n_groups * n_channels,
        "load": FIRST_AGENTS * n_channels,
        **dict.fromkeys(("desk", "capacity", "decided"), 1),
        **dict.fromkeys(("contact", "event", "grip", "peer", "phone"), FIRST_CONTACTS),
        **dict.fromkeys(("agent", "member", "hand", "bar"), FIRST_AGENTS),
    }
    arrays = {name: np.zeros(count, TABLES[name]) for name, count in rows.items()}
    arrays["desk"]["free_contact"] = NONE
    arrays["desk"]["first_event"] = NEVER
    for name in ("pool", "queue"):
        arrays[name]["head"] = arrays[name]["tail"] = NONE
    limits = [rule.max_queue for rule in scenario.categories.values()]
    arrays["crowd"]["limit"] = [NEVER if limit is None else limit for limit in limits]
    clear_agents(arrays["agent"], 0)
    arrays |= agent_rule_state(rules, FIRST_AGENTS, n_categories, n_groups)
    return arrays | plan_state(fixed, FIRST_CONTACTS)


def most_in_hand(tables: Tables) -> int:
    """Return how many contacts an agent can hold at most.

    Parameters
    ----------
    tables : Tables
        Of a router.

    Returns
    -------
    int
        By the group that may hold most of all channels together, whatever they cost.
    """
    if not tables["rules"]["mixed"][0]:
        return 1
    limits = tables["service"]["limit"].reshape(-1, int(tables["rules"]["n_channels"][0]))
    return int(limits.sum(axis=1).max())


def enlarge(tables: Tables, offers: int = 0) -> None:
    """Make room for more contacts and timers where a command may find too little.

    Parameters
    ----------
    tables : Tables
        Of a router without a world; its handle is renewed.
    offers : int
        How many offers one command may make besides those that fill two agents' hands.
    """
    desk = tables["desk"]
    # an offer leaves a timer behind, which stays until its time even when the offer was answered
    for name, used in (
        ("contact", desk["in_system"][0] + 2 + _phones(tables)),
        ("event", desk["n_events"][0] + 2 * offers + _timers(tables)),
        ("decided", offers + _decisions(tables) if offers or _phones(tables) else 0),
    ):
        rows = len(tables[name])
        if used >= rows:
            tables.extend(name, int(max(2 * rows, used + 1)))
    for name in ("grip", "peer", "phone"):
        if len(tables[name]) < len(tables["contact"]):
            tables.extend(name, len(tables["contact"]))
    extend_holds(tables)
    extend_stances(tables)
    _state_room(tables)


def _state_room(tables: Tables) -> None:
    """Tell the core how many rows there are, of timers and phones less what one command may add."""
    tables["capacity"]["contacts"] = len(tables["contact"]) - _phones(tables)
    tables["capacity"]["events"] = len(tables["event"]) - _timers(tables)
    tables["capacity"]["decisions"] = len(tables["decided"]) - _decisions(tables)


def _timers(tables: Tables) -> int:
    """Return how many timers one command can add at most: two agents fill their hands, each offer ends a hold."""
    return 4 * most_in_hand(tables) + 4 + 3 * _phones(tables)


def _phones(tables: Tables) -> int:
    """Return how many phones one command can let ring at most: all that fit into all agents' hands."""
    rules = tables["rules"][0]
    return int(rules["n_agents"]) * most_in_hand(tables) if rules["rounds"] else 0


def _decisions(tables: Tables) -> int:
    """Return more decisions than one command can cause, but for contacts that wait for channels or thresholds."""
    return DECISIONS + 4 * most_in_hand(tables) + 4 * _phones(tables)


def clear_agents(rows: Array, first: int) -> None:
    """Set the agents' rows from ``first`` on to off, with nothing in hand."""
    for column in ("contact", "previous", "next"):
        rows[column][first:] = NONE
