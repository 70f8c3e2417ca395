import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from acd.errors import AcdError
from acd.log import Origin, read, write
from tests.log import ten_rows

ORIGIN = Origin(scenario="Ten rows", seed=7, version="0.1.0")


@pytest.mark.parametrize("frame", [ten_rows.legs(), ten_rows.agents()], ids=["legs", "agents"])
def test_a_log_comes_back_from_its_file_as_it_was(frame, tmp_path):
    write(frame, tmp_path / "log.parquet", ORIGIN)
    again, origin = read(tmp_path / "log.parquet")
    assert_frame_equal(again, frame)
    assert origin == ORIGIN


def test_an_empty_log_keeps_its_types_and_names_in_the_file(tmp_path):
    empty = ten_rows.legs().iloc[:0]
    write(empty, tmp_path / "log.parquet", ORIGIN)
    again, _ = read(tmp_path / "log.parquet")
    assert_frame_equal(again, empty)


def test_decisions_come_back_from_the_file_as_tuples(tmp_path):
    decisions = [(("bound", 1, "front 1", ""),), (), (("queued", 2, None, ""), ("offered", 3, "back 1", ""))]
    frame = pd.DataFrame({"time": [0.0, 1.0, 2.0], "decisions": pd.Series(decisions, dtype=object)})
    write(frame, tmp_path / "commands.parquet", ORIGIN)
    assert_frame_equal(read(tmp_path / "commands.parquet")[0], frame)
    write(frame.iloc[:0], tmp_path / "none.parquet", ORIGIN)
    assert read(tmp_path / "none.parquet")[0].dtypes.equals(frame.dtypes)


def test_a_log_of_several_row_groups_keeps_names_that_no_row_uses(tmp_path):
    frame = pd.concat([ten_rows.legs()] * 3, ignore_index=True)
    frame.loc[:, "category"] = "sales"
    write(frame, tmp_path / "log.parquet", ORIGIN)
    again, _ = read(tmp_path / "log.parquet")
    assert tuple(again["category"].cat.categories) == ten_rows.NAMES.categories


def test_a_file_of_somebody_else_is_refused(tmp_path):
    path = tmp_path / "other.parquet"
    pd.DataFrame({"x": [1]}).to_parquet(path)
    with pytest.raises(AcdError, match=r"other\.parquet: not a log of acd: its metadata has no entry 'acd'"):
        read(path)
