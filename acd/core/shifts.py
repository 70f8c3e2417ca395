"""An agent's day in the simulated world: come in, take breaks, be taken away and given back, go home.

The timetable (``plan``) says what falls due; whoever is busy then does it once the work in hand is done, because the
router makes it pending. *Holds* keep an agent from being ready: a break, or being taken away by a user's process.
When staffing falls, ready agents leave first, then those not ready, then busy ones as they finish; among equals the
one with the highest index. When it rises, those about to leave stay, then the lowest index comes in.

Closing with ``serve`` keeps everybody until nobody is in the IVR and nothing waits that somebody logged in may serve.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.calendar import push
from acd.core.codes import AgentReason, AgentState, AtClose, Pending, Plan, Purpose, Rank, Timer
from acd.core.leaving import turn_away
from acd.core.mishaps import send_off
from acd.core.hands import takes
from acd.core.record import record_change
from acd.core.router import log_in
from acd.core.streams import uniform
from acd.core.tables import (
    NONE,
    Handle,
    agent,
    crowd,
    desk,
    event,
    group,
    medium,
    member,
    plan,
    planet,
    pool,
    queue,
    route,
    rules,
    team,
    worker,
    world,
)
from acd.core.world import let_work, send_away, send_home, switch_channel

ON_BREAK = 1
AWAY = 2


@cold
def due(z: Handle, now: int, row: int) -> None:
    """Do what row ``row`` of the timetable says."""
    item = plan(z, row)
    what = item["what"]
    if what == Plan.STAFF:
        staff(z, now, item["subject"], item["value"])
    elif what == Plan.SHIFT_START:
        shift_starts(z, now, item["subject"], item["key"])
    elif what == Plan.SHIFT_END:
        shift_ends(z, now, item["subject"], item["value"])
    elif what == Plan.BREAK_DUE:
        break_due(z, now, row)
    elif what == Plan.OPEN:
        open_up(z, now)
    elif what == Plan.CHANNEL:
        switch_channel(z, now, item["subject"], item["key"], item["value"])
    else:
        close_down(z, now)


@kernel
def leaving(z: Handle, a: int) -> bool:
    """Say whether agent ``a`` is off, or will be once the work in hand is done."""
    me = agent(z, a)
    return bool(me["state"] == AgentState.OFF or me["pending"] == Pending.LOG_OUT)


@kernel
def come_in(z: Handle, now: int, a: int) -> None:
    """Agent ``a`` starts work, or stays if about to leave."""
    me = worker(z, a)
    if not leaving(z, a):
        return
    if agent(z, a)["state"] == AgentState.OFF:
        me["token"] += 1
        me["on_break"] = 0
        me["owed"] = 0
        me["holds"] &= AWAY
        log_in(z, now, a, AgentReason.SHIFT)
    if me["holds"] & AWAY:
        send_away(z, now, a, me["word"])
    else:
        let_work(z, now, a)


@kernel
def go_home(z: Handle, now: int, a: int, reason: int) -> None:
    """Agent ``a`` leaves, now or once the work in hand is done."""
    me = worker(z, a)
    me["token"] += 1
    me["on_break"] = 0
    me["owed"] = 0
    me["holds"] &= AWAY
    if not leaving(z, a):
        send_home(z, now, a, reason)


@kernel
def shift_starts(z: Handle, now: int, a: int, key: int) -> None:
    """Agent ``a``'s shift starts; with shrinkage the agent may be absent for all of it."""
    me = worker(z, a)
    home = team(z, member(z, a)["group"])
    was_absent = me["absent"]
    me["absent"] = 0
    if home["shrinkage"] > 0.0 and uniform(z, key, home["origin"], Purpose.ABSENCE, 0) < home["shrinkage"]:
        me["absent"] = 1
        if was_absent:
            return
        go_home(z, now, a, AgentReason.SHIFT)
        alert(z, a, 1)
        attend(z, now, a)
        return
    come_in(z, now, a)


@kernel
def shift_ends(z: Handle, now: int, a: int, kept: int) -> None:
    """Agent ``a``'s shift ends; one who is ``kept`` to serve the lines out is sent home by the closing."""
    me = worker(z, a)
    if me["absent"]:
        me["absent"] = 0
        alert(z, a, 0)
        desk(z, 0)["now"] = now
        if rules(z, 0)["keep_changes"] and agent(z, a)["state"] == AgentState.OFF:
            record_change(z, a, AgentState.OFF, AgentReason.SHIFT, 0)
    elif not kept:
        go_home(z, now, a, AgentReason.SHIFT)


@kernel
def break_due(z: Handle, now: int, row: int) -> None:
    """A break falls due: it starts now, when the agent is free, or after the break before it."""
    a = plan(z, row)["subject"]
    me = worker(z, a)
    if leaving(z, a):
        return
    if me["holds"] & ON_BREAK:
        me["owed"] += 1
        return
    me["holds"] |= ON_BREAK
    ask_break(z, now, a, row)


@kernel
def ask_break(z: Handle, now: int, a: int, row: int) -> None:
    """Let agent ``a`` take the break of row ``row`` as soon as nothing is in hand."""
    me = worker(z, a)
    me["break_row"] = row
    reason = AgentReason.BREAK if plan(z, row)["paid"] else AgentReason.UNPAID_BREAK
    send_away(z, now, a, reason)
    alert(z, a, 1)
    attend(z, now, a)


