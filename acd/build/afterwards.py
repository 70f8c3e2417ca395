"""Callbacks and surveys to their tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from acd.build.distributions import DistributionTable
from acd.core.tables import NONE, SECOND, TABLES
from acd.scenario.calendar import week_openings

if TYPE_CHECKING:
    from acd.scenario import Category, Scenario
    from acd.scenario.afterwards import Callback

Array = np.ndarray[Any, Any]
DAY = 86_400


class Growing:
    """Rows of a table that grows by dictionaries."""

    def __init__(self, name: str) -> None:
        self._dtype = TABLES[name]
        self.rows: list[dict[str, Any]] = []

    def array(self) -> Array:
        """Return the rows so far; columns that nobody named are 0."""
        found = np.zeros(len(self.rows), self._dtype)
        for row, values in zip(found, self.rows, strict=True):
            for name, value in values.items():
                row[name] = value
        return found


def desk(scenario: Scenario, name: str | None) -> int:
    """Return the row of ``aim`` that a desk is, NONE for no desk."""
    return NONE if name is None else list(scenario.referral_desks).index(name)


def afterwards_arrays(scenario: Scenario, table: DistributionTable) -> dict[str, Array]:
    """Return the tables of callbacks and surveys.

    Parameters
    ----------
    scenario : Scenario
        Checked.
    table : DistributionTable
        Takes their distributions.

    Returns
    -------
    dict of str to numpy.ndarray
        ``survey``, ``question``, ``callback`` and ``callback_window``.
    """
    questions, windows = Growing("question"), Growing("callback_window")
    survey = np.zeros(len(scenario.categories), TABLES["survey"])
    callback = np.zeros(len(scenario.categories), TABLES["callback"])
    callback["over"] = NONE
    for k, rule in enumerate(scenario.categories.values()):
        _fill_survey(survey[k], scenario, rule, questions)
        if rule.callback is not None:
            _fill_callback(callback[k], scenario, k, rule.callback, windows)
            callback[k]["ring"] = table.add(rule.callback.ring, SECOND)
    return {
        "survey": survey,
        "question": questions.array(),
        "callback": callback,
        "callback_window": windows.array(),
    }


def _fill_survey(row: Any, scenario: Scenario, rule: Category, questions: Growing) -> None:
    part = rule.survey
    row["desk"] = NONE
    if part is None:
        return
    row["first_question"], row["n_questions"] = len(questions.rows), len(part.questions)
    for asked in part.questions:
        questions.rows.append({"low": asked.scale[0], "high": asked.scale[1], "shift": asked.shift})
    row["offered"], row["response"] = part.offered, part.response
    row["bad"] = round(part.bad * 1000)
    model = part.score
    row["start"], row["spread"], row["unsettled"] = model.start, model.spread, model.unsettled
    row["waited"], row["referral"] = model.per_minute_waited, model.per_referral
    row["not_verified"] = model.not_verified
    if part.follow_up is not None:
        row["desk"] = desk(scenario, part.follow_up.to)
        row["after"] = round(part.follow_up.after * SECOND)


def _fill_callback(row: Any, scenario: Scenario, k: int, part: Callback, windows: Growing) -> None:
    row["over"] = round(part.offer_when_wait_exceeds * SECOND)
    row["category"] = k if part.category is None else list(scenario.categories).index(part.category)
    row["accept"], row["reached"] = part.accept, part.reached
    row["attempts"], row["retry"] = part.attempts, round(part.retry_after * SECOND)
    row["first_window"] = len(windows.rows)
    for start, end in _windows(scenario, part):
        windows.rows.append({"start": round(start * SECOND), "end": round(end * SECOND)})
    row["n_windows"] = len(windows.rows) - int(row["first_window"])


def _windows(scenario: Scenario, part: Callback) -> list[tuple[float, float]]:
    """Return when customers are called back, within the week that begins on day one: while open and in the window."""
    opened = week_openings(scenario)
    if part.windows is None:
        return list(opened)
    first = scenario.calendar.start.weekday()
    wished = [
        (day * DAY + start, day * DAY + end)
        for day in range(7)
        for start, end in part.windows[(first + day) % 7]
    ]
    both = [(max(a, c), min(b, d)) for a, b in opened for c, d in wished]
    return [(start, end) for start, end in both if start < end]
