"""How the core is compiled, and the only file that chooses compiler options.

Two decorators and one accessor are all that the rest of the core sees:

``kernel``
    a function called by other kernels; compiled into its caller.
``entry``
    a function called from Python; compiled on first use and kept on disk.
``row_of``
    makes the accessor of a table: ``agent(z, i)`` is row ``i`` of the agents.

Why a handle. Passing a dozen tables from function to function costs more than the work itself (an array is
seven machine words and a reference count in every call). So a kernel takes one integer ``z``: the address of
an array that holds the address of every table. ``agent(z, i)`` compiles to two loads and a multiplication and
yields a record that is read and written in place. No array object exists inside the compiled code, so there is
nothing to count references of and nothing to allocate. Uncompiled, ``z`` is the tuple of the tables themselves
and the accessor indexes it: the same source runs in the debugger, under coverage, and bounds-checked.

Why a cache of our own. Numba's disk cache watches only the file of the cached function, so that editing a helper
in another file leaves its callers returning the old answer. The folder used here is named by a hash over every
file of the core and the versions of numba and Python: any edit compiles anew, a revert finds the old code.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import numba
import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba.core import caching, config, registry
from numba.extending import intrinsic

from acd.core._linking import pipelines

P = ParamSpec("P")
R = TypeVar("R")

# Some versions of numba state their types, and some do not: here they are nobody's business.
_caching: Any = caching
_config: Any = config
_types: Any = numba.types
_intrinsic: Any = intrinsic
_Dispatcher: Any = registry.CPUDispatcher

PLAIN = bool(_config.DISABLE_JIT)
"""True when the core runs uncompiled (``NUMBA_DISABLE_JIT=1``)."""

KEEP_OLD_CODE = 30 * 86_400
"""Seconds after which compiled code of another version of the core is thrown away."""

# Fast-math stays off: it bought nothing and made results depend on the compiler's mood. Kernels allocate nothing and
# have nothing to count references of, and Python does not call them. The last three are options of numba's own: a
# numba without one of them does without.
_WISHES = {
    "nogil": True,
    "error_model": "numpy",
    "_nrt": False,
    "no_cfunc_wrapper": True,
    "no_cpython_wrapper": True,
}
_OF_KERNELS: dict[str, Any] = {
    name: value for name, value in _WISHES.items() if hasattr(_Dispatcher.targetdescr.options, name)
}
_OF_ENTRIES: dict[str, Any] = {**_OF_KERNELS, "no_cpython_wrapper": False}
_KERNEL_PIPELINE, _ENTRY_PIPELINE = pipelines()


def _version() -> str:
    """Return the name of this version of the core's code."""
    digest = hashlib.sha256(f"{numba.__version__} {sys.version}".encode())
    for file in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:20]


def _writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError:
        return False
    return True


def _prune(parent: Path, keep: str) -> None:
    """Remove compiled code of other versions of the core that were not used for a month."""
    now = (
        (parent / keep).stat().st_mtime
    )  # was written to a moment ago, as the folder of any version in use is
    for old in parent.glob("core-*"):
        try:
            if old.name != keep and now - old.stat().st_mtime > KEEP_OLD_CODE:
                for file in old.iterdir():
                    file.unlink()
                old.rmdir()
        except OSError:  # another process prunes too, or may not: either is fine
            continue


def _cache_folder() -> Path:
    """Return the first folder that can be written: the package's, the user's, a temporary one."""
    name = f"core-{_version()}"
    user = Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser())
    owner = str(os.getuid()) if hasattr(os, "getuid") else "user"
    parents = (
        Path(__file__).parent / "__pycache__",
        user / "acd",
        Path(tempfile.gettempdir()) / f"acd-{owner}",
    )
    for parent in parents:
        if _writable(parent / name):
            _prune(parent, name)
            return parent / name
    return Path(tempfile.mkdtemp(prefix="acd-"))


class _Locator(_caching._CacheLocator):  # type: ignore[misc]  # noqa: SLF001
    """Tells numba where compiled entries live; the folder's name is the version stamp."""

    folder: Path | None = None

    def __init__(self, function: Any) -> None:
        self._line = function.__code__.co_firstlineno

    def get_cache_path(self) -> str:
        return str(_Locator.folder)

    def get_source_stamp(self) -> str:
        return Path(str(_Locator.folder)).name

    def get_disambiguator(self) -> str:
        return str(self._line)

    @classmethod
    def from_function(cls, py_func: Any, _py_file: str) -> _Locator:
        if _Locator.folder is None:
            _Locator.folder = _cache_folder()
        return cls(py_func)


class _CacheImpl(_caching.CompileResultCacheImpl):  # type: ignore[misc]
    _locator_classes = (_Locator,)


