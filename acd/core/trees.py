"""The winner trees of the calendar: at most one future event for each agent, category and contact.

An agent's next release, a category's next arrival, a contact's patience: each has a leaf of its own, which holds the
time packed with the leaf's number; a parent is its smaller child, and row 1, the root, is the next event. The first
event of each tree stands in the world too, as time and rank in one integer, ready to be compared with the others'.

This file must not know what an event means.
"""

from __future__ import annotations

from typing import Any

from acd.core._compile import cold, kernel
from acd.core.codes import Rank
from acd.core.tables import (
    END,
    NEVER,
    RANK_BITS,
    Handle,
    agent_node,
    contact_node,
    planet,
    stream_node,
    world,
)


def _climber(nodes: Any) -> Any:
    """Make the function that sets a leaf of one tree."""

    @kernel
    def climb(z: Handle, bits: int, leaf: int, packed: int) -> int:
        """Set a leaf and return the root.

        Every parent up to the root is written, changed or not: how far a change reaches cannot be foreseen, and a guess
        of the processor gone wrong costs more than some levels.
        """
        i = (1 << bits) + leaf
        nodes(z, i)["key"] = packed
        for _ in range(bits):
            packed = min(packed, nodes(z, i ^ 1)["key"])
            i >>= 1
            nodes(z, i)["key"] = packed
        return int(packed)

    return climb


def _clearer(nodes: Any) -> Any:
    """Make the function that empties one tree."""

    @cold
    def clear(z: Handle, bits: int) -> None:
        for i in range(2 << bits):
            nodes(z, i)["key"] = NEVER

    return clear


_climb_agents, _climb_streams, _climb_contacts = map(_climber, (agent_node, stream_node, contact_node))
_clear_agents, _clear_streams, _clear_contacts = map(_clearer, (agent_node, stream_node, contact_node))


@kernel
def _packed(time: int, bits: int, leaf: int) -> int:
    """Return what a leaf holds; what is too late for the bits that are left never comes."""
    return NEVER if time >= NEVER >> bits else (time << bits) | leaf


@kernel
def _ranked(root: int, bits: int, rank: int) -> int:
    """Return time and rank of a tree's first event in one integer, END when there is none."""
    return END if root == NEVER else ((root >> bits) << RANK_BITS) | rank


@kernel
def clear_trees(z: Handle) -> None:
    """Empty the trees: nothing is due for anybody."""
    sizes = planet(z, 0)
    _clear_agents(z, sizes["agent_bits"])
    _clear_streams(z, sizes["stream_bits"])
    _clear_contacts(z, sizes["patience_bits"])
    me = world(z, 0)
    me["first_release"] = END
    me["first_arrival"] = END
    me["first_patience"] = END


@kernel
def set_release(z: Handle, a: int, time: int) -> None:
    """Put the end of agent ``a``'s present work into the calendar [us]; NEVER takes it out."""
    bits = planet(z, 0)["agent_bits"]
    root = _climb_agents(z, bits, a, _packed(time, bits, a))
    world(z, 0)["first_release"] = _ranked(root, bits, Rank.RELEASE.value)


@kernel
def set_arrival(z: Handle, k: int, time: int) -> None:
    """Put the next arrival of category ``k`` into the calendar [us]; NEVER takes it out."""
    bits = planet(z, 0)["stream_bits"]
    root = _climb_streams(z, bits, k, _packed(time, bits, k))
    world(z, 0)["first_arrival"] = _ranked(root, bits, Rank.ARRIVAL.value)


@kernel
def set_patience(z: Handle, c: int, time: int) -> None:
    """Put the end of the patience of the contact in slot ``c`` into the calendar [us]; NEVER takes it out."""
    bits = planet(z, 0)["patience_bits"]
    root = _climb_contacts(z, bits, c, _packed(time, bits, c))
    world(z, 0)["first_patience"] = _ranked(root, bits, Rank.PATIENCE.value)


@kernel
def next_agent(z: Handle) -> int:
    """Return whose release is due first."""
    return int(agent_node(z, 1)["key"] & (1 << planet(z, 0)["agent_bits"]) - 1)


@kernel
def next_category(z: Handle) -> int:
    """Return whose arrival is due first."""
    return int(stream_node(z, 1)["key"] & (1 << planet(z, 0)["stream_bits"]) - 1)


@kernel
def next_impatient(z: Handle) -> int:
    """Return the slot whose patience ends first; of several at one microsecond, the lowest."""
    return int(contact_node(z, 1)["key"] & (1 << planet(z, 0)["patience_bits"]) - 1)


@cold
def settle_contacts(z: Handle) -> None:
    """Make the contacts' tree a tree again after its leaves were written in a row."""
    bits = planet(z, 0)["patience_bits"]
    leaves = 1 << bits
    for i in range(leaves - 1):
        parent = leaves - 1 - i
        a = contact_node(z, 2 * parent)["key"]
        contact_node(z, parent)["key"] = min(a, contact_node(z, 2 * parent + 1)["key"])
    world(z, 0)["first_patience"] = _ranked(contact_node(z, 1)["key"], bits, Rank.PATIENCE.value)
