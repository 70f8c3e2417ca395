"""What a function of the user's own may not do, nor any of its file that it calls: raise, call itself, draw numbers.

Read from its code, without running it. This file must not know what a function may ask for, nor how it is compiled.
"""

from __future__ import annotations

import dis
import inspect
from types import CodeType, FunctionType, ModuleType

_NO_PLAIN_FUNCTION = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR


def unfit(function: FunctionType, above: tuple[FunctionType, ...] = ()) -> str | None:
    """Return what a function, or one that it calls, does that no routing key may do.

    Parameters
    ----------
    function : function
        As it was written, not compiled.
    above : tuple of function
        Those that have called it.

    Returns
    -------
    str or None
        What follows the function's name in a message; None when there is nothing.
    """
    if function.__code__.co_flags & _NO_PLAIN_FUNCTION:
        return "yields or is async; let it return a number"
    if any(step.opname == "RAISE_VARARGS" for step in dis.get_instructions(function)):
        return "raises an exception, or asserts; let it return a number in every case"
    if _draws(function):
        return "draws random numbers, so that no run could be repeated; name `random` among the keys instead"
    for name in outside_names(function):
        used = function.__globals__[name]
        helper = getattr(used, "py_func", used)
        if not isinstance(helper, FunctionType):
            continue
        if helper in (*above, function):
            return f"calls '{name}' again; write a loop in place of a function that calls itself"
        found = unfit(helper, (*above, function))
        if found is not None:
            return f"calls '{name}', which {found}"
    return None


def outside_names(function: FunctionType) -> list[str]:
    """Return the names outside a function, and outside Python itself, that it uses, in alphabetical order."""
    codes, names = [function.__code__], set[str]()
    while codes:
        code = codes.pop()
        # attributes do not count: a function may be called as one of math that it uses
        names.update(
            str(step.argval) for step in dis.get_instructions(code) if step.opname.startswith("LOAD_GLOBAL")
        )
        codes += [inner for inner in code.co_consts if isinstance(inner, CodeType)]
    return sorted(names & function.__globals__.keys())


def _draws(function: FunctionType) -> bool:
    """Say whether a function uses the random numbers of Python or numpy."""
    attributes = function.__code__.co_names
    for name in outside_names(function):
        used = function.__globals__[name]
        if isinstance(used, ModuleType):
            if used.__name__ in ("random", "numpy.random") or (
                used.__name__ == "numpy" and "random" in attributes
            ):
                return True
        elif type(getattr(used, "__self__", None)).__module__.startswith(("random", "numpy.random")):
            return True
    return False
