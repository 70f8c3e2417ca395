"""What the legs of a contact hand on from one to the next for tallies, and what stands beside their rows in the log.

A contact is one leg unless it is referred, or another agent is asked about it: a leg of that kind, a question, is none
of the customer's. In the log all this follows from a contact's rows together; tallies see one row at a time. This file
must not count anything.
"""

from __future__ import annotations

from acd.core._compile import kernel
from acd.core.codes import LegReason
from acd.core.tables import NONE, Handle, contact, leg, life, thread, visit


@kernel
def begin_thread(z: Handle, c: int) -> None:
    """The first leg of contact ``c`` is before it."""
    me = life(z, c)
    me["first_line"] = visit(z, c)["category"]
    me["first_joined"] = NONE
    me["first_wait"] = NONE
    me["handled_first"] = NONE
    me["handled_last"] = NONE


@kernel
def spin_on(z: Handle, c: int, d: int, answered: int) -> None:
    """Leg ``d`` follows leg ``c``; ``answered`` says whether an agent has or had the customer in that one."""
    me = life(z, c)
    after = life(z, d)
    after["handled_first"] = me["handled_first"]
    after["handled_last"] = me["handled_last"]
    if answered:
        after["handled_last"] = contact(z, c)["agent"]
        if me["handled_first"] == NONE:
            after["handled_first"] = contact(z, c)["agent"]
    after["first_line"] = me["first_line"]
    after["first_joined"] = me["first_joined"]
    after["first_wait"] = me["first_wait"]
    if me["leg"] == 1:
        after["first_joined"] = visit(z, c)["joined"]
        after["first_wait"] = visit(z, c)["bound"] - visit(z, c)["joined"] if answered else NONE


@kernel
def is_asked(z: Handle, c: int) -> bool:
    """Say whether an agent is asked about contact ``c``, or told about it, in the leg of this slot, or waited for."""
    p = life(z, c)["peer"]
    return bool(p != NONE and life(z, c)["leg"] > life(z, p)["leg"])


@kernel
def record_thread(z: Handle, c: int, n: int) -> None:
    """Note beside leg row ``n`` what tallies need to know of contact ``c``."""
    me = life(z, c)
    row = thread(z, n)
    told = leg(z, n)
    row["home"] = me["first_line"]
    row["first_joined"] = me["first_joined"]
    row["first_wait"] = me["first_wait"]
    row["handled_first"] = me["handled_first"]
    row["handled_last"] = me["handled_last"]
    row["asked"] = 0
    row["handed"] = 0
    if told["reason"] == LegReason.CONSULTED:
        row["asked"] = 1
    elif is_asked(z, c):
        row["asked"] = 0 if life(z, me["peer"])["refers"] else 1
    elif me["handled_last"] != NONE and told["agent"] >= 0 and told["agent"] != me["handled_last"]:
        left_first = told["reason"] == LegReason.HUNG_UP and me["referred_to"] == NONE
        row["handed"] = 0 if left_first else 1
