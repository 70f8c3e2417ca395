"""A campaign minute by minute: who is dialled when, what it costs the agent, when the record is due again."""

import numpy as np
import pytest

from acd.core.codes import LegReason, Outcome, ReturnKind
from acd.scenario import parse
from tests.runs import centre, history, legs, logs_of, minutes

RIGHT, WRONG, SILENT = LegReason.RIGHT_PARTY, LegReason.WRONG_PARTY, LegReason.NO_REPLY


def constant(value):
    return f"{{dist: constant, value: {value}}}"


def campaign(mode="progressive", records="records: 3", reach="probability: 100%", **more):
    """Return a category's campaign with a ring of one minute."""
    parts = {"ring": constant("1m"), "retry_after": constant("30m"), **more}
    rest = ", ".join(f"{key}: {value}" for key, value in parts.items())
    return f"outbound: {{mode: {mode}, {records}, reach: {{{reach}}}, {rest}}}"


def run(mode="progressive", *, group="count: 1", calendar="", category="", **parts):
    inside = ", ".join(part for part in (campaign(mode, **parts), category) if part)
    return logs_of(centre(inside, group, calendar))


def test_a_progressive_dial_keeps_its_agent_while_it_rings_and_while_they_talk():
    logs = run(category=f"wrap_up: {constant('2m')}")
    times = legs(logs, "arrived", "joined", "bound", "ended", "wrapped", "attempt")
    assert times == [(0, 0, 0, 6, 8, 1), (8, 8, 8, 14, 16, 1), (16, 16, 16, 22, 24, 1)]
    assert set(logs.legs["reason"]) == {RIGHT}
    assert history(logs)[1:5] == [(0, "ready"), (0, "busy"), (6, "wrap_up"), (8, "ready")]


def test_in_preview_the_agent_reads_the_record_first():
    logs = run("preview", preview=constant("3m"))
    assert legs(logs, "bound", "ended") == [(0, 9), (9, 18), (18, 27)]


def test_a_dial_that_nobody_answers_is_over_when_it_has_rung_and_is_due_again():
    logs = run(reach="probability: 0%", records="records: 1", attempts=3)
    assert legs(logs, "bound", "ended", "return_at", "attempt") == [
        (0, 1, 31, 1), (31, 32, 62, 2), (62, 63, None, 3),
    ]  # fmt: skip
    assert set(logs.legs["outcome"]) == {Outcome.UNREACHED}
    assert logs.legs["return_kind"].tolist() == [ReturnKind.RETRY, ReturnKind.RETRY, ReturnKind.NONE]
    assert (logs.legs["settled"] == -1).all()


def test_the_wrong_party_takes_little_time_no_wrap_up_and_is_dialled_again():
    wrong = constant("2m")
    logs = run(
        reach="probability: 100%, right_party: 0%", records="records: 1", attempts=2,
        wrong_party=wrong, category=f"wrap_up: {constant('2m')}",
    )  # fmt: skip
    assert legs(logs, "bound", "ended", "wrapped", "return_at") == [(0, 3, 3, 33), (33, 36, 36, None)]
    assert set(logs.legs["reason"]) == {WRONG}
    assert set(logs.legs["settled"]) == {0}


def test_the_right_party_ends_a_record_whether_or_not_it_settles_anything():
    logs = run(category="resolution: 0%", attempts=5)
    assert len(logs.legs) == 3
    assert (logs.legs["return_at"] == -1).all()
    assert set(logs.legs["settled"]) == {0}


def test_a_dial_ahead_rings_while_agents_wait_and_joins_the_line_when_it_is_answered():
    logs = run("predictive", group="count: 2", records="records: 2")
    assert legs(logs, "arrived", "joined", "bound", "ended") == [(0, 1, 1, 6), (0, 1, 1, 6)]
    assert history(logs)[2] == (1, "busy")


