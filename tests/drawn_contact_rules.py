"""Draws what decides which contact an agent takes: keys, what they go by, and the groups' thresholds.

Today's three keys, and no threshold, stay the usual case.
"""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Raw = dict[str, Any]
PLAIN_KEYS = ("priority", "longest_wait", "category_order")
KEYS = (
    *PLAIN_KEYS,
    "last_come",
    "aged_priority",
    "relative_wait",
    "earliest_deadline",
    "longest_queue",
    "weighted_wait",
    "greatest_need",
)
KINDS = ("plain", "plain", "plain", "some", "some", "ratio", "hard")
"""Which keys are drawn: today's three, any, any and shares of the queue, or one of these rules."""
HARD: list[Raw] = [
    {"choose_contact": ["aged_priority"], "ageing": {"per_point": 2, "at_most": 2}},
    {"choose_contact": ["aged_priority", "last_come"], "ageing": {"per_point": 60, "at_most": 1}},
    {"choose_contact": ["greatest_need", "last_come"], "estimated_wait": "head_of_line"},
    {"choose_contact": ["greatest_need", "priority"], "estimated_wait": "head_of_line"},
    {"choose_contact": ["weighted_wait", "priority"]},
    {"choose_contact": ["aged_priority", "longest_queue"], "ageing": {"per_point": 3, "at_most": 1}},
]
"""Rules under which the head of a line need not be the first of it, or not for long."""
SHARES = {1: [(1,)], 2: [(0.5, 0.5), (0.9, 0.1)], 3: [(0.5, 0.3, 0.2), (0, 0.5, 0.5)]}


@st.composite
def contact_rule(draw: st.DrawFn, names: tuple[str, ...], kinds: tuple[str, ...] = KINDS) -> Raw:
    """Draw `choose_contact`, and what its keys go by."""
    kind = draw(st.sampled_from(kinds))
    if kind == "hard":
        return dict(draw(st.sampled_from(HARD)))
    some = PLAIN_KEYS if kind == "plain" else KEYS
    keys = draw(st.lists(st.sampled_from(some), min_size=1, max_size=4, unique=True))
    if "last_come" in keys and "longest_wait" in keys:
        keys.remove("longest_wait")
    found: Raw = {}
    if kind == "ratio":
        keys.insert(draw(st.integers(0, len(keys))), "queue_ratio")
        found["queue_ratio"] = dict(zip(names, draw(st.sampled_from(SHARES[len(names)])), strict=True))
    if "aged_priority" in keys and draw(st.booleans()):
        found["ageing"] = {"per_point": draw(st.sampled_from([2, 60, 240]))}
        if draw(st.booleans()):
            found["ageing"]["at_most"] = draw(st.sampled_from([0, 0.5, 2]))
    return found | {"choose_contact": keys}


@st.composite
def terms(draw: st.DrawFn) -> Raw:
    """Draw on what terms a group takes a category."""
    found: Raw = {}
    for key, values in {
        "above": [1, 1, 2, 4],
        "keep_free": [1, 1, 2],
        "weight": [5, 60],
        "wait_weight": [0, 2],
    }.items():
        if draw(st.integers(0, 2)) == 0:
            found[key] = draw(st.sampled_from(values))
    return found


@st.composite
def put_terms(draw: st.DrawFn, teams: Raw, kinds: Raw) -> None:
    """Let groups take some categories at times only; what is dialled, and what few may wait for, at any time."""
    for team in teams.values():
        given = team["authorised"]
        team["authorised"] = {
            name: dict(given[name] or {}) if isinstance(given, dict) else {} for name in given
        }
        for name, own in team["authorised"].items():
            own.update(draw(terms()))
            if "outbound" in kinds[name]:
                own.pop("above", None)
                own.pop("keep_free", None)
            if own.get("above", 0) >= kinds[name].get("max_queue", 1 << 20):
                own.pop("above", None)
