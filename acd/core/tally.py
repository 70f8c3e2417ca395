"""Measures counted while a run goes on: rows of a short log become counts and sums, and the log is emptied.

A cell is a category, a tier and a reporting interval, or a group and an interval. The rows are those of the log, so
that there is one truth about what a leg is; what is counted on them is what ``acd.kpi`` counts on a kept log, and
must be equal to it. Times that go on are cut at interval borders. Memory grows with lines and intervals only.

This file reads rows and must not change a run.
"""

from __future__ import annotations

from acd.core._compile import cold, entry, kernel
from acd.core.codes import AgentReason, AgentState, LegReason, Outcome, ReturnKind
from acd.core.earlier import is_callback, is_case, is_last
from acd.core.frame import next_open, open_segment_at, segment_at
from acd.core.kin import home_of
from acd.core.kinds import IDLE, OCCUPIED, count_away, kind_of
from acd.core.tables import (
    NEVER,
    Handle,
    change,
    desk,
    ending,
    frame,
    group_cell,
    leg,
    leg_cell,
    more,
    open_segment,
    planet,
    presence,
    rules,
    segment,
    tally,
    target,
    trail,
    world,
)
from acd.core.tally_legs import count_call, count_more
from acd.core.tally_matters import count_matter, count_wish
from acd.core.timely import in_time, limits_of
from acd.core.waits import count_wait, has_room


@kernel
def count_log(z: Handle) -> bool:
    """Count the rows of a full log and empty it; False when Python has to make room."""
    if (
        planet(z, 0)["tally"] != 1
        or world(z, 0)["n_legs"] + desk(z, 0)["n_changes"] == 0
        or not has_room(z, world(z, 0)["n_legs"])
    ):
        return False
    count_rows(z, 0)
    world(z, 0)["n_legs"] = 0
    desk(z, 0)["n_changes"] = 0
    return True


@entry
def tally_log(z: Handle) -> int:
    """Count the rows of the log and leave them there; 0 when there is too little room."""
    if not has_room(z, world(z, 0)["n_legs"]):
        return 0
    count_rows(z, 0)
    return 1


@entry
def tally_end(z: Handle) -> int:
    """Count the log's last rows, of contacts and agents that are still there; 0 when there is too little room."""
    if not has_room(z, world(z, 0)["n_legs"]):
        return 0
    latest = tally(z, 0)["latest"]
    for i in range(world(z, 0)["n_legs"]):
        row = leg(z, i)
        latest = max(latest, row["joined"], row["bound"], row["ended"], row["wrapped"])
    for i in range(desk(z, 0)["n_changes"]):
        latest = max(latest, change(z, i)["time"])
    end = int(max(frame(z, 0)["end"], latest))
    count_rows(z, end)
    for a in range(rules(z, 0)["n_agents"]):
        count_spell(z, a, end)
    return 1


@kernel
def count_rows(z: Handle, end: int) -> None:
    """Count every row of the log; what is open lasts until ``end``."""
    for i in range(world(z, 0)["n_legs"]):
        count_leg(z, i, end)
    for i in range(desk(z, 0)["n_changes"]):
        count_change(z, i)


@kernel
def count_leg(z: Handle, i: int, end: int) -> None:
    """Count a leg where it joined, its times where they fall, and what it says about its matter."""
    row = leg(z, i)
    me = tally(z, 0)
    line = int(row["category"] * rules(z, 0)["n_tiers"] + row["tier"])
    joined = int(row["joined"])
    bound = int(row["bound"])
    ended = int(row["ended"])
    wrapped = int(row["wrapped"])
    me["latest"] = max(me["latest"], joined, bound, ended, wrapped)
    place = segment_at(z, joined, me["place"])
    left = NEVER
    if bound >= 0:
        left = bound
    elif ended >= 0:
        left = ended
    if place >= 0:
        me["place"] = place
    if is_callback(z, i):
        count_called_back(z, i, line, place)
    else:
        count_queue(z, line, joined, end if left == NEVER else left, place)
        count_backlog(z, line, joined, left, place)
        count_in_line(z, i, line, place)
    if bound >= 0:
        count_work(z, line, row["group"], bound, wrapped if wrapped >= 0 else end)
    if not target(z, trail(z, i)["home"] * rules(z, 0)["n_tiers"] + row["tier"])["dialled"]:
        count_matter(z, i)


