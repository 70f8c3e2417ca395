"""The priority matrix: a file whose rows are categories and columns groups, each cell a rank, perhaps after a delay.

An empty cell takes a category from a group that is authorised for it; a cell where there is no authority is a fault.
Here, too, is after which delay a group may have a category, wherever that is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from acd.scenario import values
from acd.scenario.parts import Part, Text
from acd.scenario.tables import TableError

if TYPE_CHECKING:
    from acd.scenario.model import Scenario

CATEGORY = "category"
HIGHEST = 1_000_000
Cells = dict[tuple[str, str], tuple[int, float]]


class Matrix(Part):
    """Ranks of categories and groups for each other."""

    file: Text = Field(
        description="CSV or XLSX file: a column `category` and one a group; a cell is a rank, the smaller the sooner, "
        "or rank@delay; empty: not served."
    )


def ranks_of(scenario: Scenario) -> dict[tuple[str, str], int] | None:
    """Return the rank of each category and group that go together; None without a matrix.

    Parameters
    ----------
    scenario : Scenario
        Checked.

    Returns
    -------
    dict of (str, str) to int, or None
        By category and group.
    """
    if scenario.routing.matrix is None:
        return None
    return {pair: rank for pair, (rank, _) in cells(scenario).items()}


def delays_of(scenario: Scenario) -> dict[str, dict[str, float]]:
    """Return after which time each group may have a category's contacts [s].

    Parameters
    ----------
    scenario : Scenario
        Checked.

    Returns
    -------
    dict of str to dict of str to float
        By category and group, of those who have to wait.
    """
    found: dict[str, dict[str, float]] = {name: {} for name in scenario.categories}
    for name, group in scenario.agents.items():
        for category, factors in group.authorised.items():
            if factors.after > 0.0:
                found[category][name] = factors.after
    if scenario.routing.matrix is not None:
        for (category, name), (_, delay) in cells(scenario).items():
            if delay > 0.0:
                found[category] |= {
                    team: delay
                    for team, group in scenario.agents.items()
                    if scenario.home_of(team) == name and category in group.authorised
                }
    return found


def cells(scenario: Scenario) -> Cells:
    """Return the matrix: rank and delay [s] by category and group.

    Parameters
    ----------
    scenario : Scenario
        One that has a matrix.

    Returns
    -------
    dict of (str, str) to (int, float)
        Without the empty cells.

    Raises
    ------
    TableError
        When the file does not fit the scenario; a checked scenario never raises.
    """
    file = scenario.routing.matrix.file if scenario.routing.matrix is not None else ""
    table = scenario.source.tables.table(file)
    named = table.column(CATEGORY)
    _whole(file, "row", [name for _, name in named], list(scenario.categories), "category")
    columns = [name for name in table.columns if name != CATEGORY]
    _whole(file, "column", columns, list(scenario.agents), "group")
    found: Cells = {}
    for group in columns:
        for (number, category), (_, cell) in zip(named, table.column(group), strict=True):
            if not cell:
                continue
            where = f"{file} row {number}, column {values.shown(group)}"
            if category not in scenario.agents[group].authorised:
                message = (
                    f"{where}: {values.shown(cell)} for '{category}', for which the group is not authorised; empty the "
                    "cell, or authorise the group"
                )
                raise TableError(message)
            found[category, group] = _read(where, cell)
    return found


def _whole(file: str, what: str, given: list[str], known: list[str], kind: str) -> None:
    """Raise unless each known name has exactly one row or column, and no other has one."""
    for name in given:
        if name not in known:
            message = f"{file} has a {what} {values.shown(name)}, which is no {kind}; one of: {values.listed(known)}"
            raise TableError(message)
        if given.count(name) > 1:
            message = f"{file} has the {what} {values.shown(name)} twice; give each {kind} one"
            raise TableError(message)
    for name in known:
        if name not in given:
            message = f"{file} has no {what} for the {kind} '{name}'; add it, with empty cells where it is not served"
            raise TableError(message)


def _read(where: str, cell: str) -> tuple[int, float]:
    """Return rank and delay of a cell."""
    written, *delay = (part.strip() for part in cell.split("@", 1))
    try:
        rank = values.whole(float(written), 0, HIGHEST)
        return rank, values.duration(delay[0]) if delay else 0.0
    except ValueError:
        message = (
            f"{where}: {values.shown(cell)} is no rank; write a whole number from 0 to {HIGHEST}, or one with a delay, "
            "as 2@30s"
        )
        raise TableError(message) from None
