"""Picks lines out of the measures frame, for tables and pictures alike.

Knows the frame's columns and nothing of how the lines are shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from acd.report.words import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray


class Lines:
    """The measures of the whole period by scope, name and measure.

    Parameters
    ----------
    measures : pandas.DataFrame
        With the columns measure, scope, name, interval, unit, value, low, high, n.
    coarse : pandas.DataFrame, optional
        Those of its rows that are known less exactly than their interval says.
    """

    def __init__(self, measures: pd.DataFrame, coarse: pd.DataFrame | None = None) -> None:
        whole = measures[measures["interval"].isna()]
        rough = set() if coarse is None else set(coarse.index)
        self._estimates = {
            (scope, None if pd.isna(name) else name, measure): Estimate(value, low, high, unit, at in rough)
            for at, scope, name, measure, value, low, high, unit in zip(
                whole.index,
                whole["scope"].astype(str),
                whole["name"].astype(object),
                whole["measure"].astype(str),
                whole["value"].astype(float),
                whole["low"].astype(float),
                whole["high"].astype(float),
                whole["unit"].astype(str),
                strict=True,
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
            NaN throughout when the frame has no such line.
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
            In the order of the frame, each once.
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
