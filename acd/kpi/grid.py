"""The frame of reference of all measures: all that a scenario says about measuring.

A line is one subject of a report: everything together, a category, a group, a channel, a tier. This module
must not know how anything is measured.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from acd.errors import AcdError
from acd.kpi.estimates import Dates
from acd.kpi.intervals import Pieces, Segments, Times, Truths, cut

if TYPE_CHECKING:
    from acd.scenario import Scenario

SCOPES = ("total", "category", "group", "channel", "tier")
"""Kinds of lines, in the order of the results."""

DAY = 86_400_000_000
"""Microseconds of a day."""


def microseconds(seconds: float) -> int:
    """Convert seconds to whole microseconds.

    Parameters
    ----------
    seconds : float
        A time or a duration [s].

    Returns
    -------
    int
        The same [us], rounded.
    """
    return round(seconds * 1e6)


@dataclass(frozen=True)
class Grid:
    """What measures are taken by.

    Parameters
    ----------
    start : datetime.date
        Day one.
    interval : int
        Length of a reporting interval [us].
    openings : tuple of (int, int)
        Opening periods after warm-up and before the run was stopped [us].
    until : int, optional
        When the run was stopped before its end [us].
    hours : tuple of (int, int)
        Opening periods of the whole calendar [us].
    late_queue : tuple of bool
        Waiting past closing counts, for the last interval, in each category; False where contacts wait for the next
        day.
    categories, channels, tiers, groups : tuple of str
        Names in the scenario's order.
    channel_of : tuple of int
        Channel of each category.
    within : tuple of tuple of int
        Service level time of each category and tier [us].
    finished : tuple of tuple of bool
        That time goes on until the contact is done with, in each category and tier; else until the answer.
    open_hours : tuple of tuple of bool
        It counts open hours only.
    short_abandon : tuple of tuple of int
        What counts as a short abandon in each category and tier [us].
    share : tuple of tuple of float
        Service level aimed at in each category and tier.
    cost : tuple of float
        Money per paid hour in each group.
    fcr_window : int
        Time after a contact in which a return speaks against it [us].
    overtime_pay : tuple of float, optional
        By what the cost of an hour of overtime is multiplied in each group; 1 if not given.
    records : tuple of int
        Records of each category's campaign, -1 where nothing is dialled; empty when none is.
    """

    start: dt.date
    interval: int
    openings: tuple[tuple[int, int], ...]
    until: int | None
    hours: tuple[tuple[int, int], ...]
    late_queue: tuple[bool, ...]
    categories: tuple[str, ...]
    channels: tuple[str, ...]
    tiers: tuple[str, ...]
    groups: tuple[str, ...]
    channel_of: tuple[int, ...]
    within: tuple[tuple[int, ...], ...]
    finished: tuple[tuple[bool, ...], ...]
    open_hours: tuple[tuple[bool, ...], ...]
    short_abandon: tuple[tuple[int, ...], ...]
    share: tuple[tuple[float, ...], ...]
    cost: tuple[float, ...]
    fcr_window: int
    overtime_pay: tuple[float, ...] = ()
    records: tuple[int, ...] = ()

    @classmethod
    def of(cls, scenario: Scenario, until: float | None = None) -> Grid:
        """Take the frame of reference from a scenario.

        Parameters
        ----------
        scenario : Scenario
            Whose runs are measured.
        until : float, optional
            When a run was stopped before its end [s].

        Returns
        -------
        Grid
            Open time after warm-up, names and targets.
        """
        from acd.scenario.calendar import openings
        from acd.scenario.campaigns import campaigns, records
        from acd.scenario.channel_hours import at_close

        channels = tuple(scenario.channels)
        categories = scenario.categories.values()
        targets = [[scenario.target_of(k, t) for t in scenario.tier_names] for k in scenario.categories]
        return cls(
            start=scenario.calendar.start,
            interval=microseconds(scenario.interval),
            openings=clip(openings(scenario), scenario.calendar.measured_from, until),
            until=None if until is None else microseconds(until),
            hours=clip(openings(scenario), 0.0, None),
            late_queue=tuple(at_close(scenario, category.channel) != "carry_over" for category in categories),
            categories=tuple(scenario.categories),
            channels=channels,
            tiers=tuple(scenario.tier_names),
            groups=tuple(scenario.agents),
            channel_of=tuple(channels.index(category.channel) for category in categories),
            within=tuple(tuple(microseconds(target.within) for target in own) for own in targets),
            finished=tuple(tuple(target.until == "finished" for target in own) for own in targets),
            open_hours=tuple(tuple(target.hours == "open" for target in own) for own in targets),
            short_abandon=tuple(
                tuple(microseconds(target.short_abandon) for target in own) for own in targets
            ),
            share=tuple(tuple(target.share for target in own) for own in targets),
            cost=tuple(group.cost for group in scenario.agents.values()),
            fcr_window=microseconds(scenario.fcr_window),
            overtime_pay=tuple(group.overtime_pay for group in scenario.agents.values()),
            records=tuple(
                records(scenario, name) if name in campaigns(scenario) else -1 for name in scenario.categories
            ),
        )

    @cached_property
    def dialled(self) -> Truths:
        """Which categories are campaigns, shape (categories,)."""
        return np.array(self.records or (-1,) * len(self.categories), np.int64) >= 0

    @cached_property
    def pieces(self) -> Pieces:
        """Open time, cut at interval borders."""
        return cut(self.openings, self.interval)

    @cached_property
    def segments(self) -> Segments:
        """Who owns a moment of work: its interval, past closing the last one."""
        return Segments.with_overtime(self.pieces)

    @cached_property
    def open_segments(self) -> Segments:
        """Who owns a moment of open time."""
        return Segments.open_only(self.pieces)

    def open_until(self, times: Times) -> Times:
        """Tell how long the centre has been open by each moment, warm-up included.

        Parameters
        ----------
        times : numpy.ndarray
            Moments [us].

        Returns
        -------
        numpy.ndarray
            Open time since day one 00:00 [us].
        """
        starts, ends = (np.array([0, *(period[part] for period in self.hours)], np.int64) for part in (0, 1))
        before = np.cumsum(np.append(0, (ends - starts)[:-1]))
        place = np.searchsorted(starts[1:], times, "right")
        return before[place] + np.minimum(times, ends[place]) - starts[place]

    @property
    def n_intervals(self) -> int:
        """Number of open intervals after warm-up."""
        return len(self.pieces.labels)

    @cached_property
    def starts(self) -> Dates:
        """When each interval begins on the calendar, shape (intervals,)."""
        return np.datetime64(self.start, "us") + self.pieces.labels.astype("timedelta64[us]")

    @cached_property
    def lengths(self) -> Times:
        """Open time of each interval, shape (intervals,) [us]."""
        lengths = np.zeros(self.n_intervals, np.int64)
        np.add.at(lengths, self.pieces.row, self.pieces.end - self.pieces.start)
        return lengths

    @cached_property
    def ends(self) -> Times:
        """When each interval closes, shape (intervals,) [us]."""
        ends = np.zeros(self.n_intervals, np.int64)
        np.maximum.at(ends, self.pieces.row, self.pieces.end)
        return ends

    @cached_property
    def end(self) -> int:
        """When the last opening period ends or the run was stopped [us]."""
        closings = [closing for _, closing in self.openings]
        return max([*closings, self.until or 0])

    @cached_property
    def day_rows(self) -> Times:
        """First interval of each day that is open, shape (days,)."""
        return np.unique(self.pieces.labels // DAY, return_index=True)[1].astype(np.int64)

    @cached_property
    def names(self) -> dict[str, tuple[str, ...]]:
        """Names of the lines of each scope but the total."""
        own = (self.categories, self.groups, self.channels, self.tiers)
        return dict(zip(SCOPES[1:], own, strict=True))

    @cached_property
    def lines(self) -> dict[str, slice]:
        """Where the lines of each scope stand."""
        slices, first = {"total": slice(0, 1)}, 1
        for scope, names in self.names.items():
            slices[scope] = slice(first, first + len(names))
            first += len(names)
        return slices

    @property
    def n_lines(self) -> int:
        """Number of lines of all scopes."""
        return 1 + sum(len(own) for own in self.names.values())

    def line(self, scope: str = "total", name: str | None = None) -> int:
        """Find the line of one subject.

        Parameters
        ----------
        scope : str
            Kind of line.
        name : str, optional
            Its name; None for the total.

        Returns
        -------
        int
            Index on the second axis of sums.

        Raises
        ------
        AcdError
            When there is no such scope or name.
        """
        if scope == "total" and name is None:
            return 0
        names = self.names.get(scope)
        if names is None or name not in names:
            known = "; ".join(f"{kind}: {', '.join(own)}" for kind, own in self.names.items())
            message = f"no line {name!r} of scope {scope!r}; there are total and {known}"
            raise AcdError(message)
        return int(self.lines[scope].start) + names.index(name)


def clip(
    openings: Sequence[tuple[float, float]], warm_up: float, until: float | None
) -> tuple[tuple[int, int], ...]:
    """Leave out what lies in the warm-up or behind the end of a stopped run.

    Parameters
    ----------
    openings : sequence of (float, float)
        Opening periods [s].
    warm_up : float
        End of the warm-up [s].
    until : float, optional
        When the run was stopped [s].

    Returns
    -------
    tuple of (int, int)
        What is left [us].
    """
    stop = float("inf") if until is None else until
    cuts = [(max(opening, warm_up), min(closing, stop)) for opening, closing in openings]
    return tuple(
        (microseconds(opening), microseconds(closing)) for opening, closing in cuts if opening < closing
    )
