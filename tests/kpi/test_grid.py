import datetime as dt

import pandas as pd
import pytest

from acd.errors import AcdError
from acd.kpi import Grid
from acd.kpi.grid import clip
from acd.scenario import parse
from tests.kpi.grids import SECOND, TEN_ROWS

TEXT = """
name: Office hours
interval: 1h
calendar: {start: 2026-01-05, days: 3, open: 08:00-10:00, warm_up: 1d, at_close: carry_over}
channels: {voice: {}, text: {}}
categories:
  write:
    channel: text
    arrivals: {rate: 1/m}
    handle: {dist: constant, value: 1m}
    service_level: {share: 90%, within: 30s, short_abandon: 2s}
  speak: {arrivals: {rate: 1/m}, handle: {dist: constant, value: 1m}}
tiers: {gold: {share: 10%}}
agents:
  team: {count: 2, authorised: [write, speak], cost: 24}
  desk: {count: 1, authorised: [speak]}
fcr_window: 2d
"""


@pytest.fixture
def scenario(tmp_path):
    return parse(TEXT, tmp_path, "office.yaml")


def test_the_grid_holds_open_intervals_after_warm_up(scenario):
    grid = Grid.of(scenario)
    days = pd.DatetimeIndex(["2026-01-06 08:00", "2026-01-06 09:00", "2026-01-07 08:00", "2026-01-07 09:00"])
    assert grid.starts.tolist() == days.to_pydatetime().tolist()
    assert grid.lengths.tolist() == [3600 * SECOND] * 4
    assert grid.day_rows.tolist() == [0, 2]


def test_the_grid_takes_names_targets_and_costs_from_the_scenario(scenario):
    grid = Grid.of(scenario)
    assert grid.start == dt.date(2026, 1, 5)
    assert (grid.categories, grid.channel_of) == (("write", "speak"), (1, 0))
    assert (grid.tiers, grid.groups) == (("standard", "gold"), ("team", "desk"))
    assert grid.within == ((30 * SECOND, 30 * SECOND), (20 * SECOND, 20 * SECOND))
    assert grid.short_abandon == ((2 * SECOND, 2 * SECOND), (5 * SECOND, 5 * SECOND))
    assert (grid.share, grid.cost) == (((0.9, 0.9), (0.8, 0.8)), (24.0, 0.0))
    assert grid.fcr_window == 2 * 86_400 * SECOND


def test_a_tiers_own_target_stands_instead_of_the_categorys(scenario):
    grid = Grid.of(scenario.replace("tiers.gold.service_level", {"within": "5s"}))
    assert grid.within == ((30 * SECOND, 5 * SECOND), (20 * SECOND, 5 * SECOND))
    assert grid.share == ((0.9, 0.9), (0.8, 0.8))


def test_waiting_past_closing_counts_unless_contacts_wait_for_the_next_day(scenario):
    assert not any(Grid.of(scenario).late_queue)
    for other in ("serve", "turn_away"):
        assert all(Grid.of(scenario.replace("calendar.at_close", other)).late_queue)


def test_a_run_that_was_stopped_has_no_intervals_after_that(scenario):
    grid = Grid.of(scenario, until=86_400 + 8.5 * 3600)
    assert grid.lengths.tolist() == [1800 * SECOND]
    assert grid.end == (86_400 + 8.5 * 3600) * SECOND


def test_openings_are_clipped_at_warm_up_and_stop():
    openings = [(0.0, 10.0), (20.0, 30.0), (40.0, 50.0)]
    assert clip(openings, 5.0, 25.0) == ((5 * SECOND, 10 * SECOND), (20 * SECOND, 25 * SECOND))
    assert clip(openings, 10.0, None) == ((20 * SECOND, 30 * SECOND), (40 * SECOND, 50 * SECOND))


def test_lines_are_found_by_scope_and_name():
    found = [
        TEN_ROWS.line(*key)
        for key in (("total",), ("category", "chat"), ("group", "front"), ("tier", "gold"))
    ]
    assert found == [0, 3, 4, 9]
    assert TEN_ROWS.n_lines == 10


def test_an_unknown_line_is_refused_with_those_that_exist():
    with pytest.raises(
        AcdError, match=r"no line 'sale' of scope 'category'; .* category: sales, help, chat;"
    ):
        TEN_ROWS.line("category", "sale")
    with pytest.raises(AcdError, match="no line None of scope 'team'"):
        TEN_ROWS.line("team")
