"""Simulated figures beside real ones."""

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

from acd.errors import AcdError
from acd.report import beside, read_real
from acd.report.beside import by_time_of_day
from tests.report import made

REAL = """\
start,category,offered,service_level
week,total,500,0.8
week,two,250,0.7
week,elsewhere,9,0.1
08:00,total,100,0.75
"""


@pytest.fixture
def real(tmp_path):
    file = tmp_path / "real.csv"
    file.write_text(REAL)
    return read_real(file)


@pytest.fixture
def result():
    """Two replications over two days: 40 and 60 contacts at 08:00, of which a half and then all in time."""
    sums = [(0, 0, 40.0, 20.0), (0, 4, 60.0, 60.0), (1, 0, 50.0, 25.0), (1, 4, 50.0, 50.0)]
    rows = [
        {
            "replication": replication,
            "measure": measure,
            "scope": "total",
            "name": None,
            "interval": made.STARTS[number],
            "numerator": offered if measure == "offered" else served,
            "denominator": 1.0 if measure == "offered" else offered,
        }
        for replication, number, offered, served in sums
        for measure in ("offered", "service_level")
    ]
    return made.result(replications=pd.DataFrame(rows))


def test_a_time_of_day_is_the_sum_over_its_days(result):
    offered, level = (by_time_of_day(result, name)["08:00"] for name in ("offered", "service_level"))
    assert offered.value == 100.0
    assert level.value == pytest.approx((80 + 75) / 200)
    assert level.low < level.value < level.high


def test_the_interval_is_the_contracts(result):
    level = by_time_of_day(result, "service_level")["08:00"]
    residuals = np.array([80 - 0.775 * 100, 75 - 0.775 * 100])
    half = 12.7062 * np.sqrt((residuals**2).sum() / 2) / 100
    assert level.half == pytest.approx(half, rel=1e-5)


def test_both_sides_stand_in_one_row(result, real, capsys):
    Console(width=100).print(beside(result, real, "a centre"))
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["two", "240.0", "±", "2.0", "250.0", "75.0", "±", "1.0", "70.0"] in lines
    assert ["08:00", "100.0", "100.0", "78", "±", "32", "75.0"] in lines
    assert not any("elsewhere" in line for line in lines)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "start,category,happiness\n",
            r"real.csv:1: column 'happiness' is no measure; see `acd list measures`",
        ),
        ("start,offered\n", r"real.csv:1: has no column 'category'; real figures need the columns start, "),
        ("", r"real.csv: is no CSV table \(No columns to parse from file\); see scenarios/bank/measured.csv"),
        (
            "start,category,wait\nweek,total,long\n",
            r"real.csv: column 'wait' holds something that is no number",
        ),
    ],
)
def test_a_file_that_holds_no_real_figures_is_refused(tmp_path, text, message):
    file = tmp_path / "real.csv"
    file.write_text(text)
    with pytest.raises(AcdError, match=message):
        read_real(file)
