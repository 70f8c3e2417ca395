"""The keys of `routing.choose_contact`: what each prefers and promises, and what it goes by besides.

`acd list policies` prints the table; the core has a code for each word. A contact waits from its place in line, age
credit included; contacts that are equal by all keys go by the earlier place, then by the order in which they came.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, Field

from acd.scenario import values
from acd.scenario.parts import Amount, Broken, Duration, Part, written

HEADS, EVERYBODY = "heads", "linear"
NOBODY_LEFT_OUT = "nobody who waits is passed over for ever"
NONE = ""


@dataclass(frozen=True)
class ContactPolicyRule:
    """One key by which waiting contacts are compared.

    Parameters
    ----------
    rule : str
        Whom it prefers, in one sentence.
    grows : str
        What is looked at when an agent is free: ``heads``, the first of each line (one a category and tier); or
        ``linear``, all who wait.
    promise : str
        What it promises of contacts that some agent takes, as the first key of the list, however great the load; empty
        for nothing.
    """

    rule: str
    grows: str = HEADS
    promise: str = NONE


CONTACT_POLICIES: dict[str, ContactPolicyRule] = {
    "priority": ContactPolicyRule("the contact with the highest priority"),
    "longest_wait": ContactPolicyRule(
        "the contact that has waited longest, age credit included", promise=NOBODY_LEFT_OUT
    ),
    "category_order": ContactPolicyRule("the contact whose category comes first in the group's `authorised`"),
    "matrix": ContactPolicyRule(
        "the contact whose category has the smallest rank for the group in the priority matrix"
    ),
    "last_come": ContactPolicyRule(
        "the contact that has waited for the shortest time; linear behind a key by which two of a line may be equal: "
        "aged_priority with `at_most`, weighted_wait, greatest_need"
    ),
    "aged_priority": ContactPolicyRule(
        "the contact with the largest priority + wait / `routing.ageing.per_point`, the latter `at_most` so many "
        "points; linear with `at_most` where contacts have priorities of their own",
        promise=f"{NOBODY_LEFT_OUT}, unless `at_most` is given",
    ),
    "relative_wait": ContactPolicyRule(
        # who has a tighter target may overtake for ever where there is more work than agents
        "the contact that has waited longest in units of its service level's `within`"
    ),
    "earliest_deadline": ContactPolicyRule(
        "the contact whose service level's `within` is over first", promise=NOBODY_LEFT_OUT
    ),
    "longest_queue": ContactPolicyRule("the contact of the category in which most wait"),
    "queue_ratio": ContactPolicyRule(
        "the contact whose category's part of all who wait most exceeds its share in `routing.queue_ratio`: the "
        "number waiting in it less its share of all, largest first"
    ),
    "weighted_wait": ContactPolicyRule(
        "the contact with the largest `agents.G.authorised.K.weight` + `wait_weight` x seconds waited",
        promise=f"{NOBODY_LEFT_OUT} where all `wait_weight` are alike and above 0",
    ),
    "greatest_need": ContactPolicyRule(
        "the contact whose wait, so far or estimated for its category (`routing.estimated_wait`), is longest in units "
        "of its service level's `within`"
    ),
}
OPPOSITES = (("longest_wait", "last_come"),)
DAY = 86_400.0
NEEDS_RATIO = "queue_ratio"
NEARLY = 1e-6
"""How far shares may be from 1 in all."""
BY_AGE = "aged_priority"


def _per_point(length: float) -> float:
    """Return how long makes a point [s]: something, and up to a day."""
    if not 0.001 <= length <= DAY:
        message = f"{values.duration_text(length)} is out of range; a point takes from 0.001s to 24h"
        raise values.MisreadError(message)
    return length


def _points(value: float) -> float:
    """Return a number of points that age may add."""
    if value > 2000.0:
        message = f"{value:g} is out of range; give 0 to 2000 points, or leave it out for any number"
        raise values.MisreadError(message)
    return value


class Ageing(Part):
    """How priority grows with the wait, under the key `aged_priority`."""

    per_point: Annotated[Duration, AfterValidator(_per_point)] = written(
        "60s", "How long a wait is worth a point of priority."
    )
    at_most: Annotated[Amount, AfterValidator(_points)] | None = Field(
        default=None, description="The most points that a wait is worth; none: any number."
    )


def faults(keys: Sequence[str], ratio: Mapping[str, float], given: set[str]) -> Iterator[Broken]:
    """Yield what keys lack, and what is given that no key goes by.

    Parameters
    ----------
    keys : sequence of str
        Of `choose_contact`.
    ratio : mapping of str to float
        Shares of all who wait, by category.
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
            f"'{NEEDS_RATIO}' needs each category's share of all who wait; give them as "
            "`queue_ratio: {category: share}` under `routing`",
        )
    if ratio and NEEDS_RATIO not in keys:
        yield (NEEDS_RATIO,), _vain(NEEDS_RATIO, "the shares change")
    if "ageing" in given and BY_AGE not in keys:
        yield ("ageing",), _vain(BY_AGE, "it changes")
    total = math.fsum(ratio.values())
    if ratio and abs(total - 1.0) > NEARLY:
        yield (NEEDS_RATIO,), f"the shares add up to {total:.4g}; let them add up to 1"


def _vain(key: str, what: str) -> str:
    return f"{what} nothing: choose_contact does not name '{key}'; name it there, or remove this"
