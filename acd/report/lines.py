"""Picks lines out of the measures, for tables and pictures alike.

Knows the measures' columns and nothing of how the lines are shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from acd.report.words import Estimate

if TYPE_CHECKING:
    from collections.abc import Collection

    import pandas as pd
    from numpy.typing import NDArray

    from acd.kpi import Estimates


class Lines:
    """The measures of the whole period by scope, name and measure.

    Parameters
    ----------
    measures : Estimates
        Of any rows; those by interval are left out.
    coarse : collection of int, optional
        Places of rows that are known less exactly than their interval says.
    """

    def __init__(self, measures: Estimates, coarse: Collection[int] = ()) -> None:
        whole = measures.whole_period()
        rough = set(coarse)
        columns = (
            whole,
            *(column[whole] for column in (measures.scope, measures.name, measures.measure)),
            *(column[whole] for column in (measures.value, measures.low, measures.high, measures.unit)),
        )
        self._estimates = {
            (scope, name, measure): Estimate(value, low, high, unit, at in rough)
            for at, scope, name, measure, value, low, high, unit in zip(
                *(column.tolist() for column in columns), strict=True
            )
        }

    def get(self, measure: str, scope: str = "total", name: str | None = None) -> Estimate:
        """Return one line.

        Parameters
        ----------
        measure : str
            Name of the measure.
        scope : str
            ``total``, ``category``, ``group``, ``channel`` or ``tier``.
        name : str, optional
            Of the category, group, channel or tier.

        Returns
        -------
        Estimate
            NaN throughout when there is no such line.
        """
        absent = Estimate(np.nan, np.nan, np.nan, "")
        return self._estimates.get((scope, name, measure), absent)

    def coarse(self) -> bool:
        """Tell whether any line is known less exactly than its interval says."""
        return any(estimate.coarse for estimate in self._estimates.values())

    def measures(self, scope: str = "total") -> list[str]:
        """Return the names of the measures of a scope.

        Parameters
        ----------
        scope : str
            ``total``, ``category``, ``group``, ``channel`` or ``tier``.

        Returns
        -------
        list of str
            In the order of the rows, each once.
        """
        return list(dict.fromkeys(measure for at, _, measure in self._estimates if at == scope))


def by_interval(measures: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return a total by interval.

    Parameters
    ----------
    measures : pandas.DataFrame
        With the columns measure, scope, name, interval, unit, value, low, high, n.
    measure : str
        Name of the measure.

    Returns
    -------
    pandas.DataFrame
        Columns value, low, high as float; indexed by the interval's start, rising.
    """
    import pandas as pd

    chosen = measures[
        (measures["measure"] == measure) & (measures["scope"] == "total") & measures["interval"].notna()
    ]
    frame = chosen[["value", "low", "high"]].astype(float)
    frame.index = pd.DatetimeIndex(chosen["interval"])
    return frame.sort_index()


def column(frame: pd.DataFrame, name: str) -> NDArray[np.float64]:
    """Return one column as plain numbers.

    Parameters
    ----------
    frame : pandas.DataFrame
        From `by_interval`.
    name : str
        ``value``, ``low`` or ``high``.

    Returns
    -------
    numpy.ndarray of shape (n,)
        One value an interval.
    """
    return frame[name].to_numpy(dtype=np.float64)
