"""The waits of every cell: one by one while they are few, then as a histogram.

In a histogram the width of bins grows with the wait.
A wait of 0 has a bin of its own. Others are cut to their 8 leading bits, but never finer than 2^16 us: bins are
0.066 s wide up to 16.8 s and at most 1/128 of the wait beyond. Only whole numbers take part, so that the bin of a wait
is the same everywhere.

Bins are kept in blocks that are taken from a pool as waits fall into them: most cells know few waits.
"""

from __future__ import annotations

from acd.core._compile import kernel
from acd.core.tables import NONE, Handle, block, capacity, frame, tally, wait, wait_bin

FINEST = 16
"""Bits of the narrowest bins' width [us]."""
HALF = 128
"""Bins that a doubling of the wait takes."""
KEPT_WAITS = 1 << 16
"""Waits of a run that are kept one by one; with more, all are in bins."""
BLOCK_BITS = 5
"""Bits of a bin's number within its block."""
BLOCK_SIZE = 1 << BLOCK_BITS
"""Bins of a block."""
DOUBLINGS = 30
"""How often the width doubles: waits up to 571 years, longer than any run."""
N_BINS = 1 + DOUBLINGS * HALF + 2 * HALF
"""Bins of a cell."""
N_BLOCKS = -(-N_BINS // BLOCK_SIZE)
"""Blocks of a cell."""


@kernel
def bin_of(time: int) -> int:
    """Return the bin of a wait [us]."""
    if time <= 0:
        return 0
    doublings = 0
    leading = time >> FINEST
    while leading >= 2 * HALF:
        leading >>= 1
        doublings += 1
    return int(min(1 + doublings * HALF + leading, N_BINS - 1))


@kernel
def has_room(z: Handle, waits: int) -> bool:
    """Say whether so many more waits may each take a new block of bins, and those kept one by one too."""
    kept = int(tally(z, 0)["kept"])
    if kept + waits > capacity(z, 0)["waits"]:
        waits += max(kept, 0)
    return bool(tally(z, 0)["blocks"] + waits < capacity(z, 0)["blocks"])


@kernel
def count_wait(z: Handle, cell: int, time: int) -> None:
    """Count one wait [us] in a cell; whoever calls has made sure that there is room."""
    me = tally(z, 0)
    n = int(me["kept"])
    if 0 <= n < capacity(z, 0)["waits"]:
        row = wait(z, n)
        row["cell"] = cell
        row["time"] = time
        me["kept"] = n + 1
        return
    if n >= 0:
        for i in range(n):
            put_wait(z, wait(z, i)["cell"], wait(z, i)["time"])
        me["kept"] = NONE
    put_wait(z, cell, time)


@kernel
def put_wait(z: Handle, cell: int, time: int) -> None:
    """Count one wait [us] in the histogram of a cell."""
    b = bin_of(time)
    entry = block(z, (b >> BLOCK_BITS) * frame(z, 0)["n_cells"] + cell)
    at = int(entry["at"])
    if at == 0:
        tally(z, 0)["blocks"] += 1
        at = int(tally(z, 0)["blocks"])
        entry["at"] = at
    wait_bin(z, at * BLOCK_SIZE + (b & (BLOCK_SIZE - 1)))["count"] += 1
