"""The way from a file to a `Scenario`: read, validate, check, and every fault at once.

A file whose values are partly at fault is pruned of them, so that the rules between parts are still checked
on the rest. This module orders the steps; it holds no rule of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import ValidationError

from acd.errors import Fault, ScenarioError
from acd.scenario import checks, names
from acd.scenario.files import read_file, read_text
from acd.scenario.model import Scenario
from acd.scenario.parts import Broken, Place, broken_in
from acd.scenario.source import Source


def load(path: str | Path) -> Scenario:
    """Return the scenario in a YAML file.

    Parameters
    ----------
    path : str or Path
        The file; relative paths in it start at its folder.

    Returns
    -------
    Scenario
        Checked and ready to run.

    Raises
    ------
    ScenarioError
        With every fault of the file and of the files it names.

    Examples
    --------
    >>> scenario = load("scenarios/bank.yaml")  # doctest: +SKIP
    """
    return build(read_file(path))


def parse(text: str, folder: Path | str = ".", name: str = "scenario") -> Scenario:
    """Return the scenario in YAML text.

    Parameters
    ----------
    text : str
        The YAML.
    folder : Path or str
        Where relative paths in it start.
    name : str
        What messages call the file.

    Returns
    -------
    Scenario
        Checked and ready to run.

    Raises
    ------
    ScenarioError
        With every fault.
    """
    return build(read_text(text, Path(folder), name))


def check(path: str | Path) -> list[Fault]:
    """Return every fault of a file.

    Parameters
    ----------
    path : str or Path
        The scenario file.

    Returns
    -------
    list of Fault
        In the order of its lines; empty when the file can be used.
    """
    try:
        load(path)
    except ScenarioError as error:
        return list(error.faults)
    return []


def build(source: Source) -> Scenario:
    """Return the scenario made from raw values.

    Raises
    ------
    ScenarioError
        With every fault.
    """
    broken: list[Broken] = []
    try:
        scenario: Scenario | None = Scenario.model_validate(source.raw)
    except ValidationError as error:
        broken = broken_in(error)
        scenario = _rest(source.raw, [place for place, _ in broken])
    places = [place for place, _ in broken]
    broken.extend(names.check(source.raw))
    if scenario is not None:
        scenario.adopt(source, build)
        broken.extend(checks.check(scenario, places))
    if broken or source.faults or scenario is None:
        raise ScenarioError(_in_order(source, broken))
    return scenario


def _in_order(source: Source, broken: Iterable[Broken]) -> list[Fault]:
    """Return faults by line, each once."""
    return sorted({*source.faults, *(source.fault(place, message) for place, message in broken)})


def _rest(raw: Mapping[str, object], places: Sequence[Place]) -> Scenario | None:
    """Return the scenario without its faulty values; None when too little is left."""
    rest: object = _stand_ins(raw)
    while places:
        for place in places:
            rest = _without(rest, place)
        if not isinstance(rest, dict):
            return None
        rest = _stand_ins(rest)
        try:
            return Scenario.model_validate(rest)
        except ValidationError as error:
            places = [place for place, _ in broken_in(error)]
    return None


def _stand_ins(raw: Mapping[str, object]) -> dict[str, object]:
    """Return a copy of `raw` with a name and handling times where there are none, to check the rest."""
    rest: dict[str, object] = {"name": "nameless", **raw}
    categories = raw.get("categories")
    if isinstance(categories, Mapping):
        rest["categories"] = {
            name: {"handle": {"dist": "constant", "value": 0}, **category}
            if isinstance(category, Mapping)
            else category
            for name, category in categories.items()
        }
    return rest


def _without(raw: object, place: Place) -> object:
    """Return a copy of `raw` without the value at `place`; None when `raw` itself has to go.

    A list goes as a whole, so that no item changes its number.
    """
    if not isinstance(raw, Mapping) or not place or place[0] not in raw:
        return None
    inner = _without(raw[place[0]], place[1:]) if len(place) > 1 else None
    left = {key: value for key, value in raw.items() if key != place[0]}
    return left if inner is None else {**raw, place[0]: inner}
