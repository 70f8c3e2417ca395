"""Where a scenario came from: its raw values, the line of each of them, its folder and the files beside it.

Raw values are what stands in the file, before any unit is understood; `replace` changes them and checks
again, and messages find their line here. Nothing in this module knows a key of the format.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from os import PathLike
from pathlib import Path

from acd.errors import Fault, ScenarioError
from acd.scenario.functions import OwnKeys
from acd.scenario.tables import Tables
from acd.scenario.values import visible


@dataclass(slots=True)
class Mark:
    """The line of a value and of every value inside it.

    Parameters
    ----------
    line : int
        Line in the file, from 1; 0 when unknown.
    inside : dict
        Marks of a mapping's keys or a list's positions.
    """

    line: int = 0
    inside: dict[str | int, Mark] = field(default_factory=dict)

    def line_of(self, place: Sequence[str | int]) -> int:
        """Return the line of the value at `place`, or of the nearest value around it."""
        mark = self
        for step in place:
            if step not in mark.inside:
                break
            mark = mark.inside[step]
        return mark.line


@dataclass(frozen=True)
class Source:
    """What a scenario was made from.

    Parameters
    ----------
    name : str
        The file as its user named it, for messages.
    folder : Path
        Where relative paths start.
    raw : dict
        The file's values, before any unit is understood.
    mark : Mark
        The line of each value.
    tables : Tables
        The files beside it, read once.
    faults : tuple of Fault
        What was wrong with the text itself.
    functions : OwnKeys
        Functions of the user's own that it names.
    """

    name: str = "scenario"
    folder: Path = Path()
    raw: dict[str, object] = field(default_factory=dict)
    mark: Mark = field(default_factory=Mark, compare=False, repr=False)
    tables: Tables = field(default_factory=Tables, compare=False, repr=False)
    faults: tuple[Fault, ...] = ()
    functions: OwnKeys = field(default_factory=OwnKeys, compare=False, repr=False)

    def fault(self, place: Sequence[str | int], message: str) -> Fault:
        """Return a fault at a place of this file."""
        return Fault(self.name, self.mark.line_of(place), dotted(place), message)

    def replaced(self, place: str, value: object) -> Source:
        """Return the source with the raw value at dotted `place` changed; None removes it.

        Raises
        ------
        ScenarioError
            When `place` cannot be read or leads through a value that has no parts.
        """
        steps = steps_of(place)
        if not steps:
            message = f"{place!r} is not a place; write it as agents.general.count or calendar.days"
            raise ScenarioError([Fault(self.name, 0, "", message)])
        try:
            raw = _changed(self.raw, steps, plain(value))
        except LookupError as error:
            raise ScenarioError([self.fault(steps, str(error.args[0]))]) from None
        assert isinstance(raw, dict)
        return replace(self, raw=raw, functions=self.functions.anew())


ALTERNATIVES = (
    ("count", "staffing", "shifts"),
    ("rate", "per_interval", "file", "trace"),
    ("records", "per_day"),
)
"""Keys of which a part has exactly one: setting one of them replaces the others."""
NEED_COLUMN = ("file", "trace")


def dotted(place: Sequence[str | int]) -> str:
    """Return a place as text: ``agents.general.shifts[0].at``."""
    text = ""
    for step in place:
        text += f"[{step}]" if isinstance(step, int) else f".{visible(step)}" if text else visible(step)
    return text


def steps_of(place: str) -> list[str | int]:
    """Return the steps of a dotted place; none when it cannot be read."""
    steps: list[str | int] = []
    for piece in place.split("."):
        if not re.fullmatch(r"[^.\[\]]+(\[\d{1,9}\])*", piece):
            return []
        key, *positions = piece.replace("]", "").split("[")
        steps.extend([key, *(int(position) for position in positions)])
    return steps


def plain(value: object) -> object:
    """Return a Python value as a YAML file would hold it: numbers, text, lists and mappings only."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, time):
        return value.isoformat(timespec="seconds")
    if isinstance(value, PathLike):
        return str(value)
    # A number of a numerical library's own type, met without importing that library.
    item = getattr(value, "item", None)
    return item() if callable(item) else value


def _drop_alternatives(part: dict[str, object], step: str) -> None:
    """Take out of a mapping what the key about to be set stands instead of."""
    for alternatives in ALTERNATIVES:
        if step in alternatives:
            gone = [key for key in alternatives if key != step and part.pop(key, None) is not None]
            # a column without its file means nothing
            if gone and step not in NEED_COLUMN:
                part.pop("column", None)


def _changed(raw: object, steps: Sequence[str | int], value: object) -> object:
    """Return a copy of `raw` with one value changed; what is not on the way is shared."""
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    if isinstance(step, int):
        if not isinstance(raw, list) or step >= len(raw):
            message = f"there is no item {step} to replace; replace the whole list instead"
            raise LookupError(message)
        return [*raw[:step], _changed(raw[step], rest, value), *raw[step + 1 :]]
    if raw is not None and not isinstance(raw, Mapping):
        message = f"'{step}' cannot be set in a value that is not a mapping; replace that value as a whole"
        raise LookupError(message)
    changed = dict(raw or {})
    if not rest and value is not None:
        _drop_alternatives(changed, step)
    if not rest and value is None:
        changed.pop(step, None)
    else:
        changed[step] = _changed(changed.get(step), rest, value)
    return changed
