"""Codes of the keys by which the first routing question is answered; see `codes`, which passes them on.

The numbers stand in tables of a run only, but never renumber: a journal may hold them.
"""

from __future__ import annotations

from enum import IntEnum


class AgentKey(IntEnum):
    """What agents are compared by when a contact looks for one; the smaller value wins."""

    LONGEST_IDLE = 0
    GROUP_ORDER = 1
    LEAST_OCCUPIED = 2
    HIGHEST_SKILL = 3
    LOWEST_SKILL = 4
    RANDOM = 5
    LEAST_IN_HAND = 6
    LEAST_OCCUPIED_LATELY = 7
    FEWEST_CONTACTS = 8
    LEAST_TALK_TIME = 9
    SHORTEST_HANDLING = 10
    MOST_SKILLED = 11
    LEAST_SKILLED = 12
    FASTEST_RESOLVER = 13
    ROUND_ROBIN = 14
    LINEAR = 15
    WEIGHTED_RANDOM = 16
    SPARE_CAPACITY = 17
    SPARE_SHARE = 18
    PERCENT_ALLOCATION = 19
    WEIGHTED_IDLE = 20
    MATRIX = 21


class Within(IntEnum):
    """How the best of a group's ready agents is found where groups are compared by their best."""

    EVERYBODY = 0  # by looking at each of them
    FIRST = 1  # it is the longest idle
    TREE = 2  # they stand in a tree, in the order of the agents' own keys
