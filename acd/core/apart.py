"""The router's two largest commands for whoever gives them seldom: not compiled into their callers.

This file must not know the world.
"""

from __future__ import annotations

from acd.core._compile import cold
from acd.core.router import finish, offer
from acd.core.tables import Handle


@cold
def offer_apart(z: Handle, now: int, c: int, waited: int) -> None:
    """The same as `offer`, for whoever does it seldom: not compiled into its caller."""
    offer(z, now, c, waited, 0)


@cold
def finish_apart(z: Handle, now: int, c: int, wrap_up: int) -> None:
    """The same as `finish`, for whoever does it seldom: not compiled into its caller."""
    finish(z, now, c, wrap_up)
