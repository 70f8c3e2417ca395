"""``acd run --until`` and ``--cluster``: what they print, and what each of them refuses."""

import json
import re

import pytest

from acd.experiment import cluster


@pytest.fixture
def run(acd_command, small):
    return lambda *options: acd_command("run", small, *options)


def test_until_says_how_many_replications_it_took(run):
    shown = run("--until", "service_level[help]±4pp", "--jobs", 2)
    assert shown.exit_code == 0, shown.output
    line = r"reached ± ([\d.]+) pp\); looking more than once makes 95 % coverage slightly optimistic"
    text = " ".join(shown.stdout.split())
    n, reached = re.search(rf"(\d+) replications until service_level\[help\] ± 4 pp \({line}", text).groups()
    assert (int(n), float(reached) <= 4) == (30, True)
    assert f"{n} replications, seed 1" in shown.stdout
    assert max(map(len, shown.stdout.splitlines())) <= 100


def test_the_json_of_until_does_not_depend_on_the_jobs(run):
    one, two = (run("--until", "service_level[help]+-4 pp", "--jobs", jobs, "--json", "-") for jobs in (1, 2))
    assert one.stdout == two.stdout
    assert one.stderr == ""
    found = json.loads(one.stdout)
    assert found["replications"] == 30
    assert found["until"]["looks"] == [20, 30]
    assert found["until"]["met"] is True


def test_a_precision_that_was_not_reached_is_a_clear_line_and_no_failure(run):
    line = r"25 replications, the most allowed, did not reach asa ± 0\.001 s \(reached ± [\d.]+ s\)"
    options = ("--until", "asa+-0.001", "--replications", 25)
    shown = run(*options)
    assert shown.exit_code == 0
    assert re.search(f"{line}; give more --replications ", " ".join(shown.stdout.split()))
    shown = run(*options, "--json", "-")
    assert shown.exit_code == 0
    assert re.fullmatch(f"{line}; give more --replications\n", shown.stderr)
    assert json.loads(shown.stdout)["until"]["met"] is False


def test_a_precision_that_cannot_be_read_is_one_line(run):
    shown = run("--until", "service_level[helf]±4pp")
    assert shown.exit_code == 1
    assert shown.stderr.startswith(
        "until: 'helf' is no name of this scenario; there are category: help; group: team"
    )
    assert shown.stderr.count("\n") == 1


def test_a_cluster_that_does_not_answer_is_one_line(run, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    shown = run("--cluster", "tcp://127.0.0.1:1")
    assert shown.exit_code == 1
    assert shown.stderr.startswith("cluster: no Dask scheduler answers at tcp://127.0.0.1:1 (")
    assert shown.stderr.endswith("start one with 'dask scheduler' and give the address it prints\n")
    assert shown.stderr.count("\n") == 1


def test_a_cluster_writes_no_log(run, tmp_path):
    shown = run("--cluster", "tcp://127.0.0.1:1", "--out", tmp_path / "out")
    way_out = "leave out --out (--json writes the measures) or --cluster"
    message = f"--out: a cluster writes no log to {tmp_path / 'out'}; {way_out}\n"
    assert (shown.exit_code, shown.stderr) == (1, message)
    assert not (tmp_path / "out").exists()


def test_threads_and_a_cluster_exclude_each_other(run):
    shown = run("--cluster", "tcp://127.0.0.1:1", "--jobs", 2)
    message = "jobs: 2 threads here and a cluster are two ways; leave out one of jobs and cluster\n"
    assert (shown.exit_code, shown.stderr) == (1, message)
