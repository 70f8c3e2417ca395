"""Measures of contacts that are referred, and of legs in which another agent was only asked, by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from acd.kpi import measure
from acd.kpi.chains import Chains
from tests.kpi.grids import TEN_ROWS, opened, sums_of
from tests.log.ten_rows import agents_of, answered, left, leg_records, legs_of

WAY = {"matter": 0, "contact": 0}
ON = {"settled": -1, "reason": "referred"}
HELP, CHAT = {"category": "help"}, {"category": "chat"}


def log(*rows, referred=(), **columns):
    """Return the frame of legs; those at the places in `referred` are, to help."""
    frame = legs_of(*rows)
    frame.loc[list(referred), "referred_to"] = "help"
    for name, values in columns.items():
        frame[name] = values
    return frame


def found(frame, name, *line, grid=TEN_ROWS):
    return tuple(float(part[0]) for part in sums_of(measure(frame, agents_of(), grid), grid, name, *line))


COLD = log(
    answered(0, "front 1", 5, 20, 30, **WAY, **ON),
    answered(20, "back 1", 40, 60, leg=2, **WAY, **HELP),
    referred=[0],
)
ASKED = log(
    answered(0, "front 1", 0, 50, **WAY),
    answered(10, "back 1", 20, 30, leg=2, settled=-1, reason="consulted", **WAY, **HELP),
)


def test_a_referral_counts_for_those_who_refer_and_a_transfer_for_those_who_take_over():
    assert (
        found(COLD, "referrals", "group", "front") == found(COLD, "referrals", "category", "sales") == (1, 1)
    )
    assert found(COLD, "transfers", "group", "back") == found(COLD, "transfers", "category", "help") == (1, 1)
    assert found(COLD, "referrals", "group", "back") == found(COLD, "transfers", "group", "front") == (0, 1)


def test_an_agent_who_gets_back_the_customer_that_was_referred_takes_over_from_nobody():
    again = answered(20, "front 1", 40, 60, leg=2, **WAY, **HELP)
    frame = log(answered(0, "front 1", 5, 20, 30, **WAY, **ON), again, referred=[0])
    assert (found(frame, "referrals"), found(frame, "transfers")) == ((1, 1), (0, 1))


@pytest.mark.parametrize(
    "second",
    [
        left(20, 50, leg=2, **WAY, **HELP),
        answered(20, "back 1", 30, 50, leg=2, settled=0, reason="hung up", **WAY, **HELP),
    ],
)
def test_a_customer_who_hangs_up_meanwhile_was_referred_and_handed_to_nobody(second):
    first = answered(0, "front 1", 5, 50, settled=-1, reason="hung up", **WAY)
    frame = log(first, second, referred=[0])
    assert (found(frame, "referrals"), found(frame, "transfers")) == ((1, 1), (0, 1))
    assert found(frame, "lost_customers", "category", "help") == (1, 1)


def test_a_customer_whose_bad_answer_opened_a_case_is_not_lost():
    unhappy = answered(0, "front 1", 5, 20, settled=0)
    for followed, lost in ((False, 1), (True, 0)):
        frame = log(unhappy, followed_up=[followed])
        assert found(frame, "lost_customers") == (lost, 1)
        assert found(frame, "follow_ups") == (1 - lost, 1)


def test_a_customer_is_not_handed_over_while_the_agents_still_talk():
    frame = log(
        answered(0, "front 1", 5, **WAY), answered(20, "back 1", 40, leg=2, **WAY, **HELP), referred=[0]
    )
    assert (found(frame, "referrals"), found(frame, "transfers")) == ((1, 1), (0, 1))
    assert found(frame, "fcr_true") == (0, 1)
    assert found(frame, "fcr_gross") == (0, 0)


def test_a_question_is_a_leg_like_others_and_no_contact_or_handler():
    assert found(ASKED, "consults", "group", "back") == found(ASKED, "answered", "group", "back") == (1, 1)
    assert found(ASKED, "fcr_gross", "group", "front") == found(ASKED, "fcr_net") == (1, 1)
    assert found(ASKED, "fcr_true", "group", "back") == (0, 0)
    assert (found(ASKED, "transfers"), found(ASKED, "lost_customers")) == ((0, 1), (0, 1))
    assert found(ASKED, "expectations_met") == (1, 1)


@pytest.mark.parametrize(
    "asked",
    [
        left(10, 10, "refused", reason="queue full", leg=2, **WAY, **HELP),
        left(10, 15, reason="consulted", leg=2, **WAY, **HELP),
        {"joined": 10, "outcome": "carried_over", "leg": 2, **WAY, **HELP},
    ],
)
def test_a_question_that_nobody_answers_loses_no_customer_and_ends_no_matter(asked):
    frame = log(answered(0, "front 1", 0, 50, **WAY), asked)
    assert found(frame, "lost_customers") == found(frame, "consults") == (0, 1)
    assert found(frame, "fcr_gross", "group", "front") == (1, 1)


def test_a_referral_that_is_refused_ends_the_contact_and_the_customer_is_lost_once():
    refused = left(20, 20, "refused", reason="queue full", leg=2, **WAY, **HELP)
    frame = log(answered(0, "front 1", 5, 20, 30, **WAY, **ON), refused, referred=[0])
    assert found(frame, "lost_customers", "category", "help") == (1, 1)
    assert found(frame, "lost_customers") == (1, 1)
    assert found(frame, "fcr_gross", "group", "front") == (0, 1)


def test_a_contact_met_the_expectation_by_the_wait_of_its_first_leg_and_by_what_its_last_one_came_to():
    late = log(
        answered(0, "front 1", 25, 30, **WAY, **ON),
        answered(30, "back 1", 30, 60, leg=2, **WAY, **HELP),
        referred=[0],
    )
    assert found(COLD, "expectations_met", "category", "sales") == (1, 1)
    assert found(COLD, "expectations_met", "category", "help") == (0, 0)
    assert found(late, "expectations_met") == (0, 1)
    assert found(late, "expectations_met", grid=opened((10, 200))) == (0, 0)


def test_of_three_handlers_the_first_and_the_last_have_the_matter():
    rows = (
        answered(0, "front 1", 5, 20, 30, **WAY, **ON),
        answered(20, "back 1", 40, 60, leg=2, **WAY, **ON, **HELP),
        left(60, 90, leg=3, **WAY, **HELP),
    )
    frame = log(*rows, referred=[0, 1])
    assert (
        found(frame, "fcr_net", "group", "back") == found(frame, "fcr_net_first", "group", "front") == (0, 0)
    )
    assert (
        found(frame, "fcr_gross", "group", "back")
        == found(frame, "fcr_gross_first", "group", "front")
        == (0, 1)
    )
    assert found(frame, "fcr_gross", "category", "sales") == (0, 1)


def test_failed_verifications_and_offers_in_vain_count_where_their_leg_joined():
    frame = log(
        *(answered(0, "front 1", 5, 20, **HELP), left(110, 120)), verified=[False, None], rings=[2, 1]
    )
    frame["verified"] = frame["verified"].astype("boolean")
    assert found(frame, "verification_failures", "category", "help") == (1, 1)
    assert found(frame, "verification_failures") == (1, 1)
    assert sums_of(measure(frame, agents_of(), TEN_ROWS), TEN_ROWS, "no_answers")[0].tolist() == [3, 2, 1]


def test_hold_is_a_part_of_the_handling_of_legs_that_are_wrapped_up():
    frame = log(answered(0, "front 1", 0, 50), answered(0, "front 2", 0), hold=[12.5, 9.0])
    assert found(frame, "hold", "group", "front") == (12.5, 1)


def test_contacts_in_hand_are_counted_against_the_time_with_any():
    legs = legs_of(answered(0, "front 1", 0, 60), answered(0, "front 1", 30, 60))
    rows = agents_of((0, "front 1", "ready"), (0, "front 1", "busy"), (60, "front 1", "ready"))
    sums = measure(legs, rows, TEN_ROWS)
    assert [float(part[0]) for part in sums_of(sums, TEN_ROWS, "concurrency", "group", "front")] == [90, 60]


@st.composite
def ways(draw):
    """Draw contacts leg by leg, as (kind, referred): stations and questions; what each is; in any order."""
    rows, truth = [], []
    for contact in range(draw(st.integers(0, 4))):
        stations = draw(st.integers(1, 3))
        leg = 0
        for station in range(stations):
            leg += 1
            goes_on = station + 1 < stations
            kind = "refused" if not goes_on and draw(st.booleans()) else "answered"
            rows.append((contact, leg, goes_on, False, kind == "refused"))
            truth.append((False, leg, not goes_on))
            if kind == "refused":
                continue
            for _ in range(draw(st.integers(0, 2))):
                leg += 1
                how = draw(st.sampled_from(["consulted", "refused"]))
                rows.append((contact, leg, False, how == "consulted", how == "refused"))
                truth.append((True, leg, False))
            if not goes_on and draw(st.booleans()):
                leg += 1
                rows.append((contact, leg, False, False, False))
                truth.append((True, leg, False))
    order = draw(st.permutations(range(len(rows))))
    return [rows[place] for place in order], [truth[place] for place in order]


@given(ways())
def test_stations_and_questions_are_told_apart_in_any_order_of_rows(drawn):
    rows, truth = drawn
    columns = np.array(rows, np.int64).reshape(-1, 5).T
    chains = Chains.of(columns[0], columns[1], *(column.astype(bool) for column in columns[2:]))
    assert [(bool(q), bool(last)) for q, last in zip(chains.question, chains.last, strict=True)] == [
        (question, last) for question, _, last in truth
    ]
    for row, (question, leg, _) in enumerate(truth):
        before = max(
            (other for other, (asked, own, _) in enumerate(truth)
             if not asked and rows[other][0] == rows[row][0] and own < leg),
            key=lambda other: rows[other][1], default=-1,
        )  # fmt: skip
        assert chains.before[row] == (-1 if question else before)


def test_rows_of_one_leg_each_are_all_last():
    legs = leg_records(answered(0, "front 1", 0, 10), left(5, 9))
    nothing = np.zeros(2, bool)
    assert Chains.of(legs["contact"], legs["leg"], nothing, nothing, nothing).last.all()
