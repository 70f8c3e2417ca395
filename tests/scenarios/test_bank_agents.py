"""What the bank's script says of agents and days, against answers worked out by hand on a few contacts."""

import numpy as np
import pandas as pd
import pytest

from tests.scenarios.bank_modules import load

agents = load("bank_agents")
records = load("bank_records")
customers = load("bank_customers")
NOBODY = np.zeros(90_001, dtype=int)


def test_the_seconds_waited_until_a_time_leave_out_those_when_nobody_waits():
    waiting = agents.waiting_seconds(np.array([10.0, 12.0, 30.0]), np.array([5.0, 8.0, 10.0]))
    assert waiting[10] == 0
    assert waiting[25] == 10  # 10 to 20 s, the overlap counted once
    assert waiting[100] == 20


def test_talks_less_than_half_an_hour_apart_are_one_stretch_on_duty():
    start, end = np.array([1000.0, 2900.0]), np.array([1100.0, 3000.0])
    first, last, away = agents.stretches(start, end, NOBODY)
    assert (first.tolist(), last.tolist(), away.tolist()) == ([1000.0], [3000.0], [False])


def test_a_pause_of_more_than_half_an_hour_is_off_duty():
    start, end = np.array([1000.0, 2901.0]), np.array([1100.0, 3000.0])
    first, last, _ = agents.stretches(start, end, NOBODY)
    assert (first.tolist(), last.tolist()) == ([1000.0, 2901.0], [1100.0, 3000.0])


def test_a_pause_while_somebody_waits_for_more_than_two_minutes_is_a_break():
    start, end = np.array([1000.0, 1400.0]), np.array([1100.0, 1500.0])
    waiting = agents.waiting_seconds(np.array([1200.0]), np.array([121.0]))
    assert agents.stretches(start, end, waiting)[2].tolist() == [True]
    waiting = agents.waiting_seconds(np.array([1200.0]), np.array([120.0]))
    assert agents.stretches(start, end, waiting)[2].tolist() == [False]


def test_who_is_seen_soon_after_opening_was_there_from_opening_on():
    start, end = agents.to_the_edge(np.array([25_500.0, 50_000.0]), np.array([40_000.0, 86_000.0]))
    assert start.tolist() == [25_200.0, 50_000.0]
    assert end.tolist() == [40_000.0, 86_400.0]


def answered(agent, category, n):
    return [(pd.Timestamp("1999-01-03"), agent, category, True)] * n


def test_an_agent_serves_what_makes_up_half_its_usual_share():
    rows = answered("ann", "regular", 60) + answered("ann", "stocks", 40)
    rows += answered("ben", "regular", 91) + answered("ben", "stocks", 9)
    rows += answered("cy", "regular", 9) + answered("cy", "stocks", 51)
    frame = pd.DataFrame(rows, columns=["date", "agent", "category", "answered"])
    serves = agents.authorities(frame)
    # usual: 160 of 260 regular (half of 61.5 % is 30.8 %), 100 of 260 stocks (half of 38.5 % is 19.2 %)
    assert serves.loc[("ann", 1), ["regular", "stocks"]].tolist() == [True, True]
    assert serves.loc[("ben", 1), ["regular", "stocks"]].tolist() == [True, False]
    assert serves.loc[("cy", 1), ["regular", "stocks"]].tolist() == [False, True]


def test_a_rare_combination_joins_the_nearest_group():
    names = ["regular", "stocks", "prospective", "internet", "english", "callback_held"]
    rows = [[1, 1, 1, 0, 0, 1], [1, 1, 1, 1, 0, 1], [1, 0, 1, 0, 0, 1], [0, 1, 0, 0, 0, 0]]
    index = pd.MultiIndex.from_tuples([("a", 1), ("b", 1), ("c", 1), ("d", 1)], names=["agent", "month"])
    serves = pd.DataFrame(rows, index=index, columns=names).astype(bool)
    groups = agents.group_names(serves, pd.Series([50.0, 1.0, 40.0, 2.0], index=index))
    assert groups.tolist() == ["general", "general", "prospective", "stock_desk"]


def test_whole_agents_keep_the_weeks_mean_and_the_total_of_every_half_hour():
    index = pd.MultiIndex.from_product([records.WEEKDAYS, range(34)], names=["weekday", "interval"])
    mean = pd.DataFrame({"stocks": np.full(170, 0.6), "prospective": np.full(170, 2.8)}, index=index)
    whole = agents.whole_agents(mean)
    assert whole["stocks"].groupby("interval").sum().tolist() == [3] * 34
    assert whole.sum(axis=1).groupby("interval").sum().tolist() == [17] * 34
    assert whole.sum(axis=1).between(3, 4).all()


def test_wrap_up_leaves_out_pauses_of_more_than_two_minutes():
    times, observed = np.array([4.0, 4.0, 10.0, 500.0]), np.ones(4, dtype=bool)
    assert agents.wrap_up_values(times, observed, 3).tolist() == [4.0, 4.0, 10.0]


def test_slices_keep_the_mean_of_the_sample():
    values = np.array([1.0, 2.0, 3.0, 4.0, 100.0])
    assert records.slices(values, 2) == pytest.approx([(1 + 2 + 1.5) / 2.5, (1.5 + 4 + 100) / 2.5])
    assert records.slices(values, 2).mean() == pytest.approx(values.mean())


def test_days_far_from_their_weekdays_median_are_dropped():
    counts = {"1999-01-03": 100, "1999-01-10": 104, "1999-01-17": 96, "1999-01-24": 64, "1999-01-31": 161}
    rows = [(pd.Timestamp(day), "sun") for day, n in counts.items() for _ in range(n)]
    days = records.ordinary_days(pd.DataFrame(rows, columns=["date", "weekday"]))
    assert days.strftime("%d").tolist() == ["03", "10", "17"]


def test_only_contacts_that_asked_for_an_agent_are_kept():
    raw = pd.DataFrame(
        {
            "date": "1999-01-03",
            "type": ["PS", "PS", "NE", "PS", "PS"],
            "priority": [2, 0, 1, 0, 0],
            "customer": ["C1", None, "C2", None, None],
            "vru_entry_s": [30_000, 30_010, 30_020, 30_030, 20_000],
            "vru_s": [10, 10, -5, 10, 10],
            "queued": [1, 0, 1, 1, 0],
            "wait_s": [20, 0, 40, 5, 0],
            "outcome": ["AGENT", "HANG", "HANG", "PHANTOM", "AGENT"],
            "ser_start_s": [30_059, 0, 0, 0, 20_010],
            "ser_s": [100, 0, 0, 0, 50],
            "agent": ["A01", None, None, None, "A01"],
        }
    )
    kept = records.tidy(raw)
    assert kept["category"].tolist() == [
        "regular",
        "stocks",
    ]  # no IVR hang-up, no phantom, nobody before 07:00
    assert kept["ended"].tolist()[0] == 30_159.0
    assert kept["ivr"].tolist() == [10.0, 0.0]
    assert kept["high"].tolist() == [True, False]
