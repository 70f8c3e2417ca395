"""Arrivals and staffing by interval, from rates, lists and files, against values worked out by hand."""

import math
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from acd.errors import ScenarioError
from acd.scenario import Scenario, parse
from acd.scenario.curves import arrival_pieces, arrival_trace, samples, staffing_levels
from tests.scenario.made import GROUP, faults, text

HOUR, DAY = 3_600.0, 86_400.0
MORNING = "interval: 1h\ncalendar: {start: 2026-01-05, days: 2, open: 08:00-10:00}"


def centre(folder: Path, arrivals: str = "", group: str = GROUP, root: str = MORNING) -> Scenario:
    """Return a scenario that is open from 8 to 10 on a Monday and a Tuesday."""
    return parse(text(category=f"arrivals: {arrivals}" if arrivals else "", group=group, root=root), folder)


def told(folder: Path, arrivals: str, root: str = MORNING) -> str:
    """Return the one message about a category's arrivals."""
    [line] = faults(text(category=f"arrivals: {arrivals}", root=root), folder)
    return line.removeprefix("f.yaml:3: categories.a.arrivals.")


def put(folder: Path, content: str, name: str = "a.csv") -> str:
    """Write a file and return how a scenario names it."""
    (folder / name).write_text(content, encoding="utf-8")
    return f"{{file: {name}}}"


def test_a_rate_gives_one_piece_per_opening_of_each_day(tmp_path: Path) -> None:
    assert arrival_pieces(centre(tmp_path, "{rate: 30/h}"), "a") == [
        [(8 * HOUR, 10 * HOUR, 60.0)],
        [(DAY + 8 * HOUR, DAY + 10 * HOUR, 60.0)],
    ]


def test_a_rate_of_nothing_needs_no_unit(tmp_path: Path) -> None:
    assert arrival_pieces(centre(tmp_path, "{rate: 0}"), "a")[0] == [(8 * HOUR, 10 * HOUR, 0.0)]


def test_a_list_for_one_day_is_repeated_and_one_for_all_days_is_not(tmp_path: Path) -> None:
    once = arrival_pieces(centre(tmp_path, "{per_interval: [3, 4]}"), "a")
    assert [[matters for _, _, matters in day] for day in once] == [[3.0, 4.0], [3.0, 4.0]]
    each = arrival_pieces(centre(tmp_path, "{per_interval: [3, 4, 5, 6]}"), "a")
    assert each[1] == [(DAY + 8 * HOUR, DAY + 9 * HOUR, 5.0), (DAY + 9 * HOUR, DAY + 10 * HOUR, 6.0)]


def test_matters_of_an_interval_fall_evenly_on_its_open_pieces(tmp_path: Path) -> None:
    root = "interval: 1h\ncalendar: {open: '07:45-08:15, 08:30-09:00'}"
    [pieces] = arrival_pieces(centre(tmp_path, "{per_interval: [6, 9]}", root=root), "a")
    assert pieces == [
        (7.75 * HOUR, 8 * HOUR, 6.0),
        (8 * HOUR, 8.25 * HOUR, pytest.approx(3.0)),
        (8.5 * HOUR, 9 * HOUR, pytest.approx(6.0)),
    ]
    assert math.fsum(matters for _, _, matters in pieces) == 15.0


def test_a_list_of_another_length_is_a_fault(tmp_path: Path) -> None:
    expected = "per_interval: 3 values; one per open interval is 2 for one day or 4 for all days"
    assert told(tmp_path, "{per_interval: [1, 2, 3]}") == expected
    uneven = "interval: 1h\ncalendar: {days: 2, open: {mon: 08:00-10:00, tue: 08:00-09:00}}"
    assert told(tmp_path, "{per_interval: [1, 2]}", uneven) == (
        "per_interval: 2 values; one per open interval is 3 for all days, which differ in length"
    )


@pytest.mark.parametrize(
    ("starts", "second_day"),
    [
        (["08:00", "09:00"], [1.0, 2.0]),
        (["mon 08:00", "mon 09:00", "tue 08:00", "Tuesday 09:00"], [3.0, 4.0]),
        (["2026-01-05 08:00", "2026-01-05T09:00", "2026-01-06 08:00:00", "2026-01-06 09:00"], [3.0, 4.0]),
    ],
)
def test_a_file_speaks_of_times_of_day_of_a_week_or_of_dates(
    tmp_path: Path, starts: list[str], second_day: list[float]
) -> None:
    rows = "\n".join(f"{start},{number}" for number, start in enumerate(starts, start=1))
    pieces = arrival_pieces(centre(tmp_path, put(tmp_path, f"start,a\n{rows}\n")), "a")
    assert [[matters for _, _, matters in day] for day in pieces] == [[1.0, 2.0], second_day]


