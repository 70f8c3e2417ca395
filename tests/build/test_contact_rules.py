"""The order in which a line stands: its head is the first by the rule's keys at any time, or all are looked at."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acd.build.contact_rules import line_order
from acd.core.codes import ContactKey
from acd.core.lines import pack_order, place_of, urgency_of
from acd.core.packing import Packing
from acd.core.tables import TABLES, Tables

POINT = 7
MOST = 11

ORDERS = [
    ("last_come", False, False, Packing.LATEST_PRIORITY, False),
    ("last_come priority", True, False, Packing.LATEST_PRIORITY, False),
    ("priority last_come", True, False, Packing.PRIORITY_LATEST, False),
    ("relative_wait priority", True, False, Packing.WAIT_FIRST, False),
    ("aged_priority", True, False, Packing.AGED_WAIT, False),
    ("aged_priority priority", True, False, Packing.AGED_PRIORITY, False),
    ("aged_priority", False, False, Packing.WAIT_FIRST, False),
    ("aged_priority", True, True, Packing.PRIORITY_FIRST, True),
    ("aged_priority", False, True, Packing.PRIORITY_FIRST, False),
    ("aged_priority last_come", False, True, Packing.PRIORITY_FIRST, True),
    ("priority aged_priority", True, True, Packing.PRIORITY_FIRST, False),
    ("weighted_wait priority", True, False, Packing.PRIORITY_FIRST, True),
    ("weighted_wait priority", False, False, Packing.PRIORITY_FIRST, False),
    ("greatest_need last_come", False, False, Packing.PRIORITY_FIRST, True),
    ("longest_queue queue_ratio category_order", True, False, Packing.PRIORITY_FIRST, False),
]


@pytest.mark.parametrize(("names", "own", "capped", "packing", "through"), ORDERS)
def test_lines_are_ordered_by_what_the_keys_say_of_one_line(names, own, capped, packing, through):
    keys = [ContactKey[name.upper()] for name in names.split()]
    assert line_order(keys, own=own, capped=capped) == (packing, through)


def value(key, capped, now, loose, priority, place):
    """Return what a contact is compared by under a key; ``loose`` keys find waits below 6 alike."""
    if key == ContactKey.PRIORITY:
        return -priority
    if key in (ContactKey.WEIGHTED_WAIT, ContactKey.GREATEST_NEED):
        return -max(now - place, 6) if loose else place
    if key == ContactKey.LAST_COME:
        return -place
    if key == ContactKey.AGED_PRIORITY:
        return -(priority * POINT + (min(now - place, MOST) if capped else now - place))
    if key in (ContactKey.CATEGORY_ORDER, ContactKey.LONGEST_QUEUE, ContactKey.QUEUE_RATIO):
        return 0
    return place


@settings(max_examples=300)
@given(
    keys=st.lists(st.sampled_from(list(ContactKey)), min_size=1, max_size=5, unique=True),
    contacts=st.lists(st.tuples(st.integers(-2, 2), st.integers(0, 20)), min_size=2, max_size=6),
    own=st.booleans(),
    capped=st.booleans(),
    loose=st.booleans(),
    now=st.integers(20, 40),
)
def test_the_head_of_a_line_is_the_first_by_the_keys(keys, contacts, own, capped, loose, now):
    packing, through = line_order(keys, own=own, capped=capped)
    if not own or {ContactKey.PRIORITY, ContactKey.AGED_PRIORITY}.isdisjoint(keys):
        contacts = [(0, place) for _, place in contacts]
    tables = packed(packing)
    orders = [(pack_order(tables.handle, *contact), number) for number, contact in enumerate(contacts)]
    best = min(
        (*(value(key, capped, now, loose, *contact) for key in keys), contact[1], number)
        for number, contact in enumerate(contacts)
    )
    assert through or min(orders)[1] == best[-1]


@given(
    packing=st.sampled_from(Packing),
    priority=st.integers(-1000, 1000),
    place=st.integers(-(10**12), 10**14),
    per_point=st.integers(1, 86_400_000_000),
)
def test_priority_and_place_are_found_again_in_a_packed_order(packing, priority, place, per_point):
    tables = packed(packing, per_point)
    tables["contact"]["order"] = order = pack_order(tables.handle, priority, place)
    assert 0 <= order < 2**63
    assert (place_of(tables.handle, 0), 1000 - urgency_of(tables.handle, 0)) == (place, priority)


def packed(packing, per_point=POINT):
    """Return the tables of a router that packs orders so."""
    tables = Tables({"contact": np.zeros(1, TABLES["contact"])})
    tables["rules"]["packing"], tables["rules"]["per_point"] = packing, per_point
    return tables
