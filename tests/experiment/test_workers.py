"""Workers: every replication once and in order, few ahead, and nothing more when nobody asks."""

import pickle
import threading
from contextlib import closing
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from acd.errors import AcdError
from acd.experiment.replicate import job_of
from acd.experiment.workers import LARGEST_PIECE, Threads, pieces, workers_of
from tests.runs import centre


@dataclass
class Number:
    number: int
    cut: bool = False


@dataclass
class Counting:
    """A job that says which replications it was asked for; some wait until they are let go."""

    held: bool = False
    halted: threading.Event = field(default_factory=threading.Event)
    begun: list[int] = field(default_factory=list)

    def run(self, replication):
        self.begun.append(replication)
        if self.held and replication:
            self.halted.wait(20)
        return Number(replication)


@given(st.lists(st.integers(1, 3000), min_size=1, max_size=5, unique=True).map(sorted))
def test_pieces_hold_every_number_once_and_stop_at_every_size(sizes):
    cut = list(pieces(sizes))
    assert [number for piece in cut for number in piece] == list(range(sizes[-1]))
    assert all(1 <= len(piece) <= LARGEST_PIECE for piece in cut)
    assert set(sizes) <= {piece.stop for piece in cut}


def test_few_replications_are_pieces_of_one():
    assert list(pieces([3])) == [range(1), range(1, 2), range(2, 3)]
    assert {len(piece) for piece in pieces([10_000])} == {LARGEST_PIECE}


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_replications_of_several_jobs_come_back_in_order(jobs):
    one, other = Counting(), Counting()
    tasks = [(one, range(5)), (other, range(7, 9)), (one, range(5, 6))]
    numbers = [done.number for done in Threads(jobs).each(tasks)]
    assert numbers == [0, 1, 2, 3, 4, 7, 8, 5]
    assert (sorted(one.begun), sorted(other.begun)) == ([0, 1, 2, 3, 4, 5], [7, 8])


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_whoever_stops_asking_stops_the_work(jobs):
    job = Counting(held=jobs > 1)
    with closing(Threads(jobs).each((job, range(n, n + 1)) for n in range(10_000))) as coming:
        assert next(coming).number == 0
    assert len(job.begun) <= 1 + jobs
    assert job.halted.is_set() == (jobs > 1)


def test_a_replication_that_fails_ends_the_others():
    class Failing(Counting):
        def run(self, replication):
            if replication == 1:
                message = "too many"
                raise AcdError(message)
            return super().run(replication)

    job = Failing()
    with pytest.raises(AcdError, match="too many"):
        list(Threads(2).each([(job, range(1000))]))
    assert len(job.begun) <= 5


def test_a_job_sent_elsewhere_gives_the_same_bytes(tmp_path):
    (tmp_path / "handle.csv").write_text("seconds\n60\n120\n500\n")
    handle = f"{{dist: empirical, file: {tmp_path / 'handle.csv'}, column: seconds}}"
    for clock in ("compiled", "simpy"):
        job = job_of(centre("arrivals: {rate: 30/h}", handle=handle), 7, clock, keep_log=True)
        packed = pickle.dumps(job)
        (tmp_path / "handle.csv").unlink(missing_ok=True)  # what was read once travels along
        here, there = job.run(2), pickle.loads(packed).run(2)
        assert here.sums.numerator.tobytes() == there.sums.numerator.tobytes()
        assert here.sums.denominator.tobytes() == there.sums.denominator.tobytes()
        assert here.log.legs.equals(there.log.legs)
        (tmp_path / "handle.csv").write_text("seconds\n60\n120\n500\n")


def test_threads_and_a_cluster_exclude_each_other():
    message = "^jobs: 2 threads here and a cluster are two ways; leave out one of jobs and cluster$"
    with pytest.raises(AcdError, match=message):
        workers_of(2, "tcp://127.0.0.1:8786")