def test_rows_of_other_dates_and_zeros_in_closed_hours_are_left_out(tmp_path: Path) -> None:
    rows = "start,a\n2025-12-31 08:00,7\n2026-01-05 07:00,0\n" + "".join(
        f"2026-01-0{day} 0{hour}:00,{day}\n" for day in (5, 6) for hour in (8, 9)
    )
    pieces = arrival_pieces(centre(tmp_path, put(tmp_path, rows)), "a")
    assert [[matters for _, _, matters in day] for day in pieces] == [[5.0, 5.0], [6.0, 6.0]]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_a_csv_file_may_separate_by_comma_semicolon_or_tab(tmp_path: Path, separator: str) -> None:
    content = "start,a\n08:00,1\n\n09:00,2\n".replace(",", separator)
    pieces = arrival_pieces(centre(tmp_path, put(tmp_path, content)), "a")
    assert [matters for _, _, matters in pieces[0]] == [1.0, 2.0]


def test_a_workbook_says_the_same_as_a_csv_file(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["start", "calls"], ["08:00", 1], ["09:00", 2.5]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    pieces = arrival_pieces(centre(tmp_path, "{file: a.xlsx, column: calls}"), "a")
    assert [matters for _, _, matters in pieces[0]] == [1.0, 2.5]


def test_a_workbook_may_hold_times_dates_and_empty_cells(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (["start", "a", None], [time(8), 1, None], [time(9), 2, None], [None, None, None]):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    assert arrival_pieces(centre(tmp_path, "{file: a.xlsx}"), "a")[0][1][2] == 2.0
    for cell, moment in (("A2", datetime(2026, 1, 5, 8)), ("A3", datetime(2026, 1, 6, 9))):
        sheet[cell] = moment
    sheet["A1"], sheet["A4"] = "arrived", timedelta(hours=8)
    book.save(tmp_path / "b.xlsx")
    with pytest.raises(ScenarioError, match=r"b\.xlsx row 4: '08:00' is not a time"):
        centre(tmp_path, "{trace: b.xlsx, column: arrived}")
    sheet.delete_rows(4)
    book.save(tmp_path / "c.xlsx")
    trace = arrival_trace(centre(tmp_path, "{trace: c.xlsx, column: arrived}"), "a")
    assert trace == [8 * HOUR, DAY + 9 * HOUR]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("start,b\n08:00,1\n", "a.csv has no column 'a'; its columns: start, b"),
        ("time,a\n08:00,1\n", "a.csv has no column 'start'; its columns: time, a"),
        ("", "a.csv has no rows; it needs a row of column names and values below it"),
        ("start,a\n", "a.csv has no rows; it needs a row of column names and values below it"),
        ("start,a,a\n08:00,1,2\n", "a.csv has column 'a' twice; give each column its own name"),
        ("start,a\n08:00,1,7\n", "a.csv row 2 has more cells than the header has columns (2); remove them"),
        (
            "start,a\n08:00,x\n09:00,-1\n",
            "a.csv row 2: 'x' is not a number; write it as 12 or 0.5; "
            "row 3: '-1' is negative; it is 0 or more",
        ),
        (
            "start,a\n" + "25:00,1\n" * 7,
            "a.csv "
            + "; ".join(
                f"row {n}: '25:00' does not exist; times of day go from 00:00 to 24:00" for n in range(2, 7)
            )
            + "; and 2 more rows",
        ),
        ("start,a\nnoon,1\n", "a.csv row 2: 'noon' is no start; write 08:00, mon 08:00 or 2026-01-05 08:00"),
        (
            "start,a\nmon-fri 08:00,1\n",
            "a.csv row 2: 'mon-fri 08:00' is no start; write 08:00, mon 08:00 or 2026-01-05 08:00",
        ),
        (
            "start,a\nxyz 08:00,1\n",
            "a.csv row 2: 'xyz' is not a weekday; write mon, tue, wed, thu, fri, sat, sun or mon-fri",
        ),
        (
            "start,a\n2026-01-05 8 Uhr,1\n",
            "a.csv row 2: '2026-01-05 8 Uhr' is not a time; write it as 2026-01-05 08:00",
        ),
        (
            "start,a\n2026-01-05T08:00Z,1\n",
            "a.csv row 2: '2026-01-05T08:00Z' has an offset from UTC; "
            "write the centre's own time without one",
        ),
        (
            "start,a\n08:00,1\nmon 09:00,1\n",
            "a.csv row 3: a start written like mon 08:00 after one like 08:00; write all starts in one way",
        ),
        (
            "start,a\n08:00,1\n08:30,1\n",
            "a.csv row 3: 08:30 is not the start of an interval; intervals start every 1h from 00:00",
        ),
        ("start,a\n08:00,1\n08:00,1\n", "a.csv row 3: the same start as row 2; keep one of them"),
        (
            "start,a\nmon 08:00,1\nmon 09:00,1\n",
            "a.csv has no row for open interval tue 2026-01-06 08:00 and 1 more; "
            "give every open interval a row, with 0 where nothing is expected",
        ),
        (
            "start,a\n08:00,1\n",
            "a.csv has no row for open interval mon 2026-01-05 09:00 and 1 more; "
            "give every open interval a row, with 0 where nothing is expected",
        ),
        (
            "start,a\n08:00,1\n09:00,1\n10:00,2\n",
            "a.csv row 4: 2 in column 'a' at 10:00, outside opening hours; set it to 0 or open the centre",
        ),
    ],
)
def test_a_file_at_fault_is_told_with_file_row_and_value(tmp_path: Path, content: str, message: str) -> None:
    assert told(tmp_path, put(tmp_path, content)) == f"file: {message}"


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"no archive")
    (tmp_path / "a.csv").write_bytes(b"start,a\n\xff,1\n")
    assert told(tmp_path, "{file: no.csv}") == (
        "file: no.csv cannot be read (No such file or directory); paths start at the scenario's folder"
    )
    assert (
        told(tmp_path, "{file: a.xlsx}") == "file: a.xlsx is not an XLSX workbook (BadZipFile); save it again"
    )
    assert told(tmp_path, "{file: a.csv}") == "file: a.csv is not UTF-8 text; save it as CSV UTF-8"
    assert (
        told(tmp_path, "{file: a.txt}") == "file: 'a.txt' is neither .csv nor .xlsx; save it as one of these"
    )
    put(tmp_path, "start,a\n08:00," + "9" * 200_000)
    assert told(tmp_path, "{file: a.csv}") == (
        "file: a.csv row 2 is not CSV (field larger than field limit (131072)); save it again as CSV UTF-8"
    )


