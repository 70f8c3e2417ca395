"""One more command to the router: the next step of a waiting contact's routing plan begins.

===========  ===============================================================================================
step         contact that waits, if what the step asks for holds
===========  ===============================================================================================
groups       goes to the line of the step, at its old place, or to an agent who may have it now
overflow     goes on as another category, at its old place; not where that category's line is full
callback     waits on; whoever gave the command may offer a callback
refuse       is refused
===========  ===============================================================================================

If it does not hold, the contact stays in the step before. A contact that is held for somebody stays held when a step
of groups begins, and goes to them if the step allows it and they are ready; every other step ends the hold.
Steps wait while the contact rings. What only follows from the clock (a group's delay is over) happens whatever holds.
This file must not know the world.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.codes import Command, ContactState, Decision, DecisionReason
from acd.core.estimate import estimated_wait
from acd.core.hands import can_take, takes
from acd.core.holds import let_loose, wanted_now
from acd.core.lines import free_slot, line_join, line_leave
from acd.core.notes import begin
from acd.core.phones import forget
from acd.core.placing import choose_now
from acd.core.plan_codes import PlanStep
from acd.core.plans import begin_plan, may_come_to, put_in_order, time_step, turn_day, view_at
from acd.core.record import decide
from acd.core.router import place_contact
from acd.core.shared import join_hands, match_category
from acd.core.tables import (
    NONE,
    Handle,
    achieved,
    agent,
    contact,
    crowd,
    desk,
    grip,
    hold,
    pool,
    route,
    routing_plan,
    routing_step,
    rules,
    stance,
)


@cold
def begin_step(z: Handle, now: int, c: int, acts: int) -> None:
    """Command: the next step of the plan of contact ``c``, which waits, begins.

    Parameters
    ----------
    z : Handle
    now : int
        [us].
    c : int
        Slot of the contact.
    acts : int
        0 when it is no customer who waits, but an agent who asks another: only steps of groups begin then.
    """
    me = stance(z, c)
    begin(z, now, Command.STEP, c, NONE, 2 * me["next"] + acts)
    i = int(routing_plan(z, contact(z, c)["category"])["first"] + me["next"])
    me["next"] += 1
    row = routing_step(z, i)
    kind = int(row["kind"])
    begins = (kind == PlanStep.GROUPS or acts == 1) and holds_true(z, c, i)
    place = int(me["place"])
    more = int(me["more"])
    if kind == PlanStep.GROUPS and begins:
        place = int(row["place"])
        more = int(row["priority"])
    if place != me["place"] or more != me["more"] or row["level"] != me["level"]:
        me["place"] = place
        me["more"] = more
        me["level"] = row["level"]
        change_view(z, c)
    if begins and waits(z, c):
        act(z, c, kind, int(row["to"]))
    if waits(z, c):
        time_step(z, c)


@kernel
def waits(z: Handle, c: int) -> bool:
    """Say whether contact ``c`` waits."""
    state = contact(z, c)["state"]
    return bool(state == ContactState.QUEUED or state == ContactState.HELD)


@cold
def change_view(z: Handle, c: int) -> None:
    """Let the waiting contact ``c`` stand where it now belongs, or go to an agent who may have it."""
    me = stance(z, c)
    subject = contact(z, c)
    view = view_at(z, subject["category"], me["place"], me["level"])
    at = int(view * rules(z, 0)["n_tiers"] + subject["tier"])
    decide(z, Decision.REQUEUED, c, NONE, DecisionReason.NEXT_STEP, NONE)
    if subject["state"] == ContactState.HELD:
        subject["line"] = at
        put_in_order(z, c)
        a = wanted_now(z, c)
        if a != NONE:
            let_loose(z, c)
            join_hands(z, c, a)
        return
    line_leave(z, c)
    subject["line"] = at
    put_in_order(z, c)
    place_contact(z, c)


@kernel
def act(z: Handle, c: int, kind: int, to: int) -> None:
    """Do what a step does that is none of groups."""
    if kind == PlanStep.OVERFLOW:
        overflow(z, c, to)
    elif kind == PlanStep.CALLBACK:
        decide(z, Decision.CALLBACK, c, NONE, DecisionReason.NONE, NONE)
    elif kind == PlanStep.REFUSE:
        take_out(z, c)
        decide(z, Decision.REFUSED, c, NONE, DecisionReason.BY_PLAN, NONE)
        if rules(z, 0)["rounds"]:
            forget(z, c)
        free_slot(z, c)


@kernel
def take_out(z: Handle, c: int) -> None:
    """Take the waiting contact ``c`` from where it stands."""
    if contact(z, c)["state"] == ContactState.HELD:
        let_loose(z, c)
    else:
        line_leave(z, c)


@cold
def overflow(z: Handle, c: int, to: int) -> None:
    """The waiting contact ``c`` goes on as category ``to``, in the first step of its plan, unless its line is full."""
    subject = contact(z, c)
    was = int(subject["category"])
    stood = int(subject["line"])
    home = int(to * rules(z, 0)["n_tiers"] + subject["tier"])
    subject["category"] = to
    subject["line"] = home
    a = choose_now(z, c)
    subject["category"] = was
    subject["line"] = stood
    if a == NONE and crowd(z, to)["waiting"] >= crowd(z, to)["limit"]:
        return
    take_out(z, c)
    if rules(z, 0)["relations"]:
        hold(z, c)["longest"] = NONE
    subject["category"] = to
    subject["line"] = home
    begin_plan(z, c, int(grip(z, c)["own"]), int(stance(z, c)["joined"]))
    put_in_order(z, c)
    decide(z, Decision.REQUEUED, c, NONE, DecisionReason.OVERFLOWED, NONE)
    if a == NONE:
        line_join(z, c)
        match_category(z, to)
    else:
        join_hands(z, c, a)


@cold
def holds_true(z: Handle, c: int, i: int) -> bool:
    """Say whether all that row ``i`` of the plans asks for holds for the waiting contact ``c``."""
    k = int(contact(z, c)["category"])
    row = routing_step(z, i)
    if row["queue_above"] != NONE and crowd(z, k)["waiting"] - 1 <= row["queue_above"]:
        return False
    if row["wait_above"] != NONE and estimated_wait(z, k, 1) <= row["wait_above"]:
        return False
    if row["free_below"] != NONE and free_up_to(z, k, int(row["free_below"])) >= row["free_below"]:
        return False
    if row["service_below"] < 0.0:
        return True
    turn_day(z, k)
    past = achieved(z, k)
    return bool(past["gone"] > 0 and float(past["good"]) < row["service_below"] * float(past["gone"]))


@kernel
def free_up_to(z: Handle, k: int, most: int) -> int:
    """Return how many agents are ready for category ``k`` in some step of its plan, counted up to ``most``."""
    differ = rules(z, 0)["mixed"] or rules(z, 0)["choosy"]
    groups = rules(z, 0)["n_groups"]
    found = 0
    for g in range(groups):
        if route(z, k * groups + g)["ever"] and takes(z, g, k):
            a = pool(z, g)["head"]
            while a != NONE and found < most:
                if not differ or can_take(z, a, k):
                    found += 1
                a = agent(z, a)["next"]
    return int(found)


@cold
def somebody_is_awaited(z: Handle) -> bool:
    """Say whether a contact waits that somebody logged in may have, in this step of its plan or a later one."""
    groups = rules(z, 0)["n_groups"]
    for c in range(desk(z, 0)["used_contacts"]):
        if waits(z, c):
            for g in range(groups):
                there = pool(z, g)["logged_in"] > 0 and takes(z, g, int(contact(z, c)["category"]))
                if there and may_come_to(z, c, g):
                    return True
    return False
