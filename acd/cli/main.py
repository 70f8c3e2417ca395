"""``acd``: puts the commands together."""

from __future__ import annotations

import atexit
import gc
import sys
from typing import Annotated

import typer

import acd
from acd.cli import check, list_, new, run, schema
from acd.cli.outcome import STOPPED

app = typer.Typer(
    name="acd",
    help="Simulate a contact centre: service level, waits, occupancy and first-contact resolution.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("run", help="Simulate a scenario and print its measures with 95 % intervals.")(run.run)
app.command("check", help="Check a scenario; name every fault at once with its line.")(check.check)
app.command("schema", help="Print the JSON Schema of scenario files, for editors.")(schema.schema)
app.command("list", help="Print the reference of policies, measures, distributions or guarantees.")(
    list_.reference
)
app.command("new", help="Write a commented starter scenario.")(new.new)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"acd {acd.__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Hold the options that stand before the command."""


def main() -> None:
    """Run the command line; the entry point of the ``acd`` script."""
    atexit.register(gc.freeze)  # else Python looks for garbage in all that was imported before it ends: 0.1 s
    try:
        app()
    except SystemExit as end:  # typer's own code for Ctrl-C while it still reads the arguments is 130
        sys.exit(STOPPED if end.code == 130 else end.code)