@kernel
def alert(z: Handle, a: int, on: int) -> None:
    """Note that something waits for agent ``a`` to have nothing in hand, or no longer; and how many are waited for."""
    me = worker(z, a)
    world(z, 0)["alerts"] += on - me["alert"]
    me["alert"] = on
    world(z, 0)["attention"] |= on & planet(z, 0)["rich"]


@cold
def attend(z: Handle, now: int, a: int) -> None:
    """Agent ``a`` has nothing in hand any more: start the break that waits, or note the absence."""
    me = worker(z, a)
    state = agent(z, a)["state"]
    if state >= AgentState.BUSY:
        return
    alert(z, a, 0)
    if state == AgentState.NOT_READY and me["holds"] & ON_BREAK and not me["on_break"]:
        me["on_break"] = 1
        end = now + plan(z, me["break_row"])["value"]
        event(z, push(z, end, Rank.TIMER, a, Timer.BREAK_END, a))["a"] = me["token"]
    elif state == AgentState.OFF and me["absent"] and rules(z, 0)["keep_changes"]:
        desk(z, 0)["now"] = now
        record_change(z, a, AgentState.ABSENT, AgentReason.SHRINKAGE, 0)


@cold
def break_ends(z: Handle, now: int, e: int) -> None:
    """The break that event ``e`` ends is over, unless its agent has gone home meanwhile."""
    a = event(z, e)["subject"]
    me = worker(z, a)
    if event(z, e)["a"] != me["token"]:
        return
    me["on_break"] = 0
    if me["owed"] > 0:
        me["owed"] -= 1
        ask_break(z, now, a, plan(z, me["break_row"])["next"])
        return
    me["holds"] &= AWAY
    if me["holds"] & AWAY:
        send_away(z, now, a, me["word"])
    else:
        let_work(z, now, a)


@cold
def set_away(z: Handle, now: int, a: int, away: int, word: int) -> None:
    """A user's process takes agent ``a`` away (``away`` 1) or gives the agent back (0)."""
    me = worker(z, a)
    if bool(me["holds"] & AWAY) == bool(away):
        return
    me["word"] = word
    me["holds"] ^= AWAY
    if leaving(z, a) or me["holds"] & ON_BREAK:
        return
    if away:
        send_away(z, now, a, word)
    else:
        let_work(z, now, a)


@kernel
def staff(z: Handle, now: int, g: int, target: int) -> None:
    """Bring the number of agents of group ``g`` who are at work and stay to ``target``."""
    first = group(z, g)["first"]
    last = first + group(z, g)["count"]
    present = 0
    for a in range(first, last):
        if not leaving(z, a):
            present += 1
    for busy_too in range(2):
        for a in range(first, last):
            off = agent(z, a)["state"] == AgentState.OFF
            if present < target and leaving(z, a) and (busy_too or not off):
                come_in(z, now, a)
                present += 1
    for step in range(3):
        for i in range(last - first):
            a = last - 1 - i
            if present > target and not leaving(z, a) and leaves_in(z, a) == step:
                go_home(z, now, a, AgentReason.SHIFT)
                present -= 1


@kernel
def leaves_in(z: Handle, a: int) -> int:
    """Return in which turn agent ``a`` leaves when staffing falls: 0 ready, 1 not ready, 2 busy."""
    state = agent(z, a)["state"]
    if state == AgentState.READY:
        return 0
    return 1 if state == AgentState.NOT_READY else 2


@kernel
def everybody_home(z: Handle, now: int) -> None:
    """All agents leave, now or once the work in hand is done."""
    for a in range(rules(z, 0)["n_agents"]):
        if not leaving(z, a):
            go_home(z, now, a, AgentReason.CLOSED)


@kernel
def open_up(z: Handle, now: int) -> None:
    """The centre opens; whoever still works off yesterday's lines stays only if on today's timetable."""
    me = world(z, 0)
    me["open"] = 1
    if me["closing"]:
        me["closing"] = 0
        everybody_home(z, now)


@kernel
def close_down(z: Handle, now: int) -> None:
    """The centre closes: serve the lines out, turn everybody away, or leave them for the next opening."""
    me = world(z, 0)
    me["open"] = 0
    if planet(z, 0)["at_close"] == AtClose.SERVE:
        me["closing"] = 1
        me["attention"] = 1
    tiers = rules(z, 0)["n_tiers"]
    for line in range(rules(z, 0)["n_categories"] * tiers):
        if medium(z, line // tiers)["at_close"] != AtClose.TURN_AWAY:
            continue
        while queue(z, line)["head"] != NONE:
            c = queue(z, line)["head"]
            if planet(z, 0)["rich"]:
                send_off(z, now, c)
            else:
                turn_away(z, now, c)


@cold
def try_to_close(z: Handle, now: int) -> None:
    """After closing time: let everybody go once nothing is left that they could do."""
    if world(z, 0)["in_ivr"] > 0:
        return
    groups = rules(z, 0)["n_groups"]
    for k in range(rules(z, 0)["n_categories"]):
        if crowd(z, k)["waiting"] > 0:
            for g in range(groups):
                if route(z, k * groups + g)["allowed"] and pool(z, g)["logged_in"] > 0 and takes(z, g, k):
                    return
    world(z, 0)["closing"] = 0
    everybody_home(z, now)
