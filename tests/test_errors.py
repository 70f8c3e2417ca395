"""Errors keep what they know when they come back from another process."""

import pickle

import pytest

from acd.errors import AcdError, CommandError, Fault, LimitError, ScenarioError

FAULTS = [Fault("f.yaml", 3, "agents.g.count", "-1 is too few"), Fault("f.yaml", 0, "", "is empty")]


def test_a_scenario_error_is_the_same_after_pickling():
    error = ScenarioError(FAULTS)
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.faults, str(again)) == (ScenarioError, tuple(FAULTS), str(error))


@pytest.mark.parametrize("kind", [AcdError, CommandError, LimitError])
def test_other_errors_are_the_same_after_pickling(kind):
    again = pickle.loads(pickle.dumps(kind("place: value")))
    assert (type(again), str(again)) == (kind, "place: value")
