"""What may come with an offer beside its names: each checked, and turned into the core's own number.

Most offers carry none of these. It must not know what the router does with them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from acd.build.keys import hash_bits
from acd.build.relations import DEFAULT_HOLD, hold_of
from acd.core.tables import SECOND
from acd.errors import CommandError
from acd.live.wording import index_of

if TYPE_CHECKING:
    from acd.scenario import Scenario

HIGHEST_PRIORITY = 1000
LONGEST_WAITED = 10 * 86_400.0
"""[s]"""


def priority_of(contact: str, priority: int, verb: str = "offer") -> int:
    """Return a contact's own priority.

    Parameters
    ----------
    contact : str
        For the message.
    priority : int
        As given.
    verb : str
        For the message.

    Returns
    -------
    int
        -1000 … 1000.

    Raises
    ------
    CommandError
        When it is out of range.
    """
    if not -HIGHEST_PRIORITY <= priority <= HIGHEST_PRIORITY:
        message = f"{verb}: priority {priority} of contact {contact!r} is out of range; give -1000 to 1000"
        raise CommandError(message)
    return priority


def time_waited(contact: str, waited: float) -> int:
    """Return how long a contact counts as having waited already.

    Parameters
    ----------
    contact : str
        For the message.
    waited : float
        As given [s].

    Returns
    -------
    int
        [us].

    Raises
    ------
    CommandError
        When it is out of range.
    """
    if not 0.0 <= waited <= LONGEST_WAITED:
        message = (
            f"offer: {waited} s waited of contact {contact!r} is out of range; give 0 to {LONGEST_WAITED:.0f}"
        )
        raise CommandError(message)
    return round(waited * SECOND)


def time_credited(contact: str, age_credit: float) -> int:
    """Return how long a transferred contact counts as having waited already.

    Parameters
    ----------
    contact : str
        For the message.
    age_credit : float
        As given [s].

    Returns
    -------
    int
        [us].

    Raises
    ------
    CommandError
        When it is out of range.
    """
    if not 0.0 <= age_credit <= LONGEST_WAITED:
        wrong = f"age credit {age_credit} s of contact {contact!r} is out of range"
        message = f"transfer: {wrong}; give 0 to {LONGEST_WAITED:.0f}"
        raise CommandError(message)
    return round(age_credit * SECOND)


def barred_but(
    verb: str, who: str, channels: Collection[str], known: Mapping[str, int], worked: Sequence[str]
) -> int:
    """Return the channels that an agent does not take who takes these.

    Parameters
    ----------
    verb, who : str
        For the message.
    channels : collection of str
        As given.
    known : mapping of str to int
        Channels of the scenario and their indices.
    worked : sequence of str
        Those that the agent's group works.

    Returns
    -------
    int
        A bit set of those that the group works.

    Raises
    ------
    CommandError
        When none is given, or one is unknown or not the group's.
    """
    taken = [channels] if isinstance(channels, str) else list(channels)
    for name in taken:
        index_of(verb, "channel", name, known)
        if name not in worked:
            message = f"{verb}: {who} does not work channel {name!r}; it works: {', '.join(worked)}"
            raise CommandError(message)
    if not taken:
        message = (
            f"{verb}: no channel is named; {who} works: {', '.join(worked)}; not_ready is for none of them"
        )
        raise CommandError(message)
    return sum(1 << known[name] for name in worked if name not in taken)


def holds(scenario: Scenario) -> dict[str, int]:
    """Return for how long a contact of each tier is held for the agent it wants.

    Parameters
    ----------
    scenario : Scenario
        Its tiers.

    Returns
    -------
    dict of str to int
        By tier [us].
    """
    wants = {name: tier.preferred_agent for name, tier in scenario.tiers.items()}
    own = {name: hold_of(want) for name, want in wants.items() if want is not None}
    return dict.fromkeys(scenario.tier_names, DEFAULT_HOLD) | own


def time_held(contact: str, hold: float, verb: str = "offer") -> int:
    """Return for how long a contact is held for whom it wants.

    Parameters
    ----------
    contact : str
        For the message.
    hold : float
        As given [s].
    verb : str
        For the message.

    Returns
    -------
    int
        [us].

    Raises
    ------
    CommandError
        When it is out of range.
    """
    if not 0.0 <= hold <= LONGEST_WAITED:
        message = (
            f"{verb}: hold {hold} s of contact {contact!r} is out of range; give 0 to {LONGEST_WAITED:.0f}"
        )
        raise CommandError(message)
    return round(hold * SECOND)


def key_of(contact: str, key: int | None) -> int:
    """Return what random policies hash.

    Parameters
    ----------
    contact : str
        Whose identifier is hashed when there is no key.
    key : int or None
        As given.

    Returns
    -------
    int
        0 … 2**63 - 1.

    Raises
    ------
    CommandError
        When it is out of range.
    """
    if key is None:
        return hash_bits(f"contact:{contact}", 63)
    if not 0 <= key < 1 << 63:
        message = f"offer: key {key} of contact {contact!r} is out of range; give 0 to 2**63 - 1"
        raise CommandError(message)
    return key
