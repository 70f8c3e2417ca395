"""Referral leads somewhere: desks exist, somebody is there who may, no contact goes round for ever."""

import pytest

from acd.scenario import parse, warnings
from tests.scenario.made import faults

CONSTANT = "handle: {dist: constant, value: 60}"
TO_B = "referral: {to: desk, probability: 100%}"
TO_A = "referral: {to: back, probability: 100%}"
DESKS = "referral_desks: {desk: b, back: a}"
CHECKED = "verification: {duration: {dist: constant, value: 20}, success: 0%, on_failure: desk}"


def two(a: str = "", b: str = "", group: str = "count: 1, authorised: [a, b]", root: str = DESKS) -> str:
    """Return a scenario of categories `a` (line 3) and `b` (line 4) and a group `g` (line 6); `root` is in line 7."""
    first, second = (", ".join(part for part in (CONSTANT, more) if part) for more in (a, b))
    return f"name: x\ncategories:\n  a: {{{first}}}\n  b: {{{second}}}\nagents:\n  g: {{{group}}}\n{root}\n"


def told(**parts: str) -> list[str]:
    """Return the warnings about a scenario of `two`, but for desks that are only there."""
    lines = [str(fault) for fault in warnings(parse(two(**parts)))]
    return [line for line in lines if "no referral, verification or step leads to it" not in line]


@pytest.mark.parametrize(
    ("place", "a"),
    [
        ("referral.to", "referral: {to: dask, probability: 10%}"),
        ("verification.on_failure", CHECKED.replace("desk", "dask")),
        ("path.ask.to", "path: {ask: {kind: consult, to: dask}, handle: }"),
        ("path.join.to", "path: {handle: , join: {kind: conference, to: dask}}"),
        ("path.send.to", "path: {handle: , send: {kind: transfer, to: dask}}"),
    ],
)
def test_a_desk_that_does_not_exist_is_told_with_the_nearest_one_wherever_it_is_named(
    place: str, a: str
) -> None:
    assert faults(two(a=a)) == [
        f"f.yaml:3: categories.a.{place}: unknown desk 'dask'; did you mean 'desk'? referral_desks: desk, back"
    ]


def test_a_desk_of_a_category_that_does_not_exist_is_told_once() -> None:
    assert faults(two(a=TO_B, root="referral_desks: {desk: bb}")) == [
        "f.yaml:7: referral_desks.desk: unknown category 'bb'; did you mean 'b'? defined categories: a, b"
    ]


def test_a_category_that_only_desks_reach_needs_no_arrivals() -> None:
    a = "arrivals: {rate: 1/h}, referral: {to: desk, probability: 10%}"
    assert faults(two(a=a)) == []
    assert told(a=a) == []


@pytest.mark.parametrize(
    "nobody",
    [
        "count: 0",
        "staffing: {per_interval: [0, 0]}",
        "shifts: [{agents: 0, days: mon, at: 08:00, length: 1h}]",
        "shifts: [{agents: 3, days: sun, at: 08:00, length: 1h}]",
    ],
)
def test_a_referral_to_where_nobody_ever_is_leads_nowhere(nobody: str) -> None:
    group = f"count: 1, authorised: [a]}}\n  h: {{{nobody}, authorised: [b]"
    hours = "{mon-tue: 08:00-09:00, sun: 08:00-09:00}"
    root = f"calendar: {{days: 2, open: {hours}}}\nreferral_desks: {{desk: b}}"
    found = faults(two(a=TO_B, group=group, root=root))
    assert found == [
        "f.yaml:3: categories.a.referral.to: 'desk' leads nowhere: of those who may take 'b' (h) nobody is ever there; "
        "give them agents, or authorise a group that has some"
    ]


def test_agents_without_the_skill_or_the_channel_do_not_make_a_desk_lead_somewhere() -> None:
    channels = "channels: {voice: {}, chat: {}}\nreferral_desks: {desk: b}"
    skilled = "count: 5, authorised: [a, b]}\n  h: {count: 0, authorised: [b], skills: {french: 3}"
    [line] = faults(two(a=TO_B, b="requires: {french: 2}", group=skilled, root="referral_desks: {desk: b}"))
    assert "of those who may take 'b' (h) nobody is ever there" in line
    worked = "count: 5, authorised: [a, b], channels: [voice]}\n  h: {count: 0, authorised: [b]"
    [line] = faults(two(a=TO_B, b="channel: chat", group=worked, root=channels))
    assert "of those who may take 'b' (h) nobody is ever there" in line


