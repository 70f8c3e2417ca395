"""``acd run``: simulate a scenario, print what came out, write it to files."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from acd.cli.assumed import assumed
from acd.cli.check import File
from acd.cli.outcome import STOPPED, reported, say

if TYPE_CHECKING:
    import pandas as pd
    from rich.console import Console

    from acd.experiment import Result
    from acd.scenario import Scenario


class Clock(StrEnum):
    """Who moves time; both give the same numbers."""

    compiled = "compiled"
    simpy = "simpy"


Replications = Annotated[
    int | None,
    typer.Option(
        "--replications",
        min=1,
        help="Independent runs; with --until at most.",
        show_default="20; with --until 10000",
    ),
]
Until = Annotated[
    str | None,
    typer.Option(
        "--until",
        metavar="PRECISION",
        help="Run until half a 95 % interval is this small: 'service_level\\[regular]±0.5pp', 'asa+-2s'. "
        "Looked at after 20, 30, 45, … replications.",
        show_default=False,
    ),
]
Seed = Annotated[int, typer.Option("--seed", min=0, help="Equal seeds give equal numbers.")]
Which = Annotated[Clock, typer.Option("--clock", help="Who moves time; both give the same numbers.")]
Jobs = Annotated[int, typer.Option("--jobs", min=1, help="Threads: replications run at the same time.")]
Cluster = Annotated[
    str | None,
    typer.Option(
        "--cluster",
        metavar="ADDRESS",
        help="Run on the workers of this Dask scheduler, such as tcp://10.0.0.5:8786.",
        show_default=False,
    ),
]
Folder = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Write measures, log and pictures.", show_default=False),
]
Json = Annotated[
    str | None,
    typer.Option("--json", metavar="-|FILE", help="Write JSON; - prints nothing else.", show_default=False),
]
Real = Annotated[
    Path | None,
    typer.Option("--measured", metavar="CSV", help="Print real figures beside.", show_default=False),
]


def run(  # noqa: PLR0913 - one argument an option
    file: File,
    *,
    replications: Replications = None,
    until: Until = None,
    seed: Seed = 1,
    clock: Which = Clock.compiled,
    jobs: Jobs = 1,
    cluster: Cluster = None,
    out: Folder = None,
    json: Json = None,
    measured: Real = None,
) -> None:
    """Simulate a scenario.

    Parameters
    ----------
    file : pathlib.Path
        The scenario.
    replications : int, optional
        Independent runs, from 1; with ``until`` at most.
    until : str, optional
        Precision to reach.
    seed : int
        Equal seeds give equal numbers.
    clock : Clock
        Who moves time.
    jobs : int
        Threads.
    cluster : str, optional
        Address of a Dask scheduler.
    out : pathlib.Path, optional
        Folder for measures, log and pictures.
    json : str, optional
        File for the measures as JSON; ``-`` prints nothing but JSON.
    measured : pathlib.Path, optional
        Real figures to print beside the simulated ones.

    Raises
    ------
    Exit
        With 1 when the input is at fault, 3 when stopped early.
    """
    with reported():
        scenario = _load(file)
        real = _read_real(measured)
        _refuse(out, cluster)
        _prepare(out, json)
        result = _simulate(scenario, replications, until, seed, clock, jobs, cluster, keep_log=out or False)
        if not result.sums:
            say("stopped before a replication was finished")
            raise typer.Exit(STOPPED)
        if json != "-":
            _show(result, assumed(file))
            if real is not None:
                _show_beside(result, real, str(measured))
        elif result.until is not None and not result.until.met:
            say(_precision(result))
        if json is not None:
            _write_json(result, json)
        if out is not None:
            from acd.cli.files import save

            say(f"wrote {', '.join(save(result, out))} to {out}")
    if result.stopped:
        say("stopped early: the results are those of the replications that were finished")
        raise typer.Exit(STOPPED)


def _prepare(out: Path | None, json: str | None) -> None:
    """Find out before a long run, not after it, that its results cannot be written."""
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    if json not in (None, "-"):
        Path(json).open("a", encoding="utf-8").close()


def _load(file: Path) -> Scenario:
    from acd import scenario

    model = scenario.load(file)
    for warning in scenario.warnings(model):
        say(f"warning: {warning}")
    return model


def _refuse(out: Path | None, cluster: str | None) -> None:
    from acd.errors import AcdError

    if out is not None and cluster is not None:
        message = f"--out: a cluster writes no log to {out}; leave out --out (--json writes the measures) or --cluster"
        raise AcdError(message)


def _simulate(
    scenario: Scenario,
    replications: int | None,
    until: str | None,
    seed: int,
    clock: Clock,
    jobs: int,
    cluster: str | None,
    *,
    keep_log: bool | Path,
) -> Result:
    from acd.cli.progress import progress
    from acd.experiment import simulate
    from acd.experiment.stopping import REPLICATIONS

    # nobody knows before how many a precision takes
    total = (replications or REPLICATIONS) if until is None else None
    with progress(total) as step:
        return simulate(
            scenario,
            replications,
            until=until,
            seed=seed,
            clock=clock.value,
            jobs=jobs,
            cluster=cluster,
            keep_log=keep_log,
            progress=step,
        )


def _read_real(measured: Path | None) -> pd.DataFrame | None:
    from acd.report import read_real

    return None if measured is None else read_real(measured)


def _console() -> Console:
    from rich.console import Console

    from acd.report import WIDTH

    console = Console(highlight=False)
    console.width = min(console.width, WIDTH) if console.is_terminal else WIDTH
    return console


def _show(result: Result, assumptions: list[str]) -> None:
    from acd.report import report

    _console().print(report(result, assumptions))


def _precision(result: Result) -> str:
    from acd.report import precision

    return precision(result)


def _show_beside(result: Result, real: pd.DataFrame, origin: str) -> None:
    from acd.report import beside

    _console().print(beside(result, real, origin))


def _write_json(result: Result, target: str) -> None:
    import json

    text = json.dumps(result.to_json(), ensure_ascii=False, allow_nan=False)
    if target == "-":
        typer.echo(text)
    else:
        Path(target).write_text(text + "\n", encoding="utf-8")
