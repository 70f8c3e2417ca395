"""``acd run``: simulate a scenario, print what came out, write it to files."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict, Unpack

import typer

from acd.cli.assumed import assumed, of_models
from acd.cli.check import File
from acd.cli.files import has_steps
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
        show_default="20; with --until 10000, with --batches 1",
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
Antithetic = Annotated[
    bool, typer.Option("--antithetic", help="Run replications in antithetic pairs, for narrower intervals.")
]
Batched = Annotated[
    int | None,
    typer.Option("--batches", help="Cut one long run into so many batches.", show_default=False),
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
    antithetic: Antithetic = False,
    batches: Batched = None,
) -> None:
    """Simulate a scenario.

    Parameters
    ----------
    file : pathlib.Path
        The scenario.
    replications : int, optional
        Independent runs, from 1; by default 20, and 1 with batches. With ``until`` at most, by default 10,000.
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
    antithetic : bool
        Run replications in antithetic pairs.
    batches : int, optional
        Cut one long run into so many batches.

    Raises
    ------
    Exit
        With 1 when the input is at fault, 3 when stopped early.
    """
    with reported():
        scenario = _load(file)
        real = _read_real(measured, batches)
        _prepare(out, json, cluster)
        result = _simulate(
            scenario,
            replications,
            seed=seed,
            clock=clock.value,
            jobs=jobs,
            until=until,
            cluster=cluster,
            antithetic=antithetic,
            batches=batches,
            keep_log=out or False,
            keep_steps=out is not None and has_steps(scenario),
        )
        if json != "-":
            _show(result, [*assumed(file), *of_models(scenario)], real, str(measured))
        elif result.until is not None and not result.until.met:
            say(_precision(result))
        _write(result, json, out)
    if result.stopped:
        say("stopped early: the results are those of the replications that were finished")
        raise typer.Exit(STOPPED)


def _prepare(out: Path | None, json: str | None, cluster: str | None) -> None:
    """Find out before a long run, not after it, that its results cannot be written."""
    if out is not None and cluster is not None:
        from acd.errors import AcdError

        message = f"--out: a cluster writes no log to {out}; leave out --out (--json writes the measures) or --cluster"
        raise AcdError(message)
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


class _Options(TypedDict):
    """What of the command goes to the simulation as it is."""

    seed: int
    clock: str
    jobs: int
    until: str | None
    cluster: str | None
    antithetic: bool
    batches: int | None
    keep_log: bool | Path
    keep_steps: bool


def _simulate(scenario: Scenario, replications: int | None, **options: Unpack[_Options]) -> Result:
    from acd.cli.progress import progress
    from acd.experiment import simulate
    from acd.report.runs import doubts

    with progress(_total(replications, options["until"], options["batches"])) as step:
        result = simulate(scenario, replications, progress=step, **options)
    if not result.sums:
        say("stopped before a replication was finished")
        raise typer.Exit(STOPPED)
    for doubt in doubts(result):
        say(f"warning: {doubt}")
    return result


def _total(replications: int | None, until: str | None, batches: int | None) -> int | None:
    """Return how many runs there will be; None as nobody knows before how many a precision takes."""
    from acd.experiment.stopping import REPLICATIONS

    if until is not None:
        return None
    return replications or (REPLICATIONS if batches is None else 1)


def _read_real(measured: Path | None, batches: int | None) -> pd.DataFrame | None:
    from acd.report import read_real

    if measured is not None and batches is not None:
        from acd.errors import AcdError

        message = f"--measured: {measured} is of whole days, and --batches {batches} is not; leave one of the two out"
        raise AcdError(message)
    return None if measured is None else read_real(measured)


def _console() -> Console:
    from rich.console import Console

    from acd.report import WIDTH

    console = Console(highlight=False)
    console.width = min(console.width, WIDTH) if console.is_terminal else WIDTH
    return console


def _show(result: Result, assumptions: list[str], real: pd.DataFrame | None, origin: str) -> None:
    from acd.report import beside, report

    console = _console()
    console.print(report(result, assumptions))
    if real is not None:
        console.print(beside(result, real, origin))


def _precision(result: Result) -> str:
    from acd.report import precision

    return precision(result)


def _write(result: Result, json: str | None, out: Path | None) -> None:
    if json is not None:
        _write_json(result, json)
    if out is not None:
        from acd.cli.files import save

        say(f"wrote {', '.join(save(result, out))} to {out}")


def _write_json(result: Result, target: str) -> None:
    import json

    text = json.dumps(result.to_json(), ensure_ascii=False, allow_nan=False)
    if target == "-":
        typer.echo(text)
    else:
        Path(target).write_text(text + "\n", encoding="utf-8")
