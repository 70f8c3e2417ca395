"""A kept log becomes counts and sums by cell.

Legs count in the interval in which they joined the line; times waited and worked are cut at interval borders; matters
count in the interval in which their first contact arrived. This module must not know a measure.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from acd.kpi.arrays import (
    ABANDONED,
    ANSWERED,
    CALLBACK,
    CARRIED_OVER,
    LEFT,
    NOT_REACHED,
    RECONTACT,
    REDIAL,
    REFUSED,
    RIGHT_PARTY,
    UNREACHED,
    Legs,
    Spells,
    times_of,
)
from acd.kpi.cells import GROUP_FIELDS, LEAD_FIELDS, LEG_FIELDS, Cells, Waits
from acd.kpi.grid import Grid
from acd.kpi.intervals import Codes, Times, Truths
from acd.kpi.logged_matters import gather
from acd.kpi.timely import finished_at, in_time
from acd.log.schema import AGENT_REASONS, STATES

KINDS = ("idle", "occupied", "away", "unpaid", "absent", "paused", "meeting", "training", "late")
_IDLE, _OCCUPIED, _AWAY, _UNPAID, _ABSENT, *_ = range(len(KINDS))
_PARTS_OF_AWAY = {"break": "paused", "meeting": "meeting", "training": "training", "late": "late"}
"""What time away for a reason of ours is counted as, too."""
_KIND_OF = {
    "off": -1, "absent": _ABSENT, "not_ready": _AWAY, "ready": _IDLE, "offered": _IDLE, "busy": _OCCUPIED,
    "wrap_up": _OCCUPIED, "hold": _OCCUPIED, "consult": _OCCUPIED, "conference": _OCCUPIED,
}  # fmt: skip


def cells_of_log(legs: pd.DataFrame, agents: pd.DataFrame, grid: Grid) -> Cells:
    """Count one replication's log.

    Parameters
    ----------
    legs : pandas.DataFrame
        One row a leg.
    agents : pandas.DataFrame
        One row a change of an agent's state, in the order of time.
    grid : Grid
        Lines, intervals, targets.

    Returns
    -------
    Cells
        Counts and sums.
    """
    table = Legs.of(legs, grid)
    latest = int(times_of(agents["time"]).max(initial=-1))
    end = max(grid.end, table.latest(), latest)
    line = table.category * len(grid.tiers) + table.tier
    shape = (len(grid.categories), len(grid.tiers), grid.n_intervals)
    by_line, by_group = _legs(table, grid, line, end)
    by_group |= _spells(Spells.of(agents, grid, end), grid)
    carried = line[(table.outcome == CARRIED_OVER) & table.in_line]
    return Cells(
        legs=np.stack([by_line[name].reshape(shape) for name in LEG_FIELDS]),
        groups=np.stack([by_group[name] for name in GROUP_FIELDS]),
        still=np.bincount(carried, minlength=shape[0] * shape[1]).reshape(shape[:2]),
        longest=_longest(table, line, shape),
        waits=_waits(table),
    )


def _legs(legs: Legs, grid: Grid, line: Codes, end: int) -> tuple[dict[str, Times], dict[str, Times]]:
    """Count by category and tier, and by group; shapes (names, intervals)."""
    n_lines, n_groups = len(grid.categories) * len(grid.tiers), len(grid.groups)
    by_line, by_group = {}, {}
    for name, (chosen, weights) in _chosen(legs, grid).items():
        by_line[name] = counted(line, legs.row, n_lines, grid, chosen, weights)
        if name in GROUP_FIELDS:
            by_group[name] = counted(legs.group, legs.row, n_groups, grid, chosen, weights)
    origin = legs.steered_from * len(grid.tiers) + legs.tier
    by_line["steered"] = counted(origin, legs.row, n_lines, grid, legs.steered_from >= 0)
    matters = gather(legs, grid)
    for name, (chosen, weights) in matters.chosen().items():
        place = matters.category * len(grid.tiers) + matters.tier
        by_line[name] = counted(place, matters.row, n_lines, grid, chosen, weights)
        if name in GROUP_FIELDS:
            by_group[name] = counted(matters.group, matters.row, n_groups, grid, chosen, weights)
        if name in LEAD_FIELDS:
            first = counted(matters.first_group, matters.row, n_groups, grid, chosen, weights)
            by_group[LEAD_FIELDS[name]] = first - by_group[name]
    freed = np.where(legs.wrapped >= 0, legs.wrapped, end)
    for found, codes, n in ((by_line, line, n_lines), (by_group, legs.group, n_groups)):
        working = grid.segments.integrate(legs.bound, freed, np.where(legs.bound >= 0, codes, -1), n)
        found["working"] = working.astype(np.int64)
    by_line["queue"] = _queue(legs, grid, np.where(legs.in_line, line, -1), end)
    by_line["backlog"] = _backlog(legs, grid, line, n_lines)
    return by_line, by_group


def _queue(legs: Legs, grid: Grid, line: Codes, end: int) -> Times:
    """Share the time waited, past closing too where it counts there."""
    n_lines = len(grid.categories) * len(grid.tiers)
    late = np.array(grid.late_queue)[legs.category]
    parts = [
        segments.integrate(legs.joined, legs.left(end), np.where(chosen, line, -1), n_lines)
        for segments, chosen in ((grid.segments, late), (grid.open_segments, ~late))
    ]
    return (parts[0] + parts[1]).astype(np.int64)


def counted(
    codes: Codes, row: Times, n_names: int, grid: Grid, chosen: Truths, weights: Times | None = None
) -> Times:
    """Count the chosen rows of every name and interval, or sum their weights.

    Parameters
    ----------
    codes : numpy.ndarray
        Place of each row among the names, -1 for nowhere.
    row : numpy.ndarray
        Interval of each row, -1 for nowhere.
    n_names : int
        Number of names.
    grid : Grid
        Intervals.
    chosen : numpy.ndarray
        Rows that take part.
    weights : numpy.ndarray, optional
        What to sum; 1 a row if not given.

    Returns
    -------
    numpy.ndarray
        Shape (names, intervals).
    """
    kept = chosen & (codes >= 0) & (row >= 0)
    cells = codes[kept] * grid.n_intervals + row[kept]
    amounts = None if weights is None else weights[kept]
    found = np.bincount(cells, amounts, n_names * grid.n_intervals)
    return found.astype(np.int64).reshape(n_names, grid.n_intervals)


def _chosen(legs: Legs, grid: Grid) -> dict[str, tuple[Truths, Times | None]]:
    """Say of each field which legs count for it, and what is summed over them."""
    outcome, wait = np.where(legs.in_line, legs.outcome, -1), legs.wait
    answered, abandoned, unreached = (outcome == what for what in (ANSWERED, ABANDONED, UNREACHED))
    finished = (legs.wrapped >= 0) & ~unreached & (legs.reason != NOT_REACHED)
    dialled = grid.dialled[legs.category]
    short = np.array(grid.short_abandon, np.int64)[legs.category, legs.tier]
    soon = in_time(legs, grid, legs.ended)
    over = (legs.ended >= 0) & np.isin(legs.outcome, (ANSWERED, ABANDONED, REFUSED, UNREACHED))
    alone = legs.chains.last & ~legs.passed_on & ~legs.followed  # nobody takes the contact up
    found: dict[str, tuple[Truths, Times | None]] = {
        "answered": (answered, None),
        "abandoned": (abandoned, None),
        "refused": (outcome == REFUSED, None),
        "callbacks": (outcome == CALLBACK, None),
        "carried_over": (outcome == CARRIED_OVER, None),
        "good": (answered & soon, None),
        "early": (abandoned & soon, None),
        "short": (abandoned & (wait < short), None),
        "answered_wait": (answered, wait),
        "abandoned_wait": (abandoned, wait),
        "waited": (legs.in_line & (wait != 0) & ~unreached, None),
        "finished": (finished, None),
        "spent": (finished, legs.wrapped - legs.bound),
        "redials": (legs.return_kind == REDIAL, None),
        "recontacts": (legs.return_kind == RECONTACT, None),
        "lost": (over & (legs.settled != 1) & (legs.return_at < 0) & alone, None),
        "left": (legs.return_kind == LEFT, None),
        "wished": (legs.wished, None),
        "granted": (legs.granted, None),
        "expected": (answered & _met(legs) & in_time(legs, grid, finished_at(legs)), None),
        "contacts": ((legs.leg == 1) & ~unreached, None),
        "dials": (dialled, None),
        "right_party": (dialled & (legs.reason == RIGHT_PARTY), None),
        "records": (dialled & (legs.attempt == 1), None),
    }
    return found | _on_the_way(legs, answered) | _outlook(legs)


def _on_the_way(legs: Legs, answered: Truths) -> dict[str, tuple[Truths, Times | None]]:
    """Say the same of what happens to a contact between its arrival and its end."""
    return {
        "referrals": (legs.referred, None),
        "transfers": (legs.handed, None),
        "consults": (answered & legs.chains.question, None),
        "unverified": (legs.unverified, None),
        "rings": (legs.rings > 0, legs.rings),
        "hold": (legs.wrapped >= 0, legs.hold),
    }


def _outlook(legs: Legs) -> dict[str, tuple[Truths, Times | None]]:
    """Say the same of callbacks, surveys and estimated waits."""
    dialled = (legs.callback > 0) & (legs.outcome == ANSWERED)
    replied = legs.score >= 0
    foretold = (legs.announced >= 0) & legs.in_line & (legs.outcome == ANSWERED)
    more = legs.announced - legs.wait
    return {
        "dialled": (dialled & (legs.callback == 1), None),
        "delay": (dialled & (legs.callback == 1), legs.bound - legs.joined),
        "reached": (dialled & (legs.reason != NOT_REACHED), None),
        "asked": (legs.surveyed, None),
        "replied": (replied, None),
        "followed": (legs.followed, None),
        "score": (replied, legs.score),
        "announced": (foretold, None),
        "announced_more": (foretold, more),
        "announced_off": (foretold, np.abs(more)),
    }


def _met(legs: Legs) -> Truths:
    """Tell which legs are the first of a contact that settled its matter."""
    first, settled = legs.leg == 1, legs.settled == 1
    if first.all():
        return np.asarray(settled)
    return np.asarray(first & np.isin(legs.contact, legs.contact[settled]))


def _backlog(legs: Legs, grid: Grid, line: Codes, n_lines: int) -> Times:
    """Count who waits as each interval ends: joined before, left after it."""
    columns = grid.n_intervals + 1
    first = np.searchsorted(grid.ends, legs.joined, "right")
    last = np.maximum(np.searchsorted(grid.ends, legs.left(np.iinfo(np.int64).max), "left"), first)
    last[~legs.in_line] = first[~legs.in_line]
    steps = np.bincount(line * columns + first, minlength=n_lines * columns)
    steps -= np.bincount(line * columns + last, minlength=n_lines * columns)
    return steps.reshape(n_lines, columns).cumsum(axis=1)[:, :-1]


def _longest(legs: Legs, line: Codes, shape: tuple[int, int, int]) -> Times:
    longest = np.full(shape, -1, np.int64)
    kept = (legs.wait >= 0) & (legs.row >= 0)
    np.maximum.at(longest.reshape(-1), line[kept] * shape[2] + legs.row[kept], legs.wait[kept])
    return longest


def _waits(legs: Legs) -> Waits:
    kept = (legs.wait >= 0) & (legs.row >= 0)
    own = legs.category[kept], legs.tier[kept], legs.row[kept], legs.wait[kept]
    return Waits(*own, np.ones(len(own[0]), np.int64))


def _spells(spells: Spells, grid: Grid) -> dict[str, Times]:
    """Add up the time of each kind, shape (groups, intervals) [us]."""
    n_groups = len(grid.groups)
    begun = np.maximum(spells.start, grid.open_segments.next_open(spells.logged_in))
    kinds = _kinds(spells)
    codes = np.where((kinds >= 0) & (spells.group >= 0), kinds * n_groups + spells.group, -1)
    amounts = grid.segments.integrate(begun, spells.end, codes, len(KINDS) * n_groups)
    shaped = amounts.astype(np.int64).reshape(len(KINDS), n_groups, grid.n_intervals)
    found = dict(zip(KINDS, shaped, strict=True))
    for part in _PARTS_OF_AWAY.values():
        found["away"] += found[part]
    over = np.where(spells.overtime & (kinds >= 0), spells.group, -1)
    found["overtime"] = grid.segments.integrate(begun, spells.end, over, n_groups).astype(np.int64)
    return found


def _kinds(spells: Spells) -> Codes:
    kinds = np.array([_KIND_OF[state] for state in STATES], np.int64)[spells.state]
    away = kinds == _AWAY
    kinds[away & (spells.reason == AGENT_REASONS.index("unpaid break"))] = _UNPAID
    for reason, part in _PARTS_OF_AWAY.items():
        kinds[away & (spells.reason == AGENT_REASONS.index(reason))] = KINDS.index(part)
    kinds[(kinds == _IDLE) & (spells.load > 0)] = _OCCUPIED
    return kinds
