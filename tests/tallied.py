"""Cells of one run, counted while it went on and from its log."""

from functools import partial

import numpy as np

from acd.build import Keep, build_setup
from acd.clocks import CompiledClock, Run
from acd.core.tables import SECOND
from acd.kpi import Grid, cells_of_tallies, frame_of
from acd.kpi.cells import GROUP_FIELDS, LEG_FIELDS
from acd.kpi.logged import cells_of_log
from tests.runs import HOUR, centre, frames


def grid_at(scenario):
    """Return what makes the grid of a run that was stopped at a time [us]."""
    return partial(_cut, scenario)


def _cut(scenario, until):
    return Grid.of(scenario, until / 1e6)


def keeping(scenario, *, log=True, commands=False):
    """Return what to keep: tallies, and perhaps the log they must be equal to."""
    return Keep(log, commands, frame_of(Grid.of(scenario), grid_at(scenario)))


def counting(scenario, seed=1, *, log=True, few=None, kind=Run):
    """Return a run that counts tallies and has not begun; it keeps at most a few waits one by one."""
    run = kind(build_setup(scenario), seed, 0, keeping(scenario, log=log))
    if few is not None:
        run.tables["capacity"]["waits"] = few
    return run


def both_cells(scenario, logs):
    """Return the cells from a run's tallies and those from its log."""
    grid = Grid.of(scenario, None if logs.until is None else logs.until / 1e6)
    return cells_of_tallies(logs.tallies, grid), cells_of_log(*frames(scenario, logs), grid)


def cells_of(scenario, seed=1):
    """Return the cells of one run on the compiled clock, from tallies and from its log."""
    return both_cells(scenario, CompiledClock().run(counting(scenario, seed)))


def differences(tallied, logged):
    """Name the fields in which cells differ, but for waits, which tallies know to their bins."""
    found = [name for name in LEG_FIELDS if (tallied.leg(name) != logged.leg(name)).any()]
    found += [f"group {name}" for name in GROUP_FIELDS if (tallied.group(name) != logged.group(name)).any()]
    found += [
        name for name in ("still", "longest") if (getattr(tallied, name) != getattr(logged, name)).any()
    ]
    if bins_of(tallied.waits) != bins_of(logged.waits):
        found.append("waits")
    return found


def bins_of(waits):
    """Return how many waits of every cell lie in every bin."""
    from acd.core.waits import bin_of

    which, number = np.unique(waits.wait, return_inverse=True)
    bins = np.array([bin_of(int(wait)) for wait in which], np.int64)[number]
    counts: dict[tuple[int, ...], int] = {}
    own = (waits.category, waits.tier, waits.row, bins, waits.count)
    for *place, count in zip(*(part.tolist() for part in own), strict=True):
        counts[tuple(place)] = counts.get(tuple(place), 0) + count
    return counts


LIVELY = """
arrivals: {rate: 90/h}, balk: 10%, max_queue: 6, patience: {dist: exponential, mean: 5m},
wrap_up: {dist: exponential, mean: 1m}, resolution: 60%, ivr: {dist: constant, value: 30s},
service_level: {share: 80%, within: 20s, short_abandon: 30s},
recontact: {probability: 70%, after: {dist: exponential, mean: 40m}, attempts: 4},
redial: {probability: 50%, after: {dist: exponential, mean: 10m}, attempts: 3}
""".replace("\n", " ")


FAITHFUL = """
loyalty: {leave_after_abandoning: 10%, leave_when_unsettled: 10%}
tiers: {gold: {share: 50%, preferred_agent: {who: own, hold: 2m}}}
"""


def moved():
    """Return for every field whether a lively centre moves it, stopped on its last day while some wait."""
    shift = 'at: "08:00", length: 4h, breaks: [{after: 1h, length: 15m, paid: %s}], overtime: {up_to: 1h}'
    more = "adherence: {breaks: {dist: constant, value: 2m}}"
    for number, key in enumerate(("meetings", "training")):
        more += f', {key}: [{{at: "1{number}:00", length: 20m}}]'
    shifts = ", ".join(f"{{agents: 2, {shift % paid}}}" for paid in ("true", "false"))
    calendar = "days: 5, at_close: carry_over"
    scenario = centre(LIVELY, f"shifts: [{shifts}], shrinkage: 20%, {more}", calendar, root=FAITHFUL)
    run = counting(scenario)
    run.advance((4 * 24 + 10) * HOUR * SECOND)
    tallied, logged = both_cells(scenario, run.close(stopped=True))
    assert differences(tallied, logged) == []
    own = {name: tallied.leg(name).any() for name in LEG_FIELDS}
    own |= {f"group {name}": tallied.group(name).any() for name in GROUP_FIELDS}
    return own | {"still": tallied.still.any(), "longest": (tallied.longest > 0).any()}
