"""Whether the tables have room for what the next events can write: a kernel never allocates.

When there may be none the run stops with a ``Stop`` code, whoever runs it makes room, and it goes on as if nothing
had happened.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.codes import Stop
from acd.core.tables import Handle, capacity, desk, planet, rules, world
from acd.core.tally import count_log

ORDINARY = 16
"""Events between two looks at the room that is left in the tables."""


@kernel
def room(z: Handle, contacts: int, moves: int) -> int:
    """Return a ``Stop`` code when some table may be too small for what comes, else 0.

    Parameters
    ----------
    z : Handle
    contacts : int
        How many contacts may come.
    moves : int
        How many agents may change, contacts end, and events be added.
    """
    limits = capacity(z, 0)
    table = desk(z, 0)
    if table["in_system"] + contacts > limits["contacts"]:
        return Stop.CONTACTS_FULL.value
    if table["n_events"] + moves > limits["events"]:
        return Stop.EVENTS_FULL.value
    if planet(z, 0)["keep_legs"] and (
        world(z, 0)["n_legs"] + moves > limits["legs"]
        or (planet(z, 0)["keep_steps"] and world(z, 0)["n_steps"] + 3 * moves > limits["steps"])
    ):
        return Stop.LOG_FULL.value
    if rules(z, 0)["keep_changes"] and table["n_changes"] + 3 * moves > limits["changes"]:
        return Stop.LOG_FULL.value
    if rules(z, 0)["keep_commands"] and (
        table["n_commands"] + 3 * moves > limits["commands"]
        or table["n_decided"] + 6 * moves > limits["decisions"]
    ):
        return Stop.LOG_FULL.value
    return 0


@cold
def room_after_counting(z: Handle, contacts: int, moves: int) -> int:
    """Return what `room` says once a full log whose rows are only counted has been emptied."""
    full = room(z, contacts, moves)
    if full == Stop.LOG_FULL and count_log(z):
        return room(z, contacts, moves)
    return full


@cold
def room_for_all(z: Handle) -> int:
    """Return a ``Stop`` code unless there is room for an event that ends every wait and moves every agent."""
    dials = planet(z, 0)["dials"]
    moves = 2 * rules(z, 0)["n_agents"] + desk(z, 0)["waiting"] + 8
    if planet(z, 0)["rich"]:
        # every contact that is taken may ring, and so leave two timers
        moves = 3 * (planet(z, 0)["most_held"] * rules(z, 0)["n_agents"] + desk(z, 0)["waiting"]) + 8
    contacts = 2 + dials
    if rules(z, 0)["rounds"]:
        # every agent may be rung as often as contacts fit into hands: a slot and up to two timers more each
        phones = planet(z, 0)["most_held"] * rules(z, 0)["n_agents"]
        contacts += phones
        moves += 2 * phones
    return room_after_counting(z, contacts, moves + 3 * dials)


@cold
def room_for_some(z: Handle) -> int:
    """Return a ``Stop`` code unless there is room for ORDINARY events, each about one contact or agent."""
    moves = 8 * ORDINARY
    if planet(z, 0)["rich"]:
        moves *= planet(z, 0)["most_held"]
    return room_after_counting(z, 2 * ORDINARY, moves)


@cold
def allowance(z: Handle) -> int:
    """Return how many events may happen before the room in the tables is looked at again, or minus a ``Stop`` code."""
    closing = world(z, 0)["closing"]  # any event may then send everybody home
    # or let campaigns dial for all agents, or contacts ring at all of them, or one who is ready let all others of the
    # group take what waits
    much = closing or planet(z, 0)["dials"] > 0 or rules(z, 0)["rounds"] > 0
    much = much or (rules(z, 0)["thresholds"] > 0 and rules(z, 0)["mixed"] > 0)
    full = room_for_all(z) if much else room_for_some(z)
    if full > 0:
        return -full
    return 1 if much else ORDINARY
