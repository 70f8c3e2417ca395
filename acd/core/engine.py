"""The core's whole face in a simulation: prepare, next event, run, inject, take away, finish.

The order of events is (time, rank, key); each rank has one source: the winner trees (releases, patience, arrivals),
the timetable (opening, shifts, breaks, closing) or the heap (ends of breaks and of IVR, returns). A kernel never
allocates: when a table may not have room for what one event can write, the run stops with a ``Stop`` code, the clock
makes room, and the run goes on as if nothing had happened.
"""

from __future__ import annotations

from acd.core._compile import entry, kernel
from acd.core.arrivals import BATCH, next_arrival, start_stream
from acd.core.calendar import pop, tree_clear, tree_set
from acd.core.codes import Arrivals, LegReason, Outcome, Rank, Stop, Timer
from acd.core.record import record_leg
from acd.core.shifts import attend, break_ends, due, set_away, try_to_close
from acd.core.tables import (
    NEVER,
    NONE,
    Handle,
    agent,
    capacity,
    category,
    contact,
    desk,
    event,
    node,
    plan,
    planet,
    queue,
    rules,
    stream,
    visit,
    worker,
    world,
)
from acd.core.tally import count_log
from acd.core.world import (
    arrive,
    come_again,
    draw_tier,
    enter_drafted,
    enter_world,
    join,
    lose_patience,
    work_done,
)

RANK_BITS = 4
END = NEVER
"""What `next_key` returns when nothing is left to happen."""


@entry
def prepare(z: Handle) -> int:
    """Put a run's state to its start: all lists empty, every agent off, the first arrivals drawn."""
    sizes = planet(z, 0)
    for base, leaves in (
        (sizes["agent_base"], sizes["agent_leaves"]),
        (sizes["stream_base"], sizes["stream_leaves"]),
        (world(z, 0)["patience_base"], world(z, 0)["patience_leaves"]),
    ):
        tree_clear(z, base, leaves)
    for k in range(rules(z, 0)["n_categories"]):
        start_stream(z, k)
    return 0


@entry
def rebuild_patience(z: Handle) -> int:
    """Clear the patience tree after it was given more leaves, and set them anew; the clock copied the old ones."""
    me = world(z, 0)
    base = me["patience_base"]
    leaves = me["patience_leaves"]
    for i in range(leaves - 1):
        parent = leaves - 1 - i
        a = node(z, base + 2 * parent)["key"]
        b = node(z, base + 2 * parent + 1)["key"]
        node(z, base + parent)["key"] = min(a, b)
    return 0


@kernel
def root_key(z: Handle, base: int, bits: int, rank: int) -> int:
    """Return the first event of a winner tree as time and rank in one integer."""
    packed = node(z, base + 1)["key"]
    if packed == NEVER:
        return END
    return int(((packed >> bits) << RANK_BITS) | rank)


@kernel
def next_key(z: Handle) -> int:
    """Return time and rank of the next event in one integer, END when there is none."""
    sizes = planet(z, 0)
    me = world(z, 0)
    best = root_key(z, sizes["agent_base"], sizes["agent_bits"], Rank.RELEASE)
    best = min(best, root_key(z, sizes["stream_base"], sizes["stream_bits"], Rank.ARRIVAL))
    best = min(best, root_key(z, me["patience_base"], sizes["patience_bits"], Rank.PATIENCE))
    if me["plan"] < sizes["n_plan"]:
        item = plan(z, me["plan"])
        best = min(best, (item["time"] << RANK_BITS) | item["rank"])
    if desk(z, 0)["n_events"] > 0:
        first = event(z, 0)
        best = min(best, (first["time"] << RANK_BITS) | first["rank"])
    return int(best)


@entry
def next_time(z: Handle) -> int:
    """Return when the next event is due [us], NEVER when there is none."""
    best = next_key(z)
    return NEVER if best == END else best >> RANK_BITS


@kernel
def room(z: Handle) -> int:
    """Return a ``Stop`` code when some table may be too small for one more event, else -1."""
    limits = capacity(z, 0)
    table = desk(z, 0)
    agents = rules(z, 0)["n_agents"]
    if table["in_system"] + 2 > limits["contacts"]:
        return Stop.CONTACTS_FULL.value
    # an event can end every wait, move every agent, and start every break
    busy = 2 * agents + table["waiting"] + 8
    if table["n_events"] + busy > limits["events"]:
        return Stop.EVENTS_FULL.value
    if planet(z, 0)["keep_legs"] and world(z, 0)["n_legs"] + busy > limits["legs"]:
        return Stop.LOG_FULL.value
    if rules(z, 0)["keep_changes"] and table["n_changes"] + 3 * busy > limits["changes"]:
        return Stop.LOG_FULL.value
    if rules(z, 0)["keep_commands"] and (
        table["n_commands"] + 3 * busy > limits["commands"]
        or table["n_decided"] + 6 * busy > limits["decisions"]
    ):
        return Stop.LOG_FULL.value
    return -1


