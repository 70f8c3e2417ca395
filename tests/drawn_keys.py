"""Draws lists of keys, and the shares and weights that some of them compare; see `strategies`."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

AGENT_KEYS = ["longest_idle", "group_order", "least_occupied", "random"]
COUNTED = ["fewest_contacts", "least_talk_time", "shortest_handling", "least_occupied_lately", "round_robin"]
LEANING = ["weighted_random", "percent_allocation", "weighted_idle"]
OTHERS = ["linear", "fastest_resolver", "spare_capacity", "spare_share"]
OPPOSITES = [["highest_skill", "lowest_skill"], ["most_skilled", "least_skilled"]]
ALL_AGENT_KEYS = [*AGENT_KEYS, *COUNTED, *LEANING, *OTHERS, *OPPOSITES[0], *OPPOSITES[1]]


@st.composite
def agent_keys(draw: st.DrawFn) -> list[str]:
    """Draw a list of keys; in two of three every key may be in it, in the others the first ones of all only."""
    known = [*AGENT_KEYS, draw(st.sampled_from(OPPOSITES[0]))]
    if draw(st.integers(0, 2)):
        known += [*COUNTED, *LEANING, *OTHERS, draw(st.sampled_from(OPPOSITES[1]))]
    return draw(st.lists(st.sampled_from(known), min_size=1, max_size=5, unique=True))


def lean(draw: st.DrawFn, raw: dict[str, Any]) -> None:
    """Give groups shares and weights where a key of the drawn rule compares them; of shares all groups, or none."""
    keys = raw["routing"]["choose_agent"]
    teams = raw["agents"].values()
    if "weighted_random" in keys:
        for team in teams:
            team["weight"] = draw(st.sampled_from([0, 0.5, 1, 3]))
    for name in raw["categories"]:
        shared = "percent_allocation" in keys and draw(st.booleans())
        own = [team for team in teams if name in team["authorised"]]
        for place, team in enumerate(own):
            if isinstance(team["authorised"], list):
                team["authorised"] = {other: {} for other in team["authorised"]}
            part = team["authorised"][name]
            if shared:
                part["share"] = draw(st.sampled_from([0.5] if place == 0 else [0, 0.2, 0.5]))
            if "weighted_idle" in keys:
                part["weight"] = draw(st.sampled_from([-100, 0, 60]))
                part["idle_weight"] = draw(st.sampled_from([0, 0.5, 1]))
