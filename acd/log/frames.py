"""The core's rows become labelled frames: numbers to names, microseconds to seconds, -1 to missing.

This module knows the core's records and the names of a scenario, nothing of running or measuring.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from acd.core.codes import LegReason, Outcome, ReturnKind
from acd.log.schema import (
    AGENT_COLUMNS,
    AGENT_REASONS,
    FIRST_WORD,
    LEG_COLUMNS,
    OUTCOMES,
    REASONS,
    RETURN_KINDS,
    STATES,
)

if TYPE_CHECKING:
    from acd.scenario import Scenario

Records: TypeAlias = np.ndarray[Any, np.dtype[Any]]
Integers: TypeAlias = np.ndarray[Any, np.dtype[np.integer[Any]]]


@dataclass(frozen=True)
class Names:
    """What the indices in the core's rows stand for.

    Parameters
    ----------
    categories : tuple of str
        Categories in the scenario's order.
    channel_of : tuple of str
        Channel of each category.
    channels : tuple of str
        Channels in the scenario's order.
    tiers : tuple of str
        Tiers in the scenario's order, 'standard' first.
    groups : tuple of str
        Groups in the scenario's order.
    agents : tuple of int
        Number of agents of each group; agents are numbered group by group.
    words : tuple of str
        Users' own reasons of agents, in the order of their numbers.
    steps : tuple of str
        Steps of every category's handling, one category behind the other.
    """

    categories: tuple[str, ...]
    channel_of: tuple[str, ...]
    channels: tuple[str, ...]
    tiers: tuple[str, ...]
    groups: tuple[str, ...]
    agents: tuple[int, ...]
    words: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()

    @classmethod
    def of(cls, scenario: Scenario, agents: Sequence[int], words: Sequence[str] = ()) -> Names:
        """Take the names of a scenario.

        Parameters
        ----------
        scenario : Scenario
            Where the names stand.
        agents : sequence of int
            Number of agents of each group.
        words : sequence of str
            Users' own reasons of agents.

        Returns
        -------
        Names
            The names in the scenario's order.
        """
        return cls(
            categories=tuple(scenario.categories),
            channel_of=tuple(category.channel for category in scenario.categories.values()),
            channels=tuple(scenario.channels),
            tiers=tuple(scenario.tier_names),
            groups=tuple(scenario.agents),
            agents=tuple(int(count) for count in agents),
            words=tuple(words),
            steps=tuple(step for category in scenario.categories.values() for step in category.steps),
        )

    @cached_property
    def agent_names(self) -> tuple[str, ...]:
        """Names of all agents ('general 1', 'general 2', …), by index."""
        pairs = zip(self.groups, self.agents, strict=True)
        return tuple(f"{group} {number}" for group, count in pairs for number in range(1, count + 1))

    @cached_property
    def agent_reasons(self) -> tuple[str, ...]:
        """Reasons of agents' changes: ours, then those of users that are not among them."""
        new = dict.fromkeys(word for word in self.words if word not in AGENT_REASONS)
        return AGENT_REASONS + tuple(new)

    @cached_property
    def reason_codes(self) -> Integers:
        """Place in `agent_reasons` of every code that the core may write; a user may reuse a word of ours."""
        place = {word: code for code, word in enumerate(self.agent_reasons)}
        free = [-1] * (FIRST_WORD - len(AGENT_REASONS))
        return np.array([*range(len(AGENT_REASONS)), *free, *(place[word] for word in self.words)], np.int64)


