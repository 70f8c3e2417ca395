"""A desk that is a group or one agent: who gets what is sent there, until when, and what ends that."""

import pytest

from acd.core.codes import LegReason, Outcome
from acd.scenario import parse
from tests.runs import HOUR, legs, logs_of

CENTRE = """
name: two agents who may take what is sent on by two others
calendar: {open: "08:00-12:00", days: 1, at_close: %(close)s}
categories:
  a:
    handle: {dist: constant, value: 1m}
    resolution: 0
    arrivals: {trace: a.csv}
    %(sends)s
    referral: {to: desk, probability: %(referred)s, mode: %(mode)s, age_credit: 0s%(consult)s}
  b: {handle: {dist: constant, value: 5m}, resolution: 100%%, arrivals: {trace: b.csv}%(second)s}
agents:
  front: {authorised: [a], count: %(front)s}
  g: {authorised: %(able)s, %(group)s}
  h: {authorised: [b], count: 1}
referral_desks: {desk: {category: b, %(desk)s}}
"""
USUAL = {
    "desk": "agent: g 1", "group": "count: 1", "referred": 1, "mode": "cold", "sends": "balk: 0", "second": "",
    "consult": "", "able": "[b]", "front": 2, "close": "serve",
}  # fmt: skip
THEIRS, OTHER = LegReason.PREFERRED_AGENT, LegReason.OTHER_AGENT
COLUMNS = ("joined", "bound", "agent", "reason")
G, H = 2, 3
"""The only agent of g, where it has one, and the agent of h."""


def found(folder, a, b=(), columns=COLUMNS, **changes):
    """Return the legs in category b of a centre to which contacts come at these minutes, those sent on by agents first.

    A contact of a is sent on one minute after it came.
    """
    for name, minutes in (("a", a), ("b", b or [239])):
        moments = "\n".join(str(8 * HOUR + 60 * minute) for minute in minutes)
        (folder / f"{name}.csv").write_text(f"arrived\n{moments}\n")
    scenario = parse(CENTRE % (USUAL | changes), folder, "narrow.yaml")
    rows = legs(logs_of(scenario), *columns, "category", "leg", "joined")
    rows = [row for row in rows if row[-3] == 1 and row[-1] != 239]
    return [row[:-3] for row in sorted(rows, key=lambda row: (row[-2] == 1, row[-1]))]


def test_a_contact_waits_for_the_agent_to_whom_it_is_sent_though_another_is_ready(tmp_path):
    assert found(tmp_path, [0, 1]) == [(1, 1, G, THEIRS), (2, 6, G, THEIRS)]


def test_after_the_hold_another_may_have_it(tmp_path):
    assert found(tmp_path, [0, 1], desk="agent: g 1, hold: 2m") == [(1, 1, G, THEIRS), (2, 4, H, OTHER)]
    assert found(tmp_path, [0, 1], desk="agent: g 1, hold: 0s") == [(1, 1, G, THEIRS), (2, 2, H, OTHER)]


def test_any_agent_of_the_group_may_have_what_is_sent_to_the_group(tmp_path):
    rows = found(tmp_path, [0, 1, 2], group="count: 2", desk="group: g")
    assert rows == [(1, 1, 2, THEIRS), (2, 2, 3, THEIRS), (3, 6, 2, THEIRS)]
    one = found(tmp_path, [0, 1, 2], group="count: 2", desk="agent: g 2")
    assert [(bound, agent) for _, bound, agent, _ in one] == [(1, 3), (6, 3), (11, 3)]


def test_the_longest_idle_of_the_group_gets_it(tmp_path):
    # the first agent of g has the contact of minute 0 until 5, so that the second is idle for longer at 7
    rows = found(tmp_path, [6], [0], group="count: 2", desk="group: g")
    assert rows[0] == (7, 7, 3, THEIRS)


def test_whoever_it_is_for_takes_it_by_the_ordinary_rule(tmp_path):
    # agents of g and h are busy from 0 on; at 5 the contact in line, which came before, goes first
    rows = found(tmp_path, [2], [0, 0, 1, 1], columns=("joined", "bound", "agent"))
    assert rows[0] == (3, 10, G)
    rows = found(tmp_path, [0], [0, 0, 2], columns=("joined", "bound", "agent"))
    assert rows[0] == (1, 5, G)


def test_when_the_agent_leaves_anybody_may_have_it(tmp_path):
    shift = 'shifts: [{agents: 1, at: "08:00", length: 3m}]'
    assert found(tmp_path, [0, 1, 4], group=shift) == [
        (1, 1, G, THEIRS), (2, 3, H, OTHER), (5, 8, H, OTHER),
    ]  # fmt: skip


def test_what_is_sent_to_a_group_is_free_only_when_its_last_agent_leaves(tmp_path):
    shifts = 'shifts: [{agents: 1, at: "08:00", length: 3m}, {agents: 1, at: "08:00", length: 4m}]'
    rows = found(tmp_path, [0, 0, 1], group=shifts, desk="group: g")
    assert rows[2] == (2, 4, 4, OTHER)


