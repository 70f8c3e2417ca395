"""Tallies by hand: what happens exactly at a border, and what user processes do; each is equal to the log as well."""

import numpy as np
import simpy

from acd import SimpyCentre
from acd.clocks import CompiledClock
from acd.core.codes import Stop
from acd.core.tables import SECOND
from acd.scenario import parse
from tests.runs import HOUR, centre, traced
from tests.tallied import both_cells, counting, differences, keeping

MINUTE = 60 * SECOND
EVERY_5 = "interval: 5m"


def cells(scenario):
    """Return the cells of a run, which are those of its log."""
    tallied, logged = both_cells(scenario, CompiledClock().run(counting(scenario)))
    assert differences(tallied, logged) == []
    return tallied


def moved(cells, field):
    """Return what is counted in the first category and tier, as interval to count; times in minutes."""
    counts = cells.leg(field)[0, 0]
    unit = MINUTE if field in ("working", "queue", "spent", "answered_wait", "abandoned_wait") else 1
    return {int(row): counts[row] / unit for row in np.flatnonzero(counts)}


def spent(cells, kind):
    counts = cells.group(kind)[0]
    return {int(row): counts[row] / MINUTE for row in np.flatnonzero(counts)}


def test_a_leg_counts_in_the_interval_that_begins_as_it_joins(tmp_path):
    assert moved(cells(traced(tmp_path, 30)), "answered") == {1: 1}


def test_work_is_cut_where_an_interval_ends(tmp_path):
    found = cells(traced(tmp_path, 28))
    assert moved(found, "working") == spent(found, "occupied") == {0: 2, 1: 3}
    assert moved(found, "spent") == {0: 5}


def test_wrap_up_that_spans_intervals_is_shared_among_all_of_them(tmp_path):
    found = cells(traced(tmp_path, 3, category="wrap_up: {dist: constant, value: 9m}", root=EVERY_5))
    assert moved(found, "working") == spent(found, "occupied") == {0: 2, 1: 5, 2: 5, 3: 2}


def test_whoever_leaves_the_line_as_an_interval_ends_is_no_backlog(tmp_path):
    level = "service_level: {share: 80%, within: 5m}"
    found = cells(traced(tmp_path, 0, 0, 0, category=level, root=EVERY_5))
    assert moved(found, "backlog") == {0: 1}
    assert moved(found, "queue") == {0: 10, 1: 5}
    assert moved(found, "good") == {0: 2}
    assert found.longest[0, 0, 0] == 10 * MINUTE


def test_work_past_closing_falls_in_the_last_interval(tmp_path):
    found = cells(traced(tmp_path, 239))
    assert moved(found, "working") == {7: 5}
    assert sum(spent(found, "idle").values()) == 239


def test_who_waits_overnight_is_in_no_queue_and_carried_over_in_the_end(tmp_path):
    calendar = "days: 2, at_close: carry_over"
    found = cells(traced(tmp_path, 230, group="count: 0", calendar=calendar))
    assert moved(found, "queue") == {7: 10} | dict.fromkeys(range(8, 16), 30)
    assert moved(found, "backlog") == dict.fromkeys(range(7, 16), 1)
    assert moved(found, "carried_over") == {7: 1}
    assert found.still.tolist() == [[1]]
    assert len(found.waits.wait) == 0


def test_agents_who_come_in_the_warm_up_count_from_its_end():
    found = cells(centre("", 'shifts: [{agents: 1, at: "08:00", length: 90m}]', "warm_up: 32400s"))
    assert spent(found, "idle") == {0: 30}


def test_absent_agents_and_unpaid_breaks_are_kinds_of_their_own():
    breaks = "breaks: [{after: 30m, length: 15m, paid: false}, {after: 1h, length: 10m, paid: true}]"
    found = cells(centre("", f'shifts: [{{agents: 1, at: "08:00", length: 2h, {breaks}}}]'))
    assert (spent(found, "unpaid"), spent(found, "away")) == ({1: 15}, {2: 10})
    found = cells(centre("", 'shifts: [{agents: 1, at: "08:00", length: 1h}], shrinkage: 100%'))
    assert spent(found, "absent") == {0: 30, 1: 30}


