"""First-contact resolution where a matter takes several contacts."""

import dataclasses

import numpy as np
from hypothesis import given

from acd.kpi import measure
from acd.kpi.by_agent import resolution_by_agent
from tests.kpi.grids import SECOND, TEN_ROWS, opened, sums_of
from tests.kpi.random_logs import logs
from tests.log.ten_rows import agents_of, answered, left, legs_of


def fcr(grid, *rows, **line):
    sums = measure(legs_of(*rows), agents_of(), grid)
    return {
        name: tuple(part[0] for part in sums_of(sums, grid, name, **line))
        for name in ("fcr_true", "fcr_gross", "fcr_net", "fcr_window", "contacts_per_matter")
    }


SECOND_TIME = (
    answered(0, "front 1", 0, 10, settled=0, return_kind="recontact", return_at=50),
    answered(50, "back 1", 50, 60, matter=0, attempt=2),
)
AFTER_A_REDIAL = (
    left(0, 10, return_kind="redial", return_at=50),
    answered(50, "back 1", 50, 60, matter=0, attempt=2),
)


def test_a_matter_settled_by_its_second_answered_contact_was_not_settled_at_first_contact():
    found = fcr(TEN_ROWS, *SECOND_TIME)
    assert found == {
        "fcr_true": (0, 1),
        "fcr_gross": (0, 1),
        "fcr_net": (0, 1),
        "fcr_window": (0, 1),
        "contacts_per_matter": (2, 1),
    }


def test_a_matter_settled_by_its_first_answered_contact_counts_though_others_went_before():
    found = fcr(TEN_ROWS, *AFTER_A_REDIAL)
    assert found["fcr_true"] == found["fcr_gross"] == found["fcr_window"] == (1, 1)


def test_the_order_of_rows_does_not_matter():
    assert fcr(TEN_ROWS, *AFTER_A_REDIAL[::-1]) != {}
    rows = [dict(row, matter=0, contact=place) for place, row in enumerate(SECOND_TIME)]
    assert fcr(TEN_ROWS, *rows[::-1]) == fcr(TEN_ROWS, *rows)


def test_a_group_has_the_matters_that_it_answered_first():
    assert fcr(TEN_ROWS, *SECOND_TIME, scope="group", name="front")["fcr_true"] == (0, 1)
    assert fcr(TEN_ROWS, *SECOND_TIME, scope="group", name="back")["fcr_true"] == (0, 0)
    assert fcr(TEN_ROWS, *AFTER_A_REDIAL, scope="group", name="back")["fcr_true"] == (1, 1)


def test_a_return_at_the_very_end_of_the_window_is_within_it():
    within = dataclasses.replace(TEN_ROWS, fcr_window=40 * SECOND)
    shorter = dataclasses.replace(TEN_ROWS, fcr_window=40 * SECOND - 1)
    assert fcr(within, SECOND_TIME[0])["fcr_window"] == (0, 1)
    assert fcr(shorter, SECOND_TIME[0])["fcr_window"] == (1, 1)


def test_matters_begun_in_the_warm_up_are_left_out_with_all_their_contacts():
    found = fcr(opened((40, 200)), *SECOND_TIME)
    assert set(found.values()) == {(0, 0)}


def test_a_matter_counts_in_the_interval_of_its_first_arrival():
    sums = measure(
        legs_of(
            left(90, 95, arrived=80, return_kind="redial", return_at=110),
            answered(120, "front 1", 120, 130, arrived=110, matter=0, attempt=2),
        ),
        agents_of(),
        TEN_ROWS,
    )
    assert sums_of(sums, TEN_ROWS, "fcr_true")[0].tolist() == [1, 1, 0]
    assert sums_of(sums, TEN_ROWS, "contacts_per_matter")[0].tolist() == [2, 2, 0]


def test_a_matter_in_hand_when_the_run_ends_is_begun_but_not_yet_answered():
    found = fcr(TEN_ROWS, answered(0, "front 1", 0))
    assert found["fcr_true"] == (0, 1)
    assert found["fcr_gross"] == found["fcr_window"] == (0, 0)


def test_whoever_settles_nothing_and_does_not_return_is_lost():
    rows = (
        left(0, 5),
        left(10, 10, "refused", reason="closed"),
        answered(20, "front 1", 20, 30, settled=0),
        answered(40, "front 1", 40, 50),
        *SECOND_TIME,
        {"joined": 60, "outcome": "carried_over"},
        left(70, 75, "callback"),
    )
    rows = [{**row, "matter": place, "contact": place} for place, row in enumerate(rows)]
    sums = measure(legs_of(*rows), agents_of(), TEN_ROWS)
    assert sums_of(sums, TEN_ROWS, "lost_customers")[0].tolist() == [3, 3, 0]
    assert not np.isnan(sums_of(sums, TEN_ROWS, "recontacts")[0]).any()


