"""The contact rule to what the router compares: keys, the order of its lines, weights and thresholds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from acd.core.codes import OWN_KEY, ContactKey
from acd.core.columns import RESERVE, TERM
from acd.core.contact_keys import KEY_BITS
from acd.core.packing import Packing
from acd.core.tables import NONE, SECOND
from acd.scenario.own import own_words
from acd.scenario.thresholds import above, has_thresholds, kept_ready

if TYPE_CHECKING:
    from acd.scenario import Scenario

Array = np.ndarray[Any, Any]

PACKED = {ContactKey.PRIORITY, ContactKey.LONGEST_WAIT, ContactKey.CATEGORY_ORDER}
"""Keys that one packed number says all about."""
BY_PRIORITY = {ContactKey.PRIORITY, ContactKey.AGED_PRIORITY}
"""Keys under which a contact's own priority counts."""
SAME_IN_A_LINE = {ContactKey.CATEGORY_ORDER, ContactKey.LONGEST_QUEUE, ContactKey.QUEUE_RATIO}
EARLIEST = {ContactKey.LONGEST_WAIT, ContactKey.RELATIVE_WAIT, ContactKey.EARLIEST_DEADLINE}
"""Of one line, the earliest place."""
EARLIEST_OR_EQUAL = {ContactKey.WEIGHTED_WAIT, ContactKey.GREATEST_NEED}
"""Of one line, the earliest place, but for contacts that are equal for a time."""


class LineOrder:
    """Finds in which order the contacts of one line stand, so that its head is the first by the rule's keys.

    What is known to be equal of two contacts when a key is reached is kept in mind: priority, place, or the aged
    priority; ``loose`` where a key prefers the earlier place but may find two equal.

    Parameters
    ----------
    own : bool
        Whether contacts may have priorities of their own; else a line's are all alike.
    capped : bool
        Whether a contact's age counts up to a limit.
    """

    def __init__(self, *, own: bool, capped: bool) -> None:
        self.order: list[str] = []
        self.capped = capped
        self.equal = set[str]() if own else {"priority"}
        self.loose = self.fails = False

    def read(self, keys: Iterable[int]) -> tuple[list[str], bool]:
        """Return what the line is ordered by, and whether no order will do."""
        for key in keys:
            self._add(key)
        return self.order, self.fails

    def _add(self, key: int) -> None:
        if key in SAME_IN_A_LINE:
            return
        if key >= OWN_KEY:
            self.fails = True
        elif key == ContactKey.PRIORITY:
            self._then("priority")
        elif key in EARLIEST:
            self._then("earliest")
        elif key == ContactKey.LAST_COME:
            self._then("latest")
        elif key in EARLIEST_OR_EQUAL:
            self.loose |= "place" not in self.equal
        else:
            self._add_age()

    def _add_age(self) -> None:
        if "place" in self.equal:
            self._then("priority")
        elif "priority" not in self.equal:
            self._then("aged")
            self.fails |= self.capped
        elif self.capped:
            self.loose = True
        else:
            self._then("earliest")

    def _then(self, what: str) -> None:
        """Let contacts that are equal so far be ordered by something else; whichever they have in common is no news."""
        about = "place" if what in ("earliest", "latest") else what
        if about in self.equal:
            return
        self.fails |= self.loose and what != "earliest"
        self.loose &= about != "place"
        self.order.append(what)
        self.equal.add(about)
        if "aged" in self.equal and about != "aged":
            self.equal |= {"priority", "place"}


_PACKINGS = {
    ("latest",): Packing.LATEST_PRIORITY,
    ("latest", "priority"): Packing.LATEST_PRIORITY,
    ("priority", "latest"): Packing.PRIORITY_LATEST,
    ("earliest",): Packing.WAIT_FIRST,
    ("earliest", "priority"): Packing.WAIT_FIRST,
    ("aged",): Packing.AGED_WAIT,
    ("aged", "earliest"): Packing.AGED_WAIT,
    ("aged", "latest"): Packing.AGED_PRIORITY,
    ("aged", "priority"): Packing.AGED_PRIORITY,
}
"""How what lines are ordered by is packed; anything else by priority, then place."""


