"""The core's whole face in a simulation: prepare, next event, run, inject, take away, finish.

The order of events is (time, rank, key); each rank has one source: the winner trees (releases, patience, arrivals),
the timetable (opening, shifts, breaks, closing) or the heap (ends of breaks and of IVR, returns). A kernel never
allocates: when a table may not have room for what one event can write, the run stops with a ``Stop`` code, the clock
makes room, and the run goes on as if nothing had happened.
"""

from __future__ import annotations

from acd.core._compile import cold, entry, inlined, kernel
from acd.core.arrivals import start_stream
from acd.core.calendar import pop
from acd.core.codes import ContactState, LegReason, Outcome, Stop, Timer
from acd.core.dialler import dial, dialler_event, start_dialling
from acd.core.held import hold_ends
from acd.core.holds import stand_in_line
from acd.core.leaving import lose_patience
from acd.core.matters import new_matter
from acd.core.mishaps import consult_lapses, offer_lapses, picked_up, ready_again, walk_out
from acd.core.pace import next_done
from acd.core.parting import log_leg, log_stage
from acd.core.paths import work_over
from acd.core.presence import attend, before_release
from acd.core.promised import join_for_callback
from acd.core.record import record_leg
from acd.core.room import allowance, room_for_all
from acd.core.shifts import agent_timer, due, set_away, try_to_close
from acd.core.tables import (
    END,
    NEVER,
    NONE,
    RANK_BITS,
    Handle,
    agent,
    capacity,
    contact,
    contact_node,
    desk,
    event,
    expect_agent,
    expect_contact,
    expect_visit,
    plan,
    planet,
    queue,
    rules,
    visit,
    worker,
    world,
)
from acd.core.trees import (
    clear_trees,
    next_agent,
    next_category,
    next_impatient,
    set_patience,
    settle_contacts,
)
from acd.core.world import (
    arrive,
    come_again,
    draw_tier,
    enter_world,
    join,
    take_up,
    work_done,
)

NEAR = 2048
"""Contacts whose rows the processor has near at hand."""


@entry
def prepare(z: Handle) -> int:
    """Put a run's state to its start: all lists empty, every agent off, the first arrivals drawn."""
    clear_trees(z)
    for k in range(rules(z, 0)["n_categories"]):
        start_stream(z, k)
    turn_page(z, 0)
    if planet(z, 0)["dials"] > 0:
        start_dialling(z)
    return 0


@entry
def rebuild_patience(z: Handle) -> int:
    """Clear the patience tree after it was given more leaves, and set them anew; the clock copied the old ones."""
    settle_contacts(z)
    return 0


@kernel
def turn_page(z: Handle, row: int) -> None:
    """Go to a row of the timetable, and keep at hand when it is due."""
    me = world(z, 0)
    me["plan"] = row
    me["first_plan"] = END
    if row < planet(z, 0)["n_plan"]:
        item = plan(z, row)
        me["first_plan"] = (item["time"] << RANK_BITS) | item["rank"]


@kernel
def next_other(z: Handle) -> int:
    """Return time and rank of the next event that is no release in one integer, END when there is none."""
    me = world(z, 0)
    best = min(me["first_arrival"], me["first_patience"])
    return int(min(best, me["first_plan"], desk(z, 0)["first_event"]))


@kernel
def next_key(z: Handle) -> int:
    """Return time and rank of the next event in one integer, END when there is none."""
    return int(min(world(z, 0)["first_release"], next_other(z)))


@entry
def next_time(z: Handle) -> int:
    """Return when the next event is due [us], NEVER when there is none."""
    best = next_key(z)
    return NEVER if best == END else best >> RANK_BITS


