"""The winner tree and the heap give events in one total order, whatever was done to them before."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from acd.core._compile import entry
from acd.core.calendar import pop, push
from acd.core.codes import Rank
from acd.core.tables import END, NEVER, RANK_BITS, TABLES, Tables
from acd.core.trees import clear_trees, set_arrival, set_patience, set_release

BITS = 4
LEAVES = 1 << BITS
TREES = ("agent_node", "stream_node", "contact_node")


def planted():
    tables = Tables({name: np.full(2 * LEAVES, 7, np.int64).view(TABLES[name]) for name in TREES})
    for name in ("agent_bits", "stream_bits", "patience_bits"):
        tables["planet"][name] = BITS
    clear(tables.handle)
    return tables


@entry
def clear(z):
    clear_trees(z)
    return 0


@entry
def set_all(z, leaf, time):
    set_release(z, leaf, time)
    set_arrival(z, leaf, time)
    set_patience(z, leaf, time)
    return 0


def first(tables):
    return [int(tables["world"][name][0]) for name in ("first_release", "first_arrival", "first_patience")]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, LEAVES - 1), st.none() | st.integers(0, 5)), max_size=40))
def test_the_root_of_a_tree_is_the_first_of_all_leaves(changes):
    tables, due = planted(), {}
    for leaf, time in changes:
        set_all(tables.handle, leaf, NEVER if time is None else time)
        due[leaf] = NEVER if time is None else (time << BITS) | leaf
        found = min(due.values())
        assert {int(tables[name]["key"][1]) for name in TREES} == {found}
        ranks = (Rank.RELEASE, Rank.ARRIVAL, Rank.PATIENCE)
        assert first(tables) == [
            END if found == NEVER else (found >> BITS << RANK_BITS) | rank for rank in ranks
        ]


def test_a_cleared_tree_has_no_event():
    tables = planted()
    assert all(set(tables[name]["key"]) == {NEVER} for name in TREES)
    assert first(tables) == [END] * 3


def test_what_is_too_late_for_the_bits_never_comes():
    tables = planted()
    set_all(tables.handle, 3, NEVER >> BITS)
    assert first(tables) == [END] * 3
    set_all(tables.handle, 3, (NEVER >> BITS) - 1)
    assert END not in first(tables)


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
