"""``acd list``: the reference of policies, measures, distributions and guarantees, generated from the code."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from acd.cli.outcome import reported

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import Console

    from acd.scenario.contact_rules import ContactPolicyRule
    from acd.scenario.policies import AgentPolicyRule


class Kind(StrEnum):
    """What there is a reference of."""

    policies = "policies"
    measures = "measures"
    distributions = "distributions"
    guarantees = "guarantees"


AsJson = Annotated[bool, typer.Option("--json", help="Print JSON; of policies only.")]
What = Annotated[Kind, typer.Argument(help="Which reference to print.", show_default=False)]


def reference(kind: What, as_json: AsJson = False) -> None:
    """Print one reference.

    Parameters
    ----------
    kind : Kind
        Which one.
    as_json : bool
        Print JSON instead of a table; of policies only.
    """
    printed = {
        Kind.policies: _policies,
        Kind.measures: _measures,
        Kind.distributions: _distributions,
        Kind.guarantees: _guarantees,
    }
    if as_json and kind != Kind.policies:
        message = "there is JSON of policies only"
        raise typer.BadParameter(message, param_hint="--json")
    with reported():
        (_policies_as_json if as_json else printed[kind])()


ABOUT_POLICIES = (
    "G is a group, K a category. The order of agents is that of the file; live, that in which they became known. A "
    "promise holds for the key that comes first in its list. Cost says how one decision grows: log, with the logarithm "
    "of the agents who are ready; linear, with their number, or for contacts with the number of all who wait; heads, "
    "with the number of lines, of which only the first contact is looked at."
)


def _console() -> Console:
    from rich.console import Console

    console = Console(highlight=False, markup=False)
    console.width = 100 if not console.is_terminal else console.width
    return console


def _print(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    from rich.table import Table

    console = _console()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for number, head in enumerate(heads):
        table.add_column(head, no_wrap=not number, overflow="fold")
    for row in rows:
        table.add_row(*row)
    console.print(title, style="bold")
    console.print(table)
    console.print()


def _records() -> list[dict[str, object]]:
    """Return every key of both lists: its rule, its cost, its promise and its names elsewhere."""
    from acd.scenario import AGENT_POLICIES, CONTACT_POLICIES, elsewhere

    lists: dict[str, Mapping[str, AgentPolicyRule | ContactPolicyRule]] = {
        "choose_agent": AGENT_POLICIES,
        "choose_contact": CONTACT_POLICIES,
    }
    return [
        {
            "list": where,
            "key": key,
            "rule": record.rule,
            "cost": record.grows,
            "promise": record.promise,
            "elsewhere": elsewhere(key),
        }
        for where, known in lists.items()
        for key, record in known.items()
    ]


def _policies() -> None:
    from acd.scenario import OF_AGENTS, OF_CONTACTS, usable

    heads = ("key", "prefers; what it promises", "elsewhere")
    titles = {
        "choose_agent": "routing.choose_agent: a contact is here, which agent?",
        "choose_contact": "routing.choose_contact: an agent is free, which contact?",
    }
    console = _console()
    console.print(ABOUT_POLICIES)
    console.print()
    for where, title in titles.items():
        rows = [row for row in _records() if row["list"] == where]
        _print(title, heads, [_shown(row) for row in rows])
    only = {
        name: f"{meaning} (choose_agent)" for name, meaning in OF_AGENTS.items() if name not in OF_CONTACTS
    }
    title = "A function of your own, as my_rules.py:its_name in either list: the numbers it may ask for"
    _print(title, ("parameter", "what it is given"), (OF_CONTACTS | only).items())
    presets = [(name, preset.stands_for(), preset.besides) for name, preset in usable().items()]
    _print("routing.like: rules of well-known products", ("preset", "stands for", "besides"), presets)


def _shown(row: dict[str, object]) -> tuple[str, ...]:
    names = row["elsewhere"]
    assert isinstance(names, dict)
    called = "; ".join(f"{product}: {name}" for product, name in names.items())
    promise = "; ".join(filter(None, [str(row["promise"]), f"cost: {row['cost']}" if row["cost"] else ""]))
    return (
        str(row["key"]),
        "\n".join(filter(None, [str(row["rule"]), f"({promise})" if promise else ""])),
        called,
    )


def _policies_as_json() -> None:
    import json

    from acd.scenario import usable

    presets = {name: {"stands_for": dict(one.sets), "besides": one.besides} for name, one in usable().items()}
    typer.echo(json.dumps({"keys": _records(), "presets": presets}, indent=1, ensure_ascii=False))


def _guarantees() -> None:
    from acd.scenario import GUARANTEES

    _print("What the router promises, whatever the rule", ("guarantee", "what it means"), GUARANTEES.items())


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
