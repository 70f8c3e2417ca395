"""Measures of matters: settled at the first contact or not, coming back or lost.

A matter is what the customer wants settled; it may take several contacts. Matters count that began after
warm-up, by their first contact and in the interval of its arrival; by group, by the first answered contact.
This module must not know how waits are measured.
"""

from __future__ import annotations

from acd.kpi.cells import LEAD_FIELDS
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
    By group, each is taken twice: of the matters whose first answered contact the group handled last, and, as
    ``fcr_true_first`` and so on, of those that it handled first. They differ where contacts are referred or handed on.
    """
    last = _readings(**{name: fields[name] for name in LEAD_FIELDS})
    by_first = {name: fields[name] + fields[more] for name, more in LEAD_FIELDS.items()}
    first = _readings(**by_first)
    return (
        last
        | {f"{name}_first": pair for name, pair in first.items()}
        | {"contacts_per_matter": (fields["matter_contacts"], fields["matters"])}
    )


def _readings(
    matters: Floats,
    matters_answered: Floats,
    matters_settled: Floats,
    matters_kept: Floats,
    matters_referred: Floats,
    referred_settled: Floats,
) -> dict[str, Pair]:
    """Return the four readings of first-contact resolution."""
    unaided = matters_settled - referred_settled
    return {
        "fcr_true": (matters_settled, matters),
        "fcr_gross": (unaided, matters_answered),
        "fcr_net": (unaided, matters_answered - matters_referred),
        "fcr_window": (matters_kept, matters_answered),
    }


def referrals(fields: dict[str, Floats], grid: Grid) -> dict[str, Pair]:
    """Count what became of legs on the way: referred, taken over, asked about, not verified, rung in vain; and surveys.

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
    names = {"verification_failures": "unverified", "no_answers": "rings", "surveys": "replied"}
    names["follow_ups"] = "followed"
    names |= {name: name for name in ("referrals", "transfers", "consults")}
    return {name: (fields[field], one) for name, field in names.items()}


def outlook(fields: dict[str, Floats]) -> dict[str, Pair]:
    """Measure callbacks, surveys, and estimated waits against what happened.

    Parameters
    ----------
    fields : dict of str to numpy.ndarray
        What was counted, by line.

    Returns
    -------
    dict of str to (numpy.ndarray, numpy.ndarray)
        Measure to numerators and denominators; times [s], scores in points.
    """
    return {
        "callback_wait": (fields["delay"] / 1e6, fields["dialled"]),
        "callback_reached": (fields["reached"], fields["dialled"]),
        "satisfaction": (fields["score"] / 1e3, fields["replied"]),
        "survey_response": (fields["replied"], fields["asked"]),
        "estimate_bias": (fields["announced_more"] / 1e6, fields["announced"]),
        "estimate_error": (fields["announced_off"] / 1e6, fields["announced"]),
    }


def returns(fields: dict[str, Floats], grid: Grid) -> dict[str, Pair]:
    """Count what became of legs: a return, a loss, an expectation met, the agent who was wanted.

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
        "customers_left": (fields["left"], one),
        "expectations_met": (fields["expected"], fields["contacts"]),
        "preferred_served": (fields["granted"], fields["wished"]),
    }
