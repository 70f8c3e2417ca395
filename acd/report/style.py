"""What all pictures share: colours, the heading, bare axes. Does not know what the pictures show."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BLUE, ORANGE, GREEN, RED, PURPLE, SKY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9"
"""Okabe and Ito's colours, which colour-blind readers can tell apart; without yellow, too pale on white."""

GREY = "0.35"


def head(axes: Axes, finding: str, origin: str) -> None:
    """Write what a picture shows and, smaller, where it comes from; take the frame away.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        The picture.
    finding : str
        What it shows.
    origin : str
        Where that comes from, or how to read it.
    """
    axes.set_title(f"{finding}\n", loc="left", fontsize=12, fontweight="bold")
    axes.annotate(
        origin, (0, 1), (0, 8), color=GREY, fontsize=9, xycoords="axes fraction", textcoords="offset points"
    )
    bare(axes)


def bare(axes: Axes) -> None:
    """Take away the upper and the right border.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        The picture.
    """
    axes.spines[["top", "right"]].set_visible(False)


def legend_above(axes: Axes) -> None:
    """Put the legend above the axes, at the right, where no data are.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
        The picture.
    """
    axes.legend(
        loc="lower right", bbox_to_anchor=(1, 1), ncols=4, frameon=False, fontsize=9, handlelength=1.6
    )
