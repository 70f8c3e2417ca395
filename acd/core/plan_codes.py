"""The codes of routing plans, which stand in their tables only; never renumber them, only append."""

from __future__ import annotations

from enum import IntEnum


class PlanStep(IntEnum):
    """What begins when a step of a routing plan does."""

    GROUPS = 0  # who may have the contact, at which levels and priority
    LATER = 1  # nothing but that delays of groups are over
    OVERFLOW = 2
    CALLBACK = 3
    REFUSE = 4
