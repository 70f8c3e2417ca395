"""What a run's tallies are counted by, and their tables: as large as lines times intervals, whatever is run.

Intervals and targets come from whoever measures; this module must not know how they follow from a scenario.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from acd.build.setup import Setup
from acd.core.columns import ENDING, FRAME, SEGMENT, TARGET
from acd.core.tables import NEVER, NONE, TABLES
from acd.core.timely import OPEN_HOURS, UNTIL_FINISHED
from acd.core.waits import BLOCK_SIZE, KEPT_WAITS, N_BLOCKS

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Frame:
    """Intervals and targets, in the core's terms; all times [us].

    Parameters
    ----------
    borders, owners : numpy.ndarray
        Start of each segment of time and the interval that owns it, past closing too.
    open_borders, open_owners : numpy.ndarray
        The same with closed time owned by nobody, -1.
    ends : numpy.ndarray
        End of each interval.
    end : int
        When the last interval ends.
    late_queue : numpy.ndarray
        Whether waiting past closing counts, of each category.
    within, short : numpy.ndarray
        Service level time of each category and tier, and below what an abandon is short.
    finished, open_hours : numpy.ndarray
        Whether that time goes on until the contact is done with, and counts open hours only, of each of these.
    dialled : numpy.ndarray
        Which of these are campaigns.
    fcr_window : int
        Time in which a return speaks against a contact.
    cut : callable
        Returns the frame of a run that was stopped at a time.
    """

    borders: Array
    owners: Array
    open_borders: Array
    open_owners: Array
    ends: Array
    end: int
    late_queue: Array
    within: Array
    short: Array
    finished: Array
    open_hours: Array
    dialled: Array
    fcr_window: int
    cut: Callable[[int], Frame]

    def arrays(self, layout: Array) -> dict[str, Array]:
        """Make the tables of intervals and targets.

        Parameters
        ----------
        layout : numpy.ndarray
            A table ``frame`` whose sizes hold: the tallies stay where they are when a run is cut.

        Returns
        -------
        dict of str to numpy.ndarray
            The tables by name.
        """
        row = layout.copy()
        row["n_segments"], row["n_open"], row["n_ends"] = (
            len(own) for own in (self.borders, self.open_borders, self.ends)
        )
        row["end"], row["fcr_window"] = self.end, self.fcr_window
        ends, targets = np.zeros(len(self.ends), ENDING), np.zeros(len(self.within), TARGET)
        ends["time"] = self.ends
        targets["within"], targets["short"], targets["dialled"] = self.within, self.short, self.dialled
        targets["late_queue"] = self.late_queue
        targets["counts"] = UNTIL_FINISHED * self.finished + OPEN_HOURS * self.open_hours
        return {
            "frame": row,
            "segment": _segments(self.borders, self.owners),
            "open_segment": _segments(self.open_borders, self.open_owners),
            "ending": ends,
            "target": targets,
        }


def _segments(borders: Array, owners: Array) -> Array:
    rows = np.zeros(len(borders) + 1, SEGMENT)
    rows["border"] = np.append(borders, NEVER)
    rows["owner"] = np.append(owners, NONE)
    return rows


def tally_state(frame: Frame, setup: Setup, leg_rows: int) -> dict[str, Array]:
    """Make the tables of a run's tallies.

    Parameters
    ----------
    frame : Frame
        What they are counted by.
    setup : Setup
        Sizes.
    leg_rows : int
        Rows of the log's buffer.

    Returns
    -------
    dict of str to numpy.ndarray
        The tables by name, those of the frame too.
    """
    layout = np.zeros(1, FRAME)
    rows = len(frame.ends)
    cells = setup.n_lines * rows
    layout["n_rows"], layout["n_cells"] = rows, cells
    sizes = {
        "tally": 1,
        "leg_cell": cells + setup.n_lines,
        "group_cell": setup.n_groups * rows,
        "presence": setup.n_agents,
        "block": cells * N_BLOCKS,
        "wait_bin": (2 * leg_rows + 1) * BLOCK_SIZE,
        "wait": KEPT_WAITS,
        "trail": leg_rows,
        "thread": leg_rows if setup.rich else 1,
    }
    return frame.arrays(layout) | {name: np.zeros(max(n, 1), TABLES[name]) for name, n in sizes.items()}
