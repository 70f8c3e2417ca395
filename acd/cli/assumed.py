"""Finds what a scenario's author marked as assumed, so that a result never hides it.

A value that no data support is marked in the file by a comment behind it: ``resolution: 90%   # assumed``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from acd.scenario import Scenario

_MARKED = re.compile(r"^\s*(?:- )?(?P<key>[\w ]+?):.*#.*\bassumed\b", re.IGNORECASE)


def assumed(file: Path) -> list[str]:
    """Return one line for each key that is marked as assumed.

    Parameters
    ----------
    file : pathlib.Path
        The scenario.

    Returns
    -------
    list of str
        Key and lines, in the order of the file; empty when nothing is marked.
    """
    found: dict[str, list[int]] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        match = _MARKED.match(line)
        if match:
            found.setdefault(match["key"], []).append(number)
    return [f"{key} ({file}, {_lines(numbers)})" for key, numbers in found.items()]


def of_models(scenario: Scenario) -> list[str]:
    """Return one line for each model that a result rests on and that no data support, whatever its author marked.

    Parameters
    ----------
    scenario : Scenario
        Checked.

    Returns
    -------
    list of str
        Empty when nobody is asked.
    """
    if all(category.survey is None for category in scenario.categories.values()):
        return []
    return [
        "satisfaction, which is the model under `score` of each survey; no public data are good enough to fit it, so "
        "compare scores, do not quote them"
    ]


def _lines(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"line {numbers[0]}"
    return f"lines {', '.join(map(str, numbers))}"
