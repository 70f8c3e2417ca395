"""Routing keys of the user's own: Python functions of numbers, from a file beside the scenario or registered by name.

A function says by its parameters which numbers it wants, in any order; the smallest number it returns is chosen first.
In a scenario it stands among the other keys, ``my_rules.py:nearest`` or by the name under which it was registered.
`functions` holds those that a scenario has found. Naming a Python file runs it.

This file must not know how a function is compiled, nor when it is called.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import FunctionType
from typing import TYPE_CHECKING, Any, TypeVar, overload

from acd.errors import AcdError
from acd.scenario import values
from acd.scenario.parts import Broken, Place, unknown
from acd.scenario.unfit import unfit

if TYPE_CHECKING:
    from acd.scenario.functions import OwnKey
    from acd.scenario.model import Scenario

F = TypeVar("F", bound=Callable[..., Any])

OF_CONTACTS: dict[str, str] = {
    "now": "seconds since day one 00:00; live, since the engine was made",
    "category": "the contact's category, numbered from 0 in the order of the file",
    "tier": "the contact's tier: 0 is standard, then in the order of the file",
    "priority": "its priority, where choose_contact names priority, aged_priority or a key of one's own; else 0",
    "waited": "seconds it counts as having waited, age credit included",
    "offers": "how often it was offered to agents so far",
    "waiting": "contacts of its category that wait",
    "group": "the agent's group, numbered from 0 in the order of the file",
    "skill": "the group's levels of the skills that the category requires, added up",
}
OF_AGENTS: dict[str, str] = OF_CONTACTS | {
    "agent": "the agent, numbered from 0 through the groups; live, in the order in which they became known",
    "idle": "seconds since the agent last became able to take a contact",
    "occupancy": "share of the agent's ready and working time since log-in that was work",
    "held": "contacts in the agent's hands",
    "contacts": "contacts that were bound to the agent since log-in",
    "talked": "seconds since log-in in which the agent had somebody bound, wrap-up not counted",
}
NUMBERS: dict[str, dict[str, str]] = {"choose_agent": OF_AGENTS, "choose_contact": OF_CONTACTS}
"""What a function may ask for, by the list in which it stands."""

IN_FILE = r"^(.+\.py):([A-Za-z_]\w*)$"
"""How a function in a file is named."""

REGISTERED: dict[str, Callable[..., Any]] = {}
"""Functions by the names that `register` gave them."""


@overload
def register(name: str, function: F) -> F: ...
@overload
def register(name: str) -> Callable[[F], F]: ...
def register(name: str, function: F | None = None) -> F | Callable[[F], F]:
    """Make a function of numbers a routing key that scenarios can name.

    Parameters
    ----------
    name : str
        How scenarios call it; a word that is no key of acd's own. The same name again replaces the function in
        scenarios that are made from then on.
    function : callable, optional
        Its parameters say which numbers it wants; it returns one number, and the smallest is chosen first. Left out,
        what is returned decorates a function.

    Returns
    -------
    callable
        The function itself, unchanged.

    Raises
    ------
    AcdError
        When the name is no word or taken, or the function cannot be a key.

    Notes
    -----
    For choose_agent and choose_contact: now, category, tier, priority, waited, offers, waiting, group, skill. For
    choose_agent also: agent, idle, occupancy, held, contacts, talked. All are floats.

    Examples
    --------
    >>> import acd
    >>> def rested(idle, occupancy):
    ...     return occupancy - idle / 3600
    >>> acd.register("rested", rested)  # doctest: +ELLIPSIS
    <function rested at ...>
    """
    if not re.fullmatch(r"[A-Za-z_]\w*", str(name)):
        message = f"register: {values.shown(name)} is not a word; name the key like nearest or by_skill"
        raise AcdError(message)
    if any(name in known for known in keys_of_acd().values()):
        message = f"register: '{name}' is a key of acd's own; take another name"
        raise AcdError(message)
    if function is None:
        return lambda given: register(name, given)
    try:
        wanted(function, OF_AGENTS, name)
    except values.MisreadError as error:
        message = f"register: {error}"
        raise AcdError(message) from None
    REGISTERED[name] = function
    return function


def policy(function: F) -> F:
    """Make a function a routing key under its own name: the decorator for `register`.

    Parameters
    ----------
    function : callable
        As for `register`.

    Returns
    -------
    callable
        The function itself, unchanged.

    Raises
    ------
    AcdError
        As of `register`.

    Examples
    --------
    >>> import acd
    >>> @acd.policy
    ... def away_from_the_counter(group, idle):
    ...     return -idle if group == 2 else 0
    """
    return register(getattr(function, "__name__", ""), function)


def keys_of_acd() -> dict[str, Mapping[str, object]]:
    """Return acd's own keys, by the list in which they may stand."""
    from acd.scenario.contact_rules import CONTACT_POLICIES
    from acd.scenario.policies import AGENT_POLICIES

    return {"choose_agent": AGENT_POLICIES, "choose_contact": CONTACT_POLICIES}


