"""The choice of a channel: as a customer joins, another one is offered, and whoever accepts joins there instead.

Who is offered it, and who accepts, are draws of the contact's own; both may depend on the wait that is announced. A
customer is asked once a contact, and not again in the line that was chosen.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.codes import Purpose
from acd.core.estimate import estimated_wait
from acd.core.hands import somebody_free
from acd.core.leaving import draw
from acd.core.tables import NONE, Handle, accept, choice, desk, life, visit


@cold
def steer(z: Handle, now: int, c: int) -> None:
    """Offer another channel to the customer of contact ``c``, who is about to join a line."""
    seen = visit(z, c)
    k = seen["category"]
    rule = choice(z, k)
    if rule["to"] == NONE:
        return
    desk(z, 0)["now"] = now  # no command says so
    wait = 0
    if not somebody_free(z, k):
        wait = estimated_wait(z, int(k), 0)
    if wait <= rule["exceeds"] or draw(z, c, Purpose.STEER_OFFER) >= rule["offer"]:
        return
    if draw(z, c, Purpose.STEER_ACCEPT) >= accepting(z, k, wait):
        return
    life(z, c)["steered"] = k
    life(z, c)["first_line"] = rule["to"]
    seen["category"] = rule["to"]
    if seen["attempt"] == 0:
        seen["home"] = rule["to"]
    # what was drafted is of the other category
    seen["drafted"] = 0


@kernel
def accepting(z: Handle, k: int, wait: int) -> float:
    """Return the share of category ``k``'s customers who accept the offer when such a wait is announced [us]."""
    share = 0.0
    rule = choice(z, k)
    for i in range(rule["n"]):
        row = accept(z, rule["first"] + i)
        if wait >= row["wait"]:
            share = float(row["share"])
    return share
