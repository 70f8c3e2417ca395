"""Kinds of agents' time: which one begins with a row of the log, and where the rarer ones are counted.

Time is idle, occupied, away, unpaid or absent; time away is told apart further where its reason is one of ours. What
an agent's time is paid is not known here.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.codes import AgentReason, AgentState
from acd.core.tables import NONE, Handle, change, group_cell

IDLE, OCCUPIED, AWAY, UNPAID, ABSENT, PAUSED, MEETING, TRAINING, LATE = range(9)
"""Kinds of an agent's time; NONE when off. The last four are time away for a reason of ours."""


@kernel
def kind_of(z: Handle, i: int) -> int:
    """Return which kind of time begins with change row ``i``."""
    row = change(z, i)
    state = row["state"]
    if state >= AgentState.BUSY:
        return OCCUPIED
    if state == AgentState.READY or state == AgentState.OFFERED:
        return OCCUPIED if row["load"] > 0 else IDLE
    if state == AgentState.NOT_READY:
        return kind_away(row["reason"])
    return ABSENT if state == AgentState.ABSENT else NONE


@cold
def kind_away(reason: int) -> int:
    """Return which kind of time an agent who is not ready for a reason spends."""
    if reason == AgentReason.UNPAID_BREAK:
        return UNPAID
    if reason == AgentReason.BREAK:
        return PAUSED
    if reason == AgentReason.MEETING:
        return MEETING
    if reason == AgentReason.TRAINING:
        return TRAINING
    return LATE if reason == AgentReason.LATE else AWAY


@cold
def count_away(z: Handle, place: int, kind: int, spent: int) -> None:
    """Add time that an agent was not ready or absent [us] to a cell of groups; ``away`` holds all kinds of its own."""
    cell = group_cell(z, place)
    if kind == UNPAID:
        cell["unpaid"] += spent
    elif kind == ABSENT:
        cell["absent"] += spent
    else:
        cell["away"] += spent
        if kind == PAUSED:
            cell["paused"] += spent
        elif kind == MEETING:
            cell["meeting"] += spent
        elif kind == TRAINING:
            cell["training"] += spent
        elif kind == LATE:
            cell["late"] += spent
