"""Count what legs say about their matter: settled at first contact or not, by whom, and by the agent that was wanted.

Matters count in the category and in the interval in which they began. A group has the matters whose first answered
contact it handled last; what differs by first handler is counted on top. It must not change a run.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.codes import LegReason
from acd.core.earlier import first_handler, is_last, last_handler, was_answered, was_referred
from acd.core.frame import segment_at
from acd.core.tables import Handle, frame, group_cell, leg, leg_cell, rules, segment, tally, trail


@kernel
def count_matter(z: Handle, i: int) -> None:
    """Count a leg for its matter, in the category and the interval in which the matter began."""
    past = trail(z, i)["past"]
    place = segment_at(z, past >> 1, tally(z, 0)["place"])
    if place < 0:
        return
    owner = segment(z, place)["owner"]
    row = leg(z, i)
    line = int(trail(z, i)["home"] * rules(z, 0)["n_tiers"] + row["tier"])
    me = leg_cell(z, line * frame(z, 0)["n_rows"] + owner)
    if row["leg"] == 1:
        me["matter_contacts"] += 1
        if row["attempt"] == 1:
            me["matters"] += 1
    if past & 1 == 0 and was_answered(z, i) and is_last(z, i):
        count_first_answer(z, i, line, owner)


@kernel
def count_first_answer(z: Handle, i: int, line: int, owner: int) -> None:
    """Count what a matter's first answered contact came to; one in hand counts for its group only.

    The group is that of the last handler; contacts of several legs have more to them, see `count_passed_on`.
    """
    rows = frame(z, 0)["n_rows"]
    row = leg(z, i)
    me = leg_cell(z, line * rows + owner)
    team = group_cell(z, last_handler(z, i) * rows + owner)
    team["matters"] += 1
    if row["leg"] > 1:
        count_passed_on(z, i, line, owner)
    if row["ended"] < 0:
        return
    me["matters_answered"] += 1
    team["matters_answered"] += 1
    if row["settled"] == 1:
        me["matters_settled"] += 1
        team["matters_settled"] += 1
    if row["return_at"] < 0 or row["return_at"] - row["ended"] > frame(z, 0)["fcr_window"]:
        me["matters_kept"] += 1
        team["matters_kept"] += 1


@cold
def count_passed_on(z: Handle, i: int, line: int, owner: int) -> None:
    """Count for its first handler, and as referred, a first answered contact that had several legs."""
    rows = frame(z, 0)["n_rows"]
    row = leg(z, i)
    first = group_cell(z, first_handler(z, i) * rows + owner)
    last = group_cell(z, last_handler(z, i) * rows + owner)
    first["lead"] += 1
    last["lead"] -= 1
    if row["ended"] < 0:
        return
    first["lead_answered"] += 1
    last["lead_answered"] -= 1
    referred = was_referred(z, i)
    if referred:
        leg_cell(z, line * rows + owner)["matters_referred"] += 1
        last["matters_referred"] += 1
        first["lead_referred"] += 1
        last["lead_referred"] -= 1
    if row["settled"] == 1:
        first["lead_settled"] += 1
        last["lead_settled"] -= 1
        if referred:
            leg_cell(z, line * rows + owner)["referred_settled"] += 1
            last["referred_settled"] += 1
            first["lead_referred_settled"] += 1
            last["lead_referred_settled"] -= 1
    if row["return_at"] < 0 or row["return_at"] - row["ended"] > frame(z, 0)["fcr_window"]:
        first["lead_kept"] += 1
        last["lead_kept"] -= 1


@cold
def count_wish(z: Handle, i: int, cell: int) -> None:
    """Count an answered leg whose customer wanted an agent: for the cell, and for the group that answered."""
    reason = leg(z, i)["reason"]
    if reason != LegReason.PREFERRED_AGENT and reason != LegReason.OTHER_AGENT:
        return
    owner = cell % frame(z, 0)["n_rows"]
    team = group_cell(z, leg(z, i)["group"] * frame(z, 0)["n_rows"] + owner)
    leg_cell(z, cell)["wished"] += 1
    team["wished"] += 1
    if reason == LegReason.PREFERRED_AGENT:
        leg_cell(z, cell)["granted"] += 1
        team["granted"] += 1
