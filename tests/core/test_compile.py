"""How the core is compiled: once per kernel, as one program, kept on disk under a name that every edit changes."""

import gc
import os
import shutil
import subprocess
import sys
import textwrap
import time

import numba
import numpy as np
import pytest
from llvmlite import binding

from acd.core import _compile, _linking
from acd.core._compile import cold, kernel
from acd.core._records import PLAIN, prefetch_of, row_of
from acd.core.codes import Stop

compiled_only = pytest.mark.skipif(PLAIN, reason="the core runs uncompiled")

ROW = np.dtype([("number", "i8"), ("small", "i4"), ("share", "f8")])
first_table, second_table = row_of(0, ROW), row_of(1, ROW)


@kernel
def stirred(x, rounds):
    """Return something that takes too much code to be copied into each of its callers."""
    for i in range(rounds):
        x = (x * 31 + i) % 1_000_003
        x = (x ^ (x >> 3)) * 17 + (x & 255)
        if x % 3 == 0:
            x = x // 3 + 7 * i
        elif x % 5 == 0:
            x = (x << 2) - i
        x = (x * 13 + 5) % 999_983
        if x % 7 == 1:
            x = x // 7 + (x ^ 1023) % 511
        elif x % 11 == 2:
            x = (x << 1) + (x % 4093) * i
        elif x % 13 == 3:
            x = x - (x >> 5) + i % 3
        x = (x * 7 + 11) % 1_000_033
    return x


@kernel
def stirred_thrice(x):
    return stirred(x, 3) + stirred(x + 1, 3) + stirred(x + 2, 3)


@kernel
def sum_of_calls(z):
    return stirred(7, 1) + stirred(Stop.DONE, 1) + stirred(first_table(z, 0)["small"], 1)


def handle_of(tables):
    """Return a handle to tables without a block for single rows, and what keeps it alive."""
    if PLAIN:
        return tuple(tables), tables
    addresses = np.array([table.ctypes.data for table in tables], np.int64)
    return addresses.ctypes.data, addresses


def tables():
    both = [np.zeros(2, ROW), np.zeros(3, ROW)]
    both[0]["small"] = (5, 6)
    return both


@compiled_only
def test_a_kernel_is_compiled_once_for_literals_codes_and_small_fields():
    both = tables()
    handle, _keeper = handle_of(both)
    expected = sum(stirred.py_func(x, 1) for x in (7, int(Stop.DONE), 5))
    assert sum_of_calls(handle) == expected
    assert len(stirred.signatures) == 1


@compiled_only
def test_a_kernel_has_no_machine_code_of_its_own():
    stirred_thrice(1)
    (result,) = stirred.overloads.values()
    engine = result.target_context.codegen()._engine
    assert not engine.is_symbol_defined(result.fndesc.llvm_func_name)


@compiled_only
def test_a_kernel_is_not_taken_for_the_same_one_in_another_entry_where_it_lost_an_argument():
    @kernel
    def thrice(x):
        return stirred(x, 3) + stirred(x + 1, 3) + stirred(x + 2, 3)

    @kernel
    def relayed(x):
        return thrice(x)

    expected = sum(stirred.py_func(x, 3) for x in (5, 6, 7))
    assert relayed(5) == expected
    assert thrice(5) == expected


def test_a_row_is_read_and_written_in_place():
    @kernel
    def swap(z):
        first_table(z, 1)["number"] = 3
        second_table(z, 2)["share"] = first_table(z, 1)["small"] / 4
        return 0

    both = tables()
    handle, _keeper = handle_of(both)
    swap(handle)
    assert both[0]["number"].tolist() == [0, 3]
    assert both[1]["share"].tolist() == [0, 0, 1.5]


def test_a_store_is_seen_by_whoever_reads_the_same_column_by_another_index():
    @kernel
    def set_twice(z, i, j):
        first_table(z, i)["number"] = 1
        first_table(z, j)["number"] = 2
        second_table(z, i)["number"] = 9
        return first_table(z, i)["number"]

    both = tables()
    handle, _keeper = handle_of(both)
    assert set_twice(handle, 1, 1) == 2
    assert set_twice(handle, 1, 0) == 1


