"""What is stored of every scenario, and how it is run: few replications, one seed, the main measures."""

import json
from pathlib import Path

import acd
from tests.architecture.sources import ROOT

HERE = Path(__file__).parent
FILES = sorted((ROOT / "scenarios").glob("*.yaml"))
EXPECTED = HERE / "expected"
REPLICATIONS, SEED = 2, 1
MEASURES = ["offered", "answered", "abandonment", "wait", "service_level", "occupancy", "fcr_true"]


def run(path, **options):
    """Run one scenario, in little time."""
    return acd.simulate(acd.load(path), replications=REPLICATIONS, seed=SEED, **options)


def summary(result):
    """Return the whole period's measures, in total and by category, as plain numbers."""
    measures = result.measures
    kept = measures[measures["measure"].isin(MEASURES) & measures["interval"].isna()]
    kept = kept[kept["scope"].isin(["total", "category"])].dropna(subset=["value"])
    names = kept["name"].astype(object).where(kept["scope"] == "category", "total")
    keys = names.astype(str) + " " + kept["measure"].astype(str)
    return {"contacts": result.contacts, **{k: float(v) for k, v in zip(keys, kept["value"], strict=True)}}


def store():
    """Write every summary anew, after a change that is meant to move them."""
    for path in FILES:
        text = json.dumps(summary(run(path)), indent=1)
        (EXPECTED / f"{path.stem}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    store()
