"""Every message about a single value, as a user sees it: file, line, place, value, rule, way out.

The table is `messages.txt`; a fault that several values share is there once.
"""

from pathlib import Path

import pytest

from tests.scenario.made import faults, text

TABLE = Path(__file__).with_name("messages.txt")


def rows() -> list[tuple[str, str, list[str]]]:
    """Return (part, what is added to it, expected lines) of every row of the table."""
    found: list[tuple[str, str, list[str]]] = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("    "):
            found[-1][2].append(line.strip())
        elif line and not line.startswith("#"):
            part, added = line.split(": ", 1)
            found.append((part, added.replace(r"\n", "\n"), []))
    return found


@pytest.mark.parametrize(("part", "added", "expected"), rows())
def test_a_value_at_fault_is_told_with_its_line_place_rule_and_way_out(
    part: str, added: str, expected: list[str]
) -> None:
    assert faults(text(**{part: added})) == expected


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("{}", "name: is missing; it has no default, so give it"),
        ("name: 7", "name: 7 is not text; put it in quotes"),
        ("name: ' '", "name: ' ' is empty or holds control characters; give some text in one line"),
        ("categories: {}", "categories: is empty; define at least one"),
        ("categories: [a]", "categories: ['a'] is not a mapping; write it as lines of 'key: value'"),
        ("categories: {a: 3}", "categories.a: 3 is not a mapping; write its keys: channel, arrivals"),
        ("categories: {a: }", "categories.a: an empty value is not a mapping; write its keys: channel"),
        ("categories: {a: {}}", "categories.a.handle: is missing; it has no default, so give it"),
        ("agents: {}", "agents: is empty; define at least one"),
        ("channels: {}", "channels: is empty; define at least one"),
        ("agents: {g: {count: 1}}", "agents.g.authorised: is missing; it has no default, so give it"),
    ],
)
def test_a_part_that_is_missing_or_empty_is_told_among_the_faults(written: str, message: str) -> None:
    assert any(line.startswith(f"f.yaml:1: {message}") for line in faults(written))


def test_a_text_that_is_long_is_cut_in_the_message() -> None:
    [line] = faults(text(category=f"balk: {'x' * 500}"))
    assert len(line) < 150
