"""The orders in which a line may stand, one of which a routing rule has; see `lines` for what is packed how."""

from __future__ import annotations

from enum import IntEnum


class Packing(IntEnum):
    """In which order the contacts of a line stand: how priority and place are packed into one number."""

    PRIORITY_FIRST = 0
    WAIT_FIRST = 1
    PRIORITY_LATEST = 2  # the highest priority, then the latest place
    LATEST_PRIORITY = 3
    AGED_PRIORITY = 4  # place less priority times the ageing; of equals the higher priority
    AGED_WAIT = 5  # of equals the earlier place
