"""A contact's life: IVR, balking, a full line, patience, handling and wrap-up with the group's factors; ties."""

import itertools

from acd.core.codes import Decision, LegReason, Outcome
from tests.runs import centre, history, legs, logs_of, traced


def test_handling_and_wrap_up_take_their_time_times_the_groups_factors(tmp_path):
    scenario = traced(
        tmp_path, 10, category="wrap_up: {dist: constant, value: 2m}",
        group="count: 1, authorised: {a: {handle: 200%, wrap_up: 50%}}",
    )  # fmt: skip
    logs = logs_of(scenario)
    assert legs(logs, "bound", "ended", "wrapped") == [(10, 20, 21)]
    assert history(logs)[2:5] == [(10, "busy"), (20, "wrap_up"), (21, "ready")]


def test_without_wrap_up_the_agent_takes_the_next_contact_at_once(tmp_path):
    logs = logs_of(traced(tmp_path, 10, 11))
    assert history(logs)[2:5] == [(10, "busy"), (15, "busy"), (20, "ready")]
    assert legs(logs, "wrapped") == [(15,), (20,)]


def test_time_in_the_ivr_is_not_waiting(tmp_path):
    logs = logs_of(traced(tmp_path, 10, category="ivr: {dist: constant, value: 90}"))
    assert legs(logs, "arrived", "joined", "bound") == [(10, 11.5, 11.5)]


def test_an_agent_who_is_free_at_the_instant_patience_ends_is_in_time(tmp_path):
    scenario = traced(tmp_path, 10, 12, category="patience: {dist: constant, value: 3m}")
    assert legs(logs_of(scenario), "outcome") == [(Outcome.ANSWERED,), (Outcome.ANSWERED,)]


def test_patience_ends_a_microsecond_before_the_agent_is_free(tmp_path):
    scenario = traced(tmp_path, 10, 12, category="patience: {dist: constant, value: 179.999999}")
    found = legs(logs_of(scenario), "outcome", "reason", "bound")
    assert found[1] == (Outcome.ABANDONED, LegReason.NONE, None)


def test_who_balks_leaves_only_when_nobody_is_free(tmp_path):
    scenario = traced(tmp_path, 10, 11, category="balk: 100%, patience: {dist: constant, value: 3m}")
    assert legs(logs_of(scenario), "outcome", "reason", "ended") == [
        (Outcome.ANSWERED, LegReason.NONE, 15),
        (Outcome.ABANDONED, LegReason.BALKED, 11),
    ]


def test_some_balk(tmp_path):
    logs = logs_of(traced(tmp_path, *[0] * 300, category="balk: 30%", group="count: 0"))
    assert 60 < (logs.legs["reason"] == LegReason.BALKED).sum() < 120


def test_a_full_line_refuses_but_not_when_an_agent_is_free(tmp_path):
    scenario = traced(tmp_path, 10, 11, 12, 13, category="max_queue: 2")
    assert legs(logs_of(scenario), "outcome", "reason") == [
        (Outcome.ANSWERED, LegReason.NONE),
        (Outcome.ANSWERED, LegReason.NONE),
        (Outcome.ANSWERED, LegReason.NONE),
        (Outcome.REFUSED, LegReason.QUEUE_FULL),
    ]


def test_the_patience_of_many_ends_at_one_microsecond_in_the_order_of_their_coming(tmp_path):
    category = (
        "patience: {dist: constant, value: 3m}, redial: {probability: 1, after: {dist: constant, value: 0}}"
    )
    logs = logs_of(traced(tmp_path, *[5] * 9, category=category, group="count: 0"))
    gone = logs.legs[logs.legs["attempt"] == 1]
    assert gone["contact"].tolist() == list(range(9))
    again = logs.legs[logs.legs["attempt"] == 2]
    assert again["matter"].tolist() == list(range(9))


def test_slots_freed_and_used_again_do_not_confuse_equal_patience(tmp_path):
    minutes = [0, 0, 1, 2, 2, 3, 3, 3, 4, 4]
    logs = logs_of(
        traced(tmp_path, *minutes, category="patience: {dist: constant, value: 2m}", group="count: 0")
    )
    assert logs.legs["contact"].tolist() == list(range(10))
    assert legs(logs, "ended") == [(minute + 2,) for minute in minutes]


def test_the_longest_patience_and_handling_fit_into_the_calendar(tmp_path):
    scenario = traced(
        tmp_path, 0, 1, 2, category="patience: {dist: constant, value: 9999d}",
        handle="{dist: constant, value: 10000d}",
    )  # fmt: skip
    assert legs(logs_of(scenario), "outcome", "ended") == [
        (Outcome.ANSWERED, 10000 * 1440),
        (Outcome.ABANDONED, 9999 * 1440 + 1),
        (Outcome.ABANDONED, 9999 * 1440 + 2),
    ]


def test_commands_point_at_their_decisions(tmp_path):
    logs = logs_of(traced(tmp_path, 10, 11))
    starts = [*logs.commands["decision"].tolist(), len(logs.decisions)]
    kinds = [
        [Decision(kind).name for kind in logs.decisions["kind"][a:b]] for a, b in itertools.pairwise(starts)
    ]
    assert kinds == [[], [], ["BOUND"], ["QUEUED"], ["ENDED", "BOUND"], ["ENDED"], []]


def test_tiers_are_drawn_by_their_shares():
    root = "tiers: {gold: {share: 20%}, silver: {share: {a: 50%}}}\n"
    logs = logs_of(centre("arrivals: {rate: 600/h}", "count: 0", root=root))
    shares = [float((logs.legs["tier"] == tier).mean()) for tier in range(3)]
    assert all(abs(share - expected) < 0.06 for share, expected in zip(shares, (0.3, 0.2, 0.5), strict=True))


def test_age_credit_moves_the_place_in_line_and_no_measured_wait(tmp_path):
    root = "tiers: {gold: {share: 50%, age_credit: 1h}}\n"
    logs = logs_of(traced(tmp_path, *[0, *range(1, 5)] * 8, root=root))
    order = legs(logs, "tier", "bound", "joined", "arrived")
    waits = {tier: [b - j for t, b, j, _ in order if t == tier and b is not None] for tier in (0, 1)}
    assert max(waits[1]) < max(waits[0])
    assert all(joined == came for _, _, joined, came in order)
