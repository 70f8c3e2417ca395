"""What the bank's script says of customers, against answers worked out by hand on a few contacts."""

import numpy as np
import pandas as pd
import pytest

from tests.scenarios.bank_modules import load

customers = load("bank_customers")
records = load("bank_records")


def test_kaplan_meier_counts_a_served_contact_as_at_risk_until_it_is_served():
    times = np.array([10.0, 20.0, 20.0, 30.0, 40.0])
    left = np.array([True, True, False, True, False])
    at, survival = customers.kaplan_meier(times, left)
    assert at.tolist() == [10.0, 20.0, 30.0]
    # 4 of 5 outlast 10 s; of 4 at risk one leaves at 20 s, another is served then; of 2 one leaves at 30 s
    assert survival == pytest.approx([4 / 5, 3 / 5, 3 / 10])


def test_patience_of_people_whose_every_wait_is_seen_has_their_mean():
    rng = np.random.default_rng(1)
    waits = rng.exponential(100.0, 20_000)
    values = customers.patience_values(waits, np.ones(20_000, dtype=bool), 200)
    # the standard error of the mean is 0.7 s, and as much again comes with the fitted tail
    assert values.mean() == pytest.approx(100.0, abs=5.0)
    assert (np.diff(values) >= 0).all()


def test_patience_is_not_the_mean_of_abandoned_waits():
    rng = np.random.default_rng(2)
    patience, offered = rng.exponential(100.0, 50_000), rng.exponential(50.0, 50_000)
    waits, left = np.minimum(patience, offered), patience < offered
    values = customers.patience_values(waits, left, 200)
    assert waits[left].mean() < 40.0
    assert values.mean() == pytest.approx(100.0, abs=5.0)


def test_the_tail_goes_on_with_the_hazard_found_at_its_beginning():
    # 1,000 waits, the 50 longest a second apart from 1000 s on, every other one of these ends in leaving
    waits = np.concatenate([np.full(950, 10.0), 1000.0 + np.arange(50)])
    left = np.concatenate([np.ones(500, bool), np.zeros(450, bool), np.arange(50) % 2 == 0])
    values = customers.patience_values(waits, left, 100)
    hazard = 24 / np.arange(1.0, 50.0).sum()  # 24 leavings in what 49 people waited beyond 1000 s
    assert (values == 10.0).sum() == 50
    survivors = 0.5 * 49 / 50
    assert np.median(values[50:]) == pytest.approx(1000.0 + np.log(survivors / 0.25) / hazard, rel=0.03)


def contact(customer, arrived, answered, wait=60.0, talk=100.0):
    ended = arrived + wait + talk if answered else np.nan
    return (
        "1999-01-03",
        "regular",
        customer,
        answered,
        True,
        arrived,
        wait,
        talk if answered else np.nan,
        ended,
    )


def contacts(*rows):
    columns = ["date", "category", "customer", "answered", "queued", "arrived", "wait", "talk", "ended"]
    frame = pd.DataFrame(list(rows), columns=columns)
    frame["joined"] = frame["arrived"]
    frame["interval"] = (frame["arrived"] // 1800 - 14).astype(int)
    return frame


def test_a_customer_who_leaves_and_comes_back_within_the_hour_has_redialled():
    found = customers.next_contacts(contacts(contact("a", 36000.0, False), contact("a", 36660.0, True)))
    assert found["delay"].tolist()[0] == 600.0  # from leaving at 36060 s
    assert np.isnan(found["delay"].tolist()[1])


def test_a_redial_is_what_returns_beyond_those_by_chance():
    left = [contact(c, 36000.0, False) for c in "abcd"] + [contact(c, 36660.0, True) for c in "ab"]
    served = [contact(c, 54000.0, True) for c in "cd"] + [contact("c", 55000.0, True, talk=30.0)]
    probability, by_chance = customers.redial(customers.next_contacts(contacts(*left, *served)))
    # half of those who left came back; after a talk of a minute or more nobody of a, b, d did, and c always
    assert by_chance == pytest.approx(1 / 4)
    assert probability == pytest.approx((1 / 2 - 1 / 4) / (1 - 1 / 4))


def test_a_return_that_only_half_the_contacts_would_have_shown_counts_twice():
    rows = [contact("a", 36000.0, False), contact("a", 37900.0, True), contact(None, 37910.0, True, wait=0.0)]
    frame = contacts(*rows)
    frame.loc[2, "queued"] = False
    assert customers.next_contacts(frame)["weight"].tolist() == [2.0, 0.0]


def test_a_return_after_half_an_hour_falls_in_the_next_half_hour():
    assert customers.lags(np.array([1800.0])).tolist() == [0.0, 1.0, 0.0]
    assert customers.lags(np.array([900.0])).tolist() == [0.5, 0.5]


def week(value):
    index = pd.MultiIndex.from_product([records.WEEKDAYS, range(34)], names=["weekday", "interval"])
    return pd.DataFrame({"regular": np.full(170, value)}, index=index)


def test_expected_redials_are_taken_out_of_the_contacts_offered():
    new = customers.new_matters(week(10.0), week(2.0), {"regular": 0.5}, np.array([0.25, 0.75]))
    assert new.loc[("sun", 0), "regular"] == pytest.approx(
        10.0 - 0.25
    )  # nobody could come back from before 07:00
    assert new.loc[("sun", 1), "regular"] == pytest.approx(10.0 - 1.0)


def test_a_small_category_has_one_profile_and_keeps_each_days_total():
    table = week(1.0)
    table.loc[("mon", 3), "regular"] = 6.0
    steady = customers.steady_small(table)
    assert steady["regular"].groupby("weekday").sum()["mon"] == pytest.approx(39.0)
    assert steady.loc[("sun", 3), "regular"] == pytest.approx(34.0 * 10.0 / 175.0)


def test_busyness_finds_the_factor_that_made_the_days():
    rng = np.random.default_rng(3)
    rows = []
    for day in range(400):
        factor = rng.gamma(25.0, 1 / 25.0)  # cv 0.2
        for name, mean in (("regular", 300.0), ("stocks", 100.0)):
            rows += [(day, "sun", name)] * rng.poisson(mean * factor)
    common, own = customers.busyness(pd.DataFrame(rows, columns=["date", "weekday", "category"]))
    assert common == pytest.approx(0.2, abs=0.03)
    assert own["regular"] < 0.07
