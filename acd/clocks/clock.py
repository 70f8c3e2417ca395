"""What every clock shares: a run of the core, the logs it leaves, and the one method a clock has.

A `Run` advances the core to a time and deals with full tables, so that a clock sees only why it stopped. This file
must not know how time passes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from acd.build import Keep, Setup, new_state
from acd.build.own import check_own
from acd.build.state import make_room, more_blocks
from acd.core import engine, tally, unfinished
from acd.core.codes import Stop
from acd.core.columns import WIDE_LEG
from acd.core.rows import Gathered, side_by_side
from acd.core.tables import NEVER, TABLES
from acd.core.waits import BLOCK_SIZE

Array = np.ndarray[Any, Any]

ROWS_A_MATTER = {"leg": 1, "change": 2, "command": 3, "decision": 4, "stage_row": 3}
"""About how many rows of each log a new matter leaves."""
FOREVER = NEVER - 1
"""A limit that no event lies behind [us]."""
BUDGET = 1 << 19
"""Events between two looks at the outside: progress, interruption."""

_COUNTERS = {
    "leg": ("world", "n_legs"),
    "change": ("desk", "n_changes"),
    "command": ("desk", "n_commands"),
    "decision": ("desk", "n_decided"),
    "stage_row": ("world", "n_steps"),
}


@dataclass(frozen=True)
class Logs:
    """What a run leaves, as the core's records.

    Parameters
    ----------
    legs, changes, commands, decisions : numpy.ndarray
        Structured rows; times in microseconds.
    words : tuple of str
        Agents' reasons beyond the core's own, in the order of their numbers.
    until : int or None
        When the run was stopped before its end [us].
    contacts : int
        How many contacts there were.
    replication : int
        Which replication it was.
    tallies : dict of str to numpy.ndarray
        The tables ``leg_cell``, ``group_cell``, ``block``, ``wait_bin`` and ``wait``; empty when nothing was counted.
    told : tuple of str
        Changes of the rules that users made, as JSON, by the value of their command.
    steps : numpy.ndarray
        What agents did with contacts step by step, where that was kept and legs alone do not say it.
    """

    legs: Array
    changes: Array
    commands: Array
    decisions: Array
    words: tuple[str, ...]
    until: int | None
    contacts: int
    replication: int
    tallies: dict[str, Array] = field(default_factory=dict)
    told: tuple[str, ...] = ()
    steps: Array = field(default_factory=lambda: np.zeros(0, TABLES["stage_row"]))


class Sink(Protocol):
    """Where a run's rows go instead of into memory."""

    def take(self, name: str, rows: Array) -> None:
        """Take rows.

        Parameters
        ----------
        name : str
            Their table: ``leg``, ``change``, ``command``, ``decision`` or ``stage_row``.
        rows : numpy.ndarray
            The core's rows; valid during the call only.
        """
        ...


