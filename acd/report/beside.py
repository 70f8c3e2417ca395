"""Simulated figures beside those that the real centre measured, by category and by time of day.

The real figures stand in a CSV file: ``start`` (``08:30``, or any other word for the whole period),
``category`` (or ``total``), and one column a measure, in the units of the catalogue. Knows a finished result;
computes no measure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from acd.errors import AcdError
from acd.kpi import catalogue, summary
from acd.report.lines import Lines
from acd.report.words import ABSENT, Estimate, decimals

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pandas as pd

    from acd.experiment import Result

_KEYS = ("start", "category")
_KNOWN = {measure.name: measure for measure in catalogue.GIVEN}
_TIME = r"\d\d:\d\d"


def read_real(path: Path) -> pd.DataFrame:
    """Read what a real centre measured.

    Parameters
    ----------
    path : pathlib.Path
        CSV file with the columns start, category and measures.

    Returns
    -------
    pandas.DataFrame
        One row a category and time of day; ``start`` is missing for the whole period.

    Raises
    ------
    AcdError
        When the file is no such table: a column is missing or is no measure, a figure is no number.
    """
    import pandas as pd

    try:
        frame = pd.read_csv(path, dtype=dict.fromkeys(_KEYS, str))
    except ValueError as error:  # pandas' own errors of reading are all of this kind
        message = f"{path}: is no CSV table ({str(error).strip()}); see scenarios/bank/measured.csv for one"
        raise AcdError(message) from None
    for key in _KEYS:
        if key not in frame:
            message = (
                f"{path}:1: has no column '{key}'; real figures need the columns start, category and measures"
            )
            raise AcdError(message)
    for name in _measures(frame):
        if name not in _KNOWN:
            message = f"{path}:1: column '{name}' is no measure; see `acd list measures`"
            raise AcdError(message)
        if not pd.api.types.is_numeric_dtype(frame[name]):
            message = f"{path}: column '{name}' holds something that is no number; write plain figures"
            raise AcdError(message)
    frame["start"] = frame["start"].where(frame["start"].str.fullmatch(_TIME))
    if frame.duplicated(list(_KEYS)).any():
        line = int(frame.duplicated(list(_KEYS)).argmax()) + 2
        message = f"{path}:{line}: stands for the same start and category as a line before; keep one of them"
        raise AcdError(message)
    return frame


def beside(result: Result, real: pd.DataFrame, origin: str) -> Group:
    """Lay out simulated figures beside real ones.

    Parameters
    ----------
    result : Result
        A finished run.
    real : pandas.DataFrame
        From `read_real`; counts are those of a period as long as the one simulated.
    origin : str
        Where the real figures come from.

    Returns
    -------
    rich.console.Group
        A table by category and a table by time of day.
    """
    head = Text("\nSimulated beside really measured", style="bold")
    head.append(f"\nreal figures: {origin}; ± as above", style="not bold")
    return Group(
        head,
        Padding(_table("category", real, _by_category(result, real)), (1, 0, 0, 0)),
        Padding(_table("time of day", real, _by_time(result, real)), (1, 0, 0, 0)),
    )


_Row = tuple[str, dict[str, float], dict[str, Estimate]]


def _rows(real: pd.DataFrame, key: str) -> dict[str, dict[str, float]]:
    """Return the figures of every row by one of its keys."""
    rows = real.set_index(key)[_measures(real)].to_dict("index")
    return {str(at): {str(name): float(value) for name, value in row.items()} for at, row in rows.items()}


def _measures(real: pd.DataFrame) -> list[str]:
    return [str(name) for name in real.columns if name not in _KEYS]


def _table(first: str, real: pd.DataFrame, rows: Iterator[_Row]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1))
    table.add_column(first, no_wrap=True, vertical="bottom")
    for name in _measures(real):
        unit = _KNOWN[name].unit
        table.add_column(f"{name}\n[{'%' if unit == 'share' else unit}]".replace("[", r"\["), justify="right")
        table.add_column("real", justify="right", vertical="bottom", style="cyan")
    for label, there, here in rows:
        cells = []
        for name in _measures(real):
            cells += [_simulated(here[name]), _real(there[name], _KNOWN[name].unit)]
        table.add_row(label, *cells)
    return table


def _simulated(estimate: Estimate) -> str:
    shown = estimate.scaled()
    if np.isnan(shown.value):
        return ABSENT
    digits = min(decimals(shown), 1) if np.isfinite(shown.half) else 1
    error = f" ± {shown.half:,.{digits}f}" if np.isfinite(shown.half) else ""
    return f"{shown.value:,.{digits}f}{error}"


def _real(value: float, unit: str) -> str:
    shown = Estimate(value, np.nan, np.nan, unit).scaled()
    return ABSENT if np.isnan(value) else f"{shown.value:,.1f}"


def _by_category(result: Result, real: pd.DataFrame) -> Iterator[_Row]:
    """Yield the total and every category that both sides know."""
    lines = Lines(result.estimates)
    whole = _rows(real[real["start"].isna()], "category")
    for name in ["total", *result.scenario.categories]:
        if name in whole:
            place = ("total", None) if name == "total" else ("category", name)
            yield name, whole[name], {m: lines.get(m, *place) for m in _measures(real)}


def _by_time(result: Result, real: pd.DataFrame) -> Iterator[_Row]:
    """Yield every time of day, all categories together."""
    total = _rows(real[(real["category"] == "total") & real["start"].notna()], "start")
    here = {name: by_time_of_day(result, name) for name in _measures(real)}
    for time in sorted(total):
        absent = Estimate(np.nan, np.nan, np.nan, "")
        yield time, total[time], {name: found.get(time, absent) for name, found in here.items()}


def by_time_of_day(result: Result, measure: str) -> dict[str, Estimate]:
    """Estimate a measure for each time of day, all days together.

    Parameters
    ----------
    result : Result
        A finished run.
    measure : str
        A ratio or a count.

    Returns
    -------
    dict of str to Estimate
        By the interval's start (``08:30``).

    Notes
    -----
    The sums of a replication are added over its days first, so that the interval is that of the contract.
    """
    import pandas as pd

    frame = result.replications
    chosen = frame[(frame["measure"] == measure) & (frame["scope"] == "total") & frame["interval"].notna()]
    time = pd.DatetimeIndex(chosen["interval"]).strftime("%H:%M")
    sums = chosen.groupby([chosen["replication"], time])[["numerator", "denominator"]].sum()
    numerator, denominator = (sums[name].unstack() for name in ("numerator", "denominator"))
    if _KNOWN[measure].kind == "count":
        denominator[:] = 1.0
    value, low, high, _ = summary.estimate(numerator.to_numpy(), denominator.to_numpy())
    unit = _KNOWN[measure].unit
    found = zip(numerator.columns, value, low, high, strict=True)
    return {str(at): Estimate(float(v), float(lo), float(hi), unit) for at, v, lo, hi in found}
