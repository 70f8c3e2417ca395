"""Callbacks and surveys: somebody calls back, some day; what is said in vain, or rings too long, is told."""

import pytest

from acd.scenario import parse, warnings
from tests.scenario.made import faults, text

CALLBACK = "offer_when_wait_exceeds: 3m, accept: 50%"
ARRIVALS = "arrivals: {rate: 1/h}"


def two(callback: str, other: str = "handle: {dist: constant, value: 60}", groups: str = "") -> str:
    """Return a scenario of `a`, which is called back (line 3), and `b` (line 4)."""
    first = f"handle: {{dist: constant, value: 60}}, {ARRIVALS}, callback: {{{CALLBACK}, {callback}}}"
    group = groups or "g: {count: 1, authorised: [a, b]}"
    return f"name: x\ncategories:\n  a: {{{first}}}\n  b: {{{other}}}\nagents:\n  {group}\n"


def told(**parts: str) -> list[str]:
    """Return the warnings about the smallest scenario with these parts."""
    return [str(fault) for fault in warnings(parse(text(**parts)))]


def test_callbacks_only_while_closed_are_never_made() -> None:
    root = "calendar: {open: 08:00-10:00}\n"
    found = faults(text(category=f"callback: {{{CALLBACK}, windows: {{mon: 10:00-12:00}}}}", root=root))
    [line] = found
    assert line.startswith(
        "f.yaml:3: categories.a.callback.windows: mon 10:00-12:00 lies outside opening hours (mon 08:00"
    )
    assert line.endswith("; call back while open, or open longer")
    assert faults(text(category=f"callback: {{{CALLBACK}, windows: {{mon: 09:59-12:00}}}}", root=root)) == []


def test_a_category_of_which_nobody_is_ever_there_cannot_be_called_back() -> None:
    groups = "g: {count: 1, authorised: [a]}\n  h: {count: 0, authorised: [b]}"
    assert faults(two("category: b", groups=groups)) == [
        "f.yaml:3: categories.a.callback.category: nobody calls back: of those who may take 'b' (h) nobody is ever "
        "there; give them agents, or name another category"
    ]
    assert faults(two("category: b", groups=groups.replace("count: 0", "count: 1"))) == []


def test_a_callback_is_no_record_of_a_campaign() -> None:
    campaign = "handle: {dist: constant, value: 60}, outbound: {records: 1, reach: {probability: 50%}}"
    assert faults(two("category: b", campaign)) == [
        "f.yaml:3: categories.a.callback.category: 'b' is a campaign, whose contacts the centre dials from a list; "
        "name a category without outbound"
    ]


@pytest.mark.parametrize(
    "key", [f"callback: {{{CALLBACK}}}", "survey: {response: 20%}", "steer: {to: a, accept: 10%}"]
)
def test_whom_the_centre_dials_is_neither_called_back_nor_asked_nor_steered(key: str) -> None:
    campaign = f"outbound: {{records: 1, reach: {{probability: 50%}}}}, {key}"
    name = key.split(":", maxsplit=1)[0]
    found = [line for line in faults(text(category=campaign)) if f"categories.a.{name}:" in line]
    assert found == [
        f"f.yaml:3: categories.a.{name}: '{name}' does not go with 'outbound', where the centre dials; remove one of "
        "them"
    ]


@pytest.mark.parametrize(
    ("more", "place", "message"),
    [
        ("accept: 0", "accept", "nobody is called back: it is 0; give a share, or remove the callback"),
        (
            "accept: 1, reached: 0%, attempts: 2",
            "reached",
            "no customer ever answers: it is 0; give a share, or remove the callback",
        ),
        (
            "accept: 1, attempts: 3",
            "attempts",
            "3 are never needed: every customer answers the first; give `reached`, or remove it",
        ),
        (
            "accept: 1, reached: 50%, retry_after: 5m",
            "retry_after",
            "means nothing with one attempt; give `attempts`, or remove it",
        ),
    ],
)
def test_what_a_callback_says_in_vain_is_told(more: str, place: str, message: str) -> None:
    category = f"{ARRIVALS}, callback: {{offer_when_wait_exceeds: 3m, {more}}}"
    assert told(category=category) == [f"scenario:3: categories.a.callback.{place}: {message}"]


@pytest.mark.parametrize(
    ("survey", "place", "message"),
    [
        ("response: 0", "response", "nobody answers: it is 0; give a share, or remove the survey"),
        ("offered: 0, response: 1", "offered", "nobody answers: it is 0; give a share, or remove the survey"),
        (
            "response: 1, bad: 3",
            "bad",
            "means nothing without follow_up; name the desk that takes bad answers up, or remove it",
        ),
        (
            "response: 1, bad: 0.5, follow_up: {to: care}",
            "bad",
            "no answer is as bad as 0.5: the worst is 1; raise it, or remove follow_up",
        ),
    ],
)
def test_what_a_survey_says_in_vain_is_told(survey: str, place: str, message: str) -> None:
    root = "referral_desks: {care: a}\n" if "care" in survey else ""
    found = told(category=f"{ARRIVALS}, survey: {{{survey}}}", root=root)
    assert found == [f"scenario:3: categories.a.survey.{place}: {message}"]


def test_a_follow_up_leads_to_somebody_who_is_there() -> None:
    root = "referral_desks: {care: a}\n"
    survey = "survey: {response: 20%, follow_up: {to: care}}"
    group = "count: 0, authorised: [a]"
    [line] = faults(text(category=survey, group=group, root=root))
    assert line.startswith(
        "f.yaml:3: categories.a.survey.follow_up.to: 'care' leads nowhere: of those who may take 'a'"
    )
    assert faults(text(category=survey, root=root)) == []


def test_ringing_for_longer_than_anybody_waits_for_an_answer_is_told() -> None:
    group = (
        "count: 1, authorised: [a], answer: {dist: exponential, mean: 20s}, "
        "no_answer: {probability: 1%, timeout: TIMEOUT}"
    )
    assert told(category=ARRIVALS, group=group.replace("TIMEOUT", "15s")) == [
        "scenario:5: agents.g.answer: it rings for 20s on average, longer than the timeout of no_answer (15s), so "
        "that most offers lapse; let it ring for less, or wait longer"
    ]
    assert told(category=ARRIVALS, group=group.replace("TIMEOUT", "20s")) == []
