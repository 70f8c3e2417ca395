"""Rules between the columns of the legs.

A rule marks the rows that break it. This module must not know what a contact's legs have to do with each other, nor the
agents' own rows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import pandas as pd

_TIMES = ("arrived", "joined", "bound", "ended", "wrapped")
_OUTCOME_OF = {
    "balked": ("abandoned",),
    "queue full": ("refused",),
    "closed": ("refused",),
    "right party": ("answered",),
    "wrong party": ("answered",),
    "no reply": ("unreached",),
    "by plan": ("refused",),
    "preferred agent": ("answered",),
    "other agent": ("answered",),
    "referred": ("answered",),
    "hung up": ("answered",),
    "not reached": ("answered",),
}

GOES_ON = ("referred", "not verified", "hung up", "consulted", "not reached")
"""Reasons for which an agent may part from a contact that goes on, or has ended, in another leg."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that must hold.

    Parameters
    ----------
    text : str
        The rule in words.
    broken : callable
        From the frame to a boolean series, True in rows that break it.
    """

    text: str
    broken: Callable[[pd.DataFrame], pd.Series[bool]]


def _out_of_order(legs: pd.DataFrame) -> pd.Series[bool]:
    known = legs[list(_TIMES)].ffill(axis=1)
    broken = known["arrived"] < 0
    for earlier, later in pairwise(_TIMES):
        broken |= known[later] < known[earlier]
    return broken


def _not_joined(legs: pd.DataFrame) -> pd.Series[bool]:
    return legs["arrived"].isna() | legs["joined"].isna()


def _wrongly_bound(legs: pd.DataFrame) -> pd.Series[bool]:
    answered, dialled = legs["outcome"] == "answered", legs["outcome"] == "unreached"
    bound = answered | (dialled & legs["bound"].notna())
    wrong = [bound != legs[column].notna() for column in ("bound", "agent", "group")]
    return wrong[0] | wrong[1] | wrong[2]


def _wrongly_ended(legs: pd.DataFrame) -> pd.Series[bool]:
    left = legs["outcome"].isin(["abandoned", "refused", "callback", "unreached"]) & legs["ended"].isna()
    return left | ((legs["outcome"] == "carried_over") & legs["ended"].notna())


def _wrongly_wrapped(legs: pd.DataFrame) -> pd.Series[bool]:
    return legs["wrapped"].notna() & (legs["bound"].isna() | legs["ended"].isna())


def _wrong_reason(legs: pd.DataFrame) -> pd.Series[bool]:
    broken = legs["outcome"].isin(["refused", "unreached"]) & (legs["reason"] == "")
    for reason, outcomes in _OUTCOME_OF.items():
        broken |= (legs["reason"] == reason) & ~legs["outcome"].isin(outcomes)
    return broken


def _waited_at_the_door(legs: pd.DataFrame) -> pd.Series[bool]:
    return legs["reason"].isin(["balked", "queue full"]) & (legs["ended"] != legs["joined"])


def _result_unknown(legs: pd.DataFrame) -> pd.Series[bool]:
    finished = (legs["outcome"] == "answered") & legs["ended"].notna()
    alone = ~legs.duplicated(["replication", "contact"], keep=False)
    return finished & legs["settled"].isna() & (alone | ~legs["reason"].isin(GOES_ON))


def _settled_by_nobody(legs: pd.DataFrame) -> pd.Series[bool]:
    return legs["settled"].fillna(value=False).astype(bool) & (legs["outcome"] != "answered")


def _half_a_return(legs: pd.DataFrame) -> pd.Series[bool]:
    return legs["return_kind"].isin(["recontact", "redial", "retry"]) != legs["return_at"].notna()


def _early_return(legs: pd.DataFrame) -> pd.Series[bool]:
    return legs["return_at"] < legs["ended"]


def _wrong_return(legs: pd.DataFrame) -> pd.Series[bool]:
    answered = legs["outcome"] == "answered"
    settled = legs["settled"].fillna(value=False).astype(bool)
    recontact, redial, retry, left = (
        legs["return_kind"] == kind for kind in ("recontact", "redial", "retry", "left")
    )
    reached = legs["reason"] == "right party"
    # a callback that was not reached had an agent, but its customer had not
    talked = answered & (legs["reason"] != "not reached")
    wrong = (recontact & (settled | ~talked)) | (redial & talked) | (left & settled)
    return wrong | (retry & (settled | reached))


def _two_names(legs: pd.DataFrame) -> pd.Series[bool]:
    return _changes(legs, "category", "channel") | _changes(legs, "agent", "group")


def _changes(frame: pd.DataFrame, key: str, value: str) -> pd.Series[bool]:
    """Mark rows whose value differs from the one that their key has in its first row."""
    codes = pd.DataFrame({"key": frame[key].cat.codes, "value": frame[value].cat.codes}, index=frame.index)
    first = codes.drop_duplicates("key").set_index("key")["value"]
    return codes["value"] != codes["key"].map(first)


LEG_RULES = (
    Rule("every leg has arrived and joined", _not_joined),
    Rule("times run 0 <= arrived <= joined <= bound <= ended <= wrapped", _out_of_order),
    Rule("answered legs, and dials for an agent, have bound, agent and group; no others do", _wrongly_bound),
    Rule("abandoned, refused and unreached legs have ended, carried-over ones have not", _wrongly_ended),
    Rule("only a bound leg that ended has wrapped", _wrongly_wrapped),
    Rule(
        "the reason fits the outcome: balked legs are abandoned, a full queue and closing refuse, parties answer, "
        "agents too, no reply leaves a dial unreached",
        _wrong_reason,
    ),
    Rule("balked legs and those that found the queue full end as they join", _waited_at_the_door),
    Rule(
        "an answered leg that ended says whether it settled the matter, unless the contact goes on in another",
        _result_unknown,
    ),
    Rule("only an answered leg settles a matter", _settled_by_nobody),
    Rule("return_kind and return_at come together, unless the customer left", _half_a_return),
    Rule("a matter comes back after its contact ended", _early_return),
    Rule(
        "a recontact follows an answered leg that settled nothing, a redial one nobody answered or a callback that "
        "reached nobody, a retry a dial that did not reach the right party, and nobody leaves whose matter is settled",
        _wrong_return,
    ),
    Rule("a category has one channel and an agent one group", _two_names),
)
"""What must hold among the legs."""
