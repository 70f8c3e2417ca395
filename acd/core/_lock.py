"""A lock between processes, so that of several that start at once only one compiles.

The operating system keeps it on an open file and takes it back when the process that holds it ends, however it ends: a
killed process leaves a file behind and no lock. Where a file cannot be opened or locked there is no lock, and everybody
goes on alone. It must not know what is done under it.
"""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path


class FileLock:
    """A lock that one process holds at a time.

    Parameters
    ----------
    path : Path
        The file it is kept on; made when there is none, never written to.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    def acquire(self) -> None:
        """Wait until nobody else holds the lock, and hold it; do nothing where it is held already or cannot be had."""
        if self._file is not None:
            return
        try:
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o666)
            _wait(self._file)
        except OSError:
            self.release()
        except BaseException:  # stopped while waiting
            self.release()
            raise

    def release(self) -> None:
        """Give the lock up, if it is held."""
        file, self._file = self._file, None
        if file is not None:
            # a process forked meanwhile has the file open too: closing it here alone would not give it up
            _give_up(file)
            os.close(file)


def _wait(file: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        while True:
            try:
                msvcrt.locking(file, msvcrt.LK_LOCK, 1)
            except OSError as fault:  # it gives up after ten seconds
                if fault.errno != errno.EDEADLK:
                    raise
            else:
                return
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX)


def _give_up(file: int) -> None:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(file, msvcrt.LK_UNLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_UN)
    except OSError:  # was never locked
        return
