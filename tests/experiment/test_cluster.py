"""A Dask cluster gives the bytes that threads give, whoever dies on the way; and every way to fail is one line."""

import re
import subprocess
import sys
from unittest.mock import patch

import distributed
import pandas as pd
import pytest

import acd
from acd.errors import AcdError
from acd.experiment import cluster as module
from acd.experiment import kept, replicate
from acd.experiment.cluster import program, run_piece
from acd.experiment.workers import workers_of
from tests.cli.conftest import SMALL
from tests.experiment.dask_cluster import cluster
from tests.runs import centre

BUSY = "arrivals: {rate: 40/h}, patience: {dist: exponential, mean: 3m}"
SEVERAL_HUNDRED_MS = {
    "category": BUSY.replace("40/h", "4000/h"),
    "group": "count: 400",
    "calendar": "days: 150",
}


@pytest.fixture(scope="module")
def dask(tmp_path_factory):
    with cluster(tmp_path_factory.mktemp("dask")) as made:
        yield made


@pytest.fixture(scope="module")
def scenario():
    return centre(BUSY, "count: 4")


def same_bytes(one, other):
    pairs = zip(one.sums, other.sums, strict=True)
    return one.contacts == other.contacts and all(
        a.numerator.tobytes() == b.numerator.tobytes() and a.denominator.tobytes() == b.denominator.tobytes()
        for a, b in pairs
    )


# -- a real scheduler and two workers --------------------------------------------------------------------------
@pytest.mark.parametrize("options", [{}, {"clock": "simpy"}, {"antithetic": True}])
def test_a_cluster_gives_the_bytes_that_threads_give(dask, scenario, options):
    there = acd.simulate(scenario, 6, seed=4, cluster=dask.address, keep_log=True, **options)
    here = acd.simulate(scenario, 6, seed=4, jobs=2, keep_log=True, **options)
    assert same_bytes(here, there)
    assert here.log.legs.equals(there.log.legs)
    assert here.log.agents.equals(there.log.agents)


def test_functions_of_ones_own_go_to_the_workers_by_value(dask, tmp_path):
    rules = tmp_path / "rules.py"
    rules.write_text("STEP = 7\n\n\ndef far(agent, idle):\n    return (STEP * agent + idle) % 5\n")
    made = centre(BUSY, "count: 4", root=f'routing: {{choose_agent: ["{rules}:far"]}}')
    rules.unlink()
    here = acd.simulate(made, 4, seed=4, jobs=2, keep_log=True)
    there = acd.simulate(made, 4, seed=4, cluster=dask.address, keep_log=True)
    assert here.log.legs.equals(there.log.legs)
    assert not here.log.legs.equals(
        acd.simulate(
            made.replace("routing.choose_agent", ["longest_idle"]), 4, seed=4, keep_log=True
        ).log.legs
    )


def test_pieces_of_several_replications_come_back_in_order(dask):
    quick = centre("arrivals: {rate: 1/h}")
    assert same_bytes(acd.simulate(quick, 128), acd.simulate(quick, 128, cluster=dask.address))


def test_a_cluster_looks_at_a_precision_where_threads_do(dask, scenario):
    here, there = (
        acd.simulate(scenario, until="asa±2s", **where) for where in ({"jobs": 2}, {"cluster": dask.address})
    )
    assert here.until == there.until
    assert len(here.until.looks) > 1
    assert same_bytes(here, there)


def test_pairs_after_a_warm_up_that_is_found_reach_a_precision_where_threads_do(dask):
    settling = centre(BUSY, "count: 4", "days: 2, open: 00:00-24:00, warm_up: auto")
    options = {"replications": 30, "until": "offered±8", "antithetic": True}
    here, there = (
        acd.simulate(settling, **options, **where) for where in ({"jobs": 2}, {"cluster": dask.address})
    )
    assert here.warm_up is not None
    assert here.warm_up == there.warm_up
    assert (here.until, here.until.looks) == (there.until, (20, 30))
    assert here.measures.equals(there.measures)
    assert same_bytes(here, there)


