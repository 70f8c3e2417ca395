"""Join a contact and an agent whose hands do not count: who takes one contact at a time.

This file must not know how the two were found.
"""

from __future__ import annotations

from acd.core._compile import inlined
from acd.core.agent_keys import count_bound, take_turn
from acd.core.calendar import push
from acd.core.codes import AgentReason, AgentState, ContactState, Decision, DecisionReason, Rank, Timer
from acd.core.notes import enter
from acd.core.record import decide
from acd.core.tables import NONE, Handle, agent, contact, desk, event, rules


@inlined
def bind(z: Handle, c: int, a: int) -> None:
    """Give contact ``c`` to agent ``a``, who handles it from now."""
    subject = contact(z, c)
    subject["state"] = ContactState.BOUND
    subject["agent"] = a
    agent(z, a)["contact"] = c
    if rules(z, 0)["counted"]:
        count_bound(z, c, a)
    enter(z, a, AgentState.BUSY, AgentReason.NONE)
    decide(z, Decision.BOUND, c, a, DecisionReason.NONE, NONE)


@inlined
def give(z: Handle, c: int, a: int) -> None:
    """Join contact ``c`` and agent ``a``, neither of whom stands in any list: bind, or offer first."""
    subject = contact(z, c)
    subject["offers"] += 1
    if rules(z, 0)["counted"]:
        take_turn(z, c, a)
    if rules(z, 0)["auto_accept"]:
        bind(z, c, a)
        return
    subject["state"] = ContactState.OFFERED
    subject["agent"] = a
    agent(z, a)["contact"] = c
    enter(z, a, AgentState.OFFERED, AgentReason.NONE)
    due = NONE
    timeout = rules(z, 0)["offer_timeout"]
    if timeout >= 0:
        due = desk(z, 0)["now"] + timeout
        row = push(z, due, Rank.TIMER, subject["number"], Timer.OFFER_LAPSES, c)
        event(z, row)["a"] = subject["number"]
        event(z, row)["b"] = subject["offers"]
    decide(z, Decision.OFFERED, c, a, DecisionReason.NONE, due)
