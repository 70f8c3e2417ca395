"""What the tests of the command line share: a runner and a small scenario."""

import pytest
from typer.testing import CliRunner

from acd.cli.main import app

SMALL = """\
acd: 1
name: Small
calendar: {start: 2026-01-05, days: 1, open: 08:00-10:00}
categories:
  help:
    arrivals: {rate: 60/h}
    patience: {dist: exponential, mean: 2m}
    handle: {dist: exponential, mean: 3m}
agents:
  team: {count: 3, authorised: [help]}
"""


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small.yaml"
    path.write_text(SMALL)
    return path


@pytest.fixture
def acd_command():
    runner = CliRunner()
    return lambda *arguments: runner.invoke(app, [str(argument) for argument in arguments])
