"""Draws routing plans for scenarios that are drawn: steps, conditions, delays, and at times a priority matrix."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

SELDOM = st.integers(0, 2).map(lambda n: n == 0)
TIMES = st.sampled_from([0, 30, 60, 90, 120, 300])

if TYPE_CHECKING:
    from tests.strategies import Drawn

ACTIONS = ("overflow", "callback", "refuse")


def put_plans(
    draw: st.DrawFn, raw: dict[str, Any], times: st.SearchStrategy[int] = TIMES, *, rich: bool
) -> None:
    """Give some categories of a scenario a plan, and some groups a delay.

    Parameters
    ----------
    draw : callable
        Of the composite that asks.
    raw : dict
        The scenario as a user would write it; changed.
    times : SearchStrategy of int
        When steps end and delays are over [s].
    rich : bool
        Whether steps may overflow, offer callbacks and refuse.
    """
    kinds = [name for name, kind in raw["categories"].items() if "outbound" not in kind]
    for team in raw["agents"].values():
        if isinstance(team["authorised"], dict):
            for name, factors in team["authorised"].items():
                if name in kinds and draw(SELDOM):
                    factors["after"] = draw(times)
    steps = {name: draw(_plan(raw, name, kinds, times, rich=rich)) for name in kinds if draw(st.booleans())}
    if steps:
        raw["routing"]["steps"] = steps


@st.composite
def _plan(
    draw: st.DrawFn,
    raw: dict[str, Any],
    name: str,
    kinds: list[str],
    times: st.SearchStrategy[int],
    *,
    rich: bool,
) -> list[dict[str, object]]:
    able = [team for team, part in raw["agents"].items() if name in part["authorised"]]
    ends = sorted(draw(st.lists(times.filter(bool), min_size=0, max_size=3, unique=True)))
    steps: list[dict[str, object]] = []
    for until in [*ends, None]:
        steps += draw(_acts(raw, name, kinds, times)) if rich else []
        step = draw(_groups(raw, name, able, times, last=until is None))
        if until is not None:
            step["until"] = until
        if any(key in step for key in ("until", "groups", "relax", "priority")) or until is None:
            steps.append(step)
    first = next(step for step in steps if not any(key in step for key in ACTIONS))
    first.pop("when", None)
    return steps


@st.composite
def _groups(
    draw: st.DrawFn,
    raw: dict[str, Any],
    name: str,
    able: list[str],
    times: st.SearchStrategy[int],
    *,
    last: bool,
) -> dict[str, object]:
    found: dict[str, object] = {}
    if not last and draw(st.booleans()):
        found["groups"] = draw(st.lists(st.sampled_from(able), min_size=1, unique=True))
    needed = raw["categories"][name].get("requires", {})
    if needed and draw(st.booleans()):
        found["relax"] = {skill: draw(st.integers(0, 3)) for skill in needed}
    if last and needed:
        found["relax"] = dict.fromkeys(needed, 0)
    if draw(st.booleans()):
        found["priority"] = draw(st.integers(-2, 3))
    if draw(SELDOM):
        found["when"] = draw(_when(times))
    return found


@st.composite
def _acts(
    draw: st.DrawFn, raw: dict[str, Any], name: str, kinds: list[str], times: st.SearchStrategy[int]
) -> list[dict[str, object]]:
    """Draw steps that do something else: one at times, with or without a condition."""
    if draw(st.integers(0, 2)):
        return []
    channel = raw["categories"][name].get("channel", "voice")
    later = [
        other
        for other in kinds[kinds.index(name) + 1 :]
        if raw["categories"][other].get("channel", "voice") == channel
    ]
    what = ["refuse"]
    what += ["callback"] * 2 if "callback" in raw["categories"][name] else []
    what += ["overflow"] * 2 if later else []
    key = draw(st.sampled_from(what))
    step: dict[str, object] = {key: draw(st.sampled_from(later)) if key == "overflow" else True}
    if key == "refuse" or draw(st.booleans()):
        step["when"] = draw(_when(times))
    return [step]


@st.composite
def _when(draw: st.DrawFn, times: st.SearchStrategy[int]) -> dict[str, object]:
    every: dict[str, st.SearchStrategy[object]] = {
        "queue_above": st.integers(0, 3),
        "estimated_wait_above": times,
        "free_below": st.integers(1, 3),
        "service_level_below": st.sampled_from([0.5, 0.9, 1]),
    }
    keys = draw(st.lists(st.sampled_from(sorted(every)), min_size=1, max_size=2, unique=True))
    return {key: draw(every[key]) for key in keys}


@st.composite
def planned(draw: st.DrawFn) -> Drawn:
    """Draw a scenario in which plans, delays and callbacks are frequent."""
    from tests.strategies import Drawn, scenarios  # which use what is here

    drawn = draw(scenarios(dialled=draw(st.sampled_from([0, 6]))))
    raw, rich = json.loads(drawn.text), draw(st.booleans())
    raw["routing"].pop("steps", None)
    for team in raw["agents"].values():
        if isinstance(team["authorised"], list):
            team["authorised"] = {name: {} for name in team["authorised"]}
    for kind in raw["categories"].values():
        if rich and "outbound" not in kind and draw(st.booleans()):
            over = draw(st.sampled_from([0, 60, 600]))
            kind.setdefault("callback", {"offer_when_wait_exceeds": over, "accept": 0.7})
    put_plans(draw, raw, rich=rich)
    return Drawn(json.dumps(raw, indent=1), drawn.files)
