"""How many agents each interval would need for the target, by Erlang A or C, beside those who were there.

One line and one group stand for the whole centre: a yardstick, not a plan. Knows a finished result and the
formulas; draws nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from acd.report.lines import Lines, by_interval, column
from acd.report.words import duration, share

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from acd.experiment import Result
    from acd.scenario import Scenario

_HUNDRED_PERCENT = 0.999
"""No finite number of agents serves everybody in time; a target above this is taken as this."""


@dataclass(frozen=True)
class Pool:
    """The whole centre as one line.

    Parameters
    ----------
    handle : float
        Mean handling and wrap-up [s].
    patience : float
        Mean patience [s]; infinite where nobody leaves.
    share : float
        Share of contacts to be answered in time.
    within : float
        Time to answer [s].
    """

    handle: float
    patience: float
    share: float
    within: float

    @classmethod
    def of(cls, scenario: Scenario, measures: Lines) -> Pool:
        """Average the categories of a finished run by the contacts they offered.

        Parameters
        ----------
        scenario : Scenario
            What was simulated.
        measures : Lines
            What came out.

        Returns
        -------
        Pool
            Its patience is the inverse of the mean rate of leaving.
        """
        categories = scenario.categories
        offered = np.array([measures.get("offered", "category", name).value for name in categories])
        weight = np.nan_to_num(offered) / max(np.nansum(offered), 1e-9)
        targets = [category.service_level for category in categories.values()]
        leaving = [0.0 if c.patience is None else 1 / c.patience.mean_value() for c in categories.values()]
        rate = float(weight @ np.array(leaving))
        return cls(
            handle=measures.get("aht").value,
            patience=1 / rate if rate > 0 else math.inf,
            share=min(float(weight @ np.array([t.share for t in targets])), _HUNDRED_PERCENT),
            within=float(weight @ np.array([t.within for t in targets])),
        )

    @property
    def words(self) -> str:
        """How the number was found, for a picture's subtitle."""
        rule = (
            "Erlang C"
            if math.isinf(self.patience)
            else f"Erlang A, patience {duration(round(self.patience))}"
        )
        target = f"{share(self.share)} within {duration(round(self.within))}"
        return f"{rule}, all contacts in one line, {target}, {self.handle:.0f} s a contact"

    def agents(self, rate: float) -> float:
        """Return the least number of agents that reaches the target.

        Parameters
        ----------
        rate : float
            Contacts offered a second [1/s].

        Returns
        -------
        float
            A whole number; 0 without contacts, NaN when the handling time is unknown.
        """
        if math.isnan(rate) or math.isnan(self.handle):
            return math.nan
        return float(_least(lambda n: self._level(rate, n) >= self.share)) if rate > 0 else 0.0

    def _level(self, rate: float, agents: int) -> float:
        from acd.planning import erlang_a, erlang_c

        if math.isinf(self.patience):
            return erlang_c(rate, self.handle, agents).service_level(self.within)
        return erlang_a(rate, self.handle, agents, self.patience).service_level(self.within)


def needed(result: Result) -> tuple[NDArray[np.float64], NDArray[np.float64], str]:
    """Return the agents needed and the load of every interval.

    Parameters
    ----------
    result : Result
        A finished run.

    Returns
    -------
    agents : numpy.ndarray of shape (n_intervals,)
        Agents that the target asks for.
    load : numpy.ndarray of shape (n_intervals,)
        Offered load [erlangs].
    words : str
        How they were found.
    """
    pool = Pool.of(result.scenario, Lines(result.estimates))
    rates = column(by_interval(result.measures, "offered"), "value") / result.period
    return np.array([pool.agents(rate) for rate in rates]), rates * pool.handle, pool.words


def _least(enough: Callable[[int], bool]) -> int:
    """Return the least number from 1 that is enough; `enough` must never turn false again."""
    high = 1
    while not enough(high):
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
