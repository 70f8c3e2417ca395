"""Where a contact stands in its category's routing plan: its step, its view, its line, and when the next step is due.

A *view* is a category in a step: who may have its contacts, in lines of their own, one a tier. The view of the first
step is the category itself, so that nothing is different where there is no plan; those of later steps come behind the
categories. Groups that may have a contact only after a delay add views, too: a contact's view follows from its step and
the number of delays that are over.

This file must not know what happens when a step begins (`stepping`), nor who asks.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.calendar import push
from acd.core.codes import ContactState, Rank, Timer
from acd.core.lines import OWN_PRIORITY, TOP_PRIORITY, line_join, line_leave, pack_order
from acd.core.tables import (
    NONE,
    Handle,
    achieved,
    contact,
    desk,
    event,
    grip,
    line,
    queue,
    route,
    routing_plan,
    routing_step,
    rules,
    stance,
)

AFTER_PHONES = 1 << 43
"""Added to the number of an offer, so that at one moment offers and holds end and phones ring before steps begin."""
DAY = 86_400_000_000
"""[us]"""


@cold
def view_of(z: Handle, c: int) -> int:
    """Return the view by which contact ``c`` is routed now."""
    return int(contact(z, c)["line"] // rules(z, 0)["n_tiers"])


@kernel
def view_at(z: Handle, k: int, place: int, level: int) -> int:
    """Return the view of category ``k`` in a step, when so many delays are over."""
    own = routing_plan(z, k)
    if place == 0 and level == 0:
        return k
    return int(own["view"] + place * own["levels"] + level - 1)


@cold
def priority_of(z: Handle, c: int, own: int) -> int:
    """Return the priority of contact ``c`` without any step's: its own, as for `router.offer`, else its line's."""
    if own != 0 and rules(z, 0)["urgent"]:
        return int(own - OWN_PRIORITY)
    return int(line(z, contact(z, c)["line"])["priority"])


@cold
def begin_plan(z: Handle, c: int, own: int, joined: int) -> None:
    """Contact ``c`` joins the first step of its category's plan.

    Parameters
    ----------
    z : Handle
    c : int
        Slot of the contact, its category, tier and line known.
    own : int
        Its own priority as for `router.offer`, 0 for none.
    joined : int
        The moment it counts as having joined [us].
    """
    me = stance(z, c)
    me["next"] = 0
    me["place"] = 0
    me["level"] = 0
    me["since"] = desk(z, 0)["now"]
    me["joined"] = joined
    me["priority"] = priority_of(z, c, own)
    me["more"] = routing_plan(z, contact(z, c)["category"])["priority"]
    if me["more"] != 0:
        put_in_order(z, c)


@cold
def put_in_order(z: Handle, c: int) -> None:
    """Let contact ``c``, which stands in no line, be ordered by its priority in this step, and its place."""
    me = stance(z, c)
    priority = min(max(me["priority"] + me["more"], -TOP_PRIORITY), TOP_PRIORITY)
    contact(z, c)["order"] = pack_order(z, priority, me["joined"])


@cold
def step_priority(z: Handle, c: int) -> int:
    """Return what the present step of contact ``c``'s plan adds to its priority."""
    plan = routing_plan(z, contact(z, c)["category"])
    place = stance(z, c)["place"]
    if place == 0:
        return int(plan["priority"])
    more = 0
    for i in range(plan["first"], plan["first"] + plan["count"]):
        if routing_step(z, i)["place"] == place:
            more = int(routing_step(z, i)["priority"])
    return more


@cold
def time_step(z: Handle, c: int) -> None:
    """Contact ``c`` waits: let the next step of its plan begin when it is due, at once if that is past."""
    me = stance(z, c)
    plan = routing_plan(z, contact(z, c)["category"])
    if me["next"] >= plan["count"]:
        return
    due = max(desk(z, 0)["now"], me["since"] + routing_step(z, plan["first"] + me["next"])["start"])
    number = contact(z, c)["number"]
    row = event(z, push(z, int(due), Rank.TIMER, AFTER_PHONES + number, Timer.STEP_BEGINS, c))
    row["a"] = number
    row["b"] = contact(z, c)["offers"]
    row["c"] = me["next"]
    row["d"] = contact(z, c)["category"]


