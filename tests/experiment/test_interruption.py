"""Ctrl-C: what is done is measured; the replication in progress is kept only when it is the first."""

import signal
import threading

import pytest

import acd
from acd.clocks.clock import FOREVER, Run
from acd.errors import AcdError
from acd.experiment import workers
from tests.experiment.test_simulate import line
from tests.runs import centre


@pytest.fixture(autouse=True)
def _heard():
    """Hear Ctrl-C even where whoever started the tests ignores it, as a shell does for what runs behind it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def scenario():
    return centre("arrivals: {rate: 60/h}", "count: 3")


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interrupt_between_replications_returns_those_that_are_done(scenario, jobs):
    def progress(done):
        if done == 2:
            raise KeyboardInterrupt

    result = acd.simulate(scenario, 8, jobs=jobs, progress=progress)
    assert result.stopped
    assert result.to_json()["stopped"] is True
    assert result.to_json()["replications"] == 2
    whole = acd.simulate(scenario, 2)
    assert not whole.stopped
    assert "stopped" not in whole.to_json()
    assert result.measures.equals(whole.measures)


def interrupted_at(monkeypatch, replication, events=100):
    """Let Ctrl-C come in the middle of a replication."""
    slow = Run.advance

    def advance(self, limit=FOREVER, budget=events):
        stop = slow(self, limit, budget)
        if self.replication == replication:
            signal.raise_signal(signal.SIGINT)
        return stop

    monkeypatch.setattr(Run, "advance", advance)


def test_an_interrupt_in_the_first_replication_measures_it_so_far(scenario, monkeypatch):
    whole = acd.simulate(scenario, 1)
    interrupted_at(monkeypatch, 0)
    result = acd.simulate(scenario, 5)
    assert result.stopped
    assert result.to_json()["replications"] == 1
    assert 0 < result.contacts < whole.contacts
    assert (
        0
        < line(result.measures, "offered")["value"].iloc[0]
        < line(whole.measures, "offered")["value"].iloc[0]
    )
    assert result.interval("offered")["value"].iloc[0] == whole.interval("offered")["value"].iloc[0]


def test_an_interrupt_in_a_later_replication_leaves_it_out(scenario, monkeypatch):
    expected = acd.simulate(scenario, 2)
    interrupted_at(monkeypatch, 2)
    result = acd.simulate(scenario, 5)
    assert result.stopped
    assert result.measures.equals(expected.measures)


def test_an_interrupt_ends_a_sweep(scenario, monkeypatch):
    interrupted_at(monkeypatch, 1)
    with pytest.raises(KeyboardInterrupt):
        acd.sweep(scenario, {"agents.g.count": [2, 3]}, 2)


def test_the_simpy_clock_is_interrupted_too(scenario, monkeypatch):
    interrupted_at(monkeypatch, 0)
    result = acd.simulate(scenario, 3, clock="simpy")
    assert result.stopped
    assert result.to_json()["replications"] == 1


def test_an_interrupt_leaves_the_callers_handler_in_place(scenario, monkeypatch):
    interrupted_at(monkeypatch, 1)
    acd.simulate(scenario, 3)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_callers_own_handler_is_not_touched(scenario, monkeypatch):
    caught = []
    before = signal.signal(signal.SIGINT, lambda *_: caught.append(1))
    try:
        interrupted_at(monkeypatch, 1)
        result = acd.simulate(scenario, 3)
    finally:
        signal.signal(signal.SIGINT, before)
    assert caught
    assert not result.stopped


def test_simulate_may_be_called_from_another_thread(scenario):
    results = []
    thread = threading.Thread(target=lambda: results.append(acd.simulate(scenario, 2)))
    thread.start()
    thread.join()
    assert results[0].measures.equals(acd.simulate(scenario, 2).measures)


def test_an_interrupt_while_threads_run_keeps_what_they_finish(scenario, monkeypatch):
    waited = []
    result_of = workers.Future.result

    def result(future, timeout=None):
        waited.append(1)
        if len(waited) == 3:
            raise KeyboardInterrupt
        return result_of(future, timeout)

    monkeypatch.setattr(workers.Future, "result", result)
    result_ = acd.simulate(scenario, 30, jobs=2)
    assert result_.stopped
    n = result_.to_json()["replications"]
    assert 2 <= n <= 7
    monkeypatch.undo()
    assert result_.measures.equals(acd.simulate(scenario, n).measures)


def test_threads_halted_in_the_first_replications_measure_one_so_far(scenario, monkeypatch):
    begun, halted, asked = threading.Event(), threading.Event(), []
    advance_of, result_of = Run.advance, workers.Future.result

    def advance(self, limit=FOREVER, budget=50):
        stop = advance_of(self, limit, budget)
        begun.set()
        halted.wait(10)
        return stop

    def result(future, timeout=None):
        asked.append(future)
        begun.wait(10)
        if len(asked) == 1:
            raise KeyboardInterrupt
        halted.set()  # asked for again: the interrupt was seen
        return result_of(future, timeout)

    monkeypatch.setattr(Run, "advance", advance)
    monkeypatch.setattr(workers.Future, "result", result)
    stopped = acd.simulate(scenario, 30, jobs=2)
    assert stopped.stopped
    assert stopped.to_json()["replications"] == 1
    assert 0 < stopped.contacts < 60


def test_an_interrupt_before_anything_is_done_says_so(scenario, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(workers.Threads, "each", interrupted)
    result = acd.simulate(scenario, 3)
    assert result.stopped
    for frame in ("measures", "replications"):
        with pytest.raises(
            AcdError, match="no replication was finished before the simulation was stopped; run it"
        ):
            getattr(result, frame)
