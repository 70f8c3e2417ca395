"""Columns of the tables of routing plans: their steps, and where each waiting contact stands in its plan.

A centre without plans has one row of each, and never looks at it. `tables` puts them into the handle; nothing else may
import this file.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def _dtype(integers: str, floats: str = "") -> np.dtype[Any]:
    fields = [(name, "i8") for name in integers.split()] + [(name, "f8") for name in floats.split()]
    return np.dtype(fields)


# one a category: its rows of ``routing_step``; the view of its step s after d delays is view + s * levels + d - 1, and
# the category's own for the first; how many views; what the first step adds to the priority; the target [us]
ROUTING_PLAN = _dtype("first count view views levels priority within")
# one a step after the first, in the order in which they begin: when, since the contact joined [us]; a code of
# ``PlanStep``; the number of the step and what it adds to the priority, or the category in which it goes on; delays
# that are over then; conditions, NONE or negative for none: more waiting than, a longer estimate than [us], fewer free
# than, a smaller service level than
ROUTING_STEP = _dtype("start kind place priority to level queue_above wait_above free_below", "service_below")
# one a contact slot: row of the plan that begins next; the present step, delays over, and what the step adds to the
# priority; since when the plan runs; the moment it counts as having joined; the priority without any step's
STANCE = _dtype("next place level more since joined priority")
# one a category: contacts bound today within the target, and bound or gone
ACHIEVED = _dtype("day good gone")
