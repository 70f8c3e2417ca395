"""How long a contact that joins a category's line now will wait: a quantity of the router's, from its own past alone.

Three estimators, none of which knows a duration that is still to come:

queue length
    (waiting in the category + 1) × mean time in an agent's hands ÷ agents logged in who may serve it now, in whichever
    step of its routing plan. The mean is
    the category's configured one until 20 of its contacts are over, then that of all so far.
last served
    the wait of the category's contact that was bound last (LES, the delay of the last to enter service; Ibrahim and
    Whitt 2009); where nobody waits, queue length.
head of line
    how long the first of the category's line has stood in it so far (HOL), of several tiers' lines the longest; where
    nobody waits, or all are held for an agent of their own, queue length. A callback that keeps an earlier place
    stands there since it joined the line.

Whoever is offered an agent at once waits for nothing: ask only about contacts that have to wait.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.codes import Estimator
from acd.core.hands import takes
from acd.core.lines import place_of
from acd.core.tables import (
    NONE,
    Handle,
    contact,
    crowd,
    desk,
    grip,
    line,
    medium,
    outlook,
    pool,
    queue,
    route,
    routing_plan,
    rules,
)

ENOUGH = 20
"""Contacts of a category after whose end the router's own mean is used."""


@cold
def estimated_wait(z: Handle, k: int, inside: int) -> int:
    """Return how long a contact of category ``k`` that cannot be served at once will wait [us].

    Parameters
    ----------
    z : Handle
    k : int
        Category.
    inside : int
        1 when the contact asked about waits already, 0 when it is about to join.
    """
    kind = rules(z, 0)["estimator"]
    others = crowd(z, k)["waiting"] - inside
    if kind == Estimator.QUEUE_LENGTH or others == 0:
        return by_length(z, k, int(others))
    if kind == Estimator.LAST_SERVED:
        return int(outlook(z, k)["last_wait"])
    first = first_joined(z, k)
    if first == NONE:
        return by_length(z, k, int(others))
    return int(desk(z, 0)["now"] - first)


@kernel
def by_length(z: Handle, k: int, others: int) -> int:
    """Return the estimate by queue length, behind so many others [us]."""
    mean = float(medium(z, k)["mean"])
    past = outlook(z, k)
    if past["over"] >= ENOUGH:
        mean = float(past["spent"]) / float(past["over"])
    groups = rules(z, 0)["n_groups"]
    agents = 0
    for g in range(groups):
        if route(z, k * groups + g)["ever"] and takes(z, g, k):
            agents += pool(z, g)["logged_in"]
    return int(float(others + 1) * mean / float(max(agents, 1)))


@kernel
def first_joined(z: Handle, k: int) -> int:
    """Return when the first in category ``k``'s lines joined, NONE where all who wait are held for an agent [us]."""
    tiers = rules(z, 0)["n_tiers"]
    first = NONE
    for t in range(tiers):
        first = earlier(z, k * tiers + t, first)
    if rules(z, 0)["planned"]:
        own = routing_plan(z, k)
        for at in range(own["view"] * tiers, (own["view"] + own["views"]) * tiers):
            first = earlier(z, at, first)
    elif rules(z, 0)["viewed"]:
        for at in range(rules(z, 0)["n_categories"] * tiers, rules(z, 0)["n_lines"]):
            if line(z, at)["category"] == k:
                first = earlier(z, at, first)
    return first


@kernel
def earlier(z: Handle, at: int, first: int) -> int:
    """Return the earlier of ``first``, which may be NONE, and when the first in line ``at`` joined [us]."""
    head = queue(z, at)["head"]
    if rules(z, 0)["judged"]:
        head = earliest(z, int(head))
    if head == NONE or (first != NONE and grip(z, head)["joined"] >= first):
        return first
    return int(grip(z, head)["joined"])


@cold
def earliest(z: Handle, head: int) -> int:
    """Return who has the earliest place of those in a line with this head, whichever way the line is ordered."""
    best = head
    c = head
    while c != NONE:
        later = place_of(z, c) - place_of(z, best)
        if later < 0 or (later == 0 and contact(z, c)["number"] < contact(z, best)["number"]):
            best = c
        c = int(contact(z, c)["next"])
    return int(best)


@cold
def learn_wait(z: Handle, c: int, k: int) -> None:
    """Contact ``c`` of category ``k`` is bound now."""
    now = desk(z, 0)["now"]
    outlook(z, k)["last_wait"] = now - grip(z, c)["joined"]
    grip(z, c)["bound"] = now


@cold
def learn_length(z: Handle, c: int, k: int) -> None:
    """Contact ``c`` of category ``k`` leaves its agent's hands now, wrapped up."""
    past = outlook(z, k)
    past["over"] += 1
    past["spent"] += desk(z, 0)["now"] - grip(z, c)["bound"]
