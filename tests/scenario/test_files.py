"""From YAML text to values: its structure, its words, and what is told of a file that is no scenario."""

from pathlib import Path

import pytest

from acd.scenario import check
from acd.scenario.files import read_text
from tests.scenario.made import faults, text


def value(written: str) -> object:
    """Return what a value behind a key means."""
    return read_text(f"k: {written}", Path(), "f").raw["k"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("12:30", "12:30"),
        ("07:00", "07:00"),
        ("no", "no"),
        ("on", "on"),
        ("2026-02-31", "2026-02-31"),
        ("1_000", "1_000"),
        ("0x1F", "0x1F"),
        ("12", 12),
        ("-0.5", -0.5),
        ("1e3", 1000.0),
        ("'12'", "12"),
        ("!!str 12", "12"),
        ("true", True),
        ("~", None),
        ("", None),
        ("[1, a]", [1, "a"]),
        ("|\n  text", "text"),
    ],
)
def test_a_bare_word_means_the_same_in_every_version_of_yaml(written: str, meant: object) -> None:
    assert value(written) == meant
    assert type(value(written)) is type(meant)


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("", "f.yaml: is empty; `acd new` writes a scenario to start from"),
        ("# nothing\n", "f.yaml: is empty; `acd new` writes a scenario to start from"),
        ("null", "f.yaml: is empty; `acd new` writes a scenario to start from"),
        (
            "\n- a",
            "f.yaml:2: is not a mapping of keys; a scenario begins with lines such as 'name: My centre'",
        ),
        ("a:\n\t- b", "f.yaml:2: a tab character; YAML is indented with spaces, so replace it"),
        (
            "a: 1\n---\nb: 2",
            "f.yaml:2: a second document begins; a file holds one scenario, so remove the line '---'",
        ),
        (
            "a: [1,\nb: 2",
            "f.yaml:2: broken YAML: expected ',' or ']', but got '<stream end>'; "
            "check indentation, quotes, brackets and the space after ':'",
        ),
        (
            "a: *b",
            "f.yaml:1: broken YAML: found undefined alias 'b'; "
            "check indentation, quotes, brackets and the space after ':'",
        ),
        (
            "a: b\x01",
            "f.yaml:1: is not YAML that can be read; look for control characters and stray symbols",
        ),
    ],
)
def test_text_that_is_no_scenario_ends_in_one_line(written: str, line: str) -> None:
    assert faults(written) == [line]


@pytest.mark.parametrize(
    ("root", "line"),
    [
        ("name: y", "f.yaml:6: name: key 'name' is given twice, first in line 1"),
        ("tiers: &t {gold: *t}", "f.yaml:6: tiers.gold: contains itself through an alias; write it out"),
        ("interval: !mine 30m", "f.yaml:6: interval: tag '!mine' has no meaning here; remove it"),
        ("? [x]\n: 1", "f.yaml:6: a key is a list or a mapping; a key is one word followed by ':'"),
        (
            "calendar:\n  <<: 3",
            "f.yaml:7: calendar: '<<' merges mappings only; give it an alias of a mapping",
        ),
    ],
)
def test_a_slip_in_the_structure_is_told_among_the_other_faults(root: str, line: str) -> None:
    assert line in faults(text(root=root))


def test_a_file_that_cannot_be_read_is_told_without_a_line(tmp_path: Path) -> None:
    missing, folder = tmp_path / "none.yaml", tmp_path
    assert [str(fault) for fault in check(missing)] == [
        f"{missing}: cannot be read (No such file or directory); check the path"
    ]
    assert [str(fault) for fault in check(folder)] == [
        f"{folder}: cannot be read (Is a directory); check the path"
    ]


def test_bytes_that_are_no_text_are_told_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes("name: x\n# Zürich\n".encode("latin-1"))
    assert [str(fault) for fault in check(path)] == [
        f"{path}:2: byte 0xfc is not UTF-8 text; save the file as UTF-8"
    ]


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    path = tmp_path / "bom.yaml"
    path.write_text(text(), encoding="utf-8-sig")
    assert check(path) == []


def test_the_line_of_a_value_is_known_in_lists_aliases_and_merged_mappings() -> None:
    written = "a:\n  - 1\n  -\n    b: 2\nbase: &base {c: 3}\nd:\n  <<: *base\n  e: 4\nlong:\n  text\n"
    source = read_text(written, Path(), "f")
    assert source.raw["d"] == {"c": 3, "e": 4}
    places = [("a",), ("a", 0), ("a", 1, "b"), ("a", 9), ("d", "c"), ("d", "e"), ("long",), ("none",)]
    assert [source.mark.line_of(place) for place in places] == [1, 2, 4, 1, 5, 8, 10, 1]


def test_keys_that_are_numbers_are_names() -> None:
    written = text().replace("a:", "1:", 1).replace("[a]", "['1']").replace("g:", "007:")
    assert faults(written) == []


@pytest.mark.parametrize("bracket", ["{", "[", "- "])
def test_nesting_without_end_is_told_in_one_line(bracket: str) -> None:
    assert faults(bracket * 600) == ["f.yaml: is nested too deeply; a scenario has no more than ten levels"]


def test_a_key_of_its_own_comes_before_a_merged_one() -> None:
    source = read_text("base: &base {c: 3, d: 4}\nx: {<<: [*base], c: 5}\n", Path(), "f")
    assert source.raw["x"] == {"c": 5, "d": 4}
