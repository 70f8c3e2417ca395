"""How the core is compiled, and the only file that chooses compiler options.

A few decorators, and the accessors that `_records` makes for `tables`, are all that the rest of the core sees:

``kernel``
    a function called by other kernels; compiled into its caller where that pays (``inlined``: always; ``cold``: never).
``entry``
    a function called from Python; compiled on first use and kept on disk. ``brief_entry`` is for one that takes well
    under a microsecond, and ``direct`` gives its machine code without numba's choice of a version by types.

Why a handle. Passing a dozen tables from function to function costs more than the work itself (an array is
seven machine words and a reference count in every call). So a kernel takes one integer ``z``: the address of
a block that holds the address of every table, and the tables of one row themselves. ``agent(z, i)`` yields a record
that is read and written in place (`_records`). No array object exists inside the compiled code, so there is
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
from llvmlite import ir  # type: ignore[import-untyped]
from numba.core import caching, registry
from numba.extending import intrinsic

from acd.core._linking import keep_apart, pipelines
from acd.core._lock import FileLock
from acd.core._records import PLAIN

P = ParamSpec("P")
R = TypeVar("R")

# Some versions of numba state their types, and some do not: here they are nobody's business.
_caching: Any = caching
_types: Any = numba.types
_intrinsic: Any = intrinsic
_Dispatcher: Any = registry.CPUDispatcher

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
OF_KERNELS: dict[str, Any] = {
    name: value for name, value in _WISHES.items() if hasattr(_Dispatcher.targetdescr.options, name)
}
# Said in any case: a kernel that does not say so takes after whoever happens to call it first.
OF_KERNELS["forceinline"] = False
_OF_INLINED: dict[str, Any] = {**OF_KERNELS, "forceinline": True}
_OF_ENTRIES: dict[str, Any] = {**OF_KERNELS, "no_cpython_wrapper": False}
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
    now = (parent / keep).stat().st_mtime  # set a moment ago
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
            os.utime(parent / name)  # it is in use: that is what keeps it
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
    """Numba's function cache in our folder, which says when it must compile, and has one process do so."""

    _impl_class = _CacheImpl
    told = False

    def __init__(self, function: Any) -> None:
        super().__init__(function)
        self._lock = FileLock(Path(self.cache_path) / f"{self._impl.filename_base}.lock")

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        found = self._look(sig, target_context)
        if found is None:
            if not _Cache.told:
                _Cache.told = True
                sys.stderr.write(
                    "acd: compiling the core once for this installation; this takes some seconds\n"
                )
                sys.stderr.flush()
            self._lock.acquire()
            # whoever held the lock until now has left the code in the folder
            found = self._look(sig, target_context)
        return found

    def _look(self, sig: Any, target_context: Any) -> Any:
        # Numba would first import all that it knows how to compile; it does so anyway when it has to compile, and code
        # that is only loaded needs none of it.
        with self._guard_against_spurious_io_errors():
            return self._load_overload(sig, target_context)

    def over(self) -> None:
        """Let other processes look for the code, whether it was made or not."""
        self._lock.release()


class _Entry(_Dispatcher):  # type: ignore[misc]
    """A compiled function for Python."""

    def get_call_template(self, _args: Any, _kws: Any) -> Any:
        message = f"{self.__name__} is an entry, and its code on disk cannot be linked with other code; call its kernel"
        raise TypeError(message)

    def _compilation_chain_init_hook(self) -> None:
        """Look for no extensions of numba in all installed packages: kernels use none."""

    def compile(self, sig: Any) -> Any:
        try:
            return super().compile(sig)
        finally:
            self._cache.over()


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


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function into each caller: what every event does, and what loops do several steps at a time.

    Parameters
    ----------
    function : callable
        As for `kernel`; hot, with few callers.

    Returns
    -------
    callable
        The same function, compiled; unchanged when the core runs uncompiled.
    """
    if PLAIN:
        return function
    compiled: Any = _Kernel(function, {}, {"nopython": True, **_OF_INLINED}, _KERNEL_PIPELINE)
    return compiled  # type: ignore[no-any-return]


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
    compiled: Any = _Kernel(function, {}, {"nopython": True, **OF_KERNELS}, _KERNEL_PIPELINE)
    return compiled  # type: ignore[no-any-return]


def cold(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function that is not often called: never into its callers, whose registers it would take.

    Parameters
    ----------
    function : callable
        As for `kernel`.

    Returns
    -------
    callable
        The same function, compiled; unchanged when the core runs uncompiled.
    """
    if not PLAIN:
        keep_apart(function)
    return kernel(function)


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
    return function if PLAIN else _entry_of(function, _OF_ENTRIES)


def brief_entry(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function that Python calls and that is over at once; it keeps the interpreter's lock.

    Giving the lock up and taking it again costs a good part of what such a function takes, and another thread may
    keep it for milliseconds.

    Parameters
    ----------
    function : callable
        Takes the handle and integers.

    Returns
    -------
    callable
        As of `entry`.
    """
    return function if PLAIN else _entry_of(function, {**_OF_ENTRIES, "nogil": False})


def _entry_of(function: Callable[P, R], options: dict[str, Any]) -> Callable[P, R]:
    compiled: Any = _Entry(function, {}, {"nopython": True, **options}, _ENTRY_PIPELINE)
    compiled._cache = _Cache(function)  # noqa: SLF001
    return compiled  # type: ignore[no-any-return]


def direct(function: Callable[P, R]) -> Callable[P, R]:
    """Compile an entry now, or load it, and return what numba calls in the end.

    Numba looks at the types of all arguments in every call and takes the version made for them. Of an entry there is
    one version, for integers, and calling it directly saves about half of the time of a call.

    Parameters
    ----------
    function : callable
        An entry; every argument is an integer.

    Returns
    -------
    callable
        The same function by position only; unchanged when the core runs uncompiled.
    """
    if PLAIN:
        return function
    compiled: Any = function
    return compiled.compile((_types.int64,) * compiled.__code__.co_argcount)  # type: ignore[no-any-return]


@_intrinsic  # type: ignore[untyped-decorator]
def trailing_zeros(_typing: Any, _bits: Any) -> Any:
    """Compile to the processor's count of trailing zeros; compiled code only."""

    def code(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return builder.cttz(args[0], ir.Constant(ir.IntType(1), 1))

    return _types.int64(_types.int64), code


@_intrinsic  # type: ignore[untyped-decorator]
def bits_of(_typing: Any, _x: Any) -> Any:
    """Compile to the 64 bits of a float; compiled code only."""

    def code(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return builder.bitcast(args[0], ir.IntType(64))

    return _types.uint64(_types.float64), code


@_intrinsic  # type: ignore[untyped-decorator]
def float_of(_typing: Any, _bits: Any) -> Any:
    """Compile to the float of 64 bits; compiled code only."""

    def code(_context: Any, builder: Any, _signature: Any, args: Any) -> Any:
        return builder.bitcast(args[0], ir.DoubleType())

    return _types.float64(_types.uint64), code
