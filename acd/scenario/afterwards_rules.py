"""Callbacks and surveys against the rest: somebody is there to call back, some day, and nothing is said in vain.

Whether the category and the desk that they name exist is asked in `desk_names`, whether a desk leads somewhere in
`desks`.
"""

from __future__ import annotations

from collections.abc import Iterator

from acd.scenario import values
from acd.scenario.afterwards import Callback, Survey
from acd.scenario.campaigns import meet, never
from acd.scenario.contacts import Category
from acd.scenario.desks import ever_there
from acd.scenario.model import Scenario
from acd.scenario.parts import Broken, Place
from acd.scenario.ways import works

LEAST = 1.0
"""Points of the worst answer."""


def check(scenario: Scenario) -> Iterator[Broken]:
    """Yield callbacks that nobody would ever make.

    Parameters
    ----------
    scenario : Scenario
        Whose calendar and staffing can be read.

    Returns
    -------
    iterator of (tuple, str)
        Place, and message.
    """
    for name, category in scenario.categories.items():
        part = category.callback
        if part is None:
            continue
        place = ("categories", name, "callback")
        if part.windows is not None and not meet(part.windows, scenario.calendar.open):
            yield (*place, "windows"), never(part.windows, scenario, "call back")
        if part.category is not None and part.category in scenario.categories:
            yield from _callers(scenario, part.category, place)


def _callers(scenario: Scenario, target: str, place: Place) -> Iterator[Broken]:
    if scenario.categories[target].outbound is not None:
        yield (
            (*place, "category"),
            f"'{target}' is a campaign, whose contacts the centre dials from a list; name a category without outbound",
        )
        return
    able = [key for key, group in scenario.agents.items() if works(scenario, group, target)]
    if able and not any(ever_there(scenario, key) for key in able):
        yield (
            (*place, "category"),
            f"nobody calls back: of those who may take '{target}' ({values.listed(able)}) nobody is ever there; give "
            "them agents, or name another category",
        )


def doubts(scenario: Scenario) -> Iterator[Broken]:
    """Yield what is said about callbacks and surveys, and about ringing, that is probably not meant.

    Parameters
    ----------
    scenario : Scenario
        Checked.

    Returns
    -------
    iterator of (tuple, str)
        Place, and message.
    """
    for name, category in scenario.categories.items():
        for key, message in _of_category(category):
            yield ("categories", name, *key), message
    for name, group in scenario.agents.items():
        if group.answer is None or group.no_answer is None:
            continue
        mean, timeout = group.answer.mean_value(), group.no_answer.timeout
        if mean > timeout:
            yield (
                ("agents", name, "answer"),
                f"it rings for {values.duration_text(mean)} on average, longer than the timeout of no_answer "
                f"({values.duration_text(timeout)}), so that most offers lapse; let it ring for less, or wait longer",
            )


def _of_category(category: Category) -> Iterator[Broken]:
    if category.callback is not None:
        for key, message in _of_callback(category.callback):
            yield ("callback", *key), message
    if category.survey is not None:
        for key, message in _of_survey(category.survey):
            yield ("survey", *key), message


def _of_callback(part: Callback) -> Iterator[Broken]:
    if part.accept == 0.0:
        yield ("accept",), "nobody is called back: it is 0; give a share, or remove the callback"
    elif part.reached == 0.0:
        yield ("reached",), "no customer ever answers: it is 0; give a share, or remove the callback"
    elif part.reached == 1.0 and part.attempts > 1:
        yield (
            ("attempts",),
            f"{part.attempts} are never needed: every customer answers the first; give `reached`, or remove it",
        )
    elif part.attempts == 1 and "retry_after" in part.model_fields_set:
        yield ("retry_after",), "means nothing with one attempt; give `attempts`, or remove it"


def _of_survey(part: Survey) -> Iterator[Broken]:
    for key in ("offered", "response"):
        if getattr(part, key) == 0.0:
            yield (key,), "nobody answers: it is 0; give a share, or remove the survey"
            return
    if part.follow_up is None:
        if "bad" in part.model_fields_set:
            yield (
                ("bad",),
                "means nothing without follow_up; name the desk that takes bad answers up, or remove it",
            )
    elif part.bad < LEAST:
        yield (
            ("bad",),
            f"no answer is as bad as {part.bad:.4g}: the worst is 1; raise it, or remove follow_up",
        )
