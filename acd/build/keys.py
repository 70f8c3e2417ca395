"""Stable keys: what names, identifiers and seeds are hashed to, the same on every machine and in every process."""

from __future__ import annotations

from hashlib import blake2b


def hash_bits(text: str, bits: int) -> int:
    """Return a hash of a text.

    Parameters
    ----------
    text : str
        Anything.
    bits : int
        How many bits to keep, at most 64.

    Returns
    -------
    int
        In 0 … 2**bits - 1 (BLAKE2b).
    """
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") >> (64 - bits)


def origin_of(kind: str, name: str) -> int:
    """Return the hash that keys draws by a name; 0 is kept for the scenario as a whole.

    Parameters
    ----------
    kind : str
        What the name is of, so that a category and a group of one name differ.
    name : str
        The name.

    Returns
    -------
    int
        In 1 … 2**32 - 1.
    """
    return hash_bits(f"{kind}:{name}", 32) or 1


def seed_words(purpose: str, seed: int, replication: int) -> tuple[int, int]:
    """Return the generator's key of one replication.

    Parameters
    ----------
    purpose : str
        ``world`` or ``routing``.
    seed, replication : int
        Any integers.

    Returns
    -------
    tuple of int
        Two words below 2**32.
    """
    word = hash_bits(f"{purpose}:{seed}:{replication}", 64)
    return word >> 32, word & 0xFFFFFFFF