@cold
def is_due(z: Handle, e: int) -> bool:
    """Say whether the step that event ``e`` begins is still to begin: its contact waits, and has not moved on."""
    row = event(z, e)
    c = int(row["subject"])
    subject = contact(z, c)
    if subject["state"] != ContactState.QUEUED and subject["state"] != ContactState.HELD:
        return False
    if subject["number"] != row["a"] or subject["offers"] != row["b"]:
        return False
    return bool(stance(z, c)["next"] == row["c"] and subject["category"] == row["d"])


@cold
def may_come_to(z: Handle, c: int, g: int) -> bool:
    """Say whether group ``g`` may have the waiting contact ``c``, in this step of its plan or a later one."""
    k = int(contact(z, c)["category"])
    groups = rules(z, 0)["n_groups"]
    plan = routing_plan(z, k)
    me = stance(z, c)
    last = plan["first"] + plan["count"]
    level = me["level"]
    if me["next"] < plan["count"]:
        level = routing_step(z, last - 1)["level"]
    if route(z, view_at(z, k, me["place"], level) * groups + g)["allowed"]:
        return True
    for i in range(plan["first"] + me["next"], last):
        row = routing_step(z, i)
        if row["to"] != NONE:
            if route(z, row["to"] * groups + g)["reach"]:
                return True
        elif row["place"] != NONE and route(z, view_at(z, k, row["place"], level) * groups + g)["allowed"]:
            return True
    return False


@kernel
def turn_day(z: Handle, k: int) -> None:
    """Begin to count anew what category ``k`` has achieved when another day has begun."""
    past = achieved(z, k)
    today = desk(z, 0)["now"] // DAY
    if past["day"] != today:
        past["day"] = today
        past["good"] = 0
        past["gone"] = 0


@cold
def note_bound(z: Handle, c: int) -> None:
    """Count contact ``c``, which is bound now, for the service level of its category so far."""
    k = contact(z, c)["category"]
    turn_day(z, k)
    past = achieved(z, k)
    past["gone"] += 1
    if desk(z, 0)["now"] - grip(z, c)["joined"] <= routing_plan(z, k)["within"]:
        past["good"] += 1


@cold
def note_gone(z: Handle, k: int) -> None:
    """Count a contact of category ``k`` that has left without an agent."""
    turn_day(z, k)
    achieved(z, k)["gone"] += 1


@cold
def stand_at_home(z: Handle) -> None:
    """Put all who wait in lines of later steps into their category's own; nobody is to be served from there."""
    if not rules(z, 0)["planned"]:
        return
    tiers = rules(z, 0)["n_tiers"]
    for k in range(rules(z, 0)["n_categories"]):
        own = routing_plan(z, k)
        for t in range(tiers):
            reorder(z, int(k * tiers + t), int(k * tiers + t))
        for at in range(own["view"] * tiers, (own["view"] + own["views"]) * tiers):
            reorder(z, int(at), int(k * tiers + at % tiers))


@kernel
def reorder(z: Handle, at: int, home: int) -> None:
    """Let the contacts of line ``at`` stand in line ``home``, by their priorities without any step's."""
    last = queue(z, at)["tail"]
    c = queue(z, at)["head"]
    while c != NONE:
        following = contact(z, c)["next"] if c != last else NONE
        line_leave(z, c)
        contact(z, c)["line"] = home
        stance(z, c)["more"] = 0
        put_in_order(z, c)
        line_join(z, c)
        c = following


@kernel
def sooner(z: Handle, c: int, d: int) -> bool:
    """Say whether contact ``c`` counts as having joined before ``d``."""
    if stance(z, c)["joined"] != stance(z, d)["joined"]:
        return bool(stance(z, c)["joined"] < stance(z, d)["joined"])
    return bool(contact(z, c)["number"] < contact(z, d)["number"])
