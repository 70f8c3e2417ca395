"""Commands to the router and its decisions as a frame: the record that a router alone can be fed with.

This module knows the core's command rows and the names of a scenario, nothing of running.
"""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd

from acd.core.codes import Command, Decision, DecisionReason
from acd.core.tables import NEVER
from acd.log.frames import Names, Records, places, seconds

DECISION_REASONS = {
    int(r): "" if r is DecisionReason.NONE else r.name.lower().replace("_", " ") for r in DecisionReason
}
"""Words of a decision's reason, by code."""
COMMANDS = tuple(command.name.lower() for command in Command)
"""Words of the commands, in the order of their codes."""


def _labelled(codes: Records, names: tuple[str, ...]) -> pd.Categorical:
    dtype = pd.CategoricalDtype(pd.Index(list(names), dtype=object if not names else None))
    return pd.Categorical.from_codes(codes.astype(np.int64), dtype=dtype)


def _decision_lists(
    commands: Records, decisions: Records, names: Names
) -> list[tuple[tuple[object, ...], ...]]:
    agents = (*names.agent_names, None)
    rows = [
        (Decision(kind).name.lower(), contact, agents[agent], DECISION_REASONS[reason])
        for kind, contact, agent, reason in zip(
            decisions["kind"].tolist(),
            decisions["contact"].tolist(),
            decisions["agent"].tolist(),
            decisions["reason"].tolist(),
            strict=True,
        )
    ]
    starts = [*commands["decision"].tolist(), len(rows)]
    return [tuple(rows[a:b]) for a, b in itertools.pairwise(starts)]


def command_frame(commands: Records, decisions: Records, names: Names, replication: int) -> pd.DataFrame:
    """Label the commands of one replication.

    Parameters
    ----------
    commands : numpy.ndarray
        The core's command rows.
    decisions : numpy.ndarray
        The core's decision rows, in the order of the commands.
    names : Names
        What the indices stand for.
    replication : int
        Number of the replication, from 0.

    Returns
    -------
    pandas.DataFrame
        One row a command with the columns of `COMMAND_COLUMNS`, and what is needed to give it again: replication,
        category and tier of an offer, the contact's key for random policies, and value (of not ready and log out the
        reason's number, of finish 1 when wrap-up follows). Of a contact that a desk sends to an agent, or to a group,
        there is hold, for how long [s], and asker, who asks and so is not to answer. A decision is (kind, contact,
        agent, reason).
    """
    contact = pd.arrays.IntegerArray(commands["contact"].astype(np.int64), commands["contact"] < 0)
    return pd.DataFrame(
        {
            "replication": np.full(len(commands), replication, np.int32),
            "time": commands["time"] / 1e6,
            "command": _labelled(places(Command)[commands["command"]], COMMANDS),
            "contact": contact,
            "agent": _labelled(commands["agent"], names.agent_names),
            "decisions": pd.Series(_decision_lists(commands, decisions, names), dtype=object),
            "category": _labelled(commands["category"], names.categories),
            "tier": _labelled(commands["tier"], names.tiers),
            "key": commands["key"],
            "value": commands["value"],
            "group": _labelled(commands["group"], names.groups),
            "hold": np.where(commands["hold"] >= NEVER, np.inf, seconds(commands["hold"])),
            "asker": _labelled(commands["asker"], names.agent_names),
        }
    )
