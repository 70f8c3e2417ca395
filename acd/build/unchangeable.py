"""What of the rules cannot change while a router runs, said in one line before anything is changed.

What would have to be made up from nothing is refused rather than guessed: what was never counted, steps in which
contacts already stand. This file must not know how rules are changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from acd.build.agent_rules import agent_keys
from acd.build.plans import plans_of
from acd.core.codes import AgentKey, Estimator
from acd.errors import CommandError
from acd.scenario.own import own_words

if TYPE_CHECKING:
    from acd.build.changes import Rules
    from acd.core.tables import Tables
    from acd.scenario import Scenario


def refuse(verb: str, tables: Tables, before: Rules, after: Rules) -> None:
    """Refuse a change that the running router cannot make exactly.

    Parameters
    ----------
    verb : str
        For the message.
    tables : Tables
        Of the router or run.
    before, after : Rules
        What holds, and what is to hold, with all its variants.

    Raises
    ------
    CommandError
        When it cannot be.
    """
    fault = _fault(tables, before.whole(), after.whole())
    if fault is not None:
        message = f"{verb}: {fault}"
        raise CommandError(message)


def _fault(tables: Tables, before: Scenario, after: Scenario) -> str | None:
    rules = tables["rules"][0]
    if rules["planned"] and after.views:
        return "contacts cannot require skills of their own where there are routing plans; leave requires out"
    if _shape(before) != _shape(after):
        return "delays of groups (after) cannot come, go or change while the router runs; start another one"
    unknown = [name for name in own_words(after) if name not in own_words(before)]
    if unknown:
        return f"own key '{unknown[0]}' cannot begin while the router runs; start one whose rule names it"
    if rules["counted"] != 1 and AgentKey.SHORTEST_HANDLING in agent_keys(after):
        return "shortest_handling has not been counted from the start of this router; start one whose rule names it"
    if rules["estimator"] == Estimator.NONE and "greatest_need" in after.routing.choose_contact:
        return (
            "greatest_need goes by estimated waits, which have not been kept from the start of this run; "
            "start one whose rule names it, or with routing.estimated_wait"
        )
    return None


def _shape(scenario: Scenario) -> list[object]:
    """Return which views there are, and when they begin."""
    return [(plan.places, plan.later, sorted(set(plan.delays.values()))) for plan in plans_of(scenario)]
