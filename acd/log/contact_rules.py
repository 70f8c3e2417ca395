"""Rules between the legs of a contact, and between the contacts of a matter.

A contact has one leg after the other; two at once only while two agents talk about it. It ends in one of them.
"""

from __future__ import annotations

import pandas as pd

from acd.log.leg_rules import GOES_ON, Rule

_CONTACT = ["replication", "contact"]


def _twice(legs: pd.DataFrame) -> pd.Series[bool]:
    return legs.duplicated([*_CONTACT, "leg"])


def _out_of_turn(legs: pd.DataFrame) -> pd.Series[bool]:
    """Mark legs whose number does not follow the one before, or who came or joined before it did."""
    order = legs.sort_values([*_CONTACT, "leg"], kind="stable")
    by_contact = order.groupby(_CONTACT)
    wrong = order["leg"] != by_contact.cumcount() + 1
    before = by_contact[["arrived", "joined"]].shift()
    wrong |= before["arrived"].notna() & (before["arrived"] != order["arrived"])
    wrong |= order["joined"] < before["joined"]
    return wrong.reindex(legs.index)


def _pairs(legs: pd.DataFrame) -> pd.DataFrame:
    """Return every two legs of a contact: columns of the earlier one, of the `later` one, and its `row`."""
    several = legs[legs.duplicated(_CONTACT, keep=False)]
    columns = [
        "leg",
        "category",
        "joined",
        "bound",
        "ended",
        "outcome",
        "reason",
        "referred_to",
        "steered_from",
    ]
    one = several[[*_CONTACT, *columns]].assign(row=several.index)
    both = one.merge(one, on=_CONTACT, suffixes=("", "_later"))
    return both[both["leg"] < both["leg_later"]]


def _marked(legs: pd.DataFrame, rows: pd.Series[int]) -> pd.Series[bool]:
    return pd.Series(legs.index.isin(rows), index=legs.index)


def _in_two_places(legs: pd.DataFrame) -> pd.Series[bool]:
    """Mark legs with one agent while an earlier leg is with another, when neither is asked nor handed over."""
    both = _pairs(legs)
    at_once = both["bound"].notna() & (both["bound_later"] < both["ended"])
    apart = both["reason"].isin(["referred", "hung up"]) | (both["reason_later"] == "consulted")
    unfinished = both["ended_later"].isna()
    return _marked(legs, both["row_later"][at_once & ~apart & ~unfinished])


def _asked(legs: pd.DataFrame) -> pd.Series[bool]:
    """Mark legs that came to nothing while the agent who asked for them kept the contact."""
    both = _pairs(legs)
    stayed = both["ended"].isna() | (both["ended"] > both["ended_later"])
    went_on = (both["ended"] == both["ended_later"]) & ~both["reason"].isin(GOES_ON)
    kept = (both["bound"] <= both["joined_later"]) & (stayed | went_on)
    return _marked(legs, both["row_later"][kept & both["outcome_later"].isin(["refused", "abandoned"])])


def _not_one_end(legs: pd.DataFrame) -> pd.Series[bool]:
    """Mark the first leg of contacts that end in several legs, or in none though no leg is left open."""
    nobody = legs["outcome"].isin(["abandoned", "refused"]) & (legs["reason"] != "consulted") & ~_asked(legs)
    ends = (
        nobody
        | (legs["outcome"] == "unreached")
        | ((legs["outcome"] == "answered") & legs["settled"].notna())
    )
    keys = [legs[name] for name in _CONTACT]
    total = ends.groupby(keys).transform("sum")
    promised = legs["outcome"].eq("callback") | (legs["reason"] == "not reached")
    left_open = (legs["ended"].isna() | promised).groupby(keys).transform("any")
    return (legs["leg"] == 1) & ((total > 1) | ((total == 0) & ~left_open))


def _lost_on_the_way(legs: pd.DataFrame) -> pd.Series[bool]:
    """Mark legs that are referred to a category as which no later leg goes on."""
    both = _pairs(legs)
    to = both["referred_to"].astype(object)
    # a leg that has overflowed says from where
    went_on = (to == both["category_later"].astype(object)) | (
        to == both["steered_from_later"].astype(object)
    )
    found = both["row"][went_on]
    return legs["referred_to"].notna() & ~_marked(legs, found)


def _wrong_attempt(legs: pd.DataFrame) -> pd.Series[bool]:
    first = legs[legs["leg"] == 1]
    keys = [legs[name] for name in _CONTACT]
    returns = legs["return_at"].groupby(keys).transform("max")
    retries = (legs["return_kind"] == "retry").groupby(keys).transform("any")
    first = first.assign(returns=returns.reindex(first.index), retries=retries.reindex(first.index))
    first = first.sort_values(["replication", "matter", "attempt"], kind="stable")
    previous = first.shift()
    same = (first["replication"] == previous["replication"]) & (first["matter"] == previous["matter"])
    counted = (first["attempt"] == 1).where(~same, first["attempt"] == previous["attempt"] + 1)
    late = first["arrived"] - previous["returns"]
    retried = (previous["retries"] == True) & (late > -1e-6)  # noqa: E712 - missing in the first row
    announced = (late.abs() < 1e-6) | retried | ~same
    kept = (first["tier"].cat.codes == first["tier"].cat.codes.shift()) | ~same
    return (~(counted & announced & kept)).reindex(legs.index, fill_value=False)


CONTACT_RULES = (
    Rule("a contact has each of its legs once", _twice),
    Rule("legs count 1, 2, … , arrive together and join one after the other", _out_of_turn),
    Rule("a contact is with two agents only while they talk about it", _in_two_places),
    Rule("a contact ends in one of its legs, unless one of them goes on", _not_one_end),
    Rule("a contact goes on as the category to which it is referred", _lost_on_the_way),
    Rule(
        "attempts count 1, 2, … , arrive when the one before announced it, retries then or later, and keep the tier",
        _wrong_attempt,
    ),
)
"""What must hold among the legs of a contact and the contacts of a matter."""