def seconds(times: Integers) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Return times [us] in seconds, missing where there is none."""
    found: np.ndarray[Any, np.dtype[np.float64]] = times / 1e6
    found[times < 0] = np.nan
    return found


def named(codes: Integers, names: Sequence[str]) -> pd.Categorical:
    """Return names for codes, missing where a code is -1."""
    dtype = pd.CategoricalDtype(pd.Index(list(names), dtype=object if not names else None))
    return pd.Categorical.from_codes(codes, dtype=dtype)


def _places(codes: type[IntEnum]) -> Integers:
    """Return the place of every code among the words, which leave out the numbers that no code has."""
    places = np.full(max(codes) + 1, -1, np.int64)
    places[list(codes)] = np.arange(len(codes))
    return places


_OUTCOME, _REASON, _RETURN = (_places(codes) for codes in (Outcome, LegReason, ReturnKind))


def _truth(codes: Integers) -> pd.arrays.BooleanArray:
    return pd.arrays.BooleanArray(codes == 1, codes < 0)


def places(codes: type[IntEnum]) -> Integers:
    """Return the place of every code in the order of its kind; there may be gaps between codes.

    Parameters
    ----------
    codes : type of IntEnum
        The kind.

    Returns
    -------
    numpy.ndarray
        By code, -1 in gaps.
    """
    found = np.full(max(codes) + 1, -1, np.int64)
    found[[*codes]] = range(len(codes))
    return found


def leg_frame(records: Records, names: Names, replication: int) -> pd.DataFrame:
    """Label the leg rows of one replication.

    Parameters
    ----------
    records : numpy.ndarray
        The core's leg rows; times in microseconds, -1 for none.
    names : Names
        What the indices stand for.
    replication : int
        Number of the replication, from 0.

    Returns
    -------
    pandas.DataFrame
        One row a leg, with the columns of `LEG_COLUMNS`; times [s].
    """
    channel = np.array([names.channels.index(name) for name in names.channel_of], np.int64)
    data: dict[str, Any] = {
        column: records[column].astype(np.int64 if column in ("matter", "contact") else np.int32)
        for column in ("matter", "attempt", "contact", "leg")
    }
    data |= {
        column: seconds(records[column])
        for column in ("arrived", "joined", "bound", "ended", "wrapped", "return_at")
    }
    data |= {
        "replication": np.full(len(records), replication, np.int32),
        "category": named(records["category"], names.categories),
        "channel": named(channel[records["category"]], names.channels),
        "tier": named(records["tier"], names.tiers),
        "agent": named(records["agent"], names.agent_names),
        "group": named(records["group"], names.groups),
        "outcome": named(_OUTCOME[records["outcome"]], OUTCOMES),
        "reason": named(_REASON[records["reason"]], REASONS),
        "return_kind": named(_RETURN[records["return_kind"]], RETURN_KINDS),
        "settled": _truth(records["settled"]),
    }
    data |= _more(records, names)
    return pd.DataFrame({column.name: data[column.name] for column in LEG_COLUMNS})


def _more(records: Records, names: Names) -> dict[str, Any]:
    """Return the columns that only richer centres fill."""
    rows = len(records)
    if "hold" not in (records.dtype.names or ()):
        nothing = np.full(rows, -1, np.int64)
        return {
            "hold": np.zeros(rows),
            "rings": np.zeros(rows, np.int32),
            "verified": _truth(nothing),
            "referred_to": named(nothing, names.categories),
            "steered_from": named(nothing, names.categories),
            "score": np.full(rows, np.nan),
            "announced": np.full(rows, np.nan),
            "callback": np.zeros(rows, np.int32),
            "surveyed": _truth(nothing),
            "followed_up": _truth(nothing),
        }
    return {
        "announced": seconds(records["announced"]),
        "callback": records["callback"].astype(np.int32),
        "surveyed": _truth(np.where(records["settled"] >= 0, np.minimum(records["asked"], 1), -1)),
        "followed_up": _truth(np.where(records["asked"] > 1, records["asked"] == 3, -1)),
        "hold": records["hold"] / 1e6,
        "rings": records["rings"].astype(np.int32),
        "verified": _truth(records["verified"]),
        "referred_to": named(records["referred_to"], names.categories),
        "steered_from": named(records["steered_from"], names.categories),
        "score": np.where(records["score"] > 0, records["score"] / 1000, np.nan),
    }


def agent_frame(records: Records, names: Names, replication: int) -> pd.DataFrame:
    """Label the agent rows of one replication.

    Parameters
    ----------
    records : numpy.ndarray
        The core's rows of changes; times in microseconds.
    names : Names
        What the indices stand for.
    replication : int
        Number of the replication, from 0.

    Returns
    -------
    pandas.DataFrame
        One row a change, with the columns of `AGENT_COLUMNS`; times [s].
    """
    data: dict[str, Any] = {
        "replication": np.full(len(records), replication, np.int32),
        "time": seconds(records["time"]),
        "agent": named(records["agent"], names.agent_names),
        "group": named(records["group"], names.groups),
        "state": named(records["state"], STATES),
        "reason": named(names.reason_codes[records["reason"]], names.agent_reasons),
        "load": records["load"].astype(np.int32),
    }
    return pd.DataFrame({column.name: data[column.name] for column in AGENT_COLUMNS})
