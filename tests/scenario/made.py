"""The smallest scenario, with room for one more thing, and its faults as the lines a user sees."""

from pathlib import Path

from acd.errors import ScenarioError
from acd.scenario import Scenario, parse

GROUP = "count: 1, authorised: [a]"
HANDLE = "handle: {dist: constant, value: 60}"


def text(category: str = "", group: str = GROUP, root: str = "", handle: str = HANDLE) -> str:
    """Return a scenario: the category is in line 3, the group in line 5, `root` begins in line 6."""
    inside = ", ".join(part for part in (handle, category) if part)
    return f"name: x\ncategories:\n  a: {{{inside}}}\nagents:\n  g: {{{group}}}\n{root}"


def made(folder: Path = Path(), **parts: str) -> Scenario:
    """Return the scenario of `text`."""
    return parse(text(**parts), folder)


def faults(written: str, folder: Path = Path()) -> list[str]:
    """Return what a user sees: every fault of a text as one line; nothing when there is none."""
    try:
        parse(written, folder, "f.yaml")
    except ScenarioError as error:
        return [str(fault) for fault in error.faults]
    return []
