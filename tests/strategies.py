"""Draws scenarios with every feature of the format, small enough that the uncompiled core runs them in a second.

`scenarios()` is what tests use: a `Drawn` is the text of a scenario file and of the CSV files beside it. Times are
mostly whole minutes and durations often constant, so that many events fall on the same microsecond: ties are where
two clocks, or two orders of doing the same thing, would part.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from acd.errors import ScenarioError
from acd.scenario import Scenario, parse
from tests.drawn_arrivals import arrivals, correlations
from tests.drawn_contact_rules import contact_rule, put_terms
from tests.drawn_keys import agent_keys, lean
from tests.drawn_plans import put_plans
from tests.working_days import RARELY, overtime, working_day

CATEGORIES = ("alpha", "beta", "gamma")
GROUPS = ("north", "south", "west")
TIERS = ("gold", "silver")
SKILLS = ("spanish", "stocks")
OWN_RULES = Path(__file__).parent / "own_rules.py"
OWN_OF_AGENTS = ["own_rules.py:near", "own_rules.py:fresh"]
OWN_OF_CONTACTS = ["own_rules.py:odd", "own_rules.py:crowded"]
DAY = 24 * 60
START = "2026-01-05"  # a Monday

HOURS: tuple[tuple[object, dict[int, list[tuple[int, int]]]], ...] = (
    ("00:00-24:00", {day: [(0, DAY)] for day in range(7)}),
    ("08:00-11:00", {day: [(480, 660)] for day in range(7)}),
    ("09:00-10:30, 12:00-13:15", {day: [(540, 630), (720, 795)] for day in range(7)}),
    ({"mon": "10:00-12:00", "wed": "08:00-09:30"}, {0: [(600, 720)], 2: [(480, 570)]}),
    (
        {"mon": "21:00-24:00", "tue": "00:00-02:00, 09:00-10:00"},
        {0: [(1260, DAY)], 1: [(0, 120), (540, 600)]},
    ),
)
"""Opening hours as written, and in minutes of each weekday."""


@dataclass(frozen=True)
class Drawn:
    """A scenario as a user would write it.

    Parameters
    ----------
    text : str
        The scenario file.
    files : tuple of (str, str)
        Name and content of each file beside it.
    """

    text: str
    files: tuple[tuple[str, str], ...]

    def put(self, folder: Path) -> Path:
        """Write the files into a folder of their own below `folder` and return it."""
        content = json.dumps([self.text, self.files])
        home = folder / sha256(content.encode()).hexdigest()[:16]
        if not home.exists():
            home.mkdir(parents=True)
            for name, lines in self.files:
                (home / name).write_text(lines)
        return home

    def scenario(self, folder: Path) -> Scenario:
        """Return the scenario; its files are written below `folder`."""
        return parse(self.text, self.put(folder), "drawn.yaml")


@dataclass(frozen=True)
class Times:
    """The days and opening hours of a scenario, in minutes since day one 00:00."""

    days: int
    interval: int
    written: object
    weekdays: dict[int, list[tuple[int, int]]]

    def periods(self) -> list[tuple[int, int]]:
        """Return the open periods of all days."""
        found = []
        for day in range(self.days):
            found += [(day * DAY + a, day * DAY + b) for a, b in self.weekdays.get(day % 7, [])]
        return found

    def minutes(self) -> int:
        """Return the open time of all days."""
        return sum(b - a for a, b in self.periods())

    def intervals(self) -> int:
        """Return how many intervals are open at some time, in all days."""
        numbers = set()
        for a, b in self.periods():
            numbers |= set(range(a // self.interval, -(-b // self.interval)))
        return len(numbers)


def seconds(least: int, most: int) -> st.SearchStrategy[int]:
    """Draw a duration in whole minutes [s]."""
    return st.integers(least, most).map(lambda minutes: 60 * minutes)


@st.composite
def distributions(draw: st.DrawFn, most: int = 10) -> dict[str, object]:
    """Draw a distribution of a duration with a mean of up to `most` minutes; every second one is a constant."""
    if draw(st.booleans()):
        return {"dist": "constant", "value": draw(seconds(0, most))}
    mean = draw(seconds(1, most))
    return draw(
        st.sampled_from(
            [
                {"dist": "exponential", "mean": mean},
                {"dist": "uniform", "low": 0, "high": 2 * mean},
                {"dist": "triangular", "low": 0, "mode": mean, "high": 2 * mean},
                {"dist": "gamma", "mean": mean, "cv": 0.7},
                {"dist": "gamma", "mean": mean, "cv": 2.5},
                {"dist": "lognormal", "mean": mean, "cv": 1.2},
                {"dist": "weibull", "mean": mean, "cv": 0.5},
                {"dist": "erlang", "mean": mean, "k": 3},
                {"dist": "hyperexponential", "mean": mean, "cv": 2},
                {"dist": "empirical", "file": "times.csv", "column": "talk"},
            ]
        )
    )


@st.composite
def factors(draw: st.DrawFn) -> dict[str, object]:
    """Draw a random factor a day with mean one."""
    family = draw(st.sampled_from(["gamma", "lognormal", "constant"]))
    if family == "constant":
        return {"dist": "constant", "value": draw(st.sampled_from([0, 0.5, 1]))}
    return {"dist": family, "mean": 1, "cv": 0.3}


@st.composite
def times_of(draw: st.DrawFn) -> Times:
    """Draw days and opening hours."""
    written, weekdays = draw(st.sampled_from(HOURS))
    return Times(draw(st.integers(1, 3)), draw(st.sampled_from([30, 60])), written, weekdays)


@st.composite
def returns(draw: st.DrawFn, names: list[str]) -> dict[str, object]:
    """Draw how customers come back, at times through another category."""
    found = {
        "probability": draw(st.sampled_from([0, 0.5, 1])),
        "after": draw(distributions(60)),
        "attempts": draw(st.integers(1, 5)),
    }
    if draw(st.integers(0, 3)) == 0:
        found["through"] = {name: draw(st.sampled_from([0, 0.3])) for name in names}
    return found


@st.composite
def campaigns(draw: st.DrawFn) -> dict[str, object]:
    """Draw a category that the centre dials itself: a short list, so that it often ends before the run."""
    mode = draw(st.sampled_from(["preview", "progressive", "predictive", "predictive"]))
    outbound: dict[str, object] = {
        "mode": mode,
        draw(st.sampled_from(["records", "per_day"])): draw(st.integers(1, 40)),
        "reach": {
            "probability": draw(st.sampled_from([0, 0.3, 0.6, 1])),
            "right_party": draw(st.sampled_from([0.5, 1])),
        },
        "ring": draw(distributions(1)),
        "attempts": draw(st.integers(1, 3)),
        "retry_after": draw(distributions(30)),
        "rest": draw(seconds(0, 30)),
        "reserve": draw(st.sampled_from([0, 0, 1, 2])),
    }
    optional: dict[str, st.SearchStrategy[object]] = {"wrong_party": distributions(2)}
    if mode == "predictive":
        optional |= {
            "abandonment_cap": st.sampled_from([0, 0.03, 0.2, 1]),
            "pace": st.sampled_from([0.7, 1.5, 3]),
        }
    for key, strategy in optional.items():
        if draw(st.booleans()):
            outbound[key] = draw(strategy)
    if mode == "preview":
        outbound["preview"] = draw(distributions(2))
    if draw(st.booleans()):
        outbound["windows"] = draw(st.sampled_from(["09:30-10:40", "00:00-01:30, 10:10-24:00"]))
    found: dict[str, object] = {"handle": draw(distributions()), "outbound": outbound}
    own = {
        "patience": distributions(3),
        "wrap_up": distributions(5),
        "priority": st.integers(-2, 2),
        "resolution": st.sampled_from([0, 0.5, 0.9]),
        "max_queue": st.sampled_from([0, 1, 3, 20]),
    }
    for key, strategy in own.items():
        if draw(st.booleans()):
            found[key] = draw(strategy)
    return found


@st.composite
def categories(
    draw: st.DrawFn, times: Times, names: list[str], name: str, files: dict[str, str]
) -> dict[str, object]:
    """Draw a category; what it requires is drawn with the groups."""
    found: dict[str, object] = {"handle": draw(distributions())}
    optional = {
        "arrivals": arrivals(times, name, files),
        "busyness": factors(),
        "patience": distributions(),
        "balk": st.sampled_from([0.1, 0.5, 1]),
        "ivr": distributions(3),
        "wrap_up": distributions(5),
        "priority": st.integers(-2, 2),
        "age_credit": seconds(0, 10),
        "resolution": st.sampled_from([0, 0.5, 0.9]),
        "recontact": returns(names),
        "redial": returns(names),
        "max_queue": st.sampled_from([0, 1, 3, 20]),
    }
    for key, strategy in optional.items():
        if key == "arrivals" or draw(st.booleans()):
            value = draw(strategy)
            if value is not None:
                found[key] = value
    return found


@st.composite
def shifts(draw: st.DrawFn, times: Times) -> dict[str, object]:
    """Draw a shift inside the opening hours, with up to three breaks."""
    weekday, start, end = draw(
        st.sampled_from([(day, a, b) for day, periods in sorted(times.weekdays.items()) for a, b in periods])
    )
    whole = draw(st.booleans())
    begin = start if whole else draw(st.integers(start, end - 45))
    length = end - start if whole else draw(st.integers(45, end - begin))
    days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    same = [day for day in sorted(times.weekdays) if times.weekdays[day] == times.weekdays[weekday]]
    found: dict[str, object] = {
        "agents": draw(st.integers(1, 3)),
        "days": ", ".join(days[day] for day in same),
        "at": f"{begin // 60:02d}:{begin % 60:02d}",
        "length": 60 * length,
        "breaks": draw(_breaks(length)),
    }
    if draw(RARELY):
        found["shrinkage"] = draw(st.sampled_from([0, 0.5]))
    if draw(st.booleans()):
        found["overtime"] = draw(overtime())
    return found


@st.composite
def _breaks(draw: st.DrawFn, length: int) -> list[dict[str, object]]:
    found, free = [], 0
    for _ in range(draw(st.integers(0, 3))):
        after = free + draw(st.integers(0, 20))
        pause = draw(st.integers(0, 15))
        if after + pause > length:
            break
        found.append({"after": 60 * after, "length": 60 * pause, "paid": draw(st.booleans())})
        free = after + pause
    return found


@st.composite
def groups(draw: st.DrawFn, times: Times, authorised: list[str]) -> dict[str, object]:
    """Draw a group of at most a few agents."""
    found: dict[str, object] = {"authorised": authorised, "skills": {}}
    if draw(st.booleans()):
        found["authorised"] = {name: draw(_factors()) for name in authorised}
    found["skills"] = {skill: draw(st.integers(1, 5)) for skill in SKILLS if draw(st.booleans())}
    kind = draw(st.sampled_from(["count", "count", "staffing", "shifts"]))
    if kind == "count":
        found["count"] = draw(st.integers(0, 4))
    elif kind == "staffing":
        n = times.intervals()
        found["staffing"] = {"per_interval": draw(st.lists(st.integers(0, 4), min_size=n, max_size=n))}
    else:
        found["shifts"] = draw(st.lists(shifts(times), min_size=1, max_size=3))
    if kind != "staffing" and draw(st.booleans()):
        found["shrinkage"] = draw(st.sampled_from([0.1, 0.5, 1]))
    return found | working_day(draw, times.weekdays, _size(found), distributions(), hours=kind != "staffing")


def _size(group: dict[str, Any]) -> int:
    """Return how many agents a drawn group has."""
    if "shifts" in group:
        return sum(shift["agents"] for shift in group["shifts"])
    return int(group["count"] if "count" in group else max(group["staffing"]["per_interval"]))


@st.composite
def _factors(draw: st.DrawFn) -> dict[str, object]:
    found: dict[str, object] = {}
    for key in ("handle", "wrap_up"):
        if draw(st.booleans()):
            found[key] = draw(st.sampled_from([0.5, 1, 2]))
    if draw(st.booleans()):
        found["resolution"] = draw(st.sampled_from([0, 0.7, 1]))
    return found


@st.composite
def routing(draw: st.DrawFn, names: tuple[str, ...] = CATEGORIES) -> dict[str, object]:
    """Draw both lists of policies, in any order."""
    keys = draw(agent_keys())
    found: dict[str, object] = {"choose_agent": keys, **draw(contact_rule(names))}
    if draw(RARELY):
        found["choose_agent"] = draw(st.permutations([*keys[:3], *OWN_OF_AGENTS]))
        contacts = [*found["choose_contact"], *OWN_OF_CONTACTS]  # type: ignore[misc]  # a list
        found["choose_contact"] = draw(st.permutations(contacts))
    if "least_occupied_lately" in found["choose_agent"]:  # type: ignore[operator]  # a list
        found["window"] = draw(st.sampled_from([7, 60, 600, 1800]))
    return found


def _authorised(draw: st.DrawFn, names: list[str], n_groups: int) -> list[list[str]]:
    """Give every category to at least one group, each list in an order of its own."""
    lists = []
    for g in range(n_groups):
        own = [name for k, name in enumerate(names) if k % n_groups == g]
        more = [name for name in names if name not in own and draw(st.booleans())]
        lists.append(draw(st.permutations(own + more)) or [names[0]])
    return lists


def _require(draw: st.DrawFn, found: dict[str, object], holders: list[dict[str, object]]) -> None:
    """Let a category require a skill that one of the groups authorised for it has."""
    skilled = [group["skills"] for group in holders if group["skills"]]
    if skilled and draw(st.booleans()):
        skills = draw(st.sampled_from(skilled))
        skill = draw(st.sampled_from(sorted(skills)))
        found["requires"] = {skill: draw(st.integers(0, skills[skill]))}


@st.composite
def scenarios(draw: st.DrawFn, dialled: int = 6, *, rich: bool | None = None) -> Drawn:
    """Draw a scenario of one to three categories, groups and days.

    One category of ``dialled`` is a campaign's, 0 for none; every second scenario is rich unless it is said.
    """
    from tests.rich_strategies import enrich  # which is made of what is here

    times = draw(times_of())
    files = {"times.csv": "talk\n30\n60\n60\n90\n240\n", OWN_RULES.name: OWN_RULES.read_text()}
    names = list(CATEGORIES[: draw(st.integers(1, 3))])
    kinds = {
        name: draw(
            campaigns()
            if dialled and draw(st.integers(1, dialled)) == dialled
            else categories(times, names, name, files)
        )
        for name in names
    }
    lists = _authorised(draw, names, draw(st.integers(1, 3)))
    teams = {name: draw(groups(times, known)) for name, known in zip(GROUPS, lists, strict=False)}
    for name, kind in kinds.items():
        _require(draw, kind, [team for team in teams.values() if name in team["authorised"]])
    tiers = {name: draw(_tiers(names, list(teams))) for name in TIERS[: draw(st.integers(0, 2))]}
    raw: dict[str, object] = {
        "acd": 1,
        "name": "drawn",
        "interval": 60 * times.interval,
        "calendar": {
            "start": START,
            "days": times.days,
            "open": times.written,
            "warm_up": draw(st.sampled_from([0, 3600, (times.days * DAY - 600) * 60])),
            "at_close": draw(st.sampled_from(["serve", "turn_away", "carry_over"])),
        },
        "categories": kinds,
        "tiers": tiers,
        "agents": teams,
        "routing": draw(routing(tuple(names))),
    }
    if draw(st.booleans()):
        raw["busyness"] = draw(factors())
    if draw(st.booleans()):
        raw["correlation"] = draw(correlations(kinds, "busyness" in raw))
    if draw(RARELY):
        raw["training"] = draw(st.booleans())
    if draw(st.integers(0, 3)) == 0:
        raw["loyalty"] = draw(_loyalty())
    lean(draw, raw)
    is_rich = draw(st.booleans()) if rich is None else rich
    if is_rich and draw(st.integers(0, 2)) == 0:
        draw(put_terms(teams, kinds))
    if is_rich:
        draw(enrich(raw))
    if draw(st.integers(0, 2)) == 0:
        put_plans(draw, raw, rich=is_rich)
    drawn = Drawn(json.dumps(raw, indent=1), tuple(sorted(files.items())))
    if is_rich:
        assume(leads_somewhere(drawn))
    return drawn


def leads_somewhere(drawn: Drawn) -> bool:
    """Say whether desks lead to somebody and every category's channel is worked, which `acd check` asks."""
    with TemporaryDirectory() as folder:
        try:
            drawn.scenario(Path(folder))
        except ScenarioError as error:
            asked = ("leads nowhere", "to `channels` of one of them")
            return not any(part in str(fault) for fault in error.faults for part in asked)
    return True


@st.composite
def _loyalty(draw: st.DrawFn) -> dict[str, object]:
    return {
        "leave_after_abandoning": draw(st.sampled_from([0, 0.5, 1])),
        "leave_when_unsettled": draw(st.sampled_from([0, 0.5])),
    }


@st.composite
def _tiers(draw: st.DrawFn, names: list[str], teams: list[str]) -> dict[str, object]:
    found: dict[str, object] = {"share": draw(st.sampled_from([0, 0.2, 0.5]))}
    if draw(st.booleans()):
        found["share"] = {name: draw(st.sampled_from([0, 0.3, 0.5])) for name in names}
    if draw(st.booleans()):
        found["priority"] = draw(st.integers(-1, 3))
    if draw(st.booleans()):
        found["age_credit"] = draw(seconds(0, 20))
    if draw(st.booleans()):
        who = draw(st.sampled_from(["last", "own", *teams]))
        found["preferred_agent"] = {"who": who, "hold": draw(seconds(0, 15))}
    if draw(st.integers(0, 3)) == 0:
        found["loyalty"] = draw(_loyalty())
    if draw(st.integers(0, 3)) == 0:
        found["service_level"] = {"within": draw(seconds(0, 5)), "share": 0.5}
    return found
