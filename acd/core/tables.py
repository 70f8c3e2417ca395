"""Every table of the core: its columns, its place in the handle, and who may write it.

*Setup* tables are fixed during a call of the core and may be shared by threads. *Router* tables are the state of
waiting lines and agents. *World* tables are the state of the simulated outside; a live system leaves them empty. *Logs*
take what happened, *tallies* count it, and ``capacity`` says how much there is room for.
Times are int64 microseconds since day one 00:00; NONE (-1) stands for no index and no time.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np

from acd.core import columns, ledgers, lives, plan_rows
from acd.core._records import PLAIN, prefetch_of, row_of
from acd.core.rows import LINE_BYTES, as_bytes, fresh_rows

Handle: TypeAlias = Any
"""What kernels take first: an address when compiled, the tuple of tables when plain."""

NONE = -1
NEVER = 1 << 62
"""A time, or a packed time and index, that never comes."""

END = NEVER
"""In place of the time and rank of a next event: nothing is left to happen."""
RANK_BITS = 4
"""Time and rank of an event in one integer: ``time << RANK_BITS | rank``."""

SECOND = 1_000_000
BATCH = 32
"""Matters of a category that are drafted at a time."""


TABLES: dict[str, np.dtype[Any]] = {
    "rules": columns.RULES, "line": columns.LINE, "group": columns.GROUP, "route": columns.ROUTE,
    "group_lines": columns.MASK_WORD, "category_groups": columns.MASK_WORD, "member": columns.MEMBER,
    "kin": columns.KIN,
    "seat": lives.SEAT, "medium": lives.MEDIUM, "channel": lives.CHANNEL, "service": lives.SERVICE,
    "course": lives.COURSE, "step": lives.STEP, "branch": lives.BRANCH, "refer": lives.REFER,
    "answer": lives.ANSWER, "survey": lives.SURVEY, "question": lives.QUESTION, "callback": lives.CALLBACK,
    "callback_window": lives.CALLBACK_WINDOW, "choice": lives.CHOICE, "accept": lives.ACCEPT,
    "ring": lives.RING,
    "planet": columns.PLANET, "category": columns.CATEGORY, "factor": columns.FACTOR, "share": columns.SHARE,
    "day": columns.DAY, "piece": columns.PIECE, "relation": columns.RELATION, "aim": columns.AIM,
    "comeback": columns.COMEBACK,
    "through": columns.THROUGH, "loyalty": columns.LOYALTY, "trace": columns.TRACE,
    "distribution": columns.DISTRIBUTION, "sample": columns.SAMPLE, "opening": columns.OPENING,
    "open_time": columns.OPEN_TIME, "plan": columns.PLAN, "team": columns.TEAM, "person": columns.PERSON,
    "flow": columns.FLOW, "bend": columns.BEND, "burst": columns.BURST, "play": columns.PLAY,
    "routing_plan": plan_rows.ROUTING_PLAN, "routing_step": plan_rows.ROUTING_STEP,
    "reserve": columns.RESERVE, "term": columns.TERM,
    "campaign": columns.CAMPAIGN, "window": columns.WINDOW, "soon": columns.SOON,
    "frame": columns.FRAME, "segment": columns.SEGMENT, "open_segment": columns.SEGMENT, "ending": columns.ENDING,
    "target": columns.TARGET, "own": columns.OWN, "preference": ledgers.PREFERENCE, "merit": ledgers.MERIT,
    "desk": columns.DESK, "contact": columns.CONTACT, "agent": columns.AGENT,
    "pool": columns.POOL, "queue": columns.QUEUE, "crowd": columns.CROWD, "hold": columns.HOLD,
    "patron": columns.PATRON, "stance": plan_rows.STANCE, "achieved": plan_rows.ACHIEVED,
    "full_lines": columns.MASK_WORD, "idle_groups": columns.MASK_WORD,
    "event": columns.EVENT, "decided": columns.DECIDED, "hand": lives.HAND, "load": lives.LOAD, "duty": lives.DUTY,
    "grip": lives.GRIP, "outlook": lives.OUTLOOK, "bar": lives.BAR, "peer": lives.PEER, "phone": lives.PHONE,
    "ledger": ledgers.LEDGER, "turn": ledgers.TURN, "allotment": ledgers.ALLOTMENT, "grove": ledgers.GROVE,
    "life": lives.LIFE,
    "world": columns.WORLD, "visit": columns.VISIT, "worker": columns.WORKER, "stream": columns.STREAM,
    "draft": columns.DRAFT, "moment": columns.MOMENT, "agent_node": columns.NODE, "stream_node": columns.NODE,
    "contact_node": columns.NODE, "tide": columns.TIDE, "swell": columns.SWELL, "wave": columns.WAVE,
    "shifted": columns.SHIFTED, "watched": columns.WATCHED, "trail": columns.TRAIL, "tally": columns.TALLY,
    "leg_cell": columns.LEG_CELL, "group_cell": columns.GROUP_CELL, "dialler": columns.DIALLER,
    "record": columns.RECORD, "presence": columns.PRESENCE, "block": columns.BLOCK, "wait_bin": columns.WAIT_BIN,
    "wait": columns.WAIT, "more": lives.MORE, "thread": lives.THREAD, "stage_row": lives.STAGE_ROW,
    "leg": columns.LEG, "change": columns.CHANGE, "command": columns.COMMAND, "decision": columns.DECISION,
    "capacity": columns.CAPACITY, "given": columns.GIVEN,
}  # fmt: skip
"""Every table by name, in the order of the handle."""

SETUP = tuple(TABLES)[: list(TABLES).index("desk")]
"""Names of the tables that are fixed during a run."""

_NUMBER = {name: number for number, name in enumerate(TABLES)}

SINGLE = ("rules", "planet", "frame", "desk", "world", "tally", "capacity")
"""Tables of one row, which stand in the handle's block behind the addresses of the others."""


