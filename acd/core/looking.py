"""Waiting contacts compared key by key, where the order within the lines says nothing about who is first.

A line is ordered by priority and wait. Where the contact rule has a key of the user's own, any contact of a line may
be its best, and every one is looked at: the cost of a choice grows with how many wait. Other centres pay for one
comparison. This file must not know how long anything lasts, nor draw.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.codes import OWN_KEY, ContactKey
from acd.core.lines import place_of, priority_of
from acd.core.own import own_contact_value
from acd.core.tables import NONE, Handle, contact, route, rules


@cold
def best_in_line(z: Handle, g: int, head: int) -> int:
    """Return the contact that an agent of group ``g`` takes first of the line that begins with ``head``."""
    best = head
    c = contact(z, head)["next"]
    while c != NONE:
        if first_by_keys(z, g, c, best):
            best = c
        c = contact(z, c)["next"]
    return int(best)


@cold
def first_by_keys(z: Handle, g: int, c: int, d: int) -> bool:
    """Say whether an agent of group ``g`` takes contact ``c`` before ``d``: key by key, then who came first."""
    rule = rules(z, 0)
    for k in range(rule["n_wait_keys"]):
        what = rule["wait_key0"]
        if k == 1:
            what = rule["wait_key1"]
        elif k == 2:
            what = rule["wait_key2"]
        elif k == 3:
            what = rule["wait_key3"]
        elif k == 4:
            what = rule["wait_key4"]
        elif k == 5:
            what = rule["wait_key5"]
        vc = wait_value(z, what, g, c)
        vd = wait_value(z, what, g, d)
        if vc != vd:
            return bool(vc < vd)
    pc = place_of(z, contact(z, c)["order"])
    pd = place_of(z, contact(z, d)["order"])
    if pc != pd:
        return bool(pc < pd)
    return bool(contact(z, c)["number"] < contact(z, d)["number"])


@kernel
def wait_value(z: Handle, what: int, g: int, c: int) -> float:
    """Return the value of one key for a waiting contact; the smallest is chosen."""
    me = contact(z, c)
    if what >= OWN_KEY:
        return own_contact_value(z, what, c, g)
    if what == ContactKey.PRIORITY:
        return -float(priority_of(z, me["order"]))
    if what == ContactKey.LONGEST_WAIT:
        return float(place_of(z, me["order"]))
    return float(route(z, me["category"] * rules(z, 0)["n_groups"] + g)["category_rank"])