@dataclass
class Run:
    """One run of the core.

    Parameters
    ----------
    setup : Setup
        What is fixed.
    seed, replication : int
        What every draw is keyed by.
    keep : Keep
        Which logs are written.
    sink : Sink, optional
        Takes the rows as they come; the run then leaves none itself.
    """

    setup: Setup
    seed: int
    replication: int
    keep: Keep = field(default_factory=Keep)
    sink: Sink | None = None

    def __post_init__(self) -> None:
        self.tables = new_state(self.setup, self.seed, self.replication, self.keep)
        self.words: list[str] = []
        self.told: list[str] = []
        matters = int(self.setup.arrays["day"]["expected"].sum())
        types = {name: TABLES[name] for name in _COUNTERS} | ({"leg": WIDE_LEG} if self.setup.rich else {})
        self._taken = {name: Gathered(types[name], ROWS_A_MATTER[name] * matters) for name in _COUNTERS}
        self._decided = 0
        engine.prepare(self.tables.handle)

    @property
    def now(self) -> int:
        """Time of the last event [us]."""
        return int(self.tables["desk"]["now"][0])

    def next_time(self) -> int:
        """Return when the next event is due [us], NEVER when there is none."""
        return int(engine.next_time(self.tables.handle))

    def advance(self, limit: int = FOREVER, budget: int = BUDGET) -> Stop:
        """Do the events up to a time, making room where a table is full.

        Parameters
        ----------
        limit : int
            The last microsecond whose events are done.
        budget : int
            At most so many events between two calls of the core.

        Returns
        -------
        Stop
            ``DONE``, ``LIMIT``, ``WATCHED`` or ``BUDGET``.

        Raises
        ------
        AcdError
            When a routing key of the user's own gave no finite number.
        """
        while True:
            stop = Stop(engine.run_until(self.tables.handle, limit, budget))
            if self.setup.own is not None:
                check_own(self.tables, self.setup.own)
            if stop not in (Stop.LOG_FULL, Stop.CONTACTS_FULL, Stop.EVENTS_FULL):
                return stop
            self.make_room(stop)

    def make_room(self, stop: int) -> None:
        """Empty the logs or enlarge the table that a stop code names.

        Parameters
        ----------
        stop : int
            ``LOG_FULL``, ``CONTACTS_FULL`` or ``EVENTS_FULL``.
        """
        if stop != Stop.LOG_FULL:
            make_room(self.tables, stop)
            return
        self._count(tally.tally_log)
        if not self._take_logs():
            self._more_log()

    def _take_logs(self) -> bool:
        """Hand on what the logs hold, which has been counted, and empty them; say whether that made any room."""
        decided, taken = self._decided, 0
        for name, (table, counter) in _COUNTERS.items():
            n = int(self.tables[table][counter][0])
            rows = self.tables[name][:n]
            if name == "command":
                # commands point at their decisions by row, counted over the whole run
                rows["decision"] += decided
            elif name == "decision":
                self._decided += n
            elif name == "leg" and self.setup.rich:
                rows = side_by_side(rows, self.tables["more"][:n], WIDE_LEG)
            counted = not self.keep.log and name in ("leg", "change")
            if self.sink is not None and n and not counted:
                self.sink.take(name, rows)
            if self.sink is None and not counted:
                self._taken[name].add(rows)
            self.tables[table][counter] = 0
            taken += n
        return taken > 0

    def _count(self, rows: Callable[[Any], int]) -> None:
        """Let the core count the rows of the log, making room as long as it asks for it."""
        if self.keep.tallies is not None:
            while not rows(self.tables.handle):
                more_blocks(self.tables)

    def _more_log(self) -> None:
        """Double every log: one event may need more than the whole buffer, when very many wait."""
        rows = {"leg": "legs", "change": "changes", "command": "commands", "decision": "decisions"}
        rows |= {"stage_row": "steps"}
        for name, column in rows.items():
            if len(self.tables[name]) > 1:
                self.tables.extend(name, 2 * len(self.tables[name]))
                self.tables["capacity"][column] = len(self.tables[name])
        if self.keep.tallies is not None:
            self.tables.extend("trail", len(self.tables["leg"]))
        if self.setup.rich:
            self.tables.extend("more", len(self.tables["leg"]))
            if self.keep.tallies is not None:
                self.tables.extend("thread", len(self.tables["leg"]))

    def close(self, *, stopped: bool = False) -> Logs:
        """End the run: log what is still there and return everything.

        Parameters
        ----------
        stopped : bool
            True when the run is ended before its end.

        Returns
        -------
        Logs
            All rows of the run.

        Raises
        ------
        AcdError
            As of `advance`, when it was the clock that advanced the core.
        """
        self._count(tally.tally_log)
        self._take_logs()
        while self.keep.rows and len(self.tables["leg"]) < int(self.tables["desk"]["in_system"][0]):
            self._more_log()
        unfinished.finish_run(self.tables.handle)
        if self.setup.own is not None:
            check_own(self.tables, self.setup.own)
        if self.keep.tallies is not None and stopped:
            self.tables.replace(self.keep.tallies.cut(self.now).arrays(self.tables["frame"]))
            self.tables["tally"]["place"] = 0  # a segment that the shorter frame may not have
        self._count(tally.tally_end)
        self._take_logs()
        rows = {name: gathered.rows() for name, gathered in self._taken.items()}
        return Logs(
            rows["leg"],
            rows["change"],
            rows["command"],
            rows["decision"],
            tuple(self.words),
            self.now if stopped else None,
            int(self.tables["world"]["contacts"][0]),
            self.replication,
            self._tallies(),
            steps=rows["stage_row"],
            told=tuple(self.told),
        )

    def _tallies(self) -> dict[str, Array]:
        if self.keep.tallies is None:
            return {}
        blocks = int(self.tables["tally"]["blocks"][0]) + 1
        bins = self.tables["wait_bin"][: blocks * BLOCK_SIZE]
        waits = self.tables["wait"][: max(int(self.tables["tally"]["kept"][0]), 0)]
        found = {name: self.tables[name] for name in ("leg_cell", "group_cell", "block")}
        return found | {"wait_bin": bins, "wait": waits}


class Clock(Protocol):
    """What moves a run from its start to its end."""

    def run(self, run: Run) -> Logs:
        """Run to the end.

        Parameters
        ----------
        run : Run
            Prepared, not begun.

        Returns
        -------
        Logs
            What it leaves.
        """
        ...
