"""Whatever stands in a file, loading it ends in a scenario or in faults, one line each, and never in a traceback."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from acd.errors import ScenarioError
from acd.scenario import check, parse, starter, warnings
from tests.scenario.made import faults

WORDS = """
acd name interval calendar start days open warm_up at_close busyness channels capacity categories channel arrivals rate
per_interval file column trace patience balk ivr handle wrap_up requires priority age_credit service_level share within
short_abandon resolution recontact probability after attempts redial max_queue tiers agents count staffing shifts at
length breaks paid authorised skills shrinkage cost routing choose_agent choose_contact steps fcr_window dist value mean
cv low mode high k constant exponential uniform triangular gamma lognormal weibull erlang hyperexponential empirical a b
g voice standard mon mon-fri closed 08:00-20:00 24:00 20s 3m 48/m 80% 2026-01-05 2026-02-31 12:30 no on
""".split()
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
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4)
)
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
@example("{" * 3000)
@example("[" * 3000)
@example("- " * 3000)
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
    scenario = parse(starter())
    try:
        changed = scenario.replace(place, value)
    except ScenarioError as error:
        assert all(str(fault).isprintable() for fault in error.faults)
        assert str(error)
    else:
        warnings(changed)


@given(st.lists(st.sampled_from(starter().splitlines()), min_size=5, max_size=60))
def test_lines_of_a_scenario_in_any_order_end_in_a_scenario_or_in_faults(lines: list[str]) -> None:
    for line in faults("\n".join(lines)):
        assert line.startswith("f.yaml:")


def test_a_file_of_any_size_of_aliases_ends_in_one_fault(tmp_path: Path) -> None:
    levels = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 20)}]" for n in range(1, 8))
    [line] = faults(f"l0: &l0 [1, 2]\n{levels}")
    assert line == "f.yaml: has more than 500000 values; move lists into files"
