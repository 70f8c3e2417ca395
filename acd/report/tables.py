"""The table that `acd run` prints: totals, then categories, tiers and groups, each value with its error.

Knows a finished result and rich; computes no measure.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from acd.report.lines import Lines
from acd.report.overnight import long_targets, overnight
from acd.report.precision import precision
from acd.report.runs import runs, units
from acd.report.words import ABSENT, duration, half_width, share, value
from acd.scenario.values import duration_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import JustifyMethod, RenderableType

    from acd.experiment import Result
    from acd.scenario import Scenario

WIDTH = 100
"""Columns that the tables keep within."""

_NOT_READY = tuple(f"not_ready_{why}" for why in ("break", "meeting", "training", "late", "other"))

SECTIONS = {
    "Contacts": ("offered", "answered", "abandoned", "refused", "callbacks", "carried_over", "steered"),
    "Service": (
        "service_level",
        "service_level_answered",
        "service_level_ex_short",
        "service_level_lenient",
        "target_met",
        "abandonment",
        "time_to_abandon",
    ),
    "Waiting": (
        "asa",
        "wait",
        "wait_p50",
        "wait_p90",
        "wait_p95",
        "wait_p99",
        "wait_max",
        "waited",
        "queue",
        "backlog",
        "callback_wait",
        "callback_reached",
        "estimate_bias",
        "estimate_error",
    ),
    "Agents": (
        "aht",
        "hold",
        "erlangs",
        "staffed",
        "occupancy",
        "concurrency",
        "not_ready",
        *_NOT_READY,
        "absence",
        "paid_hours",
        "overtime_hours",
        "cost",
    ),
    "On the way": ("verification_failures", "no_answers", "referrals", "transfers", "consults"),
    "Matters": (
        "fcr_true",
        "fcr_gross",
        "fcr_net",
        "fcr_window",
        "fcr_true_first",
        "fcr_gross_first",
        "fcr_net_first",
        "fcr_window_first",
        "contacts_per_matter",
        "redials",
        "recontacts",
        "lost_customers",
        "customers_left",
        "expectations_met",
        "preferred_served",
        "satisfaction",
        "survey_response",
        "surveys",
        "follow_ups",
    ),
    "Campaigns": ("dials", "connect_rate", "right_party", "penetration"),
}
"""The order of the totals; a measure that stands nowhere here is printed last, so that none gets lost."""

_ON_THE_WAY = ("verification_failures", "no_answers", "referrals", "transfers", "consults", "hold")
_ONLY_IF_ASKED = {
    "callbacks",
    "steered",
    "cost",
    "customers_left",
    "surveys",
    "follow_ups",
    "absence",
    "overtime_hours",
    *_NOT_READY,
    *_ON_THE_WAY,
}
"""Nought unless the scenario asks for it; then nought would only be noise."""

_SERVICE = ("offered", "service_level", "abandonment", "asa", "wait_p90", "aht", "fcr_true")
_WORK = ("answered", "staffed", "occupancy", "aht", "erlangs", "not_ready", "paid_hours", "cost")
_OUTLOOK = ("callbacks", "callback_wait", "callback_reached", "estimate_bias", "estimate_error")
_SURVEY = ("satisfaction", "survey_response", "surveys", "follow_ups")
_HEADS = {
    "abandonment": "abandon-\nment",
    "verification_failures": "verification_\nfailures",
    **{name: name.replace("_", "_\n") for name in (*_OUTLOOK[1:], "survey_response")},
    "fcr_true_first": "fcr_true_\nfirst",
}
_RICHER = (
    ("category", _ON_THE_WAY, ("fcr_gross", "fcr_net")),
    ("category", (*_OUTLOOK, *_SURVEY), ()),
    ("group", ("concurrency", *_ON_THE_WAY, "satisfaction"), ("fcr_true", "fcr_true_first")),
)
"""Of which scope what is shown where the scenario moves it, and what else is worth reading beside it."""


def report(result: Result, assumed: Sequence[str] = ()) -> Group:
    """Lay out a result for a planner.

    Parameters
    ----------
    result : Result
        A finished run, or the finished part of a stopped one.
    assumed : sequence of str
        What in the scenario no data support; printed with the result.

    Returns
    -------
    rich.console.Group
        To be printed on a console of any width; laid out for `WIDTH` columns.
    """
    lines = Lines(result.estimates, result.rough.tolist())
    scenario = result.scenario
    parts: list[RenderableType] = [_head(result), _totals(lines), _categories(lines, scenario)]
    if len(scenario.tier_names) > 1:
        parts.append(_named(lines, "tier", scenario.tier_names, _SERVICE[:5]))
    if len(scenario.channels) > 1:
        parts.append(_named(lines, "channel", list(scenario.channels), _SERVICE[:5]))
    if waiting := overnight(result.estimates, scenario):
        table = _table(*waiting[0])
        for row in waiting[1:]:
            table.add_row(*row)
        parts.append(Padding(table, (1, 0, 0, 0)))
    parts += [
        _named(lines, "group", list(scenario.agents), _WORK),
        *_richer(lines, scenario),
        _notes(assumed, units(result), long_targets(scenario), coarse=lines.coarse()),
    ]
    return Group(*parts)


def _head(result: Result) -> Text:
    scenario = result.scenario
    text = Text(f"\n{scenario.name}\n", style="bold")
    text.append(
        f"{runs(result)}, seed {result.seed}, {result.clock} clock, {result.contacts:,} contacts; "
        f"{_period(result)}\n",
        style="not bold",
    )
    if result.warm_up is not None:
        found = duration_text(result.warm_up.seconds)
        text.append(
            f"warm-up found: {found} (MSER-5, {result.warm_up.pilots} pilot runs)\n", style="not bold"
        )
    if result.until is not None:
        text.append(f"{precision(result)}\n", style="not bold")
    if result.stopped:
        text.append("Stopped early: these are the replications that were finished.\n", style="bold yellow")
    return text


def _period(result: Result) -> str:
    """Say which part of the calendar was measured."""
    calendar = result.scenario.calendar
    days = f"{calendar.days} day{'s' if calendar.days != 1 else ''}"
    if result.batches is not None:
        return f"{days}, the first {duration_text(result.batches.start)} left out"
    if calendar.measured_from:
        return f"{days}, the first {duration(calendar.measured_from)} left out"
    return f"{days} from {calendar.start}"


def _table(*heads: str) -> Table:
    """Return a table whose names may be folded, and whose numbers are never torn apart."""
    table = Table(box=None, pad_edge=False, header_style="bold", padding=(0, 1, 0, 0))
    for number, head in enumerate(heads):
        justify: JustifyMethod = "right" if number else "left"
        table.add_column(head, justify=justify, vertical="bottom", no_wrap=number > 0, overflow="fold")
    return table


def _totals(lines: Lines) -> RenderableType:
    from acd.kpi.catalogue import MEASURES

    meaning = {measure.name: measure.meaning for measure in MEASURES}
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(style="dim")
    for section, names in _sections(lines).items():
        table.add_row(Text(section, style="bold"))
        for name in names:
            estimate = lines.get(name)
            table.add_row(f"  {name}", value(estimate), half_width(estimate), meaning.get(name, ""))
    return table


def _sections(lines: Lines) -> dict[str, list[str]]:
    """Sort the measures at hand into sections; leave out those that mean nothing in this scenario."""
    values = {name: lines.get(name).value for name in lines.measures()}
    at_hand = [name for name, found in values.items() if _means(name, found)]
    placed = {section: [name for name in names if name in at_hand] for section, names in SECTIONS.items()}
    known = {name for names in SECTIONS.values() for name in names}
    placed["Other"] = [name for name in at_hand if name not in known]
    return {section: names for section, names in placed.items() if names}


def _means(name: str, found: float) -> bool:
    """Tell whether a value says anything: not nought of what nobody asked for, not one contact in hand at a time."""
    if math.isnan(found) or (name == "concurrency" and found <= 1 + 1e-9):
        return False
    return found != 0 or name not in _ONLY_IF_ASKED


def _categories(lines: Lines, scenario: Scenario) -> RenderableType:
    measures = _moving(lines, "category", list(scenario.categories), _SERVICE)
    heads = [_HEADS.get(name, name) for name in measures]
    table = _table("category", *heads, "target", "")
    for name, category in scenario.categories.items():
        target = category.service_level
        cells = [_cell(lines, measure, "category", name) for measure in measures]
        table.add_row(
            name,
            *cells,
            f"{share(target.share)}/{duration(target.within)}",
            _verdict(lines, name, target.share),
        )
    return Padding(table, (1, 0, 0, 0))


def _verdict(lines: Lines, category: str, target: float) -> str:
    """Say whether the target is reached as far as the interval allows to say."""
    level = lines.get("service_level", "category", category)
    if math.isnan(level.value):
        return ""
    low, high = (level.low, level.high) if math.isfinite(level.half) else (level.value, level.value)
    if low >= target:
        return "met"
    return "missed" if high < target else "near"


def _named(lines: Lines, scope: str, names: Sequence[str], wanted: Sequence[str]) -> RenderableType:
    measures = _moving(lines, scope, names, wanted)
    table = _table(scope, *[_HEADS.get(name, name) for name in measures])
    for name in names:
        table.add_row(name, *[_cell(lines, measure, scope, name) for measure in measures])
    return Padding(table, (1, 0, 0, 0))


def _richer(lines: Lines, scenario: Scenario) -> list[RenderableType]:
    """Return tables of what befell contacts on their way, as far as anything did; names with nothing are left out."""
    found: list[RenderableType] = []
    subjects = {"category": list(scenario.categories), "group": list(scenario.agents)}
    for scope, asked, beside in _RICHER:
        moved = {
            name: [m for m in asked if _means(m, lines.get(m, scope, name).value)] for name in subjects[scope]
        }
        names = [name for name, own in moved.items() if own]
        shown = [measure for measure in asked if any(measure in own for own in moved.values())]
        if shown:
            found.append(_named(lines, scope, names, (*shown, *beside)))
    return found


def _moving(lines: Lines, scope: str, names: Sequence[str], wanted: Sequence[str]) -> list[str]:
    """Leave out the columns that would be empty, or nought, in every row."""
    return [
        measure
        for measure in wanted
        if any(abs(lines.get(measure, scope, name).value) > 0 for name in names)
        or measure in {"offered", "answered"}
    ]


def _cell(lines: Lines, measure: str, scope: str, name: str) -> str:
    estimate = lines.get(measure, scope, name)
    shown = value(estimate)
    error = half_width(estimate)
    return f"{shown} {error}" if error and measure in {"service_level", "occupancy"} else shown


def _notes(assumed: Sequence[str], over: str, targets: Sequence[str], *, coarse: bool) -> Text:
    text = Text("\n")
    if coarse:
        text.append(
            "≈ stands before quantiles known to about 0.033 s or 0.4 % only, which is more than their ±: there were\n"
            "too many waits to keep. With --out the log is kept, and every wait with it.\n",
            style="dim",
        )
    for line in targets:
        text.append(f"{line}\n", style="dim")
    for line in assumed:
        text.append(f"Assumed, not known from data: {line}\n", style="yellow")
    text.append(
        "T is the time of the category's target. "
        f"± is half the 95 % interval over {over}; it holds for\neach line alone, not for all together. "
        f"{ABSENT} means that nothing of the kind was observed.\n",
        style="dim",
    )
    return text
