"""Keys of the user's own: the core writes numbers into a row, a function of theirs makes one number of them.

The function is compiled by itself, into machine code that takes the address of the row, and the core calls it through
that address; uncompiled, the Python function itself is called. It sees numbers and nothing else, and is asked only
about agents and contacts that may be joined: it cannot choose anybody who is not authorised. What it returns has to be
a finite number. Anything else comes last, and is noted in ``desk`` for whoever called the core.

An address is good in this process only. What takes it out of a table in another one would crash, so that the table
``own`` is filled where it is used and never travels.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FunctionType
from typing import Any

import numba
from llvmlite import ir  # type: ignore[import-untyped]
from numba.extending import intrinsic

from acd.core._compile import OF_KERNELS, cold
from acd.core._records import PLAIN
from acd.core.agent_keys import talk_time
from acd.core.codes import OWN_KEY
from acd.core.columns import GIVEN
from acd.core.lines import TOP_PRIORITY, place_of, urgency_of
from acd.core.tables import (
    NONE,
    Handle,
    agent,
    contact,
    crowd,
    desk,
    given,
    hand,
    kin,
    ledger,
    member,
    own,
    route,
    rules,
)

_types: Any = numba.types
_intrinsic: Any = intrinsic

DEEPEST = 8
"""How deep functions may call each other before acd stops compiling what they call."""
LAST = 1e308
"""Stands for a number that is none: whoever has it comes last."""
SECOND = 1e6
"""[us]"""
NOT_A_NUMBER, TOO_LARGE, TOO_SMALL = 1, 2, 3
"""What was returned instead of a finite number."""

# Without reference counts numba can make no dictionary, list or text, and what raises exceptions is hardly left.
# An index that is out of range is one of those that are left.
_OPTIONS: dict[str, Any] = {"error_model": "numpy", "boundscheck": True} | {
    name: value for name, value in OF_KERNELS.items() if name == "_nrt"
}
_KEPT: list[Any] = []
"""Functions whose addresses are in use, and, uncompiled, the functions themselves; for as long as the process lives."""
_MADE: dict[object, int] = {}


class UncompiledError(Exception):
    """A function cannot be compiled; the message says why in one line."""


def address_of(function: Callable[..., Any], numbers: Sequence[str], known_as: object) -> int:
    """Return what the core calls a function by, in this process only.

    Parameters
    ----------
    function : callable
        Takes floats, returns a number.
    numbers : sequence of str
        Columns of the table ``given``, in the order of the function's parameters.
    known_as : object
        Hashable; of two functions known as the same only the first is compiled.

    Returns
    -------
    int
        The address of its machine code; uncompiled, its place in a list.

    Raises
    ------
    UncompiledError
        When it cannot be compiled, or returns no number.
    """
    if known_as not in _MADE:
        _MADE[known_as] = _plain(function, numbers) if PLAIN else _compiled(function, numbers)
    return _MADE[known_as]


def _plain(function: Callable[..., Any], numbers: Sequence[str]) -> int:
    def called(row: Any) -> float:
        try:
            return float(function(*(float(row[name]) for name in numbers)))
        except Exception:  # whatever it is: see _compiled
            return math.nan

    _KEPT.append(called)
    return len(_KEPT) - 1


def _compiled(function: Callable[..., Any], numbers: Sequence[str]) -> int:  # compiled only
    try:
        inner = numba.njit(**_OPTIONS)(_with_helpers(function))
        inner.compile((_types.float64,) * len(numbers))
        returned = inner.nopython_signatures[0].return_type
    except Exception as error:  # besides its own errors numba lets through whatever happens inside
        raise UncompiledError(_in_one_line(error, function)) from None
    if not isinstance(returned, _types.Integer | _types.Float | _types.Boolean):
        message = f"it returns {_returned(returned)}, and not one number"
        raise UncompiledError(message)
    columns = list(GIVEN.names or ())
    arguments = ", ".join(f"row[{columns.index(name)}]" for name in numbers)
    made: dict[str, Any] = {"function": inner, "nan": math.nan}
    # an exception cannot leave the function: numba would print it and go on with 0
    body = (
        f"    try:\n        return 1.0 * function({arguments})\n    except Exception:\n        return nan\n"
    )
    exec(f"def key(row):\n{body}", made)
    pointer = _types.CPointer(_types.float64)
    code = numba.cfunc(_types.float64(pointer), **_OPTIONS)(made["key"])
    _KEPT.append(code)
    address: Any = code.address
    return int(address)


def _with_helpers(function: Callable[..., Any], depth: int = 0) -> Callable[..., Any]:  # compiled only
    """Return a function whose plain functions are compiled, too: those of its file that it calls."""
    plain: Any = getattr(function, "py_func", function)
    scope = dict(plain.__globals__)
    for name in plain.__code__.co_names:
        if isinstance(scope.get(name), FunctionType) and depth < DEEPEST:
            scope[name] = numba.njit(**_OPTIONS)(_with_helpers(scope[name], depth + 1))
    return FunctionType(plain.__code__, scope, plain.__name__, plain.__defaults__, plain.__closure__)


def _returned(kind: Any) -> str:  # compiled only
    return "nothing" if isinstance(kind, _types.NoneType | _types.Omitted) else f"a value of type {kind}"


def _in_one_line(error: Exception, function: Callable[..., Any]) -> str:  # compiled only
    """Return what numba stumbled over, and in which line of the user's file."""
    lines = [line.strip() for line in str(error).splitlines()]
    said = [
        line for line in lines if line and not line.startswith(("Failed in", "During:", "File", "def ", "^"))
    ]
    code: Any = getattr(function, "py_func", function)
    place = re.escape(Path(code.__code__.co_filename).name)
    found = re.findall(rf'File "[^"]*{place}", line (\d+)', str(error))
    reason = said[0].rstrip(":")[:200] if said else "no reason is given"
    return f"{reason} (line {found[-1]})" if found else reason


