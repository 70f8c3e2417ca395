"""Uniform numbers as a pure function of (seed, replication, subject, purpose): no order of calls can change one.

The generator's key is made of seed and replication; its counter holds the subject's own key (64 bits), its origin
(the hash of a category's or group's name), and purpose and attempt.

Only the world draws. The router must not import this file.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from acd.core._compile import kernel
from acd.core.philox import MASK, WORD, philox, to_unit
from acd.core.tables import BATCH, Handle, draft, world


@kernel
def uniform(z: Handle, key: int, origin: int, purpose: int, attempt: int) -> float:
    """Return the uniform number of a subject for a purpose.

    Parameters
    ----------
    z : Handle
    key : int
        The subject's own key, below 2**63.
    origin : int
        Hash of the name the key belongs to, below 2**32.
    purpose : int
        A code of ``Purpose``.
    attempt : int
        0 for the first contact of a matter, and so on; below 2**16.

    Returns
    -------
    float
        In (0, 1).
    """
    first, second = uniforms(z, key, origin, purpose, attempt)
    if purpose & 1:
        return float(second)
    return float(first)


@kernel
def uniforms(z: Handle, key: int, origin: int, purpose: int, attempt: int) -> Any:
    """Return the uniform numbers of a subject for a purpose and for its sister, which share a generator block.

    Parameters
    ----------
    z : Handle
    key, origin, purpose, attempt : int
        As for `uniform`; either of the purposes 2k and 2k + 1.

    Returns
    -------
    tuple of float
        For purpose 2k and for 2k + 1.
    """
    luck = world(z, 0)
    bits = np.uint64(key)
    lane = np.uint64((purpose >> 1) << 16 | attempt)
    a, b, c, d = philox(
        bits & MASK, bits >> WORD, np.uint64(origin), lane, np.uint64(luck["seed0"]), np.uint64(luck["seed1"])
    )
    return to_unit(a, b), to_unit(c, d)


@kernel
def fill(z: Handle, key: int, origin: int, purpose: int, first: int) -> None:
    """Draw for the first contacts of a batch of matters, whose keys follow each other.

    Parameters
    ----------
    z : Handle
    key : int
        Key of the first.
    origin, purpose : int
        As for `uniform`; the purpose is even.
    first : int
        First row of the drafts that takes the numbers for the purpose; those for its sister go behind them.
    """
    luck = world(z, 0)
    lane = np.uint64((purpose >> 1) << 16)
    name = np.uint64(origin)
    k0 = np.uint64(luck["seed0"])
    k1 = np.uint64(luck["seed1"])
    for j in range(BATCH):
        bits = np.uint64(key + j)
        a, b, c, d = philox(bits & MASK, bits >> WORD, name, lane, k0, k1)
        draft(z, first + j)["value"] = to_unit(a, b)
        draft(z, first + BATCH + j)["value"] = to_unit(c, d)
