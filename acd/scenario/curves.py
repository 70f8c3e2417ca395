"""What changes with time: expected arrivals, real arrival times and agents logged in, from lists and files.

Everything comes out in seconds from the start of the calendar and only for open time. A value of an interval
that is open only in part falls on its open part. Whether a list or a file fits the calendar is found out
here; `checks` asks and gives the answer its place in the scenario.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, time

from acd.scenario import times, values
from acd.scenario.agents import Group
from acd.scenario.arrivals import Arrivals
from acd.scenario.calendar import horizon, open_intervals, open_periods, openings
from acd.scenario.distributions import Distribution, Empirical
from acd.scenario.hours import Period
from acd.scenario.model import Scenario
from acd.scenario.starts import read_moment, series, several
from acd.scenario.tables import Table, TableError

Piece = tuple[float, float, float]
TRACE_COLUMN = "arrived"


def arrival_pieces(scenario: Scenario, category: str) -> list[list[Piece]]:
    """Return the expected new matters of a category, piece by piece.

    Parameters
    ----------
    scenario : Scenario
        A checked scenario.
    category : str
        Name of the category.

    Returns
    -------
    list of list of (float, float, float)
        One list a day of (start, end, expected): times [s since day one 00:00], matters expected in the
        piece, which lies in one interval where intervals vary. Empty for a category with a trace or without arrivals.

    Raises
    ------
    TableError
        When a list or file does not fit the calendar; a checked scenario never raises.
    """
    arrivals = scenario.categories[category].arrivals
    if arrivals is None or arrivals.trace is not None:
        return []
    if arrivals.rate is not None:
        cut = _by_interval if arrivals.by_interval else open_periods
        return [_constant(cut(scenario, day), arrivals.rate) for day in range(scenario.calendar.days)]
    expected = _per_day(
        scenario, arrivals.per_interval, arrivals.file, arrivals.column or category, values.amount
    )
    return [_spread(scenario, day, expected[day]) for day in range(scenario.calendar.days)]


def arrival_trace(scenario: Scenario, category: str) -> list[float]:
    """Return the real arrival times of a category, sorted [s since day one 00:00]; empty without a trace.

    Raises
    ------
    TableError
        When a time cannot be read or falls into closed hours; a checked scenario never raises.

    Notes
    -----
    Times are ISO times or seconds since day one 00:00. Those before the calendar or after it are left out.
    """
    arrivals = scenario.categories[category].arrivals
    if arrivals is None or arrivals.trace is None:
        return []
    table = scenario.source.tables.table(arrivals.trace)
    rows = table.column(_trace_column(table, arrivals))
    first = datetime.combine(scenario.calendar.start, time())
    moments = _cells(table.file, rows, lambda cell: _seconds(cell, first))
    inside = [(number, moment) for number, moment in moments if 0.0 <= moment < horizon(scenario)]
    if not inside:
        message = (
            f"{table.file} has no time within the calendar ({scenario.calendar.start}, "
            f"{scenario.calendar.days} days); move calendar.start to the trace's first day"
        )
        raise TableError(message)
    _only_while_open(scenario, table.file, inside)
    return sorted(moment for _, moment in inside)


def staffing_levels(scenario: Scenario, group: str) -> list[tuple[float, float, int]]:
    """Return how many agents of a group are logged in when.

    Returns
    -------
    list of (float, float, int)
        Start, end [s since day one 00:00] and agents: one piece per open interval for `staffing`, one per
        opening period for `count`. Empty for a group with shifts.

    Raises
    ------
    TableError
        When a list or file does not fit the calendar; a checked scenario never raises.
    """
    found = scenario.agents[group]
    if found.count is not None:
        return [(start, end, found.count) for start, end in openings(scenario)]
    if found.staffing is None:
        return []
    levels = _staffing_per_day(scenario, group, found)
    return [
        (start, end, round(level))
        for day in range(scenario.calendar.days)
        for (_, pieces), level in zip(open_intervals(scenario, day), levels[day], strict=True)
        for start, end in pieces
    ]


def samples(scenario: Scenario, distribution: Distribution) -> tuple[float, ...]:
    """Return the sorted values [s] of an empirical distribution; empty for any other.

    Raises
    ------
    TableError
        When a value cannot be used; a checked scenario never raises.
    """
    if not isinstance(distribution, Empirical):
        return ()
    if not distribution.sample:
        distribution.fill(_sample(scenario, distribution))
    return distribution.sample


def _sample(scenario: Scenario, distribution: Empirical) -> tuple[float, ...]:
    """Return the sorted values of a file's column."""
    table = scenario.source.tables.table(distribution.file)
    rows = [(number, cell) for number, cell in table.column(distribution.column) if cell]
    if not rows:
        message = (
            f"{table.file} has no value in column {values.shown(distribution.column)}; it needs one at least"
        )
        raise TableError(message)
    return tuple(sorted(value for _, value in _cells(table.file, rows, values.duration)))


