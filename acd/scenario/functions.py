"""The functions of the user's own that a scenario has found: where they come from, and how they travel.

A scenario keeps the functions it was checked with. They go with it to other processes by value, the code of each and
what it uses, because a file may not be there. This file must not know what a function may ask for.
"""

from __future__ import annotations

import marshal
import re
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import CellType, CodeType, FunctionType, ModuleType
from typing import Any

from acd.errors import AcdError
from acd.scenario import values
from acd.scenario.own import IN_FILE, REGISTERED, what
from acd.scenario.parts import unknown
from acd.scenario.unfit import outside_names


@dataclass(frozen=True)
class OwnKey:
    """A function of the user's, as a scenario keeps it.

    Parameters
    ----------
    name : str
        How the scenario names it.
    function : callable
        The function.
    """

    name: str
    function: Callable[..., Any]

    @property
    def content(self) -> tuple[object, ...]:
        """What the function does: of two with the same content one is enough.

        Raises
        ------
        AcdError
            When it uses what cannot be sent elsewhere.
        """
        used = {
            name: (kind, value.content if isinstance(value, OwnKey) else repr(value))
            for name, (kind, value) in self._used().items()
        }
        plain = self.plain()
        return _content(plain.__code__), repr(plain.__defaults__), repr(self._cells()), tuple(used.items())

    def plain(self) -> FunctionType:
        """Return the function as it was written, where the user has compiled it."""
        given: Any = self.function
        found: FunctionType = getattr(given, "py_func", given)
        return found

    def _cells(self) -> tuple[object, ...]:
        return tuple(cell.cell_contents for cell in self.plain().__closure__ or ())

    def _used(self) -> dict[str, tuple[str, Any]]:
        outside = self.plain().__globals__
        return {name: _sent(self.name, name, outside[name]) for name in outside_names(self.plain())}

    def __reduce__(self) -> tuple[Any, ...]:
        """Send the function by value: its file may not be where it is received."""
        code, defaults = marshal.dumps(self.plain().__code__), self.plain().__defaults__
        return _received, (self.name, code, defaults, self._cells(), self._used())


def _content(code: CodeType) -> tuple[object, ...]:
    """Return what code does, without where it was written."""
    constants = tuple(_content(item) if isinstance(item, CodeType) else repr(item) for item in code.co_consts)
    return code.co_code, constants, code.co_names, code.co_varnames, code.co_freevars


def _sent(name: str, used: str, value: object) -> tuple[str, Any]:
    """Return how something that a function uses goes to another process."""
    if isinstance(value, ModuleType):
        return ("module", value.__name__)
    if isinstance(value, bool | int | float | str | tuple):
        return ("value", value)
    plain = getattr(value, "py_func", value)
    if isinstance(plain, FunctionType):
        kind = "helper" if plain is value else "compiled"
        return (kind, OwnKey(used, plain))
    if callable(value) and getattr(value, "__module__", None) == "math":
        return ("of math", getattr(value, "__name__", ""))
    message = f"'{name}' uses '{used}', {what(value)}; let it use numbers, modules and functions only"
    raise AcdError(message)


def _received(
    name: str,
    code: bytes,
    defaults: tuple[object, ...] | None,
    cells: tuple[object, ...],
    used: dict[str, tuple[str, Any]],
) -> OwnKey:
    """Return the function that `OwnKey` was sent with."""
    scope: dict[str, Any] = {"__builtins__": __builtins__, "__name__": f"own key {name}"}
    for word, (kind, value) in used.items():
        if kind == "module":
            scope[word] = import_module(value)
        elif kind == "of math":
            scope[word] = getattr(import_module("math"), value)
        elif kind == "value":
            scope[word] = value
        else:
            helper = value.function
            scope[word] = import_module("numba").njit(helper) if kind == "compiled" else helper
    loaded = marshal.loads(code)
    assert isinstance(loaded, CodeType)
    return OwnKey(name, FunctionType(loaded, scope, name, defaults, tuple(CellType(cell) for cell in cells)))


class OwnKeys:
    """The functions that one scenario names, each found once."""

    def __init__(self) -> None:
        self._found: dict[str, OwnKey] = {}

    def find(self, word: str, folder: Path) -> OwnKey:
        """Return a function by the word in the scenario.

        Parameters
        ----------
        word : str
            ``my_rules.py:nearest``, or a registered name.
        folder : Path
            Where relative paths start.

        Returns
        -------
        OwnKey
            The function.

        Raises
        ------
        MisreadError
            When there is none.
        """
        if word not in self._found:
            file = re.fullmatch(IN_FILE, word)
            function = REGISTERED[word] if file is None else _in_file(folder, *file.groups())
            self._found[word] = OwnKey(word, function)
        return self._found[word]

    def anew(self) -> OwnKeys:
        """Return the same without the registered ones, which may be others by now."""
        fresh = OwnKeys()
        fresh._found = {word: key for word, key in self._found.items() if re.fullmatch(IN_FILE, word)}
        return fresh


def _in_file(folder: Path, file: str, name: str) -> Callable[..., Any]:
    """Run a file of Python and return a function in it."""
    path = folder / file
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "it is not text in UTF-8"
        message = f"{file} cannot be read: {why}; give the path of a Python file, relative to the scenario"
        raise values.MisreadError(message) from None
    module = ModuleType(f"own keys in {path.name}")
    module.__file__ = str(path)
    try:
        with redirect_stdout(sys.stderr):  # what it prints must not get among the results
            exec(compile(text, str(path), "exec"), module.__dict__)
    except (Exception, SystemExit) as error:
        line = _line_in(error, str(path))
        message = f"{file}{line} cannot be run: {type(error).__name__}: {error}"
        raise values.MisreadError(values.visible(message)) from None
    if name not in module.__dict__:
        functions = [word for word, value in module.__dict__.items() if isinstance(value, FunctionType)]
        raise values.MisreadError(unknown(f"function in {file}", name, functions, "it has"))
    found: Callable[..., Any] = module.__dict__[name]
    return found


def _line_in(error: BaseException, path: str) -> str:
    """Return the line of a file, as a message shows it, where an error arose."""
    if isinstance(error, SyntaxError):
        return f" line {error.lineno}" if error.lineno else ""
    trace, line = error.__traceback__, 0
    while trace is not None:
        line = trace.tb_lineno if trace.tb_frame.f_code.co_filename == path else line
        trace = trace.tb_next
    return f" line {line}" if line else ""
