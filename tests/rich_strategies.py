"""Draws what makes a scenario rich: channels, offers that ring, paths, verification, referral; see `strategies`.

`enrich` puts some of it into a scenario that was drawn without. Times are whole minutes and often the same, and shares
are large, so that much of what is rare in life happens within an hour, and several things at once.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.drawn_channels import channel_life
from tests.strategies import SKILLS, distributions, seconds

Raw = dict[str, Any]
CHANNELS = ("voice", "chat", "email")
SHARES = st.sampled_from([0, 0.2, 0.5, 0.8, 1])
SOME = st.sampled_from([0.2, 0.5])
"""Shares of what may send a contact round in circles."""


@st.composite
def channels(draw: st.DrawFn) -> Raw:
    """Draw voice alone, or three channels of which some are worked beside others, or taken in between."""
    if draw(st.booleans()):
        return {"voice": {}}
    found: Raw = {
        "voice": {"capacity": draw(st.sampled_from([1, 1, 2]))},
        "chat": {"capacity": draw(st.integers(1, 3)), "slowdown": draw(st.sampled_from([0, 0.15, 1]))},
        "email": {"capacity": draw(st.integers(1, 2)), "slowdown": draw(st.sampled_from([0, 0.3]))},
    }
    found["email"]["interrupted_by"] = draw(st.sampled_from([[], ["voice"], ["voice", "chat"]]))
    found["chat"]["interrupted_by"] = draw(st.sampled_from([[], [], ["voice"]]))
    for name in CHANNELS:
        if draw(st.integers(0, 3)) == 0:
            found[name]["cost"] = draw(st.sampled_from([0.3, 0.5, 1]))
    return found


@st.composite
def worked(draw: st.DrawFn, names: list[str]) -> object:
    """Draw which of the channels a group works, and how many contacts of each its agents hold."""
    some = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    if draw(st.booleans()):
        return some
    return {name: {"capacity": draw(st.integers(1, 3))} for name in some}


@st.composite
def answering(draw: st.DrawFn) -> Raw:
    """Draw how a group's agents answer."""
    found: Raw = {}
    if draw(st.booleans()):
        found["answer"] = draw(distributions(2))
    if draw(st.booleans()):
        # some offers must be answered: with `at_close: serve` it would ring for ever
        least = found.get("answer", {}).get("value", 0)
        found["no_answer"] = {
            "probability": draw(SOME),
            "timeout": least + draw(seconds(1, 3)),
            "not_ready": draw(seconds(0, 10)),
        }
    if draw(st.booleans()):
        rings = found.get("answer", {}).get("value", "answer" in found) > 0
        # whoever rejects at once and does not rest is offered it again at once
        found["reject"] = {"probability": draw(SOME), "not_ready": draw(seconds(0 if rings else 1, 5))}
    return found


@st.composite
def referrals(draw: st.DrawFn, desks: list[str], skills: list[str]) -> Raw:
    """Draw how a category is referred."""
    found: Raw = {"probability": draw(SOME), "to": draw(st.sampled_from(desks))}
    if skills and draw(st.booleans()):
        found["by_skill"] = {draw(st.sampled_from(skills)): {0: draw(SOME), draw(st.integers(1, 4)): 0.1}}
    if draw(st.booleans()):
        found["spent"] = draw(SHARES)
    if draw(st.booleans()):
        found["age_credit"] = draw(seconds(0, 10))
    if draw(st.booleans()):
        found["mode"] = "warm"
        consult: Raw = {"wait": draw(seconds(0, 5))} if draw(st.booleans()) else {}
        if draw(st.booleans()):
            consult["duration"] = draw(distributions(5))
        found["consult"] = consult
    return found


@st.composite
def paths(draw: st.DrawFn, desks: list[str], *, verified: bool) -> Raw:
    """Draw a path of up to six steps, one of them handling."""
    names = [
        "handle",
        *draw(st.lists(st.sampled_from(["talk", "hold", "consult", "conference", "transfer"]), max_size=4)),
    ]
    names += ["verification"] * verified
    order = draw(st.permutations([f"{name} {n}" if n else name for n, name in enumerate(names)]))
    found: Raw = {}
    for written in order:
        kind = written.split()[0]
        name = kind if kind in ("handle", "verification") else written
        found[name] = draw(_steps(kind, desks))
    for place, step in enumerate(found.values()):
        if draw(st.integers(0, 2)) == 0:
            step["next"] = draw(_nexts(list(found), place))
    return found