def test_a_trace_holds_iso_times_or_seconds_and_comes_out_sorted(tmp_path: Path) -> None:
    put(tmp_path, "arrived,who\n2026-01-06 08:30,x\n28800.5,y\n2026-02-01 08:00,z\n")
    assert arrival_trace(centre(tmp_path, "{trace: a.csv}"), "a") == [28800.5, DAY + 8.5 * HOUR]
    put(tmp_path, "when\n28801\n")
    scenario = centre(tmp_path, "{trace: a.csv}")
    assert arrival_trace(scenario, "a") == [28801.0]
    assert arrival_pieces(scenario, "a") == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("arrived\nx\n", "a.csv row 2: 'x' is not a time; write it as 2026-01-05 08:00"),
        (
            "arrived\n28800\n2026-01-06 07:59:59\n",
            "a.csv row 3: 07:59:59 on day 2 is outside opening hours; "
            "take such contacts out or open the centre",
        ),
        (
            "arrived\n1999-01-05 08:00\n",
            "a.csv has no time within the calendar (2026-01-05, 2 days); "
            "move calendar.start to the trace's first day",
        ),
        ("a,b\n1,2\n", "a.csv has no column 'arrived'; its columns: a, b"),
    ],
)
def test_a_trace_at_fault_is_told(tmp_path: Path, content: str, message: str) -> None:
    put(tmp_path, content)
    assert told(tmp_path, "{trace: a.csv}") == f"trace: {message}"


def test_a_count_is_staffed_for_each_opening(tmp_path: Path) -> None:
    assert staffing_levels(centre(tmp_path), "g") == [
        (8 * HOUR, 10 * HOUR, 1),
        (DAY + 8 * HOUR, DAY + 10 * HOUR, 1),
    ]


def test_staffing_comes_from_a_list_or_from_a_column_named_like_the_group(tmp_path: Path) -> None:
    put(tmp_path, "start,g\n08:00,3\n09:00,4.0\n")
    by_file = centre(tmp_path, group="staffing: {file: a.csv}, authorised: [a]")
    by_list = centre(tmp_path, group="staffing: {per_interval: [3, 4]}, authorised: [a]")
    expected = [
        (day * DAY + hour * HOUR, day * DAY + (hour + 1) * HOUR, hour - 5)
        for day in (0, 1)
        for hour in (8, 9)
    ]
    assert staffing_levels(by_file, "g") == staffing_levels(by_list, "g") == expected


def test_half_an_agent_is_a_fault(tmp_path: Path) -> None:
    put(tmp_path, "start,g\n08:00,3.5\n09:00,4\n")
    [line] = faults(text(group="staffing: {file: a.csv}, authorised: [a]", root=MORNING), tmp_path)
    assert line == (
        "f.yaml:5: agents.g.staffing.file: a.csv row 2: '3.5' is not a number of agents; "
        "give a whole number up to 100000"
    )


def test_an_empirical_distribution_holds_the_sorted_values_of_its_column(tmp_path: Path) -> None:
    put(tmp_path, "talk,other\n3m,1\n60,\n,2\n")
    handle = "handle: {dist: empirical, file: a.csv, column: talk}"
    scenario = parse(text(handle=handle), tmp_path)
    drawn = scenario.categories["a"].handle
    assert samples(scenario, drawn) == (60.0, 180.0)
    assert drawn.mean_value() == 120.0
    assert samples(scenario, parse(text()).categories["a"].handle) == ()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("talk,b\n,1\n", "a.csv has no value in column 'talk'; it needs one at least"),
        (
            "talk\n-1\n",
            "a.csv row 2: '-1' is negative; a duration is 0 or more",
        ),
    ],
)
def test_an_empirical_distribution_at_fault_is_told(tmp_path: Path, content: str, message: str) -> None:
    put(tmp_path, content)
    [line] = faults(text(handle="handle: {dist: empirical, file: a.csv, column: talk}"), tmp_path)
    assert line == f"f.yaml:3: categories.a.handle.file: {message}"
