"""What is said about referral, offers and paths but changes nothing, or can bring everything to a stop."""

from __future__ import annotations

from collections.abc import Iterator

from acd.scenario import values
from acd.scenario.agents import Group
from acd.scenario.contacts import Category
from acd.scenario.distributions import Constant, Distribution, Triangular, Uniform
from acd.scenario.handling import VERIFICATION
from acd.scenario.model import Scenario
from acd.scenario.parts import Broken
from acd.scenario.referral_desks import ReferralDesk, agent_of
from acd.scenario.ways import named_desks, works


def doubts(scenario: Scenario) -> Iterator[Broken]:
    """Yield what is said in vain.

    Parameters
    ----------
    scenario : Scenario
        Checked.

    Returns
    -------
    iterator of (tuple, str)
        Place, and message.
    """
    yield from _unused(scenario)
    for name, category in scenario.categories.items():
        for key, message in _of_category(scenario, name, category):
            yield ("categories", name, *key), message
        yield from _wait_for_each_other(scenario, name, category)
    for name, group in scenario.agents.items():
        for key, message in _of_group(scenario, group):
            yield ("agents", name, *key), message


def _unused(scenario: Scenario) -> Iterator[Broken]:
    used = {desk for category in scenario.categories.values() for _, desk in named_desks(category)}
    for desk, part in scenario.referral_desks.items():
        if desk not in used:
            yield (
                ("referral_desks", desk),
                "no referral, verification or step leads to it; name it where contacts go on, or remove it",
            )
        if part.hold is not None and not part.narrowed:
            yield (
                ("referral_desks", desk, "hold"),
                f"nobody is waited for: anybody who may take '{part.category}' may have the contact at once; "
                "name a group or an agent, or remove it",
            )


def _of_category(scenario: Scenario, name: str, category: Category) -> Iterator[Broken]:
    part = category.referral
    if part is not None:
        own = any(
            group.authorised[name].referral for group in scenario.agents.values() if name in group.authorised
        )
        if part.probability == 0.0 and not part.by_skill and not own:
            yield (
                ("referral", "probability"),
                "nobody is referred: it is 0; give a share, or remove the referral",
            )
        consult = part.consult
        if part.mode == "cold" and consult.duration is not None:
            yield (
                ("referral", "consult"),
                "means nothing where mode is cold: the agents do not talk; write mode: warm, or remove it",
            )
    if category.path is not None and category.verification is not None and VERIFICATION not in category.path:
        yield (
            ("verification",),
            f"nobody is verified: the path has no step '{VERIFICATION}'; add it where it belongs",
        )


def _wait_for_each_other(scenario: Scenario, name: str, category: Category) -> Iterator[Broken]:
    """Yield where all agents may wait for one of themselves, with nobody to give up."""
    part = category.referral
    if part is not None and part.consult.wait is not None:
        return
    asking = {key for key, group in scenario.agents.items() if works(scenario, group, name)}
    for place, desk in named_desks(category):
        there = scenario.referral_desks[desk]
        target = there.category
        warm = place[0] == "referral" and part is not None and part.mode == "warm"
        step = (category.path or {}).get(str(place[1])) if place[0] == "path" else None
        question = step is not None and step.kind in ("consult", "conference")
        asked = _asked(scenario, there)
        patient = scenario.categories[target].patience is None
        if (question or (warm and patient)) and asked and asked <= asking:
            yield (
                ("categories", name, *place),
                f"those who ask for '{target}' are all who may be asked ({values.listed(sorted(asked))}); when all ask "
                "at once they wait for each other for ever, so limit it by `wait` under `consult` of the referral",
            )


def _asked(scenario: Scenario, desk: ReferralDesk) -> set[str]:
    """Return the groups whose agents a desk waits for, for ever if need be."""
    able = {key for key, group in scenario.agents.items() if works(scenario, group, desk.category)}
    if not desk.narrowed or desk.hold is not None:
        return able
    return able & {desk.group or agent_of(desk.agent or "", list(scenario.agents))[0]}


def _of_group(scenario: Scenario, group: Group) -> Iterator[Broken]:
    for name, own in group.authorised.items():
        if own.referral is not None and scenario.categories[name].referral is None:
            yield (
                ("authorised", name, "referral"),
                f"'{name}' has no referral whose probability it could replace; give the category one, or remove it",
            )
    part = group.no_answer
    if part is not None and part.probability == 0.0 and _greatest(group.answer) <= part.timeout:
        yield (
            ("no_answer",),
            f"every offer is answered: probability is 0 and it never rings for {values.duration_text(part.timeout)}; "
            "give a probability, or remove it",
        )
    if group.reject is not None and group.reject.probability == 0.0:
        yield ("reject",), "no offer is rejected: probability is 0; give one, or remove it"


def _greatest(drawn: Distribution | None) -> float:
    """Return the greatest value of a distribution [s] where it has one."""
    if drawn is None:
        return 0.0
    if isinstance(drawn, Constant):
        return drawn.value
    return drawn.high if isinstance(drawn, Uniform | Triangular) else float("inf")