def test_whoever_answers_and_gets_no_agent_within_two_seconds_is_abandoned_and_left_in_peace():
    # two dials for two agents come first; as one is answered, the agent still ready stands for three dials
    more = {"records": "records: 4", "pace": 3, "abandonment_cap": "100%", "rest": "50m"}
    logs = logs_of(centre(campaign("predictive", **more), "count: 2", handle=constant("20m")))
    lost = logs.legs[logs.legs["outcome"] == Outcome.ABANDONED]
    assert minutes(lost["joined"]) == [2, 2]
    assert minutes(lost["ended"]) == pytest.approx([2 + 2 / 60] * 2)
    assert minutes(lost["return_at"]) == pytest.approx([52 + 2 / 60] * 2)


def test_records_that_are_due_again_go_before_the_rest_of_the_list():
    logs = run(reach="probability: 0%", records="records: 4", attempts=2, retry_after=constant("90s"))
    assert legs(logs, "bound", "matter", "attempt") == [
        (0, 0, 1), (1, 1, 1), (2, 2, 1), (3, 0, 2), (4, 1, 2), (5, 2, 2), (6, 3, 1), (8.5, 3, 2),
    ]  # fmt: skip


def test_nothing_is_dialled_outside_the_windows_and_a_window_starts_dialling_at_once():
    logs = run(windows='"08:30-08:40, 09:10-24:00"')
    assert legs(logs, "bound", "ended") == [(30, 36), (36, 42), (70, 76)]


def test_records_of_every_day_come_at_midnight_and_those_left_stay():
    logs = run(records="per_day: 50", calendar='days: 2, open: "08:00-10:00"')
    per_day = np.bincount(logs.legs["arrived"] // (86_400 * 10**6))
    assert per_day.tolist() == [20, 20]
    few = run(records="per_day: 3", calendar='days: 3, open: "08:00-10:00"')
    assert np.bincount(few.legs["arrived"] // (86_400 * 10**6)).tolist() == [3, 3, 3]


BLENDED = """
name: blended
calendar: {open: "08:00-12:00"}
categories:
  a: {arrivals: {rate: 50/h}, handle: {dist: exponential, mean: 4m}}
  b:
    outbound: {mode: %s, records: 500, reach: {probability: 50%%}, ring: {dist: exponential, mean: 20s}, reserve: %d}
    handle: {dist: exponential, mean: 3m}
agents: {g: {count: 6, authorised: [a, b]}}
"""


@pytest.mark.parametrize("mode", ["progressive", "predictive"])
@pytest.mark.parametrize("reserve", [0, 1, 3])
def test_no_dial_takes_an_agent_of_the_reserve(mode, reserve):
    logs = logs_of(parse(BLENDED % (mode, reserve)))
    taken = {(row["bound"], row["agent"]) for row in logs.legs[logs.legs["category"] == 1]}
    ready = set()
    assert len(taken) > 30
    for row in logs.changes:
        agent, state = int(row["agent"]), int(row["state"])
        ready.discard(agent)
        if (row["time"], agent) in taken and state == 5:
            assert len(ready) >= reserve
        if state == 3:
            ready.add(agent)


def test_a_campaign_alone_in_its_group_needs_no_reserve():
    scenario = parse(
        BLENDED.replace("authorised: [a, b]", "authorised: [b]}, h: {count: 9, authorised: [a]")
        % ("progressive", 6)
    )
    assert (logs_of(scenario).legs["category"] == 1).sum() > 100


def test_customers_who_called_are_served_before_those_dialled_unless_a_priority_says_otherwise():
    text = BLENDED % ("predictive", 0)
    usual, changed = parse(text), parse(text.replace("  b:\n", "  b:\n    priority: 5\n"))
    assert [usual.categories["b"].own_priority, changed.categories["b"].own_priority] == [-1, 5]


def test_another_number_of_agents_reaches_the_same_customers_with_the_same_talk():
    kinds = BLENDED.replace("records: 500", "records: 60, attempts: 1") % ("progressive", 0)
    talks = []
    for count in (6, 9):
        rows = logs_of(parse(kinds.replace("count: 6", f"count: {count}"))).legs
        rows = rows[rows["category"] == 1]
        talks.append(sorted((rows["ended"] - rows["bound"]).tolist()))
    assert talks[0] == talks[1]
    assert len(talks[0]) == 60
