"""The offers of one contact: a phone each, which stands in the hands of the agent at whom it rings.

Where contacts may ring at several agents, or an agent is not offered the same contact again and again
(``rules.rounds``), each offer takes a contact slot of its own, the *phone*. It looks to hands and timers like the
contact, whose list of phones it stands in; the contact itself is in nobody's hands until somebody answers. A phone that
was not answered stays in the list, so long as it has to be known who turned the contact down, how often and until when.

This file must not know who is chosen, nor what an agent does next.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.calendar import push
from acd.core.codes import AgentState, ContactState, Rank, Timer
from acd.core.hands import drop, hold_on
from acd.core.lines import free_slot, take_slot
from acd.core.offered import entry_of
from acd.core.tables import NONE, Handle, agent, contact, desk, event, grip, hand, phone, ring, rules

AFTER_OFFERS = 1 << 41
"""Added to the number of an offer, so that at one moment offers and holds end before more phones ring."""
AFTER_MORE = 1 << 42
"""The same for contacts that may be offered again: after those for which more phones ring."""


@cold
def clear_phones(z: Handle, c: int) -> None:
    """Contact ``c`` comes in: it was offered to nobody yet."""
    me = phone(z, c)
    me["of"] = NONE
    me["first"] = NONE
    me["last"] = NONE
    me["ringing"] = 0
    me["wanted"] = 0


@cold
def phone_at(z: Handle, c: int, a: int) -> int:
    """Return the phone of contact ``c`` that rings at agent ``a``, or NONE."""
    p = entry_of(z, c, a)
    if p == NONE or contact(z, p)["state"] != ContactState.OFFERED:
        return NONE
    return p


@kernel
def offer_at(z: Handle, c: int, a: int) -> int:
    """Return the slot that stands for the offer of contact ``c`` to agent ``a``, or NONE."""
    if rules(z, 0)["rounds"]:
        return phone_at(z, c, a)
    if contact(z, c)["state"] == ContactState.OFFERED and contact(z, c)["agent"] == a:
        return c
    return NONE


@kernel
def contact_of(z: Handle, p: int) -> int:
    """Return the contact that an offer is about; ``p`` is the slot that stands for the offer."""
    if rules(z, 0)["rounds"]:
        return int(phone(z, p)["of"])
    return p


@cold
def unlink(z: Handle, p: int) -> None:
    """Take phone ``p`` out of its contact's list."""
    all_of = phone(z, phone(z, p)["of"])
    after = phone(z, p)["next"]
    before = NONE
    other = all_of["first"]
    while other != p:
        before = other
        other = phone(z, other)["next"]
    if before == NONE:
        all_of["first"] = after
    else:
        phone(z, before)["next"] = after
    if after == NONE:
        all_of["last"] = before


@cold
def plug_in(z: Handle, c: int, a: int) -> int:
    """Let contact ``c`` ring at agent ``a``, whose hands it takes room in; return the phone."""
    times = 0
    old = entry_of(z, c, a)
    if old != NONE:
        times = int(phone(z, old)["times"])
        unlink(z, old)
        free_slot(z, old)
    p = take_slot(z)
    subject = contact(z, c)
    mine = contact(z, p)
    mine["category"] = subject["category"]
    mine["tier"] = subject["tier"]
    mine["line"] = subject["line"]
    mine["key"] = subject["key"]
    mine["serial"] = subject["serial"]
    mine["order"] = subject["order"]
    mine["number"] = subject["number"]
    mine["offers"] = subject["offers"]
    mine["state"] = ContactState.OFFERED
    mine["agent"] = a
    me = phone(z, p)
    me["of"] = c
    me["next"] = NONE
    me["times"] = times
    me["until"] = NONE
    all_of = phone(z, c)
    if all_of["first"] == NONE:
        all_of["first"] = p
    else:
        phone(z, all_of["last"])["next"] = p
    all_of["last"] = p
    all_of["ringing"] += 1
    hold_on(z, p, a)
    hand(z, a)["offered"] += 1
    return p


@cold
def unplug(z: Handle, p: int) -> None:
    """Phone ``p`` rings no more, and is in nobody's hands; it still stands in its contact's list."""
    a = int(contact(z, p)["agent"])
    hand(z, a)["offered"] -= 1
    drop(z, p, a)
    contact(z, p)["state"] = ContactState.NONE
    phone(z, phone(z, p)["of"])["ringing"] -= 1


@cold
def turn_down(z: Handle, p: int) -> None:
    """Phone ``p``, which rings no more, was not answered: remember it where that matters."""
    me = phone(z, p)
    rule = ring(z, contact(z, p)["category"])
    me["times"] += 1
    me["until"] = desk(z, 0)["now"] + rule["again_after"]
    if rule["again_after"] > 0 and me["times"] < rule["at_most"]:
        number = contact(z, p)["number"]
        row = push(z, int(me["until"]), Rank.TIMER, AFTER_MORE + number, Timer.OFFER_AGAIN, p)
        event(z, row)["a"] = number
    put_away(z, p)


@cold
def put_away(z: Handle, p: int) -> None:
    """Phone ``p`` rings no more: give its slot back, unless the contact was turned down there and that matters."""
    if phone(z, p)["times"] > 0 and rules(z, 0)["remembers"]:
        contact(z, p)["state"] = ContactState.TURNED_DOWN
        return
    unlink(z, p)
    free_slot(z, p)


@cold
def forget(z: Handle, c: int) -> None:
    """Give back the slots of all phones of contact ``c``, none of which rings."""
    me = phone(z, c)
    p = me["first"]
    while p != NONE:
        after = phone(z, p)["next"]
        free_slot(z, p)
        p = after
    me["first"] = NONE
    me["last"] = NONE


@cold
def take_over(z: Handle, p: int, c: int) -> None:
    """Contact ``c`` takes the place of its phone ``p`` in the agent's hands."""
    a = int(contact(z, p)["agent"])
    mine = contact(z, c)
    before = contact(z, p)["previous"]
    after = contact(z, p)["next"]
    mine["previous"] = before
    mine["next"] = after
    mine["agent"] = a
    if before == NONE:
        agent(z, a)["contact"] = c
    else:
        contact(z, before)["next"] = c
    if after != NONE:
        contact(z, after)["previous"] = c
    grip(z, c)["activity"] = AgentState.BUSY
    hand(z, a)["offered"] -= 1
    contact(z, p)["state"] = ContactState.TURNED_DOWN
    phone(z, c)["ringing"] -= 1


@cold
def enlist(z: Handle, c: int) -> None:
    """Put contact ``c`` among those that ring."""
    first = desk(z, 0)["ringing"]
    phone(z, c)["before"] = 0
    phone(z, c)["after"] = first
    if first > 0:
        phone(z, first - 1)["before"] = c + 1
    desk(z, 0)["ringing"] = c + 1


@cold
def delist(z: Handle, c: int) -> None:
    """Take contact ``c`` from among those that ring."""
    before = phone(z, c)["before"]
    after = phone(z, c)["after"]
    if before == 0:
        desk(z, 0)["ringing"] = after
    else:
        phone(z, before - 1)["after"] = after
    if after > 0:
        phone(z, after - 1)["before"] = before