def test_a_contact_waits_for_an_agent_who_is_on_a_break(tmp_path):
    shift = 'shifts: [{agents: 1, at: "08:00", length: 4h, breaks: [{after: 10m, length: 15m}]}]'
    assert found(tmp_path, [11], group=shift) == [(12, 25, G, THEIRS)]


def test_nobody_without_the_authority_has_it_even_after_the_hold(tmp_path):
    # front is idle, but may not take b; h is busy for ever
    rows = found(tmp_path, [0, 1], [0, 0, 0, 0], desk="agent: g 1, hold: 1m", columns=("joined", "agent"))
    assert {agent for _, agent in rows} <= {G, H}


def test_when_nobody_answers_it_is_theirs_still_and_not_of_others(tmp_path):
    rings = "count: 1, no_answer: {probability: 99.999%, timeout: 1m, not_ready: 2m}"
    columns = ("joined", "outcome", "ended", "rings", "agent")
    patience = ", patience: {dist: constant, value: 10m}"
    # it rings at 1, 4, 7 and 10 for a minute each, with rests between, until the customer leaves at 11
    rows = found(tmp_path, [0], columns=columns, group=rings, second=patience)
    assert rows == [(1, Outcome.ABANDONED, 11, 4, -1)]
    # the hold is over at 6, while the agent rests after two offers
    columns = ("joined", "bound", "rings", "agent")
    assert found(tmp_path, [0], columns=columns, group=rings, desk="agent: g 1, hold: 5m") == [(1, 6, 2, H)]


def test_an_offer_that_comes_to_nothing_goes_to_another_of_the_group(tmp_path):
    rings = "count: 2, answer: {dist: constant, value: 1m}, reject: {probability: 99.999%, not_ready: 30m}"
    patience = ", patience: {dist: constant, value: 10m}"
    columns = ("joined", "outcome", "ended", "rings")
    rows = found(tmp_path, [0], columns=columns, group=rings, second=patience, desk="group: g")
    assert rows == [(1, Outcome.ABANDONED, 11, 2)]


WARM = {"mode": "warm", "consult": ", consult: {duration: {dist: constant, value: 2m}}"}


def test_an_agent_to_hand_over_to_is_waited_for_with_the_customer_on_hold(tmp_path):
    columns = ("joined", "bound", "ended", "agent")
    # two minutes of talk, then five of handling; the second is handed over from 8 on
    assert found(tmp_path, [0, 1], columns=columns, **WARM) == [(1, 1, 8, G), (2, 8, 15, G)]


def test_a_wait_for_one_agent_to_hand_over_to_may_be_limited(tmp_path):
    consult = WARM["consult"].replace("{duration", "{wait: 3m, duration")
    columns = ("joined", "bound", "ended", "agent")
    rows = found(tmp_path, [0, 1], columns=columns, mode="warm", consult=consult)
    # from 5 on it waits by itself, and is handled without a talk
    assert rows == [(1, 1, 8, G), (2, 8, 13, G)]


@pytest.mark.parametrize("desk", ["agent: g 1", "group: g"])
def test_whoever_asks_does_not_wait_for_herself(tmp_path, desk):
    path = "path: {ask: {kind: consult, to: desk, duration: {dist: constant, value: 2m}}, handle: }"
    scenario = {"sends": path, "referred": "0%", "able": "[a, b]", "desk": desk, "front": 0}
    # the contact comes to the agent of g, who asks what is for her: the agent of h answers, at once
    rows = found(tmp_path, [0], columns=("joined", "bound", "agent", "outcome"), **scenario)
    assert rows == [(0, 0, 1, Outcome.ANSWERED)]


def test_a_survey_case_goes_to_the_agent_to_whom_it_is_sent(tmp_path):
    survey = (
        "survey: {response: 1, offered: 1, bad: 5, questions: [{ask: well?, scale: 1-5}], "
        "follow_up: {to: desk, after: 1m}}"
    )
    rows = found(tmp_path, [0, 1], columns=("joined", "bound", "agent"), sends=survey, referred="0%")
    assert rows == [(2, 2, G), (3, 7, G)]


def test_a_full_line_holds_nobody(tmp_path):
    rows = found(
        tmp_path,
        [0, 0.5, 1, 1.5],
        columns=("joined", "bound", "agent"),
        second=", max_queue: 1",
        desk="agent: g 1",
    )
    # the second waits for g; the third finds the line full, and h ready
    assert rows[:3] == [(1, 1, G), (1.5, 6, G), (2, 2, H)]


@pytest.mark.parametrize("close", ["turn_away", "serve"])
def test_closing_treats_what_waits_for_somebody_like_all_others(tmp_path, close):
    # agents of g and h are busy until 241
    rows = found(tmp_path, [237], [236, 236], columns=("joined", "outcome"), close=close)
    assert rows[0] == (238, Outcome.REFUSED if close == "turn_away" else Outcome.ANSWERED)