def _staffing_per_day(scenario: Scenario, group: str, found: Group) -> list[list[float]]:
    assert found.staffing is not None
    given = found.staffing
    return _per_day(scenario, given.per_interval, given.file, given.column or group, _agents)


def _agents(cell: str) -> float:
    number = values.amount(cell)
    if not number.is_integer() or number > 100_000:
        message = f"{values.shown(cell)} is not a number of agents; give a whole number up to 100000"
        raise values.MisreadError(message)
    return number


def _per_day(
    scenario: Scenario,
    listed: Sequence[float] | None,
    file: str | None,
    column: str,
    value: Callable[[str], float],
) -> list[list[float]]:
    """Return one value per open interval of each day, from a list or else from a file."""
    if listed is None:
        assert file is not None
        return series(scenario, file, column, value)
    counts = [len(open_intervals(scenario, day)) for day in range(scenario.calendar.days)]
    if len(listed) == sum(counts):
        ends = [sum(counts[: day + 1]) for day in range(len(counts))]
        return [list(listed[end - count : end]) for end, count in zip(ends, counts, strict=True)]
    one_day = {count for count in counts if count}
    if one_day == {len(listed)}:
        return [list(listed) if count else [] for count in counts]
    raise TableError(_wrong_length(len(listed), sum(counts), one_day))


def _wrong_length(given: int, all_days: int, one_day: set[int]) -> str:
    values_given = f"{given} value{'s' if given != 1 else ''}"
    if one_day == {all_days}:
        return f"{values_given}; one per open interval is {all_days}"
    if len(one_day) == 1:
        return (
            f"{values_given}; one per open interval is {min(one_day)} for one day or {all_days} for all days"
        )
    return f"{values_given}; one per open interval is {all_days} for all days, which differ in length"


def _constant(periods: Sequence[Period], rate: float) -> list[Piece]:
    return [(start, end, rate * (end - start)) for start, end in periods]


def _by_interval(scenario: Scenario, day: int) -> list[Period]:
    return [piece for _, pieces in open_intervals(scenario, day) for piece in pieces]


def _spread(scenario: Scenario, day: int, expected: Sequence[float]) -> list[Piece]:
    """Return pieces of the open intervals; each interval's matters fall on its open time, evenly."""
    found: list[Piece] = []
    for (_, pieces), matters in zip(open_intervals(scenario, day), expected, strict=True):
        total = sum(end - start for start, end in pieces)
        found.extend((start, end, matters * ((end - start) / total)) for start, end in pieces)
    return found


def _cells(file: str, rows: list[tuple[int, str]], value: Callable[[str], float]) -> list[tuple[int, float]]:
    """Return the value of every cell, or raise with the rows at fault."""
    found: list[tuple[int, float]] = []
    broken: list[str] = []
    for number, cell in rows:
        try:
            found.append((number, value(cell)))
        except ValueError as error:
            broken.append(f"row {number}: {error}")
    if broken:
        raise TableError(several(file, broken))
    return found


def _trace_column(table: Table, arrivals: Arrivals) -> str:
    if arrivals.column is not None:
        return arrivals.column
    return table.columns[0] if len(table.columns) == 1 else TRACE_COLUMN


def _seconds(cell: str, first: datetime) -> float:
    """Return an arrival time [s since day one 00:00] written as a number of seconds or an ISO time."""
    try:
        return values.amount(cell)
    except ValueError:
        return (read_moment(cell) - first).total_seconds()


def _only_while_open(scenario: Scenario, file: str, moments: list[tuple[int, float]]) -> None:
    periods = openings(scenario)
    broken: list[str] = []
    position = 0
    for number, moment in sorted(moments, key=lambda row: row[1]):
        while position < len(periods) - 1 and moment >= periods[position][1]:
            position += 1
        if not periods[position][0] <= moment < periods[position][1]:
            day, clock = divmod(moment, values.DAY)
            broken.append(
                f"row {number}: {times.clock_text(clock)} on day {day + 1:.0f} is outside opening hours"
            )
    if broken:
        raise TableError(several(file, broken) + "; take such contacts out or open the centre")
