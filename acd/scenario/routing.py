"""What the user says about routing: the keys by which an agent and a contact are chosen.

This table and that of `contact_rules` are what `acd list policies` prints; the core has a code for each word.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Annotated, ClassVar

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from acd.scenario import contact_rules, values
from acd.scenario.contact_rules import CONTACT_POLICIES, Ageing
from acd.scenario.parts import Broken, Name, Or, Part, Share, choice, faulty, written

AGENT_POLICIES: dict[str, str] = {
    "longest_idle": "the agent who has been free for the longest time",
    "group_order": "the agent whose group comes first in the file",
    "least_occupied": "the agent with the smallest share of ready and working time in work",
    "highest_skill": "the agent with the highest level of the skills the category requires",
    "lowest_skill": "the agent with the lowest level of the skills the category requires",
    "random": "any agent, drawn by a hash of the contact and the routing seed",
}
OPPOSITES = (("highest_skill", "lowest_skill"), *contact_rules.OPPOSITES)


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
    ageing: Ageing = written({}, "How priority grows with the wait, under `aged_priority`.")
    queue_ratio: dict[Name, Share] = Field(
        default={},
        description="Each category's share of all who wait, under `queue_ratio`; a category left out has none.",
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

    def rules(self) -> Iterator[Broken]:
        """Yield keys that lack what they go by, and what no key goes by."""
        yield from contact_rules.faults(self.choose_contact, self.queue_ratio, self.model_fields_set)
