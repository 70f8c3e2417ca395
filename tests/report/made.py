"""A small result written by hand: two days of four half-hours, two categories, one group."""

from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd

from acd.kpi import Estimates

INTERVAL = 1800.0
STARTS = pd.DatetimeIndex(
    [f"2026-01-0{day} {hour}" for day in (5, 6) for hour in ("08:00", "08:30", "09:00", "09:30")]
)


def category(patience=None):
    level = SimpleNamespace(share=0.8, within=20.0, short_abandon=5.0, until="answered", hours="all")
    mean = None if patience is None else SimpleNamespace(mean_value=lambda: patience)
    return SimpleNamespace(service_level=level, patience=mean)


def scenario(**changes):
    made = {
        "name": "Two days",
        "interval": INTERVAL,
        "calendar": SimpleNamespace(
            start=date(2026, 1, 5), days=2, measured_from=0.0, open={0: [(0.0, 86_400.0)]}
        ),
        "categories": {"one": category(), "two": category(120.0)},
        "tier_names": ["standard"],
        "channels": {"voice": None},
        "agents": {"team": None},
        "assumed": (),
    }
    return SimpleNamespace(**{**made, **changes})


def line(measure, value, half=np.nan, scope="total", name=None, interval=pd.NaT, unit="contacts"):
    return {
        "measure": measure,
        "scope": scope,
        "name": name,
        "interval": interval,
        "unit": unit,
        "value": value,
        "low": value - half,
        "high": value + half,
        "n": 20,
    }


def whole():
    yield line("offered", 480.0, 3.0)
    yield line("service_level", 0.8123, 0.0045, unit="share")
    yield line("aht", 180.0, 1.5, unit="s")
    yield line("unheard_of", 7.0, 1.0)
    for name, level in (("one", 0.9), ("two", 0.75)):
        yield line("offered", 240.0, 2.0, "category", name)
        yield line("service_level", level, 0.01, "category", name, unit="share")
        yield line("aht", 180.0, 2.0, "category", name, unit="s")
    yield line("answered", 470.0, 3.0, "group", "team")
    yield line("staffed", 8.0, 0.0, "group", "team", unit="agents")


def by_interval():
    for number, start in enumerate(STARTS):
        level = np.nan if number == 3 else 0.7 + 0.03 * number
        yield line("offered", 40.0 + 10 * (number % 4), 1.0, interval=start)
        yield line("abandoned", 4.0, 0.5, interval=start)
        yield line("service_level", level, 0.02, interval=start, unit="share")
        yield line("staffed", 9.0 if number < 4 else 5.0, 0.0, interval=start, unit="agents")


def legs():
    wait = np.arange(200) % 50
    joined = np.linspace(0, 7200, 200)
    left = wait > 40
    return pd.DataFrame(
        {
            "category": pd.Categorical(["one", "two"] * 100, categories=["one", "two"]),
            "joined": joined,
            "bound": np.where(left, np.nan, joined + wait),
            "ended": joined + wait + np.where(left, 0, 180),
            "outcome": pd.Categorical(np.where(left, "abandoned", "answered")),
        }
    )


def estimates(more=()):
    frame = pd.DataFrame([*whole(), *by_interval(), *more])
    words = {name: frame[name].astype(object).to_numpy() for name in ("measure", "scope", "name", "unit")}
    words["name"] = np.where(frame["name"].isna(), None, words["name"])
    numbers = {name: frame[name].to_numpy(copy=True) for name in ("value", "low", "high", "n")}
    return Estimates(interval=frame["interval"].to_numpy("datetime64[us]"), **words, **numbers)


def result(**changes):
    made = {
        "scenario": scenario(),
        "seed": 1,
        "clock": "compiled",
        "contacts": 9600,
        "stopped": False,
        "until": None,
        "sums": range(20),
        "estimates": estimates(),
        "measures": estimates().frame(),
        "period": 1800.0,
        "replicated": 20,
        "antithetic": False,
        "batches": None,
        "warm_up": None,
        "rough": np.zeros(0, np.int64),
        "log": SimpleNamespace(legs=legs()),
    }
    return SimpleNamespace(**{**made, **changes})