@entry
def run_until(z: Handle, limit: int, budget: int) -> int:
    """Do every event up to a time.

    Parameters
    ----------
    z : Handle
    limit : int
        The last microsecond whose events are done.
    budget : int
        At most this many events, so that Python can show progress and be interrupted.

    Returns
    -------
    int
        A code of ``Stop``.
    """
    me = world(z, 0)
    last = (limit << RANK_BITS) | (1 << RANK_BITS) - 1 if limit < NEVER >> RANK_BITS else END - 1
    left = 0
    for _ in range(budget):
        release = me["first_release"]
        other = next_other(z)
        key = min(release, other)
        if key > last:
            return Stop.DONE.value if key == END else Stop.LIMIT.value
        if left == 0:
            left = allowance(z)
            if left < 0:
                return -left
        left -= 1
        # compared with where they stand, so that the processor need not wait for the rank to guess what comes
        if release < other:
            let_go(z, key >> RANK_BITS)
        elif other == me["first_arrival"]:
            look_ahead(z)
            new_matter(z, key >> RANK_BITS, next_category(z))
        elif other == me["first_patience"]:
            patience_ends(z, key >> RANK_BITS, first_impatient(z, key >> RANK_BITS))
        else:
            left = happen_rarely(z, key)
            if left < 0:
                return -left
        if me["attention"] and look_about(z, key >> RANK_BITS):
            return Stop.WATCHED.value
    return Stop.BUDGET.value


@inlined
def patience_ends(z: Handle, now: int, c: int) -> None:
    """The patience of the contact in slot ``c`` ends."""
    if planet(z, 0)["rich"]:
        walk_out(z, now, c)
    else:
        lose_patience(z, now, c)


@cold
def happen_rarely(z: Handle, key: int) -> int:
    """Let the next event of timetable or heap happen; return 0, or minus a ``Stop`` code when there is no room."""
    me = world(z, 0)
    if key != me["first_plan"]:
        happen_from_heap(z, key >> RANK_BITS)
        return 0
    full = room_for_all(z)
    if full > 0:
        return -full
    turn_page(z, me["plan"] + 1)
    due(z, key >> RANK_BITS, me["plan"] - 1)
    return 0


@cold
def look_about(z: Handle, now: int) -> bool:
    """After an event: let everybody go if the day is over, or dial; say whether somebody must be told of an end."""
    me = world(z, 0)
    if planet(z, 0)["rich"] and me["alerts"] > 0:
        # any event may have emptied anybody's hands
        for a in range(rules(z, 0)["n_agents"]):
            if worker(z, a)["alert"]:
                attend(z, now, a)
    if me["closing"]:
        try_to_close(z, now)
    me["attention"] = me["closing"]
    if planet(z, 0)["rich"] and me["alerts"] > 0:
        me["attention"] = 1
    if planet(z, 0)["dials"] > 0:
        me["attention"] |= dial(z, now)
    return bool(me["n_watched"] > 0)


@inlined
def look_ahead(z: Handle) -> None:
    """Ask for the rows that the next events will need: in a large centre they are far from the processor."""
    if capacity(z, 0)["contacts"] <= NEAR:
        return
    expect_agent(z, next_agent(z))
    soon = agent(z, next_agent(z))["contact"]
    expect_visit(z, soon)
    expect_contact(z, soon)
    soon = next_impatient(z)
    expect_visit(z, soon)
    expect_contact(z, soon)


@inlined
def let_go(z: Handle, now: int) -> None:
    """The next agent's handling or wrap-up ends."""
    a = next_agent(z)
    if planet(z, 0)["rich"]:
        finish_next(z, now, a)
        return
    awaited = 0
    if world(z, 0)["alerts"] > 0 and worker(z, a)["alert"]:
        awaited = 1
        before_release(z, now, a)
    work_done(z, now, a)
    if awaited:
        attend(z, now, a)


@cold
def finish_next(z: Handle, now: int, a: int) -> None:
    """The next work in agent ``a``'s hands is done, whatever else the agent takes at this moment."""
    c = next_done(z, a)
    if world(z, 0)["alerts"] > 0 and worker(z, a)["alert"]:
        before_release(z, now, a)
    work_over(z, now, a, c)


@cold
def happen_from_heap(z: Handle, now: int) -> None:
    """Let the first event of the heap happen."""
    e = pop(z)
    what = event(z, e)["what"]
    if what == Timer.JOIN:
        world(z, 0)["in_ivr"] -= 1
        join(z, now, event(z, e)["subject"])
    elif what == Timer.RETURN:
        arrive(z, now, come_again(z, now, e))
    elif what == Timer.BREAK_END or what >= Timer.COME_LATE:
        agent_timer(z, now, e)
    elif what >= Timer.DIAL_ENDS:
        dialler_event(z, now, e)
    elif what == Timer.HOLD_ENDS:
        hold_ends(z, now, e)
    else:
        mishap(z, now, e, what)


