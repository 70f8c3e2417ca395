"""The engine between two calls: room in tables, equal patience, the end of a run."""

import numpy as np
import pytest

from acd.core import engine, room
from acd.core.codes import Stop
from acd.core.tables import NEVER, SECOND, TABLES, Tables
from tests.runs import HOUR, centre, logs_of, prepared, traced

FLOOD = "arrivals: {rate: 300/h}"


def run_once(run, limit=NEVER - 1, budget=10**6):
    return Stop(engine.run_until(run.tables.handle, limit, budget))


def test_a_run_stops_at_its_limit_and_goes_on_from_there():
    run = prepared(centre("arrivals: {rate: 30/h}"))
    for hour in range(1, 13):
        assert run_once(run, hour * HOUR * SECOND) in (Stop.LIMIT, Stop.DONE)
        assert run.next_time() > hour * HOUR * SECOND
    assert run.advance() == Stop.DONE
    assert run.next_time() == NEVER
    assert run.close().legs.tobytes() == logs_of(centre("arrivals: {rate: 30/h}")).legs.tobytes()


@pytest.mark.parametrize("mode", ["serve", "turn_away", "carry_over"])
def test_a_run_that_is_over_holds_nobody_but_those_who_wait(mode):
    category = (
        "arrivals: {rate: 60/h}, ivr: {dist: exponential, mean: 5m}, balk: 10%, max_queue: 5, "
        "redial: {probability: 50%, after: {dist: exponential, mean: 10m}}"
    )
    run = prepared(centre(category, "count: 1", f"days: 2, at_close: {mode}"))
    run.advance()
    desk = run.tables["desk"][0]
    assert desk["in_system"] == desk["waiting"]
    assert desk["n_events"] == run.tables["world"]["in_ivr"][0] == 0
    assert set(run.tables["agent"]["state"]) == {0}


def test_a_run_stops_when_its_budget_is_spent():
    run = prepared(centre("arrivals: {rate: 30/h}"))
    assert [run_once(run, budget=1) for _ in range(3)] == [Stop.BUDGET] * 3


def test_a_run_without_room_for_contacts_stops_before_the_event():
    run = prepared(centre(FLOOD, "count: 0"))
    run.tables["capacity"]["contacts"] = 100
    assert run_once(run) == Stop.CONTACTS_FULL
    assert 100 - 3 * room.ORDINARY < run.tables["desk"]["in_system"][0] <= 100


def test_a_run_without_room_for_events_stops_before_the_event():
    run = prepared(centre(FLOOD + ", ivr: {dist: constant, value: 1h}", "count: 0"))
    run.tables["capacity"]["events"] = 200
    assert run_once(run) == Stop.EVENTS_FULL
    assert 200 - 9 * room.ORDINARY < run.tables["desk"]["n_events"][0] <= 200


@pytest.mark.parametrize("name", ["legs", "changes", "commands", "decisions"])
def test_a_run_without_room_in_a_log_stops_before_the_event(name):
    run = prepared(centre(FLOOD))
    run.tables["capacity"][name] = 100
    assert run_once(run) == Stop.LOG_FULL


def test_logs_that_are_not_kept_need_no_room():
    run = prepared(centre("arrivals: {rate: 30/h}"), log=False, commands=False)
    for name in ("legs", "changes", "commands", "decisions"):
        run.tables["capacity"][name] = 0
    assert run_once(run) == Stop.DONE


def test_acts_of_a_users_process_ask_for_room_too():
    run = prepared(centre())
    run.tables["capacity"]["contacts"] = 1
    z = run.tables.handle
    assert engine.inject(z, HOUR, 0, 0, 1, 1) == -Stop.CONTACTS_FULL
    assert engine.hold_agent(z, HOUR, 0, 1, 7) == -Stop.CONTACTS_FULL
    assert run.tables["world"]["contacts"][0] == 0


def test_patience_that_moves_to_a_larger_table_keeps_its_order(tmp_path):
    minutes = [*range(1, 40), *range(1, 40)]
    scenario = traced(tmp_path, *minutes, category="patience: {dist: constant, value: 1h}", group="count: 0")
    run = prepared(scenario)
    run.advance(9 * HOUR * SECOND)
    for _ in range(2):
        run.make_room(Stop.CONTACTS_FULL)
    run.advance()
    ended = run.close().legs
    assert ended["contact"].tolist() == list(range(78))
    assert ended["ended"].tobytes() == logs_of(scenario).legs["ended"].tobytes()


def test_a_table_of_another_type_is_refused():
    message = "table 'leg' needs contiguous rows of .*, got int64"
    with pytest.raises(TypeError, match=message):
        Tables({"leg": np.zeros(3, np.int64)})
    with pytest.raises(TypeError, match="table 'leg' needs contiguous rows"):
        Tables({"leg": np.zeros(6, TABLES["leg"])[::2]})


def test_an_empty_table_has_a_row_nobody_reads():
    assert len(Tables({"trace": np.zeros(0, TABLES["trace"])})["trace"]) == 1
