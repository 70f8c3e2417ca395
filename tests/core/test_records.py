"""Uncompiled, a table is not read where it has no row: compiled code would read or write foreign memory there."""

import numpy as np
import pytest

from acd.core import _records
from acd.core.tables import TABLES


@pytest.fixture
def agent(monkeypatch):
    monkeypatch.setattr(_records, "PLAIN", True)
    return _records.row_of(1, TABLES["agent"])


def test_uncompiled_a_row_is_read_and_written_in_place(agent):
    table = np.zeros(2, TABLES["agent"])
    agent((None, table), np.int32(1))["contact"] = 7
    assert table["contact"].tolist() == [0, 7]


@pytest.mark.parametrize("row", [-1, -2, np.int32(-1), 2])
def test_uncompiled_a_row_that_there_is_not_is_refused(agent, row):
    with pytest.raises(IndexError):
        agent((None, np.zeros(2, TABLES["agent"])), row)


def test_the_refusal_says_which_table_and_row(agent):
    with pytest.raises(
        IndexError, match=r"table 1, whose rows begin with \('.+', '.+', '.+'\), has no row -1"
    ):
        agent((None, np.zeros(2, TABLES["agent"])), -1)
