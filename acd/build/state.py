"""The tables of one run: the setup's, shared, and fresh state; and making room in them while a run stands still."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from acd.build.keys import seed_words
from acd.build.relations import extend_holds, hold_arrays
from acd.build.router import DECISIONS, MANY_DECISIONS
from acd.build.setup import Setup, bits_for
from acd.build.tallies import Frame, tally_state
from acd.core.choose_agent import SINCE_BITS
from acd.core.codes import Stop
from acd.core.drafts import COLUMNS
from acd.core.engine import rebuild_patience
from acd.core.rows import fresh_rows
from acd.core.tables import BATCH, NEVER, NONE, TABLES, Tables
from acd.core.waits import BLOCK_SIZE
from acd.errors import LimitError

Array = np.ndarray[Any, Any]

FIRST_CONTACTS = 256
"""Contact slots that a run starts with; doubled when they are not enough."""
INVERTED = 0xFFFFFFFF
"""Inverts the bits of a generator's word, and so turns a uniform number u into 1 - u exactly."""
LOG_ROWS = 1 << 14
"""Rows of a log's buffer, which is emptied whenever it may be too small."""
TALLY_ROWS = 1 << 9
"""Rows of a log's buffer when they are only counted: few enough to stay in a processor's cache."""
_ONLY_TALLIES, _BOTH = 1, 2


@dataclass(frozen=True)
class Keep:
    """What a run leaves.

    Parameters
    ----------
    log : bool
        Legs and agents' changes.
    commands : bool
        Commands to the router and its decisions.
    tallies : Frame, optional
        What measures are counted by while the run goes on; without it none are.
    steps : bool
        What agents do with contacts, step by step; with the log only.
    """

    log: bool = True
    commands: bool = False
    tallies: Frame | None = None
    steps: bool = False

    @property
    def rows(self) -> bool:
        """Whether legs and changes are written, if only to be counted."""
        return self.log or self.tallies is not None


def _fresh(name: str, rows: int) -> Array:
    return fresh_rows(TABLES[name], max(rows, 1))


def _unwritten(name: str, rows: int) -> Array:
    """Return a log's buffer; records are written whole, so that clearing it would be touching it for nothing."""
    return np.empty(rows, TABLES[name])


def new_state(setup: Setup, seed: int, replication: int, keep: Keep) -> Tables:
    """Make the tables of one run, not prepared yet.

    Parameters
    ----------
    setup : Setup
        Its tables are shared, but for the two that say what is kept.
    seed, replication : int
        What every draw of the run is keyed by.
    keep : Keep
        Which logs are written.

    Returns
    -------
    Tables
        Setup and state.
    """
    arrays = dict(setup.arrays)
    arrays |= _router_state(setup, seed, replication) | _world_state(setup, seed, replication)
    arrays |= _logs(setup, keep)
    for table, fields in (("rules", ("keep_changes",)), ("planet", ("keep_legs",))):
        arrays[table] = arrays[table].copy()
        for field in fields:
            arrays[table][field] = keep.rows
    arrays["rules"]["keep_commands"] = keep.commands
    # elsewhere the legs say it
    arrays["planet"]["keep_steps"] = keep.log and keep.steps and setup.rich
    # the world of a richer centre reads the router's decisions
    arrays["rules"]["keep_decisions"] = keep.commands or setup.rich
    if keep.tallies is not None:
        arrays |= tally_state(keep.tallies, setup, len(arrays["leg"]))
        arrays["planet"]["tally"] = _BOTH if keep.log else _ONLY_TALLIES
        arrays["capacity"]["blocks"] = len(arrays["wait_bin"]) // BLOCK_SIZE
        arrays["capacity"]["waits"] = len(arrays["wait"])
    bits = bits_for(FIRST_CONTACTS)
    arrays["planet"]["patience_bits"] = bits
    for name in ("agent", "stream", "patience"):
        nodes = "contact_node" if name == "patience" else f"{name}_node"
        arrays[nodes] = _fresh(nodes, 2 << int(arrays["planet"][f"{name}_bits"][0]))
    check_horizon(arrays["planet"], bits)
    return Tables(arrays)


