"""Rules about agents who hold several contacts at once: never more than fit, and as many as their rows say.

What fits is the scenario's to say; where it is not known, an agent holds one contact at a time.
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
    together : bool
        Some agent may take a contact while holding another.
    """

    most: dict[tuple[str, str], int]
    together: bool

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

        most = {
            (name, channel): most_held(scenario, group, channel)
            for name, group in scenario.agents.items()
            for channel in scenario.channels
        }
        beside = any(part.interrupted_by or part.cost is not None for part in scenario.channels.values())
        return cls(most, beside or max(most.values(), default=0) > 1)


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
    order = pd.concat([begin, end[np.isfinite(end["time"])]])
    return order.sort_values([*keys, "time", "step"], kind="stable")


def _most_at_once(held: pd.DataFrame, keys: list[str], until: str) -> pd.Series[Any]:
    lasting = held[held[until] > held["bound"]]
    steps = _steps(lasting, keys, until)
    return steps.assign(now=steps.groupby(keys)["step"].cumsum()).groupby(keys)["now"].max()


def unmatched_load(held: pd.DataFrame, agents: pd.DataFrame) -> Iterator[str]:
    """State where an agent's rows do not have as many contacts in hand as the legs say.

    Parameters
    ----------
    held : pandas.DataFrame
        From `in_hand`.
    agents : pandas.DataFrame
        One row a change of an agent's state.

    Yields
    ------
    str
        At most one message.

    Notes
    -----
    Compared is what the last row of each moment says with the legs bound by then and not ended.
    """
    steps = _steps(held, _KEYS, "ended")
    told = steps.groupby([*_KEYS, "time"])["step"].sum().groupby(_KEYS).cumsum().rename("legs").reset_index()
    rows = (
        agents.assign(agent=agents["agent"].astype(str))
        .groupby([*_KEYS, "time"])["load"]
        .last()
        .reset_index()
    )
    both = pd.merge_asof(
        rows.sort_values("time"), told.sort_values("time"), on="time", by=_KEYS, direction="backward"
    )
    wrong = both[both["load"] != both["legs"].fillna(0)].sort_values([*_KEYS, "time"])
    missed = told.merge(rows, on=[*_KEYS, "time"], how="left")
    changed = missed[
        missed["load"].isna() & (missed.groupby(_KEYS)["legs"].diff().fillna(missed["legs"]) != 0)
    ]
    for found, what in (
        (wrong, "have another load than its legs"),
        (changed, "say nothing, but its legs change"),
    ):
        if len(found):
            first = found.iloc[0]
            place = f"replication {first['replication']}, {first['agent']}, {first['time']} s"
            yield f"agents: {place}: an agent's rows {what}; {len(found)} such times"


def busy_time(held: pd.DataFrame, agents: pd.DataFrame) -> pd.Series[Any]:
    """Return how long each agent had any contact in hand.

    Parameters
    ----------
    held : pandas.DataFrame
        From `in_hand`; what is not over counts until the agent's last row.
    agents : pandas.DataFrame
        One row a change of an agent's state.

    Returns
    -------
    pandas.Series
        Time by replication and agent [s].
    """
    rows = agents.assign(agent=agents["agent"].astype(str)).groupby(_KEYS)["time"].max().rename("last")
    known = held.merge(rows.reset_index(), on=_KEYS, how="left")
    until = known["free"].where(np.isfinite(known["free"]), np.fmax(known["last"], known["bound"]))
    order = known.assign(until=until).sort_values([*_KEYS, "bound", "until"], kind="stable")
    reached = order.groupby(_KEYS)["until"].cummax().groupby([order[key] for key in _KEYS]).shift()
    start = np.fmax(order["bound"], reached)
    return order.assign(time=np.maximum(order["until"] - start, 0.0)).groupby(_KEYS)["time"].sum()
