"""``acd check`` and ``acd new``."""

import re

import pytest

from acd.core._compile import PLAIN


def test_a_good_file_has_no_fault(acd_command, small):
    shown = acd_command("check", small)
    assert (shown.exit_code, shown.stdout) == (0, f"{small}: no fault found\n")


def test_every_fault_is_one_line_with_file_and_line_and_the_code_is_1(acd_command, small):
    small.write_text(small.read_text().replace("count: 3", "count: -3").replace("60/h", "60/parsec"))
    shown = acd_command("check", small)
    assert (shown.exit_code, shown.stdout) == (1, "")
    lines = shown.stderr.splitlines()
    assert [line.split(": ")[0] for line in lines] == [f"{small}:6", f"{small}:10"]
    assert [line.split(": ")[1] for line in lines] == ["categories.help.arrivals.rate", "agents.team.count"]


def test_a_file_that_does_not_exist_is_a_fault_and_no_traceback(acd_command, tmp_path):
    for command in ("check", "run"):
        shown = acd_command(command, tmp_path / "none.yaml")
        assert shown.exit_code == 1
        assert "none.yaml" in shown.stderr
        assert "Traceback" not in shown.stderr


def test_the_starter_scenario_has_no_fault(acd_command, tmp_path):
    file = tmp_path / "mine.yaml"
    shown = acd_command("new", file)
    assert (shown.exit_code, shown.output) == (0, f"wrote {file}; try: acd run {file}\n")
    assert acd_command("check", file).exit_code == 0


def test_new_overwrites_nothing(acd_command, small):
    before = small.read_text()
    shown = acd_command("new", small)
    assert shown.exit_code == 1
    assert shown.stderr == f"{small}: exists already; acd new overwrites nothing, choose another name\n"
    assert small.read_text() == before


def test_new_says_where_it_cannot_write(acd_command, tmp_path):
    shown = acd_command("new", tmp_path / "none" / "mine.yaml")
    assert shown.exit_code == 1
    assert "mine.yaml: No such file or directory; check the path and your rights to it" in shown.stderr


def test_a_line_that_grows_without_end_is_warned_about(acd_command, small):
    text = small.read_text().replace("60/h", "600/h")
    small.write_text(text.replace("    patience: {dist: exponential, mean: 2m}\n", ""))
    shown = acd_command("check", small)
    assert shown.exit_code == 0
    assert shown.stderr.startswith(f"warning: {small}:5: categories.help: ")
    assert "the lines grow without end" in shown.stderr


def test_check_says_what_a_preset_stands_for(acd_command, small):
    small.write_text(small.read_text() + "routing: {like: avaya/ead-mia}\n")
    shown = acd_command("check", small)
    told = "routing.like: avaya/ead-mia stands for choose_agent: [highest_skill, longest_idle]"
    assert (shown.exit_code, told in shown.stderr.splitlines()) == (0, True)


@pytest.mark.skipif(PLAIN, reason="nothing is compiled")
def test_check_compiles_functions_of_ones_own(acd_command, small):
    (small.parent / "rules.py").write_text(
        "def near(idle):\n    return missing\n\n\ndef far(idle):\n    return -idle\n"
    )
    small.write_text(small.read_text() + 'routing: {choose_agent: ["rules.py:near"]}\n')
    shown = acd_command("check", small)
    assert shown.exit_code == 1
    told = r".+:\d+: routing\.choose_agent\[0\]: 'rules\.py:near' cannot be compiled: NameError: name 'missing' is not"
    assert re.match(told, shown.stderr)
    small.write_text(small.read_text().replace("rules.py:near", "rules.py:far"))
    assert acd_command("check", small).exit_code == 0
