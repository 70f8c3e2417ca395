"""Which interval owns a moment: two partitions of time, with and without what is past closing.

The tables come from whoever measures; this file must not know what is counted.
"""

from __future__ import annotations

from typing import Any

from acd.core._compile import kernel
from acd.core.tables import Handle, frame, open_segment, segment


def _finder(segments: Any) -> Any:
    """Make the function that finds a moment in one partition."""

    @kernel
    def find(z: Handle, time: int, high: int) -> int:
        low = 0
        while low < high:
            middle = (low + high) >> 1
            if segments(z, middle)["border"] <= time:
                low = middle + 1
            else:
                high = middle
        return int(low - 1)

    return find


_find, _find_open = map(_finder, (segment, open_segment))


@kernel
def segment_at(z: Handle, time: int, hint: int) -> int:
    """Return the segment that holds a moment, -1 before the first; mostly it is the one of the hint."""
    if segment(z, hint)["border"] <= time < segment(z, hint + 1)["border"]:
        return hint
    return int(_find(z, time, frame(z, 0)["n_segments"]))


@kernel
def open_segment_at(z: Handle, time: int) -> int:
    """Return the segment of open or closed time that holds a moment, -1 before the first."""
    return int(_find_open(z, time, frame(z, 0)["n_open"]))


@kernel
def next_open(z: Handle, time: int) -> int:
    """Return ``time`` if some interval is open then, else when the next one opens; NEVER when none does."""
    place = open_segment_at(z, time)
    if place >= 0 and open_segment(z, place)["owner"] >= 0:
        return time
    return int(open_segment(z, place + 1)["border"])
