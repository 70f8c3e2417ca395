"""Ask what other routing rules would change at the bank: `python routing_what_if.py [replications]`.

Runs `../bank.yaml` as it is and with six other rules on the same customers, who come at the same moments and are as
patient under each. Writes `routing_what_if.csv` and `routing_what_if.png` and prints the table of the README, which
says what to learn from it.
"""

import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

import acd
from acd.experiment import Result
from acd.experiment.compare import paired
from acd.kpi.summary import estimate
from acd.report.style import BLUE, GREEN, ORANGE, PURPLE, RED, SKY, head
from acd.scenario import Scenario

HERE = Path(__file__).parent
REPLICATIONS, SEED = 200, 1
TODAY, SMALLEST, SPREAD = "today", "english", "occupancy_spread"
MEASURES = ["service_level", "wait", "abandonment"]
COLUMNS = ["rule", "name", "measure", "unit", "value", "difference", "half"]
_WAITS = "routing.choose_contact"
_GENERAL = {"regular": {}, "stocks": {}, "prospective": {"keep_free": 1}, "callback_held": {}}
_QUEUES = {  # each category's part of the contacts offered, from measured.csv
    "regular": 0.688,
    "stocks": 0.0965,
    "prospective": 0.164,
    "internet": 0.0108,
    "english": 0.0037,
    "callback_held": 0.037,
}
RULES: dict[str, dict[str, object]] = {
    TODAY: {},
    # who is asked first is who stands first in the file: the stock desk, then others who may take stocks
    "groups in file order": {"routing.choose_agent": ["group_order", "longest_idle"]},
    # each group's `authorised` begins with what it takes first: regular, but at the stock desk
    "regular customers first": {_WAITS: ["priority", "category_order", "longest_wait"]},
    # the two categories that fewest agents may take go before the rest, with those called back
    "rare categories first": {"categories.internet.priority": 1, "categories.english.priority": 1},
    # from the line that is longest beside its category's part of the contacts
    "queues in proportion": {
        "routing": {
            "choose_agent": ["longest_idle"],
            "choose_contact": ["priority", "queue_ratio", "longest_wait"],
            "queue_ratio": _QUEUES,
        }
    },
    # the general group takes somebody who is no customer yet only if another of its agents stays ready
    "one kept for customers": {"agents.general.authorised": _GENERAL},
    # whoever has waited beyond 20 s cannot count as answered in time any more
    "newest first": {_WAITS: ["priority", "last_come"]},
}
WORDS = {  # what the README names beside a rule: the key that makes it
    "groups in file order": "`group_order`",
    "regular customers first": "`category_order`",
    "rare categories first": "`priority: 1`",
    "queues in proportion": "`queue_ratio`",
    "one kept for customers": "`keep_free: 1`",
    "newest first": "`last_come`",
}
COLOURS = {
    "regular": BLUE,
    "stocks": ORANGE,
    "prospective": GREEN,
    "internet": RED,
    "english": PURPLE,
    "callback_held": SKY,
}


def changed(scenario: Scenario, changes: Mapping[str, object]) -> Scenario:
    """Return the scenario with a rule's changes.

    Parameters
    ----------
    scenario : Scenario
        The bank.
    changes : mapping of str to object
        Places and values, as `Scenario.replace` takes them.

    Returns
    -------
    Scenario
        The bank under that rule.
    """
    for place, value in changes.items():
        scenario = scenario.replace(place, value)
    return scenario


def spread(result: Result) -> tuple[float, np.ndarray]:
    """Measure how unevenly work falls: the occupancy of the busiest group less that of the idlest.

    Parameters
    ----------
    result : Result
        A finished run.

    Returns
    -------
    tuple of float and numpy.ndarray
        The spread, and each replication's deviation from it (linearised, as `acd.compare` does for a measure).
    """
    frame = result.replications
    rows = frame[(frame["measure"] == "occupancy") & (frame["scope"] == "group") & frame["interval"].isna()]
    work, ready = (rows.pivot_table(part, "replication", "name") for part in ("numerator", "denominator"))
    value = work.sum() / ready.sum()
    deviations = (work - value * ready) / ready.mean()
    busiest, idlest = value.idxmax(), value.idxmin()
    return float(value[busiest] - value[idlest]), (deviations[busiest] - deviations[idlest]).to_numpy()


def rows(rule: str, today: Result, other: Result) -> pd.DataFrame:
    """Set one rule beside today's.

    Parameters
    ----------
    rule : str
        Its name.
    today, other : Result
        Runs of the same seed under both.

    Returns
    -------
    pandas.DataFrame
        rule, name (``total`` or a category), measure, unit, value, difference from today and half its 95 % interval.
    """
    frame = paired(today, other)
    frame = frame[frame["measure"].isin(MEASURES) & frame["scope"].isin(["total", "category"])].copy()
    frame["name"] = frame["name"].fillna("total")
    frame["rule"], frame["half"] = rule, (frame["high"] - frame["low"]) / 2
    frame = frame.drop(columns="value").rename(columns={"other": "value"})
    (before, one), (after, two) = spread(today), spread(other)
    _, low, high, _ = estimate(two - one, np.ones(len(one)))
    uneven = (rule, "total", SPREAD, "share", after, after - before, float(high - low) / 2)
    table = pd.concat([frame[COLUMNS], pd.DataFrame([uneven], columns=COLUMNS)], ignore_index=True)
    if rule == TODAY:
        table["half"] = 0.0  # no pair differs: there is nothing to estimate an error from
    digits = np.where(table["unit"] == "share", 4, 2)
    for column in ("value", "difference", "half"):
        table[column] = [round(float(x), int(d)) for x, d in zip(table[column], digits, strict=True)]
    return table


