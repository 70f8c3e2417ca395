"""Overtime: whether an agent whose shift has ended goes on because too many wait.

Only who has work in hand at the shift's end can go on; a break still due is forgotten. Going home is pending from then
on. Whenever handling or wrap-up ends before the limit while at least the stated number of contacts wait that the group
may serve, one more is taken first. The log has a row that says so, which changes no state. By the same rule nobody
leaves early who is needed.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.codes import AgentReason, AgentState
from acd.core.record import agent_load, record_change
from acd.core.tables import Handle, agent, crowd, member, plan, route, rules, worker
from acd.core.world import let_work, send_home


@kernel
def waiting_for(z: Handle, g: int) -> int:
    """Return how many contacts wait that group ``g`` may serve, in whichever step of their plans."""
    groups = rules(z, 0)["n_groups"]
    found = 0
    for k in range(rules(z, 0)["n_categories"]):
        if route(z, k * groups + g)["ever"]:
            found += crowd(z, k)["waiting"]
    return found


@kernel
def enough_wait(z: Handle, a: int, least: int) -> bool:
    """Say whether at least so many contacts wait for agent ``a``; 0 is never enough."""
    return bool(least > 0 and waiting_for(z, member(z, a)["group"]) >= least)


@cold
def is_needed(z: Handle, a: int, least: int) -> bool:
    """Say whether agent ``a`` stays at the end of a shift: work is in hand, and at least so many contacts wait."""
    state = agent(z, a)["state"]
    if state < AgentState.BUSY:
        return False
    return enough_wait(z, a, least)


@cold
def begin_overtime(z: Handle, now: int, a: int, row: int) -> None:
    """Agent ``a`` works on after the shift that ends by row ``row``."""
    me = worker(z, a)
    me["stay"] = plan(z, row)["until"]
    me["stay_row"] = row
    send_home(z, now, a, AgentReason.OVERTIME)
    mark(z, a, AgentReason.OVERTIME.value)


@cold
def mark(z: Handle, a: int, reason: int) -> None:
    """Log that agent ``a``, whose state stays as it is, is in overtime from now on, or in a shift again."""
    if rules(z, 0)["keep_changes"]:
        record_change(z, a, agent(z, a)["state"], reason, agent_load(z, a))


@cold
def one_more(z: Handle, now: int, a: int) -> None:
    """Agent ``a``, in overtime, will have nothing in hand: if enough wait, do not go home yet."""
    me = worker(z, a)
    if now < me["stay"] and enough_wait(z, a, plan(z, me["stay_row"])["number"]):
        let_work(z, now, a)


@cold
def then_home(z: Handle, now: int, a: int) -> None:
    """Agent ``a``, in overtime, goes home after what is in hand now."""
    send_home(z, now, a, AgentReason.OVERTIME)
