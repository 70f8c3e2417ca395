"""What the user says about routing: the keys by which an agent and a contact are chosen.

The tables of `policies` and `contact_rules` are what `acd list policies` prints; the core has a code for each word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator

from acd.scenario import contact_rules, policies, values
from acd.scenario.contact_rules import CONTACT_POLICIES, Ageing
from acd.scenario.matrix import Matrix
from acd.scenario.offers import EVERY, Reoffer, Ring, RingsBy
from acd.scenario.own import IN_FILE, policy_word
from acd.scenario.parts import Broken, Duration, Name, Or, Part, Share, choice, faulty, unknown, written
from acd.scenario.plans import Steps
from acd.scenario.policies import AGENT_POLICIES
from acd.scenario.presets import PRESETS, missing, usable

MOST_KEYS = 10
"""Keys of a list at most."""
OPPOSITES = (*policies.OPPOSITES, *contact_rules.OPPOSITES)


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
    if len(policies) > MOST_KEYS:
        found.append(((), f"{len(policies)} keys are more than {MOST_KEYS}; the first few decide"))
    if found:
        raise faulty(found)
    return policies


def _form(policies: Mapping[str, object]) -> dict[str, Any]:
    """Return the JSON Schema of one key; those registered in Python are not known beforehand."""
    return {"type": "string", "anyOf": [{"enum": list(policies)}, {"pattern": IN_FILE}]}


def _some_time(window: float) -> float:
    """Return a window [s] that is longer than nothing."""
    if window < 1.0:
        message = f"{values.duration_text(window)} is too short; give at least 1s"
        raise values.MisreadError(message)
    return window


AgentPolicy = Annotated[
    str, BeforeValidator(policy_word(AGENT_POLICIES)), WithJsonSchema(_form(AGENT_POLICIES))
]
ContactPolicy = Annotated[
    str, BeforeValidator(policy_word(CONTACT_POLICIES)), WithJsonSchema(_form(CONTACT_POLICIES))
]


ESTIMATORS: dict[str, str] = {
    "last_served": "the wait of the category's contact that was bound last",
    "queue_length": "those waiting and one more, times the mean handling, shared by the agents logged in who may",
    "head_of_line": "how long the category's longest waiting contact has waited so far",
}


def _preset(value: object) -> object:
    """Return the name of a preset that can be used."""
    if not isinstance(value, str) or value not in PRESETS:
        raise values.MisreadError(unknown("preset", value, usable(), "one of"))
    lacking = missing(PRESETS[value])
    if lacking:
        message = (
            f"'{value}' needs {values.listed(lacking)}, which this version of acd does not have; take another"
        )
        raise values.MisreadError(message)
    return value


class Routing(Part):
    """Which agent for a contact, which contact for an agent; keys are compared in order."""

    like: (
        Annotated[str, BeforeValidator(_preset), WithJsonSchema({"type": "string", "enum": list(PRESETS)})]
        | None
    ) = Field(
        default=None,
        description="A well-known product's rule, in place of the keys that it stands for; see `acd list policies`.",
    )
    choose_agent: Annotated[
        list[AgentPolicy],
        BeforeValidator(_as_list),
        AfterValidator(_consistent),
        Or(_form(AGENT_POLICIES)),
    ] = Field(default=["longest_idle"], description="Keys compared in order when several agents are free.")
    choose_contact: Annotated[
        list[ContactPolicy],
        BeforeValidator(_as_list),
        AfterValidator(_consistent),
        Or(_form(CONTACT_POLICIES)),
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
    window: Annotated[Duration, AfterValidator(_some_time)] = written(
        "30m",
        "How far back `least_occupied_lately` looks: half of it and so much of the next half as is over, aligned to "
        "the clock.",
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
    steps: dict[Name, Steps] = Field(
        default={}, description="Routing plans: what changes while a category's contacts wait, step by step."
    )
    matrix: Matrix | None = Field(
        default=None, description="A file of ranks, by which `matrix` chooses agents and contacts."
    )

    @model_validator(mode="before")
    @classmethod
    def _as_preset(cls, data: object) -> object:
        """Add the keys for which a preset stands."""
        preset = PRESETS.get(str(data.get("like"))) if isinstance(data, Mapping) else None
        if not isinstance(data, Mapping) or preset is None or missing(preset):
            return data
        return {**preset.sets, **data}

    @classmethod
    def presence(cls, given: Mapping[str, object]) -> Iterator[Broken]:
        """Yield a fault for each key that is given beside a preset that stands for it.

        Parameters
        ----------
        given : mapping
            The raw values of `routing`, by key.

        Returns
        -------
        iterator of (tuple, str)
            Place, and message.
        """
        preset = PRESETS.get(str(given.get("like")))
        if preset is not None:
            for key in preset.sets:
                if key in given:
                    stands = f"'{given['like']}' stands for {preset.stands_for()}"
                    yield (key,), f"is given beside `like`, and {stands}; remove one of the two"

    def rules(self) -> Iterator[Broken]:
        """Yield keys that lack what they go by, and what no key goes by."""
        yield from contact_rules.faults(self.choose_contact, self.queue_ratio, self.model_fields_set)

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
