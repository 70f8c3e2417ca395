"""Where contacts go on: as which category, and perhaps to one group, or to one agent by name, before others.

Whether categories, groups and agents exist is asked in `desk_names`, and whether they may do it in `desks`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

from pydantic import BeforeValidator, Field

from acd.scenario import values
from acd.scenario.parts import Broken, Duration, Name, Or, Part, Text


class ReferralDesk(Part):
    """A desk to which contacts are sent on; its name alone stands for its category."""

    category: Name = Field(description="Category as which a contact goes on.")
    group: Name | None = Field(
        default=None, description="Whose agents it waits for before others; none: all who may take it."
    )
    agent: Text | None = Field(
        default=None,
        description="The one agent it waits for before others, named as in the log: 'experts 2' is the second of "
        "experts.",
    )
    hold: Duration | None = Field(
        default=None,
        description="How long it waits for that group or agent only, at its place, before anybody authorised may have "
        "it; none: until one of them takes it, the customer leaves, or none of them is logged in.",
    )

    def rules(self) -> Iterator[Broken]:
        """Yield a fault where both a group and an agent are named."""
        if self.group is not None and self.agent is not None:
            yield (
                (),
                (
                    f"group {values.shown(self.group)} and agent {values.shown(self.agent)} are given together; "
                    "a desk is one or the other, so remove one"
                ),
            )

    @property
    def narrowed(self) -> bool:
        """Say whether the desk is less than all who may take its category."""
        return self.group is not None or self.agent is not None


def _longer(value: object) -> object:
    """Return a desk's category by itself as a desk."""
    return value if isinstance(value, Mapping | ReferralDesk) else {"category": values.name(value)}


AnyDesk = Annotated[
    ReferralDesk,
    BeforeValidator(_longer),
    Or({"type": "string"}),
]
"""A desk in either form."""


def agent_of(written: str, groups: Sequence[str]) -> tuple[str, int]:
    """Return the group and the number, from 1, of an agent as the log names it.

    Parameters
    ----------
    written : str
        For example ``experts 2``.
    groups : sequence of str
        Names of all groups.

    Returns
    -------
    tuple of (str, int)
        The group is empty where no agent can be called so.
    """
    group, _, number = written.rpartition(" ")
    plain = number.isascii() and number.isdecimal() and len(number) < 7 and not number.startswith("0")
    return (group, int(number)) if group in groups and plain else ("", 0)
