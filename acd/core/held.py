"""A hold ends in the simulated world: whoever gets the contact then handles it from that moment."""

from __future__ import annotations

from acd.core._compile import cold
from acd.core.codes import ContactState
from acd.core.holds import is_held
from acd.core.legs import follow
from acd.core.preferred import hold_over
from acd.core.tables import Handle, contact, event, planet
from acd.core.world import handle


@cold
def hold_ends(z: Handle, now: int, e: int) -> None:
    """The hold that event ``e`` ends is over, unless its contact was answered, left, or ended its hold before."""
    c = int(event(z, e)["subject"])
    if not is_held(z, c, event(z, e)["a"]):
        return
    hold_over(z, now, c)
    if planet(z, 0)["rich"]:
        follow(z, now)
    elif contact(z, c)["state"] == ContactState.BOUND:
        handle(z, now, c, contact(z, c)["agent"])
