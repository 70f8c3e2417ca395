"""Measures of matters: settled at the first contact or not, coming back or lost.

A matter is what the customer wants settled; it may take several contacts. Matters count that began after
warm-up, by their first contact and in the interval of its arrival; by group, by the first answered contact.
This module must not know how waits are measured.
"""

from __future__ import annotations

from acd.kpi.grid import Grid
from acd.kpi.intervals import Floats
from acd.kpi.lines import Pair, ones


def resolution(fields: dict[str, Floats]) -> dict[str, Pair]:
    """Measure first-contact resolution in its four readings, and contacts per matter.

    Parameters
    ----------
    fields : dict of str to numpy.ndarray
        What was counted, by line.

    Returns
    -------
    dict of str to (numpy.ndarray, numpy.ndarray)
        Measure to numerators and denominators.

    Notes
    -----
    Without referrals, which this version does not know, the gross and the net reading are equal.
    """
    begun, answered, settled = (fields[name] for name in ("matters", "matters_answered", "matters_settled"))
    return {
        "fcr_true": (settled, begun),
        "fcr_gross": (settled, answered),
        "fcr_net": (settled, answered),
        "fcr_window": (fields["matters_kept"], answered),
        "contacts_per_matter": (fields["matter_contacts"], begun),
    }


def returns(fields: dict[str, Floats], grid: Grid) -> dict[str, Pair]:
    """Count what became of legs: a return, a loss, or an expectation met.

    Parameters
    ----------
    fields : dict of str to numpy.ndarray
        What was counted, by line.
    grid : Grid
        Lines and intervals.

    Returns
    -------
    dict of str to (numpy.ndarray, numpy.ndarray)
        Measure to numerators and denominators.
    """
    one = ones(grid)
    return {
        "redials": (fields["redials"], one),
        "recontacts": (fields["recontacts"], one),
        "lost_customers": (fields["lost"], one),
        "expectations_met": (fields["expected"], fields["contacts"]),
    }
