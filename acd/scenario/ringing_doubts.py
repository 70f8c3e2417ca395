"""What is said about ringing several agents and offering again that changes nothing, or leaves contacts waiting."""

from __future__ import annotations

from collections.abc import Iterator

from acd.scenario.model import Scenario
from acd.scenario.parts import Broken
from acd.scenario.ways import works


def doubts(scenario: Scenario) -> Iterator[Broken]:
    """Yield rules for offers that have no effect, or that can leave a contact waiting for ever.

    Parameters
    ----------
    scenario : Scenario
        Checked.

    Returns
    -------
    iterator of (tuple, str)
        Place, and message.
    """
    rule = scenario.routing
    said = (name for name, own in rule.ring.items() if own.agents != 1 or own.one_more_after is not None)
    for name in said:
        groups = [group for group in scenario.agents.values() if not name or works(scenario, group, name)]
        if not any(group.rings for group in groups):
            who = f"who may take '{name}'" if name else "of any group"
            yield (
                ("routing", "ring", name)[: 3 if name else 2],
                f"no phone rings: all agents {who} answer at once; give a group `answer`, or remove it",
            )
    again = rule.reoffer
    if again is None:
        return
    if not any(group.rings for group in scenario.agents.values()):
        yield ("routing", "reoffer"), "every offer is taken: all agents answer at once; remove it"
    elif again.at_most is not None:
        for name, category in scenario.categories.items():
            if category.patience is None and category.outbound is None:
                yield (
                    ("routing", "reoffer", "at_most"),
                    f"a contact of '{name}' that every agent has turned down {again.at_most} times waits for ever; "
                    f"give '{name}' a `patience`, or use same_agent_after",
                )