def test_a_desk_whose_category_nobody_may_handle_is_told_once_where_the_category_stands() -> None:
    assert faults(two(a=TO_B, group="count: 1, authorised: [a]")) == [
        "f.yaml:4: categories.b: no group is authorised for 'b'; add it to `authorised` of one of the groups: g"
    ]


ROUND = "contacts go round for ever: {}; let a share of them be settled on the way, or name a desk that settles them"
BOTH = "'a' -> 'b' -> 'a'"
SELF = "'a' -> 'a'"


@pytest.mark.parametrize(
    ("a", "b", "place", "circle"),
    [
        (TO_B, TO_A, "referral.to", BOTH),
        (TO_B.replace("desk", "back"), "", "referral.to", SELF),
        (TO_B + ", resolution: 50%, complexity: {dist: constant, value: 1}", TO_A, "referral.to", BOTH),
        (TO_B.replace("to:", "mode: warm, to:"), TO_A, "referral.to", BOTH),
        ("path: {handle: , send: {kind: transfer, to: desk}}", TO_A, "path.send.to", BOTH),
        ("path: {send: {kind: transfer, to: back}, handle: }", "", "path.send.to", SELF),
        (CHECKED, CHECKED.replace("desk", "back"), "verification.on_failure", BOTH),
        (
            CHECKED,
            "path: {handle: {next: send}, send: {kind: transfer, to: back}}",
            "verification.on_failure",
            BOTH,
        ),
        (
            TO_B + ", path: {hear: {chance: 50%, next: {handle: 50%, look: 50%}}, look: , handle: }",
            TO_A,
            "referral.to",
            BOTH,
        ),
    ],
)
def test_contacts_that_would_go_round_for_ever_are_a_fault(a: str, b: str, place: str, circle: str) -> None:
    assert faults(two(a=a, b=b)) == [f"f.yaml:3: categories.a.{place}: {ROUND.format(circle)}"]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (TO_B, ""),
        (TO_B, TO_A.replace("100%", "99%")),
        ("path: {handle: , send: {kind: transfer, to: desk, chance: 99%}}", TO_A),
        ("path: {handle: {next: {send: 50%, end: 50%}}, send: {kind: transfer, to: desk}}", TO_A),
        (CHECKED.replace(", on_failure: desk", ""), TO_A),
        (CHECKED.replace("0%", "1%"), TO_A),
    ],
)
def test_contacts_that_come_to_an_end_some_day_are_none(a: str, b: str) -> None:
    assert faults(two(a=a, b=b)) == []


def test_a_customer_who_was_verified_is_not_verified_again_in_a_circle() -> None:
    passing = "verification: {{duration: {{dist: constant, value: 20}}, success: {}, on_failure: desk}}, "
    send = "path: {verification: , handle: , send: {kind: transfer, to: back}}"
    # whoever fails is settled by b; whoever passes is sent to a for ever, where no verification stops it any more
    [line] = faults(two(a=passing.format("50%") + send))
    assert line == f"f.yaml:3: categories.a.path.send.to: {ROUND.format(SELF)}"


def test_a_group_that_refers_less_breaks_the_circle() -> None:
    group = "count: 1, authorised: [a, b]}\n  h: {count: 1, authorised: {a: {referral: 40%}}"
    assert faults(two(a=TO_B, b=TO_A, group=group)) == []
    learned = "referral: {to: desk, probability: 100%, by_skill: {stocks: {3: 20%}}}"
    group = "count: 1, authorised: [a, b]}\n  h: {count: 1, authorised: [a], skills: {stocks: LEVEL}"
    assert faults(two(a=learned, b=TO_A, group=group.replace("LEVEL", "3"))) == []
    assert len(faults(two(a=learned, b=TO_A, group=group.replace("LEVEL", "2")))) == 1