REFERRED = (
    answered(0, "front 1", 0, 10, settled=-1),
    answered(10, "back 1", 30, 60, contact=0, matter=0, leg=2, category="help"),
)
"""A contact that `front` referred to `back`, which settled the matter."""


def referred(*rows):
    """Return the frame of legs whose answered ones that say nothing of the matter were referred to help."""
    frame = legs_of(*rows)
    frame.loc[(frame["outcome"] == "answered") & frame["settled"].isna(), "referred_to"] = "help"
    return frame


def group_fcr(frame, what, **line):
    sums = measure(frame, agents_of(), TEN_ROWS)
    return tuple(float(part[0]) for part in sums_of(sums, TEN_ROWS, what, **line))


def test_a_referred_contact_that_settles_the_matter_counts_as_true_and_not_as_gross_resolution():
    found = {
        name: group_fcr(referred(*REFERRED), name)
        for name in ("fcr_true", "fcr_gross", "fcr_net", "fcr_window", "contacts_per_matter")
    }
    assert found == {
        "fcr_true": (1, 1),
        "fcr_gross": (0, 1),
        "fcr_net": (0, 0),
        "fcr_window": (1, 1),
        "contacts_per_matter": (1, 1),
    }


def test_a_referred_matter_belongs_to_its_first_and_to_its_last_handler():
    front, back = ({"scope": "group", "name": name} for name in ("front", "back"))
    frame = referred(*REFERRED)
    assert group_fcr(frame, "fcr_true", **back) == (1, 1)
    assert group_fcr(frame, "fcr_true", **front) == (0, 0)
    assert group_fcr(frame, "fcr_true_first", **front) == (1, 1)
    assert group_fcr(frame, "fcr_true_first", **back) == (0, 0)
    assert group_fcr(frame, "fcr_gross_first", **front) == (0, 1)
    assert group_fcr(frame, "fcr_net_first", **front) == (0, 0)
    assert group_fcr(frame, "fcr_window_first", **front) == (1, 1)


def test_a_customer_who_gives_up_after_a_referral_was_answered_and_is_lost():
    frame = referred(REFERRED[0], left(10, 40, contact=0, matter=0, leg=2, category="help"))
    assert group_fcr(frame, "fcr_true") == (0, 1)
    assert group_fcr(frame, "fcr_gross") == (0, 1)
    assert group_fcr(frame, "fcr_true", scope="group", name="front") == (0, 1)
    assert group_fcr(frame, "lost_customers") == (1, 1)


def test_a_matter_counts_in_the_category_of_its_first_contact():
    again = answered(50, "back 1", 50, 60, matter=0, attempt=2, category="help")
    frame = legs_of(SECOND_TIME[0], again)
    assert group_fcr(frame, "contacts_per_matter", scope="category", name="sales") == (2, 1)
    assert group_fcr(frame, "contacts_per_matter", scope="category", name="help") == (0, 0)


def test_every_agent_has_the_matters_handled_last_and_those_handled_first():
    frame = resolution_by_agent(referred(*REFERRED), TEN_ROWS).set_index(["agent", "handler"])
    assert frame.loc[("back 1", "last"), ["matters", "settled", "unaided", "referred"]].tolist() == [
        1,
        1,
        0,
        1,
    ]
    assert frame.loc[("front 1", "first"), ["matters", "settled", "unaided", "referred"]].tolist() == [
        1,
        1,
        0,
        1,
    ]
    assert frame["matters"].sum() == 2
    assert frame.loc[("front 1", "first"), "fcr_true"] == 1.0
    assert frame.loc[("front 1", "first"), "fcr_gross"] == 0.0
    assert np.isnan(frame.loc[("front 1", "last"), "fcr_true"])


@given(logs())
def test_agents_of_a_group_together_have_what_their_group_has(legs):
    frame = resolution_by_agent(legs, TEN_ROWS)
    sums = measure(legs, agents_of(), TEN_ROWS)
    for handler, more in (("last", ""), ("first", "_first")):
        for group in ("front", "back"):
            own = frame[(frame["agent"].str.startswith(group)) & (frame["handler"] == handler)]
            numerator, denominator = sums_of(sums, TEN_ROWS, f"fcr_true{more}", scope="group", name=group)
            assert (own["settled"].sum(), own["matters"].sum()) == (numerator[0], denominator[0])
