"""Waiting lines and pools of ready agents against sorted lists; slots; bit sets of many words."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acd.core.bits import lowest_bit
from acd.core.lines import free_slot, line_join, line_leave, pack_order, take_slot
from acd.core.pool import pool_add, pool_remove
from acd.core.tables import NONE, TABLES, Tables

N_LISTS = 70
N_ROWS = 30


def fresh(name, rows, *ends):
    table = np.zeros(rows, TABLES[name])
    for column in ends:
        table[column] = NONE
    return table


def desk():
    """Return tables with 70 lines of one category, 70 groups, 30 contacts and 30 agents."""
    return Tables(
        {
            "contact": fresh("contact", N_ROWS, "previous", "next"),
            "agent": fresh("agent", N_ROWS, "previous", "next"),
            "queue": fresh("queue", N_LISTS, "head", "tail"),
            "pool": fresh("pool", N_LISTS, "head", "tail"),
            "member": fresh("member", N_ROWS),
            "full_lines": fresh("full_lines", 3),
            "idle_groups": fresh("idle_groups", 3),
        }
    )


def walk(table, rows, k):
    """Return list ``k`` from its head, having checked it from its tail."""
    found, i, before = [], int(table["head"][k]), NONE
    while i != NONE:
        assert rows["previous"][i] == before
        found.append(i)
        before, i = i, int(rows["next"][i])
    assert table["tail"][k] == before
    return found


def bits_of(table):
    return {32 * w + b for w in range(3) for b in range(32) if int(table["bits"][w]) >> b & 1}


joins = st.tuples(st.sampled_from([0, 1, 31, 32, 64, 69]), st.integers(0, 3))


@settings(max_examples=60)
@given(st.lists(joins | st.integers(0, 40), max_size=N_ROWS))
def test_a_line_is_sorted_by_order_and_number(steps):
    tables, lines, c = desk(), {}, 0
    for step in steps:
        if isinstance(step, tuple):
            line, order = step
            tables["contact"][["line", "order", "number"]][c] = (line, order, -c)
            line_join(tables.handle, c)
            lines[c] = (line, order, -c)
            c += 1
        elif lines:
            leaver = sorted(lines)[step % len(lines)]
            line_leave(tables.handle, leaver)
            del lines[leaver]
        for line in (0, 1, 31, 32, 64, 69):
            expected = sorted((key, i) for i, key in lines.items() if key[0] == line)
            assert walk(tables["queue"], tables["contact"], line) == [i for _, i in expected]
        assert bits_of(tables["full_lines"]) == {key[0] for key in lines.values()}
        assert tables["desk"]["waiting"][0] == tables["crowd"]["waiting"][0] == len(lines)


@settings(max_examples=60)
@given(st.lists(joins | st.integers(0, 40), max_size=N_ROWS))
def test_a_pool_is_sorted_by_idle_time_and_agent(steps):
    tables, pools, order = desk(), {}, iter(np.random.default_rng(1).permutation(N_ROWS))
    for step in steps:
        if isinstance(step, tuple):
            a = int(next(order))
            tables["member"]["group"][a], tables["agent"]["idle_since"][a] = step
            pool_add(tables.handle, a)
            pools[a] = step
        elif pools:
            leaver = sorted(pools)[step % len(pools)]
            pool_remove(tables.handle, leaver)
            del pools[leaver]
        for g in (0, 1, 31, 32, 64, 69):
            expected = sorted((key, a) for a, key in pools.items() if key[0] == g)
            assert walk(tables["pool"], tables["agent"], g) == [a for _, a in expected]
        assert bits_of(tables["idle_groups"]) == {key[0] for key in pools.values()}


def test_slots_are_reused_last_freed_first():
    tables = desk()
    tables["desk"]["free_contact"] = NONE
    assert [take_slot(tables.handle) for _ in range(3)] == [0, 1, 2]
    for c in (0, 2):
        free_slot(tables.handle, c)
    assert tables["desk"]["in_system"][0] == 1
    assert [take_slot(tables.handle) for _ in range(3)] == [2, 0, 3]


@pytest.mark.parametrize("wait_first", [0, 1])
@settings(max_examples=60)
@given(
    one=st.tuples(st.integers(-1000, 1000), st.integers(-(10**15), 10**15)),
    two=st.tuples(st.integers(-1000, 1000), st.integers(-(10**15), 10**15)),
)
def test_orders_compare_as_priority_and_place_do(wait_first, one, two):
    tables = desk()
    tables["rules"]["packing"] = wait_first
    packed = [pack_order(tables.handle, *each) for each in (one, two)]
    keys = [(-priority, place)[:: -1 if wait_first else 1] for priority, place in (one, two)]
    assert (packed[0] < packed[1]) == (keys[0] < keys[1])
    assert all(0 <= order < 1 << 62 for order in packed)


def test_the_lowest_bit_of_every_word_is_found():
    assert [lowest_bit(1 << b | 1 << 31) for b in range(32)] == list(range(32))
