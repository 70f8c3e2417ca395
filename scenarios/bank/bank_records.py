"""Read the bank's raw records and keep what the scenario is about: contacts that asked for an agent.

Every rule that drops or mends a record is in this file and nowhere else. It knows nothing of estimates.
"""

from pathlib import Path

import numpy as np
import pandas as pd

CATEGORIES = {
    "PS": "regular",
    "NE": "stocks",
    "NW": "prospective",
    "IN": "internet",
    "PE": "english",
    "TT": "callback_held",
}
WEEKDAYS = ["sun", "mon", "tue", "wed", "thu"]
OPEN, CLOSE, INTERVAL = 7 * 3600, 24 * 3600, 1800
N_INTERVALS = (CLOSE - OPEN) // INTERVAL
LOWEST, HIGHEST = 0.65, 1.60
LONGEST_IVR, LONGEST_WAIT, LONGEST_TALK = 600, 3600, 7200
LARGEST_MISMATCH = 60


def read(path: Path) -> pd.DataFrame:
    """Read the raw file and return the contacts of ordinary days.

    Parameters
    ----------
    path : Path
        The raw records, as CSV or gzipped CSV.

    Returns
    -------
    pandas.DataFrame
        One row a contact: date, weekday, category, high, customer, agent, queued, answered (bool), arrived,
        ivr, joined, wait, bound, talk, ended [s since midnight, or s], interval (of joining).
    """
    contacts = tidy(pd.read_csv(path, dtype={"customer": str, "agent": str}))
    days = ordinary_days(contacts)
    return contacts[contacts["date"].isin(days)].reset_index(drop=True)


def tidy(raw: pd.DataFrame) -> pd.DataFrame:
    """Keep contacts that asked for an agent in staffed hours, in our own words and units.

    Parameters
    ----------
    raw : pandas.DataFrame
        The raw columns.

    Returns
    -------
    pandas.DataFrame
        See `read`.

    Notes
    -----
    Asked for an agent: outcome AGENT, or HANG after joining the line. A hang-up in the IVR cannot be told
    from a customer who served himself there, and PHANTOM is no contact. Two waits over an hour are dropped;
    an IVR time outside 0..600 s counts as 0 or 600; seven talks over two hours have no talk time.
    """
    day = pd.to_datetime(raw["date"])
    weekday = day.dt.day_name().str[:3].str.lower()
    asked = (raw["outcome"] == "AGENT") | ((raw["outcome"] == "HANG") & (raw["queued"] == 1))
    staffed = raw["vru_entry_s"].between(OPEN, CLOSE - 1)
    keep = asked & staffed & weekday.isin(WEEKDAYS) & raw["type"].isin(CATEGORIES)
    keep &= raw["wait_s"].between(0, LONGEST_WAIT)
    kept = raw[keep]
    out = pd.DataFrame({"date": day[keep], "weekday": weekday[keep], "customer": kept["customer"]})
    out["category"] = kept["type"].map(CATEGORIES)
    out["agent"] = kept["agent"]
    out["high"] = kept["priority"] == 2
    out["queued"] = kept["queued"] == 1
    out["answered"] = kept["outcome"] == "AGENT"
    out["arrived"] = kept["vru_entry_s"].astype(float)
    out["ivr"] = kept["vru_s"].clip(0, LONGEST_IVR).astype(float)
    out["joined"] = out["arrived"] + out["ivr"]
    out["wait"] = kept["wait_s"].astype(float)
    _add_handling(out, kept)
    slot = (out["joined"] - OPEN) // INTERVAL
    out["interval"] = slot.clip(0, N_INTERVALS - 1).astype(int)
    return out.sort_values(["date", "arrived"], kind="stable")


def _add_handling(out: pd.DataFrame, kept: pd.DataFrame) -> None:
    """Add bound, talk and ended: missing where nobody answered or the talk is past belief."""
    believed = out["answered"] & (kept["ser_s"] <= LONGEST_TALK)
    expected = out["joined"] + out["wait"]
    start = kept["ser_start_s"].astype(float)
    bound = start.where((start - expected).abs() <= LARGEST_MISMATCH, expected)
    out["bound"] = bound.where(out["answered"])
    out["talk"] = kept["ser_s"].astype(float).where(believed)
    out["ended"] = out["bound"] + out["talk"]


def ordinary_days(contacts: pd.DataFrame) -> pd.DatetimeIndex:
    """Return the days whose number of contacts is near the usual one.

    Parameters
    ----------
    contacts : pandas.DataFrame
        Columns date and weekday, one row a contact.

    Returns
    -------
    pandas.DatetimeIndex
        The days with 65 % to 160 % of the median of their weekday.

    Notes
    -----
    This drops holidays and their eves, half-recorded days and 23 May, of which half the contacts came after
    20:00. 11 and 12 January are not in the file at all.
    """
    daily = contacts.groupby(["date", "weekday"]).size().rename("n").reset_index()
    ratio = daily["n"] / daily.groupby("weekday")["n"].transform("median")
    return pd.DatetimeIndex(daily.loc[ratio.between(LOWEST, HIGHEST), "date"])


def n_days(contacts: pd.DataFrame) -> pd.Series:
    """Count the days of each weekday.

    Parameters
    ----------
    contacts : pandas.DataFrame
        Columns date and weekday.

    Returns
    -------
    pandas.Series
        Days by weekday, in the order of `WEEKDAYS`.
    """
    return contacts.groupby("weekday")["date"].nunique().reindex(WEEKDAYS)


def mean_by_interval(contacts: pd.DataFrame, days: pd.Series) -> pd.DataFrame:
    """Count contacts by weekday, half-hour and category, a day.

    Parameters
    ----------
    contacts : pandas.DataFrame
        The contacts to count: columns weekday, interval, category.
    days : pandas.Series
        Days by weekday.

    Returns
    -------
    pandas.DataFrame, shape (5 × 34, 6)
        Mean number a day; index (weekday, interval), one column a category.
    """
    counts = contacts.groupby(["weekday", "interval", "category"]).size().unstack("category")
    index = pd.MultiIndex.from_product([WEEKDAYS, range(N_INTERVALS)], names=["weekday", "interval"])
    counts = counts.reindex(index=index, columns=list(CATEGORIES.values())).fillna(0.0)
    return counts.div(days.reindex(index.get_level_values("weekday")).to_numpy(), axis=0)


def slices(values: np.ndarray, n: int) -> np.ndarray:
    """Replace a sample by n values of equal weight that keep its mean.

    Parameters
    ----------
    values : ndarray
        The sample, in any order.
    n : int
        How many values to return, at most the sample's size.

    Returns
    -------
    ndarray, shape (n,)
        Means of n equal slices of the sorted sample, ascending.
    """
    ordered = np.sort(values)
    edges = np.linspace(0, len(ordered), n + 1)
    total = np.concatenate([[0.0], np.cumsum(ordered)])
    return np.diff(np.interp(edges, np.arange(len(total)), total)) / np.diff(edges)


def start_labels() -> list[str]:
    """Name the half-hours of the week as scenario files do: `sun 07:00`, ..., `thu 23:30`."""
    times = [OPEN + k * INTERVAL for k in range(N_INTERVALS)]
    return [f"{day} {t // 3600:02d}:{t % 3600 // 60:02d}" for day in WEEKDAYS for t in times]
