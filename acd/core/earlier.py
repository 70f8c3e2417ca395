"""What a row of the log tells about its contact: whether it is the last leg, and what was before it.

A contact is one leg unless it was referred: then every leg but its last ends answered and does not say whether the
matter is settled. A leg in which another agent was only asked is none of these. This file must not count anything.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.codes import LegReason, Outcome
from acd.core.kin import home_of
from acd.core.tables import NONE, Handle, leg, more, planet, thread


@kernel
def is_last(z: Handle, i: int) -> bool:
    """Say whether leg row ``i`` is its contact's last, or the one that it is in as the run ends."""
    return bool(not planet(z, 0)["rich"] or ends_contact(z, i))


@cold
def ends_contact(z: Handle, i: int) -> bool:
    """Say of leg row ``i``, whose contact may have several, whether it is the last or the present one."""
    beside = more(z, i)
    goes_on = leg(z, i)["ended"] < 0 and beside["referred_to"] == NONE and not thread(z, i)["asked"]
    return bool(beside["last"] == 1 or goes_on or leg(z, i)["outcome"] == Outcome.UNREACHED)


@kernel
def was_answered(z: Handle, i: int) -> bool:
    """Say whether the contact of leg row ``i`` was answered, in this leg or in one before."""
    row = leg(z, i)
    if row["outcome"] == Outcome.ANSWERED and row["reason"] != LegReason.NOT_REACHED:
        return True
    return bool(planet(z, 0)["rich"] and more(z, i)["answered_before"] > 0)


@kernel
def last_handler(z: Handle, i: int) -> int:
    """Return the group that answered the contact of leg row ``i`` last."""
    if leg(z, i)["outcome"] == Outcome.ANSWERED:
        return int(leg(z, i)["group"])
    return int(home_of(z, thread(z, i)["handled_last"]))


@cold
def first_handler(z: Handle, i: int) -> int:
    """Return the group that answered the contact of leg row ``i``, one of several, first."""
    first = thread(z, i)["handled_first"]
    return int(leg(z, i)["group"] if first == NONE else home_of(z, first))


@cold
def was_referred(z: Handle, i: int) -> bool:
    """Say whether the contact of leg row ``i``, its last and one of several, was referred before this leg."""
    return bool(thread(z, i)["handled_last"] != NONE)


@kernel
def is_callback(z: Handle, i: int) -> bool:
    """Say whether leg row ``i`` is that of a callback, with nobody on the line who waits."""
    return bool(planet(z, 0)["rich"] and more(z, i)["callback"] > 0)


@kernel
def is_case(z: Handle, i: int) -> bool:
    """Say whether a bad answer of leg ``i``'s customer has opened a case, in which the matter may yet be settled."""
    return bool(planet(z, 0)["rich"] and more(z, i)["asked"] == 3)
