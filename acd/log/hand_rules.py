"""Rules between agents' rows and the legs that name the agent: who has what in hand when, and for how long.

An agent may have several contacts in hand; what the log cannot tell is how many are too many.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from acd.log.agent_rules import REMARKS

_KEYS = ["replication", "agent"]
_WORK = ("busy", "wrap_up", "hold", "consult", "conference")


def _keyed(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({"replication": frame["replication"], "agent": frame["agent"].astype(str)})


def unmatched_legs(legs: pd.DataFrame, agents: pd.DataFrame) -> Iterator[str]:
    """State which legs were bound to an agent who did not become busy then.

    Parameters
    ----------
    legs : pandas.DataFrame
        One row a leg.
    agents : pandas.DataFrame
        One row a change of an agent's state.

    Yields
    ------
    str
        At most one message.
    """
    bound = legs[legs["bound"].notna()]
    busy = agents[(agents["state"] == "busy") & ~agents["reason"].isin(REMARKS)]
    taken = _keyed(busy).assign(time=busy["time"]).drop_duplicates()
    told = _keyed(bound).assign(time=bound["bound"]).merge(taken, how="left", indicator=True)
    lacking = told[told["_merge"] == "left_only"].sort_values([*_KEYS, "time"], kind="stable")
    if len(lacking):
        place = "replication {}, {}, {} s".format(*lacking.iloc[0][[*_KEYS, "time"]])
        yield f"legs: {place}: a leg is bound and its agent's rows do not say busy; {len(lacking)} such legs"


def unmatched_load(legs: pd.DataFrame, agents: pd.DataFrame) -> Iterator[str]:
    """State which agents have more or fewer contacts in hand than their legs say.

    Parameters
    ----------
    legs : pandas.DataFrame
        One row a leg.
    agents : pandas.DataFrame
        One row a change of an agent's state.

    Yields
    ------
    str
        At most one message.
    """
    bound, ended = (legs[legs["bound"].notna() & legs[column].notna()] for column in ("bound", "ended"))
    moves = [_keyed(bound).assign(time=bound["bound"], n=1), _keyed(ended).assign(time=ended["ended"], n=-1)]
    steps = pd.concat(moves).groupby([*_KEYS, "time"], sort=True)["n"].sum().groupby(_KEYS).cumsum()
    rows = _keyed(agents).assign(time=agents["time"], load=agents["load"])
    last = rows.drop_duplicates([*_KEYS, "time"], keep="last").sort_values("time", kind="stable")
    held = pd.merge_asof(last, steps.reset_index().sort_values("time", kind="stable"), on="time", by=_KEYS)
    wrong = held[held["load"] != held["n"].fillna(0)].sort_values([*_KEYS, "time"], kind="stable")
    if len(wrong):
        first = wrong.iloc[0]
        place = "replication {}, {}, {} s".format(*first[[*_KEYS, "time"]])
        n = int(np.nan_to_num(first["n"]))
        yield f"agents: {place}: load {first['load']}, but {n} of its legs are in hand; {len(wrong)} such times"


def unmatched_work(legs: pd.DataFrame, agents: pd.DataFrame) -> Iterator[str]:
    """State which agents worked longer or shorter than their legs say.

    Parameters
    ----------
    legs : pandas.DataFrame
        One row a leg.
    agents : pandas.DataFrame
        One row a change of an agent's state.

    Yields
    ------
    str
        At most one message.

    Notes
    -----
    Work is time with something in hand, up to the first leg that has not ended within the log.
    """
    told, done = _told(legs, _until(legs)), _done(agents, _until(legs))
    difference = told.sub(done, fill_value=0).abs()
    wrong = difference[difference > 1e-3]
    if len(wrong):
        place = "replication {}, {}".format(*wrong.index[0])
        in_legs, in_rows = told.get(wrong.index[0], 0.0), done.get(wrong.index[0], 0.0)
        sums = f"{in_legs:.6f} s in legs, {in_rows:.6f} s in its rows"
        yield f"agents: {place}: work differs from its legs: {sums}; {len(wrong)} agents differ"


def _until(legs: pd.DataFrame) -> pd.DataFrame:
    """Return of each agent with a leg that has not ended when that was bound."""
    left = legs[legs["bound"].notna() & legs["wrapped"].isna()]
    return _keyed(left).assign(until=left["bound"]).groupby(_KEYS)["until"].min().reset_index()


def _told(legs: pd.DataFrame, until: pd.DataFrame) -> pd.Series[float]:
    bound = legs[legs["bound"].notna()]
    spans = _keyed(bound).assign(start=bound["bound"], end=bound["wrapped"].fillna(np.inf))
    spans = spans.merge(until, how="left").sort_values([*_KEYS, "start"], kind="stable")
    spans["end"] = np.minimum(spans["end"], spans["until"].fillna(np.inf))
    before = spans.groupby(_KEYS)["end"].cummax().groupby([spans[key] for key in _KEYS]).shift()
    start = np.maximum(spans["start"], before.fillna(-np.inf))
    return spans.assign(work=(spans["end"] - start).clip(lower=0.0)).groupby(_KEYS)["work"].sum()


def _done(agents: pd.DataFrame, until: pd.DataFrame) -> pd.Series[float]:
    rows = _keyed(agents).assign(time=agents["time"], working=agents["state"].isin(_WORK))
    rows["end"] = rows.groupby(_KEYS)["time"].shift(-1)
    rows = rows.merge(until, how="left")
    end = np.minimum(rows["end"].fillna(rows["until"]).fillna(rows["time"]), rows["until"].fillna(np.inf))
    work = (end - rows["time"]).where(rows["working"], 0.0).clip(lower=0.0)
    return rows.assign(work=work).groupby(_KEYS)["work"].sum()
