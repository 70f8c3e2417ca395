"""Contacts that wait for one agent only: a list an agent, in the order in which they were offered.

A held contact counts as waiting and keeps its place and its number, but stands in no line: nobody sees it but the
agent whom it wants. It is there only in centres whose contacts may want an agent (``rules.relations``), and everything
here is compiled apart, so that other centres pay for one comparison. This file must not know how long a hold lasts.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.calendar import push
from acd.core.choose_contact import comes_first
from acd.core.codes import AgentState, ContactState, Pending, Rank, Timer
from acd.core.hands import can_take
from acd.core.lines import line_join, view_of
from acd.core.tables import (
    NONE,
    Handle,
    agent,
    contact,
    crowd,
    desk,
    event,
    hold,
    medium,
    member,
    patron,
    route,
    rules,
)

AFTER_BREAKS = 1 << 40
"""Added to the number of an offer, so that at one moment breaks end before holds do."""


@kernel
def allowed(z: Handle, c: int, a: int) -> bool:
    """Say whether agent ``a`` may serve contact ``c``."""
    g = member(z, a)["group"]
    view = contact(z, c)["category"]
    if rules(z, 0)["viewed"]:
        view = view_of(z, c)
    return bool(route(z, view * rules(z, 0)["n_groups"] + g)["allowed"])


@cold
def can_be_had(z: Handle, c: int, a: int) -> bool:
    """Say whether contact ``c`` may wait for agent ``a``: there, not about to leave, and authorised."""
    me = agent(z, a)
    if me["state"] == AgentState.OFF or me["pending"] == Pending.LOG_OUT:
        return False
    return allowed(z, c, a)


@cold
def hold_for(z: Handle, c: int, a: int, until: int) -> None:
    """Let contact ``c`` wait for agent ``a`` only, until a time."""
    me = hold(z, c)
    mine = patron(z, a)
    before = mine["tail"]
    me["previous"] = before
    me["next"] = NONE
    me["until"] = until
    time_hold(z, c)
    if before == NONE:
        mine["head"] = c
    else:
        hold(z, before)["next"] = c
    mine["tail"] = c
    contact(z, c)["state"] = ContactState.HELD
    crowd(z, contact(z, c)["category"])["waiting"] += 1
    desk(z, 0)["waiting"] += 1


@cold
def time_hold(z: Handle, c: int) -> None:
    """Let the hold of contact ``c`` end when it is due."""
    number = contact(z, c)["number"]
    event(z, push(z, hold(z, c)["until"], Rank.TIMER, AFTER_BREAKS + number, Timer.HOLD_ENDS, c))["a"] = (
        number
    )


@cold
def next_to_end(z: Handle, a: int) -> None:
    """Let the next of the holds end that the leaving of agent ``a`` ends."""
    c = patron(z, a)["head"]
    if c != NONE and contact(z, c)["number"] < patron(z, a)["upto"]:
        time_hold(z, c)


@cold
def let_loose(z: Handle, c: int) -> None:
    """Contact ``c`` is held no longer, and stands nowhere yet; where its agent leaves, the next one's hold ends too."""
    me = hold(z, c)
    a = int(me["wanted"])
    mine = patron(z, a)
    if me["previous"] == NONE:
        mine["head"] = me["next"]
    else:
        hold(z, me["previous"])["next"] = me["next"]
    if me["next"] == NONE:
        mine["tail"] = me["previous"]
    else:
        hold(z, me["next"])["previous"] = me["previous"]
    crowd(z, contact(z, c)["category"])["waiting"] -= 1
    desk(z, 0)["waiting"] -= 1
    if contact(z, c)["number"] < mine["upto"]:
        next_to_end(z, a)


@cold
def into_line(z: Handle, c: int) -> None:
    """Put the held contact ``c`` into its line, at its place."""
    let_loose(z, c)
    line_join(z, c)


@cold
def stand_in_line(z: Handle, k: int) -> None:
    """Put every held contact of category ``k`` into its line; nobody is to be served from there."""
    for a in range(rules(z, 0)["n_agents"]):
        c = patron(z, a)["head"]
        while c != NONE:
            after = hold(z, c)["next"]
            if contact(z, c)["category"] == k:
                into_line(z, c)
            c = after


@cold
def first_held(z: Handle, a: int, ch: int, c: int) -> int:
    """Return the first of ``c``, which may be NONE, and the contacts of channel ``ch`` held for agent ``a``."""
    best = c
    held = patron(z, a)["head"]
    while held != NONE:
        k = contact(z, held)["category"]
        fitting = medium(z, k)["channel"] == ch and can_take(z, a, k) and allowed(z, held, a)
        if fitting and (best == NONE or comes_first(z, member(z, a)["group"], held, best)):
            best = held
        held = hold(z, held)["next"]
    return int(best)


@cold
def first_for(z: Handle, a: int, c: int) -> int:
    """Return the first of ``c``, which may be NONE, and the contacts held for agent ``a``; it then stands in a line."""
    best = first_wanted(z, a, c)
    if best != c:
        into_line(z, best)
    return best


@cold
def first_wanted(z: Handle, a: int, c: int) -> int:
    """Return the first of ``c``, which may be NONE, and the contacts held for agent ``a``."""
    best = c
    held = patron(z, a)["head"]
    while held != NONE:
        fitting = not rules(z, 0)["shared"] or can_take(z, a, contact(z, held)["category"])
        if (
            fitting
            and allowed(z, held, a)
            and (best == NONE or comes_first(z, member(z, a)["group"], held, best))
        ):
            best = held
        held = hold(z, held)["next"]
    return int(best)


@cold
def end_holds(z: Handle, a: int) -> None:
    """Agent ``a`` leaves: every hold ends at this moment, one after the other."""
    c = patron(z, a)["head"]
    while c != NONE:
        hold(z, c)["until"] = min(hold(z, c)["until"], desk(z, 0)["now"])
        c = hold(z, c)["next"]
    patron(z, a)["upto"] = desk(z, 0)["offers"]
    next_to_end(z, a)


@kernel
def is_held(z: Handle, c: int, number: int) -> bool:
    """Say whether the contact in slot ``c`` is held and is still the one of this number."""
    return bool(contact(z, c)["state"] == ContactState.HELD and contact(z, c)["number"] == number)