def _router_state(setup: Setup, seed: int, replication: int) -> dict[str, Array]:
    desk, agent, pool, queue, crowd = (
        _fresh("desk", 1),
        _fresh("agent", setup.n_agents),
        _fresh("pool", setup.n_groups),
        _fresh("queue", setup.n_lines),
        _fresh("crowd", setup.n_categories),
    )
    desk["free_contact"] = NONE
    desk["first_event"] = NEVER
    desk["seed0"], desk["seed1"] = seed_words("routing", seed, replication)
    for column in ("contact", "previous", "next"):
        agent[column] = NONE
    for table in (pool, queue):
        table["head"] = table["tail"] = NONE
    crowd["limit"] = setup.arrays["category"]["max_queue"]
    rules = setup.arrays["rules"]
    wanting = rules["relations"][0]
    held = hold_arrays(FIRST_CONTACTS, setup.n_agents, setup.n_groups) if wanting else {}
    return held | {
        "desk": desk,
        "agent": agent,
        "pool": pool,
        "queue": queue,
        "crowd": crowd,
        "contact": _fresh("contact", FIRST_CONTACTS),
        "full_lines": _fresh("full_lines", int(rules["line_words"][0])),
        "idle_groups": _fresh("idle_groups", int(rules["group_words"][0])),
        "event": _fresh("event", 4 * setup.n_agents + 256),
        "decided": _fresh("decided", MANY_DECISIONS + setup.most_held if setup.rich else DECISIONS),
        "hand": _fresh("hand", setup.n_agents if setup.rich else 1),
        "bar": _fresh("bar", setup.n_agents if rules["choosy"][0] else 1),
        "load": _fresh("load", setup.n_agents * setup.n_channels if setup.rich else 1),
        "duty": _duty(setup),
        "grip": _fresh("grip", FIRST_CONTACTS if setup.rich else 1),
        "outlook": _fresh("outlook", setup.n_categories),
    }


def _duty(setup: Setup) -> Array:
    """Return who takes contacts of which channel as a run begins: whoever does at certain times only, not yet."""
    rows = _fresh("duty", setup.n_groups * setup.n_channels if setup.rich else 1)
    if setup.rich:
        rows["off"] = setup.arrays["service"]["timed"]
    return rows


