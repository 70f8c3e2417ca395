"""Two commands to the router for whoever gives them seldom: not compiled into their callers."""

from __future__ import annotations

from acd.core._compile import cold
from acd.core.router import finish, offer
from acd.core.tables import Handle


@cold
def offer_apart(z: Handle, now: int, c: int, waited: int) -> None:
    """The same as `offer`."""
    offer(z, now, c, waited, 0)


@cold
def finish_apart(z: Handle, now: int, c: int, wrap_up: int) -> None:
    """The same as `finish`."""
    finish(z, now, c, wrap_up)
