"""Check the count of agents on duty: is somebody who seems free ready for the next contact.

Nothing in the scenario depends on this; it says how far the count can be trusted. It knows tidy contacts and
the stretches on duty.
"""

import numpy as np
import pandas as pd
from bank_agents import count_by_second, talks_of

MOST = 6


def readiness(contacts: pd.DataFrame, stretch: pd.DataFrame, serves: pd.DataFrame) -> pd.DataFrame:
    """Compare agents who seem free with contacts answered at once.

    Parameters
    ----------
    contacts, stretch, serves : pandas.DataFrame
        What `bank_records.read`, `bank_agents.duty` and `bank_agents.authorities` give.

    Returns
    -------
    pandas.DataFrame
        By number of agents on duty, not talking and serving regular contacts (6 means six or more): regular
        contacts that came when no regular contact waited, and the share of them answered at once.
    """
    talks = talks_of(contacts)
    on_duty, talking = _regular_only(stretch, serves), _regular_only(talks, serves)
    regular = contacts[contacts["category"] == "regular"]
    parts = []
    for date, rows in regular.groupby("date"):
        day_duty, day_talks = on_duty[on_duty["date"] == date], _apart(talking[talking["date"] == date])
        waited = rows[rows["queued"]]
        there = count_by_second(day_duty["start"].to_numpy(), day_duty["end"].to_numpy())
        busy = count_by_second(day_talks["bound"].to_numpy(), day_talks["ended"].to_numpy())
        line = count_by_second(waited["joined"].to_numpy(), (waited["joined"] + waited["wait"]).to_numpy())
        just_before = rows["joined"].to_numpy().astype(int) - 1
        seen = pd.DataFrame({"free": (there - busy)[just_before], "at_once": ~rows["queued"].to_numpy()})
        parts.append(seen[line[just_before] == 0])
    seen = pd.concat(parts)
    found = seen["at_once"].groupby(seen["free"].clip(0, MOST)).agg(contacts="size", at_once="mean")
    return found.rename_axis("seem_free").reset_index()


def _regular_only(rows: pd.DataFrame, serves: pd.DataFrame) -> pd.DataFrame:
    """Keep the rows of agents who serve regular contacts in that month."""
    key = pd.MultiIndex.from_arrays([rows["agent"], rows["date"].dt.month])
    return rows[serves["regular"].reindex(key).to_numpy()]


def _apart(talks: pd.DataFrame) -> pd.DataFrame:
    """Shorten talks of one agent that overlap, so that nobody counts as talking twice."""
    until = talks.groupby("agent")["ended"].cummax()
    before = until.groupby(talks["agent"]).shift(1)
    bound = np.fmax(talks["bound"], before)
    return talks.assign(bound=bound, ended=np.maximum(bound, until))
