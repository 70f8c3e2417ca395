"""Agents never hold more contacts of a channel than they may: the scenario says how many.

This module must not know the agents' own rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from acd.scenario import Scenario

_KEYS = ["replication", "agent"]


@dataclass(frozen=True)
class Limits:
    """How many contacts of each channel an agent of a group may hold.

    Parameters
    ----------
    most : dict of (str, str) to int
        By group and channel.
    """

    most: dict[tuple[str, str], int]

    @classmethod
    def of(cls, scenario: Scenario) -> Limits:
        """Take the limits of a scenario.

        Parameters
        ----------
        scenario : Scenario
            Whose log is looked at.

        Returns
        -------
        Limits
            Of every group and channel.
        """
        from acd.scenario.abilities import most_held

        return cls(
            {
                (name, channel): most_held(scenario, group, channel)
                for name, group in scenario.agents.items()
                for channel in scenario.channels
            }
        )


def in_hand(legs: pd.DataFrame) -> pd.DataFrame:
    """Return the legs that came into an agent's hands, with the time at which that agent was free of them.

    Parameters
    ----------
    legs : pandas.DataFrame
        One row a leg.

    Returns
    -------
    pandas.DataFrame
        Columns replication, agent, group, channel, bound, ended and free; times of what is not over are infinite [s].
    """
    held = legs[legs["bound"].notna()]
    found = held[["replication", "agent", "group", "channel", "bound"]].copy()
    for column in ("agent", "group", "channel"):
        found[column] = held[column].astype(str)
    found["ended"] = held["ended"].fillna(np.inf)
    found["free"] = held["wrapped"].fillna(held["ended"]).fillna(np.inf)
    return found


def over_capacity(held: pd.DataFrame, limits: Limits) -> Iterator[str]:
    """State which agents ever held more contacts of a channel than they may.

    Parameters
    ----------
    held : pandas.DataFrame
        From `in_hand`.
    limits : Limits
        Of the scenario.

    Yields
    ------
    str
        At most one message.
    """
    keys = [*_KEYS, "group", "channel"]
    most = _most_at_once(held, keys, "free")
    allowed = [limits.most.get((group, channel), 0) for _, _, group, channel in most.index]
    wrong = most[most > np.array(allowed, np.int64)]
    if len(wrong):
        replication, agent, _, channel = wrong.index[0]
        yield (
            f"legs: replication {replication}, {agent}: {wrong.iloc[0]} contacts of {channel} at once are more than "
            f"fit; so it is with {len(wrong)} agents and channels"
        )


def _steps(held: pd.DataFrame, keys: list[str], until: str) -> pd.DataFrame:
    """Return when the number in each agent's hands changes and by how much; who leaves goes before who comes."""
    begin = held[[*keys, "bound"]].rename(columns={"bound": "time"}).assign(step=1)
    end = held[[*keys, until]].rename(columns={until: "time"}).assign(step=-1)
    # whoever is taken and gone in the same moment was there
    order: pd.DataFrame = pd.concat([begin, end[np.isfinite(end["time"])]])
    return order.sort_values([*keys, "time", "step"], kind="stable")


def _most_at_once(held: pd.DataFrame, keys: list[str], until: str) -> pd.Series[Any]:
    lasting = held[held[until] > held["bound"]]
    steps = _steps(lasting, keys, until)
    return steps.assign(now=steps.groupby(keys)["step"].cumsum()).groupby(keys)["now"].max()
