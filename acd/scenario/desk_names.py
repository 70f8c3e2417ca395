"""Names of desks, of their categories, of channels and of skills that other parts use, on raw values like `names`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from acd.scenario import values
from acd.scenario.handling import NEEDS_DESK
from acd.scenario.parts import Broken, Place, nearest, unknown
from acd.scenario.referral_desks import agent_of

_PLACES = (("referral", "to"), ("verification", "on_failure"), ("survey", "follow_up", "to"))
"""Where a category names a desk, besides the steps of its path."""
_VOICE: dict[str, object] = {"voice": {}}


def check(raw: Mapping[str, object]) -> Iterator[Broken]:
    """Yield every desk, category of a desk, channel and skill that is named but not defined.

    Parameters
    ----------
    raw : mapping
        The root's raw values.

    Returns
    -------
    iterator of (tuple, str)
        Place, and message.
    """
    yield from _desks(raw)
    yield from _those_there(raw)
    yield from _categories(raw)
    yield from _channels(raw)
    yield from _skills(raw)


def _mapping(raw: object, *keys: str) -> Mapping[object, object]:
    """Return what stands under keys, one below the other; nothing when it is no mapping."""
    for key in keys:
        raw = raw.get(key) if isinstance(raw, Mapping) else None
    return raw if isinstance(raw, Mapping) else {}


def _named_desks(raw: Mapping[str, object]) -> Iterator[tuple[Place, str]]:
    for name in map(str, _mapping(raw, "categories")):
        category = _mapping(raw, "categories", name)
        found: list[tuple[Place, object]] = [
            ((*place, key), _mapping(category, *place).get(key)) for *place, key in _PLACES
        ]
        path = _mapping(category, "path")
        # a step of another kind has no desk, which is told where it is read
        steps = {str(step): _mapping(path, str(step)) for step in path}
        found += [
            (("path", step, "to"), part.get("to"))
            for step, part in steps.items()
            if part.get("kind") in NEEDS_DESK
        ]
        for place, desk in found:
            if isinstance(desk, str):
                yield ("categories", name, *place), desk


def _desks(raw: Mapping[str, object]) -> Iterator[Broken]:
    known = [str(name) for name in _mapping(raw, "referral_desks")]
    categories = [str(name) for name in _mapping(raw, "categories")]
    for place, desk in _named_desks(raw):
        if desk in known:
            continue
        if nearest(desk, known) is None:
            target = desk if desk in categories else "CATEGORY"
            yield (
                place,
                f"unknown desk {values.shown(desk)}; add it to the root: referral_desks: {{{desk}: {target}}}",
            )
        else:
            yield place, unknown("desk", desk, known, "referral_desks")


def _categories(raw: Mapping[str, object]) -> Iterator[Broken]:
    known = [str(name) for name in _mapping(raw, "categories")]
    for desk, part in _mapping(raw, "referral_desks").items():
        written = part.get("category") if isinstance(part, Mapping) else part
        place: Place = ("referral_desks", str(desk), *(["category"] if isinstance(part, Mapping) else []))
        if known and isinstance(written, str) and written not in known:
            yield place, unknown("category", written, known, "defined categories")
    for name in known:
        category = _mapping(raw, "categories", name, "callback").get("category")
        if isinstance(category, str) and category not in known:
            place = ("categories", name, "callback", "category")
            yield place, unknown("category", category, known, "defined categories")


def _those_there(raw: Mapping[str, object]) -> Iterator[Broken]:
    """Yield groups and agents of desks who are not defined, as far as their names can say."""
    groups = [str(name) for name in _mapping(raw, "agents")]
    for desk in map(str, _mapping(raw, "referral_desks")):
        part = _mapping(raw, "referral_desks", desk)
        group, agent = part.get("group"), part.get("agent")
        if groups and isinstance(group, str) and group not in groups:
            place = ("referral_desks", desk, "group")
            yield place, unknown("group", group, groups, "defined groups")
        if groups and isinstance(agent, str) and not agent_of(agent, groups)[0]:
            yield ("referral_desks", desk, "agent"), _no_agent(agent, groups)


def _no_agent(agent: str, groups: Sequence[str]) -> str:
    """Return what is wrong with the name of an agent whom nobody is called."""
    group, _, number = agent.rpartition(" ")
    counted = bool(group) and number.isascii() and number.isdecimal()
    close = nearest(group if counted else agent, groups)
    near = "" if close is None else f"did you mean '{close} {max(int(number), 1) if counted else 1}'? "
    return (
        f"unknown agent {values.shown(agent)}; {near}an agent is named by group and number, from 1, as in the log; "
        f"defined groups: {values.listed(groups, 20)}"
    )


def _listed(section: object) -> list[tuple[str | int, str]]:
    """Return (step of its place, name) of everything in a list or mapping of names."""
    if isinstance(section, Mapping):
        return [(str(name), str(name)) for name in section]
    if isinstance(section, Sequence) and not isinstance(section, str):
        return [(number, name) for number, name in enumerate(section) if isinstance(name, str)]
    return []


def _channels(raw: Mapping[str, object]) -> Iterator[Broken]:
    given = raw.get("channels")
    known = [str(name) for name in _mapping({"channels": _VOICE if given is None else given}, "channels")]
    used: list[tuple[Place, str]] = []
    for name in map(str, _mapping(raw, "channels")):
        interrupting = _mapping(raw, "channels", name).get("interrupted_by")
        used += [(("channels", name, "interrupted_by", step), other) for step, other in _listed(interrupting)]
    for group in map(str, _mapping(raw, "agents")):
        worked = _mapping(raw, "agents", group).get("channels")
        used += [(("agents", group, "channels", step), other) for step, other in _listed(worked)]
    for place, channel in used:
        if known and channel not in known:
            yield place, unknown("channel", channel, known, "defined channels")


def _skills(raw: Mapping[str, object]) -> Iterator[Broken]:
    groups = _mapping(raw, "agents")
    known = dict.fromkeys(str(skill) for group in groups for skill in _mapping(groups, str(group), "skills"))
    for name in map(str, _mapping(raw, "categories")):
        for skill in map(str, _mapping(raw, "categories", name, "referral", "by_skill")):
            if skill not in known:
                place = ("categories", name, "referral", "by_skill", skill)
                yield place, unknown("skill", skill, known, "defined skills")
