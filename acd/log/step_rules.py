"""Rules between the steps of a leg, and between them and the leg: no gap, nobody else's, nothing left out.

This module must not know what a step is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import pandas as pd

_LEG = ["replication", "contact", "leg"]


def unmatched_steps(
    legs: pd.DataFrame, steps: pd.DataFrame, interrupted: Collection[str] = ()
) -> Iterator[str]:
    """Yield where steps do not fill the time from binding to the end of wrap-up.

    Parameters
    ----------
    legs : pandas.DataFrame
        One row a leg, with the columns of `LEG_COLUMNS`.
    steps : pandas.DataFrame
        One row a step, with the columns of `STEP_COLUMNS`, those of a leg in the order of time.
    interrupted : collection of str
        Channels whose contacts wait in hand while others are served: one with nothing to be done may last, too.

    Yields
    ------
    str
        One message a broken rule: first leg that breaks it, the rule, how many rows do.
    """
    answered = legs.loc[legs["bound"].notna(), [*_LEG, "agent", "channel", "bound", "wrapped"]]
    both = steps.merge(answered, on=_LEG, how="left", suffixes=("", "_of_leg"))
    before = both.groupby(_LEG, sort=False)["end"].shift()
    due = before.where(both.duplicated(_LEG), both["bound"])
    yield from _told(both, both["bound"].isna(), "a step belongs to a leg that was bound to an agent")
    yield from _told(both, both["agent"] != both["agent_of_leg"], "a leg's agent goes through its steps")
    yield from _told(both, both["start"] != due, "a step begins where the last ended")
    last = answered.merge(steps.groupby(_LEG, sort=False).tail(1)[[*_LEG, "end"]], on=_LEG, how="left")
    in_no_time = last["wrapped"].isna() | (last["wrapped"] == last["bound"])
    no_step = last["end"].isna() & (in_no_time | last["channel"].isin(list(interrupted)))
    over = (last["end"] != last["wrapped"]) & ~no_step
    yield from _told(last, over, "the last step ends with the leg")


def _told(frame: pd.DataFrame, broken: pd.Series[bool], rule: str) -> Iterator[str]:
    if broken.any():
        row = frame[broken.to_numpy(bool)].iloc[0]
        place = f"steps of replication {row['replication']}, contact {row['contact']}, leg {row['leg']}"
        yield f"{place}: {rule}; {int(broken.sum())} of {len(frame)} rows break this"
