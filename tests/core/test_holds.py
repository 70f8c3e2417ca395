"""A contact that wants one agent: who gets it, when others may have it, and what ends the wait."""

import pytest

from acd.core.codes import LegReason, Outcome, ReturnKind
from acd.scenario import parse
from tests.runs import HOUR, legs, logs_of, traced

CENTRE = """
name: two agents
calendar: {open: "08:00-12:00", %(calendar)s}
categories:
  a: {handle: {dist: constant, value: 5m}, arrivals: {trace: a.csv}, %(category)s}
  b: {handle: {dist: constant, value: 4m}, arrivals: {trace: b.csv}}
tiers: {gold: {share: {a: 100%%}, preferred_agent: {who: %(who)s, hold: %(hold)s}}}
agents:
  g: {authorised: [a, b], %(group)s}
  h: {authorised: [a, b], count: 1}
"""
USUAL = {"calendar": "days: 1", "category": "balk: 0", "who": "g", "hold": "1h", "group": "count: 1"}
BACK = "resolution: 0, recontact: {probability: 1, after: {dist: constant, value: 10m}, attempts: 2}"
PREFERRED, OTHER, NONE = LegReason.PREFERRED_AGENT, LegReason.OTHER_AGENT, LegReason.NONE


def found(folder, a, b=(), columns=("joined", "bound", "agent", "reason"), **changes):
    """Return columns of the legs of a centre whose contacts come at these minutes; agent 0 is of g, agent 1 of h."""
    for name, minutes in (("a", a), ("b", b or [239])):
        moments = "\n".join(str(8 * HOUR + 60 * minute) for minute in minutes)
        (folder / f"{name}.csv").write_text(f"arrived\n{moments}\n")
    rows = legs(
        logs_of(parse(CENTRE % (USUAL | changes), folder, "two.yaml")), *columns, "category", "arrived"
    )
    return [row[:-2] for row in rows if b or row[-2] == 0]


def test_a_contact_waits_for_its_agent_though_another_is_ready(tmp_path):
    assert found(tmp_path, [0, 1]) == [(0, 0, 0, PREFERRED), (1, 5, 0, PREFERRED)]


def test_when_the_hold_is_over_another_may_have_the_contact(tmp_path):
    assert found(tmp_path, [0, 1], hold="2m") == [(0, 0, 0, PREFERRED), (1, 3, 1, OTHER)]


def test_without_a_hold_the_agent_is_asked_first_and_then_all_others(tmp_path):
    assert found(tmp_path, [0, 1], hold="0s") == [(0, 0, 0, PREFERRED), (1, 1, 1, OTHER)]


@pytest.mark.parametrize(("hold", "first", "second"), [("2m", (4, 1), (5, 0)), ("10m", (5, 0), (4, 1))])
def test_a_contact_goes_to_its_old_place_when_its_hold_is_over(tmp_path, hold, first, second):
    rows = found(tmp_path, [0, 1], [0, 2], hold=hold)
    assert [(bound, agent) for joined, bound, agent, _ in rows if joined in (1, 2)] == [first, second]


def test_the_agent_takes_a_held_contact_by_the_ordinary_rule(tmp_path):
    # both agents are busy; the contact in the line has waited for longer than the one that is held for agent 0
    assert found(tmp_path, [0, 2], [0, 1])[2:] == [(1, 4, 1, NONE), (2, 5, 0, PREFERRED)]
    assert found(tmp_path, [0, 3], [0, 1, 2])[2:] == [(1, 4, 1, NONE), (2, 5, 0, NONE), (3, 9, 0, PREFERRED)]


def test_the_last_agent_is_wanted_from_the_first_return_on(tmp_path):
    # both are ready at each return, and longest idle alone would take the other agent
    rows = found(tmp_path, [0, 1], columns=("joined", "agent", "reason"), who="last", category=BACK)
    assert rows == [(0, 0, NONE), (1, 1, NONE), (15, 0, PREFERRED), (16, 1, PREFERRED)]
    rows = found(tmp_path, [0, 1], [20], columns=("joined", "agent", "reason"), who="last", category=BACK)
    assert rows[2:] == [(15, 0, PREFERRED), (16, 1, PREFERRED), (20, 0, NONE)]


def test_the_last_agent_is_still_wanted_after_a_redial(tmp_path):
    redial = (
        "patience: {dist: constant, value: 1m}, redial: {probability: 1, after: {dist: constant, value: 3m}}"
    )
    columns = ("joined", "ended", "agent", "reason")
    # agent 0 has another contact as the matter of 0 returns at 15: it gives up, and tries again at 19
    rows = found(
        tmp_path, [0, 14], [14], columns, who="last", category=f"{BACK.replace('2}', '3}')}, {redial}"
    )
    back = [row for row in rows if row[0] in (15, 19)]
    assert back == [(15, 16, -1, NONE), (19, 24, 0, PREFERRED)]


def test_an_own_agent_is_the_same_at_every_return_and_not_the_same_for_all(tmp_path):
    columns = ("matter", "agent", "reason")
    rows = found(tmp_path, range(0, 200, 20), columns=columns, who="own", category=BACK)
    assert {reason for *_, reason in rows} == {PREFERRED}
    agents = {(matter, agent) for matter, agent, _ in rows}
    assert len(agents) == 10
    assert {agent for _, agent in agents} == {0, 1}


