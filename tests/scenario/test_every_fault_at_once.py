"""A file with many faults yields all, in the order of its lines, and none that only follows from another."""

from pathlib import Path

import pytest

from acd.errors import ScenarioError
from acd.scenario import check, load
from tests.scenario.made import faults

TEN = """\
acd: 1
name: Ten faults
interval: 7m
calendar:
  start: 2026-02-31
  days: 2
  warm_up: 1d
chanels: {voice: {}}
categories:
  one:
    arrivals: {rate: 48}
    handle: {dist: lognormal, mean: 3m}
    requires: {french: 2}
    balk: 80
  two:
    handle: {dist: exponential, mean: 1m}
agents:
  team:
    count: -1
    authorised:
      - one
      - too
    skills: {english: 1}
routing:
  choose_agent: [longest_wait]
"""
LINES = [
    "f.yaml:3: interval: 7m does not divide a day; take 15m, 30m, 1h or another divisor of 24h",
    "f.yaml:5: calendar.start: '2026-02-31' does not exist; write an existing date as 2026-01-05",
    "f.yaml:8: chanels: unknown key 'chanels'; did you mean 'channels'? known keys: acd, name, interval, "
    "calendar, busyness, correlation, channels, categories, tiers, loyalty, agents, referral_desks, training, "
    "routing, fcr_window",
    "f.yaml:11: categories.one.arrivals.rate: 48 is a rate without a unit; write it as 48/m, 120/h or 2000/d",
    "f.yaml:12: categories.one.handle.cv: is missing; it has no default, so give it",
    "f.yaml:13: categories.one.requires.french: unknown skill 'french'; defined skills: english",
    "f.yaml:14: categories.one.balk: 80 is too large; a share is at most 1, or 100%; did you mean 80%?",
    "f.yaml:19: agents.team.count: -1 is out of range; give a whole number from 0 to 100000",
    "f.yaml:22: agents.team.authorised[1]: unknown category 'too'; did you mean 'two'? "
    "defined categories: one, two",
    "f.yaml:25: routing.choose_agent[0]: unknown policy 'longest_wait'; did you mean 'longest_idle'? one of: "
    "longest_idle, group_order, least_occupied, least_occupied_lately, fewest_contacts, least_talk_time, "
    "shortest_handling, highest_skill, lowest_skill, most_skilled, least_skilled, matrix, fastest_resolver, "
    "round_robin, linear, random, weighted_random, spare_capacity, spare_share, percent_allocation, weighted_idle",
]


def test_ten_faults_yield_ten_lines_in_the_order_of_the_file() -> None:
    assert faults(TEN) == LINES


def test_checking_a_file_returns_what_loading_it_raises(tmp_path: Path) -> None:
    path = tmp_path / "ten.yaml"
    path.write_text(TEN)
    with pytest.raises(ScenarioError) as caught:
        load(path)
    assert list(caught.value.faults) == check(path)
    assert [str(fault) for fault in check(path)] == [line.replace("f.yaml", str(path)) for line in LINES]


def test_a_category_with_a_fault_is_still_checked_against_the_rest() -> None:
    written = """\
name: x
categories:
  a: {handle: {dist: constant, value: x}, arrivals: {file: missing.csv}}
  b: {handle: 5, arrivals: {per_interval: [1, 2]}}
agents:
  g: {count: 1, authorised: {a: {handle: {}}, b: {}}}
tiers:
  gold: {share: 60%, age_credit: x}
  blue: {share: 60%}
"""
    assert [line.split(": ")[1] for line in faults(written)] == [
        "categories.a.arrivals.file",
        "categories.a.handle.value",
        "categories.b.arrivals.per_interval",
        "categories.b.handle",
        "agents.g.authorised.a.handle",
        "tiers",
        "tiers",
        "tiers.gold.age_credit",
    ]


def test_faulty_hours_cause_no_faults_of_the_shifts_and_files_that_lean_on_them() -> None:
    written = """\
name: x
calendar: {open: 8-20}
categories: {a: {handle: {dist: constant, value: 1}, arrivals: {per_interval: [1]}}}
agents: {g: {shifts: [{agents: 1, at: 08:00, length: 24h}], authorised: [a]}}
"""
    assert faults(written) == [
        "f.yaml:2: calendar.open: '8' is not a time of day; write it as 07:30",
    ]


def test_a_misspelt_category_is_not_also_told_as_one_without_agents() -> None:
    written = """\
name: x
categories: {service: {handle: {dist: constant, value: 1}}}
agents: {g: {count: 1, authorised: [servise]}}
"""
    assert faults(written) == [
        "f.yaml:3: agents.g.authorised[0]: unknown category 'servise'; did you mean 'service'? "
        "defined categories: service"
    ]


def test_files_that_cannot_be_read_are_told_even_when_the_hours_are_faulty() -> None:
    written = """\
name: x
interval: 7m
categories:
  a: {handle: {dist: constant, value: 1}, arrivals: {file: a.csv}}
  b: {handle: {dist: constant, value: 1}, arrivals: {trace: b.csv}}
agents:
  g: {staffing: {file: g.csv}, authorised: [a, b]}
"""
    assert [line.split(" cannot")[0] for line in faults(written)] == [
        "f.yaml:2: interval: 7m does not divide a day; take 15m, 30m, 1h or another divisor of 24h",
        "f.yaml:4: categories.a.arrivals.file: a.csv",
        "f.yaml:5: categories.b.arrivals.trace: b.csv",
        "f.yaml:7: agents.g.staffing.file: g.csv",
    ]
