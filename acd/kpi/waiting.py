"""Measures of queue legs: how many, how long they waited, how many waited at a time, what handling took.

Legs count in the interval in which they joined the line. Times waited and worked are cut at interval
borders. This module must not know matters or the agents' own rows.
"""

from __future__ import annotations

import numpy as np

from acd.kpi.arrays import ABANDONED, ANSWERED, CALLBACK, CARRIED_OVER, REFUSED, Legs, Truths
from acd.kpi.grid import Grid
from acd.kpi.intervals import Codes, Floats
from acd.kpi.tally import BY_EVERY, BY_LEG, Pair, Tally, ones, spread, stack, whole
from acd.kpi.targets import targets_met

_SECOND = 1e6


def leg_tally(legs: Legs, grid: Grid) -> Tally:
    """Say where legs count.

    Parameters
    ----------
    legs : Legs
        The legs.
    grid : Grid
        Lines and intervals.

    Returns
    -------
    Tally
        By category, tier and group, in the interval of joining.
    """
    codes = {"category": legs.category, "tier": legs.tier, "group": legs.group}
    return Tally(grid, legs.row, codes)


def within_target(legs: Legs, grid: Grid) -> Truths:
    """Tell which legs have a completed wait within the service level time of their category.

    Parameters
    ----------
    legs : Legs
        The legs.
    grid : Grid
        Targets.

    Returns
    -------
    numpy.ndarray
        One truth a leg.
    """
    limit = np.array(grid.within, np.int64)[legs.category]
    return (legs.wait >= 0) & (legs.wait <= limit)


def counts(legs: Legs, tally: Tally) -> dict[str, Pair]:
    """Count legs by outcome.

    Parameters
    ----------
    legs : Legs
        The legs.
    tally : Tally
        Where they count.

    Returns
    -------
    dict of str to (numpy.ndarray, numpy.ndarray)
        Measure to numerators and denominators.
    """
    one = ones(tally.grid)
    outcomes = {
        "abandoned": ABANDONED,
        "refused": REFUSED,
        "callbacks": CALLBACK,
        "carried_over": CARRIED_OVER,
    }
    found = {"answered": tally.lines(legs.outcome == ANSWERED, scopes=BY_EVERY)}
    found |= {name: tally.lines(legs.outcome == code) for name, code in outcomes.items()}
    found["offered"] = np.sum(list(found.values()), axis=0)
    return {name: (numerator, one) for name, numerator in found.items()}


def service_levels(legs: Legs, tally: Tally, offered: Floats) -> dict[str, Pair]:
    """Measure how many were answered in time.

    Parameters
    ----------
    legs : Legs
        The legs.
    tally : Tally
        Where they count.
    offered : numpy.ndarray
        Legs offered, shape (lines, 1 + intervals).

    Returns
    -------
    dict of str to (numpy.ndarray, numpy.ndarray)
        Measure to numerators and denominators.
    """
    answered, abandoned = legs.outcome == ANSWERED, legs.outcome == ABANDONED
    soon = within_target(legs, tally.grid)
    limit = np.array(tally.grid.short_abandon, np.int64)[legs.category]
    good = tally.lines(answered & soon, scopes=BY_EVERY)
    early = tally.lines(abandoned & soon)
    short = tally.lines(abandoned & (legs.wait < limit))
    return {
        "service_level": (good, offered),
        "service_level_answered": (good, tally.lines(answered, scopes=BY_EVERY)),
        "service_level_ex_short": (good, offered - short),
        "service_level_lenient": (good + early, offered),
        "target_met": targets_met(legs, tally, answered & soon),
    }


