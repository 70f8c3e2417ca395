"""Find who was on duty, who serves what and how long an agent needs between two contacts.

The file has no log-ins, breaks or wrap-up; all three are read from when agents talk and when customers wait.
Pure functions of tidy contacts (`bank_records.read`).
"""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from bank_customers import kaplan_meier
from bank_records import CATEGORIES, CLOSE, INTERVAL, N_INTERVALS, OPEN, WEEKDAYS

LONGEST_IDLE = 1800.0
LONGEST_WRAP_UP = 120.0
LONGEST_DAY = 90_000
EDGE = 900.0
LEAST_HOURS = 0.05
FEWEST_CONTACTS = 50
MAIN = ["regular", "stocks", "prospective", "internet"]
GROUPS = {
    (False, True, False, False): "stock_desk",
    (True, True, False, True): "stocks_internet",
    (True, True, False, False): "stocks",
    (True, True, True, False): "general",
    (True, True, True, True): "all_round",
    (True, False, True, False): "prospective",
    (True, False, True, True): "prospective_internet",
    (True, False, False, True): "internet",
    (True, False, False, False): "regular_only",
}


def authorities(contacts: pd.DataFrame) -> pd.DataFrame:
    """Say which categories each agent serves in each month.

    Parameters
    ----------
    contacts : pandas.DataFrame
        Tidy contacts.

    Returns
    -------
    pandas.DataFrame of bool
        Index (agent, month), one column a category.

    Notes
    -----
    An agent serves a category when it is at least half as large a part of what the agent answers as it is of
    what everybody answers. In a month with fewer than 50 contacts the agent's whole half-year decides.
    """
    answered = contacts[contacts["answered"] & contacts["agent"].notna()]
    month = answered["date"].dt.month.rename("month")
    counts = answered.groupby(["agent", month, "category"]).size().unstack("category", fill_value=0)
    counts = counts.reindex(columns=list(CATEGORIES.values()), fill_value=0)
    whole = counts.groupby("agent").transform("sum")
    few = counts.sum(axis=1) < FEWEST_CONTACTS
    counts[few] = whole[few]
    usual = counts.sum() / counts.to_numpy().sum()
    return counts.div(counts.sum(axis=1), axis=0).ge(usual / 2)


