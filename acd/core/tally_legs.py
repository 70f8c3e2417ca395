"""Count what only richer centres have: referrals, questions to agents, failed verifications, offers in vain, hold.

Everything counts where its leg joined; that a contact met the expectation, where its first leg joined. This file must
not change a run.
"""

from __future__ import annotations

from acd.core._compile import cold
from acd.core.codes import LegReason, Outcome
from acd.core.frame import segment_at
from acd.core.tables import (
    NONE,
    Handle,
    frame,
    group_cell,
    leg,
    leg_cell,
    more,
    rules,
    segment,
    tally,
    thread,
)
from acd.core.timely import contact_in_time


@cold
def count_more(z: Handle, i: int, cell: int) -> None:
    """Count what stands beside leg row ``i``."""
    row = leg(z, i)
    beside = more(z, i)
    me = leg_cell(z, cell)
    me["rings"] += beside["rings"]
    if beside["verified"] == 0:
        me["unverified"] += 1
    if row["outcome"] == Outcome.ANSWERED:
        count_answered(z, i, cell)


@cold
def count_call(z: Handle, i: int, cell: int) -> None:
    """Count the leg of a callback that an agent took."""
    row = leg(z, i)
    me = leg_cell(z, cell)
    if more(z, i)["callback"] == 1:
        me["dialled"] += 1
        me["delay"] += row["bound"] - row["joined"]
    if row["reason"] != LegReason.NOT_REACHED:
        me["reached"] += 1


@cold
def count_answered(z: Handle, i: int, cell: int) -> None:
    """Count what stands beside the answered leg of row ``i``."""
    row = leg(z, i)
    beside = more(z, i)
    me = leg_cell(z, cell)
    team = group_cell(z, row["group"] * frame(z, 0)["n_rows"] + cell % frame(z, 0)["n_rows"])
    if beside["referred_to"] != NONE:
        me["referrals"] += 1
        team["referrals"] += 1
    if thread(z, i)["handed"]:
        me["transfers"] += 1
        team["transfers"] += 1
    if thread(z, i)["asked"]:
        me["consults"] += 1
        team["consults"] += 1
    if row["wrapped"] >= 0:
        me["hold"] += beside["hold"]
        team["hold"] += beside["hold"]
    if row["settled"] == 1 and row["leg"] > 1:
        count_met(z, i)
    if beside["asked"] > 0:
        me["asked"] += 1
    if beside["asked"] == 3:
        me["followed"] += 1
    if beside["asked"] > 1:
        me["replied"] += 1
        me["score"] += beside["score"]
        team["replied"] += 1
        team["score"] += beside["score"]
    if beside["announced"] >= 0 and beside["callback"] == 0:
        count_estimate(z, i, cell)


@cold
def count_estimate(z: Handle, i: int, cell: int) -> None:
    """Compare the wait of an answered leg with what was estimated when it joined."""
    row = leg(z, i)
    me = leg_cell(z, cell)
    more_than = more(z, i)["announced"] - (row["bound"] - row["joined"])
    me["announced"] += 1
    me["announced_more"] += more_than
    me["announced_off"] += abs(more_than)


@cold
def count_met(z: Handle, i: int) -> None:
    """Count a contact of several legs that was settled, if its first leg was answered in time."""
    first = thread(z, i)
    line = int(first["home"] * rules(z, 0)["n_tiers"] + leg(z, i)["tier"])
    place = segment_at(z, int(first["first_joined"]), tally(z, 0)["place"])
    if place >= 0 and contact_in_time(z, i, line):
        leg_cell(z, line * frame(z, 0)["n_rows"] + segment(z, place)["owner"])["expected"] += 1
