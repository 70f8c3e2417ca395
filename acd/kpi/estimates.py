"""Values with their 95 % intervals in columns of plain arrays: all that a table or JSON needs, and no pandas.

To import pandas takes a quarter of a small run; who wants a frame pays for it. This module must not know how an
estimate is made.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from acd.kpi.intervals import Codes, Floats

if TYPE_CHECKING:
    import pandas as pd

Words: TypeAlias = np.ndarray[Any, np.dtype[np.object_]]
Dates: TypeAlias = np.ndarray[Any, np.dtype[np.datetime64]]


@dataclass(frozen=True)
class Estimates:
    """Measures by line and interval; one place a row in every array.

    Parameters
    ----------
    measure, scope : numpy.ndarray of object
        Words of the catalogue.
    name : numpy.ndarray of object
        Of the category, group, channel or tier; None in the total.
    interval : numpy.ndarray of datetime64[us]
        Start of the interval; missing in rows of the whole period.
    unit : numpy.ndarray of object
        Of value, low and high.
    value, low, high : numpy.ndarray of float64
        Value and ends of the 95 % interval; NaN where there is none.
    n : numpy.ndarray of int64
        Replications that observed something.
    """

    measure: Words
    scope: Words
    name: Words
    interval: Dates
    unit: Words
    value: Floats
    low: Floats
    high: Floats
    n: Codes

    def whole_period(self) -> Codes:
        """Find the rows of the whole period.

        Returns
        -------
        numpy.ndarray
            Their places.
        """
        return np.flatnonzero(np.isnat(self.interval))

    def rows(self) -> Iterator[dict[str, Any]]:
        """Give the rows as plain data.

        Yields
        ------
        dict
            A key a column; dates as ISO 8601 text, None for what is missing or not finite.
        """
        columns = {
            "measure": self.measure.tolist(),
            "scope": self.scope.tolist(),
            "name": self.name.tolist(),
            "interval": [None if start is None else start.isoformat() for start in self.interval.tolist()],
            "unit": self.unit.tolist(),
            "value": _finite(self.value),
            "low": _finite(self.low),
            "high": _finite(self.high),
            "n": self.n.tolist(),
        }
        for row in zip(*columns.values(), strict=True):
            yield dict(zip(columns, row, strict=True))

    def frame(self) -> pd.DataFrame:
        """Make a frame.

        Returns
        -------
        pandas.DataFrame
            The same columns.
        """
        import pandas as pd

        return pd.DataFrame({column.name: getattr(self, column.name) for column in fields(self)})


def _finite(values: Floats) -> list[float | None]:
    return [value if math.isfinite(value) else None for value in values.tolist()]