@st.composite
def _steps(draw: st.DrawFn, kind: str, desks: list[str]) -> Raw:
    step: Raw = {}
    if draw(st.booleans()):
        step["chance"] = draw(SHARES)
    if kind not in ("handle", "verification"):
        step["kind"] = kind
    if kind in ("consult", "conference", "transfer"):
        step["to"] = draw(st.sampled_from(desks))
    if kind == "transfer":
        step["chance"] = draw(SOME)
    if kind in ("talk", "hold", "consult", "conference") and draw(st.booleans()):
        step["duration"] = draw(distributions(4))
    return step


@st.composite
def _nexts(draw: st.DrawFn, names: list[str], place: int) -> object:
    """Draw what comes after a step: one step, or two with their shares, of which the first may lead back."""
    handle = names.index("handle")
    onward = [*names[place + 1 :], "end"]
    if place < handle and draw(st.booleans()):
        onward.remove("end")
    if draw(st.booleans()):
        return draw(st.sampled_from(onward))
    back = [names[at] for at in range(place + 1) if not at <= handle <= place]
    first = draw(st.sampled_from(back + onward))
    second = draw(st.sampled_from([name for name in onward if name != first] or [first]))
    return {first: 1} if first == second else {first: 0.4, second: 0.6}


@st.composite
def handling(draw: st.DrawFn, desks: list[str], skills: list[str]) -> Raw:
    """Draw the keys of a category that are about handling."""
    found: Raw = {}
    if draw(st.integers(0, 2)) == 0:
        found["complexity"] = draw(
            st.sampled_from(
                [{"dist": "lognormal", "mean": 1, "cv": 0.5}, {"dist": "uniform", "low": 0, "high": 2}]
            )
        )
    if draw(st.integers(0, 2)) == 0:
        found["verification"] = {
            "duration": draw(distributions(2)),
            "success": draw(st.sampled_from([0.5, 0.9])),
        }
        if draw(st.booleans()):
            found["verification"]["on_failure"] = draw(st.sampled_from(desks))
    if draw(st.booleans()):
        found["referral"] = draw(referrals(desks, skills))
    kind = draw(st.sampled_from(["path", "hold", "neither"]))
    if kind == "hold":
        found["hold"] = {"probability": draw(SHARES), "duration": draw(distributions(3))}
    elif kind == "path":
        found["path"] = draw(paths(desks, verified="verification" in found))
    return found


@st.composite
def callbacks(draw: st.DrawFn, names: list[str]) -> Raw:
    """Draw a callback that is often offered; the hours for it may lie outside the opening hours of some days."""
    found: Raw = {
        "offer_when_wait_exceeds": draw(st.sampled_from([0, 60, 300])),
        "accept": draw(st.sampled_from([0.5, 1])),
        "reached": draw(SHARES),
        "attempts": draw(st.integers(1, 3)),
        "retry_after": draw(seconds(0, 20)),
    }
    if draw(st.booleans()):
        found["category"] = draw(st.sampled_from(names))
    if draw(st.booleans()):
        found["ring"] = draw(distributions(2))
    if draw(st.integers(0, 2)) == 0:
        found["windows"] = draw(
            st.sampled_from(["09:15-10:40", {"mon": "10:30-24:00", "tue": "00:00-24:00"}])
        )
    return found


@st.composite
def surveys(draw: st.DrawFn, desks: list[str]) -> Raw:
    """Draw a survey of up to three questions."""
    questions = [
        {"ask": f"How was it, {n}?", "scale": draw(st.sampled_from(["1-5", "0-10", "1-2"])), "shift": n / 2}
        for n in range(draw(st.integers(1, 3)))
    ]
    found: Raw = {
        "response": draw(SHARES),
        "offered": draw(st.sampled_from([0.5, 0.9])),
        "questions": questions,
    }
    if draw(st.booleans()):
        found["score"] = {"start": draw(st.sampled_from([1, 3, 5])), "spread": draw(st.sampled_from([0, 1]))}
    if draw(st.booleans()):
        found["follow_up"] = {"to": draw(st.sampled_from(desks)), "after": draw(seconds(1, 20))}
        found["bad"] = draw(st.sampled_from([2, 3, 4.5]))
    return found


