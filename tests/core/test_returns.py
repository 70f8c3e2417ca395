"""Matters that come back: who, when, how often, and into open hours."""

import itertools

import numpy as np
import pytest

from acd.clocks import CompiledClock
from acd.core.codes import Outcome, ReturnKind
from tests.runs import centre, legs, logs_of, prepared, traced

DAY = 24 * 60


def back(kind, after, attempts=5, probability="100%"):
    return f"{kind}: {{probability: {probability}, after: {{dist: constant, value: {after}}}, attempts: {attempts}}}"


def unsettled(after, **options):
    return "resolution: 0, " + back("recontact", after, **options)


def test_an_unsettled_matter_comes_back_after_its_contact_ended(tmp_path):
    logs = logs_of(traced(tmp_path, 10, category=unsettled("30m", attempts=3)))
    assert legs(logs, "matter", "attempt", "arrived", "ended", "settled", "return_kind", "return_at") == [
        (0, 1, 10, 15, 0, ReturnKind.RECONTACT, 45),
        (0, 2, 45, 50, 0, ReturnKind.RECONTACT, 80),
        (0, 3, 80, 85, 0, ReturnKind.NONE, None),
    ]


def test_a_settled_matter_does_not_come_back(tmp_path):
    logs = logs_of(traced(tmp_path, 10, category=back("recontact", "30m") + ", " + back("redial", "30m")))
    assert legs(logs, "settled", "return_kind") == [(1, ReturnKind.NONE)]


@pytest.mark.parametrize(
    ("category", "group", "outcome"),
    [
        ("patience: {dist: constant, value: 2m}", "count: 0", Outcome.ABANDONED),
        ("balk: 100%", "count: 0", Outcome.ABANDONED),
        ("max_queue: 0", "count: 0", Outcome.REFUSED),
    ],
)
def test_a_customer_who_got_nobody_redials(tmp_path, category, group, outcome):
    scenario = traced(tmp_path, 10, category=f"{category}, {back('redial', '30m', 2)}", group=group)
    found = legs(logs_of(scenario), "attempt", "outcome", "ended", "return_kind", "return_at")
    (_, first, ended, kind, at), (_, second, _, none, never) = found
    assert first == second == outcome
    assert (kind, at, none, never) == (ReturnKind.REDIAL, ended + 30, ReturnKind.NONE, None)


def test_a_customer_turned_away_at_closing_redials(tmp_path):
    scenario = traced(
        tmp_path, 200, category=back("redial", "21h", 2), group="count: 0",
        calendar="days: 2, at_close: turn_away",
    )  # fmt: skip
    found = legs(logs_of(scenario), "attempt", "arrived", "ended", "return_at")
    assert found == [(1, 200, 240, DAY + 60), (2, DAY + 60, DAY + 240, None)]


def test_a_return_on_a_closed_day_is_put_off_by_whole_days(tmp_path):
    hours = 'days: 8, open: {mon: "08:00-12:00", wed: "08:00-12:00", fri: "10:00-12:00"}'
    scenario = traced(tmp_path, 10, category=unsettled("1d", attempts=3), calendar=hours)
    found = legs(logs_of(scenario), "arrived", "return_at")
    assert found == [(10, 2 * DAY + 15), (2 * DAY + 15, 7 * DAY + 20), (7 * DAY + 20, None)]


def test_a_return_may_be_put_off_by_six_days(tmp_path):
    hours = 'days: 8, open: {mon: "08:00-12:00"}'
    scenario = traced(tmp_path, 10, category=unsettled("1d", attempts=2), calendar=hours)
    assert legs(logs_of(scenario), "arrived") == [(10,), (7 * DAY + 15,)]