def test_a_matter_counts_once_however_often_it_comes_back(tmp_path):
    again = "resolution: 0%, recontact: {probability: 100%, after: {dist: constant, value: 40m}, attempts: 3}"
    found = cells(traced(tmp_path, 0, category=again))
    assert moved(found, "contacts") == {0: 1, 1: 1, 3: 1}
    assert moved(found, "matter_contacts") == {0: 3}
    assert moved(found, "matters") == moved(found, "matters_answered") == {0: 1}
    assert moved(found, "matters_kept") == moved(found, "matters_settled") == {}
    assert found.group("matters").sum() == 1


def test_a_matter_of_the_warm_up_counts_nowhere_when_it_comes_back(tmp_path):
    again = "resolution: 0%, recontact: {probability: 100%, after: {dist: constant, value: 1d}, attempts: 2}"
    found = cells(traced(tmp_path, 0, category=again, calendar="days: 2, warm_up: 1d"))
    assert moved(found, "answered") == {0: 1}
    for field in ("matters", "matter_contacts", "matters_answered"):
        assert moved(found, field) == {}


def test_a_redial_after_nobody_answered_leaves_the_first_answer_to_come(tmp_path):
    impatient = "patience: {dist: constant, value: 2m}"
    again = "redial: {probability: 100%, after: {dist: constant, value: 30m}, attempts: 2}"
    found = cells(traced(tmp_path, 0, 0, category=f"{impatient}, {again}"))
    assert moved(found, "abandoned") == moved(found, "redials") == {0: 1}
    assert moved(found, "matters_answered") == {0: 2}


def test_a_contact_in_hand_as_the_run_is_stopped_counts_for_its_group_alone(tmp_path):
    scenario = traced(tmp_path, 0, 1)
    run = counting(scenario)
    run.advance((8 * HOUR + 60) * SECOND)
    tallied, logged = both_cells(scenario, run.close(stopped=True))
    assert differences(tallied, logged) == []
    assert tallied.group("matters").sum() == tallied.leg("answered").sum() == tallied.still.sum() == 1
    assert tallied.leg("matters_answered").sum() == tallied.leg("finished").sum() == 0


LATE = """
name: late
calendar: {open: "08:00-17:00", days: 3, at_close: turn_away}
categories:
  a:
    arrivals: {per_interval: [6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]}
    handle: {dist: constant, value: 20h}
    patience: {dist: constant, value: 5m}
  b:
    arrivals: {per_interval: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 20, 20, 0, 0]}
    handle: {dist: constant, value: 3m}
    ivr: {dist: constant, value: 6h}
agents: {g: {shifts: [{agents: 1, at: "08:00", length: 1h}], authorised: [a, b]}}
"""


def test_a_run_stopped_among_contacts_that_closing_refuses_is_counted_as_it_is_logged():
    scenario = parse(LATE, name="late.yaml")
    run = counting(scenario)
    run.advance(23 * HOUR * SECOND)
    run.make_room(Stop.LOG_FULL)
    assert run.tables["tally"]["place"][0] > 2
    logs = run.close(stopped=True)
    assert logs.until >= logs.legs["ended"].max() > 21 * HOUR * SECOND
    tallied, logged = both_cells(scenario, logs)
    assert differences(tallied, logged) == []
    assert tallied.leg("refused").sum() > 10


def test_what_user_processes_do_is_counted_as_it_is_logged():
    scenario = centre("arrivals: {rate: 60/h}, patience: {dist: exponential, mean: 2m}", "count: 3")
    env = simpy.Environment()
    centre_ = SimpyCentre(env, scenario, keep=keeping(scenario))

    def meddle(env):
        yield env.timeout(9 * HOUR + 0.25)
        taken = centre_.take_away("g", 2, "unpaid break")
        for _ in range(20):
            centre_.inject("a")
        yield env.timeout(1700)
        centre_.give_back(taken)
        centre_.take_away("g", 1, "outage")

    env.process(meddle(env))
    env.run(until=centre_.end)
    tallied, logged = both_cells(scenario, centre_.logs())
    assert differences(tallied, logged) == []
    assert tallied.group("unpaid").sum() > 0
    assert tallied.group("away").sum() > 0
