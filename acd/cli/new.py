"""``acd new``: a commented starter scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from acd.cli.outcome import AT_FAULT, reported, say

Target = Annotated[Path, typer.Argument(metavar="FILE", help="The file to write.", show_default=False)]


def new(file: Target) -> None:
    """Write a starter scenario; never over a file that exists.

    Parameters
    ----------
    file : pathlib.Path
        The file to write.

    Raises
    ------
    Exit
        With 1 when the file exists or cannot be written.
    """
    with reported():
        from acd.scenario import starter

        try:
            with file.open("x", encoding="utf-8") as target:
                target.write(starter())
        except FileExistsError:
            say(f"{file}: exists already; acd new overwrites nothing, choose another name")
            raise typer.Exit(AT_FAULT) from None
    typer.echo(f"wrote {file}; try: acd run {file}")