@pytest.mark.parametrize("row", [0, -1, 1 << 40])
def test_asking_for_a_row_ahead_changes_nothing_even_where_there_is_none(row):
    expect_first = prefetch_of(0, ROW)

    @kernel
    def ask(z, i):
        expect_first(z, i)
        return first_table(z, 1)["small"]

    both = tables()
    handle, _keeper = handle_of(both)
    before = both[0].tobytes()
    assert ask(handle, row) == 6
    assert both[0].tobytes() == before


@compiled_only
def test_a_cold_kernel_stays_a_function_of_its_own():
    @cold
    def apart(x):
        return x + 1

    @kernel
    def within(x):
        return apart(x) * 2

    assert within(4) == 10
    (result,) = within._for_python.overloads.values()
    # numba says noinline of whole groups of functions, but cold of none
    assert " cold " in result.library.get_llvm_str()


@compiled_only
def test_a_kernel_cannot_allocate():
    @kernel
    def greedy(n):
        return np.zeros(n).sum()

    with pytest.raises(numba.core.errors.NumbaError):
        greedy(3)


@compiled_only
@pytest.mark.parametrize("collects", [True, False])
def test_compiling_leaves_the_garbage_collector_as_it_was(collects):
    @kernel
    def doubled(x):
        return 2 * x

    was = gc.isenabled()
    (gc.enable if collects else gc.disable)()
    try:
        assert doubled(4) == 8
        assert gc.isenabled() == collects
    finally:
        (gc.enable if was else gc.disable)()


def test_a_numba_that_links_in_another_way_is_left_to_its_own(monkeypatch):
    class Other:
        def finalize(self):
            self.link_everything()

    assert _linking.supported()
    monkeypatch.setattr(_linking, "_Library", Other)
    assert not _linking.supported()
    assert _linking.pipelines() == (numba.core.compiler.Compiler, numba.core.compiler.Compiler)


OTHER_NUMBA = """
    from numba.core import codegen, cpu
    {change}
    from acd.core import _compile, _linking

    @_compile.kernel
    def doubled(x):
        return 2 * x

    @_compile.kernel
    def doubled_twice(x):
        return doubled(doubled(x))

    print(_linking.supported(), sorted(set(_compile._WISHES) - set(_compile.OF_KERNELS)), doubled_twice(3))
"""