def count_by_second(start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Count how many of some stretches of time cover each second of a day.

    Parameters
    ----------
    start, end : ndarray
        The stretches [s since midnight]; a stretch covers its start and not its end.

    Returns
    -------
    ndarray, shape (90001,)
        Numbers, by second since midnight.
    """
    change = np.zeros(LONGEST_DAY + 1, dtype=int)
    np.add.at(change, np.clip(start, 0, LONGEST_DAY).astype(int), 1)
    np.add.at(change, np.clip(end, 0, LONGEST_DAY).astype(int), -1)
    return np.cumsum(change)


def waiting_seconds(joined: np.ndarray, wait: np.ndarray) -> np.ndarray:
    """Count, for each second of a day, how many seconds until then somebody was waiting.

    Parameters
    ----------
    joined, wait : ndarray
        When the waiting contacts joined [s since midnight], and for how long they waited [s].

    Returns
    -------
    ndarray, shape (90001,)
        Cumulative seconds.
    """
    somebody = count_by_second(joined, joined + wait) > 0
    return np.concatenate([[0], np.cumsum(somebody)[:-1]])


def stretches(
    start: np.ndarray, end: np.ndarray, waiting: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Join one agent's talks of one day to stretches on duty.

    Parameters
    ----------
    start, end : ndarray, shape (n,)
        The talks, by start [s since midnight].
    waiting : ndarray
        What `waiting_seconds` gives for the category that the agent mainly serves.

    Returns
    -------
    start, end : ndarray
        The stretches [s].
    away : ndarray of bool, shape (n - 1,)
        Which gaps between talks are off duty.

    Notes
    -----
    A gap is off duty when it exceeds 30 minutes, or when somebody whom the agent could have answered was
    waiting for more than two minutes of it. A pause with nobody waiting cannot be told from being idle.
    """
    until = np.maximum.accumulate(end)
    gap_from, gap_to = until[:-1], np.maximum(start[1:], until[:-1])
    last = len(waiting) - 1
    waited = waiting[np.clip(gap_to, 0, last).astype(int)] - waiting[np.clip(gap_from, 0, last).astype(int)]
    away = (gap_to - gap_from > LONGEST_IDLE) | (waited > LONGEST_WRAP_UP)
    return np.concatenate([start[:1], start[1:][away]]), np.concatenate([until[:-1][away], until[-1:]]), away


def to_the_edge(start: np.ndarray, end: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Count an agent seen within a quarter of an hour of opening or closing time as there from or until then.

    Parameters
    ----------
    start, end : ndarray
        Stretches on duty [s since midnight].

    Returns
    -------
    start, end : ndarray
        The same, the first and last moved to 07:00 and 24:00 where they are that near.

    Notes
    -----
    Elsewhere a stretch begins and ends with a contact, though the agent may have been idle before and after.
    At the edges of the day, when few contacts come, that would leave out a good part of the staff.
    """
    start = np.where(start < OPEN + EDGE, np.minimum(start, OPEN), start)
    return start, np.where(end > CLOSE - EDGE, np.maximum(end, CLOSE), end)


def talks_of(contacts: pd.DataFrame) -> pd.DataFrame:
    """Keep the talks with a known agent and a believed length, by day, agent and start.

    Parameters
    ----------
    contacts : pandas.DataFrame
        Tidy contacts.

    Returns
    -------
    pandas.DataFrame
        Some of the rows.
    """
    known = contacts[contacts["agent"].notna() & contacts["talk"].notna()]
    return known.sort_values(["date", "agent", "bound"], kind="stable")


def _agent_days(
    contacts: pd.DataFrame, serves: pd.DataFrame
) -> Iterator[tuple[pd.Timestamp, str, np.ndarray, np.ndarray, np.ndarray]]:
    """Yield date, agent, starts and ends of talks and the waiting that the agent could have ended."""
    in_line = contacts[contacts["queued"] & (contacts["wait"] > 0)]
    lines = {
        key: waiting_seconds(rows["joined"].to_numpy(), rows["wait"].to_numpy())
        for key, rows in in_line.groupby(["date", "category"])
    }
    nobody = np.zeros(LONGEST_DAY + 1, dtype=int)
    for (date, agent), talks in talks_of(contacts).groupby(["date", "agent"]):
        main = "regular" if serves.loc[(agent, date.month), "regular"] else "stocks"
        line = lines.get((date, main), nobody)
        yield date, agent, talks["bound"].to_numpy(), talks["ended"].to_numpy(), line


def duty(contacts: pd.DataFrame, serves: pd.DataFrame) -> pd.DataFrame:
    """List the stretches that each agent was on duty.

    Parameters
    ----------
    contacts : pandas.DataFrame
        Tidy contacts.
    serves : pandas.DataFrame
        What `authorities` gives.

    Returns
    -------
    pandas.DataFrame
        date, agent, start, end [s since midnight].
    """
    rows = []
    for date, agent, start, end, line in _agent_days(contacts, serves):
        first, last = to_the_edge(*stretches(start, end, line)[:2])
        rows += [(date, agent, a, b) for a, b in zip(first, last, strict=True)]
    return pd.DataFrame(rows, columns=["date", "agent", "start", "end"])


def pauses(contacts: pd.DataFrame, serves: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """List how long agents took until the next contact while somebody was waiting all along.

    Parameters
    ----------
    contacts, serves : pandas.DataFrame
        As for `duty`.

    Returns
    -------
    times : ndarray
        Seconds from the end of a talk to the next one, or until the line was empty.
    observed : ndarray of bool
        True where the next talk came first.
    """
    times, observed = [], []
    for _, _, start, end, line in _agent_days(contacts, serves):
        begin = np.clip(end[:-1], 0, LONGEST_DAY - 1).astype(int)
        gap = start[1:] - end[:-1]
        goes_on = np.append(line[1:] - line[:-1] == 0, True)
        empty = np.flatnonzero(goes_on)
        until_empty = empty[np.searchsorted(empty, begin)] - begin
        use = (gap >= 0) & (until_empty > 0)
        times.append(np.minimum(gap, until_empty)[use])
        observed.append((gap <= until_empty + 1)[use])
    return np.concatenate(times).astype(float), np.concatenate(observed)


def wrap_up_values(times: np.ndarray, observed: np.ndarray, n: int) -> np.ndarray:
    """Give n values of equal weight for the time an agent needs between two contacts.

    Parameters
    ----------
    times, observed : ndarray
        What `pauses` gives.
    n : int
        Number of values.

    Returns
    -------
    ndarray, shape (n,)
        Ascending [s]: Kaplan-Meier, given at most two minutes; what lasts longer is a break, hence off duty.
    """
    at, survival = kaplan_meier(times, observed)
    short = at <= LONGEST_WRAP_UP
    left = (1.0 - survival[short]) / (1.0 - survival[short][-1])
    u = (np.arange(n) + 0.5) / n
    return at[short][np.searchsorted(left, u)]


def group_names(serves: pd.DataFrame, hours: pd.Series) -> pd.Series:
    """Put agents (by month) who serve the same into one group.

    Parameters
    ----------
    serves : pandas.DataFrame
        What `authorities` gives.
    hours : pandas.Series
        Hours on duty, same index.

    Returns
    -------
    pandas.Series
        Group by (agent, month).

    Notes
    -----
    A group is a combination of the four main categories. It stands on its own with 5 % of all hours, or when
    it does not serve regular contacts; the others join the one that differs in fewest categories, at equal
    difference the largest.
    """
    pattern = pd.Series(list(serves[MAIN].itertuples(index=False, name=None)), index=serves.index)
    share = hours.groupby(pattern).sum() / hours.sum()
    desk = (False, True, False, False)
    kept = [p for p in share.sort_values(ascending=False).index if p[0] and share[p] >= LEAST_HOURS]
    kept += [desk] if desk in share.index else []

    def nearest(p: tuple[bool, ...]) -> tuple[bool, ...]:
        same_desk = [k for k in kept if k[0] == p[0]] or kept
        return min(same_desk, key=lambda k: sum(a != b for a, b in zip(k, p, strict=True)))

    return pattern.map(nearest).map(GROUPS)


def hours_by_agent(stretch: pd.DataFrame, index: pd.MultiIndex) -> pd.Series:
    """Add up the hours on duty between 07:00 and 24:00 by agent and month.

    Parameters
    ----------
    stretch : pandas.DataFrame
        What `duty` gives.
    index : pandas.MultiIndex
        The (agent, month) wanted.

    Returns
    -------
    pandas.Series
        Hours; 0 where there are none.
    """
    length = (stretch["end"].clip(upper=CLOSE) - stretch["start"].clip(lower=OPEN)).clip(lower=0) / 3600
    month = stretch["date"].dt.month.rename("month")
    return length.groupby([stretch["agent"], month]).sum().reindex(index).fillna(0.0)


def mean_on_duty(stretch: pd.DataFrame, groups: pd.Series, days: pd.Series) -> pd.DataFrame:
    """Average the agents on duty by weekday, half-hour and group.

    Parameters
    ----------
    stretch : pandas.DataFrame
        What `duty` gives.
    groups : pandas.Series
        What `group_names` gives.
    days : pandas.Series
        Days by weekday.

    Returns
    -------
    pandas.DataFrame, shape (5 × 34, number of groups)
        Mean number of agents; groups in the order of `GROUPS`.
    """
    key = pd.MultiIndex.from_arrays([stretch["agent"], stretch["date"].dt.month])
    group = groups.reindex(key).to_numpy()
    weekday = stretch["date"].dt.day_name().str[:3].str.lower().to_numpy()
    columns = {}
    for k in range(N_INTERVALS):
        a = OPEN + k * INTERVAL
        cut = (stretch["end"].clip(upper=a + INTERVAL) - stretch["start"].clip(lower=a)).clip(lower=0)
        columns[k] = cut.groupby([weekday, group]).sum() / INTERVAL
    table = pd.DataFrame(columns).stack().unstack(1).fillna(0.0)
    table.index.names = ["weekday", "interval"]
    table = table.reindex(pd.MultiIndex.from_product([WEEKDAYS, range(N_INTERVALS)], names=table.index.names))
    table = table.fillna(0.0).div(days.reindex(table.index.get_level_values(0)).to_numpy(), axis=0)
    return table[[name for name in GROUPS.values() if name in table.columns]]


def group_authority(serves: pd.DataFrame, groups: pd.Series, hours: pd.Series) -> pd.DataFrame:
    """Share of a group's hours worked by agents who serve each category.

    Parameters
    ----------
    serves, groups, hours : pandas.DataFrame, pandas.Series, pandas.Series
        As for `group_names`.

    Returns
    -------
    pandas.DataFrame
        Index group, one column a category; half or more means that the scenario's group serves it.
    """
    worked = serves.mul(hours, axis=0).groupby(groups).sum()
    return worked.div(hours.groupby(groups).sum(), axis=0)


def whole_agents(mean: pd.DataFrame) -> pd.DataFrame:
    """Round mean numbers of agents to whole ones, keeping totals and the groups' shares.

    Parameters
    ----------
    mean : pandas.DataFrame
        What `mean_on_duty` gives.

    Returns
    -------
    pandas.DataFrame of int
        As `mean`.

    Notes
    -----
    Each weekday has its own rounding threshold (0.1, 0.3, 0.5, 0.7, 0.9), so that over the five days a mean
    of 6.4 gives 6, 6, 6, 7, 7. Groups are rounded by their running sums, in the order of `GROUPS`, in which
    those who serve stocks stand together, and likewise prospective: the total is the rounded total, and so,
    within one agent, are these two.
    """
    threshold = pd.Series([0.5, 0.1, 0.9, 0.3, 0.7], index=WEEKDAYS)
    running = np.cumsum(mean.to_numpy(), axis=1)
    shift = threshold.reindex(mean.index.get_level_values("weekday")).to_numpy()[:, None]
    whole = np.floor(running + shift)
    return pd.DataFrame(np.diff(whole, axis=1, prepend=0.0), mean.index, mean.columns).astype(int)
