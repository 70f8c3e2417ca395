"""Count what only richer centres have: referrals, questions to agents, failed verifications, offers in vain, hold.

Everything counts where its leg joined; that a contact met the expectation, where its first leg joined. This file must
not change a run.
"""

from __future__ import annotations

from acd.core._compile import cold
from acd.core.codes import Outcome
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
    target,
    thread,
)


@cold
def count_more(z: Handle, i: int, cell: int) -> None:
    """Count what stands beside leg row ``i``."""
    row = leg(z, i)
    beside = more(z, i)
    me = leg_cell(z, cell)
    me["rings"] += beside["rings"]
    if beside["verified"] == 0:
        me["unverified"] += 1
    if row["outcome"] != Outcome.ANSWERED:
        return
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


@cold
def count_met(z: Handle, i: int) -> None:
    """Count a contact of several legs that was settled, if its first leg was answered in time."""
    first = thread(z, i)
    line = int(first["home"] * rules(z, 0)["n_tiers"] + leg(z, i)["tier"])
    place = segment_at(z, int(first["first_joined"]), tally(z, 0)["place"])
    if place >= 0 and first["first_wait"] <= target(z, first["home"])["within"]:
        leg_cell(z, line * frame(z, 0)["n_rows"] + segment(z, place)["owner"])["expected"] += 1
