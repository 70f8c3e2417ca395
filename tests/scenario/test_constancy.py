"""What keeps a centre from being constant, key by key, and who is told."""

import pytest

from acd.errors import AcdError
from acd.scenario import AUTO, changing, parse
from acd.scenario.source import dotted
from tests.scenario.made import faults

RATE = "arrivals: {rate: 5/h}"
ALL_DAY = ", ".join(["2"] * 48)


def text(calendar="days: 5", category=RATE, group="count: 2", root=""):
    handle = "handle: {dist: constant, value: 60}"
    return (
        f"name: x\ncalendar: {{{calendar}}}\n"
        f"categories:\n  a: {{{category}, {handle}}}\n"
        f"agents:\n  g: {{authorised: [a], {group}}}\n{root}"
    )


def keys(**parts):
    return [dotted(place) for place in changing(parse(text(**parts), name="f.yaml"))]


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"category": "channel: voice"},
        {"calendar": "days: 5, open: '00:00-12:00, 12:00-24:00'"},
        {"category": f"arrivals: {{per_interval: [{ALL_DAY}]}}"},
        {"group": f"staffing: {{per_interval: [{ALL_DAY}]}}"},
        {"root": "busyness: {dist: constant, value: 1.2}"},
        {"category": f"{RATE}, recontact: {{probability: 5%, after: {{dist: exponential, mean: 1d}}}}"},
    ],
)
def test_rates_and_staffing_that_never_change_are_constant(parts):
    assert keys(**parts) == []


@pytest.mark.parametrize(
    ("parts", "key"),
    [
        ({"calendar": "days: 5, open: 08:00-24:00"}, "calendar.open"),
        ({"calendar": "days: 7, open: {mon-sat: 00:00-24:00}"}, "calendar.open"),
        ({"root": "busyness: {dist: gamma, mean: 1, cv: 0.1}"}, "busyness"),
        ({"category": f"{RATE}, busyness: {{dist: gamma, mean: 1, cv: 0.1}}"}, "categories.a.busyness"),
        ({"category": f"arrivals: {{per_interval: [{ALL_DAY[:-1]}3]}}"}, "categories.a.arrivals"),
        ({"group": f"staffing: {{per_interval: [{ALL_DAY[:-1]}3]}}"}, "agents.g.staffing"),
        ({"group": "shifts: [{agents: 2, at: '00:00', length: 24h}]"}, "agents.g.shifts"),
        ({"group": "count: 2, shrinkage: 5%"}, "agents.g.shrinkage"),
    ],
)
def test_what_changes_with_time_is_named(parts, key):
    assert keys(**parts) == [key]


def test_a_trace_is_not_constant(tmp_path):
    (tmp_path / "trace.csv").write_text("arrived\n100\n200\n")
    scenario = parse(text(category="arrivals: {trace: trace.csv}"), tmp_path)
    assert [dotted(place) for place in changing(scenario)] == ["categories.a.arrivals"]


# -- warm_up: auto -----------------------------------------------------------------------------------------------
def test_a_warm_up_may_be_auto_in_a_constant_centre():
    scenario = parse(text("days: 5, warm_up: auto"))
    assert scenario.calendar.warm_up == AUTO
    assert scenario.replace("calendar.warm_up", 5400).calendar.measured_from == 5400.0


def test_auto_is_no_time_until_it_is_found():
    message = (
        "^calendar.warm_up: auto is not a time yet; acd.simulate finds it, "
        "or replace it with the outcome of acd.experiment.find_warm_up$"
    )
    with pytest.raises(AcdError, match=message):
        _ = parse(text("days: 5, warm_up: auto")).calendar.measured_from


def test_auto_is_refused_where_something_changes_with_time():
    assert faults(text("days: 5, warm_up: auto", group="count: 2, shrinkage: 5%")) == [
        "f.yaml:2: calendar.warm_up: auto needs constant rates and staffing, but agents.g.shrinkage changes with "
        "time; state a length, such as 1d"
    ]
    assert faults(text("open: 08:00-09:00, warm_up: auto", group="count: 2, shrinkage: 5%")) == [
        "f.yaml:2: calendar.warm_up: auto needs constant rates and staffing, but calendar.open, agents.g.shrinkage "
        "change with time; state a length, such as 1d"
    ]


def test_a_list_at_fault_is_told_once():
    [fault] = faults(text("days: 5, warm_up: auto", category="arrivals: {per_interval: [1, 2]}"))
    assert "categories.a.arrivals.per_interval" in fault


def test_another_word_is_no_warm_up():
    assert faults(text("warm_up: soon")) == [
        "f.yaml:2: calendar.warm_up: 'soon' is not a duration; write it as 20s, 3m, 1.5h, 2d or a number of seconds, "
        "or auto"
    ]


def test_a_campaign_changes_with_time_because_its_list_runs_out():
    assert keys(category="outbound: {records: 5}") == ["categories.a.outbound"]
