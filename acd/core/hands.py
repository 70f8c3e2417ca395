"""What an agent holds: contacts offered, bound and being wrapped up, and whether one more fits.

Each contact takes units of its agent: all of them for a channel of capacity 1, a third for one of capacity 3. What a
channel interrupts does not stand in its way. Contacts in hand form a list through their own rows, the latest first.

This file must not know who takes what, nor decide anything.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.bits import lowest_bit
from acd.core.choose_contact import comes_first
from acd.core.codes import AgentState, ContactState
from acd.core.reserves import not_held
from acd.core.tables import (
    NONE,
    Handle,
    agent,
    bar,
    channel,
    contact,
    duty,
    full_lines,
    grip,
    group_lines,
    hand,
    line,
    load,
    medium,
    member,
    pool,
    queue,
    route,
    rules,
    service,
)


@cold
def hold_on(z: Handle, c: int, a: int) -> None:
    """Put contact ``c`` into agent ``a``'s hands."""
    me = agent(z, a)
    first = me["contact"]
    contact(z, c)["previous"] = NONE
    contact(z, c)["next"] = first
    if first != NONE:
        contact(z, first)["previous"] = c
    me["contact"] = c
    grip(z, c)["activity"] = AgentState.BUSY
    hand(z, a)["held"] += 1
    if rules(z, 0)["mixed"]:
        weigh(z, c, a, 1)


@cold
def drop(z: Handle, c: int, a: int) -> None:
    """Take contact ``c`` out of agent ``a``'s hands."""
    before = contact(z, c)["previous"]
    after = contact(z, c)["next"]
    if before == NONE:
        agent(z, a)["contact"] = after
    else:
        contact(z, before)["next"] = after
    if after != NONE:
        contact(z, after)["previous"] = before
    hand(z, a)["held"] -= 1
    if rules(z, 0)["mixed"]:
        weigh(z, c, a, -1)


@kernel
def weigh(z: Handle, c: int, a: int, more: int) -> None:
    """Count what contact ``c`` takes of agent ``a``, where several may be in hand, once more or once less."""
    ch = medium(z, contact(z, c)["category"])["channel"]
    hand(z, a)["units"] += more * channel(z, ch)["cost"]
    load(z, a * rules(z, 0)["n_channels"] + ch)["count"] += more


@kernel
def can_take(z: Handle, a: int, k: int) -> bool:
    """Say whether a contact of category ``k`` fits into agent ``a``'s hands."""
    return fits(z, a, medium(z, k)["channel"])


@cold
def fits(z: Handle, a: int, ch: int) -> bool:
    """Say whether a contact of channel ``ch`` fits into agent ``a``'s hands."""
    mine = hand(z, a)
    rule = rules(z, 0)
    n = rule["n_channels"]
    own = member(z, a)["group"] * n + ch
    limit = service(z, own)["limit"]
    if duty(z, own)["off"] or (rule["choosy"] and is_barred(z, a, ch)):
        return False
    if not rule["mixed"]:
        return bool(mine["held"] == 0 and limit > 0)
    if load(z, a * n + ch)["count"] >= limit:
        return False
    used = mine["units"]
    for other in range(n):
        if (channel(z, other)["interrupted"] >> ch) & 1:
            used -= load(z, a * n + other)["count"] * channel(z, other)["cost"]
    return bool(used + channel(z, ch)["cost"] <= rule["units"])


@kernel
def is_barred(z: Handle, a: int, ch: int) -> bool:
    """Say whether agent ``a`` takes no contact of channel ``ch`` for now: barred, or asking another agent."""
    mine = bar(z, a)
    return bool(mine["asking"] > 0 or (mine["channels"] >> ch) & 1)


@cold
def spare(z: Handle, a: int) -> bool:
    """Say whether a contact of any channel fits into agent ``a``'s hands."""
    rule = rules(z, 0)
    if not rule["mixed"] and not rule["choosy"]:
        return bool(hand(z, a)["held"] == 0)  # every group works some channel
    found = False
    for ch in range(rules(z, 0)["n_channels"]):
        found = found or fits(z, a, ch)
    return bool(found)


@cold
def pick(z: Handle, a: int) -> int:
    """Return the waiting contact that agent ``a`` takes next of those that fit, or NONE."""
    rule = rules(z, 0)
    g = int(member(z, a)["group"])
    words = rule["line_words"]
    best = NONE
    for w in range(words):
        bits = full_lines(z, w)["bits"] & group_lines(z, g * words + w)["bits"]
        if rule["reserve"]:
            bits = not_held(z, g, w, bits)
        while bits != 0:
            at = (w << 5) + lowest_bit(bits)
            bits &= bits - 1
            if not can_take(z, a, line(z, at)["category"]):
                continue
            head = queue(z, at)["head"]
            if best == NONE or comes_first(z, g, head, best):
                best = head
    return int(best)


@kernel
def takes(z: Handle, g: int, k: int) -> bool:
    """Say whether group ``g`` takes contacts of category ``k``'s channel now."""
    rule = rules(z, 0)
    if not rule["shared"]:
        return True
    return not duty(z, g * rule["n_channels"] + medium(z, k)["channel"])["off"]


@cold
def somebody_free(z: Handle, k: int) -> bool:
    """Say whether an agent among the ready would take a contact of category ``k`` at once."""
    groups = rules(z, 0)["n_groups"]
    for g in range(groups):
        if not route(z, k * groups + g)["allowed"]:
            continue
        a = pool(z, g)["head"]
        while a != NONE:
            if can_take(z, a, k):
                return True
            a = agent(z, a)["next"]
    return False


@cold
def wrapped_by(z: Handle, a: int) -> int:
    """Return the contact in agent ``a``'s hands that is being wrapped up, the one taken last, or NONE."""
    c = agent(z, a)["contact"]
    while c != NONE and contact(z, c)["state"] != ContactState.WRAPPING:
        c = contact(z, c)["next"]
    return int(c)


@cold
def state_of(z: Handle, a: int) -> int:
    """Return what agent ``a``, who is logged in and may work, is doing: a code of ``AgentState``."""
    mine = hand(z, a)
    if mine["bound"] == 1 and mine["held"] == 1:
        return int(grip(z, agent(z, a)["contact"])["activity"])
    if mine["bound"] > 0:
        return AgentState.BUSY.value
    if mine["wrapping"] > 0:
        return AgentState.WRAP_UP.value
    if mine["offered"] > 0:
        return AgentState.OFFERED.value
    return AgentState.READY.value
