"""Functions of the user's own, compiled: what cannot be, and what is said when one gives no finite number."""

import re

import pytest

from acd.build.own import own_rows
from acd.clocks import CompiledClock, SimpyClock
from acd.core._compile import PLAIN
from acd.errors import AcdError
from tests.runs import centre, prepared

RULES = """
def none(idle):
    pass

def pair(idle):
    return idle, idle

def unknown(idle):
    return idle + missing

def words(idle):
    return float(str(idle))

def twice(idle):
    return thrice(idle)

def thrice(idle):
    return 3 * idle

def same(idle):
    return thrice(idle)

def nan(idle):
    return (idle - idle) / (idle - idle)

def inf(agent):
    return 1 / (agent - agent)

def negative(waited):
    return -1e308 * (10 + waited)

def beyond(agent):
    return (3, 2, 1)[int(agent) + 3]

def power(waited):
    return (waited - waited) ** -1

def truth(idle):
    return idle > 3
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "rules.py").write_text(RULES)
    return tmp_path


def made(folder, agent="longest_idle", contact="longest_wait"):
    busy = "arrivals: {rate: 40/h}, patience: {dist: exponential, mean: 30m}"
    path = folder / "rules.py"
    named = {
        key: word.replace("rules.py", str(path)) for key, word in {"agent": agent, "contact": contact}.items()
    }
    root = f'routing: {{choose_agent: ["{named["agent"]}"], choose_contact: ["{named["contact"]}"]}}'
    return centre(busy, "count: 2", root=root)


@pytest.mark.skipif(PLAIN, reason="nothing is compiled")
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("none", "it returns nothing, and not one number"),
        ("pair", "it returns a value of type UniTuple(float64 x 2), and not one number"),
        ("unknown", "NameError: name 'missing' is not defined"),
        ("words", ""),
    ],
)
def test_what_cannot_be_compiled_is_told_in_one_line(name, told, folder):
    with pytest.raises(AcdError) as caught:
        own_rows(made(folder, f"rules.py:{name}"))
    message = str(caught.value)
    assert re.match(r".+:\d+: routing\.choose_agent\[0\]: '", message)
    assert f"rules.py:{name}' cannot be compiled: {told}" in message
    assert message.endswith("; it may use numbers, math and functions of these")
    assert "\n" not in message


def test_two_functions_that_do_the_same_are_compiled_once(folder):
    first, again, other = (
        own_rows(made(folder, f"rules.py:{name}"))["place"][0] for name in ("same", "same", "truth")
    )
    assert first == again != other


@pytest.mark.parametrize("clock", [CompiledClock, SimpyClock])
@pytest.mark.parametrize(
    ("agent", "contact", "told"),
    [
        ("rules.py:nan", "longest_wait", "nan or failed for a contact of 'a' and agent 0 (of 'g')"),
        ("rules.py:inf", "longest_wait", "nan|inf for a contact of 'a' and agent 0 (of 'g')"),
        ("rules.py:beyond", "longest_wait", "nan or failed for a contact of 'a' and agent 0 (of 'g')"),
        ("longest_idle", "rules.py:power", "nan or failed|inf for a contact of 'a'"),
        ("longest_idle", "rules.py:negative", "-inf for a contact of 'a'; let it return a finite number"),
    ],
)
def test_a_number_that_is_none_ends_a_simulation_with_one_line(agent, contact, told, clock, folder):
    with pytest.raises(AcdError) as caught:
        clock().run(prepared(made(folder, agent, contact)))
    found = told.partition("|")
    assert any(part in str(caught.value) for part in (found[0], found[2]) if part)
    assert str(caught.value).endswith("let it return a finite number for every contact and agent")


def test_truth_is_a_number(folder):
    assert len(CompiledClock().run(prepared(made(folder, "rules.py:truth"))).legs) > 0


def test_a_scenario_without_functions_has_an_empty_table():
    assert len(own_rows(centre())) == 0