@pytest.mark.parametrize("antithetic", [False, True])
def test_what_is_counted_and_trimmed_there_is_what_the_log_says_here(dask, scenario, antithetic):
    options = {"seed": 4, "antithetic": antithetic}
    here = acd.simulate(scenario, 6, keep_log=True, **options)
    assert same_bytes(here, acd.simulate(scenario, 6, cluster=dask.address, **options))
    with patch.object(kept, "KEPT_BYTES", 1):
        there = acd.simulate(scenario, 6, cluster=dask.address, **options)
    assert there.moments is not None
    pd.testing.assert_frame_equal(there.measures, here.measures, rtol=1e-9, atol=1e-9)


def test_sweeps_and_comparisons_run_there_too(dask, scenario):
    grid = {"agents.g.count": [3, 5]}
    assert acd.sweep(scenario, grid, 3, cluster=dask.address).equals(acd.sweep(scenario, grid, 3))
    other = scenario.replace("agents.g.count", 5)
    assert acd.compare(scenario, other, 3, cluster=dask.address).equals(acd.compare(scenario, other, 3))


def test_an_interrupt_keeps_what_was_done(dask, scenario, monkeypatch):
    result_of, waited = distributed.Future.result, []

    def result(future, timeout=None):
        waited.append(future)
        if len(waited) == 4:
            raise KeyboardInterrupt
        return result_of(future, timeout)

    monkeypatch.setattr(distributed.Future, "result", result)
    stopped = acd.simulate(scenario, 9, cluster=dask.address)
    assert stopped.stopped
    assert same_bytes(stopped, acd.simulate(scenario, 3))


def test_a_worker_with_another_program_is_refused(dask, scenario, monkeypatch):
    theirs = program()["numba"]
    monkeypatch.setitem(program(), "numba", "0.1")
    worker = rf"cluster: worker tcp://127.0.0.1:\d+ has numba {theirs}, here 0.1: "
    with pytest.raises(AcdError, match=f"^{worker}its numbers might differ; install the same there as here$"):
        acd.simulate(scenario, 2, cluster=dask.address)


def test_a_worker_killed_half_way_changes_no_byte(dask):
    longer = centre(**SEVERAL_HUNDRED_MS)
    lost = []

    def kill(done):
        if done == 4:
            lost.append(dask.kill_one_at_work())

    there = acd.simulate(longer, 16, cluster=dask.address, progress=kill)
    assert lost[0] > 0, dask.log()
    assert not there.stopped
    assert same_bytes(acd.simulate(longer, 16, jobs=2), there)


# -- what goes wrong -------------------------------------------------------------------------------------------
@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 0.5)


@pytest.mark.parametrize("address", ["127.0.0.1:1", "tcp://127.0.0.1:1"])
@pytest.mark.usefixtures("impatient")
def test_a_scheduler_that_does_not_answer_is_one_line(scenario, address):
    message = rf"^cluster: no Dask scheduler answers at {address} \(.+\); start one with 'dask scheduler' and give the"
    with pytest.raises(AcdError, match=message):
        acd.simulate(scenario, 2, cluster=address)


MAIN = "from acd.cli.main import main; main()"
NO_ADDRESS = "is not an address; give that of a Dask scheduler with its port, such as tcp://10.0.0.5:8786"


@pytest.mark.parametrize(
    "address", ["", "nothing://x:1", "10.0.0.5:0", "tcp://:8786", "tcp://x:65536", "x:y"]
)
def test_what_is_no_address_is_one_line(scenario, address):
    with pytest.raises(AcdError, match=f"^cluster: {re.escape(repr(address))} {re.escape(NO_ADDRESS)}$"):
        acd.simulate(scenario, 2, cluster=f"{address} ".rstrip() or " ")


def test_what_is_no_address_leaves_no_traceback_either(tmp_path):
    file = tmp_path / "small.yaml"
    file.write_text(SMALL)
    command = [sys.executable, "-c", MAIN, "run", str(file), "--cluster"]
    addresses = ("localhost", "foo", "127.0.0.1", "tcp://", "http://127.0.0.1:1")
    runs = [subprocess.Popen([*command, each], stderr=subprocess.PIPE, text=True) for each in addresses]
    for address, one in zip(addresses, runs, strict=True):
        assert (one.communicate()[1], one.returncode) == (f"cluster: {address!r} {NO_ADDRESS}\n", 1)


