"""A group begins or ceases to take contacts of a channel: what waits goes to its agents, what is in hand goes on.

A part of the router; it is there only where some channel is worked at certain times.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.bits import lowest_bit
from acd.core.codes import AgentState, Command, ContactState, Pending
from acd.core.hands import spare
from acd.core.holds import best_wanted, first_held, let_loose
from acd.core.kin import home_of
from acd.core.lines import line_leave
from acd.core.notes import begin
from acd.core.placing import choose_now, first_placed
from acd.core.pool import pool_add
from acd.core.ringing import fill_up
from acd.core.shared import give_held, match_group
from acd.core.standing import leave_pool
from acd.core.tables import (
    NONE,
    Handle,
    agent,
    contact,
    duty,
    full_lines,
    group_lines,
    hand,
    kin,
    line,
    medium,
    rules,
)
from acd.core.whom import FIRST_GROUP


@cold
def set_channel(z: Handle, now: int, g: int, ch: int, on: int) -> None:
    """Command: agents of group ``g`` take contacts of channel ``ch`` from now, or no more; those in hand go on.

    What waits goes to them at once: the first contact by the contact rule to the best agent, until none fits.
    """
    own = g * rules(z, 0)["n_channels"] + ch
    begin(z, now, Command.CHANNELS, NONE, NONE, 2 * own + on)
    duty(z, own)["off"] = 1 - on
    if rules(z, 0)["variants"]:
        for other in range(rules(z, 0)["n_groups"]):
            if kin(z, other)["home"] == g:
                duty(z, other * rules(z, 0)["n_channels"] + ch)["off"] = 1 - on
    # in a live system a group's agents do not stand one behind the other
    for a in range(rules(z, 0)["n_agents"]):
        if home_of(z, a) != g:
            continue
        me = agent(z, a)
        leave_pool(z, a)
        if me["state"] > AgentState.NOT_READY and me["pending"] == Pending.NOTHING and spare(z, a):
            hand(z, a)["pooled"] = 1
            pool_add(z, a)
    if on:
        hand_out(z, g, ch)
        if rules(z, 0)["thresholds"]:
            match_group(z, g)  # whoever is ready again is one more that is kept
        if rules(z, 0)["rounds"]:
            fill_up(z, g)


@cold
def hand_out(z: Handle, g: int, ch: int) -> None:
    """Give the waiting contacts of channel ``ch`` to agents of group ``g``, as long as one fits."""
    c = first_to_have(z, g, ch)
    while c != NONE:
        a = choose_now(z, c)
        if contact(z, c)["state"] == ContactState.HELD:
            a = best_wanted(z, c)
            let_loose(z, c)
        else:
            line_leave(z, c)
        give_held(z, c, a)
        c = first_to_have(z, g, ch)


@kernel
def lines_of(z: Handle, g: int, w: int) -> int:
    """Return word ``w`` of the lines that agents of group ``g`` may serve, those with an authority of their own too."""
    words = rules(z, 0)["line_words"]
    if not rules(z, 0)["variants"]:
        return int(group_lines(z, g * words + w)["bits"])
    bits = 0
    for other in range(rules(z, 0)["n_groups"]):
        if kin(z, other)["home"] == g:
            bits |= group_lines(z, other * words + w)["bits"]
    return int(bits)


@cold
def first_to_have(z: Handle, g: int, ch: int) -> int:
    """Return the first waiting contact of channel ``ch`` that an agent of group ``g`` can take, or NONE."""
    rule = rules(z, 0)
    words = rule["line_words"]
    best = NONE
    for w in range(words):
        bits = full_lines(z, w)["bits"] & lines_of(z, g, w)
        while bits != 0:
            at = (w << 5) + lowest_bit(bits)
            bits &= bits - 1
            if medium(z, line(z, at)["category"])["channel"] == ch:
                best = first_placed(z, g, at, int(best))
    if rule["relations"]:
        for a in range(rule["n_agents"]):
            if home_of(z, a) == g and hand(z, a)["pooled"]:
                best = first_held(z, a, g, ch, int(best))
        best = first_held(z, FIRST_GROUP - g, g, ch, int(best))
    return int(best)
