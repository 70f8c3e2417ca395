"""Rules between an agent's rows, and between them and the legs that name the agent.

This module must not know scenarios: who may log in when is not a question to a log.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from acd.log.leg_rules import Rule
from acd.log.schema import STATES

_NEXT = {
    "off": {"absent", "not_ready", "ready"},
    "absent": {"absent", "off", "not_ready"},
    "not_ready": {"not_ready", "ready", "offered", "busy", "off"},
    "ready": {"offered", "busy", "not_ready", "off"},
    "offered": {"ready", "busy", "not_ready", "off"},
    "busy": {"wrap_up", "ready", "offered", "busy", "not_ready", "off"},
    "wrap_up": {"ready", "offered", "busy", "not_ready", "off"},
}
_IN_HAND = {"hold", "consult", "conference"}
_NEXT["offered"] |= {"offered"}  # the customer hung up, and the next contact rings
for _state in ("not_ready", "ready", "offered", "busy", "wrap_up"):
    _NEXT[_state] |= _IN_HAND
for _state in _IN_HAND:
    _NEXT[_state] = _NEXT["busy"]
_STATES_OF = {
    "break": ("not_ready",),
    "unpaid break": ("not_ready",),
    "meeting": ("not_ready",),
    "training": ("not_ready",),
    "shrinkage": ("absent",),
    "late": ("absent", "not_ready"),
    "early": ("absent",),
    "overtime": ("busy", "wrap_up"),
}
"""States that begin, or in overtime go on, for a reason; whoever is off may be so for any."""
_REMARKS = ("overtime", "shift")
"""Reasons of rows that say, in a state that lasts, that a shift has ended and overtime begun, or the next shift."""
_ABSENT_FOR = ("shrinkage", "late", "early")
_ALLOWED = np.array([[after in _NEXT[before] for after in STATES] for before in STATES])


def _backwards(agents: pd.DataFrame) -> pd.Series[bool]:
    same = agents["replication"] == agents["replication"].shift()
    return agents["time"].isna() | (agents["time"] < 0) | (same & (agents["time"] < agents["time"].shift()))


def _split(agents: pd.DataFrame) -> pd.Series[bool]:
    again = agents["replication"] != agents["replication"].shift()
    return again & agents.duplicated("replication")


def _impossible(agents: pd.DataFrame) -> pd.Series[bool]:
    state = agents["state"].cat.codes.astype("int64")
    keys = [agents["replication"], agents["agent"].cat.codes]
    before = state.groupby(keys).shift(fill_value=STATES.index("off"))
    remark = (before == state) & agents["reason"].isin(_REMARKS)
    return pd.Series(~_ALLOWED[before, state], index=agents.index) & ~remark


def _wrong_load(agents: pd.DataFrame) -> pd.Series[bool]:
    free = agents["state"].isin(["off", "absent", "not_ready", "ready"])
    return (free & (agents["load"] != 0)) | ((agents["state"] == "busy") & (agents["load"] < 1))


def _wrong_reason(agents: pd.DataFrame) -> pd.Series[bool]:
    broken = (agents["state"] == "absent") & ~agents["reason"].isin(_ABSENT_FOR)
    for reason, states in _STATES_OF.items():
        broken |= (agents["reason"] == reason) & ~agents["state"].isin([*states, "off"])
    return broken


def _jumps(agents: pd.DataFrame) -> pd.Series[bool]:
    """Find rows of overtime that change a state, which they only remark on."""
    keys = [agents["replication"], agents["agent"].cat.codes]
    state = agents["state"].cat.codes.astype("int64")
    before = state.groupby(keys).shift(fill_value=STATES.index("off"))
    over = (agents["reason"] == "overtime") & (agents["state"] != "off")
    return over & (before != state)


def _two_groups(agents: pd.DataFrame) -> pd.Series[bool]:
    codes = pd.DataFrame({"agent": agents["agent"].cat.codes, "group": agents["group"].cat.codes})
    first = codes.drop_duplicates("agent").set_index("agent")["group"]
    return (codes["group"] != codes["agent"].map(first)) | (codes["group"] < 0)


AGENT_RULES = (
    Rule("time does not run backwards", _backwards),
    Rule("the rows of a replication stand together", _split),
    Rule("states follow one another as agents can change them, from 'off' on", _impossible),
    Rule("busy agents have contacts in hand, free ones have none", _wrong_load),
    Rule("breaks are not ready, shrinkage is absence", _wrong_reason),
    Rule("overtime goes on with the work in hand", _jumps),
    Rule("an agent has one group", _two_groups),
)
"""What must hold among the agents' rows."""


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
        At most one message each way.
    """
    answered = legs[legs["bound"].notna()]
    state = agents["state"].astype(str)
    before = state.groupby([agents["replication"], agents["agent"].cat.codes]).shift()
    busy = (state == "busy") & ~agents["reason"].isin(_REMARKS)
    rows = _keyed(agents).assign(time=agents["time"])
    bound = _keyed(answered).assign(time=answered["bound"]).value_counts()
    lacking = bound.sub(rows[busy].value_counts(), fill_value=0).sort_index()
    # who comes back from hold or from another agent is busy with the same contact again
    spare = bound.sub(rows[busy & ~before.isin(_IN_HAND)].value_counts(), fill_value=0).sort_index()
    lacking, spare = lacking[lacking > 0], spare[spare < 0]
    if len(lacking):
        place = "replication {}, {}, {} s".format(*lacking.index[0])
        yield f"legs: {place}: a leg is bound and its agent's rows do not say busy; {len(lacking)} such times"
    if len(spare):
        place = "replication {}, {}, {} s".format(*spare.index[0])
        yield f"agents: {place}: an agent becomes busy and no leg is bound; {len(spare)} such times"


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
    Work is handling and wrap-up that ended within the log.
    """
    answered = legs[legs["bound"].notna()]
    freed = answered["wrapped"].fillna(answered["ended"]).fillna(answered["bound"])
    keys = ["replication", "agent"]
    told = _keyed(answered).assign(work=freed - answered["bound"]).groupby(keys)["work"].sum()
    rows = _keyed(agents).assign(time=agents["time"])
    until = rows.groupby(keys)["time"].shift(-1)
    working = agents["state"].isin(["busy", "wrap_up", *_IN_HAND])
    done = rows.assign(work=(until - rows["time"]).where(working).fillna(0.0)).groupby(keys)["work"].sum()
    difference = told.sub(done, fill_value=0).abs()
    wrong = difference[difference > 1e-3]
    if len(wrong):
        place = "replication {}, {}".format(*wrong.index[0])
        in_legs, in_rows = told.get(wrong.index[0], 0.0), done.get(wrong.index[0], 0.0)
        sums = f"{in_legs:.6f} s in legs, {in_rows:.6f} s in its rows"
        yield f"agents: {place}: work differs from its legs: {sums}; {len(wrong)} agents differ"