def test_a_held_contact_may_lose_patience(tmp_path):
    columns = ("outcome", "ended")
    rows = found(tmp_path, [0, 1], columns=columns, category="patience: {dist: constant, value: 2m}")
    assert rows == [(Outcome.ANSWERED, 5), (Outcome.ABANDONED, 3)]


def test_a_held_contact_has_to_wait_and_so_may_balk(tmp_path):
    rows = found(tmp_path, [0, 1], columns=("outcome", "ended"), category="balk: 1")
    assert rows == [(Outcome.ANSWERED, 5), (Outcome.ABANDONED, 1)]


def test_held_contacts_fill_the_line_and_a_full_line_holds_nobody(tmp_path):
    # the third is not held: the line is full, and the other agent is ready
    rows = found(tmp_path, [0, 1, 2, 3], columns=("outcome", "bound", "agent"), category="max_queue: 1")
    assert rows == [
        (Outcome.ANSWERED, 0, 0), (Outcome.ANSWERED, 5, 0), (Outcome.ANSWERED, 2, 1), (Outcome.REFUSED, None, -1),
    ]  # fmt: skip


def test_the_hold_ends_when_the_agent_leaves(tmp_path):
    # the agent goes home at 62, busy until 63; what comes at 62.5 is not held any more
    shift = 'shifts: [{agents: 1, at: "08:00", length: 62m}]'
    rows = found(tmp_path, [58, 61, 62.5], group=shift)
    assert rows == [(58, 58, 0, PREFERRED), (61, 62, 1, OTHER), (62.5, 67, 1, OTHER)]


def test_several_holds_end_in_the_order_of_their_offers_when_the_agent_leaves(tmp_path):
    shift = 'shifts: [{agents: 1, at: "08:00", length: 62m}]'
    rows = found(tmp_path, [58, 59, 60, 61], group=shift)
    assert rows[1:] == [(59, 62, 1, OTHER), (60, 67, 1, OTHER), (61, 72, 1, OTHER)]


def test_nobody_is_held_for_an_agent_who_is_off(tmp_path):
    shift = 'shifts: [{agents: 1, at: "09:00", length: 1h}]'
    assert found(tmp_path, [0, 1], group=shift) == [(0, 0, 1, OTHER), (1, 5, 1, OTHER)]


def test_a_contact_waits_for_an_agent_who_is_on_a_break(tmp_path):
    shift = 'shifts: [{agents: 1, at: "08:00", length: 4h, breaks: [{after: 10m, length: 15m}]}]'
    assert found(tmp_path, [12], group=shift) == [(12, 25, 0, PREFERRED)]


@pytest.mark.parametrize(
    ("close", "outcomes"),
    [
        ("turn_away", [Outcome.ANSWERED, Outcome.REFUSED]),
        ("carry_over", [Outcome.ANSWERED, Outcome.CARRIED_OVER]),
        ("serve", [Outcome.ANSWERED, Outcome.ANSWERED]),
    ],
)
def test_closing_treats_held_contacts_like_all_others(tmp_path, close, outcomes):
    rows = found(tmp_path, [238, 239], columns=("outcome",), calendar=f"at_close: {close}", group="count: 1")
    assert [outcome for (outcome,) in rows] == outcomes


def test_customers_leave_for_good_instead_of_coming_back(tmp_path):
    unsettled = traced(tmp_path, 0, category=BACK, root="loyalty: {leave_when_unsettled: 100%}\n")
    assert legs(logs_of(unsettled), "settled", "return_kind", "return_at") == [(0, ReturnKind.LEFT, None)]
    redial = "balk: 1, redial: {probability: 1, after: {dist: constant, value: 10m}}"
    alone = traced(
        tmp_path, 0, category=redial, group="count: 0", root="loyalty: {leave_after_abandoning: 1}"
    )
    assert legs(logs_of(alone), "return_kind", "return_at") == [(ReturnKind.LEFT, None)]


def test_a_tiers_own_loyalty_stands_instead_of_the_roots(tmp_path):
    root = "loyalty: {leave_when_unsettled: 100%}\ntiers: {gold: {share: 100%, loyalty: {}}}\n"
    assert legs(logs_of(traced(tmp_path, 0, category=BACK, root=root)), "return_kind") == [
        (ReturnKind.RECONTACT,), (ReturnKind.NONE,),
    ]  # fmt: skip


@pytest.mark.parametrize(("share", "category"), [("b: 100%", 1), ("same: 100%", 0), ("b: 0%", 0)])
def test_a_matter_comes_back_through_the_category_that_is_said(tmp_path, share, category):
    back = BACK.replace("attempts: 2", f"attempts: 2, through: {{{share}}}")
    rows = found(tmp_path, [0], [200], ("attempt", "joined", "ended"), category=back)
    assert rows[:2] == [(1, 0, 5), (2, 15, 19 if category else 20)]


def test_some_come_back_through_another_category(tmp_path):
    back = BACK.replace("attempts: 2", "attempts: 2, through: {b: 30%}")
    columns = ("attempt", "bound", "ended")
    many = {"group": "count: 300", "hold": "0s", "category": back}
    rows = found(tmp_path, [float(n) / 2 for n in range(200)], [239], columns, **many)
    times = [ended - bound for attempt, bound, ended in rows if attempt == 2]
    assert len(times) == 200
    assert 0.2 < times.count(4) / 200 < 0.4
