"""What the user says about how new matters arrive: how many are expected when, and what is random about it.

An `Arrivals` belongs to one category; a `Correlation` says what categories, days and intervals have in common. When a
burst happens is worked out in `bursts`, what lists and files say in `curves`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from acd.scenario import times, values
from acd.scenario.distributions import Constant, Distribution, Drawn, distribution
from acd.scenario.parts import (
    Amount,
    Broken,
    Duration,
    Flag,
    Or,
    Part,
    Place,
    Rate,
    Share,
    Text,
    choice,
    exactly_one,
    written,
)

SOURCES = ("rate", "per_interval", "file", "trace")
MOST_A_DAY = 1e8
MOST_OF_A_BURST = 500_000
COUNTS = {
    "poisson": "as many as chance brings",
    "fixed": "exactly so many, in no particular order",
}
SHAPES = {"even": "alike from start to end", "fading": "most at the start, falling to none at the end"}

Counts = Annotated[Literal["poisson", "fixed"], choice(COUNTS, "kind of counts")]
Shape = Annotated[Literal["even", "fading"], choice(SHAPES, "shape")]


def moment(value: object) -> tuple[str, tuple[int, ...], float]:
    """Return what a text says of when something happens.

    Parameters
    ----------
    value : object
        ``10:00``, ``mon 10:00``, ``mon-fri 10:00`` or ``2026-01-07 10:00``.

    Returns
    -------
    kind : str
        ``week`` or ``date``.
    days : tuple of int
        Weekdays, 0 for Monday; or the ordinal of one date.
    clock : float
        Time of day [s].

    Raises
    ------
    MisreadError
        When it is none of them.
    """
    day, _, clock = value.strip().rpartition(" ") if isinstance(value, str) else ("", "", "")
    try:
        if re.match(times.DATE_PATTERN, day):
            return "date", (times.day(day).toordinal(),), times.clock(clock)
        return "week", times.weekdays(day) if day else tuple(range(7)), times.clock(clock)
    except values.MisreadError:
        pass
    message = f"{values.shown(value)} is no moment; write it as 10:00, mon-fri 10:00 or 2026-01-07 10:00"
    raise values.MisreadError(message)


def _moment_text(value: object) -> str:
    moment(value)
    return str(value)


def _total(value: object) -> object:
    """Return a distribution of a number of matters; a plain number always is that number."""
    if isinstance(value, Mapping | Distribution):
        return distribution(value)
    number = values.amount(value)
    if number > MOST_A_DAY:
        message = f"{values.shown(value)} is too large; a day has at most {MOST_A_DAY:.0f} matters"
        raise values.MisreadError(message)
    return Constant(dist="constant", value=number)


Total = Annotated[Distribution, BeforeValidator(_total), Or({"type": "number", "minimum": 0})]


class Burst(Part):
    """A stated event that adds contacts to a category, beside all that arrives without it."""

    at: Annotated[Text, BeforeValidator(_moment_text)] = Field(
        description="When it begins: 10:00 (every day), mon 10:00, mon-fri 10:00 or 2026-01-07 10:00."
    )
    contacts: Amount = Field(description="New matters that it adds.")
    over: Duration = written("30m", "How long they keep coming.")
    counts: Counts = Field(
        default="poisson", description="poisson: `contacts` is the mean; fixed: exactly `contacts`."
    )
    shape: Shape = Field(
        default="even", description="even: alike all the time; fading: falling along a straight line to none."
    )
    probability: Share = written("100%", "Probability that it happens, each time anew.")

    def rules(self) -> Iterator[Broken]:
        """Yield a fault for an instant, for too many contacts, and for a fixed number that is not whole."""
        if self.over < 1.0:
            yield ("over",), f"{self.over:g} is too short; a burst lasts at least 1s"
        if self.contacts > MOST_OF_A_BURST:
            yield ("contacts",), f"{self.contacts:g} is too large; a burst has at most {MOST_OF_A_BURST}"
        if self.counts == "fixed" and not self.contacts.is_integer():
            yield (
                ("contacts",),
                f"{self.contacts:g} is not a whole number; give one, or leave out counts: fixed",
            )


class Arrivals(Part):
    """New matters of a category: exactly one of rate, per_interval, file, trace, and what is random about them."""

    rate: Rate | None = Field(default=None, description="A constant rate while open.")
    per_interval: list[Amount] | None = Field(
        default=None,
        description="Expected matters in each open interval, from opening on, for one day (repeated) or all.",
    )
    file: Text | None = Field(
        default=None,
        description="CSV or XLSX file: a column `start` and a column of expected new matters per interval.",
    )
    column: Text | None = Field(
        default=None,
        description="Column of the file or trace; by default the category's name, or `arrived` in a trace.",
    )
    trace: Text | None = Field(default=None, description="CSV or XLSX file of real arrival times, one a row.")
    jitter: Duration | None = Field(
        default=None,
        description="Each time of the trace is moved at random, up to so much earlier or later within opening hours.",
    )
    smooth: Flag = Field(
        default=False,
        description="The rate is a smooth curve that keeps each interval's expected matters, instead of steps.",
    )
    variation: Drawn | None = Field(
        default=None,
        description="A random factor on the expected matters of each interval, of mean 1, drawn each day anew.",
    )
    counts: Counts = Field(
        default="poisson",
        description="poisson: expected matters are a mean; fixed: a stated number a day, spread by them.",
    )
    total: Total | None = Field(
        default=None,
        description="Matters a day with counts: fixed, rounded; a number or a distribution. None: those expected.",
    )
    concentration: Amount | None = Field(
        default=None,
        description="With counts: fixed, the shares of a day's intervals are Dirichlet; the larger, the steadier.",
    )
    bursts: list[Burst] = Field(default=[], description="Stated events that add contacts.")

    @classmethod
    def presence(cls, given: Mapping[str, object]) -> Iterator[Broken]:
        """Yield a fault unless exactly one source is given, and for keys that mean nothing without another.

        Parameters
        ----------
        given : mapping
            The part's raw values, by key.

        Returns
        -------
        iterator of (tuple, str)
            Place within the part, and message.
        """
        yield from exactly_one(given, SOURCES)
        if "column" in given and "file" not in given and "trace" not in given:
            yield (
                ("column",),
                f"{values.shown(given['column'])} belongs to no file; give file or trace, or remove it",
            )
        for key, needed, without in _NEED:
            if given.get(key) and without(given):
                yield (key,), f"{values.shown(given[key])} {needed}, or remove it"

    def rules(self) -> Iterator[Broken]:
        """Yield a fault for factors that change the volume, for no concentration, and for two kinds of variation."""
        if self.concentration is not None and self.concentration < 1.0:
            yield (
                ("concentration",),
                f"{self.concentration:g} is too small; it is at least 1, and some 100 in a real day",
            )
        if self.concentration is not None and self.variation is not None:
            yield (
                ("concentration",),
                "concentration and variation both make intervals vary; give one of them",
            )
        mean = 1.0 if self.variation is None else self.variation.mean_value()
        if abs(mean - 1.0) > 1e-9:
            yield (
                ("variation",),
                f"has mean {mean:g}, which would change the volume; give mean: 1 and change the expected matters",
            )

    @property
    def by_interval(self) -> bool:
        """Whether each interval of a day has a factor of its own."""
        return self.variation is not None or self.concentration is not None

    @property
    def plain(self) -> bool:
        """Whether matters arrive as a Poisson process with the rate that is given, or at the times of a trace."""
        return not (self.by_interval or self.smooth or self.counts == "fixed" or self.bursts or self.jitter)

    def distributions(self) -> Iterator[tuple[Place, Distribution]]:
        """Yield every distribution of the arrivals with its place in them."""
        for key in ("variation", "total"):
            drawn = getattr(self, key)
            if drawn is not None:
                yield (key,), drawn


def _no_trace(given: Mapping[str, object]) -> bool:
    return "trace" not in given


def _traced(given: Mapping[str, object]) -> bool:
    return "trace" in given


def _not_fixed(given: Mapping[str, object]) -> bool:
    return given.get("counts") != "fixed"


_OF_EXPECTED = "belongs to expected matters, which a trace has not; give file instead"
_NEED = (
    ("jitter", "belongs to no trace; give trace", _no_trace),
    ("smooth", _OF_EXPECTED, _traced),
    ("variation", _OF_EXPECTED, _traced),
    ("counts", _OF_EXPECTED, _traced),
    ("smooth", "needs intervals to go between; give per_interval or file", lambda given: "rate" in given),
    ("total", "belongs to counts: fixed; give that", _not_fixed),
    ("concentration", "belongs to counts: fixed; give that", _not_fixed),
)


class Correlation(Part):
    """What busy days and busy intervals have to do with each other: correlations of a normal copula."""

    days: Share = written(
        "0%", "Of a day's busyness, the root's or a category's, with that of the day before."
    )
    categories: Share = written(
        "0%", "Of one category's busyness, or variation of an interval, with another's."
    )
    intervals: Share = written("0%", "Of an interval's variation with that of the interval before it.")
