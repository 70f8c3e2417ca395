"""What the README shows is true: its code runs, its scenario loads, its output is that of the command."""

import re

import pytest
from typer.testing import CliRunner

import acd.scenario
from acd.cli.main import app
from acd.scenario import AGENT_POLICIES, CONTACT_POLICIES, Routing
from acd.scenario.own import REGISTERED
from tests.architecture.sources import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.fixture(autouse=True)
def _in_the_root(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.fixture(autouse=True)
def _only_here():
    """Forget what an example registers, so that no other test's messages list it."""
    before = dict(REGISTERED)
    yield
    REGISTERED.clear()
    REGISTERED.update(before)


@pytest.mark.parametrize("number", range(len(blocks("python"))))
def test_the_python_examples_run(number, capsys):
    code = blocks("python")[number]
    exec(compile(code, "README.md", "exec"), {})
    assert capsys.readouterr().out


@pytest.mark.parametrize("code", [code for code in blocks("python") if "RoutingEngine" in code])
def test_the_router_examples_say_what_they_print(code, capsys):
    told = [line.partition("…)]")[0] for line in re.findall(r"# (\[.*)$", code, re.MULTILINE)]
    exec(compile(code, "README.md", "exec"), {})
    printed = capsys.readouterr().out.splitlines()
    assert len(told) == len(printed) == 2
    assert all(line.startswith(start) for line, start in zip(printed, told, strict=True))


@pytest.mark.parametrize(
    "key", [*AGENT_POLICIES, *CONTACT_POLICIES, *Routing.model_fields, "after", "above", "keep_free", "share"]
)
def test_every_key_of_routing_is_named(key):
    assert f"`{key}`" in README or f"`routing.{key}`" in README


def test_the_scenario_loads():
    (text,) = blocks("yaml")
    assert acd.scenario.parse(text, ROOT, "README.md").name == "Two skills"
    assert len(text.splitlines()) == 20


def test_the_output_is_that_of_make_demo():
    command = re.search(r"\$\(BIN\)/acd (run .*)", (ROOT / "Makefile").read_text())[1]
    printed = {line.rstrip() for line in CliRunner().invoke(app, command.split()).stdout.splitlines()}
    (shown,) = blocks("text")
    missing = [line for line in shown.splitlines() if line != "…" and line not in printed]
    assert not missing, "paste what `make demo` prints now:\n" + "\n".join(missing)
