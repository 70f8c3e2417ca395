"""Whether a leg was answered, done with or abandoned within its category's time.

This file reads rows of the log and must not know what is counted.
"""

from __future__ import annotations

from typing import Any

from acd.core._compile import cold, kernel
from acd.core.open_time import open_between
from acd.core.tables import Handle, leg, rules, target, thread

UNTIL_FINISHED, OPEN_HOURS = 1, 2
"""Bits of ``target.counts``: until the contact is done with instead of the answer; open hours only."""


@kernel
def limits_of(z: Handle, i: int) -> Any:
    """Return the targets of the line that leg row ``i`` joined."""
    return target(z, leg(z, i)["category"] * rules(z, 0)["n_tiers"] + leg(z, i)["tier"])


@kernel
def in_time(z: Handle, i: int, wait: int) -> bool:
    """Say whether leg row ``i``, answered or abandoned after a wait [us], was so within its category's time."""
    limits = limits_of(z, i)
    if limits["counts"]:
        return in_long_time(z, i)
    return bool(wait <= limits["within"])


@cold
def in_long_time(z: Handle, i: int) -> bool:
    """Say the same where the time ends when the contact is done with, or counts open hours only."""
    row = leg(z, i)
    limits = limits_of(z, i)
    end = int(row["bound"])
    if end < 0 or limits["counts"] & UNTIL_FINISHED:
        end = int(row["ended"])
    if end < 0:
        return False
    start = int(row["joined"])
    spent = end - start
    if limits["counts"] & OPEN_HOURS:
        spent = open_between(z, start, end)
    return bool(spent <= limits["within"])


@cold
def contact_in_time(z: Handle, i: int, line: int) -> bool:
    """Say whether the contact that leg row ``i`` settled had its first answer, or its end, in the time of a line."""
    limits = target(z, line)
    first = thread(z, i)
    spent = int(first["first_wait"])
    if spent < 0:
        return False
    start = int(first["first_joined"])
    if limits["counts"] & UNTIL_FINISHED:
        spent = int(leg(z, i)["ended"]) - start
    if limits["counts"] & OPEN_HOURS:
        spent = open_between(z, start, start + spent)
    return bool(spent <= limits["within"])
