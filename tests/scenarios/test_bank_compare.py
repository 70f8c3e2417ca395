"""The table of simulated against real figures, on a made-up run of two replications."""

import pandas as pd

from tests.scenarios.bank_modules import load

compare = load("compare")
readiness = load("bank_readiness")


def sums(*rows):
    columns = ["replication", "measure", "scope", "name", "interval", "numerator", "denominator"]
    return pd.DataFrame(list(rows), columns=columns)


def test_a_half_hour_of_all_days_is_one_line():
    sunday, monday = pd.Timestamp("1999-06-13 07:00"), pd.Timestamp("1999-06-14 07:00")
    rows = [(r, "wait", "total", None, day, 40.0 + 20 * r, 2.0) for r in (0, 1) for day in (sunday, monday)]
    found = compare.simulated(sums(*rows))
    assert found[["start", "category", "measure"]].to_numpy().tolist() == [["07:00", "total", "wait"]]
    assert found["simulated"].tolist() == [25.0]


def test_a_count_is_given_for_one_week():
    rows = [(r, "offered", "category", "stocks", None, 700.0 + 20 * r, 1.0) for r in (0, 1)]
    found = compare.simulated(sums(*rows))
    assert found.iloc[0][["start", "category", "simulated"]].tolist() == ["week", "stocks", 710.0]


def test_real_and_simulated_figures_stand_side_by_side():
    real = pd.DataFrame(
        {
            "start": ["week", "07:00"],
            "category": ["total", "total"],
            "offered": [100.0, 10.0],
            "abandonment": [0.2, 0.1],
            "wait": [60.0, 30.0],
            "service_level": [0.4, 0.7],
        }
    )
    found = pd.DataFrame([("week", "total", m, 1.0, 0.5, 1.5) for m in compare.MEASURES])
    found.columns = ["start", "category", "measure", "simulated", "low", "high"]
    table = compare.beside(real, found)
    assert table["real"].tolist() == [100.0, 0.2, 60.0, 0.4]
    assert compare.head_lines(table)[2].split() == [
        "#",
        "total",
        "100",
        "1",
        "20.0",
        "100.0",
        "60.0",
        "1.0",
        "40.0",
        "100.0",
    ]


def test_a_contact_that_waits_although_somebody_seems_free_counts_against_readiness():
    date = pd.Timestamp("1999-01-03")
    serves = pd.DataFrame({"regular": [True]}, index=pd.MultiIndex.from_tuples([("ann", 1)]))
    stretch = pd.DataFrame({"date": [date], "agent": ["ann"], "start": [30_000.0], "end": [32_000.0]})
    rows = [
        (30_000.0, False, 0.0, "ann", 100.0),
        (30_500.0, True, 60.0, "ann", 100.0),
        (31_000.0, False, 0.0, "ann", 900.0),
    ]
    contacts = pd.DataFrame(rows, columns=["joined", "queued", "wait", "agent", "talk"])
    contacts = contacts.assign(date=date, category="regular", bound=contacts["joined"] + contacts["wait"])
    contacts["ended"] = contacts["bound"] + contacts["talk"]
    found = readiness.readiness(contacts, stretch, serves)
    # the first comes before anybody is seen; of two that come while ann seems free one is answered at once
    assert found.to_numpy().tolist() == [[0, 1, 1.0], [1, 2, 0.5]]
