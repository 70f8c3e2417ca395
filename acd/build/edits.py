"""Changes of rules in their user's words: names and values checked, and the rules that hold then.

Every function takes the `Rules` that hold and returns those that are to hold, or says in one line why it cannot;
nothing is changed by it. Values are written as in a scenario file and checked by the same part of the format.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from acd.build.changes import NOTHING_OWN, Rules, as_before
from acd.errors import CommandError
from acd.scenario import Category, Factors, Group, Routing, Tier, matrix_rules
from acd.scenario.own import check as own_faults
from acd.scenario.single import value_of
from acd.scenario.source import dotted
from acd.scenario.values import MisreadError

if TYPE_CHECKING:
    from acd.scenario.parts import Part

FIXED = ("steps", "matrix", "estimated_wait", "ring", "reoffer", "window", "like")
"""Keys of ``routing`` that say which lines there are, how contacts ring, or what is counted from the start."""

OF_POLICIES = ("queue_ratio", "ageing")
"""Keys of ``routing`` that mean nothing without the policies that ask for them."""

OF_THE_WORLD = ("handle", "wrap_up", "resolution", "referral")
"""Keys of ``authorised.CATEGORY`` that do not concern the router."""


def named(verb: str, kind: str, name: str, known: Iterable[str]) -> str:
    """Return a name of the scenario, or say which there are.

    Parameters
    ----------
    verb, kind : str
        For the message.
    name : str
        As given.
    known : iterable of str
        What there is.

    Returns
    -------
    str
        The name.

    Raises
    ------
    CommandError
        When there is no such name.
    """
    every = list(known)
    if name not in every:
        message = f"{verb}: unknown {kind} {name!r}; defined: {', '.join(every)}"
        raise CommandError(message)
    return name


def _checked(verb: str, whose: str, part: type[Part], key: str, raw: object) -> Any:
    try:
        return value_of(part, key, raw)
    except MisreadError as error:
        message = f"{verb}: {whose}: {error}"
        raise CommandError(message) from None


def _with(rules: Rules, section: str, name: str, **values: object) -> Rules:
    """Return the rules with values of one category, tier or group changed."""
    parts = getattr(rules.scenario, section)
    changed = parts | {name: parts[name].model_copy(update=values)}
    return replace(rules, scenario=rules.scenario.model_copy(update={section: changed}))


def _authority(verb: str, whose: str, rules: Rules, categories: object) -> dict[str, Factors | None]:
    if isinstance(categories, Collection) and not isinstance(categories, str | Mapping):
        categories = list(categories)
    found: dict[str, Factors] = _checked(verb, whose, Group, "authorised", categories)
    for category in found:
        named(verb, "category", category, rules.scenario.categories)
    return dict.fromkeys(found) if isinstance(categories, list) else {**found}


def agent_terms(
    verb: str, who: str, a: int, rules: Rules, *, skills: object = ..., authorised: object = ...
) -> Rules:
    """Give an agent skills or an authority of the own, or with None those of the group again.

    Parameters
    ----------
    verb, who : str
        For the message.
    a : int
        The agent.
    rules : Rules
        What holds.
    skills, authorised : object
        As in a scenario file; left out what stays as it is.

    Returns
    -------
    Rules
        What is to hold.

    Raises
    ------
    CommandError
        When a value is at fault or a category unknown.
    """
    whose, own = f"agent {who!r}", rules.own.get(a, NOTHING_OWN)
    if skills is not ...:
        new = None if skills is None else _checked(verb, whose, Group, "skills", skills)
        own = replace(own, skills=new)
    if authorised is not ...:
        given = None if authorised is None else _authority(verb, whose, rules, authorised)
        for category, factors in ({} if given is None else given).items():
            if factors is not None and factors.after > 0.0:
                message = f"{verb}: {whose}, category {category!r}: after holds for groups only; leave it out"
                raise CommandError(message)
        own = replace(own, authorised=given)
    return rules.with_own(a, own)


def group_terms(
    verb: str, group: str, rules: Rules, *, skills: object = ..., authorised: object = ...
) -> Rules:
    """Change the skills or the authority of a group; of its agents those stay as they are who have their own.

    Parameters
    ----------
    verb : str
        For the message.
    group : str
        The group.
    rules : Rules
        What holds.
    skills, authorised : object
        As in a scenario file; left out what stays as it is.

    Returns
    -------
    Rules
        What is to hold.

    Raises
    ------
    CommandError
        When a name is unknown or a value at fault.
    """
    named(verb, "group", group, rules.scenario.agents)
    values, whose = dict[str, object](), f"group {group!r}"
    if skills is not ...:
        values["skills"] = _checked(verb, whose, Group, "skills", skills)
    if authorised is not ...:
        given = _authority(verb, whose, rules, authorised)
        values["authorised"] = as_before(given, rules.scenario.agents[group])
    return _with(rules, "agents", group, **values)


def levels(verb: str, contact: str, requires: object) -> dict[str, int]:
    """Return what a contact requires itself.

    Parameters
    ----------
    verb, contact : str
        For the message.
    requires : object
        Skills and lowest levels, as in a scenario file.

    Returns
    -------
    dict of str to int
        By skill.

    Raises
    ------
    CommandError
        When a level is at fault.
    """
    found: dict[str, int] = _checked(verb, f"contact {contact!r}", Category, "requires", requires)
    return found


def requirement(verb: str, category: str, rules: Rules, requires: object) -> Rules:
    """Change what a category requires.

    Parameters
    ----------
    verb, category : str
        For the message; which category.
    rules : Rules
        What holds.
    requires : object
        Skills and lowest levels, as in a scenario file.

    Returns
    -------
    Rules
        What is to hold.

    Raises
    ------
    CommandError
        When the category is unknown or a level at fault.
    """
    named(verb, "category", category, rules.scenario.categories)
    levels = _checked(verb, f"category {category!r}", Category, "requires", requires)
    return _with(rules, "categories", category, requires=levels)


def priority(verb: str, rules: Rules, category: str | None, tier: str | None, level: int | None) -> Rules:
    """Change the priority of a category or of a tier.

    Parameters
    ----------
    verb : str
        For the message.
    rules : Rules
        What holds.
    category, tier : str, optional
        One of the two.
    level : int, optional
        The priority; None lets a tier have its categories'.

    Returns
    -------
    Rules
        What is to hold.

    Raises
    ------
    CommandError
        When a name is unknown or the priority at fault.
    """
    if category is not None:
        named(verb, "category", category, rules.scenario.categories)
        own = _checked(verb, f"category {category!r}", Category, "priority", level)
        return _with(rules, "categories", category, priority=own)
    assert tier is not None
    named(verb, "tier", tier, rules.scenario.tiers)
    return _with(rules, "tiers", tier, priority=_checked(verb, f"tier {tier!r}", Tier, "priority", level))


def routing(verb: str, rules: Rules, values: Mapping[str, object]) -> Rules:
    """Change keys of ``routing``.

    Parameters
    ----------
    verb : str
        For the message.
    rules : Rules
        What holds.
    values : mapping of str to object
        By key, as in a scenario file; None stands for what was not given.

    Returns
    -------
    Rules
        What is to hold.

    Raises
    ------
    CommandError
        When a key is unknown, cannot change while the router runs, or its value is at fault.
    """
    given = {key: value for key, value in values.items() if value is not None}
    for key in given:
        if key in FIXED:
            message = f"{verb}: routing.{key} cannot change while the router runs; start another one"
            raise CommandError(message)
    checked = {key: _checked(verb, "routing", Routing, key, value) for key, value in given.items()}
    changed = rules.scenario.routing.model_copy(update=checked)
    for category in changed.queue_ratio:
        named(verb, "category", category, rules.scenario.categories)
    whole = rules.scenario.model_copy(update={"routing": changed})
    of_routing = ((("routing", *place), message) for place, message in changed.rules())
    for place, message in (*of_routing, *matrix_rules.keys(whole), *own_faults(whole)):
        if place[1] in OF_POLICIES and place[1] not in given:
            continue  # it waits for the policies that ask for it
        fault = f"{verb}: {dotted(place)}: {message}"
        raise CommandError(fault)
    return replace(rules, scenario=whole)


def group_weight(verb: str, group: str, rules: Rules, weight: object) -> Rules:
    """Change what each agent of a group weighs among all agents.

    Parameters
    ----------
    verb, group : str
        For the message; which group.
    rules : Rules
        What holds.
    weight : object
        As ``agents.GROUP.weight`` in a scenario file.

    Returns
    -------
    Rules
        What is to hold.

    Raises
    ------
    CommandError
        When the group is unknown or the weight at fault.
    """
    named(verb, "group", group, rules.scenario.agents)
    return _with(rules, "agents", group, weight=_checked(verb, f"group {group!r}", Group, "weight", weight))


def terms(verb: str, group: str, category: str, rules: Rules, values: Mapping[str, object]) -> Rules:
    """Change what a group's ``authorised`` says of a category: thresholds, weights.

    Parameters
    ----------
    verb, group, category : str
        For the message; which group, and for which category.
    rules : Rules
        What holds.
    values : mapping of str to object
        By key of ``authorised.CATEGORY``, as in a scenario file.

    Returns
    -------
    Rules
        What is to hold.

    Raises
    ------
    CommandError
        When a name or key is unknown, the group is not authorised, or a value is at fault.
    """
    named(verb, "group", group, rules.scenario.agents)
    named(verb, "category", category, rules.scenario.categories)
    authorised = rules.scenario.agents[group].authorised
    if category not in authorised:
        message = f"{verb}: group {group!r} is not authorised for {category!r}; authorise it first"
        raise CommandError(message)
    for key in values:
        if key in OF_THE_WORLD:
            message = (
                f"{verb}: {key} is how long or well agents work, not how contacts are routed; leave it out"
            )
            raise CommandError(message)
    whose = f"group {group!r}, category {category!r}"
    checked = {key: _checked(verb, whose, Factors, key, value) for key, value in values.items()}
    changed = authorised | {category: authorised[category].model_copy(update=checked)}
    return _with(rules, "agents", group, authorised=changed)
