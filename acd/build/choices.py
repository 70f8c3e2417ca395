"""The choice of a channel to its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from acd.build.afterwards import Growing
from acd.core.tables import NONE, SECOND, TABLES

if TYPE_CHECKING:
    from acd.scenario import Scenario

Array = np.ndarray[Any, Any]


def choice_arrays(scenario: Scenario) -> dict[str, Array]:
    """Return the tables of who is offered another channel, and who accepts.

    Parameters
    ----------
    scenario : Scenario
        Checked.

    Returns
    -------
    dict of str to numpy.ndarray
        ``choice`` and ``accept``.
    """
    accepts = Growing("accept")
    choices = np.zeros(len(scenario.categories), TABLES["choice"])
    for row, rule in zip(choices, scenario.categories.values(), strict=True):
        row["to"] = row["exceeds"] = NONE
        part = rule.steer
        if part is None:
            continue
        row["to"] = list(scenario.categories).index(part.to)
        if part.when_wait_exceeds is not None:
            row["exceeds"] = round(part.when_wait_exceeds * SECOND)
        row["offer"], row["first"], row["n"] = part.offer, len(accepts.rows), len(part.accept)
        accepts.rows += [
            {"wait": round(wait * SECOND), "share": share} for wait, share in part.accept.items()
        ]
    return {"choice": choices, "accept": accepts.array()}
