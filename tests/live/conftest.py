"""A small scenario and a router on a clock that the test moves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from acd.live import RoutingEngine
from acd.scenario import Scenario, parse

TEXT = """
acd: 1
name: two desks
categories:
  regular: {handle: {dist: constant, value: 60s}, max_queue: 2}
  stocks: {handle: {dist: constant, value: 60s}, priority: 1}
tiers: {gold: {share: 0.1, age_credit: 90s}}
agents:
  general: {count: 1, authorised: [regular]}
  desk: {count: 1, authorised: [stocks, regular]}
"""


@pytest.fixture
def scenario(tmp_path: Path) -> Scenario:
    return parse(TEXT, tmp_path, "desks.yaml")


class Moved:
    """A clock that stands still until it is set."""

    def __init__(self, time: float = 1000.0) -> None:
        self.time = time

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def clock() -> Moved:
    return Moved()


@pytest.fixture
def engine(scenario: Scenario, clock: Moved) -> RoutingEngine:
    made = RoutingEngine(scenario, clock)
    made.log_in("ana", group="general")
    return made


def kinds(decisions: list[Any]) -> list[tuple[str, str, str | None]]:
    """Return kind, contact and agent of each decision."""
    return [(decision.kind, decision.contact, decision.agent) for decision in decisions]
