"""Another channel is offered as customers join: who is asked, who accepts, and where the contact is then."""

import numpy as np

from acd.core.codes import Purpose
from tests.blended import blended, times
from tests.reference.chance import Chance, origin
from tests.runs import frames, logs_of

ALONE = "g: {count: 1, authorised: [call]}\n  h: {count: 1, authorised: [chat]}"
TEN_SECONDS = "handle: {dist: constant, value: 10s}"
CHANNELS = "{call: {}, chat: {capacity: 2, slowdown: 100%}}"


def offered(folder, moments, steer, **more):
    """Return a centre whose calls are offered a chat; one agent has the calls, another one the chats."""
    rules = {
        "call": f"steer: {{to: chat, {steer}}}, resolution: 0%",
        "chat": "handle: {dist: constant, value: 10s}",
    }
    root = "routing: {estimated_wait: queue_length}"
    return blended(folder, {"call": moments, "chat": []}, CHANNELS, agents=ALONE, root=root, **(rules | more))


def categories(logs):
    return np.sort(logs.legs, order=["joined", "contact"])["category"].tolist()


def test_whoever_accepts_joins_the_other_category_and_is_counted_where_the_customer_came_from(tmp_path):
    scenario = offered(tmp_path, [0, 20], "accept: 100%")
    logs = logs_of(scenario)
    assert categories(logs) == [1, 1]
    assert times(logs, "joined", "bound", "ended") == [(0, 0, 10), (20, 20, 30)]
    legs, _ = frames(scenario, logs)
    assert legs["steered_from"].tolist() == ["call", "call"]
    assert legs["channel"].tolist() == ["chat", "chat"]


def test_a_wait_that_is_not_long_enough_is_no_reason_to_ask(tmp_path):
    # at 0 somebody is free; at 10 one contact's 60 s are before it, at 20 two contacts' 120 s
    logs = logs_of(offered(tmp_path, [0, 10, 20], "accept: 100%, when_wait_exceeds: 60s"))
    assert categories(logs) == [0, 0, 1]
    assert times(logs, "bound") == [(0,), (60,), (20,)]


def test_acceptance_may_depend_on_the_announced_wait(tmp_path):
    logs = logs_of(offered(tmp_path, [0, 10, 20, 30], "accept: {1m: 100%, 121s: 0%, 3m: 100%}"))
    # announced: 0 s, 60 s, 60 s since the second one did not join the line, and so on
    assert categories(logs) == [0, 1, 1, 1]
    logs = logs_of(offered(tmp_path, [0, 10, 20, 30], "accept: {2m: 100%}"))
    assert categories(logs) == [0, 0, 1, 1]


def test_who_is_asked_and_who_accepts_are_the_contacts_own_draws(tmp_path):
    moments = [10.0 * n for n in range(200)]
    logs = logs_of(offered(tmp_path, moments, "offer: 60%, accept: 50%"))
    chance, name = Chance(1, 0), origin("category", "call")
    asked = [chance.uniform(Purpose.STEER_OFFER, n, name) < 0.6 for n in range(200)]
    accepts = [chance.uniform(Purpose.STEER_ACCEPT, n, name) < 0.5 for n in range(200)]
    assert categories(logs) == [int(a and b) for a, b in zip(asked, accepts, strict=True)]
    assert 40 < sum(categories(logs)) < 80


def test_a_matter_returns_through_the_channel_that_it_came_by_first(tmp_path):
    back = "recontact: {probability: 100%, after: {dist: constant, value: 1h}, attempts: 2}"
    steer = "steer: {to: chat, accept: 100%, when_wait_exceeds: 0s}"
    rules = {"call": f"{steer}, resolution: 0%, {back}", "chat": f"{TEN_SECONDS}, resolution: 0%"}
    logs = logs_of(offered(tmp_path, [0, 1], "", **rules))
    # the second chats until 11 s and calls again an hour later, when somebody is free; the first, when nobody is
    assert categories(logs) == [0, 1, 0, 1]
    assert times(logs, "joined") == [(0,), (1,), (3611,), (3660,)]


def test_nobody_is_asked_twice_even_where_both_channels_offer_the_other(tmp_path):
    chat = TEN_SECONDS + ", steer: {to: call, accept: 100%}"
    assert categories(logs_of(offered(tmp_path, [0], "accept: 100%", chat=chat))) == [1]
