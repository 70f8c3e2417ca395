"""A histogram of waits for every cell, in bins whose width grows with the wait.

A wait of 0 has a bin of its own. Others are cut to their 8 leading bits, but never finer than 2^16 us: bins are
0.066 s wide up to 16.8 s and at most 1/128 of the wait beyond. Only whole numbers take part, so that the bin of a wait
is the same everywhere.

Bins are kept in blocks that are taken from a pool as waits fall into them: most cells know few waits.
"""

from __future__ import annotations

from acd.core._compile import kernel
from acd.core.tables import Handle, block, frame, tally, wait_bin

FINEST = 16
"""Bits of the narrowest bins' width [us]."""
HALF = 128
"""Bins that a doubling of the wait takes."""
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
def bin_of(wait: int) -> int:
    """Return the bin of a wait [us]."""
    if wait <= 0:
        return 0
    doublings = 0
    leading = wait >> FINEST
    while leading >= 2 * HALF:
        leading >>= 1
        doublings += 1
    return int(min(1 + doublings * HALF + leading, N_BINS - 1))


@kernel
def count_wait(z: Handle, cell: int, wait: int) -> None:
    """Count one wait [us] in a cell; whoever calls has made sure that there is room for one more block."""
    b = bin_of(wait)
    entry = block(z, (b >> BLOCK_BITS) * frame(z, 0)["n_cells"] + cell)
    at = int(entry["at"])
    if at == 0:
        tally(z, 0)["blocks"] += 1
        at = int(tally(z, 0)["blocks"])
        entry["at"] = at
    wait_bin(z, at * BLOCK_SIZE + (b & (BLOCK_SIZE - 1)))["count"] += 1
