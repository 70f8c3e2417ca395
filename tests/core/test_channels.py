"""Several contacts in one agent's hands, channels at certain hours, and what closing does to each channel."""

import numpy as np

from acd.core.codes import Command, LegReason, Outcome
from tests.blended import blended, times
from tests.runs import HOUR, logs_of

MICRO = 1e-6


def test_a_change_of_load_retimes_everything_in_hand_to_the_microsecond(tmp_path):
    scenario = blended(tmp_path, {"chat": [0, 30, 50]}, "{chat: {capacity: 3, slowdown: 50%}}")
    found = times(logs_of(scenario), "bound", "ended")
    # alone until 30: 30 s are left of the first; two at 1/1.5 each until 50: 20 · 2/3 less, 16.666667 and 46.666667 are
    # left; three at 1/2 each: the first is over 33.333333 s later, at 83.333333, when 30 and 43.333333 are left;
    # two at 2/3: the second is over 45 s later, at 128.333333; the third has 13.333333 left then and is alone
    assert [bound for bound, _ in found] == [0, 30, 50]
    ends = [83 + 1 / 3, 128 + 1 / 3, 141 + 2 / 3]
    for (_, ended), by_hand in zip(found, ends, strict=True):
        assert by_hand <= ended < by_hand + 2 * MICRO


def test_every_channel_lengthens_by_its_own_slowdown(tmp_path):
    channels = "{chat: {capacity: 2, cost: 50%, slowdown: 100%}, mail: {capacity: 2, cost: 50%}}"
    found = times(logs_of(blended(tmp_path, {"chat": [0], "mail": [20]}, channels)), "ended")
    # from 20 s on the chat, which has 40 s left, goes half as fast until the e-mail, which does not, is over at 80 s
    assert found == [(90,), (80,)]


def test_an_e_mail_rests_while_calls_are_handled_and_goes_on_where_it_was(tmp_path):
    arrivals = {"mail": [0], "call": [10, 60, 200]}
    channels = "{mail: {interrupted_by: [call]}, call: {}}"
    found = times(logs_of(blended(tmp_path, arrivals, channels)), "bound", "ended")
    # 10 s of the e-mail, calls from 10 to 70 and 70 to 130, 50 s of the e-mail
    assert found == [(0, 180), (10, 70), (70, 130), (200, 260)]


def test_work_is_conserved_through_interruption_by_contacts_that_share_the_agent(tmp_path):
    arrivals = {"mail": [0], "chat": [30, 40]}
    channels = "{mail: {interrupted_by: [chat]}, chat: {capacity: 2, slowdown: 100%}}"
    found = times(logs_of(blended(tmp_path, arrivals, channels)), "bound", "ended")
    # two chats from 40 on at half pace: the first has 50 s left, over at 140; the second 10 s more, over at 150
    assert found == [(0, 180), (30, 140), (40, 150)]


def test_wrap_up_is_work_in_hand_and_slows_the_others(tmp_path):
    channels = "{chat: {capacity: 2, slowdown: 100%}}"
    rules = {"chat": "wrap_up: {dist: constant, value: 20s}"}
    found = times(logs_of(blended(tmp_path, {"chat": [0, 40]}, channels, **rules)), "ended", "wrapped")
    # at half pace from 40: first handled at 80, wrapped at 120; the second has 20 s left then
    assert found == [(80, 120), (140, 160)]


def test_more_than_the_capacity_wait_and_are_taken_in_turn(tmp_path):
    channels = "{chat: {capacity: 2, slowdown: 100%}}"
    found = times(logs_of(blended(tmp_path, {"chat": [0, 0, 0]}, channels)), "bound", "ended")
    assert found == [(0, 120), (0, 120), (120, 180)]


# -- hours ------------------------------------------------------------------------------------------------------------
def hours(folder, arrivals, at, *, calendar="", channels="{chat: {}, call: {}}", **rules):
    own = f"g: {{count: 1, authorised: [chat, mail, call], channels: {{chat: {{hours: {at}}}, call: {{}}}}}}"
    return blended(folder, arrivals, channels, calendar=calendar, agents=own, **rules)


def test_a_contact_waits_until_its_channel_is_worked_and_is_taken_at_that_moment(tmp_path):
    found = times(
        logs_of(hours(tmp_path, {"chat": [0, 3000], "call": [600]}, '"09:00-10:00"')), "bound", "ended"
    )
    assert found == [(3600, 3660), (600, 660), (3660, 3720)]


