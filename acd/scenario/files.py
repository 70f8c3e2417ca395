"""From YAML text to plain values, with the line of each of them.

Only YAML's structure is taken from the parser; what a bare word means is decided here, the same in every
version of YAML: ``12:30`` is text, ``no`` is text, ``2026-02-31`` is text. Broken YAML, a key given twice, a
file without content or with a value that contains itself end in one clear fault, never in a traceback.
"""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Iterator
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from acd.errors import Fault, ScenarioError
from acd.scenario import values
from acd.scenario.source import Mark, Source, dotted
from acd.scenario.tables import Tables

MOST_VALUES = 500_000
PLAIN_TAGS = {
    f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq")
}
TEXT, MERGE, VALUE = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "merge", "value"))
NOTHING = ("", "~", "null", "Null", "NULL")
WORDS: dict[str, bool | None] = {
    **dict.fromkeys(NOTHING),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
TOO_DEEP = re.compile(r"(?:[\[{]\s*){100}")
NOT_FINITE = re.compile(r"[+-]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")


def read_file(path: str | Path) -> Source:
    """Return the values and lines of a YAML file.

    Raises
    ------
    ScenarioError
        When the file cannot be read, is not text, or is not one YAML mapping.
    """
    name, where = str(path), Path(path)
    try:
        content = where.read_bytes()
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"byte {content[error.start]:#04x} is not UTF-8 text; save the file as UTF-8"
        raise ScenarioError([Fault(name, line, "", message)]) from None
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise ScenarioError([Fault(name, 0, "", f"cannot be read ({reason}); check the path")]) from None
    return read_text(text, where.parent, name)


def read_text(text: str, folder: Path, name: str) -> Source:
    """Return the values and lines of YAML text, and what is wrong with single values (`Source.faults`).

    Raises
    ------
    ScenarioError
        When the text is not one YAML mapping.
    """
    node = _compose(text, name)
    if node is None or (isinstance(node, ScalarNode) and node.value.strip() in NOTHING):
        raise ScenarioError([Fault(name, 0, "", "is empty; `acd new` writes a scenario to start from")])
    if not isinstance(node, MappingNode):
        message = "is not a mapping of keys; a scenario begins with lines such as 'name: My centre'"
        raise ScenarioError([Fault(name, node.start_mark.line + 1, "", message)])
    reader = _Reader(name)
    try:
        raw, mark = reader.value(node, ())
    except RecursionError:
        raise ScenarioError([_too_deep(name)]) from None
    assert isinstance(raw, dict)
    return Source(name, folder, raw, mark, Tables(folder), tuple(reader.faults))


def _compose(text: str, name: str) -> Node | None:
    """Return the tree of YAML nodes, or raise one fault in our words."""
    if TOO_DEEP.search(text):  # the parser needs minutes to find out
        raise ScenarioError([_too_deep(name)])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            node: Node | None = YAML(pure=True).compose(text)
    except MarkedYAMLError as error:
        place = error.problem_mark or error.context_mark
        line = place.line + 1 if place else 0
        raise ScenarioError([Fault(name, line, "", _yaml_problem(error, text, line))]) from None
    except RecursionError:
        raise ScenarioError([_too_deep(name)]) from None
    except Exception as error:  # the parser has defects of its own on text that is no YAML at all
        line = _line_of_position(text, getattr(error, "position", None))
        message = "is not YAML that can be read; look for control characters and stray symbols"
        raise ScenarioError([Fault(name, line, "", message)]) from None
    return node


def _yaml_problem(error: MarkedYAMLError, text: str, line: int) -> str:
    """Return what is wrong with broken YAML."""
    lines = text.splitlines()
    problem = str(error.problem or error.context or "cannot be understood")[:120]
    if 0 < line <= len(lines) and "\t" in lines[line - 1]:
        return "a tab character; YAML is indented with spaces, so replace it"
    if "single document" in str(error.context or ""):
        return "a second document begins; a file holds one scenario, so remove the line '---'"
    return f"broken YAML: {problem}; check indentation, quotes, brackets and the space after ':'"


def _line_of_position(text: str, position: object) -> int:
    return text.count("\n", 0, position) + 1 if isinstance(position, int) else 0


def _too_deep(name: str) -> Fault:
    return Fault(name, 0, "", "is nested too deeply; a scenario has no more than ten levels")


class _Reader:
    """Turns YAML nodes into values and marks, and collects faults on the way."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults: list[Fault] = []
        self.active: set[int] = set()
        self.size = 0

    def value(self, node: Node, place: tuple[str | int, ...]) -> tuple[object, Mark]:
        """Return a node's value and mark."""
        mark = Mark(node.start_mark.line + 1)
        self.size += 1
        if self.size > MOST_VALUES:
            # Aliases of aliases can write billions of values in a few lines.
            raise ScenarioError(
                [Fault(self.name, 0, "", f"has more than {MOST_VALUES} values; move lists into files")]
            )
        if id(node) in self.active:
            self._fault(mark.line, place, "contains itself through an alias; write it out")
            return None, mark
        if str(node.tag) not in PLAIN_TAGS | {MERGE, VALUE}:
            self._fault(mark.line, place, f"tag '{node.tag}' has no meaning here; remove it")
            return None, mark
        if isinstance(node, ScalarNode):
            return scalar(node), mark
        self.active.add(id(node))
        content = (
            self._mapping(node, place, mark)
            if isinstance(node, MappingNode)
            else self._list(node, place, mark)
        )
        self.active.discard(id(node))
        return content, mark

    def _list(self, node: Node, place: tuple[str | int, ...], mark: Mark) -> list[object]:
        found = []
        for number, item in enumerate(node.value):
            value, mark.inside[number] = self.value(item, (*place, number))
            found.append(value)
        return found

    def _mapping(self, node: MappingNode, place: tuple[str | int, ...], mark: Mark) -> dict[str, object]:
        found: dict[str, object] = {}
        merged: list[tuple[dict[str, object], Mark]] = []
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, ScalarNode):
                self._fault(line, place, "a key is a list or a mapping; a key is one word followed by ':'")
                continue
            if str(key_node.tag) == MERGE:
                merged.extend(self._merged(value_node, place, line))
                continue
            key = str(key_node.value)
            if key in found:
                first = mark.inside[key].line
                self._fault(
                    line, (*place, key), f"key {values.shown(key)} is given twice, first in line {first}"
                )
                continue
            found[key], inner = self.value(value_node, (*place, key))
            # A part is found by its key; text that begins on a later line than its key is found by itself.
            mark.inside[key] = Mark(inner.line if isinstance(value_node, ScalarNode) else line, inner.inside)
        for values_of, marks_of in merged:
            for key in values_of:
                if key not in found:
                    found[key], mark.inside[key] = values_of[key], marks_of.inside[key]
        return found

    def _merged(
        self, node: Node, place: tuple[str | int, ...], line: int
    ) -> Iterator[tuple[dict[str, object], Mark]]:
        """Yield the mappings that ``<<`` pulls in."""
        for item in node.value if isinstance(node, SequenceNode) else [node]:
            content, mark = self.value(item, place)
            if isinstance(content, dict):
                yield content, mark
            elif isinstance(item, ScalarNode | SequenceNode):
                self._fault(line, place, "'<<' merges mappings only; give it an alias of a mapping")

    def _fault(self, line: int, place: tuple[str | int, ...], message: str) -> None:
        self.faults.append(Fault(self.name, line, dotted(place), message))


def scalar(node: ScalarNode) -> object:
    """Return what a scalar means: quoted, it is text; bare, a number, a truth value, nothing or text."""
    written = str(node.value)
    if node.style is not None or str(node.tag) == TEXT:
        return written
    if written in WORDS:
        return WORDS[written]
    if NOT_FINITE.fullmatch(written):
        return float(written.replace(".", "").lower())
    if re.fullmatch(r"[+-]?\d{1,18}", written):
        return int(written)
    if re.fullmatch(values.NUMBER, written):
        number = float(written)
        return number if math.isfinite(number) else written
    return written
