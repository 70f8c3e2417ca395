"""What waiting contacts are compared by, key by key: the slow and general answer to which of two comes first.

Where the rule names priority, longest wait and category order alone, one packed number says it all and nothing here is
called (`choose_contact`). Every value is one number, and the smallest is chosen:

=================  ==================================================================================================
key                value
=================  ==================================================================================================
priority           the negative priority
longest_wait       the place: when the contact counts as having joined
category_order     the category's rank in the group's list
last_come          the negative place
aged_priority      the negative of: priority, and a point more for each ``per_point`` waited, no more than ``at_most``
relative_wait      the negative wait, in units of the longest wait that the service level allows
earliest_deadline  the place, and the longest wait that the service level allows after it
longest_queue      the negative number of those waiting in the category
queue_ratio        the category's share of all who wait by the rule, less those who wait in it
weighted_wait      the negative of: the group's weight of the category, and its weight of a second for each waited
greatest_need      as relative_wait, of the wait so far or the estimated wait of the category, whichever is longer
=================  ==================================================================================================

A contact's wait counts from its place, age credit included, and whoever is held for one agent waits like others. What
is left is settled by the earlier place, then by the order of offers. This file must not know who may serve what.

Fixed queue ratios: I. Gurvich and W. Whitt, "Queue-and-idleness-ratio controls in many-server service systems",
Mathematics of Operations Research 34 (2009) 363-396. Weights on waiting time: W. Chan, G. Koole and P. L'Ecuyer,
"Dynamic call center routing policies using call waiting and agent idle times", Manufacturing & Service Operations
Management 16 (2014) 544-560.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.codes import OWN_KEY, ContactKey
from acd.core.estimate import estimated_wait
from acd.core.lines import TOP_PRIORITY, place_of, urgency_of
from acd.core.own import own_contact_value
from acd.core.tables import SECOND, Handle, contact, crowd, desk, line, route, rules, term

KEY_BITS = 6
"""A rule's keys are digits of one number, the first key the lowest; each digit is a key's code and 1."""
KEY_DIGIT = (1 << KEY_BITS) - 1


@cold
def first_by_keys(z: Handle, g: int, c: int, h: int, d: int) -> bool:
    """Say whether contact ``c``, as group ``g`` sees it, comes before ``d``, as group ``h`` sees that."""
    left = rules(z, 0)["contact_keys"]
    while left != 0:
        what = int((left & KEY_DIGIT) - 1)
        left >>= KEY_BITS
        mine = contact_value(z, what, g, c)
        other = contact_value(z, what, h, d)
        if mine != other:
            return bool(mine < other)
    a = place_of(z, c)
    b = place_of(z, d)
    if a != b:
        return bool(a < b)
    return bool(contact(z, c)["number"] < contact(z, d)["number"])


@cold
def contact_value(z: Handle, what: int, g: int, c: int) -> float:
    """Return the value of one key for a contact, as an agent of group ``g`` sees it."""
    if what >= OWN_KEY:
        return own_contact_value(z, what, c, g)
    k = int(contact(z, c)["category"])
    if what == ContactKey.PRIORITY:
        return float(urgency_of(z, c) - TOP_PRIORITY)
    if what == ContactKey.CATEGORY_ORDER:
        return float(route(z, k * rules(z, 0)["n_groups"] + g)["category_rank"])
    if what == ContactKey.LONGEST_QUEUE or what == ContactKey.QUEUE_RATIO:
        return value_of_queue(z, what, g, k)
    return value_of_wait(z, what, g, c)


@kernel
def value_of_queue(z: Handle, what: int, g: int, k: int) -> float:
    """Return the value of a key that looks at how many wait in category ``k``."""
    waiting = float(crowd(z, k)["waiting"])
    if what == ContactKey.LONGEST_QUEUE:
        return -waiting
    ratio = float(term(z, k * rules(z, 0)["n_groups"] + g)["ratio"])
    return ratio * float(desk(z, 0)["waiting"]) - waiting


@cold
def value_of_wait(z: Handle, what: int, g: int, c: int) -> float:
    """Return the value of a key that looks at a contact's place or wait."""
    place = place_of(z, c)
    if what == ContactKey.LONGEST_WAIT:
        return float(place)
    if what == ContactKey.LAST_COME:
        return float(-place)
    k = int(contact(z, c)["category"])
    within = line(z, contact(z, c)["line"])["within"]
    if what == ContactKey.EARLIEST_DEADLINE:
        return float(place + within)
    wait = int(desk(z, 0)["now"] - place)
    if what == ContactKey.AGED_PRIORITY:
        return float(value_of_age(z, c, wait))
    if what == ContactKey.WEIGHTED_WAIT:
        own = term(z, k * rules(z, 0)["n_groups"] + g)
        return -(float(own["weight"]) + float(own["wait_weight"]) * (float(wait) / float(SECOND)))
    if what == ContactKey.GREATEST_NEED:
        wait = max(wait, estimated_wait(z, k, 1))
    return -(float(wait) / float(within))


@kernel
def value_of_age(z: Handle, c: int, wait: int) -> int:
    """Return the negative of the priority of a contact and its age, as time [us]."""
    rule = rules(z, 0)
    most = rule["most_age"]
    age = wait if most < 0 or wait < most else most
    return int((urgency_of(z, c) - TOP_PRIORITY) * rule["per_point"] - age)