def test_a_scheduler_without_workers_and_one_that_is_lost_are_one_line(scenario, tmp_path, monkeypatch):
    with cluster(tmp_path, workers=0) as made:
        monkeypatch.setattr(module, "PATIENCE", 3)
        message = (
            f"cluster: the scheduler at {made.address} has no worker; start some with "
            f"'dask worker {made.address}'"
        )
        with pytest.raises(AcdError, match=f"^{re.escape(message)}$"):
            acd.simulate(scenario, 2, cluster=made.address)

        def worked(client, mine):
            made.processes[0].kill()
            made.processes[0].wait()

        monkeypatch.setattr(module, "_check_programs", worked)
        monkeypatch.setattr(distributed.Client, "wait_for_workers", lambda *_, **__: None)
        message = rf"^cluster: the scheduler at {made.address} was lost \(.+\); start it and run again$"
        with pytest.raises(AcdError, match=message):
            acd.simulate(scenario, 2, cluster=made.address)


def test_a_file_that_fails_here_is_not_a_lost_scheduler(dask, scenario):
    def tasks():
        yield replicate.job_of(scenario, 1, "compiled"), range(1)
        raise FileNotFoundError(2, "No such file or directory", "rates.csv")

    with pytest.raises(FileNotFoundError, match=r"rates\.csv"):
        list(workers_of(1, dask.address).each(tasks()))


def test_the_program_names_every_package_that_numbers_come_from():
    packages = {"acd", "Python", "numba", "numpy", "pandas", "scipy", "simpy", "processor"}
    assert program().keys() == packages


class Answering:
    """What stands for a client or a future: it answers or raises what it was given."""

    def __init__(self, answer, threads=0):
        self.answer, self.threads = answer, threads

    def run(self, *_, **__):
        return {"tcp://w:1": self.answer}

    def nthreads(self):
        return {"w": self.threads}

    def result(self, timeout=None):
        raise self.answer


def test_a_worker_that_cannot_run_acd_is_one_line():
    without = Answering(ModuleNotFoundError("No module named 'acd'"))
    message = "cannot run acd (No module named 'acd'); install the same acd there as here"
    with pytest.raises(AcdError, match=f"^cluster: worker tcp://w:1 {re.escape(message)}$"):
        module._check_programs(without, program())
    with pytest.raises(AcdError, match=f"^cluster: a worker {re.escape(message)}$"):
        module._result(without, range(1), without)


def test_workers_that_die_one_after_the_other_are_one_line():
    message = (
        "cluster: the workers that ran replications 32 to 47 died one after the other; give workers "
        "more memory or fewer threads"
    )
    killed = Answering(distributed.KilledWorker("key", None, 3))
    with pytest.raises(AcdError, match=f"^{re.escape(message)}$"):
        module._result(killed, range(32, 48), killed)


def test_a_cluster_without_workers_left_is_one_line():
    message = "cluster: no worker is left; start some, look at their logs for why they ended, and run again"
    gone = Answering(TimeoutError())
    with pytest.raises(AcdError, match=f"^{re.escape(message)}$"):
        module._result(gone, range(1), gone)


def test_a_worker_that_came_later_is_asked_too():
    with pytest.raises(
        AcdError, match=r"^cluster: worker .+ has numba .+, here 0\.1: its numbers might differ; "
    ):
        run_piece(b"", range(1), {**program(), "numba": "0.1"})


def test_without_dask_the_way_to_install_it_is_one_line(scenario, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    message = "cluster: the package 'distributed' is not installed; add it with: pip install 'acd[cluster]'"
    with pytest.raises(AcdError, match=f"^{re.escape(message)}$"):
        acd.simulate(scenario, 2, cluster="tcp://127.0.0.1:8786")


def test_a_log_in_a_folder_stays_here(scenario, tmp_path):
    message = (
        f"keep_log: a cluster writes no log to {tmp_path}; leave the folder or the cluster out, or keep the log in "
        "memory with keep_log=True"
    )
    with pytest.raises(AcdError, match=f"^{re.escape(message)}$"):
        acd.simulate(scenario, 2, cluster="tcp://127.0.0.1:8786", keep_log=tmp_path)


def test_threads_need_no_dask(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert [one.sums for one in workers_of(1).each([])] == []
