"""``acd check``: every fault of a scenario at once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from acd.cli.outcome import AT_FAULT, reported, say

File = Annotated[Path, typer.Argument(metavar="FILE", help="Scenario file (YAML).", show_default=False)]


def check(file: File) -> None:
    """Check a scenario and print every fault with file, line, value, rule and way out.

    Parameters
    ----------
    file : pathlib.Path
        The scenario.

    Raises
    ------
    Exit
        With 1 when there is a fault.
    """
    with reported():
        from acd import scenario

        faults = scenario.check(file)
        if faults:
            say("\n".join(str(fault) for fault in faults))
            raise typer.Exit(AT_FAULT)
        loaded = scenario.load(file)
        for warning in scenario.warnings(loaded):
            say(f"warning: {warning}")
        stands = scenario.preset_note(loaded)
        if stands is not None:
            say(stands)
        if scenario.own_words(loaded):
            from acd.build.own import own_rows

            own_rows(loaded)  # which compiles them
    typer.echo(f"{file}: no fault found")
