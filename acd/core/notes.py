"""Start a command to the router, and move an agent into a state, with accounts and log.

This file must not know why an agent changes.
"""

from __future__ import annotations

from acd.core._compile import cold, inlined
from acd.core.agent_keys import count_time
from acd.core.codes import AgentState
from acd.core.record import agent_load, record_change, record_command
from acd.core.tables import Handle, agent, desk, rules


@inlined
def begin(z: Handle, now: int, what: int, c: int, a: int, value: int) -> None:
    """Start a command: set the time, forget the last decisions, log the command if wanted."""
    table = desk(z, 0)
    table["now"] = now
    table["n_decisions"] = 0
    if rules(z, 0)["keep_commands"]:
        record_command(z, what, c, a, value)


@inlined
def enter(z: Handle, a: int, state: int, reason: int) -> None:
    """Move agent ``a`` into a state, with its time accounts and its log row."""
    me = agent(z, a)
    if rules(z, 0)["counted"]:
        account(z, a)
    me["since"] = desk(z, 0)["now"]
    me["state"] = state
    me["reason"] = reason
    if rules(z, 0)["keep_changes"]:
        record_change(z, a, state, reason, agent_load(z, a))


@cold
def account(z: Handle, a: int) -> None:
    """Add the time that agent ``a`` spent in the present state to the accounts that rules compare agents by."""
    me = agent(z, a)
    spent = desk(z, 0)["now"] - me["since"]
    was = me["state"]
    if was >= AgentState.BUSY:
        me["worked"] += spent
        me["available"] += spent
    elif was == AgentState.READY or was == AgentState.OFFERED:
        me["available"] += spent
    count_time(z, a)


@cold
def go_on(z: Handle, now: int, what: int, c: int, a: int, value: int) -> None:
    """Start a command that decides nothing; what was decided before stays readable."""
    desk(z, 0)["now"] = now
    if rules(z, 0)["keep_commands"]:
        record_command(z, what, c, a, value)
