"""Agents never hold more contacts of a channel than they may, and take none while they ask another agent.

The scenario says how many they may hold, and whose phones ring: an offer made before may be answered after.

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
    ringing : frozenset of str
        Groups whose agents are offered contacts before they have them.
    """

    most: dict[tuple[str, str], int]
    ringing: frozenset[str] = frozenset()

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
            },
            frozenset(name for name, group in scenario.agents.items() if group.rings),
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


def answered_while_asking(legs: pd.DataFrame, limits: Limits) -> Iterator[str]:
    """State which agents took a contact while they asked another agent.

    Parameters
    ----------
    legs : pandas.DataFrame
        One row a leg.
    limits : Limits
        Of the scenario.

    Yields
    ------
    str
        At most one message.

    Notes
    -----
    An agent asks from the moment at which a further leg of a contact in hand joins a line, until either leg ends.
    """
    spans = _asking(legs)
    taken = legs[legs["bound"].notna()]
    taken = taken.assign(agent=taken["agent"].astype(str))[[*_KEYS, "group", "contact", "bound"]]
    taken = taken[~taken["group"].astype(str).isin(limits.ringing)].sort_values("bound", kind="stable")
    found = pd.merge_asof(
        taken, spans, left_on="bound", right_on="start", by=_KEYS, allow_exact_matches=False
    )
    wrong = found[found["bound"] < found["end"]].sort_values([*_KEYS, "bound"], kind="stable")
    if len(wrong):
        place = "replication {}, {}, {} s".format(*wrong.iloc[0][[*_KEYS, "bound"]])
        told = f"contact {wrong.iloc[0]['contact']} is answered by an agent who asks another one"
        yield f"legs: {place}: {told}; {len(wrong)} such legs"


def _asking(legs: pd.DataFrame) -> pd.DataFrame:
    """Return when agents asked, in the order of time: replication, agent, start, and the latest end so far [s]."""
    whole = ["replication", "contact"]
    first = legs.loc[legs["bound"].notna(), [*whole, "leg", "agent", "bound", "ended"]]
    later = legs.loc[legs["leg"] > 1, [*whole, "leg", "joined", "ended"]]
    both = first.merge(later, on=whole, suffixes=("", "_later"))
    ends = both[["ended", "ended_later"]].fillna(np.inf)
    inside = (both["bound"] <= both["joined"]) & (both["joined"] < ends["ended"])
    both = both.assign(end=ends.min(axis=1), agent=both["agent"].astype(str), start=both["joined"])
    both = both[inside & (both["leg"] < both["leg_later"])].sort_values("start", kind="stable")
    return both.assign(end=both.groupby(_KEYS)["end"].cummax())[[*_KEYS, "start", "end"]]