@st.composite
def afterwards(draw: st.DrawFn, raw: Raw) -> None:
    """Put callbacks, estimated waits and surveys into a scenario, in every third category."""
    inbound = [name for name, category in raw["categories"].items() if "outbound" not in category]
    for name in inbound:
        if draw(st.integers(0, 2)) == 0:
            raw["categories"][name]["callback"] = draw(callbacks(inbound))
        if draw(st.integers(0, 2)) == 0:
            raw["categories"][name]["survey"] = draw(surveys([f"desk {other}" for other in inbound]))
    if draw(st.integers(0, 2)) == 0:
        estimators = st.sampled_from(["queue_length", "last_served", "head_of_line"])
        raw["routing"]["estimated_wait"] = draw(estimators)


@st.composite
def enrich(draw: st.DrawFn, raw: Raw) -> None:
    """Put into a scenario, as a user writes it, what makes it rich."""
    names, teams = list(raw["categories"]), raw["agents"]
    dialled = any("outbound" in category for category in raw["categories"].values())
    raw["channels"] = {"voice": {}} if dialled else draw(channels())
    raw["referral_desks"] = {f"desk {name}": name for name in names}
    skills = [skill for skill in SKILLS if any(skill in team["skills"] for team in teams.values())]
    for category in raw["categories"].values():
        category["channel"] = draw(st.sampled_from(list(raw["channels"])))
        category.update(draw(handling(list(raw["referral_desks"]), skills)))
    draw(afterwards(raw))
    for team in teams.values():
        team.update(draw(answering()))
        if draw(st.integers(0, 3)) == 0:
            team["channels"] = draw(worked(list(raw["channels"])))
        if isinstance(team["authorised"], dict) and draw(st.booleans()):
            for name, factors in team["authorised"].items():
                if "referral" in raw["categories"][name]:
                    factors["referral"] = draw(SOME)
    for name, category in raw["categories"].items():
        _lead_somewhere(name, category, teams, raw["calendar"]["days"])
        raw["referral_desks"] |= draw(narrow_desks(name, category, raw))
    if draw(st.booleans()):
        draw(channel_life(raw))


@st.composite
def narrow_desks(draw: st.DrawFn, name: str, category: Raw, raw: Raw) -> Raw:
    """Draw that every fourth desk is one of the groups that may take its category, or one agent, and for how long."""
    if draw(st.integers(0, 3)) != 0:
        return {}
    teams, days = raw["agents"], raw["calendar"]["days"]
    able = [team for team in _able(name, category, teams) if _there(teams[team], days)]
    able = [
        team for team in able if category["channel"] in teams[team].get("channels", [category["channel"]])
    ]
    group = draw(st.sampled_from(able))
    found: Raw = {"category": name, "group": group}
    if draw(st.booleans()):
        team = teams[group]
        size = team.get("count") or sum(shift["agents"] for shift in team.get("shifts", [])) or 1
        found = {"category": name, "agent": f"{group} {draw(st.integers(1, size))}"}
    if draw(st.booleans()):
        found["hold"] = draw(seconds(0, 10))
    return {f"desk {name}": found}


def _able(name: str, category: Raw, teams: dict[str, Raw]) -> list[str]:
    """Return the groups with the authority and the skills for a category."""
    needs = category.get("requires", {}).items()
    return [
        key
        for key, team in teams.items()
        if name in team["authorised"] and all(team["skills"].get(skill, 0) >= level for skill, level in needs)
    ]


def _there(team: Raw, days: int) -> bool:
    """Say whether an agent of a group is ever there."""
    shifts = [day for shift in team.get("shifts", []) for day in shift["days"].split(", ") if shift["agents"]]
    there = {"mon", "tue", "wed"} if days == 3 else {"mon", "tue"} if days == 2 else {"mon"}
    return bool(
        team.get("count") or there & set(shifts) or any(team.get("staffing", {}).get("per_interval", []))
    )


def _lead_somewhere(name: str, category: Raw, teams: dict[str, Raw], days: int) -> None:
    """Let somebody be there who works a category's channel: it may be a desk, which must lead somewhere."""
    team = teams[_able(name, category, teams)[0]]
    if category["channel"] not in team.get("channels", [category["channel"]]):
        del team["channels"]
    if not _there(team, days):
        team["count"] = sum(shift["agents"] for shift in team.pop("shifts", [])) or 1
        team.pop("staffing", None)
        team.pop("tenure", None)
        team.pop("learning", None)
