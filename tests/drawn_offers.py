"""Draws at how many agents contacts ring, and when they are offered to an agent again; see `strategies`."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st


@st.composite
def ring(draw: st.DrawFn, after: st.SearchStrategy[int]) -> object:
    """Draw at how many agents a contact rings; ``after`` is how long until it does at one more [s]."""
    agents: object = draw(st.sampled_from([1, 1, 2, 2, 3, "all"]))
    if agents != "all" and draw(st.booleans()):
        return {"agents": agents, "one_more_after": draw(after)}
    return agents


@st.composite
def rounds(draw: st.DrawFn, names: list[str], after: st.SearchStrategy[int]) -> dict[str, Any]:
    """Draw what a routing rule says about offers, so that something differs from ringing at one agent after another."""
    found: dict[str, Any] = {}
    if draw(st.booleans()):
        found["reoffer"] = {}
        if draw(st.booleans()):
            found["reoffer"]["same_agent_after"] = draw(after)
        if draw(st.booleans()):
            found["reoffer"]["at_most"] = draw(st.integers(1, 3))
    some = draw(st.lists(st.sampled_from(names), unique=True))
    found["ring"] = {name: draw(ring(after)) for name in some} or draw(ring(after))
    return found
