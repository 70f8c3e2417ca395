"""What the user says about routing: the keys by which an agent and a contact are chosen.

This table and that of `policies` are the reference that `acd list policies` prints; the core has a code for each word.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from acd.scenario import values
from acd.scenario.parts import Broken, Duration, Or, Part, choice, faulty, written
from acd.scenario.policies import AGENT_POLICIES, OPPOSITES

CONTACT_POLICIES: dict[str, str] = {
    "priority": "the contact with the highest priority",
    "longest_wait": "the contact that has waited longest, age credit included",
    "category_order": "the contact whose category comes first in the group's `authorised`",
}


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _consistent(policies: list[str]) -> list[str]:
    """Return a list of policies that is not empty, repeats nothing and does not contradict itself."""
    if not policies:
        message = "is empty; name at least one policy"
        raise values.MisreadError(message)
    found: list[Broken] = [
        ((number,), f"'{policy}' is named twice; name each policy once")
        for number, policy in enumerate(policies)
        if policy in policies[:number]
    ]
    found += [
        ((), f"{' and '.join(pair)} contradict each other; keep one")
        for pair in OPPOSITES
        if all(policy in policies for policy in pair)
    ]
    if found:
        raise faulty(found)
    return policies


def _some_time(window: float) -> float:
    """Return a window [s] that is longer than nothing."""
    if window < 1.0:
        message = f"{values.duration_text(window)} is too short; give at least 1s"
        raise values.MisreadError(message)
    return window


def _one_of(policies: Collection[str]) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": list(policies)})


AgentPolicy = Annotated[str, choice(AGENT_POLICIES, "policy"), _one_of(AGENT_POLICIES)]
ContactPolicy = Annotated[str, choice(CONTACT_POLICIES, "policy"), _one_of(CONTACT_POLICIES)]


ESTIMATORS: dict[str, str] = {
    "last_served": "the wait of the category's contact that was bound last",
    "queue_length": "those waiting and one more, times the mean handling, shared by the agents logged in who may",
    "head_of_line": "how long the category's longest waiting contact has waited so far",
}


class Routing(Part):
    """Which agent for a contact, which contact for an agent; keys are compared in order."""

    LATER: ClassVar[frozenset[str]] = frozenset({"steps"})
    choose_agent: Annotated[
        list[AgentPolicy],
        BeforeValidator(_as_list),
        AfterValidator(_consistent),
        Or({"type": "string", "enum": list(AGENT_POLICIES)}),
    ] = Field(default=["longest_idle"], description="Keys compared in order when several agents are free.")
    choose_contact: Annotated[
        list[ContactPolicy],
        BeforeValidator(_as_list),
        AfterValidator(_consistent),
        Or({"type": "string", "enum": list(CONTACT_POLICIES)}),
    ] = Field(
        default=["priority", "longest_wait"], description="Keys compared in order when several contacts wait."
    )
    window: Annotated[Duration, AfterValidator(_some_time)] = written(
        "30m",
        "How far back `least_occupied_lately` looks: half of it and so much of the next half as is over, aligned to "
        "the clock.",
    )
    estimated_wait: (
        Annotated[
            str, choice(ESTIMATORS, "estimator"), WithJsonSchema({"type": "string", "enum": list(ESTIMATORS)})
        ]
        | None
    ) = Field(
        default=None,
        description="How the wait of a contact that joins a line is estimated; none: last_served where something "
        "depends on it, else not at all.",
    )