class _Cache(_caching.FunctionCache):  # type: ignore[misc]
    """Numba's function cache in our folder, which says when it must compile."""

    _impl_class = _CacheImpl
    told = False

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        found = super().load_overload(sig, target_context)
        if found is None and not _Cache.told:
            _Cache.told = True
            sys.stderr.write("acd: compiling the core once for this installation; this takes some seconds\n")
            sys.stderr.flush()
        return found


def _widen(kind: Any) -> Any:
    """Return int64 for every kind of whole number that may stand in a call: a literal, a code, a small field."""
    whole = isinstance(kind, _types.Integer) and kind.signed
    return _types.int64 if whole or isinstance(kind, _types.IntEnumMember) else kind


class _Kernel(_Dispatcher):  # type: ignore[misc]
    """A compiled function for other compiled functions; compiled once, not anew for each literal or code."""

    _for_python: Any = None

    def get_call_template(self, args: Any, kws: Any) -> Any:
        return super().get_call_template(tuple(_widen(kind) for kind in args), kws)

    def __call__(self, *args: Any) -> Any:
        """Make an entry of the kernel and call that: for tests, and to try things out."""
        if self._for_python is None:
            self._for_python = numba.njit(pipeline_class=_ENTRY_PIPELINE, **_OF_ENTRIES)(self.py_func)
        return self._for_python(*args)


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function that only other kernels call.

    Parameters
    ----------
    function : callable
        Takes the handle and integers or floats; allocates nothing and raises nothing.

    Returns
    -------
    callable
        The same function, compiled; unchanged when the core runs uncompiled.
    """
    if PLAIN:
        return function
    compiled: Any = _Kernel(function, {}, {"nopython": True, **_OF_KERNELS}, _KERNEL_PIPELINE)
    return compiled  # type: ignore[no-any-return]


def entry(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function that Python calls, and keep the result on disk.

    Parameters
    ----------
    function : callable
        Takes the handle and integers.

    Returns
    -------
    callable
        The same function, compiled on first use; unchanged when the core runs uncompiled.
    """
    if PLAIN:
        return function
    compiled: Any = numba.njit(pipeline_class=_ENTRY_PIPELINE, **_OF_ENTRIES)(function)
    compiled._cache = _Cache(function)  # noqa: SLF001
    return compiled  # type: ignore[no-any-return]


def direct(function: Callable[P, R], arguments: int) -> Callable[P, R]:
    """Return an entry as Python calls it fastest: numba does not look at the arguments' types first.

    Parameters
    ----------
    function : callable
        An entry.
    arguments : int
        How many whole numbers it takes, the handle being the first.

    Returns
    -------
    callable
        The same; unchanged when the core runs uncompiled.
    """
    if PLAIN:
        return function
    compiled: Any = function
    return compiled.compile(arguments * (_types.int64,))  # type: ignore[no-any-return]


def row_of(table: int, dtype: np.dtype[Any]) -> Callable[[Any, Any], Any]:
    """Make the accessor of one table.

    Parameters
    ----------
    table : int
        The table's place in the handle.
    dtype : numpy.dtype
        The structured type of its rows.

    Returns
    -------
    callable
        ``accessor(z, i)`` yields row ``i``, to be read and written in place: ``row["state"]``.
    """
    if PLAIN:
        return lambda z, i: z[table][i]
    record = numba.from_dtype(dtype)
    word = ir.IntType(64)

    @_intrinsic  # type: ignore[untyped-decorator]
    def accessor(_typing: Any, _z: Any, _i: Any) -> Any:
        def code(context: Any, builder: Any, _signature: Any, args: Any) -> Any:
            tables = builder.inttoptr(args[0], word.as_pointer())
            base = builder.load(builder.gep(tables, [ir.Constant(word, table)]))
            base.set_metadata("invariant.load", builder.module.add_metadata([]))
            address = builder.add(base, builder.mul(args[1], ir.Constant(word, dtype.itemsize)))
            return builder.inttoptr(address, context.get_value_type(record))

        return record(_types.int64, _types.int64), code

    return accessor  # type: ignore[no-any-return]


def handle_of(tables: list[np.ndarray[Any, Any]]) -> tuple[Any, Any]:
    """Return the handle of some tables, and what must be kept alive with it.

    Parameters
    ----------
    tables : list of numpy.ndarray
        Every table, contiguous, in the order of their numbers.

    Returns
    -------
    handle : int or tuple
        What kernels take as ``z``.
    keeper : object
        The array of addresses; the handle is valid while it and the tables live.
    """
    if PLAIN:
        return tuple(tables), tables
    addresses = np.array([table.ctypes.data for table in tables], np.int64)
    return addresses.ctypes.data, addresses


@_intrinsic  # type: ignore[untyped-decorator]
def trailing_zeros(_typing: Any, _bits: Any) -> Any:
    """Compile to the processor's count of trailing zeros; compiled code only."""

    def code(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 1))

    return _types.int64(_types.int64), code
