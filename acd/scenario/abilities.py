"""How many contacts of a channel an agent may hold, and how much an agent gets done who holds as many.

This module must not know when anybody works.
"""

from __future__ import annotations

from acd.scenario.agents import Group
from acd.scenario.model import Scenario


def most_held(scenario: Scenario, group: Group, channel: str) -> int:
    """Return how many contacts of a channel an agent of a group may hold, 0 where the group does not work it."""
    usual = scenario.channels[channel].capacity
    if group.channels is None:
        return usual
    worked = group.channels.get(channel)
    if worked is None:
        return 0
    return usual if worked.capacity is None else worked.capacity


def done_at_once(scenario: Scenario, group: Group, channel: str) -> float:
    """Return how many contacts' work an agent with hands full gets done in the time of one.

    Parameters
    ----------
    scenario : Scenario
        With its channels.
    group : Group
        The agent's.
    channel : str
        By which all contacts in hand come.

    Returns
    -------
    float
        n / (1 + slowdown (n - 1)) with the best n; 1 where that is none.
    """
    n = most_held(scenario, group, channel)
    return max(1.0, n / (1.0 + scenario.channels[channel].slowdown * (n - 1)))
