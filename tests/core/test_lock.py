"""A lock between processes: one at a time, gone with its holder, and never in the way."""

import errno
import os
import select
import signal
import subprocess
import sys
import types

import pytest

from acd.core import _lock
from acd.core._lock import FileLock

HOLDER = """
import sys
from pathlib import Path
from acd.core._lock import FileLock

lock = FileLock(Path(sys.argv[1]))
print("wants it", flush=True)
lock.acquire()
print("has it", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def path(tmp_path):
    return tmp_path / "run.lock"


@pytest.fixture
def holder(path):
    """Return a function that starts a process which wants the lock and keeps it until it is told."""
    started = []

    def start():
        command = [sys.executable, "-c", HOLDER, str(path)]
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout.readline() == "wants it\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_a_second_process_has_to_wait(path, holder):
    lock = FileLock(path)
    lock.acquire()
    other = holder()
    assert not select.select([other.stdout], [], [], 0.3)[0]
    lock.release()
    assert other.stdout.readline() == "has it\n"


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_a_killed_process_leaves_no_lock(path, holder):
    other = holder()
    assert other.stdout.readline() == "has it\n"
    os.kill(other.pid, signal.SIGKILL)
    other.wait()
    assert path.exists()
    lock = FileLock(path)
    lock.acquire()
    assert lock._file is not None
    lock.release()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked here")
def test_a_process_forked_meanwhile_does_not_keep_it(path, holder):
    lock = FileLock(path)
    lock.acquire()
    file = os.dup(lock._file)  # what a forked process has open
    lock.release()
    assert holder().stdout.readline() == "has it\n"
    os.close(file)


def test_taking_and_giving_up_twice_is_once(path):
    lock = FileLock(path)
    lock.release()
    lock.acquire()
    lock.acquire()
    lock.release()
    lock.release()
    assert lock._file is None


def test_without_a_folder_that_can_be_written_nobody_waits(tmp_path):
    lock = FileLock(tmp_path / "none" / "run.lock")
    lock.acquire()
    assert lock._file is None


@pytest.mark.parametrize("stop", [OSError(errno.ENOLCK, "no locks here"), KeyboardInterrupt()])
def test_a_wait_that_fails_or_is_stopped_leaves_no_file_open(path, monkeypatch, stop):
    opened = []

    def wait(file):
        opened.append(file)
        raise stop

    monkeypatch.setattr(_lock, "_wait", wait)
    lock = FileLock(path)
    if isinstance(stop, OSError):
        lock.acquire()
    else:
        with pytest.raises(KeyboardInterrupt):
            lock.acquire()
    assert lock._file is None
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(opened[0])


def test_on_windows_it_waits_on_when_the_system_gives_up(path, monkeypatch):
    asked = []

    def locking(_file, what, _bytes):
        asked.append(what)
        if len(asked) < 3:
            raise OSError(errno.EDEADLK, "gave up after ten seconds")

    monkeypatch.setattr(_lock.sys, "platform", "win32")
    windows = types.SimpleNamespace(LK_LOCK="lock", LK_UNLCK="unlock", locking=locking)
    monkeypatch.setitem(sys.modules, "msvcrt", windows)
    lock = FileLock(path)
    lock.acquire()
    lock.release()
    assert asked == ["lock", "lock", "lock", "unlock"]