def test_what_is_in_hand_as_a_channel_ends_goes_on_and_nothing_more_is_taken(tmp_path):
    scenario = hours(
        tmp_path, {"chat": [3590, 3595], "call": [3700]}, '"08:00-09:00"', calendar="at_close: carry_over"
    )
    assert times(logs_of(scenario), "bound", "ended") == [(3590, 3650), (None, None), (3700, 3760)]


def test_an_arrival_at_the_very_end_of_hours_is_still_taken_and_one_at_their_start_too(tmp_path):
    found = times(logs_of(hours(tmp_path, {"chat": [3600, 7200], "call": []}, '"09:00-10:00"')), "bound")
    assert found == [(3600,), (7200,)]


def test_hours_may_differ_by_weekday(tmp_path):
    day = 24 * HOUR
    scenario = hours(
        tmp_path,
        {"chat": [600, day + 600, 2 * day], "call": []},
        '{tue: "08:00-09:00, 11:00-11:30"}',
        calendar="days: 3",
    )
    # Monday's waits for Tuesday's opening, Wednesday's for ever
    assert times(logs_of(scenario), "bound") == [(day,), (day + 600,), (None,)]


def test_hours_that_end_at_closing_time_leave_what_waits_to_be_served_out(tmp_path):
    close = 4 * HOUR
    arrivals = {"chat": [close - 30, close - 20], "call": []}
    found = times(logs_of(hours(tmp_path, arrivals, '"08:00-12:00"', calendar="days: 2")), "bound", "ended")
    assert found == [(close - 30, close + 30), (close + 30, close + 90)]


def test_nobody_is_kept_after_closing_by_a_channel_that_is_not_worked_then(tmp_path):
    logs = logs_of(hours(tmp_path, {"chat": [3 * HOUR], "call": []}, '"08:00-09:00"', calendar="days: 2"))
    assert times(logs, "bound") == [(24 * HOUR,)]
    assert logs.changes["time"][2] == 12 * HOUR * 10**6


def test_when_a_channel_begins_the_first_contacts_by_rule_go_to_the_best_agents(tmp_path):
    own = (
        "g: {count: 2, authorised: [chat, mail, call], "
        'channels: {chat: {capacity: 2, hours: "09:00-10:00"}, call: {}}}'
    )
    channels = "{chat: {capacity: 2, slowdown: 100%}, call: {}}"
    arrivals = {"chat": [0, 10, 20, 30, 40], "call": [3590]}
    logs = logs_of(blended(tmp_path, arrivals, channels, agents=own))
    rows = np.sort(logs.legs, order=["joined"])
    # the first agent has a call until 3650 and takes none; the other takes two, slowly
    assert rows["agent"].tolist() == [1, 1, 0, 0, 1, 0]
    assert times(logs, "bound") == [(3600,), (3600,), (3650,), (3650,), (3720,), (3590,)]


def test_the_switch_of_a_channel_is_a_command_with_its_decisions(tmp_path):
    logs = logs_of(hours(tmp_path, {"chat": [0], "call": []}, '"09:00-10:00"'))
    switches = logs.commands[logs.commands["command"] == Command.CHANNELS]
    assert [(t / 1e6 / HOUR, v) for t, v in zip(switches["time"], switches["value"], strict=True)] == [
        (9, 1),
        (10, 0),
    ]


# -- closing ----------------------------------------------------------------------------------------------------------
CLOSING = "{mail: {at_close: carry_over}, call: {}, chat: {at_close: turn_away}}"


def test_every_channel_closes_in_its_own_way(tmp_path):
    close, day = 4 * HOUR, 24 * HOUR
    arrivals = {"call": [close - 10, close - 9], "mail": [close - 8, close - 7], "chat": [close - 6]}
    logs = logs_of(blended(tmp_path, arrivals, CLOSING, calendar="days: 2"))
    rows = np.sort(logs.legs, order=["joined"])
    # calls are served out; nobody begins on an e-mail who only stays for them; the chat is turned away
    assert times(logs, "bound") == [(close - 10,), (close + 50,), (day,), (day + 60,), (None,)]
    assert rows["outcome"].tolist() == [Outcome.ANSWERED] * 4 + [Outcome.REFUSED]
    assert rows["reason"][-1] == LegReason.CLOSED
    off = logs.changes[logs.changes["state"] == 0]
    assert [time / 1e6 - 8 * HOUR for time in off["time"]] == [close + 110, day + close]


def test_an_e_mail_in_hand_at_closing_is_finished_even_where_e_mails_are_carried_over(tmp_path):
    close = 4 * HOUR
    channels = "{mail: {at_close: carry_over}, call: {}}"
    logs = logs_of(blended(tmp_path, {"mail": [close - 10], "call": []}, channels, calendar="days: 2"))
    assert times(logs, "ended") == [(close + 50,)]
