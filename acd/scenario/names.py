"""Names that one part of a scenario uses and another must define, and categories that nobody may handle.

Works on the raw values, so that a name is checked however many other faults its surroundings have. What is
not even a mapping or a list was reported when the models were validated and is passed over here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from acd.scenario import desk_names, plan_rules, values
from acd.scenario.offers import Ring
from acd.scenario.parts import Broken, Place, nearest, unknown
from acd.scenario.returns import SAME
from acd.scenario.tiers import WANTED


def check(raw: Mapping[str, object]) -> Iterator[Broken]:
    """Yield every unknown name, and every category that no group is authorised for."""
    yield from _channels(raw)
    yield from _skills(raw)
    yield from _tier_categories(raw)
    yield from _preferred(raw)
    yield from _through(raw)
    yield from _authorised(raw)
    yield from _steered(raw)
    yield from _queue_ratio(raw)
    yield from _ringing(raw)
    yield from _unserved(raw)
    yield from desk_names.check(raw)
    yield from plan_rules.names(raw)


def _parts(raw: object, key: str) -> dict[str, Mapping[str, object]]:
    """Return the named parts under a key that are mappings."""
    section = raw.get(key) if isinstance(raw, Mapping) else None
    found = section.items() if isinstance(section, Mapping) else ()
    return {str(name): part for name, part in found if isinstance(part, Mapping)}


def _names(raw: Mapping[str, object], key: str) -> list[str]:
    section = raw.get(key)
    return [str(name) for name in section] if isinstance(section, Mapping) else []


def _channels(raw: Mapping[str, object]) -> Iterator[Broken]:
    known = _names(raw, "channels") if raw.get("channels") is not None else ["voice"]
    for name, category in _parts(raw, "categories").items():
        channel = category.get("channel", "voice")
        if known and isinstance(channel, str) and channel not in known:
            place: Place = ("categories", name, "channel")
            yield place, unknown("channel", channel, known, "defined channels")


def _skills(raw: Mapping[str, object]) -> Iterator[Broken]:
    known = dict.fromkeys(
        skill for group in _parts(raw, "agents").values() for skill in _names(group, "skills")
    )
    for name, category in _parts(raw, "categories").items():
        for skill in _names(category, "requires"):
            if skill not in known:
                yield (
                    ("categories", name, "requires", skill),
                    unknown("skill", skill, known, "defined skills"),
                )


def _tier_categories(raw: Mapping[str, object]) -> Iterator[Broken]:
    known = _names(raw, "categories")
    for tier, part in _parts(raw, "tiers").items():
        for category in _names(part, "share"):
            if known and category not in known:
                yield (
                    ("tiers", tier, "share", category),
                    unknown("category", category, known, "defined categories"),
                )


def _steered(raw: Mapping[str, object]) -> Iterator[Broken]:
    """Yield categories that customers are steered to and that do not exist, or from which they come."""
    known = _names(raw, "categories")
    for name, category in _parts(raw, "categories").items():
        steer = category.get("steer")
        to = steer.get("to") if isinstance(steer, Mapping) else None
        place: Place = ("categories", name, "steer", "to")
        if isinstance(to, str) and to not in known:
            yield place, unknown("category", to, known, "defined categories")
        elif to == name:
            yield place, f"{values.shown(to)} is the category itself; name another one, or remove `steer`"


def _queue_ratio(raw: Mapping[str, object]) -> Iterator[Broken]:
    """Yield categories whose share of all who wait is given and that nobody defined."""
    known = _names(raw, "categories")
    for name in _names(_section(raw, "routing"), "queue_ratio"):
        if known and name not in known:
            yield ("routing", "queue_ratio", name), unknown("category", name, known, "defined categories")


def _ringing(raw: Mapping[str, object]) -> Iterator[Broken]:
    """Yield categories whose contacts ring at so many agents and that nobody defined."""
    known = _names(raw, "categories")
    ring = _section(raw, "routing").get("ring")
    if isinstance(ring, Mapping) and not set(ring) & set(Ring.keys()):
        for name in map(str, ring):
            if known and name not in known:
                yield ("routing", "ring", name), unknown("category", name, known, "defined categories")


def _section(raw: Mapping[str, object], key: str) -> Mapping[str, object]:
    found = raw.get(key)
    return found if isinstance(found, Mapping) else {}


def _preferred(raw: Mapping[str, object]) -> Iterator[Broken]:
    """Yield whom a tier prefers who is neither a word of ours nor a group."""
    known = [*WANTED, *_names(raw, "agents")]
    for tier, part in _parts(raw, "tiers").items():
        want = part.get("preferred_agent")
        who = want.get("who", "last") if isinstance(want, Mapping) else "last"
        if isinstance(who, str) and who not in known:
            place = ("tiers", tier, "preferred_agent", "who")
            yield place, unknown("agent or group", who, known, "one of")


def _through(raw: Mapping[str, object]) -> Iterator[Broken]:
    """Yield categories that a matter is to come back through and that nobody defined."""
    known = [SAME, *_names(raw, "categories")]
    for name, category in _parts(raw, "categories").items():
        for key, back in _backs(category):
            for other in _names(back, "through"):
                if other not in known:
                    place = ("categories", name, key, "through", other)
                    yield place, unknown("category", other, known, "one of")


def _backs(category: Mapping[str, object]) -> Iterator[tuple[str, Mapping[str, object]]]:
    for key in ("recontact", "redial"):
        back = category.get(key)
        if isinstance(back, Mapping):
            yield key, back


def _claims(group: Mapping[str, object]) -> list[tuple[str | int, str]]:
    """Return (step of its place, category) of everything a group is authorised for."""
    given = group.get("authorised")
    if isinstance(given, Mapping):
        return [(str(category), str(category)) for category in given]
    if isinstance(given, Sequence) and not isinstance(given, str):
        return [(number, category) for number, category in enumerate(given) if isinstance(category, str)]
    return []


def _authorised(raw: Mapping[str, object]) -> Iterator[Broken]:
    known = _names(raw, "categories")
    for name, group in _parts(raw, "agents").items():
        for step, category in _claims(group):
            if known and category not in known:
                yield (
                    ("agents", name, "authorised", step),
                    unknown("category", category, known, "defined categories"),
                )


def _unserved(raw: Mapping[str, object]) -> Iterator[Broken]:
    """Yield categories no group may handle, unless a misspelt name explains it."""
    known, groups = _names(raw, "categories"), _parts(raw, "agents")
    claimed = {category for group in groups.values() for _, category in _claims(group)}
    meant = {nearest(category, known) for category in claimed - set(known)}
    if not groups or not all(_claims(group) for group in groups.values()):
        return
    for name in known:
        if name not in claimed and name not in meant:
            way_out = f"add it to `authorised` of one of the groups: {values.listed(groups)}"
            yield ("categories", name), f"no group is authorised for {values.shown(name)}; {way_out}"
