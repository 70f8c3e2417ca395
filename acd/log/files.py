"""Log frames in Parquet files that say where they come from: scenario, seed, version of the program.

This module must not know what a log means; it keeps types, names and their order.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from acd.errors import AcdError

if TYPE_CHECKING:
    import pyarrow as pa

_KEY = b"acd"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a log comes from.

    Parameters
    ----------
    scenario : str
        Name of the scenario.
    seed : int
        Seed of the run.
    version : str
        Version of the program that wrote the file.
    """

    scenario: str
    seed: int
    version: str


def _is_nested(column: pd.Series[Any]) -> bool:
    return column.dtype == object and not column.map(lambda value: isinstance(value, str)).all()


def _tuples(value: object) -> object:
    return tuple(_tuples(part) for part in value) if isinstance(value, list) else value


def table_of(frame: pd.DataFrame, origin: Origin) -> pa.Table:
    """Make the Arrow table that a Parquet file holds.

    Parameters
    ----------
    frame : pandas.DataFrame
        Legs, agents or commands.
    origin : Origin
        What the file says about itself.

    Returns
    -------
    pyarrow.Table
        Rows, and in its metadata all that `read` needs to give the same frame.

    Notes
    -----
    Parquet forgets the names of categories when the frame is empty, so they are kept beside the origin. Decisions
    are lists of several types, which Parquet does not know; they are written as JSON.
    """
    import pyarrow as pa

    labels = {
        str(name): [str(label) for label in column.cat.categories]
        for name, column in frame.items()
        if isinstance(column.dtype, pd.CategoricalDtype)
    }
    nested = [str(name) for name, column in frame.items() if _is_nested(column)]
    table = pa.Table.from_pandas(
        frame.assign(**{name: frame[name].map(json.dumps) for name in nested}), preserve_index=False
    )
    own = json.dumps({**asdict(origin), "labels": labels, "nested": nested}).encode()
    return table.replace_schema_metadata({**(table.schema.metadata or {}), _KEY: own})


def write(frame: pd.DataFrame, path: Path, origin: Origin) -> None:
    """Write a log frame to a Parquet file.

    Parameters
    ----------
    frame : pandas.DataFrame
        Legs, agents or commands.
    path : pathlib.Path
        The file; an old one is replaced.
    origin : Origin
        What the file says about itself.
    """
    import pyarrow.parquet as pq

    pq.write_table(table_of(frame, origin), path)


def read(path: Path, columns: Sequence[str] | None = None) -> tuple[pd.DataFrame, Origin]:
    """Read a log frame and where it comes from.

    Parameters
    ----------
    path : pathlib.Path
        A file that `write` or `LogFiles` made.
    columns : sequence of str, optional
        The only columns to read; by default all.

    Returns
    -------
    frame : pandas.DataFrame
        With the types and the categories it was written with.
    origin : Origin
        Scenario, seed and version.

    Raises
    ------
    AcdError
        When the file was not written by this program.
    """
    import pyarrow.parquet as pq

    table = pq.read_table(path, columns=None if columns is None else list(columns))
    metadata = table.schema.metadata or {}
    if _KEY not in metadata:
        message = f"{path}: not a log of acd: its metadata has no entry 'acd'; give a file that acd wrote"
        raise AcdError(message)
    own: dict[str, Any] = json.loads(metadata[_KEY])
    labels: dict[str, list[str]] = own.pop("labels")
    nested: list[str] = own.pop("nested")
    frame: pd.DataFrame = table.to_pandas()
    for name in (name for name in nested if name in frame):
        frame[name] = pd.Series([_tuples(json.loads(text)) for text in frame[name]], dtype=object)
    for name, names in ((name, names) for name, names in labels.items() if name in frame):
        frame[name] = frame[name].astype(pd.CategoricalDtype(names))
    return frame, Origin(**own)
