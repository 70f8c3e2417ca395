"""Contacts that wait for one agent only, or for the agents of one group: a list each, in the order of their offers.

A held contact counts as waiting and keeps its place and its number, but stands in no line: nobody sees it but those
whom it wants. It is there only in centres whose contacts may want somebody (``rules.relations``), and everything
here is compiled apart, so that other centres pay for one comparison. This file must not know how long a hold lasts.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.calendar import push
from acd.core.choose_contact import comes_first
from acd.core.codes import AgentState, ContactState, Pending, Rank, Timer
from acd.core.hands import can_take
from acd.core.kin import home_of
from acd.core.lines import line_join
from acd.core.offered import may_ring
from acd.core.plans import view_of
from acd.core.ranking import scan_first
from acd.core.tables import (
    NEVER,
    NONE,
    Handle,
    agent,
    contact,
    crowd,
    desk,
    event,
    hand,
    hold,
    kin,
    medium,
    member,
    patron,
    pool,
    route,
    rules,
)
from acd.core.thresholds import leaves_enough
from acd.core.whom import FIRST_GROUP, group_wanted, list_of

AFTER_BREAKS = 1 << 40
"""Added to the number of an offer, so that at one moment breaks end before holds do."""


@kernel
def may_have(z: Handle, g: int, c: int) -> bool:
    """Say whether group ``g`` may serve contact ``c``, in the present step of its plan."""
    view = contact(z, c)["category"]
    if rules(z, 0)["viewed"]:
        view = view_of(z, c)
    return bool(route(z, view * rules(z, 0)["n_groups"] + g)["allowed"])


@kernel
def allowed(z: Handle, c: int, a: int) -> bool:
    """Say whether agent ``a`` may serve contact ``c``, in the present step of its plan."""
    return may_have(z, member(z, a)["group"], c)


@kernel
def is_there(z: Handle, a: int) -> bool:
    """Say whether agent ``a`` is logged in and not about to leave."""
    me = agent(z, a)
    return bool(me["state"] != AgentState.OFF and me["pending"] != Pending.LOG_OUT)


@cold
def can_be_had(z: Handle, c: int) -> bool:
    """Say whether contact ``c`` may wait for whom it wants: authorised, there, and not the agent who asks."""
    me = hold(z, c)
    wanted = me["wanted"]
    if wanted >= 0:
        return bool(wanted != me["but"] and is_there(z, wanted) and allowed(z, c, wanted))
    g = group_wanted(wanted)
    return g != NONE and is_staffed(z, c, g)


@cold
def is_staffed(z: Handle, c: int, g: int) -> bool:
    """Say whether an agent of group ``g`` can be had by contact ``c``; whoever could be last is asked first."""
    last = patron(z, g)["there"]
    if serves(z, c, last, g):
        return True
    for a in range(rules(z, 0)["n_agents"]):
        if serves(z, c, a, g):
            patron(z, g)["there"] = a
            return True
    return False


@kernel
def serves(z: Handle, c: int, a: int, g: int) -> bool:
    """Say whether agent ``a`` of group ``g`` is there and may serve contact ``c``, and does not ask by it."""
    return bool(home_of(z, a) == g and is_there(z, a) and a != hold(z, c)["but"] and allowed(z, c, a))


@cold
def best_wanted(z: Handle, c: int) -> int:
    """Return the best of those whom contact ``c`` wants, who can be had, that can take it at once, or NONE."""
    wanted = hold(z, c)["wanted"]
    if wanted >= 0:
        return int(wanted) if takes_now(z, c, wanted) else NONE
    g = group_wanted(wanted)
    best = best_ready(z, c, g, NONE)
    if rules(z, 0)["variants"]:
        for other in range(rules(z, 0)["n_homes"], rules(z, 0)["n_groups"]):
            if kin(z, other)["home"] == g:
                best = best_ready(z, c, other, best)
    return int(best)


@cold
def best_ready(z: Handle, c: int, g: int, best: int) -> int:
    """Return the better of ``best``, which may be NONE, and the best ready agent of group ``g`` for contact ``c``."""
    k = int(contact(z, c)["category"])
    a = pool(z, g)["head"]
    while a != NONE:
        fitting = a != hold(z, c)["but"] and takes_now(z, c, a) and allowed(z, c, a)
        if fitting and rules(z, 0)["reserve"]:
            fitting = leaves_enough(z, k, g, int(a))
        if fitting and (best == NONE or scan_first(z, c, a, best)):
            best = a
        a = agent(z, a)["next"]
    return int(best)


@cold
def wanted_now(z: Handle, c: int) -> int:
    """Return the best of those whom contact ``c`` wants that can be had and takes it at once, or NONE."""
    return int(best_wanted(z, c)) if can_be_had(z, c) else NONE


@kernel
def takes_now(z: Handle, c: int, a: int) -> bool:
    """Say whether agent ``a`` can have contact ``c`` at once."""
    if rules(z, 0)["shared"]:
        able = hand(z, a)["pooled"] and can_take(z, a, contact(z, c)["category"])
        return bool(able and (not rules(z, 0)["rounds"] or may_ring(z, c, a)))
    return bool(agent(z, a)["state"] == AgentState.READY)


@cold
def hold_for(z: Handle, c: int) -> None:
    """Let contact ``c`` wait for whom it wants only, until its hold ends."""
    me = hold(z, c)
    mine = patron(z, list_of(z, me["wanted"]))
    before = mine["tail"]
    # one that comes back because an offer came to nothing has its old place
    while before != NONE and contact(z, before)["number"] > contact(z, c)["number"]:
        before = hold(z, before)["previous"]
    after = mine["head"] if before == NONE else hold(z, before)["next"]
    me["previous"] = before
    me["next"] = after
    if before == NONE:
        mine["head"] = c
    else:
        hold(z, before)["next"] = c
    if after == NONE:
        mine["tail"] = c
    else:
        hold(z, after)["previous"] = c
    time_hold(z, c)
    contact(z, c)["state"] = ContactState.HELD
    crowd(z, contact(z, c)["category"])["waiting"] += 1
    desk(z, 0)["waiting"] += 1


@cold
def time_hold(z: Handle, c: int) -> None:
    """Let the hold of contact ``c`` end when it is due, if ever."""
    until = hold(z, c)["until"]
    if until >= NEVER:
        return
    number = contact(z, c)["number"]
    event(z, push(z, until, Rank.TIMER, AFTER_BREAKS + number, Timer.HOLD_ENDS, c))["a"] = number


@cold
def next_to_end(z: Handle, row: int) -> None:
    """Let the next of the holds end that the leaving of an agent ends, in list ``row``; one at a time."""
    c = patron(z, row)["head"]
    while c != NONE and hold(z, c)["until"] > desk(z, 0)["now"]:
        c = hold(z, c)["next"]
    if c == NONE:
        patron(z, row)["ending"] = 0
    else:
        time_hold(z, c)


@cold
def let_loose(z: Handle, c: int) -> None:
    """Contact ``c`` is held no longer, and stands nowhere yet; where holds end together, the next one's ends too."""
    me = hold(z, c)
    row = list_of(z, me["wanted"])
    mine = patron(z, row)
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
    if mine["ending"]:
        next_to_end(z, row)


