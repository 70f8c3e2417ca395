"""``acd list``: the reference of policies, measures and distributions, generated from the code."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from acd.cli.outcome import reported

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Kind(StrEnum):
    """What there is a reference of."""

    policies = "policies"
    measures = "measures"
    distributions = "distributions"


What = Annotated[Kind, typer.Argument(help="Which reference to print.", show_default=False)]


def reference(kind: What) -> None:
    """Print one reference.

    Parameters
    ----------
    kind : Kind
        Which one.
    """
    with reported():
        {Kind.policies: _policies, Kind.measures: _measures, Kind.distributions: _distributions}[kind]()


def _print(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False, markup=False)
    console.width = 100 if not console.is_terminal else console.width
    table = Table(box=None, pad_edge=False, header_style="bold")
    for number, head in enumerate(heads):
        table.add_column(head, no_wrap=not number)
    for row in rows:
        table.add_row(*row)
    console.print(title, style="bold")
    console.print(table)
    console.print()


def _policies() -> None:
    from acd.scenario import AGENT_POLICIES, CONTACT_POLICIES

    heads = ("key", "prefers")
    contacts = [(key, policy.rule) for key, policy in CONTACT_POLICIES.items()]
    _print("routing.choose_agent: a contact is here, which agent?", heads, AGENT_POLICIES.items())
    _print("routing.choose_contact: an agent is free, which contact?", heads, contacts)


def _measures() -> None:
    from acd.kpi.catalogue import MEASURES

    given = [(m.name, m.unit, m.meaning, m.formula) for m in MEASURES if m.available]
    later = [(m.name, m.unit, m.meaning) for m in MEASURES if not m.available]
    _print("Measures", ("measure", "unit", "meaning", "formula"), given)
    if later:
        _print("Measures that this version does not give yet", ("measure", "unit", "meaning"), later)


def _distributions() -> None:
    from acd.scenario import DISTRIBUTIONS

    rows = []
    for name, form in DISTRIBUTIONS.items():
        fields = form.model_fields
        keys = ", ".join(key for key in fields if key != "dist")
        rows.append((name, keys, fields["dist"].description or ""))
    _print("Distributions", ("dist", "parameters", "meaning"), rows)
