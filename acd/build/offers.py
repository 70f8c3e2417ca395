"""At how many agents contacts ring, and when they are offered to an agent again, to the core's table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from acd.core.tables import NEVER, NONE, SECOND, TABLES
from acd.scenario.offers import ALL

if TYPE_CHECKING:
    from acd.scenario import Scenario

Array = np.ndarray[Any, Any]
EVERYBODY = 1 << 30
"""More agents than there may be."""


def rings_in_rounds(scenario: Scenario) -> bool:
    """Say whether some contacts ring at several agents, or are not offered to an agent again as they were.

    Parameters
    ----------
    scenario : Scenario
        Checked.

    Returns
    -------
    bool
        True when offers have to be told apart.
    """
    rule = scenario.routing
    several = any(own.agents != 1 or own.one_more_after is not None for own in rule.ring.values())
    return several or rule.reoffer is not None


def ring_rows(scenario: Scenario) -> Array:
    """Return the table ``ring``: one row a category.

    Parameters
    ----------
    scenario : Scenario
        Checked.

    Returns
    -------
    numpy.ndarray
        By default each contact rings at one agent, and at whomever it is offered to again.
    """
    rows = np.zeros(len(scenario.categories), TABLES["ring"])
    again = scenario.routing.reoffer
    for row, name in zip(rows, scenario.categories, strict=True):
        own = scenario.routing.ring_of(name)
        row["agents"] = EVERYBODY if own.agents == ALL else own.agents
        row["more_after"] = NONE if own.one_more_after is None else round(own.one_more_after * SECOND)
        row["at_most"] = NEVER
        if again is not None:
            row["again_after"] = round(again.same_agent_after * SECOND)
            row["at_most"] = NEVER if again.at_most is None else again.at_most
    return rows
