"""What the keys of `routing.choose_contact` go by beside the contacts themselves: ageing, and shares of the queue."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

from pydantic import AfterValidator, Field

from acd.scenario import values
from acd.scenario.parts import Broken, Duration, Part, written

DAY = 86_400.0
NEEDS_RATIO = "queue_ratio"
BY_AGE = "aged_priority"


def _per_point(length: float) -> float:
    """Return how long makes a point [s]: something, and up to a day."""
    if not 0.001 <= length <= DAY:
        message = f"{values.duration_text(length)} is out of range; a point takes from 1ms to 24h"
        raise values.MisreadError(message)
    return length


def _points(value: float) -> float:
    """Return a number of points that age may add."""
    if not 0.0 <= value <= 2000.0:
        message = f"{value:g} is out of range; give 0 to 2000 points, or leave it out for any number"
        raise values.MisreadError(message)
    return value


class Ageing(Part):
    """How priority grows with the wait, under the key `aged_priority`."""

    per_point: Annotated[Duration, AfterValidator(_per_point)] = written(
        "60s", "How long a wait is worth a point of priority."
    )
    at_most: Annotated[float, AfterValidator(_points)] | None = Field(
        default=None, description="The most points that a wait is worth; none: any number."
    )


def faults(
    keys: Sequence[str], ratio: Mapping[str, float], ageing: Ageing, given: set[str]
) -> Iterator[Broken]:
    """Yield what keys lack, and what is given that no key goes by.

    Parameters
    ----------
    keys : sequence of str
        Of `choose_contact`.
    ratio : mapping of str to float
        Shares by category.
    ageing : Ageing
        How priority grows.
    given : set of str
        Which keys of `routing` were written.

    Returns
    -------
    iterator of (tuple, str)
        Place within `routing`, and message.
    """
    if NEEDS_RATIO in keys and not ratio:
        yield (
            ("choose_contact", keys.index(NEEDS_RATIO)),
            "'queue_ratio' needs each category's share of all who wait; give `routing.queue_ratio: {category: share}`",
        )
    if ratio and NEEDS_RATIO not in keys:
        yield ("queue_ratio",), "means nothing unless choose_contact names 'queue_ratio'; name it, or remove the shares"
    if "ageing" in given and BY_AGE not in keys:
        yield ("ageing",), "means nothing unless choose_contact names 'aged_priority'; name it, or remove the ageing"
    total = math.fsum(ratio.values())
    if ratio and abs(total - 1.0) > 1e-6:
        yield ("queue_ratio",), f"the shares add up to {total:.4g}; let them add up to 1"
