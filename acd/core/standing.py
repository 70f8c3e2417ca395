"""Where an agent whose hands count stands: among the ready, or not; and what the log says of that.

An agent stands among the ready while something more fits and nothing is pending, whatever is in hand already. This file
must not know what put anything into the hands.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.codes import AgentReason, Pending
from acd.core.hands import spare, state_of
from acd.core.notes import enter
from acd.core.pool import pool_add, pool_remove
from acd.core.tables import Handle, agent, desk, hand


@kernel
def leave_pool(z: Handle, a: int) -> None:
    """Take agent ``a`` out of the ready ones, if among them."""
    if hand(z, a)["pooled"]:
        hand(z, a)["pooled"] = 0
        pool_remove(z, a)


@cold
def hold_more(z: Handle, a: int) -> None:
    """Agent ``a``, who may hold several, has one more bound now: from now the last of those who hold as many."""
    pooled = hand(z, a)["pooled"]
    if pooled:
        pool_remove(z, a)
    agent(z, a)["idle_since"] = desk(z, 0)["now"]
    if pooled:
        pool_add(z, a)


@kernel
def note(z: Handle, a: int) -> None:
    """Log what agent ``a`` is doing now."""
    enter(z, a, state_of(z, a), AgentReason.NONE)


@kernel
def stand_ready(z: Handle, a: int) -> None:
    """Put agent ``a`` among the ready if something more fits and nothing is pending, else take the agent out."""
    leave_pool(z, a)
    if agent(z, a)["pending"] == Pending.NOTHING and spare(z, a):
        hand(z, a)["pooled"] = 1
        pool_add(z, a)


@cold
def settle(z: Handle, a: int) -> None:
    """Agent ``a``'s hands have changed: among the ready, or not."""
    stand_ready(z, a)
    note(z, a)
