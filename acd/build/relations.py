"""Who is wanted: by customers, and by desks; whether customers leave for good, by which category they come back."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

from acd.core.codes import Wanted
from acd.core.columns import AIM, COMEBACK, LOYALTY, RELATION, THROUGH
from acd.core.draws import rounded
from acd.core.tables import NEVER, NONE, SECOND, TABLES, Tables
from acd.core.whom import FIRST_GROUP
from acd.scenario.referral_desks import agent_of
from acd.scenario.shifts import group_size

if TYPE_CHECKING:
    from acd.scenario import PreferredAgent, Scenario
    from acd.scenario.referral_desks import ReferralDesk

Array = np.ndarray[Any, Any]

DEFAULT_HOLD = 30 * SECOND
"""How long a contact is held where the scenario says nothing [us]."""


def wants_agents(scenario: Scenario) -> bool:
    """Say whether contacts of some tier want an agent of their own."""
    return any(tier.preferred_agent is not None for tier in scenario.tiers.values())


def names_somebody(scenario: Scenario) -> bool:
    """Say whether some desk is a group or an agent."""
    return any(desk.narrowed for desk in scenario.referral_desks.values())


def aim_rows(scenario: Scenario) -> Array:
    """Return the table ``aim``: as what and for whom contacts go on, a row a desk.

    Parameters
    ----------
    scenario : Scenario
        Checked.

    Returns
    -------
    numpy.ndarray
        In the order of the file.
    """
    names = list(scenario.categories)
    rows = np.zeros(len(scenario.referral_desks), AIM)
    for row, desk in zip(rows, scenario.referral_desks.values(), strict=True):
        row["category"] = names.index(desk.category)
        row["wanted"], row["hold"] = _wanted_by(scenario, desk), NONE
        if desk.narrowed:
            row["hold"] = NEVER if desk.hold is None else rounded(desk.hold * SECOND)
    return rows


def _wanted_by(scenario: Scenario, desk: ReferralDesk) -> int:
    """Return whom a desk's contacts are for, as the core numbers them."""
    groups = list(scenario.agents)
    if desk.group is not None:
        return FIRST_GROUP - groups.index(desk.group)
    if desk.agent is None:
        return NONE
    group, number = agent_of(desk.agent, groups)
    before = groups[: groups.index(group)]
    return sum(group_size(scenario, name) for name in before) + number - 1


def hold_of(want: PreferredAgent) -> int:
    """Return how long a contact is held for the agent it wants [us]."""
    return rounded(want.hold * SECOND)


def relation_arrays(scenario: Scenario) -> dict[str, Array]:
    """Return the tables ``relation``, ``loyalty``, ``comeback`` and ``through``.

    Parameters
    ----------
    scenario : Scenario
        The scenario.

    Returns
    -------
    dict of str to numpy.ndarray
        The tables by name.
    """
    comeback, through = _through_rows(scenario)
    return {
        "relation": _relation_rows(scenario),
        "loyalty": _loyalty_rows(scenario),
        "comeback": comeback,
        "through": through,
    }


def _relation_rows(scenario: Scenario) -> Array:
    rows = [(Wanted.NOBODY.value, NONE, 0)]
    groups = list(scenario.agents)
    words = {"last": Wanted.LAST.value, "own": Wanted.OWN.value}
    for tier in scenario.tiers.values():
        want = tier.preferred_agent
        if want is None:
            rows.append((Wanted.NOBODY.value, NONE, 0))
            continue
        own = want.who in words
        whom = words[want.who] if own else Wanted.GROUP.value
        rows.append((whom, NONE if own else groups.index(want.who), hold_of(want)))
    return np.array(rows, RELATION)


def _loyalty_rows(scenario: Scenario) -> Array:
    rows = []
    for name in scenario.tier_names:
        rule = scenario.loyalty_of(name)
        rows.append((rule.leave_after_abandoning, rule.leave_when_unsettled))
    return np.array(rows, LOYALTY)


def _through_rows(scenario: Scenario) -> tuple[Array, Array]:
    names = list(scenario.categories)
    rows: list[tuple[int, float]] = []
    spans = []
    for rule in scenario.categories.values():
        span = []
        for back in (rule.recontact, rule.redial):
            shares = {} if back is None else back.elsewhere()
            span.append(len(rows))
            upto = accumulate(shares.values())
            rows += [(names.index(name), level) for name, level in zip(shares, upto, strict=True)]
            span.append(len(rows))
        spans.append(tuple(span))
    return np.array(spans, COMEBACK), np.array(rows, THROUGH)


def hold_arrays(contacts: int, agents: int, groups: int) -> dict[str, Array]:
    """Make the tables ``hold`` and ``patron`` of a centre whose contacts may want somebody.

    Parameters
    ----------
    contacts, agents, groups : int
        Rows of the tables ``contact``, ``agent`` and ``pool``.

    Returns
    -------
    dict of str to numpy.ndarray
        Nobody wants or holds anything.
    """
    arrays = {
        "hold": np.zeros(contacts, TABLES["hold"]),
        "patron": np.zeros(groups + max(agents, 1), TABLES["patron"]),
    }
    for column in _WISHES:
        arrays["hold"][column] = NONE
    for column in ("head", "tail"):
        arrays["patron"][column] = NONE
    return arrays


_WISHES = ("wanted", "last", "but", "longest")
"""Columns of ``hold`` that say NONE where nobody is wanted."""


def begin_relations(tables: Tables) -> None:
    """Let a router take contacts that want an agent from now on.

    Parameters
    ----------
    tables : Tables
        Of a router without a world.
    """
    tables.replace(hold_arrays(len(tables["contact"]), len(tables["agent"]), _homes(tables)))
    tables["rules"]["relations"] = 1


def _homes(tables: Tables) -> int:
    """Return how many groups there are that are no variants."""
    return int(tables["rules"]["n_homes"][0])


def extend_patrons(tables: Tables, rows: int) -> None:
    """Make room for more agents where contacts may want one.

    Parameters
    ----------
    tables : Tables
        Of a router without a world.
    rows : int
        Rows that the table ``agent`` has now.
    """
    if tables["rules"]["relations"][0]:
        old = len(tables["patron"])
        tables.extend("patron", _homes(tables) + rows)
        tables["patron"]["head"][old:] = tables["patron"]["tail"][old:] = NONE


def extend_holds(tables: Tables) -> None:
    """Make room for as many contacts as the table ``contact`` has room for.

    Parameters
    ----------
    tables : Tables
        Of a run or of a router alone.
    """
    if tables["rules"]["relations"][0]:
        old = len(tables["hold"])
        tables.extend("hold", len(tables["contact"]))
        for column in _WISHES:
            tables["hold"][column][old:] = NONE
