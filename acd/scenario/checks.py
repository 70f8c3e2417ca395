"""Rules between parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from acd.scenario.model import Scenario
from acd.scenario.parts import Broken, Place


def names(raw: Mapping[str, object]) -> Iterator[Broken]:
    """Yield unknown names."""
    yield from ()


def between(scenario: Scenario, faulty: Sequence[Place]) -> Iterator[Broken]:
    """Yield faults between parts."""
    yield from ()
