"""What the user says about handling: verification, paths of steps, hold, referral to a desk that may.

A *desk* is a name of `referral_desks` that stands for the category as which a contact continues; whether desks exist
and lead anywhere is asked in `desks`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema

from acd.scenario import values
from acd.scenario.distributions import Drawn
from acd.scenario.parts import (
    Broken,
    Duration,
    Name,
    Or,
    Part,
    Share,
    choice,
    faulty,
    nearest,
    unknown,
    written,
)

END = "end"
"""In place of a step's name: the path is over."""
HANDLE, VERIFICATION = "handle", "verification"
"""Steps that take what the category says under the same key."""
RESERVED = ("wrap_up", "referral", "consulted", "dialling")
"""What else stands beside steps in a log of time per step."""
MOST_STEPS = 500
"""Steps of a path: a leg goes through no more."""
NEEDS_DESK = ("consult", "conference", "transfer")
KINDS: dict[str, str] = {
    "talk": "agent and customer at work on the matter",
    "hold": "the customer on hold, the agent at work on the matter",
    "consult": "the agent asks one of another desk, the customer on hold",
    "conference": "an agent of another desk joins agent and customer",
    "transfer": "the contact goes to another desk and queues anew",
}
MODES: dict[str, str] = {
    "cold": "the contact queues anew",
    "warm": "the first agent tells the second before handing over, the customer on hold",
}


class Verification(Part):
    """The customer is verified before handling begins."""

    duration: Drawn = Field(description="How long it takes.")
    success: Share = written("100%", "Share of customers who pass.")
    on_failure: Name | None = Field(
        default=None,
        description="Desk to which a customer who fails is referred; none: the contact ends unsettled.",
    )


class Hold(Part):
    """The customer is put on hold once, before handling goes on."""

    probability: Share = written("100%", "Share of contacts that are put on hold.")
    duration: Drawn = Field(description="How long they are on hold.")


class Consult(Part):
    """The talk between two agents before a contact is handed over, or about a question."""

    duration: Drawn | None = Field(default=None, description="How long they talk; none: no time at all.")
    wait: Duration | None = Field(
        default=None,
        description="The longest the first agent waits for the second; none: as long as it takes.",
    )


def _levels(value: object) -> object:
    """Return a mapping of skill to {level: share}."""
    if not isinstance(value, Mapping):
        message = f"{values.shown(value)} is not a mapping; write it as {{spanish: {{0: 30%, 3: 10%}}}}"
        raise values.MisreadError(message)
    found: list[Broken] = []
    skills: dict[str, dict[int, float]] = {}
    for skill, steps in value.items():
        if not isinstance(steps, Mapping) or not steps:
            found.append(
                ((str(skill),), f"{values.shown(steps)} is not a mapping of level to share; write {{0: 30%}}")
            )
            continue
        skills[str(skill)] = {}
        for level, share in steps.items():
            try:
                skills[str(skill)][values.whole(level, 0, 1000)] = values.share(share)
            except ValueError as error:
                found.append(((str(skill), str(level)), str(error)))
    if found:
        raise faulty(found)
    return skills


SkillLevels = Annotated[
    dict[str, dict[int, float]],
    BeforeValidator(_levels),
    WithJsonSchema({"type": "object", "additionalProperties": {"type": "object"}}),
]


class Referral(Part):
    """A contact turns out to be beyond the agent's authority or competence and goes to a desk that may."""

    probability: Share = written("0%", "Share of contacts that are referred.")
    by_skill: SkillLevels = Field(
        default={},
        description="Instead, by the agent's level of a skill: from each level on, the share that is referred; of "
        "several skills the smallest share counts.",
    )
    to: Name = Field(description="Desk to which the contact is referred.")
    mode: Annotated[str, choice(MODES, "mode"), WithJsonSchema({"type": "string", "enum": list(MODES)})] = (
        Field(
            default="cold",
            description="cold: it queues anew; warm: the agents talk first, the customer on hold.",
        )
    )
    spent: Share = written("100%", "Share of the handling that it costs the first agent.")
    age_credit: Duration = written("0s", "Counts as already waited, for the place in the desk's line only.")
    consult: Consult = written({}, "When warm: the talk between the agents.")


