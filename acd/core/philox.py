"""The counter-based generator: Philox 4x32-10, and uniform numbers from its words.

Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011. Arithmetic is on 64-bit
unsigned integers that hold 32-bit values, so that nothing overflows, compiled or not.

This file must not know what a draw is used for, nor any table.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from acd.core._compile import inlined, kernel

MASK = np.uint64(0xFFFFFFFF)
WORD = np.uint64(32)
M0 = np.uint64(0xD2511F53)
M1 = np.uint64(0xCD9E8D57)
W0 = np.uint64(0x9E3779B9)
W1 = np.uint64(0xBB67AE85)
HALF = np.uint64(26)
DROP = np.uint64(6)
UNIT = 2.0**-52


@inlined
def philox(c0: Any, c1: Any, c2: Any, c3: Any, k0: Any, k1: Any) -> Any:
    """Return the four 32-bit words of one Philox 4x32-10 block.

    Parameters
    ----------
    c0, c1, c2, c3 : numpy.uint64
        Counter words, each below 2**32.
    k0, k1 : numpy.uint64
        Key words, each below 2**32.

    Returns
    -------
    tuple of numpy.uint64
        Four words, each below 2**32.

    References
    ----------
    Salmon et al. (2011), section 3.2 and the Random123 reference implementation.
    """
    for _ in range(10):
        p0 = M0 * c0
        p1 = M1 * c2
        c0 = (p1 >> WORD) ^ c1 ^ k0
        c1 = p1 & MASK
        c2 = (p0 >> WORD) ^ c3 ^ k1
        c3 = p0 & MASK
        k0 = (k0 + W0) & MASK
        k1 = (k1 + W1) & MASK
    return c0, c1, c2, c3


@inlined
def to_unit(high: Any, low: Any) -> float:
    """Return the uniform number in (0, 1) that two 32-bit words make.

    Parameters
    ----------
    high, low : numpy.uint64
        Words of a block; 26 bits of each are used.

    Returns
    -------
    float
        An odd multiple of 2**-53: never 0, never 1, symmetric about a half.
    """
    bits = ((high >> DROP) << HALF) | (low >> DROP)
    return (float(bits) + 0.5) * UNIT


@kernel
def routing_hash(word0: int, word1: int, key: int, offers: int, agent: int) -> float:
    """Return the number by which a random policy ranks an agent for one offer of a contact.

    Parameters
    ----------
    word0, word1 : int
        The routing seed, two 32-bit words.
    key : int
        The contact's key.
    offers : int
        How often the contact was offered before.
    agent : int
        The agent's index.

    Returns
    -------
    float
        In (0, 1); a function of the arguments alone, so that the router draws nothing.
    """
    bits = np.uint64(key)
    a, b, _, _ = philox(
        bits & MASK, bits >> WORD, np.uint64(agent), np.uint64(offers), np.uint64(word0), np.uint64(word1)
    )
    return to_unit(a, b)
