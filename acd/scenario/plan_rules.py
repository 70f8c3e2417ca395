"""Routing plans must fit what they speak of: names, authority, times that rise, somebody in the end, no way round.

Names are asked on the raw values, so that they are checked however many other faults their surroundings have.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from acd.scenario import matrix_rules, values
from acd.scenario.model import Scenario
from acd.scenario.parts import Broken, Place, unknown
from acd.scenario.plans import PlanStep, Steps, entry_of, is_skilled, leaves_in_the_end

_STEPS = ("routing", "steps")


def names(raw: Mapping[str, object]) -> Iterator[Broken]:
    """Yield what plans name that nobody defined.

    Parameters
    ----------
    raw : mapping
        The root's raw values.

    Returns
    -------
    iterator of (tuple, str)
        Place, and message.
    """
    kinds, teams = _keys(raw, "categories"), _keys(raw, "agents")
    agents = raw.get("agents")
    skills = [
        skill
        for team in (agents.values() if isinstance(agents, Mapping) else ())
        if isinstance(team, Mapping)
        for skill in _keys(team, "skills")
    ]
    routing = raw.get("routing")
    steps = routing.get("steps") if isinstance(routing, Mapping) else None
    for name, plan in steps.items() if isinstance(steps, Mapping) else ():
        if kinds and str(name) not in kinds:
            yield (*_STEPS, str(name)), unknown("category", name, kinds, "defined categories")
        for number, step in enumerate(plan if isinstance(plan, Sequence) else ()):
            if isinstance(step, Mapping):
                place: Place = (*_STEPS, str(name), number)
                yield from _named(step, place, kinds, teams, list(dict.fromkeys(skills)))


def _keys(part: Mapping[str, object], key: str) -> list[str]:
    section = part.get(key)
    return [str(name) for name in section] if isinstance(section, Mapping) else []


def _named(
    step: Mapping[str, object], place: Place, kinds: list[str], teams: list[str], skills: list[str]
) -> Iterator[Broken]:
    groups, to = step.get("groups"), step.get("overflow")
    for number, group in enumerate(groups if isinstance(groups, list) else ()):
        if teams and isinstance(group, str) and group not in teams:
            yield (*place, "groups", number), unknown("group", group, teams, "defined groups")
    for skill in _keys(step, "relax"):
        if skill not in skills:
            yield (*place, "relax", skill), unknown("skill", skill, skills, "defined skills")
    if kinds and isinstance(to, str) and to not in kinds:
        yield (*place, "overflow"), unknown("category", to, kinds, "defined categories")


def check(scenario: Scenario, faulty: Sequence[Place]) -> Iterator[Broken]:
    """Yield plans that cannot be meant.

    Parameters
    ----------
    scenario : Scenario
        What is left after faulty values were taken out.
    faulty : sequence of tuple
        The places of those.

    Returns
    -------
    iterator of (tuple, str)
        Place, and message.
    """
    if any(place[:1] in {("agents",), ("categories",), ("routing",)} for place in faulty):
        return
    if any(
        name not in scenario.categories for group in scenario.agents.values() for name in group.authorised
    ):
        return  # told where the names stand
    for name, steps in scenario.routing.steps.items():
        if name in scenario.categories:
            for place, message in _of_plan(scenario, name, steps):
                yield (*_STEPS, name, *place), message
    yield from _round(scenario)
    yield from matrix_rules.check(scenario)


def _of_plan(scenario: Scenario, name: str, steps: Steps) -> Iterator[Broken]:
    if not steps:
        yield (), "is empty; write a step, or remove it"
        return
    if scenario.categories[name].outbound is not None:
        yield (), "is the plan of a category that the centre dials itself, where nobody waits; remove it"
    yield from _times(steps)
    for number, step in enumerate(steps):
        for place, message in _of_step(scenario, name, step):
            yield (number, *place), message
    entry = entry_of(steps)
    if entry is not None and entry.when is not None:
        yield (
            (steps.index(entry), "when"),
            "is asked of the step in which contacts join, before which there is none to stay in; remove it, or write "
            "a step before",
        )
    yield from _nobody(scenario, name, steps)


def _times(steps: Steps) -> Iterator[Broken]:
    before = 0.0
    lasting = [number for number, step in enumerate(steps) if step.action is None]
    for number in lasting:
        until = steps[number].until
        if until is None and number < lasting[-1]:
            yield (
                (number,),
                "has no `until`, so that the steps behind it never begin; say until when it lasts",
            )
        elif until is not None and until <= before:
            yield (
                (number, "until"),
                f"{values.duration_text(until)} is not after {values.duration_text(before)}, when the step begins; "
                "times count from joining and rise from step to step",
            )
        before = before if until is None else until
    if steps[-1].until is not None:
        written = values.duration_text(steps[-1].until)
        yield (
            (len(steps) - 1, "until"),
            f"{written} ends the last step, behind which there is none; remove it",
        )
    elif lasting and lasting[-1] < len(steps) - 1 and steps[lasting[-1]].until is None:
        yield (
            (lasting[-1],),
            f"has no `until`, so that '{steps[lasting[-1] + 1].action}' behind it would begin with it; say until when "
            "it lasts, or write that step before it",
        )


def _of_step(scenario: Scenario, name: str, step: PlanStep) -> Iterator[Broken]:
    rule = scenario.categories[name]
    for number, group in enumerate(step.groups or ()):
        if group in scenario.agents and name not in scenario.agents[group].authorised:
            yield (
                ("groups", number),
                f"'{group}' is not authorised for '{name}', and no step changes that; authorise it, or leave it out",
            )
    for skill in step.relax:
        known = any(skill in group.skills for group in scenario.agents.values())
        if known and skill not in rule.requires:
            yield (
                ("relax", skill),
                f"'{name}' does not require {values.shown(skill)}; add it to `requires`, with level 0 if need be, or "
                "remove it",
            )
    if step.callback and rule.callback is None:
        yield ("callback",), f"'{name}' has no `callback` that could be offered; describe one, or remove it"
    if step.overflow is not None:
        yield from _whither(scenario, name, step.overflow)


def _whither(scenario: Scenario, name: str, to: str) -> Iterator[Broken]:
    target = scenario.categories.get(to)
    if target is None:
        return
    if target.outbound is not None:
        yield ("overflow",), f"'{to}' is dialled by the centre itself; name a category in which contacts wait"
    elif target.channel != scenario.categories[name].channel:
        yield (
            ("overflow",),
            f"'{to}' comes by {target.channel}, '{name}' by {scenario.categories[name].channel}; whoever waits stays "
            "in the channel, so name a category of the same one",
        )


def _nobody(scenario: Scenario, name: str, steps: Steps) -> Iterator[Broken]:
    """Yield a fault when nobody may have a contact in the last step, in which it would wait for ever."""
    last = next((step for step in reversed(steps) if step.action is None), None)
    if last is None or leaves_in_the_end(steps):
        return
    rule = scenario.categories[name]
    needs = last.lowered(rule.requires)
    able = [key for key, group in scenario.agents.items() if name in group.authorised]
    chosen = [key for key in able if last.groups is None or key in last.groups]
    if chosen and not any(is_skilled(scenario.agents[key], needs) for key in chosen):
        wanted = values.listed(f"{skill} {level}" for skill, level in needs.items() if level)
        yield (
            (steps.index(last),),
            f"is the last step, and of its groups ({values.listed(chosen)}) nobody has {wanted}, so that contacts wait "
            "for ever; relax more, name other groups, or end with overflow or refuse",
        )


def _round(scenario: Scenario) -> Iterator[Broken]:
    """Yield one fault for each circle of overflow."""
    told: set[str] = set()
    for name in scenario.routing.steps:
        walked = _walk(scenario, [name])
        if walked and not told & set(walked):
            told |= set(walked)
            number = next(
                i for i, step in enumerate(scenario.routing.steps[name]) if step.overflow == walked[1]
            )
            shown = " -> ".join(f"'{other}'" for other in walked)
            yield (
                (*_STEPS, name, number, "overflow"),
                f"leads round: {shown}; let one of these plans end otherwise",
            )


def _walk(scenario: Scenario, walked: list[str]) -> list[str]:
    """Return a way of overflows from the first of ``walked`` back to it, empty when there is none."""
    for step in scenario.routing.steps.get(walked[-1], []):
        if step.overflow == walked[0]:
            return [*walked, walked[0]]
        if step.overflow is not None and step.overflow not in walked:
            further = _walk(scenario, [*walked, step.overflow])
            if further:
                return further
    return []
