"""Compare the simulated week with the real one: `python compare.py [replications]`.

Runs `../bank.yaml`, sets the result beside `measured.csv` and writes `comparison.csv`; prints the table that
the head of the scenario holds. It estimates nothing about the bank.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd

import acd
from acd.kpi.summary import estimate

HERE = Path(__file__).parent
MEASURES = ["offered", "abandonment", "wait", "service_level"]
DIGITS = {"offered": 1, "abandonment": 4, "wait": 1, "service_level": 4}
REPLICATIONS, SEED = 200, 1


def simulated(sums: pd.DataFrame) -> pd.DataFrame:
    """Put the sums of a run in the order of `measured.csv`.

    Parameters
    ----------
    sums : pandas.DataFrame
        `Result.replications`.

    Returns
    -------
    pandas.DataFrame
        start (`week` or `07:00`, over all days), category, measure, simulated, low, high.
    """
    rows = sums[sums["measure"].isin(MEASURES) & sums["scope"].isin(["total", "category"])].copy()
    rows["category"] = rows["name"].astype(object).where(rows["scope"] == "category", "total")
    when = pd.to_datetime(rows["interval"])
    rows["start"] = when.dt.strftime("%H:%M").where(when.notna(), "week")
    keys = ["start", "category", "measure"]
    each = rows.groupby([*keys, "replication"], sort=False)[["numerator", "denominator"]].sum().reset_index()
    out = []
    for key, group in each.groupby(keys, sort=False):
        below = np.ones(len(group)) if key[2] == "offered" else group["denominator"].to_numpy()
        value, low, high, _ = estimate(group["numerator"].to_numpy(), below)
        out.append((*key, float(value), float(low), float(high)))
    return pd.DataFrame(out, columns=[*keys, "simulated", "low", "high"])


def beside(real: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Join real and simulated figures.

    Parameters
    ----------
    real : pandas.DataFrame
        `measured.csv`.
    found : pandas.DataFrame
        What `simulated` gives.

    Returns
    -------
    pandas.DataFrame
        start, category, measure, real, simulated, low, high: the week by category, the half-hours in total.
    """
    long = real.melt(["start", "category"], MEASURES, "measure", "real")
    long = long[(long["start"] == "week") | (long["category"] == "total")]
    order = pd.MultiIndex.from_frame(real[["start", "category"]])
    table = long.merge(found, on=["start", "category", "measure"])
    place = order.get_indexer(pd.MultiIndex.from_frame(table[["start", "category"]]))
    table = table.assign(place=place).sort_values(["place"], kind="stable").drop(columns="place")
    for column in ("real", "simulated", "low", "high"):
        digits = table["measure"].map(DIGITS)
        table[column] = [round(x, d) for x, d in zip(table[column], digits, strict=True)]
    return table.reset_index(drop=True)


def head_lines(table: pd.DataFrame) -> list[str]:
    """Write the table as comment lines for the scenario's head.

    Parameters
    ----------
    table : pandas.DataFrame
        What `beside` gives.

    Returns
    -------
    list of str
        One line a category of the week and one a half-hour.
    """
    lines = [
        "#                 contacts         abandoned %       mean wait s       within 20 s %",
        "#                 real simulated   real simulated    real simulated    real simulated",
    ]
    for (start, category), rows in table.groupby(["start", "category"], sort=False):
        label = category if start == "week" else start
        cells = [f"# {label:<14}"]
        by_measure = rows.set_index("measure")
        for measure in MEASURES:
            scale = 100.0 if measure in ("abandonment", "service_level") else 1.0
            digits = 0 if measure == "offered" else 1
            real, model = by_measure.loc[measure, ["real", "simulated"]].astype(float) * scale
            cells.append(f"{real:7.{digits}f} {model:7.{digits}f}  ")
        lines.append(" ".join(cells).rstrip())
    return lines


def main(arguments: list[str]) -> None:
    """Run the scenario and compare."""
    replications = int(arguments[0]) if arguments else REPLICATIONS
    result = acd.simulate(acd.load(HERE.parent / "bank.yaml"), replications=replications, seed=SEED)
    table = beside(pd.read_csv(HERE / "measured.csv"), simulated(result.replications))
    table.to_csv(HERE / "comparison.csv", index=False)
    print("\n".join(head_lines(table)))


if __name__ == "__main__":
    main(sys.argv[1:])
