"""Columns of the tables by which agents are compared beyond how long they are idle.

A centre whose rule has no such key has one row of each and never looks at it. `tables` puts them into the handle;
nothing else may import this file.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def _dtype(integers: str, floats: str = "") -> np.dtype[Any]:
    fields = [(name, "i8") for name in integers.split()] + [(name, "f8") for name in floats.split()]
    return np.dtype(fields)


# -- Setup --------------------------------------------------------------------------------------------------------
# one a key, in the order of comparison: a code of ``AgentKey``; own is 1 when it orders the agents within a group
PREFERENCE = _dtype("key own")
# one a category and group: levels of all skills added up; rank by resolution and speed; what one of its agents weighs
# in a draw; its share of the category; its weight, and what a second of idle time adds to it
MERIT = _dtype("skills solver", "lot share weight idle_weight")

# -- Router state -------------------------------------------------------------------------------------------------
# one an agent, since log-in: contacts bound; time with somebody bound [us]; contacts done, their times in hand added up
# [us]; since when the present one is bound. Then work and readiness in the half-window of this number and in the one
# before [us]; and the agent's neighbours in the tree of the group's ready ones
LEDGER = _dtype("contacts talked done handling bound half work ready work_before ready_before left right up")
TURN = _dtype("last")  # one a category: who was given a contact of it last
ALLOTMENT = _dtype("bound")  # one a category and group: contacts bound so far
GROVE = _dtype("root")  # one a group: the root of its tree
