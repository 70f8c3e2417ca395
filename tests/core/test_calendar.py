"""The winner tree and the heap give events in one total order, whatever was done to them before."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from acd.core.calendar import pop, push, tree_clear, tree_set
from acd.core.tables import NEVER, TABLES, Tables

BASE, BITS = 3, 4
LEAVES = 1 << BITS


def planted():
    tables = Tables({"node": np.zeros(BASE + 2 * LEAVES + 1, TABLES["node"])})
    tables["node"]["key"] = 7
    tree_clear(tables.handle, BASE, LEAVES)
    return tables


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, LEAVES - 1), st.none() | st.integers(0, 5)), max_size=40))
def test_the_root_of_the_tree_is_the_first_of_all_leaves(changes):
    tables, due = planted(), {}
    for leaf, time in changes:
        packed = NEVER if time is None else (time << BITS) | leaf
        tree_set(tables.handle, BASE, LEAVES, leaf, packed)
        due[leaf] = packed
        assert tables["node"]["key"][BASE + 1] == min(due.values())


def test_clearing_a_tree_leaves_its_neighbours_alone():
    keys = planted()["node"]["key"]
    assert keys[:BASE].tolist() == [7] * BASE
    assert keys[BASE + 2 * LEAVES] == 7
    assert set(keys[BASE : BASE + 2 * LEAVES]) == {NEVER}


moments = st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 2))


@settings(max_examples=60)
@given(st.lists(st.none() | moments, max_size=40))
def test_the_heap_gives_events_by_time_rank_key_and_number(steps):
    tables, waiting, number = Tables({"event": np.zeros(40, TABLES["event"])}), [], 0
    for step in [*steps, *[None] * len(steps)]:
        if step is not None:
            row = push(tables.handle, *step, 5, number)
            for column, value in zip("abcdef", range(number, number + 6), strict=True):
                tables["event"][column][row] = value
            waiting.append((*step, number))
            number += 1
        elif waiting:
            first = min(waiting)
            waiting.remove(first)
            got = tables["event"][pop(tables.handle)]
            assert tuple(got[["time", "rank", "key", "number"]]) == first
            assert [got[column] - got["subject"] for column in "abcdef"] == [0, 1, 2, 3, 4, 5]
            assert got["what"] == 5
    assert tables["desk"]["n_events"][0] == 0