def _places() -> dict[str, slice]:
    """Return where the tables of one row stand in the block [bytes]; each starts a line of the processor's cache."""
    first, places = 8 * len(TABLES), {}
    for name in SINGLE:
        first = -(-first // LINE_BYTES) * LINE_BYTES
        places[name] = slice(first, first + TABLES[name].itemsize)
        first += TABLES[name].itemsize
    return places


_PLACES = _places()


def _accessor(name: str) -> Any:
    inside = _PLACES[name].start if name in SINGLE else None
    return row_of(_NUMBER[name], TABLES[name], fixed=name in SETUP, inside=inside)


rules, line, group, route, member = map(_accessor, ("rules", "line", "group", "route", "member"))
kin = _accessor("kin")
relation, aim = map(_accessor, ("relation", "aim"))
comeback, through, loyalty = map(_accessor, ("comeback", "through", "loyalty"))
own, given = map(_accessor, ("own", "given"))
hold, patron = map(_accessor, ("hold", "patron"))
routing_plan, routing_step, stance, achieved = map(
    _accessor, ("routing_plan", "routing_step", "stance", "achieved")
)
group_lines, category_groups = map(_accessor, ("group_lines", "category_groups"))
planet, category, factor, share, day = map(_accessor, ("planet", "category", "factor", "share", "day"))
piece, trace, distribution, sample = map(_accessor, ("piece", "trace", "distribution", "sample"))
opening, open_time = map(_accessor, ("opening", "open_time"))
plan, team, person = map(_accessor, ("plan", "team", "person"))
reserve, term, campaign, window, soon = map(_accessor, ("reserve", "term", "campaign", "window", "soon"))
dialler, record = map(_accessor, ("dialler", "record"))
desk, contact, agent, pool, queue = map(_accessor, ("desk", "contact", "agent", "pool", "queue"))
crowd, full_lines, idle_groups = map(_accessor, ("crowd", "full_lines", "idle_groups"))
event, decided, capacity = map(_accessor, ("event", "decided", "capacity"))
world, visit, worker, stream = map(_accessor, ("world", "visit", "worker", "stream"))
draft, moment, watched = map(_accessor, ("draft", "moment", "watched"))
agent_node, stream_node, contact_node = map(_accessor, ("agent_node", "stream_node", "contact_node"))
frame, segment, open_segment, ending, target = map(
    _accessor, ("frame", "segment", "open_segment", "ending", "target")
)
flow, bend, burst, play = map(_accessor, ("flow", "bend", "burst", "play"))
tide, swell, wave, shifted = map(_accessor, ("tide", "swell", "wave", "shifted"))
trail, tally, leg_cell, group_cell = map(_accessor, ("trail", "tally", "leg_cell", "group_cell"))
presence, block, wait_bin, wait = map(_accessor, ("presence", "block", "wait_bin", "wait"))
leg, change, command, decision = map(_accessor, ("leg", "change", "command", "decision"))
seat, medium, channel, service = map(_accessor, ("seat", "medium", "channel", "service"))
course, step, branch, refer, answer = map(_accessor, ("course", "step", "branch", "refer", "answer"))
bar, peer, phone, ring = map(_accessor, ("bar", "peer", "phone", "ring"))
preference, merit, ledger = map(_accessor, ("preference", "merit", "ledger"))
turn, allotment, grove = map(_accessor, ("turn", "allotment", "grove"))
hand, load, duty, grip, life = map(_accessor, ("hand", "load", "duty", "grip", "life"))
outlook, choice, accept = map(_accessor, ("outlook", "choice", "accept"))
survey, question, callback, callback_window = map(
    _accessor, ("survey", "question", "callback", "callback_window")
)
more, thread, stage_row = map(_accessor, ("more", "thread", "stage_row"))


expect_agent, expect_contact, expect_visit = (
    prefetch_of(_NUMBER[name], TABLES[name]) for name in ("agent", "contact", "visit")
)
"""Ask for a row that the next events will need: in a large centre it is far from the processor."""


class Tables:
    """The tables of one run and their handle.

    Parameters
    ----------
    arrays : dict of str to numpy.ndarray
        Structured arrays by name; a table left out is empty.

    Attributes
    ----------
    handle : int or tuple
        What kernels take first: the address of a block that holds the tables' addresses and the single rows; plain, the
        tuple of the tables. Compiled, it stays the same when a table is replaced, and keeps nothing alive: it is good
        for as long as these tables are referred to.
    """

    def __init__(self, arrays: dict[str, np.ndarray[Any, Any]]) -> None:
        # one line more, for the block to start on a line's border
        self._block = np.zeros(max(place.stop for place in _PLACES.values()) + LINE_BYTES, np.uint8)
        start = -self._block.ctypes.data % LINE_BYTES
        self._block = self._block[start:]
        self._addresses = self._block[: 8 * len(TABLES)].view(np.int64)
        self._arrays = {name: np.zeros(1, dtype) for name, dtype in TABLES.items()}
        for name, place in _PLACES.items():
            self._arrays[name] = self._block[place].view(TABLES[name])
        self.handle: Any = self._block.ctypes.data
        self.replace(self._arrays | arrays)

    def __getitem__(self, name: str) -> np.ndarray[Any, Any]:
        """Return a table by name."""
        return self._arrays[name]

    def replace(self, arrays: dict[str, np.ndarray[Any, Any]]) -> None:
        """Put other arrays in the place of some tables; of a table of one row, copy the row.

        Parameters
        ----------
        arrays : dict of str to numpy.ndarray
            Structured arrays by name.

        Raises
        ------
        TypeError
            When an array is not of its table's type; a wrong one would be read as garbage.
        """
        for name, array in arrays.items():
            if array.dtype != TABLES[name] or not array.flags.c_contiguous:
                message = f"table {name!r} needs contiguous rows of {TABLES[name]}, got {array.dtype}"
                raise TypeError(message)
            if name in SINGLE:
                self._arrays[name][:] = array[:1]
            else:
                self._arrays[name] = array if len(array) else np.zeros(1, TABLES[name])
            self._addresses[_NUMBER[name]] = self._arrays[name].ctypes.data
        if PLAIN:
            self.handle = tuple(self._arrays.values())

    def extend(self, name: str, rows: int) -> None:
        """Enlarge a table, keeping its rows; the new ones are zero.

        Parameters
        ----------
        name : str
            The table.
        rows : int
            Its new length.
        """
        old = self._arrays[name]
        new = fresh_rows(old.dtype, rows)
        as_bytes(new)[: old.nbytes] = as_bytes(old)
        self.replace({name: new})