def line_order(keys: Sequence[int], *, own: bool, capped: bool) -> tuple[Packing, bool]:
    """Return how contacts' orders are packed, and whether all who wait have to be looked at.

    Parameters
    ----------
    keys : sequence of int
        The rule's keys, in order.
    own : bool
        Whether contacts may have priorities of their own.
    capped : bool
        Whether a contact's age counts up to a limit.

    Returns
    -------
    packing : Packing
        The order of lines.
    through : bool
        True where the head of a line need not be the first by the rule.
    """
    order, fails = LineOrder(own=own, capped=capped).read(keys)
    return (Packing.PRIORITY_FIRST if fails else _PACKINGS.get(tuple(order), Packing.PRIORITY_FIRST)), fails


def contact_keys(scenario: Scenario) -> list[int]:
    """Return the codes of the keys by which contacts are chosen, in order.

    Parameters
    ----------
    scenario : Scenario
        Checked.

    Returns
    -------
    list of int
        Of ``ContactKey``, or from ``OWN_KEY`` on. The matrix and the order of a group's categories are one code: both
        are the rank of a category for a group, of which a rule has one at most.
    """
    own = own_words(scenario)
    names = ("category_order" if name == "matrix" else name for name in scenario.routing.choose_contact)
    return [OWN_KEY + own.index(name) if name in own else ContactKey[name.upper()] for name in names]


def uses_priority(scenario: Scenario) -> bool:
    """Say whether contacts' priorities count: a key names them, or is the user's own and may ask for them."""
    return any(key in BY_PRIORITY or key >= OWN_KEY for key in contact_keys(scenario))


def put_contact_rule(row: Array, scenario: Scenario, *, own: bool = False) -> None:
    """Write the contact rule into the table ``rules``.

    Parameters
    ----------
    row : numpy.ndarray
        The table, whose packing and shift are those of the packed keys.
    scenario : Scenario
        The scenario.
    own : bool
        Whether contacts may have priorities of their own, as in a live system.
    """
    keys = contact_keys(scenario)
    row["contact_keys"] = sum((key + 1) << KEY_BITS * place for place, key in enumerate(keys))
    ageing = scenario.routing.ageing
    row["per_point"] = round(ageing.per_point * SECOND)
    row["most_age"] = NONE if ageing.at_most is None else round(ageing.at_most * ageing.per_point * SECOND)
    row["thresholds"] = has_thresholds(scenario) or (row["mixed"][0] and row["reserve"][0])
    if not set(keys) <= PACKED:
        row["judged"] = 1
        row["packing"], row["through"] = line_order(keys, own=own, capped=ageing.at_most is not None)


def term_rows(scenario: Scenario) -> Array:
    """Return the table ``term``: one row a category and group."""
    shares = scenario.routing.queue_ratio
    rows = []
    for name in scenario.categories:
        for group in scenario.agents.values():
            own = group.authorised.get(name)
            weights = (0.0, 0.0) if own is None else (own.weight, own.wait_weight)
            rows.append((*weights, shares.get(name, 0.0)))
    return np.array(rows, TERM)


def reserve_rows(scenario: Scenario) -> Array:
    """Return the table ``reserve``: one row a category and group."""
    rows = []
    for name in scenario.categories:
        for group in scenario.agents:
            least = above(scenario, name, group)
            rows.append((kept_ready(scenario, name, group), NONE if least == 0 else least))
    return np.array(rows, RESERVE)


def least_within(within: float) -> int:
    """Return the longest wait that a service level allows [us], never nothing: waits are compared in units of it."""
    return max(1, round(within * SECOND))