class Step(Part):
    """A step of a path; `verification` and `handle` take what the category says under the same key."""

    kind: Annotated[str, choice(KINDS, "kind"), WithJsonSchema({"type": "string", "enum": list(KINDS)})] = (
        Field(
            default="talk",
            description="What happens: " + "; ".join(f"{k}: {text}" for k, text in KINDS.items()) + ".",
        )
    )
    duration: Drawn | None = Field(default=None, description="How long it takes; none: no time at all.")
    chance: Share = written("100%", "Share of contacts for which the step takes place.")
    to: Name | None = Field(default=None, description="Desk that is consulted, joins, or takes the contact.")
    next: Annotated[
        dict[Name, Share] | None,
        BeforeValidator(lambda value: {value: 1.0} if isinstance(value, str) else value),
        Or({"type": "string"}),
    ] = Field(
        default=None,
        description="The step after it, or steps with their shares, or end; none: the next one of the file.",
    )

    def rules(self) -> Iterator[Broken]:
        """Yield a fault where a desk is missing or means nothing, or shares do not add up."""
        if self.kind in NEEDS_DESK and self.to is None:
            yield ("to",), f"is missing; a {self.kind} needs a desk of referral_desks"
        if self.kind not in NEEDS_DESK and self.to is not None:
            yield ("to",), f"{values.shown(self.to)} means nothing in a step of kind {self.kind}; remove it"
        if self.kind == "transfer" and self.duration is not None:
            yield ("duration",), "means nothing in a transfer, which takes no time; remove it"
        if self.next is not None and abs(sum(self.next.values()) - 1.0) > 1e-9:
            yield ("next",), f"the shares add up to {sum(self.next.values()):.4g}; they must add up to 1"


Path = dict[Name, Annotated[Step, BeforeValidator(lambda value: {} if value is None else value)]]


def path_rules(path: Path, *, verified: bool) -> Iterator[Broken]:
    """Yield what is wrong in a path.

    Parameters
    ----------
    path : dict of str to Step
        The steps in the order of the file.
    verified : bool
        Whether the category says how customers are verified.

    Returns
    -------
    iterator of (tuple, str)
        Place within the path, and message.
    """
    if HANDLE not in path:
        close = nearest(HANDLE, path)
        way_out = "add it where it belongs" if close is None else f"is '{close}' meant to be it?"
        yield (), f"has no step '{HANDLE}', which takes what the category says under that key; {way_out}"
        return
    if len(path) > MOST_STEPS:
        yield (), f"has {len(path)} steps; at most {MOST_STEPS}"
    yield from _names(path, verified)
    for name in path:
        for message in _nexts(path, name):
            yield (name, "next"), message


def _names(path: Path, verified: bool) -> Iterator[Broken]:
    """Yield faults of steps whose names mean something."""
    if END in path:
        yield (END,), f"'{END}' stands for the end of a path; give the step another name"
    for name in RESERVED:
        if name in path:
            yield (
                (name,),
                f"'{name}' stands for something else in the log of steps; give the step another name",
            )
    if VERIFICATION in path and not verified:
        message = "the category does not say how customers are verified; add its key `verification`"
        yield (VERIFICATION,), message
    for name in (HANDLE, VERIFICATION):
        if name in path and (path[name].kind != "talk" or path[name].duration is not None):
            yield (name,), f"takes its length from the category's `{name}`; remove kind and duration here"


def _nexts(path: Path, name: str) -> Iterator[str]:
    """Yield what is wrong with where a path goes on after a step."""
    order, step = list(path), path[name]
    place, handle = order.index(name), order.index(HANDLE)
    found = step.next or {}
    for target in found:
        if target != END and target not in path:
            yield unknown("step", target, [*order, END], "steps of this path")
        elif target != END and order.index(target) <= handle <= place:
            yield f"goes back to '{target}', so that '{HANDLE}' would come twice; go on after it"
    likely = [target for target, share in found.items() if share > 0.0]
    back = all(target in path and target != END and order.index(target) <= place for target in likely)
    if likely and back and step.chance >= 1.0:
        yield "only goes back, so that the path may never end; let a share go on"
