"""Keys of the user's own: which functions a scenario may name, and the line that each faulty one is told in."""

import pickle

import pytest

import acd
from acd.errors import AcdError
from acd.scenario import parse
from acd.scenario.own import REGISTERED, own_keys, own_words
from acd.scenario.routing import MOST_KEYS
from tests.scenario.made import faults, text

RULES = """
import math
import random
from math import floor
from random import choice

import numba

STEP = 10.0

def steps(x):
    return floor(x / STEP)

@numba.njit
def doubled(x):
    return 2 * x

def near(agent, idle):
    return math.sqrt(agent) + doubled(steps(idle))

def old(waited):
    return -waited

def lazy(idle):
    if idle < 1:
        raise ValueError
    return idle

def many(*numbers):
    return 1

def wrong(idel):
    return idel

def tower(idle):
    return tower(idle - 1) if idle > 1 else floor(idle)

def there(x):
    return back(x)

def back(x):
    return there(x)

def to_and_fro(idle):
    return there(idle)

def lazier(idle):
    return lazy(idle)

def dice(idle):
    return idle + random.random()

def dealt(idle):
    return idle + choice((1, 2))

def ever(idle):
    yield idle

def sqrt(idle):
    return math.sqrt(idle)

TOTAL = 3
LIST = [1]

def lists(idle):
    return idle + LIST[0]
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "rules.py").write_text(RULES)
    (tmp_path / "broken.py").write_text("def near(idle):\n    return (\n")
    (tmp_path / "fails.py").write_text("\nx = 1 / 0\n")
    (tmp_path / "quits.py").write_text("import sys\nsys.exit()\n")
    return tmp_path


@pytest.fixture
def registered():
    before = dict(REGISTERED)
    REGISTERED.clear()
    yield REGISTERED
    REGISTERED.clear()
    REGISTERED.update(before)


def routing(agent="longest_idle", contact="longest_wait"):
    return text(root=f'routing: {{choose_agent: ["{agent}"], choose_contact: ["{contact}"]}}')


AGENT, CONTACT = "f.yaml:6: routing.choose_agent[0]: ", "f.yaml:6: routing.choose_contact[0]: "
NUMBERS = "now, category, tier, priority, waited, offers, waiting, group, skill"
FAULTS = [
    ("rules.py:nea", f"{AGENT}unknown function in rules.py 'nea'; did you mean 'near'? it has: "),
    (
        "rules.py:wrong",
        f"{AGENT}unknown number of 'rules.py:wrong' 'idel'; did you mean 'idle'? it may take: ",
    ),
    (
        "rules.py:lazy",
        f"{AGENT}'rules.py:lazy' raises an exception, or asserts; let it return a number in every case",
    ),
    (
        "rules.py:lazier",
        f"{AGENT}'rules.py:lazier' calls 'lazy', which raises an exception, or asserts; let it return",
    ),
    ("rules.py:tower", f"{AGENT}'rules.py:tower' calls 'tower' again; write a loop in place of a function"),
    (
        "rules.py:to_and_fro",
        f"{AGENT}'rules.py:to_and_fro' calls 'there', which calls 'back', which calls 'there' again; write",
    ),
    ("rules.py:dice", f"{AGENT}'rules.py:dice' draws random numbers, so that no run could be repeated; name"),
    ("rules.py:dealt", f"{AGENT}'rules.py:dealt' draws random numbers, so that no run could be repeated; "),
    ("rules.py:ever", f"{AGENT}'rules.py:ever' yields or is async; let it return a number"),
    ("quits.py:near", f"{AGENT}quits.py line 2 cannot be run: SystemExit: "),
    ("rules.py:TOTAL", f"{AGENT}'rules.py:TOTAL' is a int, not a function; write it with def"),
    ("rules.py:many", f"{AGENT}'rules.py:many' takes '*numbers'; name each number that it wants: now, "),
    (
        "none.py:near",
        f"{AGENT}none.py cannot be read: No such file or directory; give the path of a Python file",
    ),
    ("broken.py:near", f"{AGENT}broken.py line 2 cannot be run: SyntaxError: '(' was never closed"),
    ("fails.py:near", f"{AGENT}fails.py line 2 cannot be run: ZeroDivisionError: division by zero"),
    ("nearest", f"{AGENT}unknown policy 'nearest'; "),
    ("rules.txt:near", f"{AGENT}unknown policy 'rules.txt:near'; one of: longest_idle, "),
]


@pytest.mark.parametrize(("word", "told"), FAULTS, ids=[word for word, _ in FAULTS])
def test_a_function_that_cannot_be_a_key_is_told_in_one_line(word, told, folder):
    (fault,) = faults(routing(word), folder)
    assert fault.startswith(told)
    assert "\n" not in fault


def test_a_function_may_be_called_as_one_of_math_that_it_uses(folder):
    (key,) = own_keys(parse(routing("rules.py:sqrt"), folder))
    assert pickle.loads(pickle.dumps(key)).function(9.0) == 3.0


def test_a_file_may_begin_with_a_byte_order_mark(folder):
    (folder / "rules.py").write_text(RULES, encoding="utf-8-sig")
    assert not faults(routing("rules.py:near"), folder)


def test_what_a_file_prints_does_not_get_among_the_results(folder, capsys):
    (folder / "rules.py").write_text("print('here')\n" + RULES)
    assert not faults(routing("rules.py:near"), folder)
    assert capsys.readouterr() == ("", "here\n")


def test_a_contact_key_may_not_ask_about_an_agent(folder):
    (fault,) = faults(routing(contact="rules.py:near"), folder)
    told = f"unknown number of 'rules.py:near' 'agent'; it may take: {NUMBERS}; only choose_agent has it"
    assert fault == CONTACT + told


def test_more_keys_than_the_core_compares_are_refused(folder):
    more = "".join(f"\ndef a{n}(idle):\n    return idle\n" for n in range(MOST_KEYS + 1))
    (folder / "rules.py").write_text(RULES + more)
    names = [f"rules.py:a{n}" for n in range(MOST_KEYS + 1)]
    assert not faults(text(root=f"routing: {{choose_agent: {names[1:]}}}"), folder)
    (fault,) = faults(text(root=f"routing: {{choose_agent: {names}}}"), folder)
    told = f"{MOST_KEYS + 1} keys are more than {MOST_KEYS}; the first few decide"
    assert fault == f"f.yaml:6: routing.choose_agent: {told}"


def test_functions_are_numbered_in_the_order_of_both_lists(folder):
    named = 'routing: {choose_agent: [random, "rules.py:near"], choose_contact: ["rules.py:old", priority]}'
    assert own_words(parse(text(root=named), folder)) == ["rules.py:near", "rules.py:old"]


def test_a_function_goes_to_another_process_by_value(folder):
    scenario = parse(routing("rules.py:near", "rules.py:old"), folder)
    (folder / "rules.py").unlink()
    near, old = own_keys(pickle.loads(pickle.dumps(scenario)))
    assert (near.function(4.0, 25.0), old.function(3.0)) == (6.0, -3.0)
    assert near.content == own_keys(scenario)[0].content


def test_a_function_that_uses_a_list_stays_in_its_process(folder):
    scenario = parse(routing("rules.py:lists"), folder)
    with pytest.raises(
        AcdError, match=r"'rules\.py:lists' uses 'LIST', a list; let it use numbers, modules and"
    ):
        pickle.dumps(scenario)


def test_two_functions_that_differ_in_a_number_they_use_differ_in_content(folder):
    one = own_keys(parse(routing("rules.py:near"), folder))[0]
    (folder / "rules.py").write_text(RULES.replace("10.0", "20.0"))
    other = own_keys(parse(routing("rules.py:near"), folder))[0]
    assert one.content != other.content


def test_a_registered_function_is_a_key(registered):
    @acd.policy
    def away(group):
        return group

    acd.register("by_tier")(lambda tier: tier)
    scenario = parse(routing("away", "by_tier"))
    assert own_keys(scenario)[0].function is away
    assert faults(routing("avay"))[0].split(";")[1].startswith(" did you mean 'away'? one of: longest_idle, ")


def test_registering_anew_counts_from_the_next_scenario_on(registered):
    acd.register("way", lambda group: group)
    before = parse(routing("way"))
    acd.register("way", lambda group: -group)
    after = before.replace("name", "another")
    assert [own_keys(one)[0].function(2.0) for one in (before, after)] == [2.0, -2.0]


@pytest.mark.parametrize(
    ("name", "function", "told"),
    [
        ("longest_idle", abs, "register: 'longest_idle' is a key of acd's own; take another name"),
        ("longest idle", abs, "register: 'longest idle' is not a word; name the key like nearest or by_skill"),
        ("size", abs, "register: 'size' is a builtin_function_or_method, not a function; write it with def"),
        ("size", lambda wait: wait, "register: unknown number of 'size' 'wait'; did you mean 'waited'? it may take: "),
    ],
)  # fmt: skip
def test_what_cannot_be_registered_is_told_in_one_line(name, function, told, registered):
    with pytest.raises(AcdError) as caught:
        acd.register(name, function)
    assert str(caught.value).startswith(told)
    assert name not in registered
