"""The picture of waiting times: a histogram, and for each category the share answered within any time.

Knows log frames and matplotlib axes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from acd.report.style import BLUE, GREEN, ORANGE, PURPLE, RED, SKY, head
from acd.report.words import duration, share

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

    from acd.scenario import Scenario

_COLOURS = (BLUE, ORANGE, GREEN, RED, PURPLE, SKY)
_DASHES = ("-", "--", "-.", ":")
_BINS = 40
_MOST_CURVES = 12


def waits(legs: pd.DataFrame, warm_up: float) -> pd.DataFrame:
    """Return how long each leg waited in its line.

    Parameters
    ----------
    legs : pandas.DataFrame
        Legs of a log.
    warm_up : float
        Legs that joined before this are left out [s].

    Returns
    -------
    pandas.DataFrame
        Columns category, answered (bool) and wait [s]; without the legs that still waited when the run ended.
    """
    answered = legs["bound"].notna()
    known = (legs["joined"] >= warm_up) & (legs["outcome"] != "carried_over")
    wait = legs["bound"].where(answered, legs["ended"]) - legs["joined"]
    frame = legs[["category"]].assign(answered=answered, wait=wait.clip(lower=0))
    return frame[known & wait.notna()]


def draw_histogram(axes: Axes, frame: pd.DataFrame) -> None:
    """Draw the waits of those who waited, answered and abandoned on top of each other.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    frame : pandas.DataFrame
        From `waits`.
    """
    wait, answered = frame["wait"].to_numpy(dtype=np.float64), frame["answered"].to_numpy(dtype=np.bool_)
    waited = wait > 0
    end, size, unit = _reach(wait)
    width = max(np.ceil(end / _BINS), 1.0) if end > _BINS / 2 else end / _BINS
    parts = [wait[waited & answered] / size, wait[waited & ~answered] / size]
    weights = [np.full(len(part), 100 / max(len(wait), 1)) for part in parts]
    axes.hist(
        parts,
        bins=list(np.arange(0, end + width, width) / size),
        weights=weights,
        stacked=True,
        color=[SKY, RED],
        label=["answered", "left the line"],
    )
    longer, at_once = (_share(wait > end), _share(~waited))
    axes.set(xlabel=f"wait [{unit}]", ylabel="% of contacts", xlim=(0, end / size))
    axes.set_ylim(0, 1.15 * axes.get_ylim()[1])
    head(
        axes,
        f"{share(round(at_once, 3))} of contacts did not wait",
        f"how long the others waited; {share(round(longer, 3))} waited longer than shown",
    )
    axes.legend(loc="upper right", frameon=False)


def draw_curves(axes: Axes, frame: pd.DataFrame, scenario: Scenario) -> None:
    """Draw for each category the share of its contacts answered within any time, and its target.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        Where to draw.
    frame : pandas.DataFrame
        From `waits`.
    scenario : Scenario
        Categories and their targets.
    """
    end, size, unit = _reach(frame["wait"].to_numpy(dtype=np.float64))
    grid = np.linspace(0, end, 400)
    chosen = _busiest(frame, scenario)
    for number, name in enumerate(chosen):
        own = frame[frame["category"] == name]
        bound = np.sort(own.loc[own["answered"], "wait"].to_numpy(dtype=np.float64))
        level = 100 * np.searchsorted(bound, grid, side="right") / max(len(own), 1)
        colour, dash = _COLOURS[number % len(_COLOURS)], _DASHES[number // len(_COLOURS)]
        axes.plot(grid / size, level, linewidth=1.8, label=name, color=colour, linestyle=dash)
    for target, within in sorted({_target(scenario, name) for name in chosen}):
        axes.plot(
            within / size, 100 * target, marker="x", color="black", markersize=8, markeredgewidth=2, ls=""
        )
        axes.annotate(
            f"target {share(target)} in {duration(within)}",
            (within / size, 100 * target),
            xytext=(9, -3),
            textcoords="offset points",
            fontsize=9,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1},
        )
    axes.set(xlabel=f"time since joining the line [{unit}]", xlim=(0, end / size), ylim=(0, 102))
    axes.set_ylabel("answered within that time [% of offered]")
    head(axes, "Answered within any time, by category", "a curve above its cross meets the target")
    axes.legend(loc="best", frameon=False)


def _share(true: NDArray[np.bool_]) -> float:
    return float(true.mean()) if len(true) else 0.0


def _target(scenario: Scenario, category: str) -> tuple[float, float]:
    level = scenario.categories[category].service_level
    return level.share, level.within


def _busiest(frame: pd.DataFrame, scenario: Scenario) -> list[str]:
    """Return the categories to draw: at most a dozen, in the order of the scenario."""
    counts = frame["category"].value_counts()
    kept = {str(name) for name, count in counts.head(_MOST_CURVES).items() if count > 0}
    return [name for name in scenario.categories if name in kept]


def _reach(wait: NDArray[np.float64]) -> tuple[float, float, str]:
    """Return how far the axis goes [s], and the size [s] and the name of its unit."""
    end = float(np.quantile(wait[wait > 0], 0.98)) if (wait > 0).any() else 60.0
    end = max(end, 1.0)
    return (end, 60.0, "min") if end > 600 else (end, 1.0, "s")