@compiled_only
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("pass", "True [] 12"),
        ("del cpu._options_mixin._nrt", "True ['_nrt'] 12"),
        (
            "codegen.CPUCodeLibrary.finalize = lambda self, f=codegen.CPUCodeLibrary.finalize: f(self)",
            "False [] 12",
        ),
    ],
)
def test_kernels_compile_with_a_numba_of_other_insides(change, says):
    program = textwrap.dedent(OTHER_NUMBA).format(change=change)
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert run.stdout.strip() == says, run.stderr


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """Return a folder that holds a core of one file; whoever asks is told that this is the core."""
    package = tmp_path / "core"
    package.mkdir()
    (package / "_compile.py").write_text("one")
    monkeypatch.setattr(_compile, "__file__", str(package / "_compile.py"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    monkeypatch.setattr(_compile.tempfile, "tempdir", str(tmp_path))
    return package


def test_any_edit_of_the_core_compiles_anew_and_its_revert_finds_the_old_code(elsewhere):
    first = _compile._cache_folder()
    (elsewhere / "other.py").write_text("two")
    second = _compile._cache_folder()
    (elsewhere / "other.py").unlink()
    assert second != first
    assert _compile._cache_folder() == first


def test_compiled_code_goes_to_the_first_folder_that_can_be_written(elsewhere, tmp_path):
    chosen = []
    for blocked in (elsewhere / "__pycache__", tmp_path / "user", tmp_path / f"acd-{os.getuid()}", None):
        chosen.append(_compile._cache_folder().parent)
        if blocked and blocked.is_dir():
            shutil.rmtree(blocked)
        if blocked:
            blocked.write_text("a file where the folder should be")
    places = [elsewhere / "__pycache__", tmp_path / "user" / "acd", tmp_path / f"acd-{os.getuid()}", tmp_path]
    assert chosen == places


def test_code_of_versions_not_used_for_a_month_is_thrown_away(elsewhere):
    folders = [elsewhere / "__pycache__" / f"core-{name}" for name in ("stale", "recent")]
    for folder, days in zip(folders, (31, 29), strict=True):
        folder.mkdir(parents=True)
        (folder / "run.nbi").touch()
        then = time.time() - days * 86_400
        os.utime(folder, (then, then))
    mine = _compile._cache_folder()
    assert [folder.exists() for folder in (*folders, mine)] == [False, True, True]


def test_code_that_is_in_use_is_not_thrown_away_however_old(elsewhere, monkeypatch):
    mine = _compile._cache_folder()
    then = time.time() - 40 * 86_400
    os.utime(mine, (then, then))
    assert _compile._cache_folder() == mine
    monkeypatch.setattr(_compile, "_version", lambda: "another")
    _compile._cache_folder()
    assert mine.exists()


@compiled_only
def test_it_is_said_once_that_the_core_is_compiled(monkeypatch, capsys):
    monkeypatch.setattr(_compile._Cache, "_look", lambda *_: None)
    monkeypatch.setattr(_compile._Cache, "told", False)
    cache = _compile._Cache(tables)
    for _ in range(2):
        assert cache.load_overload(None, None) is None
        cache.over()
    said = capsys.readouterr().err
    assert said == "acd: compiling the core once for this installation; this takes some seconds\n"


COLD = """
    import sys
    from pathlib import Path
    from acd.core import _compile
    _compile._Locator.folder = Path(sys.argv[1])
    from acd.core.commands import next_timer

    print("cold", flush=True)
    sys.stdin.readline()
    _compile.direct(next_timer)
    print(sum(next_timer.stats.cache_misses.values()), sum(next_timer.stats.cache_hits.values()))
"""


@compiled_only
def test_of_three_processes_that_start_cold_one_compiles_and_the_others_wait(tmp_path):
    command = [sys.executable, "-c", textwrap.dedent(COLD), str(tmp_path)]
    pipe = subprocess.PIPE
    processes = [subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) for _ in range(3)]
    for process in processes:
        assert process.stdout.readline() == "cold\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    counts, said = zip(*[process.communicate(timeout=120) for process in processes], strict=True)
    assert sorted(counts) == ["0 1\n", "0 1\n", "1 0\n"], said
    assert set(said) == {"acd: compiling the core once for this installation; this takes some seconds\n"}


@compiled_only
def test_an_entry_called_directly_is_the_one_compiled_for_whole_numbers(monkeypatch, tmp_path):
    monkeypatch.setattr(_compile._Locator, "folder", tmp_path)

    @_compile.brief_entry
    def difference(x, y):
        return x - y

    assert _compile.direct(difference)(7, 3) == difference(7, 3) == 4
    assert len(difference.signatures) == 1
    with pytest.raises(TypeError):
        _compile.direct(difference)(7)


@compiled_only
def test_what_is_kept_of_an_entry_is_machine_code_and_names(monkeypatch, tmp_path):
    monkeypatch.setattr(_compile._Locator, "folder", tmp_path)

    @_compile.entry
    def thrice(x):
        return stirred_thrice(x)

    expected = thrice(5)
    (made,) = thrice.overloads.values()
    _, kind, (machine, names) = made.library.serialize_using_object_code()
    functions = {each.name: each for each in binding.parse_bitcode(names).functions}
    assert (kind, len(machine) > 1000) == ("object", True)
    assert {made.fndesc.llvm_func_name, made.fndesc.llvm_cpython_wrapper_name} <= set(functions)
    assert not any("stirred" in name and ".in." in name for name in functions)
    again = _compile.entry(thrice.py_func)
    assert again(5) == expected
    assert sum(again.stats.cache_hits.values()) == 1


@compiled_only
def test_an_entry_is_not_called_by_compiled_code(monkeypatch, tmp_path):
    monkeypatch.setattr(_compile._Locator, "folder", tmp_path)

    @_compile.entry
    def doubled(x):
        return 2 * x

    @kernel
    def within(x):
        return doubled(x)

    with pytest.raises(TypeError, match="doubled is an entry, and its code on disk cannot be linked"):
        within(3)


@compiled_only
def test_a_compilation_that_fails_gives_the_lock_up(monkeypatch, tmp_path):
    monkeypatch.setattr(_compile._Locator, "folder", tmp_path)

    @_compile.entry
    def greedy(n):
        return np.zeros(n).sum()

    with pytest.raises(numba.core.errors.NumbaError):
        greedy(3)
    assert greedy._cache._lock._file is None
