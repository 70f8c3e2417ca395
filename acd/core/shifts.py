"""An agent's day in the simulated world: come in, be taken away and given back, go home; how the centre closes.

The timetable (``plan``) says what falls due; whoever is busy then does it once the work in hand is done, because the
router makes it pending. When staffing falls, ready agents leave first, then those not ready, then busy ones as they
finish; among equals the one with the highest index. When it rises, those about to leave stay, then the lowest index
comes in. Whoever comes late to a shift, or leaves it early, is absent meanwhile.

Closing with ``serve`` keeps everybody until nobody is in the IVR and nothing waits that somebody logged in may serve.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.adherence import earliness, lateness
from acd.core.calendar import push
from acd.core.codes import AgentReason, AgentState, AtClose, Plan, Purpose, Rank, Timer
from acd.core.hands import takes
from acd.core.holds import into_line
from acd.core.leaving import turn_away
from acd.core.mishaps import send_off
from acd.core.overtime import begin_overtime, is_needed
from acd.core.pauses import break_due, break_ends
from acd.core.presence import (
    AWAY,
    ON_BREAK,
    alert,
    attend,
    come_in,
    forget_pauses,
    go_home,
    leaving,
    stay_out,
)
from acd.core.record import record_change
from acd.core.streams import uniform
from acd.core.tables import (
    NONE,
    Handle,
    agent,
    contact,
    crowd,
    desk,
    event,
    group,
    hand,
    hold,
    life,
    medium,
    member,
    patron,
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
from acd.core.world import let_work, send_away, switch_channel


@cold
def due(z: Handle, now: int, row: int) -> None:
    """Do what row ``row`` of the timetable says."""
    item = plan(z, row)
    what = item["what"]
    if what == Plan.STAFF:
        staff(z, now, item["subject"], item["value"])
    elif what == Plan.SHIFT_START:
        shift_starts(z, now, row)
    elif what == Plan.SHIFT_END:
        shift_ends(z, now, row)
    elif what == Plan.BREAK_DUE:
        break_due(z, now, row)
    elif what == Plan.OPEN:
        open_up(z, now)
    elif what == Plan.CHANNEL:
        switch_channel(z, now, item["subject"], item["key"], item["value"])
    else:
        close_down(z, now)


@cold
def agent_timer(z: Handle, now: int, e: int) -> None:
    """Do what event ``e`` of the heap says about an agent."""
    what = event(z, e)["what"]
    if what == Timer.BREAK_END:
        break_ends(z, now, e)
    elif what == Timer.COME_LATE:
        late_in(z, now, e)
    else:
        early_out(z, now, e)


@kernel
def shift_starts(z: Handle, now: int, row: int) -> None:
    """A shift starts by row ``row``; its agent may be absent from all of it, or come late and leave early."""
    item = plan(z, row)
    a = item["subject"]
    me = worker(z, a)
    home = team(z, member(z, a)["group"])
    was_absent = me["absent"]
    me["shift"] += 1
    me["ends"] = NONE if item["number"] else item["until"]
    me["absent"] = 0
    chance = item["absence"]
    if chance > 0.0 and uniform(z, item["key"], home["origin"], Purpose.ABSENCE, 0) < chance:
        me["absent"] = AgentReason.SHRINKAGE.value
        if was_absent != AgentReason.SHRINKAGE:
            stay_out(z, now, a, AgentReason.SHIFT.value)
        return
    if item["until"] != NONE and home["early"] != NONE:
        plan_early(z, now, a, row)
    if home["late"] == NONE or agent(z, a)["state"] != AgentState.OFF or not comes_late(z, now, a, row):
        come_in(z, now, a)


@cold
def plan_early(z: Handle, now: int, a: int, row: int) -> None:
    """Agent ``a`` may leave before the end of the shift that starts by row ``row``."""
    item = plan(z, row)
    early = earliness(z, a, item["key"])
    if early > 0:
        time = max(now, item["until"] - early)
        e = push(z, time, Rank.TIMER, a, Timer.LEAVE_EARLY, a)
        event(z, e)["a"] = worker(z, a)["shift"]
        event(z, e)["b"] = item["value"]


@cold
def comes_late(z: Handle, now: int, a: int, row: int) -> bool:
    """Say whether agent ``a`` comes late to the shift that starts by row ``row``; if so, let it be known."""
    late = lateness(z, a, plan(z, row)["key"])
    if late == 0:
        return False
    me = worker(z, a)
    me["absent"] = AgentReason.LATE.value
    event(z, push(z, now + late, Rank.TIMER, a, Timer.COME_LATE, a))["a"] = me["shift"]
    attend(z, now, a)
    return True


@cold
def late_in(z: Handle, now: int, e: int) -> None:
    """The late agent of event ``e`` is there, unless the shift is over."""
    a = event(z, e)["subject"]
    me = worker(z, a)
    if event(z, e)["a"] == me["shift"]:
        me["absent"] = 0
        come_in(z, now, a)


@cold
def early_out(z: Handle, now: int, e: int) -> None:
    """The agent of event ``e`` leaves before the shift is over; one who is not there yet comes no more.

    Nothing happens to one whom the closing has sent home already, and to one whom overtime would keep.
    """
    a = event(z, e)["subject"]
    me = worker(z, a)
    if event(z, e)["a"] != me["shift"]:
        return
    if not me["absent"] and not me["holds"] & AWAY and is_needed(z, a, event(z, e)["b"]):
        return
    me["shift"] += 1
    if not me["absent"] and not leaving(z, a):
        me["absent"] = AgentReason.EARLY.value
        stay_out(z, now, a, AgentReason.EARLY.value)


@kernel
def shift_ends(z: Handle, now: int, row: int) -> None:
    """A shift ends by row ``row``; whoever is kept to serve the lines out is sent home by the closing."""
    a = plan(z, row)["subject"]
    me = worker(z, a)
    me["shift"] += 1
    me["ends"] = NONE
    if me["absent"]:
        me["absent"] = 0
        alert(z, a, 0)
        desk(z, 0)["now"] = now
        if rules(z, 0)["keep_changes"] and agent(z, a)["state"] == AgentState.OFF:
            record_change(z, a, AgentState.OFF, AgentReason.SHIFT, 0)
    elif plan(z, row)["value"]:
        return
    elif not leaving(z, a) and not me["holds"] & AWAY and is_needed(z, a, plan(z, row)["number"]):
        forget_pauses(z, a)
        begin_overtime(z, now, a, row)
        alert(z, a, 1)
    else:
        go_home(z, now, a, AgentReason.SHIFT)


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
    """All agents leave, now or once the work in hand is done; whoever is late comes no more."""
    for a in range(rules(z, 0)["n_agents"]):
        if not leaving(z, a):
            go_home(z, now, a, AgentReason.CLOSED)
        elif worker(z, a)["absent"] == AgentReason.LATE:
            worker(z, a)["shift"] += 1


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
    for k in range(rules(z, 0)["n_categories"]):
        if medium(z, k)["at_close"] == AtClose.TURN_AWAY:
            turn_all_away(z, now, k)


@cold
def turn_all_away(z: Handle, now: int, k: int) -> None:
    """Turn everybody away who waits in category ``k``; who is promised a callback is not there."""
    if rules(z, 0)["relations"]:
        hold_no_longer(z, k)
    tiers = rules(z, 0)["n_tiers"]
    for line in range(k * tiers, (k + 1) * tiers):
        c = next_there(z, queue(z, line)["head"])
        while c != NONE:
            if planet(z, 0)["rich"]:
                send_off(z, now, c)
            else:
                turn_away(z, now, c)
            # an agent who is free now may have taken others
            c = next_there(z, queue(z, line)["head"])


@cold
def hold_no_longer(z: Handle, k: int) -> None:
    """Put those held contacts of category ``k`` into their lines whose customers are there and wait."""
    for row in range(rules(z, 0)["n_homes"] + rules(z, 0)["n_agents"]):
        c = patron(z, row)["head"]
        while c != NONE:
            after = hold(z, c)["next"]
            if contact(z, c)["category"] == k and not promised(z, c):
                into_line(z, c)
            c = after


@kernel
def next_there(z: Handle, c: int) -> int:
    """Return the first from ``c`` on, one in a line or NONE, whose customer is there and waits."""
    while c != NONE and promised(z, c):
        c = contact(z, c)["next"]
    return int(c)


@kernel
def promised(z: Handle, c: int) -> bool:
    """Say whether contact ``c`` is a callback, whose customer is not there."""
    return bool(planet(z, 0)["rich"] and life(z, c)["callback"] > 0)


@cold
def still_to_come(z: Handle) -> bool:
    """Say whether a contact rings, or is in the hands of an agent who may yet send it on to others."""
    for a in range(rules(z, 0)["n_agents"]):
        mine = hand(z, a)
        if mine["offered"] > 0 or (planet(z, 0)["refers"] and mine["bound"] > 0):
            return True
    return False


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
    if planet(z, 0)["rich"] and still_to_come(z):
        return
    world(z, 0)["closing"] = 0
    everybody_home(z, now)
