"""Rows of a run set aside as they come: small ones in memory, large ones in an unnamed temporary file.

A replication's rows may go into the log only when all before it are there and it is known to be kept; until then
they wait here, so that memory does not grow with the number of contacts. This module must not know what rows mean.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import SpooledTemporaryFile

import numpy as np

from acd.core.rows import as_bytes
from acd.core.tables import TABLES
from acd.errors import AcdError
from acd.log.frames import Records

IN_MEMORY = 1 << 24
"""Bytes of one table that wait in memory; more go to the disk."""


def unwritable(path: Path, error: OSError) -> AcdError:
    """Word that the log cannot be written.

    Parameters
    ----------
    path : pathlib.Path
        File or folder.
    error : OSError
        What the system said.

    Returns
    -------
    AcdError
        To be raised.
    """
    reason = error.strerror or str(error).splitlines()[0]
    return AcdError(f"{path}: the log cannot be written: {reason}; make room there or give another folder")


class Spool:
    """What one replication logs, in the order in which it came.

    Parameters
    ----------
    folder : pathlib.Path
        Where the temporary files are; nothing is left there, even when the program is killed.
    names : sequence of str
        The tables whose rows are kept; those of others are dropped.
    """

    def __init__(self, folder: Path, names: tuple[str, ...] = ("leg", "change")) -> None:
        self._folder = folder
        self._types = {name: TABLES[name] for name in names}
        self._files = {name: SpooledTemporaryFile(IN_MEMORY, dir=str(folder)) for name in names}  # noqa: SIM115 - closed by close

    def take(self, name: str, rows: Records) -> None:
        """Set rows aside.

        Parameters
        ----------
        name : str
            Their table.
        rows : numpy.ndarray
            The core's rows, contiguous; copied.

        Raises
        ------
        AcdError
            When the disk is full.
        """
        if name not in self._files:
            return
        self._types[name] = rows.dtype
        try:
            self._files[name].write(as_bytes(rows).data)
        except OSError as error:
            raise unwritable(self._folder, error) from None

    def pieces(self, name: str, rows: int) -> Iterator[Records]:
        """Return a table's rows from the first on.

        Parameters
        ----------
        name : str
            The table.
        rows : int
            At most so many at a time; -1 for all at once.

        Yields
        ------
        numpy.ndarray
            Rows, not to be written to; none at all when nothing was taken.
        """
        file, dtype = self._files[name], self._types[name]
        file.seek(0)
        while data := file.read(rows * dtype.itemsize if rows > 0 else -1):
            yield np.frombuffer(data, dtype)

    def all_rows(self, name: str) -> Records:
        """Return all rows of a table at once.

        Parameters
        ----------
        name : str
            The table.

        Returns
        -------
        numpy.ndarray
            Rows, not to be written to.
        """
        return next(self.pieces(name, -1), np.zeros(0, self._types[name]))

    def close(self) -> None:
        """Forget the rows and give back their room."""
        for file in self._files.values():
            file.close()