def _world_state(setup: Setup, seed: int, replication: int) -> dict[str, Array]:
    world = _fresh("world", 1)
    words, mirrored = (replication // 2, replication % 2) if setup.antithetic else (replication, 0)
    world["seed0"], world["seed1"] = seed_words("world", seed, words)
    world["mirror"] = INVERTED if mirrored else 0
    world["replication"] = replication
    worker = _fresh("worker", setup.n_agents)
    worker["ends"] = NONE
    return {
        "world": world,
        "visit": _fresh("visit", FIRST_CONTACTS),
        "worker": worker,
        "stream": _fresh("stream", setup.n_categories),
        "dialler": _fresh("dialler", setup.n_categories),
        "record": _fresh("record", int(setup.arrays["campaign"]["records"].sum())),
        "draft": _fresh("draft", setup.n_categories * COLUMNS * BATCH),
        "moment": _fresh("moment", setup.n_categories * BATCH),
        "tide": _fresh("tide", setup.n_categories),
        "swell": _fresh("swell", int(setup.arrays["flow"]["n_swell"].sum())),
        "wave": _fresh("wave", len(setup.arrays["burst"])),
        "shifted": _fresh("shifted", len(setup.arrays["play"])),
        "watched": _fresh("watched", FIRST_CONTACTS),
        "life": _fresh("life", FIRST_CONTACTS if setup.rich else 1),
    }


def _logs(setup: Setup, keep: Keep) -> dict[str, Array]:
    # room() asks for space for an event that moves every agent
    rows = LOG_ROWS + 40 * setup.n_agents
    if not keep.log and not keep.commands:
        rows = TALLY_ROWS + 4 * setup.n_agents
    return {
        "leg": _unwritten("leg", rows if keep.rows else 1),
        "more": _unwritten("more", rows if keep.rows and setup.rich else 1),
        "stage_row": _unwritten("stage_row", 4 * rows if keep.log and keep.steps and setup.rich else 1),
        "change": _unwritten("change", 4 * rows if keep.rows else 1),
        "command": _unwritten("command", 4 * rows if keep.commands else 1),
        "decision": _unwritten("decision", 4 * rows if keep.commands else 1),
        "capacity": _capacity(FIRST_CONTACTS, 4 * setup.n_agents + 256, rows),
    }


def _capacity(contacts: int, events: int, rows: int) -> Array:
    row = _fresh("capacity", 1)
    row["contacts"], row["events"], row["legs"] = contacts, events, rows
    row["changes"] = row["commands"] = row["decisions"] = row["steps"] = 4 * rows
    return row


def check_horizon(planet: Array, patience_bits: int) -> None:
    """Refuse a horizon whose times cannot be packed with the indices of agents, categories and contacts.

    Parameters
    ----------
    planet : numpy.ndarray
        The table ``planet``.
    patience_bits : int
        Bits of a contact's index.

    Raises
    ------
    LimitError
        When the run is too long for so many agents or waiting contacts.
    """
    bits = max(int(planet["agent_bits"][0]), int(planet["stream_bits"][0]), patience_bits)
    days = min(NEVER >> bits, 1 << SINCE_BITS) / 86_400e6
    wanted = int(planet["horizon"][0]) / 86_400e6
    if wanted >= days:
        message = (
            f"calendar.days: {wanted:.0f} days with {1 << bits} agents or contacts in the centre at once is more than "
            f"the {days:.0f} days that fit; shorten the calendar, or give patience or max_queue a limit"
        )
        raise LimitError(message)


def more_blocks(tables: Tables) -> None:
    """Enlarge the histograms' pool, so that every leg row, and every wait kept so far, may take a block of it.

    Parameters
    ----------
    tables : Tables
        A run that counts tallies.
    """
    kept = max(int(tables["tally"]["kept"][0]), 0)
    blocks = 2 * int(tables["capacity"]["blocks"][0]) + len(tables["leg"]) + kept
    tables.extend("wait_bin", blocks * BLOCK_SIZE)
    tables["capacity"]["blocks"] = blocks


def make_room(tables: Tables, stop: int) -> None:
    """Enlarge the table that a ``Stop`` code names; the run then goes on as if nothing had happened.

    Parameters
    ----------
    tables : Tables
        The run.
    stop : int
        ``CONTACTS_FULL`` or ``EVENTS_FULL``.

    Raises
    ------
    LimitError
        When the horizon leaves no bits for more contacts.
    """
    if stop == Stop.EVENTS_FULL:
        rows = 2 * int(tables["capacity"]["events"][0]) + 4 * int(tables["desk"]["waiting"][0])
        tables.extend("event", rows)
        tables["capacity"]["events"] = rows
    else:
        _more_contacts(tables)


def _more_contacts(tables: Tables) -> None:
    old_bits = int(tables["planet"]["patience_bits"][0])
    old = 1 << old_bits
    check_horizon(tables["planet"], old_bits + 1)
    # one event, closing time, can end every contact that is watched
    more = ("life", "grip") if tables["planet"]["rich"][0] else ()
    for name in ("contact", "visit", "watched", *more):
        tables.extend(name, 2 * old)
    extend_holds(tables)
    leaves = tables["contact_node"]["key"][old:].copy()
    tables.extend("contact_node", 4 * old)
    fresh = tables["contact_node"]["key"]
    fresh[:] = NEVER
    # what is too late for the bits that are left never comes, as when it is set anew
    waiting = (leaves >> old_bits) < (NEVER >> (old_bits + 1))
    fresh[2 * old : 3 * old][waiting] = (leaves[waiting] >> old_bits << (old_bits + 1)) | np.flatnonzero(
        waiting
    )
    tables["planet"]["patience_bits"] = old_bits + 1
    tables["capacity"]["contacts"] = 2 * old
    rebuild_patience(tables.handle)
