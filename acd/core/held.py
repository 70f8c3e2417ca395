"""A hold ends, or a step of a routing plan begins, in the simulated world: whoever gets the contact then handles it."""

from __future__ import annotations

from acd.core._compile import cold
from acd.core.codes import ContactState
from acd.core.holds import is_held
from acd.core.legs import follow
from acd.core.plans import is_due
from acd.core.preferred import hold_over
from acd.core.stepping import begin_step
from acd.core.tables import NONE, Handle, contact, event, life, planet, visit
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


@cold
def step_begins(z: Handle, now: int, e: int) -> None:
    """The step that event ``e`` begins is due, unless its contact waits no more or has moved on."""
    if not is_due(z, e):
        return
    c = int(event(z, e)["subject"])
    if not planet(z, 0)["rich"]:
        begin_step(z, now, c, 1)
        if contact(z, c)["state"] == ContactState.BOUND:
            handle(z, now, c, contact(z, c)["agent"])
        return
    begin_step(z, now, c, 1 if life(z, c)["peer"] == NONE else 0)
    if contact(z, c)["category"] != visit(z, c)["category"]:
        note_overflow(z, c)
    follow(z, now)


@cold
def note_overflow(z: Handle, c: int) -> None:
    """Contact ``c`` goes on as another category: the log says from where, and what was drafted was of the other one."""
    seen = visit(z, c)
    me = life(z, c)
    if me["steered"] == NONE:
        me["steered"] = seen["category"]
    seen["category"] = contact(z, c)["category"]
    seen["drafted"] = 0
    if me["leg"] == 1:
        me["first_line"] = seen["category"]
        if seen["attempt"] == 0:
            seen["home"] = seen["category"]
