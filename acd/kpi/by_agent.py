"""Every agent's share in first-contact resolution, from the log: of matters handled last, and of those handled first.

Matters count as they do by group: through their first answered contact, when they began after warm-up. This module must
not know how a matter is put together.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from acd.kpi.arrays import Legs
from acd.kpi.logged_matters import Matters, gather

if TYPE_CHECKING:
    from acd.kpi.grid import Grid
    from acd.kpi.intervals import Codes, Floats

HANDLERS = ("last", "first")


def resolution_by_agent(legs: pd.DataFrame, grid: Grid) -> pd.DataFrame:
    """Measure first-contact resolution agent by agent.

    Parameters
    ----------
    legs : pandas.DataFrame
        The log of one replication or of several.
    grid : Grid
        Names, intervals and window.

    Returns
    -------
    pandas.DataFrame
        One row an agent and handler, ``last`` or ``first``: counts ``matters``, ``answered``, ``settled``,
        ``unaided`` (settled without referral), ``referred``, ``kept``, summed over replications, and the four readings
        ``fcr_true``, ``fcr_gross``, ``fcr_net``, ``fcr_window``, missing where nothing was counted.
    """
    agents = list(legs["agent"].cat.categories)
    counts = np.zeros((len(HANDLERS), 6, len(agents)))
    for _, own in legs.groupby("replication", observed=True):
        table = replace(Legs.of(own, grid), group=own["agent"].cat.codes.to_numpy().astype(np.int64))
        matters = gather(table, grid)
        for place, agent in enumerate((matters.group, matters.first_group)):
            counts[place] += _counts(matters, agent, len(agents))
    groups = legs.drop_duplicates("agent").set_index("agent")["group"].astype(object)
    frames = [_frame(agents, groups, name, own) for name, own in zip(HANDLERS, counts, strict=True)]
    return pd.concat(frames, ignore_index=True)


def _counts(matters: Matters, agent: Codes, n_agents: int) -> Floats:
    known = agent >= 0
    chosen = (
        np.ones(len(agent), bool),
        matters.answered,
        matters.settled,
        matters.settled & ~matters.referred,
        matters.answered & matters.referred,
        matters.answered & ~matters.returned,
    )
    return np.stack([np.bincount(agent[known & own], minlength=n_agents) for own in chosen]).astype(float)


def _frame(agents: list[str], groups: pd.Series, handler: str, counts: Floats) -> pd.DataFrame:
    names = ("matters", "answered", "settled", "unaided", "referred", "kept")
    frame = pd.DataFrame({"agent": agents, "group": groups.reindex(agents).to_numpy(), "handler": handler})
    for name, own in zip(names, counts, strict=True):
        frame[name] = own.astype(np.int64)
    frame["fcr_true"] = frame["settled"] / frame["matters"]
    frame["fcr_gross"] = frame["unaided"] / frame["answered"]
    frame["fcr_net"] = frame["unaided"] / (frame["answered"] - frame["referred"])
    frame["fcr_window"] = frame["kept"] / frame["answered"]
    return frame
