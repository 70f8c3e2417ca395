"""Bit sets in words of 32 bits, so that no word is ever negative, compiled or plain."""

from __future__ import annotations

from typing import Any

from acd.core._compile import kernel, trailing_zeros
from acd.core._records import PLAIN

WORD_BITS = 32


def _plain_lowest_bit(bits: Any) -> int:
    word = int(bits)
    return (word & -word).bit_length() - 1


@kernel
def _compiled_lowest_bit(bits: Any) -> int:  # pragma: no cover - compiled only
    return int(trailing_zeros(bits))


lowest_bit = _plain_lowest_bit if PLAIN else _compiled_lowest_bit
"""Return the index of the lowest set bit of a word that is not zero."""