def test_a_circle_is_told_once_and_two_circles_twice() -> None:
    written = two(a=TO_B, b=TO_A).replace(
        "agents:", f"  c: {{{CONSTANT}, referral: {{to: third, probability: 100%}}}}\nagents:"
    )
    written = written.replace("[a, b]", "[a, b, c]").replace("back: a}", "back: a, third: c}")
    assert [line.split("ever: ")[1].split(";")[0] for line in faults(written)] == [BOTH, "'c' -> 'c'"]


def test_a_desk_that_nobody_uses_is_a_warning() -> None:
    [line] = [str(fault) for fault in warnings(parse(two(a=TO_B)))]
    assert line == (
        "scenario:7: referral_desks.back: no referral, verification or step leads to it; "
        "name it where contacts go on, or remove it"
    )


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        (
            {"a": "referral: {to: desk}"},
            "scenario:3: categories.a.referral.probability: nobody is referred: it is 0; give a share, or remove the "
            "referral",
        ),
        (
            {"a": "referral: {to: desk, probability: 9%, consult: {duration: {dist: constant, value: 9}}}"},
            "scenario:3: categories.a.referral.consult: means nothing where mode is cold: the agents do not talk; "
            "write mode: warm, or remove it",
        ),
        (
            {"a": CHECKED.replace("0%", "90%") + ", path: {handle: }"},
            "scenario:3: categories.a.verification: nobody is verified: the path has no step 'verification'; add it "
            "where it belongs",
        ),
        (
            {"group": "count: 1, authorised: {a: {referral: 10%}, b: {}}"},
            "scenario:6: agents.g.authorised.a.referral: 'a' has no referral whose probability it could replace; "
            "give the category one, or remove it",
        ),
        (
            {"a": "referral: {to: desk, probability: 9%, mode: warm}"},
            "scenario:3: categories.a.referral.to: those who ask for 'b' are all who may be asked (g); when all ask at "
            "once they wait for each other for ever, so limit it by `wait` under `consult` of the referral",
        ),
        (
            {"a": "path: {ask: {kind: consult, to: desk}, handle: }"},
            "scenario:3: categories.a.path.ask.to: those who ask for 'b' are all who may be asked (g); when all ask at "
            "once they wait for each other for ever, so limit it by `wait` under `consult` of the referral",
        ),
        (
            {
                "group": "count: 1, authorised: [a, b], no_answer: {timeout: 20s}, answer: {dist: constant, value: 3s}"
            },
            "scenario:6: agents.g.no_answer: every offer is answered: probability is 0 and it never rings for 20s; "
            "give a probability, or remove it",
        ),
        (
            {"group": "count: 1, authorised: [a, b], reject: {probability: 0, not_ready: 5s}"},
            "scenario:6: agents.g.reject: no offer is rejected: probability is 0; give one, or remove it",
        ),
    ],
)
def test_what_changes_nothing_or_may_stop_everything_is_a_warning(parts: dict[str, str], line: str) -> None:
    assert told(**parts) == [line]


@pytest.mark.parametrize(
    "parts",
    [
        {
            "a": "referral: {to: desk, by_skill: {x: {1: 9%}}}",
            "group": "count: 1, authorised: [a, b], skills: {x: 1}",
        },
        {"a": "referral: {to: desk}", "group": "count: 1, authorised: {a: {referral: 5%}, b: {}}"},
        {"a": "referral: {to: desk, probability: 9%, mode: warm, consult: {wait: 1m}}"},
        {
            "a": "referral: {to: desk, probability: 9%, mode: warm}",
            "b": "patience: {dist: constant, value: 60}",
        },
        {
            "a": "referral: {to: desk, probability: 9%, mode: warm}",
            "group": "count: 1, authorised: [a]}\n  h: {count: 1, authorised: [b]",
        },
        {"group": "count: 1, authorised: [a, b], no_answer: {}, answer: {dist: exponential, mean: 3s}"},
    ],
)
def test_what_has_an_effect_is_no_warning(parts: dict[str, str]) -> None:
    assert told(**parts) == []
