"""Time per step as a frame: what agents did with each contact, one row a step of its path.

Only richer centres log steps. Elsewhere a leg is handled and wrapped up and its row says when; the same rows are made
of it here. This module knows the core's records and the names of a scenario, nothing of running or measuring.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from acd.core.codes import Outcome
from acd.core.path_codes import Part
from acd.core.tables import NONE, TABLES
from acd.log.frames import Names, Records, named, seconds
from acd.log.schema import PARTS, STEP_COLUMNS

_FIRST_PART = min(Part).value


def steps_of_legs(legs: Records) -> Records:
    """Return the steps that plain legs stand for: handling, or dialling in vain, and wrap-up where there was any.

    Parameters
    ----------
    legs : numpy.ndarray
        The core's leg rows of a centre where every contact waits, is handled and wrapped up.

    Returns
    -------
    numpy.ndarray
        Rows of steps, in the order of the legs.
    """
    answered = legs[legs["bound"] != NONE]
    found = np.zeros((len(answered), 2), TABLES["stage_row"])
    for column in ("contact", "leg", "agent", "category"):
        found[column] = answered[column][:, np.newaxis]
    # every category has one step, so that its number is the category's
    handling = np.where(answered["outcome"] == Outcome.ANSWERED, answered["category"], Part.DIALLING.value)
    found["step"] = np.column_stack([handling, np.full(len(answered), Part.WRAP_UP)])
    found["start"] = np.column_stack([answered["bound"], answered["ended"]])
    found["end"] = np.column_stack([answered["ended"], answered["wrapped"]])
    kept = np.ones(found.shape, bool)
    kept[:, 1] = (answered["ended"] != NONE) & (answered["wrapped"] != answered["ended"])
    return found[kept]


def step_frame(records: Records, names: Names, replication: int) -> pd.DataFrame:
    """Label the steps of one replication.

    Parameters
    ----------
    records : numpy.ndarray
        The core's rows of steps; times in microseconds, -1 for none.
    names : Names
        What the indices stand for.
    replication : int
        Number of the replication, from 0.

    Returns
    -------
    pandas.DataFrame
        One row a step, with the columns of `STEP_COLUMNS`; times [s].
    """
    labels = list(dict.fromkeys([*names.steps, *reversed(PARTS)]))
    # codes count from the parts, whose numbers are negative, over one that stands for none, to the steps
    place = np.array([labels.index(name) if name else -1 for name in [*PARTS, "", *names.steps]], np.int64)
    groups = np.repeat(np.arange(len(names.groups)), names.agents)
    data: dict[str, Any] = {
        "replication": np.full(len(records), replication, np.int32),
        "contact": records["contact"].astype(np.int64),
        "leg": records["leg"].astype(np.int32),
        "category": named(records["category"], names.categories),
        "step": named(place[records["step"] - _FIRST_PART], labels),
        "agent": named(records["agent"], names.agent_names),
        "group": named(groups[records["agent"]], names.groups),
        "start": seconds(records["start"]),
        "end": seconds(records["end"]),
    }
    return pd.DataFrame({column.name: data[column.name] for column in STEP_COLUMNS})
