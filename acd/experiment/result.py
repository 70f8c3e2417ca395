"""What a simulation returns: measures with intervals, their replications, and the log when it was kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from acd.errors import AcdError
from acd.experiment.antithetic import pairs
from acd.kpi import Estimates, Grid, Moments, Sums, replications_frame, summarise
from acd.kpi.intervals import Codes
from acd.kpi.quantiles import QUANTILES
from acd.kpi.tallied import resolution

if TYPE_CHECKING:
    import pandas as pd

    from acd.experiment.batches import Batches
    from acd.experiment.stopping import Reached
    from acd.experiment.warm_up import WarmUp
    from acd.scenario import Scenario


@dataclass(frozen=True)
class Log:
    """The log of all replications.

    Parameters
    ----------
    legs : pandas.DataFrame
        One row a queue leg; times [s] from the start of day one.
    agents : pandas.DataFrame
        One row a change of an agent's state.
    commands : pandas.DataFrame or None
        One row a command to the router, when they were kept.
    steps : pandas.DataFrame or None
        One row a step that an agent went through with a contact, when they were kept.
    """

    legs: pd.DataFrame
    agents: pd.DataFrame
    commands: pd.DataFrame | None
    steps: pd.DataFrame | None = None


@dataclass(frozen=True)
class Result:
    """A scenario's replications and what they say.

    Parameters
    ----------
    scenario : Scenario
        What was simulated.
    seed : int
        What every draw was keyed by.
    clock : str
        ``compiled`` or ``simpy``.
    contacts : int
        Contacts in all replications, warm-up included.
    sums : sequence of Sums
        Numerators and denominators, one a replication.
    grid : Grid
        Intervals, lines and targets that the measures were taken by.
    log : Log or None
        Kept on request.
    stopped : bool
        True when the simulation was interrupted; the measures then are those of what was done.
    until : Reached or None
        What a precision that was asked for came to.
    antithetic : bool
        Replications are pairs, and the pairs are what intervals are over.
    batches : Batches or None
        How one run was cut into batches, which then are what `sums` holds and intervals are over.
    warm_up : WarmUp or None
        The warm-up where it was found; None where it was stated.
    binned : bool
        True when no log was kept and waits were many: their quantiles are then those of bins.
    moments : Moments or None
        Of the interval rows of what is independent, when there are too many replications to keep those of each.
    """

    scenario: Scenario
    seed: int
    clock: str
    contacts: int
    sums: Sequence[Sums]
    grid: Grid
    log: Log | None = None
    stopped: bool = False
    until: Reached | None = None
    antithetic: bool = False
    batches: Batches | None = None
    warm_up: WarmUp | None = None
    binned: bool = False
    moments: Moments | None = None

    @property
    def units(self) -> Sequence[Sums]:
        """Sums of what is independent: replications, antithetic pairs of them, or batches."""
        return pairs(self.sums) if self.antithetic else self.sums

    @property
    def period(self) -> float:
        """Length of what a row by interval is about: a reporting interval, or a batch [s]."""
        return self.grid.interval / 1e6

    @property
    def replicated(self) -> int:
        """How many runs there were."""
        return len(self.sums) if self.batches is None else 1

    @cached_property
    def estimates(self) -> Estimates:
        """Every measure by scope, name and interval, with its 95 % interval, as plain arrays."""
        self._must_hold_something()
        return summarise(self.units, self.grid, self.moments)

    @cached_property
    def measures(self) -> pd.DataFrame:
        """Every measure by scope, name and interval, with its 95 % interval."""
        return self.estimates.frame()

    @cached_property
    def rough(self) -> Codes:
        """Places in `estimates`, and in `measures`, of the rows of `coarse`."""
        if not self.binned:
            return np.zeros(0, np.int64)
        found = self.estimates
        half = np.nan_to_num((found.high - found.low) / 2)
        known = np.isin(found.measure, QUANTILES) & (found.n > 1)
        return np.flatnonzero(known & (resolution(found.value) > half))

    @cached_property
    def coarse(self) -> pd.DataFrame:
        """Quantiles whose bin may move them by more than half their interval: those rows, with that resolution [s].

        The resolution is about that of each replication's quantile; the mean of them may be known better. Where all
        replications agree, half an interval is nothing; a single one has none that could be exceeded.
        """
        rows = self.measures.iloc[self.rough]
        return rows.assign(resolution=resolution(self.estimates.value[self.rough]))

    @cached_property
    def replications(self) -> pd.DataFrame:
        """Numerator and denominator of every measure, per replication or batch.

        The sums of all replications may take 256 MB; beyond that, interval rows are kept of the total only.
        """
        self._must_hold_something()
        return replications_frame(self.sums, self.grid)

    def _must_hold_something(self) -> None:
        if not self.sums:
            message = "no replication was finished before the simulation was stopped; run it again"
            raise AcdError(message)

    def interval(self, measure: str, scope: str = "total", name: str | None = None) -> pd.DataFrame:
        """Return one measure over time.

        Parameters
        ----------
        measure : str
            Its name in the catalogue.
        scope : str
            ``total``, ``category``, ``group``, ``channel`` or ``tier``.
        name : str, optional
            Which of them; none for the total.

        Returns
        -------
        pandas.DataFrame
            Columns value, low, high, indexed by the interval's start.

        Raises
        ------
        AcdError
            When there is no such line.
        """
        frame = self.measures
        line = (frame["measure"] == measure) & (frame["scope"] == scope) & frame["interval"].notna()
        line &= frame["name"].isna() if name is None else frame["name"] == name
        rows = frame[line]
        if rows.empty:
            message = (
                f"no measure {measure!r} by interval in scope {scope!r}, name {name!r}; see acd list measures"
            )
            raise AcdError(message)
        return rows.set_index("interval")[["value", "low", "high"]]

    def to_json(self) -> dict[str, Any]:
        """Return the result as plain data, ready for JSON; what is missing is null.

        Returns
        -------
        dict
            Keys scenario, seed, replications, clock, contacts and measures; before these, only where they apply:
            stopped and antithetic (true), warm_up (found) [s], until (what was asked for and reached), batches (number,
            length and start [s], correlation of neighbours by main measure). Measures of `coarse` have one key more,
            resolution [s].
        """
        head: dict[str, Any] = {
            "scenario": self.scenario.name,
            "seed": self.seed,
            "replications": self.replicated,
            "clock": self.clock,
            "contacts": self.contacts,
        }
        head |= self._method()
        rows = list(self.estimates.rows())
        limits = resolution(self.estimates.value[self.rough])
        for place, limit in zip(self.rough.tolist(), limits.tolist(), strict=True):
            rows[place]["resolution"] = limit
        return head | {"measures": rows}

    def _method(self) -> dict[str, Any]:
        """Return how the result was come by, as far as it is not independent replications to their end."""
        found: dict[str, Any] = {"stopped": True} if self.stopped else {}
        if self.antithetic:
            found["antithetic"] = True
        if self.warm_up is not None:
            found["warm_up"] = self.warm_up.seconds
        if self.until is not None:
            found["until"] = self.until.to_json()
        if self.batches is not None:
            found["batches"] = asdict(self.batches)
        return found