@kernel
def room_after_counting(z: Handle, full: int) -> int:
    """Empty a full log whose rows are only counted; return what `room` says then."""
    if full == Stop.LOG_FULL and count_log(z):
        return room(z)
    return full


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
    for _ in range(budget):
        key = next_key(z)
        if key == END:
            return Stop.DONE.value
        now = key >> RANK_BITS
        if now > limit:
            return Stop.LIMIT.value
        full = room(z)
        if full >= 0:
            full = room_after_counting(z, full)
            if full >= 0:
                return full
        happen(z, now, key & (1 << RANK_BITS) - 1)
        if me["closing"]:
            try_to_close(z, now)
        if me["n_watched"] > 0:
            return Stop.WATCHED.value
    return Stop.BUDGET.value


@kernel
def happen(z: Handle, now: int, rank: int) -> None:
    """Let the next event, which has this time and rank, happen."""
    sizes = planet(z, 0)
    if rank == Rank.RELEASE:
        a = node(z, sizes["agent_base"] + 1)["key"] & ((1 << sizes["agent_bits"]) - 1)
        work_done(z, now, a)
        if worker(z, a)["alert"]:
            attend(z, now, a)
    elif rank == Rank.ARRIVAL:
        k = node(z, sizes["stream_base"] + 1)["key"] & ((1 << sizes["stream_bits"]) - 1)
        new_matter(z, now, k)
    elif rank == Rank.PATIENCE:
        lose_patience(z, now, first_impatient(z))
    elif rank == Rank.JOIN or rank == Rank.RETURN or rank == Rank.TIMER:
        happen_from_heap(z, now)
    else:
        me = world(z, 0)
        me["plan"] += 1
        due(z, now, me["plan"] - 1)


@kernel
def happen_from_heap(z: Handle, now: int) -> None:
    """Let the first event of the heap happen."""
    e = pop(z)
    what = event(z, e)["what"]
    if what == Timer.JOIN:
        world(z, 0)["in_ivr"] -= 1
        join(z, now, event(z, e)["subject"])
    elif what == Timer.RETURN:
        arrive(z, now, come_again(z, now, e))
    else:
        break_ends(z, now, e)


@kernel
def new_matter(z: Handle, now: int, k: int) -> None:
    """A new matter of category ``k`` arrives."""
    me = stream(z, k)
    if category(z, k)["arrivals"] == Arrivals.RATE:
        c = enter_drafted(z, now, k, k * BATCH + me["place"])
    else:
        key = (me["day"] << 32) | me["number"]
        origin = category(z, k)["origin"]
        c = enter_world(z, now, k, draw_tier(z, k, key, origin), key, origin)
    next_arrival(z, k)
    arrive(z, now, c)


@kernel
def first_impatient(z: Handle) -> int:
    """Return whose patience ends next; of several at one microsecond, the contact that came first."""
    me = world(z, 0)
    bits = planet(z, 0)["patience_bits"]
    base = me["patience_base"]
    leaves = me["patience_leaves"]
    packed = node(z, base + 1)["key"]
    time = packed >> bits
    best = packed & ((1 << bits) - 1)
    tree_set(z, base, leaves, best, NEVER)
    again = node(z, base + 1)["key"]
    if again != NEVER and again >> bits == time:
        best = first_of_equals(z, time, best)
    return int(best)


@kernel
def first_of_equals(z: Handle, time: int, best: int) -> int:
    """Return the oldest of all contacts whose patience ends at ``time``; put the others back."""
    me = world(z, 0)
    bits = planet(z, 0)["patience_bits"]
    base = me["patience_base"]
    leaves = me["patience_leaves"]
    for c in range(leaves):
        if (
            node(z, base + leaves + c)["key"] >> bits == time
            and visit(z, c)["serial"] < visit(z, best)["serial"]
        ):
            tree_set(z, base, leaves, best, (time << bits) | best)
            tree_set(z, base, leaves, c, NEVER)
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
    full = room(z)
    if full >= 0:
        return -full
    if tier == NONE:
        tier = draw_tier(z, k, key, origin)
    c = enter_world(z, now, k, tier, key, origin)
    serial = visit(z, c)["serial"]
    visit(z, c)["watched"] = 1
    arrive(z, now, c)
    return int(serial)


@entry
def hold_agent(z: Handle, now: int, a: int, away: int, word: int) -> int:
    """Take agent ``a`` away or give the agent back; return minus a ``Stop`` code when room must be made first."""
    full = room(z)
    if full >= 0:
        return -full
    set_away(z, now, a, away, word)
    if world(z, 0)["closing"]:
        # whoever was given back may have taken the last contact that kept the others
        try_to_close(z, now)
    return 0


@entry
def finish_run(z: Handle) -> int:
    """Log what is still there when a run ends: contacts in lines as carried over, contacts in hand as answered."""
    me = rules(z, 0)
    if planet(z, 0)["keep_legs"]:
        for line in range(me["n_categories"] * me["n_tiers"]):
            c = queue(z, line)["head"]
            while c != NONE:
                record_leg(z, c, NONE, NONE, Outcome.CARRIED_OVER, LegReason.NONE)
                c = contact(z, c)["next"]
        for a in range(me["n_agents"]):
            c = agent(z, a)["contact"]
            if c != NONE:
                record_leg(z, c, NONE, NONE, Outcome.ANSWERED, LegReason.NONE)
    return 0
