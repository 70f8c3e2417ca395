"""What ``--out`` writes: measures, replications, log, pictures and the JSON result in one folder."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from acd.experiment import Result


def save(result: Result, folder: Path) -> list[str]:
    """Write everything a result holds.

    Parameters
    ----------
    result : Result
        A run that kept its log.
    folder : pathlib.Path
        Where to; must exist.

    Returns
    -------
    list of str
        Names of the files, in the order they were written.
    """
    from acd.report.charts import save as save_pictures

    result.measures.to_csv(folder / "measures.csv", index=False)
    result.measures.to_parquet(folder / "measures.parquet", index=False)
    result.replications.to_parquet(folder / "replications.parquet", index=False)
    text = json.dumps(result.to_json(), ensure_ascii=False, allow_nan=False)
    (folder / "result.json").write_text(text + "\n", encoding="utf-8")
    names = ["measures.csv", "measures.parquet", "replications.parquet", "result.json"]
    names += _save_log(result, folder)
    return names + [path.name for path in save_pictures(result, folder)]


def _save_log(result: Result, folder: Path) -> list[str]:
    import acd
    from acd.log import Origin, write

    if result.log is None:
        return []
    origin = Origin(result.scenario.name, result.seed, acd.__version__)
    write(result.log.legs, folder / "legs.parquet", origin)
    write(result.log.agents, folder / "agents.parquet", origin)
    return ["legs.parquet", "agents.parquet"]
