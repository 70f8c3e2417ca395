"""The files beside a scenario: CSV and XLSX, read once, as columns of text.

A `Table` knows rows and columns only; what a column means is the business of `acd.scenario.curves`. openpyxl
is imported when the first XLSX file is read.
"""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from acd.scenario import times, values


class TableError(values.MisreadError):
    """A file beside the scenario is at fault; the message says which, where and why."""


@dataclass(frozen=True)
class Table:
    """A file's content.

    Parameters
    ----------
    file : str
        The file as the scenario names it.
    columns : tuple of str
        Names from the first row.
    rows : tuple of (int, tuple of str)
        Each further row's number in the file, from 1, and its cells.
    """

    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def column(self, name: str) -> list[tuple[int, str]]:
        """Return (row number, cell) of every row in a column.

        Raises
        ------
        TableError
            When there is no such column.
        """
        if name not in self.columns:
            message = (
                f"{self.file} has no column {values.shown(name)}; its columns: {values.listed(self.columns)}"
            )
            raise TableError(message)
        position = self.columns.index(name)
        return [(number, cells[position]) for number, cells in self.rows]


class Tables:
    """Files relative to one folder, each read at most once.

    Parameters
    ----------
    folder : Path
        Where relative paths start.
    """

    def __init__(self, folder: Path = Path()) -> None:
        self.folder = folder
        self._read: dict[str, Table | str] = {}

    def table(self, file: str) -> Table:
        """Return a file's content.

        Raises
        ------
        TableError
            When it cannot be read as CSV or XLSX with one header row.
        """
        if file not in self._read:
            try:
                self._read[file] = _table(file, self.folder / file)
            except TableError as error:
                self._read[file] = str(error)
        found = self._read[file]
        if isinstance(found, str):
            raise TableError(found)
        return found


def _table(file: str, path: Path) -> Table:
    """Return a file's content, or raise what is wrong with it."""
    kind = path.suffix.lower()
    if kind not in {".csv", ".xlsx"}:
        message = f"{values.shown(file)} is neither .csv nor .xlsx; save it as one of these"
        raise TableError(message)
    try:
        content = path.read_bytes()
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        message = f"{values.visible(file)} cannot be read ({reason}); paths start at the scenario's folder"
        raise TableError(message) from None
    rows = _csv_rows(file, content) if kind == ".csv" else _xlsx_rows(file, content)
    return _headed(file, rows)


def _headed(file: str, rows: Iterable[tuple[int, Sequence[str]]]) -> Table:
    """Return rows under their header: trimmed, without empty rows, all as long as the header."""
    found = [(number, tuple(cell.strip() for cell in cells)) for number, cells in rows]
    found = [(number, cells) for number, cells in found if any(cells)]
    if len(found) < 2:
        message = f"{file} has no rows; it needs a row of column names and values below it"
        raise TableError(message)
    columns = found[0][1]
    while not columns[-1]:
        columns = columns[:-1]
    twice = [name for position, name in enumerate(columns) if name in columns[:position]]
    if twice:
        message = f"{file} has column {values.shown(twice[0])} twice; give each column its own name"
        raise TableError(message)
    width = len(columns)
    for number, cells in found:
        if any(cells[width:]):
            message = f"{file} row {number} has more cells than the header has columns ({width}); remove them"
            raise TableError(message)
    return Table(
        file, columns, tuple((number, (*cells, *[""] * width)[:width]) for number, cells in found[1:])
    )


def _csv_rows(file: str, content: bytes) -> list[tuple[int, list[str]]]:
    """Return the rows of a CSV file that separates by comma, semicolon or tab."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        message = f"{file} is not UTF-8 text; save it as CSV UTF-8"
        raise TableError(message) from None
    head = text.split("\n", 1)[0]
    separator = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[tuple[int, list[str]]] = []
    try:
        rows.extend((reader.line_num, cells) for cells in reader)
    except csv.Error as error:
        message = f"{file} row {reader.line_num} is not CSV ({error}); save it again as CSV UTF-8"
        raise TableError(message) from None
    return rows


def _xlsx_rows(file: str, content: bytes) -> list[tuple[int, list[str]]]:
    """Return the rows of an XLSX file's first sheet."""
    from openpyxl import load_workbook  # slow to import, and most scenarios need none

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sheet = load_workbook(io.BytesIO(content), read_only=True, data_only=True).worksheets[0]
        rows = [
            (number, [_cell(cell) for cell in cells]) for number, cells in enumerate(sheet.values, start=1)
        ]
    except Exception as error:  # whatever a broken archive makes the reader raise
        message = f"{file} is not an XLSX workbook ({type(error).__name__}); save it again"
        raise TableError(message) from None
    return rows


def _cell(value: object) -> str:
    """Return a cell as a CSV file would hold it."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="seconds")
    if isinstance(value, timedelta):
        return times.clock_text(value.total_seconds())
    return repr(value) if isinstance(value, float) else str(value)