def run(replications: int) -> pd.DataFrame:
    """Run the bank under every rule.

    Parameters
    ----------
    replications : int
        How many weeks, at least 2.

    Returns
    -------
    pandas.DataFrame
        What `rows` gives, rule by rule; today's differences are 0.
    """
    bank = acd.load(HERE.parent / "bank.yaml")
    today = acd.simulate(bank, replications=replications, seed=SEED)
    tables = []
    for rule, changes in RULES.items():
        other = today
        if changes:
            other = acd.simulate(changed(bank, changes), replications=replications, seed=SEED)
        tables.append(rows(rule, today, other))
    return pd.concat(tables, ignore_index=True)


def readme_lines(table: pd.DataFrame) -> list[str]:
    """Write the README's table.

    Parameters
    ----------
    table : pandas.DataFrame
        What `run` gives.

    Returns
    -------
    list of str
        A line a rule, below two lines of heading: today's figures, then paired differences from them.
    """
    kept = [("total", measure) for measure in [*MEASURES, SPREAD]] + [(SMALLEST, m) for m in MEASURES]
    lines = [
        "| rule | within 20 s [%] | wait [s] | abandoned [%] | busiest − idlest group [pp] "
        "| English: within 20 s [%] | wait [s] | abandoned [%] |",
        "|---|" + "--:|" * len(kept),
    ]
    for rule in RULES:
        found = table[table["rule"] == rule].set_index(["name", "measure"])
        cells = [_cell(found.loc[key], first=rule == TODAY) for key in kept]
        label = f"{rule} ({WORDS[rule]})" if rule in WORDS else rule
        lines.append("| " + " | ".join([label, *cells]) + " |")
    return lines


def _cell(row: pd.Series, *, first: bool) -> str:
    scale = 100 if row["unit"] == "share" else 1
    value, difference, half = (scale * float(row[name]) for name in ("value", "difference", "half"))
    if first:
        return f"{value:.1f}"
    return f"{difference:+.1f} ± {half:.1f}".replace("-", "−")


def picture(table: pd.DataFrame) -> Figure:
    """Draw whom each rule helps and who pays for it.

    Parameters
    ----------
    table : pandas.DataFrame
        What `run` gives.

    Returns
    -------
    matplotlib.figure.Figure
        Differences from today by category: within 20 s at the left, abandoned at the right.
    """
    figure = Figure(figsize=(10, 5.4), layout="constrained")
    left, right = figure.subplots(1, 2, sharey=True)
    _draw(left, table, "service_level")
    _draw(right, table, "abandonment")
    head(left, "Answered within 20 s: change", "percentage points from today, 95 % bars; right is better")
    head(right, "Abandoned: change", "percentage points from today, 95 % bars; left is better")
    rules = list(RULES)[1:]
    left.set_yticks(range(len(rules)), rules)
    left.set_ylim(len(rules) - 0.5, -0.5)
    handles, labels = left.get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=7, frameon=False, fontsize=9)
    return figure


def _draw(axes: Axes, table: pd.DataFrame, measure: str) -> None:
    found = table[(table["measure"] == measure) & (table["rule"] != TODAY)]
    axes.axvline(0, color="0.6", linewidth=0.8)
    for border in np.arange(0.5, len(RULES) - 2):
        axes.axhline(border, color="0.9", linewidth=0.8)
    styles = {"total": ("D", "black", 6.5)} | {name: ("o", each, 5) for name, each in COLOURS.items()}
    for place, (name, (marker, colour, size)) in enumerate(styles.items()):
        own = found[found["name"] == name]
        at = np.arange(len(own)) + (place - 3) * 0.12
        axes.errorbar(
            100 * own["difference"],
            at,
            xerr=100 * own["half"],
            fmt=marker,
            color=colour,
            markersize=size,
            linewidth=1.2,
            label="all contacts" if name == "total" else name.replace("_", " "),
        )
    axes.tick_params(axis="y", length=0)


def main(arguments: list[str]) -> None:
    """Run, write the figures and the picture, print the table."""
    table = run(int(arguments[0]) if arguments else REPLICATIONS)
    table.to_csv(HERE / "routing_what_if.csv", index=False)
    picture(table).savefig(HERE / "routing_what_if.png", dpi=110)
    print("\n".join(readme_lines(table)))


if __name__ == "__main__":
    main(sys.argv[1:])
