"""A contact's life in the simulated world: the router's decisions become future events, events become commands.

arrival → (IVR) → joins the line → bound → handling → wrap-up, or → refused, balks, or loses patience.

What is drawn here depends on the contact's own key alone. The world takes slots for contacts and says who they are;
everything else of the router's it reads, and changes by commands only.
"""

from __future__ import annotations

from acd.core._compile import cold, inlined, kernel
from acd.core.calendar import push
from acd.core.channels import set_channel
from acd.core.codes import AgentState, AtClose, ContactState, LegReason, Outcome, Purpose, Rank, Timer
from acd.core.dialled import dial_time, end_dial, is_dial
from acd.core.drafts import BALK, HANDLE, PATIENCE, TIER, WRAP_UP, column
from acd.core.learning import slowness
from acd.core.leaving import draw, drawn, lasting, lose, queue_up, stop_patience
from acd.core.legs import follow
from acd.core.lines import free_slot, take_slot
from acd.core.making import begin_life
from acd.core.preferred import send_to
from acd.core.record import record_leg
from acd.core.relations import offer_wanting
from acd.core.returns import recontact
from acd.core.router import finish, log_out, not_ready, offer, ready, wrapped_up
from acd.core.steering import steer
from acd.core.streams import uniform
from acd.core.tables import (
    BATCH,
    NEVER,
    NONE,
    Handle,
    agent,
    aim,
    category,
    contact,
    desk,
    draft,
    event,
    expect_visit,
    factor,
    hold,
    leg,
    medium,
    member,
    planet,
    queue,
    rules,
    share,
    stream,
    visit,
    world,
)
from acd.core.telling import tell
from acd.core.trees import set_release
from acd.core.whom import wants_nobody


@kernel
def draw_tier(z: Handle, k: int, key: int, origin: int) -> int:
    """Return the tier of a new matter of category ``k``."""
    if rules(z, 0)["n_tiers"] == 1:
        return 0
    return tier_of(z, k, uniform(z, key, origin, Purpose.TIER, 0))


@kernel
def tier_of(z: Handle, k: int, u: float) -> int:
    """Return the tier that a uniform number falls to among the shares of category ``k``."""
    tiers = rules(z, 0)["n_tiers"]
    for t in range(1, tiers):
        if u < share(z, k * tiers + t)["upto"]:
            return t
    return 0


@inlined
def make_contact(z: Handle, now: int, k: int, tier: int) -> int:
    """Make a contact of category ``k`` that arrives now; return its slot. Matter, keys and past are the caller's."""
    c = take_slot(z)
    me = world(z, 0)
    seen = visit(z, c)
    seen["serial"] = me["contacts"]
    seen["arrived"] = now
    seen["category"] = k
    seen["tier"] = tier
    seen["watched"] = stream(z, k)["watched"]
    seen["drafted"] = 0
    me["contacts"] += 1
    if rules(z, 0)["relations"]:
        hold(z, c)["last"] = NONE
        wants_nobody(z, c)
    return c


@inlined
def enter_world(z: Handle, now: int, k: int, tier: int, key: int, origin: int) -> int:
    """Make a contact of category ``k``, the first of a new matter; return its slot."""
    c = make_contact(z, now, k, tier)
    me = world(z, 0)
    seen = visit(z, c)
    seen["matter"] = me["matters"]
    seen["attempt"] = 0
    seen["key"] = key
    seen["origin"] = origin
    seen["past"] = 2 * now
    seen["home"] = k
    me["matters"] += 1
    return c


@inlined
def enter_drafted(z: Handle, now: int, k: int, place: int) -> int:
    """Make the contact of category ``k`` that was drafted at a place; return its slot."""
    first = column(k, 0) + place
    tier = 0
    if rules(z, 0)["n_tiers"] > 1:
        tier = tier_of(z, k, draft(z, first + TIER * BATCH)["value"])
    c = enter_world(z, now, k, tier, stream(z, k)["key"] + place, category(z, k)["origin"])
    seen = visit(z, c)
    seen["drafted"] = 1
    seen["balk"] = draft(z, first + BALK * BATCH)["value"]
    seen["patience"] = draft(z, first + PATIENCE * BATCH)["value"]
    seen["handle"] = draft(z, first + HANDLE * BATCH)["value"]
    seen["wrap_up"] = draft(z, first + WRAP_UP * BATCH)["value"]
    return int(c)


