"""One value changed gives a new scenario, checked like a file; the old one stays."""

import pickle
from datetime import date, time
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from acd.errors import ScenarioError
from acd.scenario import Scenario, parse, starter
from tests.scenario.made import made


@pytest.fixture
def scenario() -> Scenario:
    return parse(starter())


def test_a_replaced_value_is_in_the_new_scenario_only(scenario: Scenario) -> None:
    changed = scenario.replace("agents.front.count", 9)
    assert (scenario.agents["front"].count, changed.agents["front"].count) == (6, 9)
    assert changed.categories == scenario.categories
    assert changed.replace("agents.front.count", 6) == scenario


def test_a_value_is_written_as_in_the_file(scenario: Scenario) -> None:
    changed = scenario.replace("categories.loans.arrivals.rate", "30/h").replace("interval", "15m")
    assert changed.categories["loans"].arrivals is not None
    assert changed.categories["loans"].arrivals.rate == pytest.approx(30 / 3600)
    assert changed.interval == 900.0


def test_parts_of_lists_and_keys_that_were_not_there_can_be_set(scenario: Scenario) -> None:
    changed = scenario.replace("agents.experts.shifts[0].agents", 5).replace("categories.loans.balk", "5%")
    shifts = changed.agents["experts"].shifts
    assert shifts is not None
    assert shifts[0].agents == 5
    assert changed.categories["loans"].balk == 0.05


ALTERNATIVES = """
acd: 1
name: n
interval: 12h
categories:
  c: {handle: {dist: constant, value: 60}, arrivals: {file: a.csv, column: x}}
agents:
  g: {count: 1, authorised: [c]}
"""


@pytest.mark.parametrize(
    ("place", "value", "gone"),
    [
        ("agents.g.staffing", {"per_interval": [2, 3]}, "count"),
        ("agents.g.shifts", [{"agents": 1, "at": "08:00", "length": "4h"}], "count"),
        ("categories.c.arrivals.per_interval", [3, 4], "file"),
        ("categories.c.arrivals.rate", "2/h", "column"),
    ],
)
def test_setting_one_of_several_alternatives_removes_the_others(
    tmp_path: Path, place: str, value: object, gone: str
) -> None:
    (tmp_path / "a.csv").write_text("start,x\n00:00,4\n12:00,5\n", encoding="utf-8")
    part: object = parse(ALTERNATIVES, tmp_path).replace(place, value)
    *way, key = place.split(".")
    for step in way:
        part = part[step] if isinstance(part, dict) else getattr(part, step)
    assert getattr(part, key) is not None
    assert getattr(part, gone) is None


def test_nothing_removes_a_key(scenario: Scenario) -> None:
    assert scenario.replace("categories.service.patience", None).categories["service"].patience is None


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("agents.front.count", np.int64(9)),
        ("calendar.start", date(2026, 1, 5)),
        ("agents.experts.shifts[0].at", time(8, 0)),
        ("agents.front.authorised", ("service",)),
        ("categories.loans.requires", {"lending": np.int8(1)}),
        ("name", Path("x")),
    ],
)
def test_values_of_python_stand_for_what_a_file_would_hold(
    scenario: Scenario, place: str, value: object
) -> None:
    assert isinstance(scenario.replace(place, value), Scenario)


@pytest.mark.parametrize("value", [Decimal(1), Fraction(1, 2), object(), {1, 2}, b"3", 1j])
def test_values_no_file_can_hold_are_told_as_faults(scenario: Scenario, value: object) -> None:
    with pytest.raises(ScenarioError, match=r"agents\.front\.count: .* is not a whole number"):
        scenario.replace("agents.front.count", value)


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        ("agents.front.count", -1, "scenario:38: agents.front.count: -1 is out of range"),
        ("agents.front.cont", 1, "scenario:37: agents.front.cont: unknown key 'cont'; did you mean 'count'?"),
        (
            "agents.experts.shifts[7].agents",
            1,
            "there is no item 7 to replace; replace the whole list instead",
        ),
        ("name.first", 1, "scenario:2: name.first: 'first' cannot be set in a value that is not a mapping"),
        ("", 1, "'' is not a place; write it as agents.general.count or calendar.days"),
        ("a..b", 1, "'a..b' is not a place"),
    ],
)
def test_a_change_at_fault_is_told_like_a_fault_of_the_file(
    scenario: Scenario, place: str, value: object, message: str
) -> None:
    with pytest.raises(ScenarioError) as caught:
        scenario.replace(place, value)
    assert message in str(caught.value)


def test_a_scenario_made_by_hand_says_how_to_make_one_that_can_be_replaced() -> None:
    by_hand = Scenario.model_validate(made().source.raw)
    with pytest.raises(ScenarioError, match=r"make it with acd\.load or acd\.scenario\.parse"):
        by_hand.replace("name", "y")


def test_a_scenario_survives_the_way_to_another_process(scenario: Scenario) -> None:
    copy = pickle.loads(pickle.dumps(scenario))
    assert copy == scenario
    assert copy.replace("agents.front.count", 9) == scenario.replace("agents.front.count", 9)
    assert copy.folder == scenario.folder


def test_records_of_a_list_give_way_to_records_a_day() -> None:
    scenario = made(category="outbound: {records: 5}").replace("categories.a.outbound.per_day", 7)
    found = scenario.categories["a"].outbound
    assert found is not None
    assert (found.records, found.per_day) == (None, 7)