@kernel
def count_in_line(z: Handle, i: int, line: int, place: int) -> None:
    """Count a leg whose customer waited, or would have, in the segment in which it joined."""
    if place >= 0:
        owner = segment(z, place)["owner"]
        cell = int(line * frame(z, 0)["n_rows"] + owner)
        if planet(z, 0)["rich"]:
            count_more(z, i, cell)
            if planet(z, 0)["steers"] or rules(z, 0)["planned"]:
                count_steered(z, i, cell)
        if not target(z, line)["dialled"] or count_dial(z, i, cell):
            count_outcome(z, i, cell)
        if leg(z, i)["outcome"] == Outcome.ANSWERED:
            count_for_group(z, i, owner)
    if leg(z, i)["outcome"] == Outcome.CARRIED_OVER:
        leg_cell(z, frame(z, 0)["n_cells"] + line)["backlog"] += 1


@cold
def count_called_back(z: Handle, i: int, line: int, place: int) -> None:
    """Count the leg of a callback, which is no queue leg: how late it was, what it took and what it left behind."""
    if place < 0:
        return
    row = leg(z, i)
    owner = segment(z, place)["owner"]
    cell = int(line * frame(z, 0)["n_rows"] + owner)
    me = leg_cell(z, cell)
    if row["bound"] >= 0:
        count_call(z, i, cell)
        if row["reason"] != LegReason.NOT_REACHED and row["wrapped"] >= 0:
            team = group_cell(z, row["group"] * frame(z, 0)["n_rows"] + owner)
            me["finished"] += 1
            me["spent"] += row["wrapped"] - row["bound"]
            team["finished"] += 1
            team["spent"] += row["wrapped"] - row["bound"]
    count_return(z, i, cell)
    count_more(z, i, cell)


@kernel
def count_queue(z: Handle, line: int, start: int, end: int, place: int) -> None:
    """Share the time in which a leg waits among intervals."""
    if start == end:
        return
    rows = frame(z, 0)["n_rows"]
    if not target(z, line)["late_queue"]:
        place = open_segment_at(z, start)
        if place < 0:
            place = 0
            start = open_segment(z, 0)["border"]
        while start < end:
            edge = min(end, open_segment(z, place + 1)["border"])
            owner = open_segment(z, place)["owner"]
            if owner >= 0:
                leg_cell(z, line * rows + owner)["queue"] += edge - start
            start = edge
            place += 1
        return
    if place < 0:
        place = 0
        start = segment(z, 0)["border"]
    while start < end:
        edge = min(end, segment(z, place + 1)["border"])
        leg_cell(z, line * rows + segment(z, place)["owner"])["queue"] += edge - start
        start = edge
        place += 1


@kernel
def count_backlog(z: Handle, line: int, joined: int, left: int, place: int) -> None:
    """Count a leg at the end of every interval over which it waits."""
    rows = frame(z, 0)["n_rows"]
    last = frame(z, 0)["n_ends"]
    i = 0
    if place >= 0:
        i = int(segment(z, place)["owner"])
    while i < last and ending(z, i)["time"] < left:
        if ending(z, i)["time"] > joined:
            leg_cell(z, line * rows + i)["backlog"] += 1
        i += 1


@kernel
def wait_of(z: Handle, i: int) -> int:
    """Return the wait of leg row ``i`` [us], -1 without a completed one."""
    row = leg(z, i)
    outcome = row["outcome"]
    if outcome == Outcome.ANSWERED:
        return int(row["bound"] - row["joined"])
    if outcome == Outcome.ABANDONED:
        return int(row["ended"] - row["joined"])
    return 0 if outcome == Outcome.REFUSED else -1


@kernel
def count_outcome(z: Handle, i: int, cell: int) -> None:
    """Count how a leg ended, how long it waited and what it left behind."""
    row = leg(z, i)
    me = leg_cell(z, cell)
    wait = wait_of(z, i)
    if row["outcome"] == Outcome.ANSWERED:
        me["answered"] += 1
        me["answered_wait"] += wait
        if in_time(z, i, wait):
            me["good"] += 1
            if row["settled"] == 1 and row["leg"] == 1:
                me["expected"] += 1
        if row["reason"] != LegReason.NONE:
            count_wish(z, i, cell)
    else:
        count_unanswered(z, i, cell, wait)
    if wait >= 0:
        me["longest"] = max(me["longest"], wait + 1)
        count_wait(z, cell, wait)
    if wait != 0:
        me["waited"] += 1
    if row["wrapped"] >= 0:
        me["finished"] += 1
        me["spent"] += row["wrapped"] - row["bound"]
    if row["leg"] == 1:
        me["contacts"] += 1
    count_return(z, i, cell)


@cold
def count_steered(z: Handle, i: int, cell: int) -> None:
    """Count a contact that was steered where it would have joined otherwise."""
    if more(z, i)["steered_from"] >= 0:
        lines = more(z, i)["steered_from"] - leg(z, i)["category"]
        leg_cell(z, cell + lines * rules(z, 0)["n_tiers"] * frame(z, 0)["n_rows"])["steered"] += 1


