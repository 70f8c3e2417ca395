"""What a live system may ask of the router: nothing but the clock changes."""

from __future__ import annotations

from acd.core._compile import brief_entry, cold, kernel
from acd.core.bits import lowest_bit
from acd.core.estimate import estimated_wait
from acd.core.hands import can_take
from acd.core.tables import NONE, Handle, agent, category_groups, desk, idle_groups, pool, rules
from acd.core.thresholds import may_take


@brief_entry
def ask_wait(z: Handle, now: int, k: int) -> int:
    """Return how long a contact of category ``k`` that comes now will wait [us]; 0 when an agent is ready for it.

    Parameters
    ----------
    z : Handle
    now : int
        [us]; never falls.
    k : int
        Category.
    """
    desk(z, 0)["now"] = now
    if somebody_ready(z, k):
        return 0
    return estimated_wait(z, k, 0)


@cold
def somebody_ready(z: Handle, k: int) -> bool:
    """Say whether an agent among the ready would take a contact of category ``k`` at once."""
    words = rules(z, 0)["group_words"]
    for w in range(words):
        bits = idle_groups(z, w)["bits"] & category_groups(z, k * words + w)["bits"]
        while bits != 0:
            g = (w << 5) + lowest_bit(bits)
            bits &= bits - 1
            if one_fits(z, k, g):
                return True
    return False


@kernel
def one_fits(z: Handle, k: int, g: int) -> bool:
    """Say whether a contact of category ``k`` fits into the hands of a ready agent of group ``g``."""
    a = pool(z, g)["head"]
    while a != NONE:
        if can_take(z, a, k) and (not rules(z, 0)["reserve"] or may_take(z, k, g, int(a))):
            return True
        a = agent(z, a)["next"]
    return False
