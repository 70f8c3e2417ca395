"""The lesson on routing rules at the bank: its paired differences, and that the README shows what is stored."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from tests.architecture.sources import ROOT
from tests.scenarios.bank_modules import BANK, load

what_if = load("routing_what_if")
STORED = pd.read_csv(BANK / "routing_what_if.csv")
KEYS = ["rule", "name", "measure"]


@pytest.fixture(scope="module")
def small():
    return what_if.run(2)


def occupancies(*rows):
    """Return a made-up result: replication, group, hours in work, hours ready."""
    frame = pd.DataFrame(rows, columns=["replication", "name", "numerator", "denominator"])
    frame = frame.assign(measure="occupancy", scope="group", interval=pd.NaT)
    return SimpleNamespace(replications=frame)


def test_a_small_run_has_the_lines_of_the_stored_figures(small):
    assert small[KEYS].to_numpy().tolist() == STORED[KEYS].to_numpy().tolist()
    assert small.columns.tolist() == STORED.columns.tolist()


def test_every_rule_changes_what_happens_to_the_same_customers(small):
    for rule, found in small.groupby("rule"):
        moved = found["difference"].abs().max() > 0
        assert moved == (rule != what_if.TODAY), rule


def test_differences_are_those_of_the_values(small):
    today = small[small["rule"] == what_if.TODAY].set_index(["name", "measure"])["value"]
    for _, row in small.iterrows():
        step = 1.01e-4 if row["unit"] == "share" else 1.01e-2  # three numbers are rounded
        assert row["value"] - today[row["name"], row["measure"]] == pytest.approx(row["difference"], abs=step)


def test_the_spread_is_between_the_busiest_and_the_idlest_group():
    rows = [
        (0, "a", 3.0, 4.0),
        (0, "b", 1.0, 4.0),
        (0, "c", 2.0, 4.0),
        (1, "a", 4.0, 4.0),
        (1, "b", 2.0, 4.0),
    ]
    value, deviations = what_if.spread(occupancies(*rows, (1, "c", 2.0, 4.0)))
    assert value == 7 / 8 - 3 / 8
    assert np.allclose(deviations, [0.0, 0.0])  # both groups do 1/8 less work, then 1/8 more
    value, deviations = what_if.spread(occupancies(*rows, (1, "c", 0.0, 4.0)))
    assert value == 7 / 8 - 2 / 8
    assert np.allclose(deviations, [-1 / 8 - 1 / 4, 1 / 8 + 1 / 4])


def test_the_readme_shows_the_stored_figures():
    shown = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "\n".join(what_if.readme_lines(STORED)) in shown, (
        "paste what scenarios/bank/routing_what_if.py prints"
    )
    assert "](scenarios/bank/routing_what_if.png)" in shown
    assert f"{what_if.REPLICATIONS} replications" in shown


def test_the_readme_reads_the_figures_right():
    differences = STORED.set_index(KEYS)["difference"]
    others = differences["rare categories first"].xs("wait", level="measure")
    assert others[["regular", "stocks", "prospective", "callback_held"]].between(0, 1.5).all()
    values = STORED.set_index(KEYS)["value"].xs("abandonment", level="measure")
    assert values["rare categories first", "english"] / values["today", "english"] == pytest.approx(
        2 / 3, abs=0.02
    )
    assert round(differences["regular customers first", "stocks", "wait"]) == 79
    assert round(differences["newest first", "total", "wait"]) == 13
    assert round(100 * differences["newest first", "total", "service_level"], 1) == 7.6
    assert round(100 * differences["groups in file order", "stocks", "service_level"], 1) == -4.4


def test_the_stored_figures_of_today_are_those_of_the_comparison_with_the_real_week():
    there = pd.read_csv(BANK / "comparison.csv")
    there = there[there["start"] == "week"].set_index(["category", "measure"])["simulated"]
    today = STORED[(STORED["rule"] == what_if.TODAY) & (STORED["measure"] != what_if.SPREAD)]
    for _, row in today.iterrows():
        digits = 4 if row["unit"] == "share" else 1  # the other file holds seconds to 0.1
        assert row["value"] == pytest.approx(there[row["name"], row["measure"]], abs=0.51 * 10**-digits)


def test_the_picture_shows_every_rule_and_every_category():
    left, right = what_if.picture(STORED).axes
    assert [label.get_text() for label in left.get_yticklabels()] == list(what_if.RULES)[1:]
    for axes, measure in ((left, "service_level"), (right, "abandonment")):
        for name, drawn in zip(["total", *what_if.COLOURS], axes.containers, strict=True):
            found = STORED[(STORED["name"] == name) & (STORED["measure"] == measure)]
            assert np.allclose(drawn.lines[0].get_xdata(), 100 * found["difference"][1:])
