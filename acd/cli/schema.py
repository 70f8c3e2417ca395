"""``acd schema``: the JSON Schema of scenario files."""

from __future__ import annotations

import json

import typer

from acd.cli.outcome import reported


def schema() -> None:
    """Print the JSON Schema, defaults included."""
    with reported():
        from acd.scenario import json_schema

        typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
