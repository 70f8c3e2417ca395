"""``acd run``: what it prints, writes and returns."""

import json
import subprocess
import sys

import pandas as pd
import pytest

import acd.experiment
from acd.log import read


@pytest.fixture
def run(acd_command, small):
    return lambda *options: acd_command("run", small, "--replications", 3, *options)


def test_the_table_keeps_within_100_columns_and_holds_the_sections(run):
    shown = run()
    assert shown.exit_code == 0, shown.output
    assert max(map(len, shown.stdout.splitlines())) <= 100
    assert all(
        word in shown.stdout for word in ("Small", "3 replications, seed 1", "service_level", "help", "team")
    )
    assert "\x1b" not in shown.stdout


def test_json_prints_nothing_but_json_with_the_contracts_keys(run):
    shown = run("--json", "-")
    found = json.loads(shown.stdout)
    assert list(found) == ["scenario", "seed", "replications", "clock", "contacts", "measures"]
    keys = ["measure", "scope", "name", "interval", "unit", "value", "low", "high", "n"]
    assert all(list(line) == keys for line in found["measures"])
    assert (found["scenario"], found["seed"], found["replications"], found["clock"]) == (
        "Small",
        1,
        3,
        "compiled",
    )


def test_both_clocks_give_equal_numbers(run):
    compiled, simpy = (
        json.loads(run("--json", "-", "--clock", clock).stdout) for clock in ("compiled", "simpy")
    )
    assert compiled["measures"] == simpy["measures"]


def test_another_seed_gives_other_numbers(run):
    assert run("--json", "-").stdout == run("--json", "-", "--seed", 1, "--jobs", 2).stdout
    assert run("--json", "-").stdout != run("--json", "-", "--seed", 2).stdout


def test_json_to_a_file_leaves_the_table_on_stdout(run, tmp_path):
    shown = run("--json", tmp_path / "result.json")
    assert "service_level" in shown.stdout
    assert json.loads((tmp_path / "result.json").read_text())["scenario"] == "Small"


def test_out_writes_time_per_step_where_handling_has_steps(run, small, tmp_path):
    checked = "    verification: {duration: {dist: constant, value: 20s}}\n"
    small.write_text(small.read_text().replace("    handle:", checked + "    handle:"))
    shown = run("--out", tmp_path / "out")
    assert "legs.parquet, agents.parquet, steps.parquet" in shown.output
    steps, origin = read(tmp_path / "out" / "steps.parquet")
    assert (origin.scenario, steps["replication"].nunique()) == ("Small", 3)
    assert list(steps["step"].unique()) == ["verification", "handle"]


def test_out_writes_measures_log_and_pictures(run, tmp_path):
    folder = tmp_path / "deep" / "out"
    shown = run("--out", folder)
    assert shown.exit_code == 0, shown.output
    names = "agents.parquet legs.parquet measures.csv measures.parquet replications.parquet result.json"
    pictures = "service_and_load.png staffing.png waiting.png"
    assert sorted(path.name for path in folder.iterdir()) == sorted([*names.split(), *pictures.split()])
    legs, origin = read(folder / "legs.parquet")
    assert (origin.scenario, origin.seed, legs["replication"].nunique()) == ("Small", 1, 3)
    measures = pd.read_parquet(folder / "measures.parquet")
    assert len(measures) == len(pd.read_csv(folder / "measures.csv"))


def test_a_folder_that_cannot_be_made_is_one_line(run, tmp_path):
    (tmp_path / "file").write_text("")
    shown = run("--out", tmp_path / "file" / "out")
    assert shown.exit_code == 1
    assert shown.stderr.endswith("Not a directory; check the path and your rights to it\n")
    assert shown.stderr.count("\n") == 1


def test_ctrl_c_prints_what_was_finished_and_ends_with_3(run, monkeypatch):
    simulate = acd.experiment.simulate

    def stopped(*arguments, **options):
        result = simulate(*arguments, **options)
        return type(result)(**{**vars(result), "stopped": True})

    monkeypatch.setattr(acd.experiment, "simulate", stopped)
    shown = run()
    assert shown.exit_code == 3
    assert "Stopped early: these are the replications that were finished." in shown.stdout
    assert "stopped early: the results are those of the replications that were finished" in shown.stderr


def test_ctrl_c_before_anything_was_finished_says_so(run, monkeypatch):
    def stopped(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr(acd.experiment, "simulate", stopped)
    shown = run()
    assert (shown.exit_code, shown.stderr) == (3, "stopped before anything was finished\n")


def test_a_real_interrupt_keeps_the_replications_that_were_finished(small):
    code = f"""
import os, signal, sys
from contextlib import contextmanager
import acd.cli.progress

@contextmanager
def interrupting(total):
    yield lambda done: os.kill(os.getpid(), signal.SIGINT) if done == 2 else None

signal.signal(signal.SIGINT, signal.default_int_handler)
acd.cli.progress.progress = interrupting
sys.argv = ["acd", "run", {str(small)!r}, "--replications", "1000"]
from acd.cli.main import main
main()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "2 replications, seed 1" in done.stdout
    assert "Stopped early: these are the replications that were finished." in done.stdout
    assert "Traceback" not in done.stderr


def test_a_full_disk_is_one_line(run, tmp_path):
    (tmp_path / "legs.parquet").symlink_to("/dev/full")
    shown = run("--out", tmp_path)
    assert shown.exit_code == 1
    assert "legs.parquet: the log cannot be written: " in shown.stderr
    assert shown.stderr.count("\n") == 1
