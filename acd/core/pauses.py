"""Pauses of an agent of the simulated world: breaks, meetings and training fall due, wait, last in full, and end.

A pause waits for the agent to be free and for the pause before it, and does not move the shift's end. One that ends as
the shift ends makes nobody ready: an agent who goes home at this very moment takes nothing more.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.adherence import overrun
from acd.core.calendar import push
from acd.core.codes import AgentReason, AgentState, Rank, Timer
from acd.core.presence import AWAY, ON_BREAK, alert, attend, leaving, take_contacts
from acd.core.tables import NONE, Handle, agent, event, member, plan, team, worker
from acd.core.world import send_away


@kernel
def break_due(z: Handle, now: int, row: int) -> None:
    """A pause falls due: it starts now, when the agent is free, or after the pause before it."""
    item = plan(z, row)
    a = item["subject"]
    me = worker(z, a)
    if leaving(z, a):
        return
    skipped = item["number"] and (
        item["reason"] == AgentReason.MEETING or item["reason"] == AgentReason.TRAINING
    )
    if skipped and agent(z, a)["state"] != AgentState.READY:
        return
    if me["holds"] & ON_BREAK:
        me["owed"] += 1
        return
    me["holds"] |= ON_BREAK
    ask_break(z, now, a, row)


@kernel
def ask_break(z: Handle, now: int, a: int, row: int) -> None:
    """Let agent ``a`` take the pause of row ``row`` as soon as nothing is in hand."""
    me = worker(z, a)
    me["break_row"] = row
    send_away(z, now, a, plan(z, row)["reason"])
    alert(z, a, 1)
    attend(z, now, a)


@cold
def break_ends(z: Handle, now: int, e: int) -> None:
    """The pause that event ``e`` ends is over, unless its agent has gone home meanwhile or is late back from it."""
    a = event(z, e)["subject"]
    me = worker(z, a)
    if event(z, e)["a"] != me["token"]:
        return
    if now == me["ends"]:
        # the shift ends at this very moment, and what comes to an end is not begun again
        me["token"] += 1
        return
    if not event(z, e)["b"] and team(z, member(z, a)["group"])["overrun"] != NONE and late_back(z, now, a):
        return
    me["on_break"] = 0
    if me["owed"] > 0:
        me["owed"] -= 1
        ask_break(z, now, a, plan(z, me["break_row"])["next"])
        return
    me["holds"] &= AWAY
    take_contacts(z, now, a)


@cold
def late_back(z: Handle, now: int, a: int) -> bool:
    """Say whether agent ``a`` is late back from the break that ends now; if so, let it last on."""
    me = worker(z, a)
    longer = overrun(z, a, me["break_row"])
    if longer == 0:
        return False
    send_away(z, now, a, AgentReason.LATE)
    e = push(z, now + longer, Rank.TIMER, a, Timer.BREAK_END, a)
    event(z, e)["a"] = me["token"]
    event(z, e)["b"] = 1
    return True
