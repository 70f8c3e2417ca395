"""What a row of the log tells about the earlier legs of its contact.

A contact is one leg unless it was referred or handed on; then what stands beside its rows says what was before. This
file must not count anything.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.codes import Outcome
from acd.core.tables import Handle, leg, more, planet


@kernel
def is_last(z: Handle, i: int) -> bool:
    """Say whether leg row ``i`` is its contact's last, or the one that it is in as the run ends."""
    row = leg(z, i)
    if planet(z, 0)["rich"]:
        return bool(more(z, i)["last"] or row["ended"] < 0)
    return bool(row["outcome"] != Outcome.ANSWERED or row["ended"] < 0 or row["settled"] >= 0)


@kernel
def was_answered(z: Handle, i: int) -> bool:
    """Say whether the contact of leg row ``i`` was answered, in this leg or in one before."""
    if leg(z, i)["outcome"] == Outcome.ANSWERED:
        return True
    return bool(planet(z, 0)["rich"] and more(z, i)["answered_before"] > 0)


@kernel
def last_handler(z: Handle, i: int) -> int:
    """Return the group that answered the contact of leg row ``i`` last."""
    if planet(z, 0)["rich"]:
        return int(more(z, i)["last_group"])
    return int(leg(z, i)["group"])


@cold
def first_handler(z: Handle, i: int) -> int:
    """Return the group that answered the contact of leg row ``i``, one of several, first."""
    if planet(z, 0)["rich"]:
        return int(more(z, i)["first_group"])
    return int(leg(z, i)["group"])


@cold
def was_referred(z: Handle, i: int) -> bool:
    """Say whether the contact of leg row ``i``, one of several, was referred before this leg."""
    if planet(z, 0)["rich"]:
        return bool(more(z, i)["referrals"] > 0)
    return bool(leg(z, i)["leg"] > 1)
