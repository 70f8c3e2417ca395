"""The rules change in the simulated world: whoever gets a contact by it handles it from that moment."""

from __future__ import annotations

from acd.core._compile import entry
from acd.core.changes import lift, match_next, put_back, take_back
from acd.core.engine import look_about
from acd.core.legs import follow
from acd.core.ringing import fill_up
from acd.core.room import room_for_all
from acd.core.tables import NONE, Handle, contact, planet, rules
from acd.core.world import handle

LIFTED = 1
"""Added to what `begin_change` returns, so that it is no ``Stop`` code."""


@entry
def begin_change(z: Handle, now: int, value: int) -> int:
    """Begin a change of the rules; they are written into the tables next.

    Parameters
    ----------
    z : Handle
    now : int
        [us].
    value : int
        Which change it is, for the log.

    Returns
    -------
    int
        What `end_change` takes, or minus a ``Stop`` code when room must be made first.
    """
    full = room_for_all(z)
    if full > 0:
        return -full
    return int(lift(z, now, value)) + LIFTED


@entry
def end_change(z: Handle, now: int, lifted: int) -> int:
    """Go on by the new rules.

    Parameters
    ----------
    z : Handle
    now : int
        [us].
    lifted : int
        What `begin_change` returned.

    Returns
    -------
    int
        0.
    """
    put_back(z, lifted - LIFTED)
    take_back(z)
    rich = planet(z, 0)["rich"]
    c = match_next(z)
    while c != NONE:
        if not rich:
            handle(z, now, c, contact(z, c)["agent"])
        c = match_next(z)
    if rules(z, 0)["rounds"]:
        fill_up(z, 0)
    if rich:
        follow(z, now)
    look_about(z, now)
    return 0
