"""What a scenario looks like to the layers above: seconds, shares, order, defaults."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from acd.scenario import Calendar, Category, load, parse
from acd.scenario.distributions import Exponential
from tests.scenario.made import made, text


def test_the_defaults_are_those_of_the_reference() -> None:
    scenario = made()
    category, group = scenario.categories["a"], scenario.agents["g"]
    assert (scenario.interval, scenario.fcr_window, list(scenario.channels)) == (1800.0, 604800.0, ["voice"])
    level = category.service_level
    assert (level.share, level.within, level.short_abandon) == (0.8, 20.0, 5.0)
    assert (category.channel, category.priority, category.resolution) == ("voice", 0, 1.0)
    assert (group.skills, group.shrinkage, group.cost) == ({}, 0.0, 0.0)
    assert scenario.routing.choose_agent == ["longest_idle"]
    assert scenario.routing.choose_contact == ["priority", "longest_wait"]
    assert scenario.tier_names == ["standard"]


def test_units_end_in_seconds_and_shares() -> None:
    category = made(
        category="arrivals: {rate: 48/m}, balk: 10%, age_credit: 1.5m, "
        "recontact: {probability: 70%, after: {dist: exponential, mean: 1d}}"
    ).categories["a"]
    assert category.arrivals is not None
    assert category.recontact is not None
    assert category.arrivals.rate == pytest.approx(0.8)
    assert (category.balk, category.age_credit) == (0.1, 90.0)
    assert (category.recontact.probability, category.recontact.attempts) == (0.7, 5)


def test_a_list_and_a_mapping_of_authority_mean_the_same() -> None:
    assert made(group="count: 1, authorised: [a]").agents == made(group="count: 1, authorised: {a: }").agents


def test_the_order_of_the_file_is_kept() -> None:
    written = (
        text()
        .replace("[a]", "{b: {handle: 110%}, a: {}}")
        .replace("agents:", "  b: {handle: {dist: constant, value: 1}}\nagents:")
    )
    scenario = parse(written)
    assert list(scenario.categories) == ["a", "b"]
    assert list(scenario.agents["g"].authorised) == ["b", "a"]
    assert scenario.agents["g"].authorised["b"].handle == pytest.approx(1.1)


def test_a_scenario_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        made().interval = 900.0  # type: ignore[misc]


def test_parts_can_be_made_by_hand_from_other_parts() -> None:
    category = Category(handle=Exponential(dist="exponential", mean=60.0))
    assert category.handle.mean_value() == 60.0
    assert Calendar(start=date(2026, 1, 5)) == Calendar()


def test_text_may_hold_whole_numbers() -> None:
    assert made(group="count: '7', authorised: [a]").agents["g"].count == 7


def test_a_file_is_loaded_with_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(text())
    assert load(path).folder == tmp_path
    assert load(str(path)) == load(path)


def test_the_package_imports_without_the_slow_libraries() -> None:
    slow = ["numpy", "pandas", "scipy", "numba", "openpyxl", "matplotlib"]
    program = f"import sys, acd.scenario; print([name for name in {slow} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
