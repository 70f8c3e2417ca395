"""Whatever stands in a file, loading it ends in a scenario or in faults of one line each."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from acd.errors import ScenarioError
from acd.scenario import (
    DISTRIBUTIONS,
    Calendar,
    Category,
    Group,
    Routing,
    Scenario,
    Shift,
    check,
    parse,
    starter,
    warnings,
)
from tests.scenario.made import faults, text

KEYS = {*Scenario.keys(), *Calendar.keys(), *Category.keys(), *Group.keys(), *Shift.keys(), *Routing.keys()}
WORDS = [
    *sorted(KEYS),
    *sorted(DISTRIBUTIONS),
    "dist",
    "mean",
    "cv",
    "value",
    "k",
    "a",
    "service",
    "loans",
    "voice",
    "standard",
    "mon",
    "mon-fri",
    "closed",
    "08:00-20:00",
    "24:00",
    "20s",
    "48/m",
    "80%",
    "2026-02-31",
    "12:30",
    "no",
]
SCALARS = (
    st.sampled_from(WORDS)
    | st.integers()
    | st.floats()
    | st.booleans()
    | st.none()
    | st.text(max_size=8)
    | st.sampled_from([10**400, -1, 0, 1, 1e300, "", "1e999", "-5s", ".inf", "999999999d", "a\nb", "\ud800"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4),
)
STARTER = parse(starter())
PLACES = [
    "calendar.open",
    "calendar.days",
    "calendar.start",
    "categories",
    "categories.service",
    "categories.service.arrivals",
    "categories.service.handle",
    "categories.service.handle.mean",
    "categories.service.requires",
    "categories.loans.recontact",
    "tiers.gold",
    "tiers.gold.share",
    "agents",
    "agents.front",
    "agents.front.authorised",
    "agents.experts.authorised",
    "agents.experts.authorised.service",
    "agents.experts.authorised.service.handle",
    "agents.experts.shifts",
    "agents.experts.shifts[0].breaks",
    "agents.experts.shifts[1].days",
    "agents.experts.skills",
    "routing",
    "routing.choose_agent",
    "interval",
    "name",
    "busyness",
]


@given(st.text(max_size=200))
@example("a: &a [*a]")
@example("{" * 600)
@example("[" * 600)
@example("- " * 600)
@example("? [a]\n: 1")
@example("<<: *x")
@example("%YAML 1.1\n---\nname: 12:30")
@example("a: !!python/object:os.system x")
@example("&a : *a")
@example("\x00\x01")
@example('name: "\\ud800"\n"a\\nb": 1')
def test_any_text_ends_in_faults_of_one_line_each(written: str) -> None:
    for line in faults(written):
        assert line.startswith("f.yaml:")
        assert line.isprintable()


@given(st.binary(max_size=100))
def test_any_bytes_end_in_faults(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "garbage.yaml"
    path.write_bytes(content)
    assert check(path)


@given(st.sampled_from(PLACES), VALUES)
def test_any_value_in_any_place_ends_in_a_scenario_or_in_faults(place: str, value: object) -> None:
    try:
        lines = [str(fault) for fault in warnings(STARTER.replace(place, value))]
    except ScenarioError as error:
        lines = str(error).split("\n")
        assert all(lines)
    assert all(line.isprintable() for line in lines)


@given(st.lists(st.sampled_from(starter().splitlines()), min_size=5, max_size=60))
def test_lines_of_a_scenario_in_any_order_end_in_a_scenario_or_in_faults(lines: list[str]) -> None:
    for line in faults("\n".join(lines)):
        assert line.startswith("f.yaml:")


def test_a_file_of_any_size_of_aliases_ends_in_one_fault(tmp_path: Path) -> None:
    levels = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 20)}]" for n in range(1, 8))
    [line] = faults(f"l0: &l0 [1, 2]\n{levels}")
    assert line == "f.yaml: has more than 500000 values; move lists into files"


CELLS = st.sampled_from(
    ["start", "a", "08:00", "mon 08:00", "2026-01-05", "2026-01-05 09:00", "1", "x", "", "24:00"]
)


@given(st.binary(max_size=60) | st.lists(st.lists(CELLS | st.text(max_size=5), max_size=3), max_size=6))
def test_any_file_beside_a_scenario_ends_in_a_scenario_or_in_faults(
    tmp_path_factory: pytest.TempPathFactory, content: bytes | list[list[str]]
) -> None:
    folder = tmp_path_factory.getbasetemp()
    if isinstance(content, list):
        content = "\n".join(",".join(row) for row in content).encode("utf-8", "surrogatepass")
    for name in ("any.csv", "any.xlsx"):
        (folder / name).write_bytes(content)
        for arrivals in (f"file: {name}", f"trace: {name}"):
            lines = faults(text(category=f"arrivals: {{{arrivals}}}"), folder)
            assert all(line.isprintable() for line in lines)
