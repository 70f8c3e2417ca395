"""How fast work in an agent's hands goes on, and when it is done.

Work is conserved: what is left of it is reckoned whenever the pace changes. A contact's pace is 1 when it is alone in
hand; each further one in hand lengthens it by its channel's slowdown, so that with n of them it is
1 / (1 + slowdown (n - 1)); while a channel that interrupts it is in hand, it rests and does not count. Work ends at
the first whole microsecond at which nothing is left.

This file must not know what the work is.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.codes import ContactState, Stage
from acd.core.tables import NEVER, NONE, Handle, agent, channel, contact, hand, life, medium
from acd.core.trees import set_release

FRESH = -1.0
"""Pace of work that has not been reckoned yet."""
ENDLESS = -1.0
"""Work that ends only when something else does."""


@cold
def begin_work(z: Handle, now: int, c: int, length: float) -> None:
    """Contact ``c`` has so much work before it [us], or ENDLESS; `retime` its agent afterwards."""
    me = life(z, c)
    me["left"] = length
    me["asof"] = now
    me["pace"] = FRESH


@cold
def resting(z: Handle, c: int, a: int) -> bool:
    """Say whether contact ``c`` in agent ``a``'s hands is interrupted by another one."""
    bits = channel(z, medium(z, contact(z, c)["category"])["channel"])["interrupted"]
    if bits == 0:
        return False
    other = agent(z, a)["contact"]
    while other != NONE:
        state = contact(z, other)["state"]
        if state == ContactState.BOUND or state == ContactState.WRAPPING:
            ch = medium(z, contact(z, other)["category"])["channel"]
            if (bits >> ch) & 1:
                return True
        other = contact(z, other)["next"]
    return False


@kernel
def active(z: Handle, c: int, a: int) -> bool:
    """Say whether contact ``c`` in agent ``a``'s hands is being worked on."""
    state = contact(z, c)["state"]
    return bool((state == ContactState.BOUND or state == ContactState.WRAPPING) and not resting(z, c, a))


@cold
def pace_of(z: Handle, c: int, a: int, n: int) -> float:
    """Return the pace of contact ``c``, one of ``n`` that are being worked on."""
    if n == 1:
        return 1.0
    slowdown = float(channel(z, medium(z, contact(z, c)["category"])["channel"])["slowdown"])
    return 1.0 / (1.0 + slowdown * float(n - 1))


@cold
def done_at(now: int, left: float, pace: float) -> int:
    """Return when work that is left at a pace is done [us]."""
    if left <= 0.0:
        return now
    needed = left / pace
    whole = int(needed)
    if float(whole) < needed:
        whole += 1
    return now + whole


@cold
def retime(z: Handle, now: int, a: int) -> None:
    """Reckon when the next work in agent ``a``'s hands is done."""
    n = 0
    c = agent(z, a)["contact"]
    while c != NONE:
        if active(z, c, a):
            n += 1
        c = contact(z, c)["next"]
    first = NEVER
    c = agent(z, a)["contact"]
    while c != NONE:
        pace = 0.0
        if active(z, c, a):
            pace = pace_of(z, c, a, n)
        me = life(z, c)
        if me["stage"] >= Stage.AT_WORK and pace != me["pace"]:
            if me["pace"] > 0.0 and me["left"] > 0.0:
                me["left"] = max(me["left"] - float(now - me["asof"]) * me["pace"], 0.0)
            me["asof"] = now
            me["pace"] = pace
            me["due"] = NEVER
            if pace > 0.0 and me["left"] >= 0.0:
                me["due"] = done_at(now, me["left"], pace)
        if me["stage"] >= Stage.AT_WORK:
            first = min(first, me["due"])
        c = contact(z, c)["next"]
    if hand(z, a)["held"] == 0:
        first = NEVER
    set_release(z, a, first)


@cold
def next_done(z: Handle, a: int) -> int:
    """Return the contact in agent ``a``'s hands whose work is done first; of equals, who came to an agent first."""
    best = NONE
    c = agent(z, a)["contact"]
    while c != NONE:
        # the latest taken comes first in the list
        if life(z, c)["stage"] >= Stage.AT_WORK and (
            best == NONE or life(z, c)["due"] <= life(z, best)["due"]
        ):
            best = c
        c = contact(z, c)["next"]
    return int(best)
