"""Small centres as text, one run of each, and what a test asks of its log."""

from functools import partialmethod

import numpy as np

from acd.build import Keep, build_setup
from acd.clocks import CompiledClock, Run
from acd.core.codes import AgentState
from acd.core.tables import SECOND
from acd.log import Names, agent_frame, leg_frame
from acd.scenario import parse

HOUR = 3600
_ADVANCE = Run.advance


def centre(category="", group="count: 1", calendar="", root="", handle="{dist: constant, value: 5m}"):
    """Return a scenario of one category `a` and one group `g`; open from 08:00 to 12:00 unless told otherwise."""
    inside = ", ".join(part for part in (f"handle: {handle}", category) if part)
    days = ", ".join(part for part in ('open: "08:00-12:00"' * ("open:" not in calendar), calendar) if part)
    team = group if "authorised" in group else f"authorised: [a], {group}"
    return parse(
        f"name: small\ncalendar: {{{days}}}\n"
        f"categories:\n  a: {{{inside}}}\nagents:\n  g: {{{team}}}\n{root}",
        name="small.yaml",
    )


def traced(folder, *minutes, **parts):
    """Return the centre of `centre` whose contacts arrive at these minutes after 08:00 of day one."""
    moments = "\n".join(str(8 * HOUR + 60 * minute) for minute in minutes)
    (folder / "trace.csv").write_text(f"arrived\n{moments}\n")
    trace = f"arrivals: {{trace: {folder / 'trace.csv'}}}"
    category = ", ".join(part for part in (trace, parts.pop("category", "")) if part)
    return centre(category=category, **parts)


def prepared(scenario, seed=1, replication=0, *, log=True, commands=True):
    """Return a run that has not begun."""
    return Run(build_setup(scenario), seed, replication, Keep(log, commands))


def logs_of(scenario, seed=1, clock=None, **keep):
    """Return the logs of one run."""
    return (clock or CompiledClock()).run(prepared(scenario, seed, **keep))


def frames(scenario, logs):
    """Return the frames of legs and of agents' changes."""
    names = Names.of(scenario, [int(n) for n in _sizes(scenario)], logs.words)
    return leg_frame(logs.legs, names, 0), agent_frame(logs.changes, names, 0)


def _sizes(scenario):
    return build_setup(scenario).sizes


def history(logs, agent=0):
    """Return an agent's changes as (minutes since 08:00 of day one, state), in order."""
    rows = logs.changes[logs.changes["agent"] == agent]
    minutes = (rows["time"] - 8 * HOUR * SECOND) / (60 * SECOND)
    return [
        (float(minute), AgentState(state).name.lower())
        for minute, state in zip(minutes, rows["state"], strict=True)
    ]


def legs(logs, *columns):
    """Return columns of the legs as tuples, in the order of arrival; times as minutes since 08:00, None for none."""
    rows = np.sort(logs.legs, order=["arrived", "contact"])
    times = {"arrived", "joined", "bound", "ended", "wrapped", "return_at"}
    found = [_minutes_or_none(rows[c]) if c in times else rows[c].tolist() for c in columns]
    return list(zip(*found, strict=True))


def _minutes_or_none(times):
    return [None if time < 0 else minute for time, minute in zip(times, minutes(times), strict=True)]


def minutes(times):
    """Return times [us] as minutes since 08:00 of day one."""
    return [(int(time) - 8 * HOUR * SECOND) / (60 * SECOND) for time in times]


def halt(monkeypatch, looks, budget):
    """Let every run look at the outside once in so many events, and a run be interrupted at the look after these."""
    seen = []

    def interrupted(*_):
        seen.append(1)
        return len(seen) > looks

    monkeypatch.setattr(Run, "advance", partialmethod(_ADVANCE, budget=budget))
    monkeypatch.setattr("acd.experiment.replicate.threading.Event.is_set", interrupted)
