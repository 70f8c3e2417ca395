"""What the user says about routing: the keys by which an agent and a contact are chosen.

The two tables are the reference that `acd list policies` prints; the core has a code for each word.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from acd.scenario import values
from acd.scenario.matrix import Matrix
from acd.scenario.offers import EVERY, Reoffer, Ring, RingsBy
from acd.scenario.parts import Broken, Name, Or, Part, choice, faulty, written
from acd.scenario.plans import Steps

AGENT_POLICIES: dict[str, str] = {
    "longest_idle": "the agent who has been free for the longest time",
    "group_order": "the agent whose group comes first in the file",
    "least_occupied": "the agent with the smallest share of ready and working time in work",
    "highest_skill": "the agent with the highest level of the skills the category requires",
    "lowest_skill": "the agent with the lowest level of the skills the category requires",
    "random": "any agent, drawn by a hash of the contact and the routing seed",
    "matrix": "the agent whose group has the smallest rank for the category in the priority matrix",
}
CONTACT_POLICIES: dict[str, str] = {
    "priority": "the contact with the highest priority",
    "longest_wait": "the contact that has waited longest, age credit included",
    "category_order": "the contact whose category comes first in the group's `authorised`",
    "matrix": "the contact whose category has the smallest rank for the group in the priority matrix",
}
OPPOSITES = ("highest_skill", "lowest_skill")


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
    if all(policy in policies for policy in OPPOSITES):
        found.append(((), f"{' and '.join(OPPOSITES)} contradict each other; keep one"))
    if found:
        raise faulty(found)
    return policies


def _one_of(policies: dict[str, str]) -> WithJsonSchema:
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
    ring: RingsBy = written(
        1,
        "At how many agents who are ready a contact rings at once: a number, `all`, or by category; the first to "
        "accept has it. Agents of groups that answer at once are not rung.",
    )
    reoffer: Reoffer | None = Field(
        default=None,
        description="When a contact is offered again to an agent who did not take it; none: at once, without end.",
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
    steps: dict[Name, Steps] = Field(
        default={}, description="Routing plans: what changes while a category's contacts wait, step by step."
    )
    matrix: Matrix | None = Field(
        default=None, description="A file of ranks, by which `matrix` chooses agents and contacts."
    )

    def ring_of(self, category: str) -> Ring:
        """Return at how many agents a category's contacts ring.

        Parameters
        ----------
        category : str
            Its name.

        Returns
        -------
        Ring
            Its own rule, else the one for all, else at one agent.
        """
        return self.ring.get(category) or self.ring.get(EVERY) or Ring()
