"""Which records are dialled when: the world looks at its campaigns after every event, and dials what may be dialled.

======================  ===============================================================================================
mode                    dials
======================  ===============================================================================================
preview, progressive    one for each ready agent beyond the reserve, who is bound before it rings
predictive              ahead, as many as `pacing` allows; beyond the day's cap as progressive, agents whom a dial ahead
                        may need left out
======================  ===============================================================================================

Records that are due again go before those never dialled, in the order in which they fell due; these in the order of
the list. Nothing is dialled outside the campaign's windows nor while the centre is closed. Looking twice at the same
state dials nothing more, so that it does not matter which events exist on which clock.

This file must not know what a dial comes to.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.arrivals import DAY
from acd.core.calendar import push
from acd.core.codes import Arrivals, Dialling, Rank, Timer
from acd.core.dialled import begin_day, no_reply, note_end, reached, rings_for
from acd.core.making import begin_life
from acd.core.pacing import dials_ahead, ready_beyond
from acd.core.returns import WEEK
from acd.core.tables import (
    NEVER,
    NONE,
    Handle,
    campaign,
    category,
    dialler,
    event,
    planet,
    record,
    rules,
    visit,
    window,
    world,
)
from acd.core.world import arrive, draw_tier, join, make_contact


@cold
def start_dialling(z: Handle) -> None:
    """Put every campaign to its start: nothing dialled yet, the first window in the calendar."""
    for k in range(rules(z, 0)["n_categories"]):
        if category(z, k)["arrivals"] == Arrivals.DIALLED:
            me = dialler(z, k)
            me["head"] = NONE
            me["tail"] = NONE
            next_window(z, k, -1)
    world(z, 0)["attention"] = 1


@kernel
def next_window(z: Handle, k: int, now: int) -> None:
    """Put the start of category ``k``'s next window after now into the calendar."""
    rule = campaign(z, k)
    best = NEVER
    for i in range(rule["n_windows"]):
        start = window(z, rule["first_window"] + i)["start"]
        wait = (start - now - 1) % WEEK + 1
        best = min(best, now + wait)
    if best < planet(z, 0)["horizon"]:
        push(z, best, Rank.TIMER, k, Timer.WINDOW_OPENS, k)


@kernel
def may_dial(z: Handle, now: int, k: int) -> bool:
    """Say whether it is time to dial for category ``k``."""
    if not world(z, 0)["open"]:
        return False
    rule = campaign(z, k)
    within = now % WEEK
    for i in range(rule["n_windows"]):
        row = window(z, rule["first_window"] + i)
        if row["start"] <= within < row["end"]:
            return True
    return False


@cold
def dial(z: Handle, now: int) -> int:
    """Dial what every campaign may dial now, campaign by campaign in the order of the file; look again soon: 1."""
    for k in range(rules(z, 0)["n_categories"]):
        if category(z, k)["arrivals"] == Arrivals.DIALLED and may_dial(z, now, k):
            if campaign(z, k)["mode"] == Dialling.PREDICTIVE:
                predict(z, now, k)
            else:
                dial_for_agents(z, now, k, 0)
    return 1


@kernel
def predict(z: Handle, now: int, k: int) -> None:
    """Dial for category ``k`` ahead of its agents, or for agents where the cap allows no more."""
    me = dialler(z, k)
    begin_day(z, now, k)
    ahead = dials_ahead(z, k)
    if ahead == NONE:
        dial_for_agents(z, now, k, me["ringing"])
        return
    while me["ringing"] < ahead:
        r = next_record(z, now, k)
        if r == NONE:
            return
        c = new_dial(z, now, k, r, 0)
        me["ringing"] += 1
        world(z, 0)["in_ivr"] += 1
        push(z, now + rings_for(z, c), Rank.JOIN, visit(z, c)["serial"], Timer.DIAL_ENDS, c)


@kernel
def dial_for_agents(z: Handle, now: int, k: int, needed: int) -> None:
    """Dial for category ``k`` once for each ready agent beyond the reserve and those ``needed`` otherwise."""
    while ready_beyond(z, k) > needed:
        r = next_record(z, now, k)
        if r == NONE:
            return
        arrive(z, now, new_dial(z, now, k, r, 1))


@kernel
def next_record(z: Handle, now: int, k: int) -> int:
    """Take the record of category ``k`` that is dialled next, NONE when none is due; return its row."""
    me = dialler(z, k)
    rule = campaign(z, k)
    r = me["head"]
    if r != NONE:
        me["head"] = record(z, r)["next"]
        if me["head"] == NONE:
            me["tail"] = NONE
        return int(r)
    there = rule["records"]
    if rule["per_day"] > 0:
        there = min(there, rule["per_day"] * (now // DAY + 1))
    if me["fresh"] >= there:
        return NONE
    me["fresh"] += 1
    return int(rule["first"] + me["fresh"] - 1)


@kernel
def new_dial(z: Handle, now: int, k: int, r: int, bound: int) -> int:
    """Make the contact that is the next dial of record row ``r``; return its slot."""
    origin = category(z, k)["origin"]
    key = r - campaign(z, k)["first"]
    c = make_contact(z, now, k, draw_tier(z, k, key, origin))
    row = record(z, r)
    if row["attempt"] == 0:
        row["matter"] = world(z, 0)["matters"]
        row["begun"] = now
        world(z, 0)["matters"] += 1
    seen = visit(z, c)
    seen["matter"] = row["matter"]
    seen["attempt"] = row["attempt"]
    seen["key"] = key
    seen["origin"] = origin
    seen["past"] = 2 * row["begun"]
    seen["joined"] = NONE
    seen["bound"] = NONE
    seen["patient"] = 0
    seen["home"] = k
    if planet(z, 0)["rich"]:
        begin_life(z, c)
    row["attempt"] += 1
    row["bound"] = bound
    if planet(z, 0)["rich"]:
        begin_life(z, c)
    return int(c)


@cold
def dialler_event(z: Handle, now: int, e: int) -> None:
    """Do what event ``e`` of the heap says."""
    what = event(z, e)["what"]
    subject = event(z, e)["subject"]
    if what == Timer.DIAL_ENDS:
        dial_ends(z, now, subject)
    elif what == Timer.RECORD_DUE:
        record_due(z, subject)
    else:
        next_window(z, subject, now)


@kernel
def dial_ends(z: Handle, now: int, c: int) -> None:
    """The dial in slot ``c`` rings no longer: somebody answers and wants an agent, or nobody does."""
    k = visit(z, c)["category"]
    answered = reached(z, c)
    dialler(z, k)["ringing"] -= 1
    world(z, 0)["in_ivr"] -= 1
    note_end(z, now, k, answered)
    if answered:
        join(z, now, c)
    else:
        no_reply(z, now, c)


@kernel
def record_due(z: Handle, r: int) -> None:
    """The record of row ``r`` is due again: it goes behind those that are."""
    k = campaign_of(z, r)
    me = dialler(z, k)
    record(z, r)["next"] = NONE
    if me["tail"] == NONE:
        me["head"] = r
    else:
        record(z, me["tail"])["next"] = r
    me["tail"] = r


@kernel
def campaign_of(z: Handle, r: int) -> int:
    """Return the category whose record row ``r`` is."""
    k = 0
    while not 0 <= r - campaign(z, k)["first"] < campaign(z, k)["records"]:
        k += 1
    return k