@cold
def still_wanted(z: Handle, c: int) -> bool:
    """Say whether contact ``c``, whose offer came to nothing, is still for those to whom it was sent, and no others."""
    me = hold(z, c)
    if me["longest"] == NONE:
        return False
    if me["until"] > desk(z, 0)["now"] and can_be_had(z, c):
        return True
    me["longest"] = NONE
    return False


@cold
def into_line(z: Handle, c: int) -> None:
    """Put the held contact ``c`` into its line, at its place."""
    let_loose(z, c)
    line_join(z, c)


@cold
def stand_in_line(z: Handle, k: int) -> None:
    """Put every held contact of category ``k`` into its line; nobody is to be served from there."""
    for row in range(rules(z, 0)["n_homes"] + rules(z, 0)["n_agents"]):
        c = patron(z, row)["head"]
        while c != NONE:
            after = hold(z, c)["next"]
            if contact(z, c)["category"] == k:
                into_line(z, c)
            c = after


@cold
def first_held(z: Handle, wanted: int, g: int, ch: int, c: int) -> int:
    """Return the first of ``c``, which may be NONE, and the contacts of channel ``ch`` that can have whom they want.

    Parameters
    ----------
    z : Handle
    wanted : int
        Who is wanted, in group ``g``.
    g, ch, c : int
        Group, channel and contact.
    """
    best = c
    held = patron(z, list_of(z, wanted))["head"]
    while held != NONE:
        k = contact(z, held)["category"]
        fitting = medium(z, k)["channel"] == ch and can_be_had(z, held) and best_wanted(z, held) != NONE
        if fitting and (best == NONE or comes_first(z, g, held, best)):
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
    best = first_in(z, a, list_of(z, a), c)
    best = first_in(z, a, list_of(z, FIRST_GROUP - home_of(z, a)), best)
    return int(best)


@kernel
def could_take(z: Handle, c: int, a: int) -> bool:
    """Say whether the held contact ``c`` fits into agent ``a``'s hands, and may be offered there."""
    if not rules(z, 0)["shared"]:
        return True
    if not can_take(z, a, contact(z, c)["category"]):
        return False
    return bool(not rules(z, 0)["rounds"] or may_ring(z, c, a))


@cold
def first_in(z: Handle, a: int, row: int, c: int) -> int:
    """Return the first of ``c``, which may be NONE, and the contacts of list ``row`` that agent ``a`` can take."""
    best = c
    held = patron(z, row)["head"]
    while held != NONE:
        if (
            could_take(z, held, a)
            and hold(z, held)["but"] != a
            and allowed(z, held, a)
            and (best == NONE or comes_first(z, member(z, a)["group"], held, best))
        ):
            best = held
        held = hold(z, held)["next"]
    return int(best)


@cold
def end_holds(z: Handle, a: int) -> None:
    """Agent ``a`` leaves: every hold for nobody else ends at this moment, one after the other."""
    end_those(z, list_of(z, a))
    end_those(z, list_of(z, FIRST_GROUP - home_of(z, a)))


@cold
def end_those(z: Handle, row: int) -> None:
    """Let the holds of list ``row`` end for which there is nobody."""
    ended = False
    c = patron(z, row)["head"]
    while c != NONE:
        if not can_be_had(z, c):
            hold(z, c)["until"] = min(hold(z, c)["until"], desk(z, 0)["now"])
            ended = True
        c = hold(z, c)["next"]
    if ended:
        patron(z, row)["ending"] = 1
        next_to_end(z, row)


@kernel
def is_held(z: Handle, c: int, number: int) -> bool:
    """Say whether the contact in slot ``c`` is held and is still the one of this number."""
    return bool(contact(z, c)["state"] == ContactState.HELD and contact(z, c)["number"] == number)