if PLAIN:

    def called(place: int, row: Any) -> float:
        """Return what an own function makes of a row of ``given``."""
        return float(_KEPT[place](row))

else:  # compiled only

    @_intrinsic  # type: ignore[untyped-decorator]
    def called(_typing: Any, _place: Any, _row: Any) -> Any:
        """Compile to a call of the function at an address, with the address of a row of ``given``."""

        def code(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
            number = ir.DoubleType()
            kind = ir.FunctionType(number, [number.as_pointer()]).as_pointer()
            return builder.call(
                builder.inttoptr(args[0], kind), [builder.bitcast(args[1], number.as_pointer())]
            )

        return _types.float64(_types.int64, _row), code


@cold
def own_agent_value(z: Handle, what: int, c: int, a: int, occupancy: float) -> float:
    """Return what agent ``a`` is compared by for contact ``c``, by an own key; occupancy: see `choose_agent`."""
    g = int(member(z, a)["group"])
    give_contact(z, c, g)
    row = given(z, 0)
    row["agent"] = float(a)
    row["idle"] = float(desk(z, 0)["now"] - agent(z, a)["idle_since"]) / SECOND
    row["occupancy"] = occupancy
    row["contacts"] = float(ledger(z, a)["contacts"])
    row["talked"] = talk_time(z, a) / SECOND
    row["held"] = 0.0
    if rules(z, 0)["shared"]:
        row["held"] = float(hand(z, a)["held"])
    return finite(z, what, c, a)


@cold
def own_contact_value(z: Handle, what: int, c: int, g: int) -> float:
    """Return what contact ``c`` is compared by for an agent of group ``g``, by an own key."""
    give_contact(z, c, g)
    return finite(z, what, c, NONE)


@cold
def give_contact(z: Handle, c: int, g: int) -> None:
    """Write what is known of contact ``c`` and group ``g`` into the row that own functions read."""
    me = contact(z, c)
    row = given(z, 0)
    now = desk(z, 0)["now"]
    view = me["category"]
    if rules(z, 0)["viewed"]:
        view = me["line"] // rules(z, 0)["n_tiers"]
    pair = route(z, view * rules(z, 0)["n_groups"] + g)
    home = int(g)
    if rules(z, 0)["variants"]:
        home = int(kin(z, g)["home"])
    row["now"] = float(now) / SECOND
    row["category"] = float(me["category"])
    row["tier"] = float(me["tier"])
    row["priority"] = float(TOP_PRIORITY - urgency_of(z, c))
    row["waited"] = float(now - place_of(z, c)) / SECOND
    row["offers"] = float(me["offers"])
    row["waiting"] = float(crowd(z, me["category"])["waiting"])
    row["group"] = float(home)
    row["skill"] = float(pair["skill"])


@cold
def finite(z: Handle, what: int, c: int, a: int) -> float:
    """Return what the own function of a key makes of the row; when it is no finite number, note that and say last."""
    value = float(called(own(z, what - OWN_KEY)["place"], given(z, 0)))
    if value - value == 0.0:
        return value
    table = desk(z, 0)
    if table["own_fault"] == 0:
        table["own_fault"] = what - OWN_KEY + 1
        table["own_category"] = contact(z, c)["category"]
        table["own_agent"] = a
        table["own_got"] = NOT_A_NUMBER
        if value > 0.0:
            table["own_got"] = TOO_LARGE
        elif value < 0.0:
            table["own_got"] = TOO_SMALL
    return LAST
