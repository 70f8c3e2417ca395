"""A log written in pieces is the log that was kept in memory, and takes no more memory than its pieces."""

import math
import signal

import pyarrow.parquet as pq
import pytest
from pandas.testing import assert_frame_equal

import acd
from acd.build import state
from acd.errors import AcdError
from acd.log import pieces, read, spool
from tests.runs import centre


@pytest.fixture
def scenario():
    return centre(
        "arrivals: {rate: 90/h}, patience: {dist: exponential, mean: 2m}, "
        "redial: {probability: 50%, after: {dist: exponential, mean: 10m}, attempts: 3}",
        "count: 5",
    )


@pytest.fixture
def tiny(monkeypatch):
    """Make every buffer tiny; return how many rows were turned into frames at once."""
    monkeypatch.setattr(state, "LOG_ROWS", 2)
    monkeypatch.setattr(pieces, "ROWS", 50)
    monkeypatch.setattr(spool, "IN_MEMORY", 1000)
    at_once = []

    def counted(frame_of):
        def labelled(rows, names, replication):
            at_once.append(len(rows))
            return frame_of(rows, names, replication)

        return labelled

    for name in ("leg", "change"):
        monkeypatch.setitem(pieces._LABEL, name, counted(pieces._LABEL[name]))
    return at_once


def same(folder, log):
    assert_frame_equal(read(folder / "legs.parquet")[0], log.legs)
    assert_frame_equal(read(folder / "agents.parquet")[0], log.agents)


@pytest.mark.parametrize("clock", ["compiled", "simpy"])
@pytest.mark.parametrize("jobs", [1, 2])
def test_the_files_hold_the_rows_of_the_kept_log(scenario, tmp_path, clock, jobs):
    kept = acd.simulate(scenario, 4, keep_log=True)
    filed = acd.simulate(scenario, 4, clock=clock, jobs=jobs, keep_log=tmp_path)
    same(tmp_path, kept.log)
    assert filed.measures.equals(kept.measures)
    assert filed.log is None


def test_pieces_bound_what_is_in_memory_at_once(scenario, tmp_path, tiny):
    acd.simulate(scenario, 3, keep_log=tmp_path)
    legs = pq.ParquetFile(tmp_path / "legs.parquet").metadata
    assert legs.num_row_groups == math.ceil(legs.num_rows / 50) > 10
    assert max(tiny) == 50
    same(tmp_path, acd.simulate(scenario, 3, keep_log=True).log)


def test_the_files_do_not_depend_on_the_number_of_jobs(scenario, tmp_path, tiny):
    for jobs in (1, 3):
        (tmp_path / str(jobs)).mkdir()
        acd.simulate(scenario, 5, jobs=jobs, keep_log=tmp_path / str(jobs))
    for name in ("legs.parquet", "agents.parquet"):
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "3" / name).read_bytes()


def test_a_spool_keeps_rows_in_order_beyond_its_memory(scenario, tmp_path, tiny):
    acd.simulate(scenario, 1, keep_log=tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["agents.parquet", "legs.parquet"]


def test_a_centre_without_contacts_or_agents_leaves_readable_files(tmp_path):
    scenario = centre("", "count: 0")
    kept = acd.simulate(scenario, 2, keep_log=True)
    acd.simulate(scenario, 2, keep_log=tmp_path)
    same(tmp_path, kept.log)


def test_an_interrupted_run_leaves_files_of_the_replications_that_count(scenario, tmp_path, monkeypatch):
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    add = pieces.LogFiles.add

    def interrupted(self, waiting, replication):
        if replication == 2:
            signal.raise_signal(signal.SIGINT)
        add(self, waiting, replication)

    monkeypatch.setattr(pieces.LogFiles, "add", interrupted)
    try:
        result = acd.simulate(scenario, 9, keep_log=tmp_path)
    finally:
        signal.signal(signal.SIGINT, before)
    assert result.stopped
    assert len(result.sums) == 3
    same(tmp_path, acd.simulate(scenario, 3, keep_log=True).log)


@pytest.mark.parametrize("name", ["legs.parquet", "agents.parquet"])
def test_a_full_disk_is_one_line(scenario, tmp_path, name):
    (tmp_path / name).symlink_to("/dev/full")
    with pytest.raises(AcdError, match=rf"{name}: the log cannot be written: .*; make room there or give"):
        acd.simulate(scenario, 2, keep_log=tmp_path)


def test_a_folder_that_is_not_there_is_one_line(scenario, tmp_path):
    with pytest.raises(AcdError, match=r"legs\.parquet: the log cannot be written: .*No such file"):
        acd.simulate(scenario, 2, keep_log=tmp_path / "away")


def test_commands_cannot_be_written_in_pieces(scenario, tmp_path):
    with pytest.raises(AcdError, match=r"keep_log: .* takes legs and agents only; leave keep_commands out"):
        acd.simulate(scenario, 1, keep_log=tmp_path, keep_commands=True)
