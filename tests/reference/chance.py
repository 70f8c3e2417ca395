"""Chance in the plain machine: every uniform number is a function of seed, replication, subject and purpose.

A block of the generator Philox 4x32-10 is made from a counter of four words of 32 bits and a key of two:

- key: the hash of (seed, replication), one for the world and one for the router's random policy;
- counter: the subject's own key (two words), its origin (one word, the hash of a name), and purpose and attempt.

A new matter's own key is its day and its number on that day, an agent-shift's is day, shift and number; so the order
in which things happen cannot change a draw.
"""

from hashlib import blake2b

from acd.core.codes import Purpose

WORD = 2**32


def philox(counter, key):
    """Return the four words of a block (Salmon et al., SC 2011): ten rounds of multiply, swap and exclusive or."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(10):
        high0, low0 = divmod(0xD2511F53 * c0, WORD)
        high1, low1 = divmod(0xCD9E8D57 * c2, WORD)
        c0, c1, c2, c3 = high1 ^ c1 ^ k0, low1, high0 ^ c3 ^ k1, low0
        k0, k1 = (k0 + 0x9E3779B9) % WORD, (k1 + 0xBB67AE85) % WORD
    return c0, c1, c2, c3


def unit(high, low):
    """Return a number in (0, 1) from 26 bits of each of two words: the middle of one of 2**52 equal cells."""
    return ((high >> 6) * 2**26 + (low >> 6) + 0.5) / 2**52


def hashed(text, bits):
    """Return the first bits of a text's hash."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") >> (64 - bits)


def origin(kind, name):
    """Return the word that stands for a category's or a group's name; 0 stands for the scenario as a whole."""
    return hashed(f"{kind}:{name}", 32) or 1


def seed_key(purpose, seed, replication):
    """Return the generator's key for the ``world`` or for ``routing``."""
    return divmod(hashed(f"{purpose}:{seed}:{replication}", 64), WORD)


class Chance:
    """The uniform numbers of one replication."""

    def __init__(self, seed, replication):
        self.key = seed_key("world", seed, replication)

    def uniform(self, purpose, subject, name, attempt=0):
        """Return the number of a subject, its own key, of this name; purposes 2k and 2k + 1 share a block."""
        high, low = divmod(subject, WORD)
        words = philox((low, high, name, (purpose // 2) * 2**16 + attempt), self.key)
        return unit(*words[2:]) if purpose % 2 else unit(*words[:2])

    def of_contact(self, contact, purpose, nth=0):
        """Return the number of a contact's matter, attempt and leg, for the ``nth`` draw in the leg."""
        index = contact.attempt + (contact.leg - 1) * 2**10 + nth * 2**23
        return self.uniform(purpose, contact.key, contact.origin, index)

    def of_attempt(self, contact, purpose):
        """Return a number that does not depend on how often a contact was referred."""
        return self.uniform(purpose, contact.key, contact.origin, contact.attempt)

    def busyness(self, day, name):
        """Return the number behind a day's busyness."""
        return self.uniform(Purpose.BUSYNESS, day * WORD, name)


def routing_rank(key, contact_key, offers, agent):
    """Return by what the policy `random` ranks an agent when a contact is offered for the ``offers``-th time."""
    high, low = divmod(contact_key, WORD)
    return unit(*philox((low, high, agent, offers), key)[:2])
