"""What the user says about coming back: whether, after how long, how often, and through which category.

Names of categories are only text here; whether they exist is asked in `names`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from acd.scenario import values
from acd.scenario.distributions import Drawn
from acd.scenario.parts import Attempts, Broken, Part, Share, faulty

SAME = "same"
"""In `through`: the category of the contact before."""


def shares_of(value: object) -> object:
    """Return a mapping of category to share; whatever is none is left to the model to refuse.

    Parameters
    ----------
    value : object
        As read.

    Returns
    -------
    object
        Shares as numbers.

    Raises
    ------
    ValidationError
        With every share that cannot be read.
    """
    if not isinstance(value, Mapping):
        return value
    shares: dict[str, float] = {}
    found: list[Broken] = []
    for category, part in value.items():
        try:
            shares[str(category)] = values.share(part)
        except ValueError as error:
            found.append(((str(category),), str(error)))
    if found:
        raise faulty(found)
    return shares


Shares = Annotated[
    dict[str, float],
    BeforeValidator(shares_of),
    WithJsonSchema({"type": "object", "additionalProperties": {"type": ["number", "string"]}}),
]


class Return(Part):
    """How a customer comes back: when the matter was not settled (recontact) or nobody answered (redial)."""

    probability: Share = Field(description="Probability of coming back.")
    after: Drawn = Field(description="Time until then, from the contact's end.")
    attempts: Attempts = Field(
        default=5, description="The most contacts a matter may make in all, the first one included."
    )
    through: Shares = Field(
        default={},
        description="Share of those coming back by category; `same` and what is left over: the same category.",
    )

    def rules(self) -> Iterator[Broken]:
        """Yield a fault unless the shares of categories fit together."""
        total = math.fsum(self.through.values())
        parts = values.listed(f"{name} {share:.4g}" for name, share in self.through.items())
        if total > 1.0 + 1e-9:
            yield ("through",), f"the shares add up to {total:.4g} ({parts}); at most 1 in all"
        elif SAME in self.through and total < 1.0 - 1e-9:
            yield (
                ("through",),
                f"the shares add up to {total:.4g} ({parts}); with `same` they are 1 in all: change them, "
                "or leave out `same`, which takes what is left over",
            )

    def elsewhere(self) -> dict[str, float]:
        """Return the share of every category named, `same` left out."""
        return {name: share for name, share in self.through.items() if name != SAME}