@cold
def come_again(z: Handle, now: int, e: int) -> int:
    """Make the next contact of the matter that event ``e`` brings back; return its slot."""
    entry = event(z, e)
    tiers = rules(z, 0)["n_tiers"]
    c = make_contact(z, now, entry["e"] // tiers, entry["e"] % tiers)
    seen = visit(z, c)
    seen["matter"] = entry["a"]
    seen["attempt"] = entry["b"]
    seen["key"] = entry["c"]
    seen["origin"] = entry["d"]
    seen["past"] = entry["f"]
    seen["home"] = entry["home"]
    if rules(z, 0)["relations"]:
        hold(z, c)["last"] = entry["handler"]
    return c


@cold
def take_up(z: Handle, now: int, e: int) -> int:
    """Make the contact of the case that event ``e`` brings to its desk; return its slot."""
    entry = event(z, e)
    tiers = rules(z, 0)["n_tiers"]
    row = int(entry["e"] // tiers)
    c = enter_world(z, now, aim(z, row)["category"], entry["e"] % tiers, entry["c"], entry["d"])
    send_to(z, c, row, NONE)
    return int(c)


@inlined
def arrive(z: Handle, now: int, c: int) -> None:
    """The contact in slot ``c`` reaches the centre: through the IVR, if there is one, to the line."""
    seen = visit(z, c)
    seen["joined"] = NONE
    seen["bound"] = NONE
    seen["patient"] = 0
    if planet(z, 0)["rich"]:
        begin_life(z, c)
    ivr = category(z, seen["category"])["ivr"]
    if ivr == NONE:
        join(z, now, c)
        return
    world(z, 0)["in_ivr"] += 1
    push(z, now + drawn(z, c, ivr, Purpose.IVR, 1.0), Rank.JOIN, seen["serial"], Timer.JOIN, c)


@inlined
def join(z: Handle, now: int, c: int) -> None:
    """The contact in slot ``c`` asks for an agent."""
    seen = visit(z, c)
    seen["joined"] = now
    if planet(z, 0)["steers"]:
        steer(z, now, c)
    subject = contact(z, c)
    subject["category"] = seen["category"]
    subject["tier"] = seen["tier"]
    subject["key"] = seen["key"]
    subject["serial"] = seen["serial"]
    subject["agent"] = NONE
    if not world(z, 0)["open"] and medium(z, seen["category"])["at_close"] == AtClose.TURN_AWAY:
        desk(z, 0)["now"] = now  # no command says so
        lose(z, now, c, Outcome.REFUSED, LegReason.CLOSED)
        free_slot(z, c)
        return
    if rules(z, 0)["relations"] and not is_dial(z, c):
        offer_wanting(z, now, c)
    else:
        offer(z, now, c, 0, 0)
    if planet(z, 0)["rich"]:
        follow(z, now)
        return
    state = subject["state"]
    if state == ContactState.BOUND:
        handle(z, now, c, subject["agent"])
    elif state == ContactState.QUEUED or state == ContactState.HELD:
        queue_up(z, now, c)
    else:
        # refused: the slot is free again, but its row stays readable until another contact is made
        lose(z, now, c, Outcome.REFUSED, LegReason.QUEUE_FULL)
    if rules(z, 0)["thresholds"]:
        follow_plainly(z, now)


@cold
def follow_plainly(z: Handle, now: int) -> None:
    """Handle every contact that was bound just now and is not handled yet, where contacts have no lives.

    Asked only once thresholds were set while a simulation runs: else a command binds nobody but whom it is about.
    """
    for a in range(rules(z, 0)["n_agents"]):
        if agent(z, a)["state"] == AgentState.BUSY and visit(z, agent(z, a)["contact"])["bound"] == NONE:
            handle(z, now, int(agent(z, a)["contact"]), a)


@cold
def let_work(z: Handle, now: int, a: int) -> None:
    """Agent ``a`` is ready, or stays: if that brings a contact, it is handled from now."""
    was = agent(z, a)["state"]
    ready(z, now, a)
    if planet(z, 0)["rich"]:
        follow(z, now)
        return
    if was == AgentState.NOT_READY and agent(z, a)["state"] == AgentState.BUSY:
        handle(z, now, agent(z, a)["contact"], a)
    if rules(z, 0)["thresholds"]:
        follow_plainly(z, now)


@cold
def send_home(z: Handle, now: int, a: int, reason: int) -> None:
    """Agent ``a`` leaves, now or once the work in hand is done."""
    log_out(z, now, a, reason)
    if planet(z, 0)["rich"]:
        follow(z, now)


@cold
def send_away(z: Handle, now: int, a: int, reason: int) -> None:
    """Agent ``a`` is not ready, now or once the work in hand is done."""
    not_ready(z, now, a, reason)
    if planet(z, 0)["rich"]:
        follow(z, now)


@cold
def switch_channel(z: Handle, now: int, g: int, ch: int, on: int) -> None:
    """Group ``g`` begins or ceases to take contacts of channel ``ch``."""
    set_channel(z, now, g, ch, on)
    follow(z, now)


@inlined
def handle(z: Handle, now: int, c: int, a: int) -> None:
    """Agent ``a`` starts handling the contact in slot ``c``."""
    seen = visit(z, c)
    seen["bound"] = now
    k = seen["category"]
    rule = category(z, k)
    stop_patience(z, c)
    scale = 1.0
    if not rule["alike"]:
        scale = factor(z, k * rules(z, 0)["n_groups"] + member(z, a)["group"])["handle"]
        if planet(z, 0)["learning"]:
            scale *= slowness(z, now, a)
        if is_dial(z, c):
            set_release(z, a, now + dial_time(z, c, scale))
            return
    set_release(z, a, now + lasting(z, c, rule["handle"], seen["handle"], Purpose.HANDLE, scale))


@inlined
def work_done(z: Handle, now: int, a: int) -> None:
    """Agent ``a``'s handling or wrap-up ends."""
    if agent(z, a)["state"] == AgentState.WRAP_UP:
        wrapped_up(z, now, a)
    else:
        wrap = end_handling(z, now, a)
        if wrap > 0:
            set_release(z, a, now + wrap)
            return
    if agent(z, a)["state"] == AgentState.BUSY:
        c = agent(z, a)["contact"]
        if desk(z, 0)["waiting"] > 0:
            expect_visit(z, queue(z, contact(z, c)["line"])["head"])
        handle(z, now, c, a)
    else:
        set_release(z, a, NEVER)
    if rules(z, 0)["thresholds"]:
        follow_plainly(z, now)


@inlined
def end_handling(z: Handle, now: int, a: int) -> int:
    """Agent ``a`` and the customer part: settle the matter or let it come back; return the time of wrap-up [us]."""
    c = agent(z, a)["contact"]
    k = visit(z, c)["category"]
    rule = category(z, k)
    scale = 1.0
    resolution = rule["resolution"]
    if not rule["alike"]:
        factors = factor(z, k * rules(z, 0)["n_groups"] + member(z, a)["group"])
        scale = factors["wrap_up"]
        if planet(z, 0)["learning"]:
            scale *= slowness(z, now, a)
        resolution = factors["resolution"]
        if is_dial(z, c):
            return end_dial(z, now, c, scale, resolution)
    wrap = 0
    if rule["wrap_up"] != NONE:
        wrap = lasting(z, c, rule["wrap_up"], visit(z, c)["wrap_up"], Purpose.WRAP_UP, scale)
    settled = 1
    if resolution < 1.0 and draw(z, c, Purpose.RESOLUTION) >= resolution:
        settled = 0
    row = NONE
    if planet(z, 0)["keep_legs"]:
        row = record_leg(z, c, now, now + wrap, Outcome.ANSWERED, LegReason.NONE)
        leg(z, row)["settled"] = settled
    if not settled:
        recontact(z, c, now, row)
    if visit(z, c)["watched"]:
        tell(z, c, now, Outcome.ANSWERED, LegReason.NONE, settled)
    finish(z, now, c, 1 if wrap > 0 else 0)
    return wrap