def test_a_return_is_put_off_until_a_weekday_that_is_open_at_that_time(tmp_path):
    hours = 'days: 14, open: {mon: "08:00-12:00", thu: "08:00-12:00", fri: "10:00-12:00"}'
    scenario = traced(tmp_path, 10, category=unsettled("1h", attempts=3), calendar=hours)
    assert legs(logs_of(scenario), "arrived", "return_at") == [(10, 75), (75, 140), (140, None)]
    scenario = traced(tmp_path, 10, category=unsettled("1d", attempts=3), calendar=hours)
    assert legs(logs_of(scenario), "arrived") == [(10,), (3 * DAY + 15,), (7 * DAY + 20,)]


def test_a_return_at_a_time_when_no_day_is_open_comes_at_the_next_opening(tmp_path):
    hours = 'days: 8, open: {mon: "08:00-12:00", wed: "09:00-12:00"}'
    scenario = traced(tmp_path, 10, category=unsettled("10h", attempts=3), calendar=hours)
    assert legs(logs_of(scenario), "arrived") == [(10,), (2 * DAY + 60,), (7 * DAY,)]


def test_a_return_beyond_the_horizon_is_logged_and_does_not_happen(tmp_path):
    scenario = traced(tmp_path, 10, category=unsettled("3d", attempts=2), calendar="days: 2")
    assert legs(logs_of(scenario), "return_at") == [(3 * DAY + 15,)]


def test_a_return_at_the_horizon_is_beyond_it(tmp_path):
    category = unsettled("56700s", attempts=2)
    scenario = traced(tmp_path, 10, category=category, calendar='open: "00:00-24:00"')
    assert legs(logs_of(scenario), "return_at") == [(16 * 60,)]


def test_a_matter_keeps_its_tier_and_category(tmp_path):
    scenario = traced(
        tmp_path, *range(0, 60, 2), category=unsettled("1h", attempts=3), group="count: 9",
        root="tiers: {gold: {share: 50%}}\n",
    )  # fmt: skip
    tiers = {}
    for matter, tier, _ in legs(logs_of(scenario), "matter", "tier", "attempt"):
        tiers.setdefault(matter, set()).add(tier)
    assert len(tiers) == 30
    assert sorted({tuple(found) for found in tiers.values()}) == [(0,), (1,)]


@pytest.mark.parametrize("kind", ["recontact", "redial"])
def test_some_come_back_and_each_attempt_is_drawn_anew(tmp_path, kind):
    category = f"resolution: 0, {back(kind, '10m', 5, '50%')}"
    group = "count: 200"
    if kind == "redial":
        category, group = f"max_queue: 0, {back(kind, '10m', 5, '50%')}", "count: 0"
    logs = logs_of(traced(tmp_path, *[0] * 200, category=category, group=group))
    counts = np.bincount(logs.legs["attempt"], minlength=6)[1:]
    assert counts[0] == 200
    assert all(0.3 < later / before < 0.7 for before, later in itertools.pairwise(counts[:4]))


def test_a_resolution_of_the_group_replaces_that_of_the_category(tmp_path):
    scenario = traced(
        tmp_path, 10, category="resolution: 0",
        group="count: 1, authorised: {a: {resolution: 100%}}",
    )  # fmt: skip
    assert legs(logs_of(scenario), "settled") == [(1,)]


def test_resolution_is_drawn_once_a_contact(tmp_path):
    logs = logs_of(traced(tmp_path, *[0] * 300, category="resolution: 70%", group="count: 300"))
    assert 0.6 < logs.legs["settled"].mean() < 0.8


def test_returns_do_not_need_the_log():
    scenario = centre(f"arrivals: {{rate: 30/h}}, {unsettled('10m')}")
    assert logs_of(scenario, log=False).contacts == logs_of(scenario).contacts


def test_nothing_comes_back_to_a_centre_that_never_opens_again(tmp_path):
    run = prepared(traced(tmp_path, 10, category=unsettled("30m")))
    run.tables["planet"]["n_openings"] = 0
    assert legs(CompiledClock().run(run), "return_kind", "return_at") == [(ReturnKind.NONE, None)]
