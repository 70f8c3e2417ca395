"""The log of many replications written to Parquet piece by piece, so that it never has to fit into memory.

The rows are those of the frames of a kept log, in the order of replications; row groups hold a fixed number of rows,
so that the files do not depend on who ran what when. This module must not know when a replication is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from acd.core.tables import TABLES
from acd.log.files import Origin, table_of
from acd.log.frames import Names, agent_frame, leg_frame
from acd.log.spool import Spool, unwritable
from acd.log.steps import step_frame, steps_of_legs

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

ROWS = 1 << 17
"""Rows of a row group, and the most that are turned into frames at once."""


class PieceWriter:
    """One Parquet file that grows by frames.

    Parameters
    ----------
    path : pathlib.Path
        The file; an old one is replaced.
    empty : pandas.DataFrame
        A frame without rows, whose columns all others have.
    origin : Origin
        What the file says about itself.

    Raises
    ------
    AcdError
        When the file cannot be made.
    """

    def __init__(self, path: Path, empty: pd.DataFrame, origin: Origin) -> None:
        import pyarrow.parquet as pq

        self._path, self._origin = path, origin
        self._waiting = table_of(empty, origin)
        try:
            self._writer = pq.ParquetWriter(path, self._waiting.schema)
        except OSError as error:
            raise unwritable(path, error) from None

    def add(self, frame: pd.DataFrame) -> None:
        """Write a frame behind those before it; the last rows wait until a row group is full.

        Parameters
        ----------
        frame : pandas.DataFrame
            At most some row groups long.

        Raises
        ------
        AcdError
            When the disk is full.
        """
        import pyarrow as pa

        self._waiting = pa.concat_tables([self._waiting, table_of(frame, self._origin)])
        while len(self._waiting) >= ROWS:
            self._write(self._waiting.slice(0, ROWS))
            self._waiting = self._waiting.slice(ROWS)

    def close(self) -> None:
        """Write what waits and end the file.

        Raises
        ------
        AcdError
            When the disk is full.
        """
        if len(self._waiting):
            self._write(self._waiting)
        try:
            self._writer.close()
        except OSError as error:
            raise unwritable(self._path, error) from None

    def _write(self, table: pa.Table) -> None:
        try:
            self._writer.write_table(table, row_group_size=ROWS)
        except OSError as error:
            raise unwritable(self._path, error) from None


_LABEL: dict[str, Callable[[Any, Names, int], pd.DataFrame]] = {
    "leg": leg_frame,
    "change": agent_frame,
    "stage_row": step_frame,
}
_FILES = {"leg": "legs.parquet", "change": "agents.parquet", "stage_row": "steps.parquet"}


class LogFiles:
    """``legs.parquet`` and ``agents.parquet`` of a folder while they are written; a context that ends them.

    With steps, ``steps.parquet`` too.

    Parameters
    ----------
    folder : pathlib.Path
        Where to; must exist.
    names : Names
        What the indices in the rows stand for.
    origin : Origin
        What the files say about themselves.
    steps : bool
        Whether steps are written.
    """

    def __init__(self, folder: Path, names: Names, origin: Origin, *, steps: bool = False) -> None:
        self._folder, self._names = folder, names
        self._spools: set[Spool] = set()
        self._writers = {
            name: PieceWriter(folder / file, _LABEL[name](np.zeros(0, TABLES[name]), names, 0), origin)
            for name, file in _FILES.items()
            if steps or name != "stage_row"
        }

    def spool(self) -> Spool:
        """Return where a replication's rows wait until it is added."""
        spool = Spool(self._folder, tuple(self._writers))
        self._spools.add(spool)
        return spool

    def add(self, spool: Spool, replication: int) -> None:
        """Write a replication behind those before it.

        Parameters
        ----------
        spool : Spool
            Its rows; closed.
        replication : int
            Its number.

        Raises
        ------
        AcdError
            When the disk is full.
        """
        for name, writer in self._writers.items():
            for rows in spool.pieces(name, ROWS):
                writer.add(_LABEL[name](rows, self._names, replication))
                if name == "leg" and "stage_row" in self._writers and rows.dtype == TABLES["leg"]:
                    self._writers["stage_row"].add(step_frame(steps_of_legs(rows), self._names, replication))
        spool.close()
        self._spools.discard(spool)

    def __enter__(self) -> Self:
        """Return the files."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the files, so that what was written can be read, whatever happened; forget what was not added."""
        from acd.errors import AcdError

        for spool in self._spools:
            spool.close()
        for writer in self._writers.values():
            try:
                writer.close()
            except AcdError:
                if error is None:
                    raise