@cold
def count_dial(z: Handle, i: int, cell: int) -> bool:
    """Count a leg of a campaign as a dial; say whether it reached somebody, so that it counts as others do."""
    row = leg(z, i)
    me = leg_cell(z, cell)
    me["dials"] += 1
    if row["reason"] == LegReason.RIGHT_PARTY:
        me["right_party"] += 1
    if row["attempt"] == 1:
        me["records"] += 1
    if row["outcome"] != Outcome.UNREACHED:
        return True
    count_return(z, i, cell)
    return False


@kernel
def count_unanswered(z: Handle, i: int, cell: int, wait: int) -> None:
    """Count a leg that no agent answered."""
    me = leg_cell(z, cell)
    outcome = leg(z, i)["outcome"]
    limits = limits_of(z, i)
    if outcome == Outcome.ABANDONED:
        me["abandoned"] += 1
        me["abandoned_wait"] += wait
        if in_time(z, i, wait):
            me["early"] += 1
        if wait < limits["short"]:
            me["short"] += 1
    elif outcome == Outcome.REFUSED:
        me["refused"] += 1
    elif outcome == Outcome.CALLBACK:
        me["callbacks"] += 1
    else:
        me["carried_over"] += 1


@kernel
def count_return(z: Handle, i: int, cell: int) -> None:
    """Count whether a leg is followed by a return, or the customer is lost."""
    row = leg(z, i)
    me = leg_cell(z, cell)
    kind = row["return_kind"]
    if kind == ReturnKind.REDIAL:
        me["redials"] += 1
    elif kind == ReturnKind.RECONTACT:
        me["recontacts"] += 1
    elif kind == ReturnKind.LEFT:
        me["left"] += 1
    over = row["outcome"] != Outcome.CALLBACK and row["outcome"] != Outcome.CARRIED_OVER
    unsettled = over and row["ended"] >= 0 and row["settled"] != 1
    if unsettled and row["return_at"] < 0 and is_last(z, i) and not is_case(z, i):
        me["lost"] += 1


@kernel
def count_for_group(z: Handle, i: int, owner: int) -> None:
    """Count an answered leg for its group."""
    row = leg(z, i)
    me = group_cell(z, row["group"] * frame(z, 0)["n_rows"] + owner)
    wait = wait_of(z, i)
    me["answered"] += 1
    me["answered_wait"] += wait
    if in_time(z, i, wait):
        me["good"] += 1
    if row["wrapped"] >= 0:
        me["finished"] += 1
        me["spent"] += row["wrapped"] - row["bound"]


@kernel
def count_work(z: Handle, line: int, group: int, start: int, end: int) -> None:
    """Share handling and wrap-up among intervals, for the line and for the group."""
    rows = frame(z, 0)["n_rows"]
    start = max(start, segment(z, 0)["border"])
    if start >= end:
        return
    place = segment_at(z, start, tally(z, 0)["place"])
    while start < end:
        edge = min(end, segment(z, place + 1)["border"])
        owner = segment(z, place)["owner"]
        leg_cell(z, line * rows + owner)["working"] += edge - start
        group_cell(z, group * rows + owner)["working"] += edge - start
        start = edge
        place += 1


@kernel
def count_change(z: Handle, i: int) -> None:
    """Count the time an agent spent in the state that ends with change row ``i``."""
    row = change(z, i)
    a = row["agent"]
    time = row["time"]
    tally(z, 0)["latest"] = max(tally(z, 0)["latest"], time)
    count_spell(z, a, time)
    me = presence(z, a)
    if not me["there"]:
        me["present"] = next_open(z, time)
    me["there"] = 0 if row["state"] == AgentState.OFF else 1
    me["since"] = time
    me["kind"] = kind_of(z, i)
    if row["state"] == AgentState.OFF or row["reason"] == AgentReason.SHIFT:
        me["overtime"] = 0
    elif row["reason"] == AgentReason.OVERTIME:
        me["overtime"] = 1


@kernel
def count_spell(z: Handle, a: int, end: int) -> None:
    """Share the time since agent ``a``'s last change among intervals; time before an opening is nobody's."""
    me = presence(z, a)
    start = int(max(me["since"], me["present"], segment(z, 0)["border"]))
    if not me["there"] or start >= end:
        return
    first = int(home_of(z, a) * frame(z, 0)["n_rows"])
    kind = me["kind"]
    place = segment_at(z, start, tally(z, 0)["place"])
    while start < end:
        edge = min(end, segment(z, place + 1)["border"])
        cell = group_cell(z, first + segment(z, place)["owner"])
        spent = edge - start
        if kind == OCCUPIED:
            cell["occupied"] += spent
        elif kind == IDLE:
            cell["idle"] += spent
        else:
            count_away(z, int(first + segment(z, place)["owner"]), kind, spent)
        if me["overtime"]:
            cell["overtime"] += spent
        start = edge
        place += 1
