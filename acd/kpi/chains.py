"""The legs of a contact in a log: which are stations of its way, which only questions, and which is the last.

A contact is one leg unless it is referred, called back, or another agent is asked about it. A referral is followed by
the leg in the category it leads to, a callback by its attempts. A leg in which an agent is only asked ends
``consulted``, or was cut short: refused with others behind it, or the last of all though the leg before it leads
nowhere. This module must not know a measure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from acd.kpi.intervals import Codes, Truths


@dataclass(frozen=True)
class Chains:
    """What the legs of a replication are to their contacts, one place a leg in every array.

    Parameters
    ----------
    question : numpy.ndarray
        An agent was only asked, or would have been.
    before : numpy.ndarray
        Row of the leg from which the contact went on in this one; -1 for none.
    last : numpy.ndarray
        No other leg of the contact's way follows.
    """

    question: Truths
    before: Codes
    last: Truths

    @classmethod
    def of(cls, contact: Codes, leg: Codes, onward: Truths, consulted: Truths, refused: Truths) -> Chains:
        """Put the legs of each contact in order.

        Parameters
        ----------
        contact, leg : numpy.ndarray
            Numbers as in the log.
        onward, consulted, refused : numpy.ndarray
            Another leg follows, by referral or as a callback; its reason is ``consulted``; its outcome is ``refused``.

        Returns
        -------
        Chains
            What each leg is.
        """
        n = len(contact)
        question, before, last = np.zeros(n, bool), np.full(n, -1, np.int64), np.ones(n, bool)
        if int(leg.max(initial=1)) > 1:
            order = np.lexsort((leg, contact))
            behind = _same(contact[order])
            asked = consulted[order] | (refused[order] & np.append(behind[1:], False))
            way = order[~asked]
            follows = _same(contact[way])
            waits = follows & ~np.append(follows[1:], False)
            waits[1:] &= ~onward[way[:-1]]
            question[order[asked]] = question[way[waits]] = True
            way = way[~waits]
            behind = _same(contact[way])[1:]
            before[way[1:][behind]] = way[:-1][behind]
            last[way[:-1][behind]] = False
            last[question] = False
        return cls(question, before, last)


def _same(contact: Codes) -> Truths:
    """Tell which places in an order hold another leg of the contact at the place before."""
    same = np.zeros(len(contact), bool)
    same[1:] = contact[1:] == contact[:-1]
    return same