def is_named(word: object) -> bool:
    """Say whether a word names a function: one in a file, or one that is registered."""
    return isinstance(word, str) and (word in REGISTERED or re.fullmatch(IN_FILE, word) is not None)


def policy_word(known: Mapping[str, object]) -> Callable[[object], object]:
    """Return a validator of one key: one of `known`, or a function.

    Parameters
    ----------
    known : mapping
        Keys of acd's own.
    """

    def check(value: object) -> object:
        if not isinstance(value, str) or (value not in known and not is_named(value)):
            every = [*known, *REGISTERED]
            message = unknown("policy", value, every, "one of")
            if isinstance(value, str) and (":" in value or ".py" in value):
                message += "; or a function of your own, as my_rules.py:its_name"
            raise values.MisreadError(message)
        return value

    return check


def wanted(function: Callable[..., Any], known: Mapping[str, str], name: str) -> tuple[str, ...]:
    """Return which numbers a function wants.

    Parameters
    ----------
    function : callable
        Of the user.
    known : mapping
        The numbers that there are.
    name : str
        What messages call the function.

    Returns
    -------
    tuple of str
        In the order of its parameters.

    Raises
    ------
    MisreadError
        When it is no plain function of such numbers.
    """
    plain = getattr(function, "py_func", function)
    if not isinstance(plain, FunctionType):
        message = f"'{name}' is {what(plain)}, not a function; write it with def"
        raise values.MisreadError(message)
    for parameter in inspect.signature(plain).parameters.values():
        if parameter.kind is not parameter.POSITIONAL_OR_KEYWORD:
            message = f"'{name}' takes '{parameter}'; name each number that it wants: {', '.join(known)}"
            raise values.MisreadError(message)
        if parameter.name not in known:
            more = "; only choose_agent has it" if parameter.name in OF_AGENTS else ""
            message = unknown(f"number of '{name}'", parameter.name, known, "it may take")
            raise values.MisreadError(message + more)
    wrong = unfit(plain)
    if wrong is not None:
        message = f"'{name}' {wrong}"
        raise values.MisreadError(message)
    return tuple(inspect.signature(plain).parameters)


def what(value: object) -> str:
    """Return what a value is, as a message says it."""
    return f"a {type(value).__name__}" if not isinstance(value, type) else "a class"


def own_words(scenario: Scenario) -> list[str]:
    """Return the functions that a scenario names.

    Parameters
    ----------
    scenario : Scenario
        Checked.

    Returns
    -------
    list of str
        As the scenario names them, agents' keys first, each once: the order of their numbers.
    """
    found = dict[str, None]()
    for key, known in keys_of_acd().items():
        found |= dict.fromkeys(word for word in getattr(scenario.routing, key) if word not in known)
    return list(found)


def place_of(scenario: Scenario, word: str) -> Place:
    """Return the first place at which a scenario names a function."""
    key = next(key for key in NUMBERS if word in getattr(scenario.routing, key))
    return ("routing", key, getattr(scenario.routing, key).index(word))


def own_keys(scenario: Scenario) -> list[OwnKey]:
    """Return the functions that a checked scenario names, in the order of their numbers."""
    return [scenario.source.functions.find(word, scenario.folder) for word in own_words(scenario)]


def check(scenario: Scenario) -> Iterator[Broken]:
    """Yield the functions of a scenario that cannot be keys.

    Parameters
    ----------
    scenario : Scenario
        What is left after faulty values were taken out.
    """
    for key, known in NUMBERS.items():
        words: Sequence[str] = getattr(scenario.routing, key)
        for number, word in enumerate(words):
            if word not in keys_of_acd()[key]:
                try:
                    wanted(scenario.source.functions.find(word, scenario.folder).function, known, word)
                except values.MisreadError as error:
                    yield ("routing", key, number), str(error)