@cold
def mishap(z: Handle, now: int, e: int, what: int) -> None:
    """Let an event happen that only richer centres have."""
    if what == Timer.PICKED_UP:
        picked_up(z, now, e)
    elif what == Timer.OFFER_LAPSES:
        offer_lapses(z, now, e)
    elif what == Timer.CONSULT_LAPSES:
        consult_lapses(z, now, e)
    elif what == Timer.READY_AGAIN:
        ready_again(z, now, e)
    elif what == Timer.CALL_BACK:
        join_for_callback(z, now, int(event(z, e)["subject"]))
    elif what == Timer.FOLLOW_UP:
        arrive(z, now, take_up(z, now, e))


@kernel
def first_impatient(z: Handle, now: int) -> int:
    """Return whose patience ends now; of several at one microsecond, the contact that came first."""
    best = next_impatient(z)
    set_patience(z, best, NEVER)
    if world(z, 0)["first_patience"] >> RANK_BITS == now:
        best = first_of_equals(z, now, best)
    return int(best)


@cold
def first_of_equals(z: Handle, now: int, best: int) -> int:
    """Return the oldest of all contacts whose patience ends now; put the others back."""
    bits = planet(z, 0)["patience_bits"]
    leaves = 1 << bits
    for c in range(leaves):
        if (
            contact_node(z, leaves + c)["key"] >> bits == now
            and visit(z, c)["serial"] < visit(z, best)["serial"]
        ):
            set_patience(z, best, now)
            set_patience(z, c, NEVER)
            best = c
    return best


@entry
def inject(z: Handle, now: int, k: int, tier: int, key: int, origin: int) -> int:
    """A contact that a user's process brings arrives now; its end is watched.

    Parameters
    ----------
    z : Handle
    now : int
        [us].
    k, tier : int
        Category and tier; tier NONE is drawn.
    key, origin : int
        What the contact's draws are keyed by.

    Returns
    -------
    int
        The contact's serial number, or minus a ``Stop`` code when room must be made first.
    """
    full = room_for_all(z)
    if full > 0:
        return -full
    if tier == NONE:
        tier = draw_tier(z, k, key, origin)
    c = enter_world(z, now, k, tier, key, origin)
    serial = visit(z, c)["serial"]
    visit(z, c)["watched"] = 1
    arrive(z, now, c)
    if planet(z, 0)["dials"] > 0:
        dial(z, now)
    return int(serial)


@entry
def hold_agent(z: Handle, now: int, a: int, away: int, word: int) -> int:
    """Take agent ``a`` away or give the agent back; return minus a ``Stop`` code when room must be made first."""
    full = room_for_all(z)
    if full > 0:
        return -full
    set_away(z, now, a, away, word)
    if world(z, 0)["closing"]:
        # whoever was given back may have taken the last contact that kept the others
        try_to_close(z, now)
    if planet(z, 0)["dials"] > 0:
        dial(z, now)
    return 0


@entry
def finish_run(z: Handle) -> int:
    """Log what is still there when a run ends: contacts in lines as carried over, contacts in hand as answered."""
    me = rules(z, 0)
    if me["relations"]:
        for k in range(me["n_categories"]):
            stand_in_line(z, k)
    if planet(z, 0)["keep_legs"]:
        for line in range(me["n_categories"] * me["n_tiers"]):
            c = queue(z, line)["head"]
            while c != NONE:
                record_leg(z, c, NONE, NONE, Outcome.CARRIED_OVER, LegReason.NONE)
                c = contact(z, c)["next"]
        for a in range(me["n_agents"]):
            c = agent(z, a)["contact"]
            while c != NONE:
                log_unfinished(z, c)
                c = contact(z, c)["next"] if me["shared"] else NONE
    return 0


@cold
def log_unfinished(z: Handle, c: int) -> None:
    """Log a contact that is still in somebody's hands when a run ends."""
    if contact(z, c)["state"] == ContactState.OFFERED:
        record_leg(z, c, NONE, NONE, Outcome.CARRIED_OVER, LegReason.NONE)
    elif contact(z, c)["state"] == ContactState.WRAPPING:
        log_leg(z, c, NONE)
    else:
        log_stage(z, c, NONE)
        record_leg(z, c, NONE, NONE, Outcome.ANSWERED, LegReason.NONE)
