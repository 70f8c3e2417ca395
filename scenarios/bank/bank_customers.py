"""Estimate what the customers do: how long they wait, whether they come back, how busy a day is.

Pure functions of tidy contacts (`bank_records.read`). Nothing here reads or writes a file.
"""

import numpy as np
import pandas as pd
from bank_records import CATEGORIES, INTERVAL, N_INTERVALS, WEEKDAYS, slices

REDIAL_WINDOW = 3600.0
SERVED_TALK = 60.0
SMALL = 100
TAIL_SHARE, TAIL_LEAST = 0.05, 50
FEWEST_IDENTIFIED = 1000


def kaplan_meier(times: np.ndarray, observed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Estimate the survival function from censored times.

    Parameters
    ----------
    times : ndarray
        Time of the event or of censoring [s].
    observed : ndarray of bool
        True where the event was seen (the customer left), False where something else came first.

    Returns
    -------
    times : ndarray
        The distinct times of events, ascending [s].
    survival : ndarray
        The share that lasts longer than each of them.

    References
    ----------
    Kaplan and Meier (1958), J. Am. Stat. Assoc. 53:457-481. At equal times events come before censorings.
    """
    events = np.sort(times[observed])
    distinct, deaths = np.unique(events, return_counts=True)
    at_risk = len(times) - np.searchsorted(np.sort(times), distinct, side="left")
    return distinct, np.cumprod(1.0 - deaths / at_risk)


def patience_values(times: np.ndarray, observed: np.ndarray, n: int) -> np.ndarray:
    """Give n values of equal weight that stand for the distribution of patience.

    Parameters
    ----------
    times : ndarray
        Waits [s].
    observed : ndarray of bool
        True where the customer left, False where an agent answered.
    n : int
        Number of values.

    Returns
    -------
    ndarray, shape (n,)
        Ascending [s].

    Notes
    -----
    Kaplan-Meier as far as 5 % of the waits (but at least 50) are still at risk; beyond it an exponential tail
    with the hazard found there: leavings ÷ time waited.
    """
    least = max(TAIL_LEAST, TAIL_SHARE * len(times))
    cut = np.sort(times)[max(0, len(times) - int(np.ceil(least)))]
    beyond = times > cut
    hazard = observed[beyond].sum() / (times[beyond] - cut).sum()
    at, survival = kaplan_meier(times, observed)
    inside = at <= cut
    at, left = at[inside], 1.0 - survival[inside]
    u = (np.arange(20 * n) + 0.5) / (20 * n)
    reached = left[-1]
    values = np.where(
        u <= reached,
        at[np.minimum(np.searchsorted(left, u), len(at) - 1)],
        cut + np.log((1.0 - reached) / np.minimum(1.0 - u, 1.0 - reached)) / hazard,
    )
    return slices(values, n)


def chance_to_wait(contacts: pd.DataFrame) -> pd.Series:
    """Share of contacts that had to wait, by date and interval, at least 0.2.

    Parameters
    ----------
    contacts : pandas.DataFrame
        Columns date, interval, queued.

    Returns
    -------
    pandas.Series
        Index (date, interval).
    """
    return contacts.groupby(["date", "interval"])["queued"].mean().clip(lower=0.2)


def next_contacts(contacts: pd.DataFrame) -> pd.DataFrame:
    """Find each identified contact's next one by the same customer on the same day.

    Parameters
    ----------
    contacts : pandas.DataFrame
        Tidy contacts.

    Returns
    -------
    pandas.DataFrame
        category, customer, answered, talk, delay [s from the end of this to the next, NaN if none] and
        weight: 1 ÷ the chance that the next one had to wait, since only who waits is identified.

    Notes
    -----
    The bank's own call-backs (`callback_held`) are no redials and are left out.
    """
    chance = chance_to_wait(contacts)
    known = contacts[contacts["customer"].notna() & contacts["queued"]]
    known = known[known["category"] != "callback_held"].sort_values(["date", "customer", "arrived"])
    own = known.groupby(["date", "customer"])
    end = known["ended"].where(known["answered"], known["joined"] + known["wait"])
    delay = own["arrived"].shift(-1) - end
    key = pd.MultiIndex.from_arrays([known["date"], own["interval"].shift(-1)])
    weight = 1.0 / chance.reindex(key).to_numpy()
    within = delay.between(0, REDIAL_WINDOW)
    out = known[["category", "customer", "answered", "talk"]].copy()
    out["delay"] = delay.where(within)
    out["weight"] = np.where(within, weight, 0.0)
    return out


def redial(returns: pd.DataFrame, category: str | None = None) -> tuple[float, float]:
    """Estimate how often a customer who left comes back, beyond what chance would bring.

    Parameters
    ----------
    returns : pandas.DataFrame
        What `next_contacts` gives.
    category : str, optional
        Only contacts of this category; default all.

    Returns
    -------
    probability : float
        (after leaving − by chance) ÷ (1 − by chance), at least 0.
    by_chance : float
        The same customers' share of a further contact within the hour after a talk of at least a minute.

    Notes
    -----
    Each customer's chance counts as often as the customer left. Some who come back after a talk do so because
    of it, so the chance is rather too high and the redial rather too low.
    """
    if category is not None:
        returns = returns[returns["category"] == category]
    left = returns[~returns["answered"]]
    served = returns[returns["answered"] & (returns["talk"] >= SERVED_TALK)]
    times_left = left.groupby("customer").size()
    own_chance = served.groupby("customer")["weight"].mean()
    times_left = times_left[times_left.index.isin(own_chance.index)]
    by_chance = float(np.average(own_chance.reindex(times_left.index), weights=times_left))
    after_leaving = float(left["weight"].mean())
    return max(0.0, (after_leaving - by_chance) / (1.0 - by_chance)), by_chance


def redial_delays(returns: pd.DataFrame, n: int) -> np.ndarray:
    """Give n values of equal weight for the time until a redial.

    Parameters
    ----------
    returns : pandas.DataFrame
        What `next_contacts` gives.
    n : int
        Number of values.

    Returns
    -------
    ndarray, shape (n,)
        Ascending [s]: the distribution after leaving less the one after a talk, by the minute.
    """
    grid = np.arange(0.0, REDIAL_WINDOW + 1.0, 60.0)
    left = returns[~returns["answered"]]
    served = returns[returns["answered"] & (returns["talk"] >= SERVED_TALK)]
    curve = _returned_by(left, grid) - _returned_by(served, grid)
    curve = np.maximum.accumulate(np.maximum(curve, 0.0))
    u = (np.arange(n) + 0.5) / n
    rising = np.concatenate([[True], np.diff(curve) > 0])
    return np.interp(u, curve[rising] / curve[-1], grid[rising])


def _returned_by(returns: pd.DataFrame, grid: np.ndarray) -> np.ndarray:
    """Weighted share that has come back by each time of the grid."""
    delay, weight = returns["delay"].to_numpy(), returns["weight"].to_numpy()
    return np.array([weight[delay <= t].sum() for t in grid]) / len(returns)


def lags(delays: np.ndarray) -> np.ndarray:
    """Chance that a return falls 0, 1, 2, ... half-hours after the one it started in.

    Parameters
    ----------
    delays : ndarray
        Values of equal weight [s]; the start is uniform within its half-hour.

    Returns
    -------
    ndarray
        Chances, adding up to 1.
    """
    whole, part = np.divmod(delays / INTERVAL, 1.0)
    chances = np.zeros(int(whole.max()) + 2)
    np.add.at(chances, whole.astype(int), 1.0 - part)
    np.add.at(chances, whole.astype(int) + 1, part)
    return chances / len(delays)


def new_matters(
    offered: pd.DataFrame, left: pd.DataFrame, redials: dict[str, float], chances: np.ndarray
) -> pd.DataFrame:
    """Take expected redials out of the contacts offered.

    Parameters
    ----------
    offered, left : pandas.DataFrame
        Contacts offered, and of them those who left, as `bank_records.mean_by_interval` gives them.
    redials : dict of str to float
        Probability of a redial by category.
    chances : ndarray
        What `lags` gives.

    Returns
    -------
    pandas.DataFrame
        As `offered`; no cell below zero.
    """
    out = offered.copy()
    for category, probability in redials.items():
        for day in WEEKDAYS:
            back = np.convolve(left.loc[day, category], chances)[:N_INTERVALS]
            out.loc[day, category] = np.maximum(
                0.0, offered.loc[day, category].to_numpy() - probability * back
            )
    return out


def steady_small(table: pd.DataFrame) -> pd.DataFrame:
    """Give categories with fewer than 100 contacts a day one profile for all weekdays.

    Parameters
    ----------
    table : pandas.DataFrame
        As `bank_records.mean_by_interval` gives it.

    Returns
    -------
    pandas.DataFrame
        As `table`. For the small ones: the weekday's total × the profile over all weekdays.
    """
    out = table.copy()
    totals = table.groupby("weekday").sum().reindex(WEEKDAYS)
    for category in table.columns[totals.mean() < SMALL]:
        profile = table[category].groupby("interval").sum().to_numpy()
        out[category] = np.outer(totals[category], profile / profile.sum()).ravel()
    return out


def busyness(contacts: pd.DataFrame) -> tuple[float, dict[str, float]]:
    """Estimate the coefficients of variation of the random factors on a day's arrivals.

    Parameters
    ----------
    contacts : pandas.DataFrame
        Columns date, weekday, category.

    Returns
    -------
    common : float
        Of the factor that all categories share.
    own : dict of str to float
        Of each category's own factor.

    Notes
    -----
    With Z a day's number ÷ its weekday's mean, cov(Zi, Zj) = common² and var(Zi) = common² + own² + 1 ÷ mean
    but for the small product term. Categories weigh in the common one by their product of means.
    """
    daily = contacts.groupby(["date", "weekday", "category"]).size().unstack("category", fill_value=0)
    mean = daily.groupby("weekday").transform("mean")
    residual = (daily / mean - 1.0).to_numpy()
    free = len(daily) - daily.index.get_level_values("weekday").nunique()
    covariance = residual.T @ residual / free
    weight = np.outer(mean.mean(), mean.mean())
    np.fill_diagonal(weight, 0.0)
    common = max(0.0, float((covariance * weight).sum() / weight.sum()))
    rest = np.diag(covariance) - common - (1.0 / mean).mean().to_numpy()
    own = dict(zip(daily.columns, np.sqrt(np.maximum(rest, 0.0)), strict=True))
    return float(np.sqrt(common)), own


def high_share(contacts: pd.DataFrame) -> pd.Series:
    """Share of customers with high priority, by category.

    Parameters
    ----------
    contacts : pandas.DataFrame
        Columns category, queued, high.

    Returns
    -------
    pandas.Series
        Of those who waited: for the others the file does not know the customer and shows priority 0.
    """
    waited = contacts[contacts["queued"]]
    return waited.groupby("category")["high"].mean().reindex(list(CATEGORIES.values())).fillna(0.0)
