"""What is at fault, or not meant, about the keys of contacts and the groups' thresholds: the lines a user sees."""

import pytest

from acd.scenario import CONTACT_POLICIES, warnings
from tests.scenario.made import faults, made, text

CAMPAIGN = "outbound: {records: 5}"


@pytest.mark.parametrize(
    ("parts", "line"),
    [
        (
            {"root": "routing: {choose_contact: queue_ratio}"},
            "f.yaml:6: routing.choose_contact[0]: 'queue_ratio' needs each category's share of all who wait; give "
            "them as `queue_ratio: {category: share}` under `routing`",
        ),
        (
            {"root": "routing: {queue_ratio: {a: 1}}"},
            "f.yaml:6: routing.queue_ratio: the shares change nothing: choose_contact does not name 'queue_ratio'; "
            "name it there, or remove this",
        ),
        (
            {"root": "routing: {choose_contact: queue_ratio, queue_ratio: {a: 60%}}"},
            "f.yaml:6: routing.queue_ratio: the shares add up to 0.6; let them add up to 1",
        ),
        (
            {"root": "routing: {choose_contact: queue_ratio, queue_ratio: {b: 1}}"},
            "f.yaml:6: routing.queue_ratio.b: unknown category 'b'; defined categories: a",
        ),
        (
            {"root": "routing: {ageing: {per_point: 1m}}"},
            "f.yaml:6: routing.ageing: it changes nothing: choose_contact does not name 'aged_priority'; name it "
            "there, or remove this",
        ),
        (
            {"root": "routing: {choose_contact: aged_priority, ageing: {per_point: 2d}}"},
            "f.yaml:6: routing.ageing.per_point: 2d is out of range; a point takes from 0.001s to 24h",
        ),
        (
            {"root": "routing: {choose_contact: aged_priority, ageing: {at_most: 2001}}"},
            "f.yaml:6: routing.ageing.at_most: 2001 is out of range; give 0 to 2000 points, or leave it out for any "
            "number",
        ),
        (
            {"root": "routing: {choose_contact: aged_priority, ageing: {at_most: many}}"},
            "f.yaml:6: routing.ageing.at_most: 'many' is not a number; write it as 12 or 0.5",
        ),
        (
            {"root": "routing: {choose_contact: [last_come, longest_wait]}"},
            "f.yaml:6: routing.choose_contact: longest_wait and last_come contradict each other; keep one",
        ),
        (
            {"category": "max_queue: 3", "group": "count: 1, authorised: {a: {above: 3}}"},
            "f.yaml:5: agents.g.authorised.a.above: 3 is never exceeded: max_queue lets 3 of 'a' wait; give less than "
            "3, let more wait, or take the category out of the list",
        ),
        (
            {"category": CAMPAIGN, "group": "count: 1, authorised: {a: {above: 3}}"},
            "f.yaml:5: agents.g.authorised.a.above: 3 does not go with 'a', which is a campaign: it is dialled when "
            "agents are ready for it; remove it",
        ),
        (
            {"category": CAMPAIGN, "group": "count: 1, authorised: {a: {keep_free: 1}}"},
            "f.yaml:5: agents.g.authorised.a.keep_free: 1 does not go with 'a', which is a campaign; say it as "
            "`reserve` of its outbound",
        ),
    ],
)
def test_a_fault_names_place_value_rule_and_way_out(parts: dict[str, str], line: str) -> None:
    assert faults(text(**parts)) == [line]


def test_a_category_that_nobody_takes_while_few_wait_is_a_warning() -> None:
    [line] = [str(fault) for fault in warnings(made(group="count: 1, authorised: {a: {above: 2}}"))]
    assert line == (
        "scenario:3: categories.a: nobody takes 'a' while 2 or fewer wait: all its groups (g) have `above`; leave it "
        "out for one of them"
    )
    other = "count: 1, authorised: {a: {above: 2}}}\n  h: {count: 1, authorised: [a]"
    assert warnings(made(group=other)) == []


def test_a_group_that_keeps_all_its_agents_free_is_a_warning() -> None:
    [line] = [str(fault) for fault in warnings(made(group="count: 2, authorised: {a: {keep_free: 2}}"))]
    assert line == (
        "scenario:5: agents.g.authorised.a.keep_free: 2 of 2 agents are kept free, so that none of them ever takes "
        "'a'; keep fewer free, or take the category out of the list"
    )
    assert warnings(made(group="count: 3, authorised: {a: {keep_free: 2}}")) == []


@pytest.mark.parametrize(
    "staff", [f"staffing: {{per_interval: {[2] * 48}}}", "shifts: [{agents: 2, at: 00:00, length: 24h}]"]
)
def test_agents_who_come_by_shifts_or_staffing_are_counted_for_what_is_kept_free(staff: str) -> None:
    [line] = [str(one) for one in warnings(made(group=f"{staff}, authorised: {{a: {{keep_free: 2}}}}"))]
    assert line.endswith(
        "keep_free: 2 of 2 agents are kept free, so that none of them ever takes 'a'; keep fewer free, or take the "
        "category out of the list"
    )
    assert warnings(made(group=f"{staff}, authorised: {{a: {{keep_free: 1}}}}")) == []


def test_a_group_that_keeps_all_free_takes_what_is_held_for_one_of_its_agents() -> None:
    wish = "tiers: {gold: {share: 10%, preferred_agent: {who: own, hold: 30s}}}"
    [line] = [
        str(one) for one in warnings(made(group="count: 2, authorised: {a: {keep_free: 2}}", root=wish))
    ]
    assert "none of them ever takes 'a', unless it is held for one of them; keep" in line


def test_every_key_says_what_it_prefers_and_how_it_grows() -> None:
    assert all(policy.rule and policy.grows in ("heads", "linear") for policy in CONTACT_POLICIES.values())
