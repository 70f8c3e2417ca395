"""The `start` column of a file: which interval of the calendar each row speaks of.

A file's starts are times of day (``08:00``), of a week (``mon 08:00``) or dates (``2026-01-05 08:00``), one
kind in one file. `Series` answers for any interval of the calendar; it does not know whether its values are
contacts or agents.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from acd.scenario import times, values
from acd.scenario.calendar import open_intervals, weekday
from acd.scenario.model import Scenario
from acd.scenario.tables import TableError, Tables

START = "start"
MOST_ROWS_NAMED = 5
KINDS = {"clock": "08:00", "week": "mon 08:00", "date": "2026-01-05 08:00"}


@dataclass(frozen=True, slots=True)
class Start:
    """One cell of a `start` column.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    day : int
        Nothing (0) for a time of day, else the weekday or the date's ordinal.
    clock : float
        Time of day [s].
    """

    kind: str
    day: int
    clock: float


@lru_cache(maxsize=10_000)  # the columns of a file share their starts
def read_start(cell: str) -> Start:
    """Return what a cell of a `start` column says.

    Parameters
    ----------
    cell : str
        The cell's text.

    Returns
    -------
    Start
        Its kind, day and time of day.

    Raises
    ------
    MisreadError
        When it is none of the three kinds.
    """
    for pattern, reader in _READERS:
        if re.match(pattern, cell):
            return reader(cell)
    message = f"{values.shown(cell)} is no start; write 08:00, mon 08:00 or 2026-01-05 08:00"
    raise values.MisreadError(message)


def _clock_start(cell: str) -> Start:
    return Start("clock", 0, times.clock(cell))


def _week_start(cell: str) -> Start:
    word, clock = cell.split(None, 1)
    [weekday] = times.weekdays(word)
    return Start("week", weekday, times.clock(clock))


def _date_start(cell: str) -> Start:
    moment = read_moment(cell)
    return Start("date", moment.toordinal(), moment.hour * 3600.0 + moment.minute * 60.0 + moment.second)


_READERS: list[tuple[str, Callable[[str], Start]]] = [
    (r"^\d{1,2}:", _clock_start),
    (r"^[A-Za-z]+\s", _week_start),
    (r"^\d{4}-", _date_start),
]


def read_moment(cell: str) -> datetime:
    """Return an ISO time without offset.

    Parameters
    ----------
    cell : str
        The cell's text.

    Returns
    -------
    datetime
        The centre's own time.

    Raises
    ------
    MisreadError
        When it is none, or has an offset from UTC.
    """
    try:
        moment = datetime.fromisoformat(cell)
    except ValueError:
        message = f"{values.shown(cell)} is not a time; write it as 2026-01-05 08:00"
        raise values.MisreadError(message) from None
    if moment.tzinfo is not None:
        message = f"{values.shown(cell)} has an offset from UTC; write the centre's own time without one"
        raise values.MisreadError(message)
    return moment


def series(scenario: Scenario, file: str, column: str, value: Callable[[str], float]) -> list[list[float]]:
    """Return a file's value for every open interval of every day.

    Parameters
    ----------
    scenario : Scenario
        Whose calendar asks.
    file, column : str
        Where the values stand.
    value : callable
        Reads one cell; raises `ValueError`.

    Returns
    -------
    list of list of float
        One list a day, in the order of `open_intervals`.

    Raises
    ------
    TableError
        Naming every row at fault, or the intervals that are missing.
    """
    rows = _rows(scenario.source.tables, file, column, value)
    _one_kind(file, rows)
    _on_the_grid(scenario, file, rows)
    known = _by_start(file, rows)
    found = [_day_values(scenario, day, known, rows[0][1].kind) for day in range(scenario.calendar.days)]
    missing = [
        _start_text(scenario, day, start)
        for day, cells in enumerate(found)
        for start, cell in cells
        if cell is None
    ]
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        message = (
            f"{file} has no row for open interval {missing[0]}{more}; "
            "give every open interval a row, with 0 where nothing is expected"
        )
        raise TableError(message)
    _nothing_while_closed(scenario, file, column, rows)
    return [[cell for _, cell in cells if cell is not None] for cells in found]


_Row = tuple[int, Start, float]


def _rows(tables: Tables, file: str, column: str, value: Callable[[str], float]) -> list[_Row]:
    table = tables.table(file)
    starts, cells = table.column(START), table.column(column)
    rows: list[_Row] = []
    broken: list[str] = []
    for (number, start), (_, cell) in zip(starts, cells, strict=True):
        try:
            rows.append((number, read_start(start), value(cell)))
        except ValueError as error:
            broken.append(f"row {number}: {error}")
    if broken:
        raise TableError(several(file, broken))
    return rows


def several(file: str, broken: list[str]) -> str:
    """Return one message for the first few broken rows of a file and the number of the others."""
    rest = len(broken) - MOST_ROWS_NAMED
    return f"{file} " + "; ".join(broken[:MOST_ROWS_NAMED]) + (f"; and {rest} more rows" if rest > 0 else "")


def _one_kind(file: str, rows: list[_Row]) -> None:
    first = rows[0]
    for number, start, _ in rows:
        if start.kind != first[1].kind:
            message = (
                f"{file} row {number}: a start written like {KINDS[start.kind]} after one like "
                f"{KINDS[first[1].kind]}; write all starts in one way"
            )
            raise TableError(message)


def _on_the_grid(scenario: Scenario, file: str, rows: list[_Row]) -> None:
    for number, start, _ in rows:
        if start.clock % scenario.interval or start.clock >= values.DAY:
            message = (
                f"{file} row {number}: {times.clock_text(start.clock)} is not the start of an interval; "
                f"intervals start every {values.duration_text(scenario.interval)} from 00:00"
            )
            raise TableError(message)


def _by_start(file: str, rows: list[_Row]) -> dict[Start, float]:
    known: dict[Start, float] = {}
    first: dict[Start, int] = {}
    for number, start, value in rows:
        if start in known:
            message = f"{file} row {number}: the same start as row {first[start]}; keep one of them"
            raise TableError(message)
        known[start], first[start] = value, number
    return known


def _key(scenario: Scenario, kind: str, day: int, clock: float) -> Start:
    """Return how a file of this kind writes a time of the calendar."""
    if kind == "clock":
        return Start(kind, 0, clock)
    return Start(
        kind, weekday(scenario, day) if kind == "week" else scenario.calendar.start.toordinal() + day, clock
    )


def _day_values(
    scenario: Scenario, day: int, known: dict[Start, float], kind: str
) -> list[tuple[float, float | None]]:
    starts = [start - day * values.DAY for start, _ in open_intervals(scenario, day)]
    return [(start, known.get(_key(scenario, kind, day, start))) for start in starts]


def _start_text(scenario: Scenario, day: int, clock: float) -> str:
    moment = date.fromordinal(scenario.calendar.start.toordinal() + day)
    return f"{times.WEEKDAYS[moment.weekday()]} {moment} {times.clock_text(clock)}"


def _nothing_while_closed(scenario: Scenario, file: str, column: str, rows: list[_Row]) -> None:
    """Refuse values above 0 in closed hours of the calendar; a file may cover more dates than that."""
    kind = rows[0][1].kind
    used: set[Start] = set()
    covered: set[int] = set()
    for day in range(scenario.calendar.days):
        covered.add(_key(scenario, kind, day, 0.0).day)
        used.update(
            _key(scenario, kind, day, start - day * values.DAY) for start, _ in open_intervals(scenario, day)
        )
    for number, start, value in rows:
        if value > 0.0 and start.day in covered and start not in used:
            message = (
                f"{file} row {number}: {value:g} in column {values.shown(column)} at "
                f"{times.clock_text(start.clock)}, outside opening hours; set it to 0 or open the centre"
            )
            raise TableError(message)