def waits(legs: Legs, tally: Tally, offered: Floats) -> dict[str, Pair]:
    """Measure mean waits, and how many waited or gave up.

    Parameters
    ----------
    legs : Legs
        The legs.
    tally : Tally
        Where they count.
    offered : numpy.ndarray
        Legs offered, shape (lines, 1 + intervals).

    Returns
    -------
    dict of str to (numpy.ndarray, numpy.ndarray)
        Measure to numerators and denominators; times [s].
    """
    answered, abandoned = legs.outcome == ANSWERED, legs.outcome == ABANDONED
    completed = legs.wait >= 0
    gave_up = tally.lines(abandoned)
    return {
        "abandonment": (gave_up, offered),
        "time_to_abandon": (tally.lines(abandoned, legs.wait) / _SECOND, gave_up),
        "asa": (
            tally.lines(answered, legs.wait, BY_EVERY) / _SECOND,
            tally.lines(answered, scopes=BY_EVERY),
        ),
        "wait": (tally.lines(completed, legs.wait) / _SECOND, tally.lines(completed)),
        "waited": (tally.lines(~completed | (legs.wait > 0)), offered),
    }


def handling(legs: Legs, tally: Tally, end: int) -> dict[str, Pair]:
    """Measure handling and wrap-up as the legs tell it.

    Parameters
    ----------
    legs : Legs
        The legs.
    tally : Tally
        Where they count.
    end : int
        When handling ends that the log leaves open [us].

    Returns
    -------
    dict of str to (numpy.ndarray, numpy.ndarray)
        Measure to numerators and denominators; times [s].
    """
    grid, finished = tally.grid, legs.wrapped >= 0
    freed = np.where(finished, legs.wrapped, end)
    working = {
        scope: grid.segments.integrate(
            legs.bound, freed, np.where(legs.bound >= 0, tally.codes[scope], -1), len(grid.names[scope])
        )
        for scope in BY_EVERY
    }
    spent = tally.lines(finished, legs.wrapped - legs.bound, BY_EVERY)
    return {
        "aht": (spent / _SECOND, tally.lines(finished, scopes=BY_EVERY)),
        "erlangs": (spread(grid, working) / _SECOND, open_time(grid)),
    }


def queues(legs: Legs, tally: Tally, end: int) -> dict[str, Pair]:
    """Measure how many waited at a time.

    Parameters
    ----------
    legs : Legs
        The legs.
    tally : Tally
        Where they count.
    end : int
        When waits end that the log leaves open [us].

    Returns
    -------
    dict of str to (numpy.ndarray, numpy.ndarray)
        Measure to numerators and denominators; times [s].
    """
    grid, left = tally.grid, legs.left(end)
    segments = grid.segments if grid.late_queue else grid.open_segments
    waiting, last = {}, {}
    for scope in BY_LEG:
        codes, n_names = tally.codes[scope], len(grid.names[scope])
        waiting[scope] = segments.integrate(legs.joined, left, codes, n_names)
        last[scope] = _backlog(legs, grid, scope, codes)
    return {
        "queue": (spread(grid, waiting) / _SECOND, open_time(grid)),
        "backlog": (stack(grid, **last), ones(grid)),
    }


def _backlog(legs: Legs, grid: Grid, scope: str, codes: Codes) -> Floats:
    """Count who waits as the run ends, and as each interval ends: joined before, left after it."""
    n_names, ends = len(grid.names[scope]), grid.ends
    columns = len(ends) + 1
    first = np.searchsorted(ends, legs.joined, "right")
    last = np.maximum(np.searchsorted(ends, legs.left(np.iinfo(np.int64).max), "left"), first)
    steps = np.bincount(codes * columns + first, minlength=n_names * columns).astype(np.float64)
    steps -= np.bincount(codes * columns + last, minlength=n_names * columns)
    waiting = steps.reshape(n_names, columns).cumsum(axis=1)[:, :-1]
    still = np.bincount(codes[legs.outcome == CARRIED_OVER], minlength=n_names)
    return np.concatenate([still[:, np.newaxis], waiting], axis=1)


def open_time(grid: Grid) -> Floats:
    """Return the denominators of averages over time.

    Parameters
    ----------
    grid : Grid
        Lines and intervals.

    Returns
    -------
    numpy.ndarray
        Open time, shape (lines, 1 + intervals) [s].
    """
    return np.broadcast_to(whole(grid.lengths / _SECOND), (grid.n_lines, 1 + grid.n_intervals))
