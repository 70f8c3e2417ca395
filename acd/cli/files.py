"""What ``--out`` writes: measures, replications, log, pictures and the JSON result in one folder."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from acd.experiment import Result
    from acd.scenario import Scenario

LOG_FILES = ("legs.parquet", "agents.parquet")
"""What the simulation has written to the folder before its result is saved."""
STEPS_FILE = "steps.parquet"
"""What it has written too where handling has steps."""


def has_steps(scenario: Scenario) -> bool:
    """Say whether handling has steps that its length alone does not tell.

    Parameters
    ----------
    scenario : Scenario
        What is run.

    Returns
    -------
    bool
        True where a category has a path, a verification, a hold, or talks before it is handed over.
    """
    return any(
        len(category.steps) > 1 or (category.referral is not None and category.referral.mode == "warm")
        for category in scenario.categories.values()
    )


def save(result: Result, folder: Path) -> list[str]:
    """Write everything a result holds.

    Parameters
    ----------
    result : Result
        A run that wrote its log to the folder.
    folder : pathlib.Path
        Where to; must exist.

    Returns
    -------
    list of str
        Names of the files, in the order they were written.
    """
    result.measures.to_csv(folder / "measures.csv", index=False)
    result.measures.to_parquet(folder / "measures.parquet", index=False)
    result.replications.to_parquet(folder / "replications.parquet", index=False)
    text = json.dumps(result.to_json(), ensure_ascii=False, allow_nan=False)
    (folder / "result.json").write_text(text + "\n", encoding="utf-8")
    names = ["measures.csv", "measures.parquet", "replications.parquet", "result.json"]
    steps = [STEPS_FILE] if has_steps(result.scenario) else []
    return [*names, *LOG_FILES, *steps, *_save_pictures(result, folder)]


def _save_pictures(result: Result, folder: Path) -> list[str]:
    from acd.experiment.result import Log
    from acd.log import read
    from acd.report.charts import save

    # all that the picture of waiting times needs of a log that may be larger than memory
    legs, _ = read(folder / LOG_FILES[0], ("category", "joined", "bound", "ended", "outcome"))
    log = Log(legs, legs.iloc[:0], None)
    return [path.name for path in save(replace(result, log=log), folder)]
