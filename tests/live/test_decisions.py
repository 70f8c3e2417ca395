"""Decisions are ordinary frozen dataclasses, however the engine makes them."""

from __future__ import annotations

import copy
import dataclasses
import pickle

import pytest

from acd.core import codes
from acd.core.columns import DECIDED
from acd.live import Bound, Decision, Ended, Offered, Queued
from acd.live.decisions import BY_CODE, decided
from acd.live.desk import _ROW

ENDED = decided(codes.Decision.ENDED, "call-17", "ana", "resolved", None)


@pytest.mark.parametrize("code", codes.Decision, ids=lambda code: code.name)
def test_every_code_makes_its_own_class_equal_to_what_a_user_would_write(code):
    made = decided(code.value, "call-17", "ana", "lapsed", 3.5)
    assert made.kind == code.name.lower()
    assert type(made) is BY_CODE[code]
    assert made == BY_CODE[code]("call-17", "ana", "lapsed", 3.5)
    assert repr(made) == f"{code.name.title()}(contact='call-17', agent='ana', reason='lapsed', due=3.5)"


def test_equal_decisions_are_of_one_class_and_have_one_hash():
    assert Bound("call-17", "ana", "resolved") != ENDED
    assert Ended("call-17", "ana", "lapsed") != ENDED
    assert {ENDED, Ended("call-17", "ana", "resolved")} == {ENDED}


@pytest.mark.parametrize("name", ["contact", "agent", "reason", "due", "kind", "other"])
def test_nothing_can_be_set_or_deleted(name):
    with pytest.raises((dataclasses.FrozenInstanceError, TypeError)):
        setattr(ENDED, name, "x")
    with pytest.raises((dataclasses.FrozenInstanceError, TypeError)):
        delattr(ENDED, name)
    assert not hasattr(ENDED, "__dict__")


def test_the_tools_for_dataclasses_work():
    assert dataclasses.is_dataclass(ENDED)
    assert [field.name for field in dataclasses.fields(ENDED)] == ["contact", "agent", "reason", "due"]
    assert dataclasses.replace(ENDED, contact="x") == Ended("x", "ana", "resolved")
    assert dataclasses.astuple(ENDED) == ("call-17", "ana", "resolved", None)


def test_copies_and_pickles_are_equal():
    assert copy.copy(ENDED) == copy.deepcopy(ENDED) == pickle.loads(pickle.dumps(ENDED)) == ENDED


def test_decisions_can_be_matched_by_class_and_place():
    match ENDED:
        case Bound() | Offered():
            found = None
        case Ended(contact, agent, reason="resolved"):
            found = (contact, agent)
    assert found == ("call-17", "ana")


def test_what_a_user_writes_needs_only_the_contact():
    assert Queued("one") == decided(codes.Decision.QUEUED, "one", None, "", None)
    assert isinstance(Queued("one"), Decision)


def test_the_engine_reads_the_rows_that_the_core_writes():
    assert DECIDED.names[:5] == ("kind", "contact", "agent", "reason", "due")
    assert {DECIDED[name].str for name in DECIDED.names} == {"<i8"}
    assert _ROW.size == DECIDED.itemsize
