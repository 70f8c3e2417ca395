"""Rules between an agent's rows.

This module must not know scenarios: who may log in when is not a question to a log.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from acd.log.leg_rules import Rule
from acd.log.schema import STATES

_NEXT = {
    "off": {"absent", "not_ready", "ready"},
    "absent": {"absent", "off", "not_ready"},
    "not_ready": {"not_ready", "ready", "offered", "busy", "off"},
    "ready": {"offered", "busy", "not_ready", "off"},
    "offered": {"ready", "offered", "busy", "not_ready", "off"},
    "busy": {"wrap_up", "ready", "offered", "busy", "not_ready", "off"},
    "wrap_up": {"ready", "offered", "busy", "wrap_up", "not_ready", "off"},
}
_IN_HAND = {"hold", "consult", "conference"}
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
    "overtime": ("busy", "wrap_up", "hold", "consult", "conference"),
}
"""States that begin, or in overtime go on, for a reason; whoever is off may be so for any."""
REMARKS = ("overtime", "shift")
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
    remark = (before == state) & agents["reason"].isin(REMARKS)
    return pd.Series(~_ALLOWED[before, state], index=agents.index) & ~remark


def _wrong_load(agents: pd.DataFrame) -> pd.Series[bool]:
    free = ~agents["state"].isin(["busy", *_IN_HAND])
    alone = agents["state"].isin(_IN_HAND)
    busy = agents["state"] == "busy"
    return (free & (agents["load"] != 0)) | (alone & (agents["load"] != 1)) | (busy & (agents["load"] < 1))


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
    Rule("busy agents have contacts in hand, free ones and those who wrap up have none", _wrong_load),
    Rule("breaks are not ready, shrinkage is absence", _wrong_reason),
    Rule("overtime goes on with the work in hand", _jumps),
    Rule("an agent has one group", _two_groups),
)
"""What must hold among the agents' rows."""
