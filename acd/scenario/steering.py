"""What the user says about the choice of a channel: who is offered another one as they join, and who takes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from acd.scenario import values
from acd.scenario.parts import Broken, Duration, Name, Or, Part, Share, faulty, written


def by_wait(value: object) -> object:
    """Return shares by announced wait.

    Parameters
    ----------
    value : object
        As written: one share whatever is announced, or a mapping of wait to share.

    Returns
    -------
    dict of float to float
        From each announced wait on [s], the share who accept.
    """
    if not isinstance(value, Mapping):
        return {0.0: values.share(value)}
    if not value:
        message = "is empty; write a share, or a mapping of announced wait to share as {0s: 30%, 3m: 60%}"
        raise values.MisreadError(message)
    found: dict[float, float] = {}
    broken: list[Broken] = []
    for wait, share in value.items():
        try:
            seconds = values.duration(wait)
            if seconds in found:
                broken.append(((str(wait),), f"{values.shown(wait)} is given twice; give each wait once"))
            found[seconds] = values.share(share)
        except ValueError as error:
            broken.append(((str(wait),), str(error)))
    if broken:
        raise faulty(broken)
    return dict(sorted(found.items()))


class Steer(Part):
    """Customers are offered another channel as they join the line; who accepts joins there instead."""

    to: Name = Field(description="Category that they join then.")
    offer: Share = written("100%", "Share of customers who are offered it.")
    when_wait_exceeds: Duration | None = Field(
        default=None, description="Only when the announced wait is longer; none: whatever it is."
    )
    accept: Annotated[
        dict[float, float],
        BeforeValidator(by_wait),
        WithJsonSchema({"type": "object", "additionalProperties": {"type": ["string", "number"]}}),
        Or({"type": ["string", "number"]}),
    ] = Field(
        description="Share of those offered it who accept: one share, or by the announced wait, from each wait on, as "
        "{0s: 30%, 3m: 60%}; below the first wait nobody does."
    )

    def rules(self) -> Iterator[Broken]:
        """Yield a fault when nobody could ever accept."""
        if not any(self.accept.values()):
            yield ("accept",), "0% lets nobody accept; take a share above 0, or remove `steer`"
