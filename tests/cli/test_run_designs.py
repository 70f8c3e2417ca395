"""``acd run`` with pairs, batches and a warm-up that is found: what it prints and refuses."""

import json
import re

import pytest

from acd.scenario.values import duration_text

CONSTANT = """\
acd: 1
name: Constant
calendar: {days: 4, warm_up: auto}
categories:
  help:
    arrivals: {rate: 60/h}
    patience: {dist: exponential, mean: 2m}
    handle: {dist: exponential, mean: 3m}
agents:
  team: {count: 3, authorised: [help]}
"""


@pytest.fixture
def constant(tmp_path):
    path = tmp_path / "constant.yaml"
    path.write_text(CONSTANT)
    return path


# -- pairs, batches, warm-up ---------------------------------------------------------------------------------------
def test_antithetic_pairs_are_told_in_the_head_and_the_notes(acd_command, small):
    shown = acd_command("run", small, "--antithetic", "--replications", 6)
    assert shown.exit_code == 0, shown.output
    assert "6 replications in 3 antithetic pairs, seed 1" in shown.stdout
    assert "half the 95 % interval over pairs" in shown.stdout
    found = json.loads(acd_command("run", small, "--antithetic", "--json", "-").stdout)
    assert (found["replications"], found["antithetic"]) == (20, True)


def test_pairs_run_until_a_precision_is_reached(acd_command, small):
    shown = acd_command("run", small, "--antithetic", "--until", "offered+-1e-6", "--replications", 24)
    assert shown.exit_code == 0, shown.output
    text = " ".join(shown.stdout.split())
    assert "24 replications in 12 antithetic pairs, seed 1" in text
    assert "24 replications, the most allowed, did not reach offered ± 1e-06" in text
    found = acd_command("run", small, "--antithetic", "--until", "offered+-1e9", "--json", "-")
    assert json.loads(found.stdout)["until"]["looks"] == [20]


def test_half_a_pair_is_one_line(acd_command, small):
    shown = acd_command("run", small, "--antithetic", "--replications", 3)
    message = "replications: 3 is odd; antithetic replications are pairs, so give 4\n"
    assert (shown.exit_code, shown.stderr) == (1, message)


def test_a_warm_up_that_was_found_is_told(acd_command, constant):
    shown = acd_command("run", constant, "--replications", 2)
    assert shown.exit_code == 0, shown.output
    found = json.loads(acd_command("run", constant, "--replications", 2, "--json", "-").stdout)
    text = duration_text(found["warm_up"])
    assert f"warm-up found: {text} (MSER-5, 10 pilot runs)" in shown.stdout


def test_a_warm_up_and_a_precision_are_told_together(acd_command, constant):
    shown = acd_command("run", constant, "--replications", 4, "--until", "offered+-1e9")
    assert shown.exit_code == 0, shown.output
    lines = shown.stdout.splitlines()
    place = next(number for number, line in enumerate(lines) if line.startswith("warm-up found: "))
    assert lines[place + 1].startswith("4 replications until offered ± 1e+09 (reached ± ")


@pytest.mark.parametrize(
    ("option", "value", "reason"),
    [
        ("until", "asa+-1s", "adds replications until asa+-1s is reached"),
        ("cluster", "tcp://127.0.0.1:1", "shares replications out"),
    ],
)
def test_more_runs_and_batches_exclude_each_other(acd_command, constant, option, value, reason):
    shown = acd_command("run", constant, "--batches", 5, f"--{option}", value)
    message = f"{option}: {reason}, and batches are of one run; leave one of the two out\n"
    assert (shown.exit_code, shown.stderr) == (1, message)


def test_batches_are_told_and_written(acd_command, constant, tmp_path):
    shown = acd_command(
        "run", constant, "--batches", 5, "--out", tmp_path / "out", "--json", tmp_path / "r.json"
    )
    assert shown.exit_code == 0, shown.output
    found = json.loads((tmp_path / "r.json").read_text())
    cut = found["batches"]
    head = f"1 replication in 5 batches of {duration_text(cut['length'])}, seed 1"
    assert head in shown.stdout
    assert f"the first {duration_text(cut['start'])} left out" in " ".join(shown.stdout.split())
    assert "half the 95 % interval over batches" in shown.stdout
    assert (tmp_path / "out" / "service_and_load.png").exists()
    assert len({row["interval"] for row in found["measures"]}) == 1 + 5


def test_batches_without_warm_up_or_too_short_are_warned_about(acd_command, constant):
    constant.write_text(CONSTANT.replace("warm_up: auto", "warm_up: 0s").replace("patience", "ivr"))
    shown = acd_command("run", constant, "--batches", 96)
    assert shown.exit_code == 0, shown.output
    empty, alike = shown.stderr.splitlines()[-2:]
    assert empty == (
        "warning: batches: the first one begins with an empty centre; give calendar.warm_up: auto, or a length"
    )
    assert re.fullmatch(
        r"warning: batches: those of 1h resemble their neighbours \(correlation of .*wait 0\.\d\d.*\), so that "
        r"intervals are too narrow; give fewer batches, or make calendar\.days longer",
        alike,
    )


def test_batches_after_a_warm_up_of_nothing_that_was_found_are_not_warned_about(
    acd_command, constant, monkeypatch
):
    monkeypatch.setattr("acd.experiment.warm_up.mser5", lambda series: 0)
    shown = acd_command("run", constant, "--batches", 3)
    assert "warm-up found: 0s" in shown.stdout
    assert shown.stderr == ""


def test_real_figures_and_batches_exclude_each_other(acd_command, constant):
    shown = acd_command("run", constant, "--batches", 5, "--measured", "real.csv")
    message = "--measured: real.csv is of whole days, and --batches 5 is not; leave one of the two out\n"
    assert (shown.exit_code, shown.stderr) == (1, message)


def test_batches_of_a_day_that_opens_and_closes_are_refused_with_the_line(acd_command, small):
    shown = acd_command("run", small, "--batches", 5)
    assert (shown.exit_code, shown.stderr) == (
        1,
        f"{small}:3: calendar.open: batches need constant rates and staffing, but calendar.open changes with time; "
        "leave batches out\n",
    )
