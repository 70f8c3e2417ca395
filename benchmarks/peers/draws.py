"""Random numbers for the rivals, drawn by numpy in blocks, because one at a time would be most of their time."""

from collections.abc import Iterator
from itertools import chain

import numpy as np

BLOCK = 20_000


def exponential(rng, mean) -> Iterator[float]:
    """Return endless exponential draws; a C iterator, so that `next` costs 40 ns."""
    return chain.from_iterable(iter(lambda: rng.exponential(mean, BLOCK).tolist(), None))


def categories(rng, rates) -> Iterator[int]:
    """Return endless categories; with exponential gaps of the sum's rate these are as many Poisson streams."""
    shares = np.array(rates) / sum(rates)
    return chain.from_iterable(iter(lambda: rng.choice(len(rates), BLOCK, p=shares).tolist(), None))
