"""What the user says about offers: at how many agents a contact rings, and when an agent is offered it again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError, WithJsonSchema

from acd.scenario import values
from acd.scenario.parts import Attempts, Broken, Duration, Or, Part, broken_in, faulty, written

ALL = "all"
EVERY = ""
"""In place of a category's name: what counts for those that are not named."""
MOST_AGENTS = 100_000


def _how_many(value: object) -> int | str:
    """Return at how many agents a contact rings at once, or `all`."""
    if value == ALL:
        return ALL
    try:
        return values.whole(value, 1, MOST_AGENTS)
    except ValueError:
        message = f"{values.shown(value)} is no number of agents; write 1 to {MOST_AGENTS}, or {ALL}"
        raise values.MisreadError(message) from None


_HOW_MANY: dict[str, Any] = {
    "anyOf": [{"const": ALL}, {"type": "integer", "minimum": 1, "maximum": MOST_AGENTS}]
}


class Ring(Part):
    """At how many agents a contact rings."""

    agents: Annotated[int | str, BeforeValidator(_how_many), WithJsonSchema(_HOW_MANY)] = Field(
        default=1, description="At how many ready agents it rings at once; all: at all of them."
    )
    one_more_after: Duration | None = Field(
        default=None,
        description="While nobody has answered, it rings at one more agent each time so long has passed; none: never.",
    )

    def rules(self) -> Iterator[Broken]:
        """Yield a fault when more agents would be rung at no time, or when there can be no more."""
        if self.one_more_after is None:
            return
        if self.one_more_after <= 0.0:
            yield ("one_more_after",), "0s is no time to wait for one more; take more, or write agents: all"
        elif self.agents == ALL:
            yield (
                ("one_more_after",),
                "means nothing with agents: all, when nobody is left to ring; remove it",
            )


class Reoffer(Part):
    """When a contact is offered again to an agent who did not take it."""

    same_agent_after: Duration = written(
        "0s", "How long it is not offered again to an agent who rejected it or did not answer."
    )
    at_most: Attempts | None = Field(
        default=None,
        description="How often it is offered at most to an agent who does not take it; none: without end.",
    )


def by_category(value: object) -> dict[str, Ring]:
    """Return how contacts ring, by category.

    Parameters
    ----------
    value : object
        As written: a number of agents, `all`, a rule, or any of these by category.

    Returns
    -------
    dict of str to Ring
        What is said of all categories stands under EVERY.
    """
    if not isinstance(value, Mapping) or set(value) & set(Ring.keys()):
        return {EVERY: _rule(value)}
    found: dict[str, Ring] = {}
    broken: list[Broken] = []
    for name, own in value.items():
        try:
            found[values.name(name)] = _rule(own)
        except ValidationError as error:
            broken += [((str(name), *place), message) for place, message in broken_in(error)]
        except ValueError as error:
            broken.append(((str(name),), str(error)))
    if broken:
        raise faulty(broken)
    return found


def _rule(value: object) -> Ring:
    if isinstance(value, Ring):
        return value
    return Ring.model_validate(value if isinstance(value, Mapping) else {"agents": _how_many(value)})


RingsBy = Annotated[
    dict[str, Ring],
    BeforeValidator(by_category),
    WithJsonSchema(
        {
            "type": "object",
            "additionalProperties": {"anyOf": [*_HOW_MANY["anyOf"], Ring.model_json_schema()]},
        }
    ),
    Or(Ring.model_json_schema()),
    Or(_HOW_MANY),
]
