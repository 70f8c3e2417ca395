"""What must hold in any log, whoever wrote it: one end per contact, nobody in two places, no time backwards.

The rules themselves stand in the modules whose names end with `_rules`; this module applies them and words what it
finds. It must not know how a log comes about, nor repair anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import pandas as pd

from acd.log.agent_rules import AGENT_RULES
from acd.log.capacity_rules import Limits, answered_while_asking, in_hand, over_capacity
from acd.log.contact_rules import CONTACT_RULES
from acd.log.hand_rules import unmatched_legs, unmatched_load, unmatched_work
from acd.log.leg_rules import LEG_RULES, Rule
from acd.log.schema import AGENT_COLUMNS, LEG_COLUMNS, STEP_COLUMNS, Column
from acd.log.step_rules import unmatched_steps

if TYPE_CHECKING:
    from acd.scenario import Scenario


def audit(
    legs: pd.DataFrame,
    agents: pd.DataFrame,
    steps: pd.DataFrame | None = None,
    scenario: Scenario | None = None,
) -> list[str]:
    """State what is wrong with a log.

    Parameters
    ----------
    legs : pandas.DataFrame
        One row a leg, with the columns of `LEG_COLUMNS`; of one or several replications.
    agents : pandas.DataFrame
        One row a change of an agent's state, with the columns of `AGENT_COLUMNS`, in the order of time.
    steps : pandas.DataFrame, optional
        One row a step, with the columns of `STEP_COLUMNS`, those of a leg in the order of time.
    scenario : Scenario, optional
        Says how many contacts agents may hold at once, and whose phones ring; neither is asked without it.

    Returns
    -------
    list of str
        One message a broken rule: first row that breaks it, the rule, how many do; empty for a sound log.
    """
    faults = [*_columns("legs", legs, LEG_COLUMNS), *_columns("agents", agents, AGENT_COLUMNS)]
    faults += [] if steps is None else _columns("steps", steps, STEP_COLUMNS)
    if faults:
        return faults
    legs, agents = legs.reset_index(drop=True), agents.reset_index(drop=True)
    faults += _broken("legs", legs, (*LEG_RULES, *CONTACT_RULES), "contact")
    faults += _broken("agents", agents, AGENT_RULES, "agent")
    if faults:
        return faults
    between = [] if steps is None else unmatched_steps(legs, steps)
    too_many = [] if scenario is None else list(_against(legs, Limits.of(scenario)))
    held = [*unmatched_legs(legs, agents), *unmatched_load(legs, agents), *unmatched_work(legs, agents)]
    return [*too_many, *held, *between]


def _against(legs: pd.DataFrame, limits: Limits) -> Iterator[str]:
    yield from over_capacity(in_hand(legs), limits)
    yield from answered_while_asking(legs, limits)


def _columns(table: str, frame: pd.DataFrame, columns: Iterable[Column]) -> Iterator[str]:
    missing = [column.name for column in columns if column.name not in frame]
    if missing:
        yield f"{table}: missing columns {', '.join(missing)}; a log has all columns of its schema"


def _broken(table: str, frame: pd.DataFrame, rules: Iterable[Rule], subject: str) -> Iterator[str]:
    for rule in rules:
        rows = rule.broken(frame).to_numpy(bool).nonzero()[0]
        if len(rows):
            first = frame.iloc[int(rows[0])]
            place = f"{table} row {rows[0]} (replication {first['replication']}, {subject} {first[subject]})"
            yield f"{place}: {rule.text}; {len(rows)} of {len(frame)} rows break this"
