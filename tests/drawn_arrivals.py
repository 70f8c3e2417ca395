"""Draws how matters arrive, for the scenarios of `strategies`: rates, traces, and all that may be random about them."""

from __future__ import annotations

from typing import Protocol

from hypothesis import strategies as st

DAY = 24 * 60


class Times(Protocol):
    """The days and opening hours of a scenario, in minutes since day one 00:00."""

    def periods(self) -> list[tuple[int, int]]:
        """Return the open periods of all days."""

    def minutes(self) -> int:
        """Return the open time of all days."""

    def intervals(self) -> int:
        """Return how many intervals are open at some time, in all days."""


@st.composite
def arrivals(draw: st.DrawFn, times: Times, name: str, files: dict[str, str]) -> dict[str, object] | None:
    """Draw how a category's matters arrive: at most some 60 expected in all."""
    kind = draw(st.sampled_from(["rate", "rate", "per_interval", "trace", "none"]))
    most = 60
    bursts = draw(st.sampled_from([False, False, False, True])) and kind != "none"
    extra = {"bursts": draw(st.lists(_bursts(times), min_size=1, max_size=3))} if bursts else {}
    if kind == "rate":
        rate = f"{draw(st.integers(0, most)) * 60 / times.minutes():.6f}/h"
        return {"rate": rate} | draw(_variability()) | extra
    if kind == "per_interval":
        n = times.intervals()
        shape = draw(st.lists(st.integers(0, 3), min_size=n, max_size=n))
        smooth = {"smooth": True} if draw(st.sampled_from([False, False, True])) else {}
        expected = [level * most / (3 * n) for level in shape]
        return {"per_interval": expected} | smooth | draw(_variability()) | extra
    if kind == "trace":
        moments = draw(st.lists(_moments(times), min_size=1, max_size=30))
        files[f"{name}.csv"] = "\n".join(["arrived", *(str(60 * minute) for minute in sorted(moments))])
        jitter = {"jitter": 60 * draw(st.integers(0, 30))} if draw(st.booleans()) else {}
        return {"trace": f"{name}.csv"} | jitter | extra
    return None


@st.composite
def _variability(draw: st.DrawFn) -> dict[str, object]:
    """Draw what is random about expected matters beside Poisson's law; most often nothing."""
    kind = draw(st.sampled_from(["nothing", "nothing", "nothing", "factors", "fixed", "both", "dirichlet"]))
    found: dict[str, object] = {}
    if kind in ("factors", "both"):
        found["variation"] = draw(
            st.sampled_from(
                [
                    {"dist": "gamma", "mean": 1, "cv": 0.6},
                    {"dist": "lognormal", "mean": 1, "cv": 0.4},
                    {"dist": "uniform", "low": 0, "high": 2},
                    {"dist": "constant", "value": 1},
                ]
            )
        )
    if kind in ("fixed", "both", "dirichlet"):
        found["counts"] = "fixed"
        total = draw(st.sampled_from([None, 0, 1, 20, 30.5, {"dist": "lognormal", "mean": 20, "cv": 0.3}]))
        found |= {} if total is None else {"total": total}
    if kind == "dirichlet":
        found["concentration"] = draw(st.sampled_from([1, 20]))
    return found


@st.composite
def _bursts(draw: st.DrawFn, times: Times) -> dict[str, object]:
    """Draw a burst on some day, in whole minutes, within its opening hours."""
    start, end = draw(st.sampled_from(times.periods()))
    begin = draw(st.integers(start, end - 10))
    date = f"2026-01-{5 + begin // DAY:02d} {begin % DAY // 60:02d}:{begin % 60:02d}"
    found: dict[str, object] = {"at": date, "over": 60 * draw(st.integers(1, min(end - begin, 60)))}
    found["contacts"] = draw(st.sampled_from([0, 1, 7, 20]))
    found["counts"] = draw(st.sampled_from(["poisson", "fixed"]))
    found["shape"] = draw(st.sampled_from(["even", "fading"]))
    found["probability"] = draw(st.sampled_from([0.5, 1]))
    return found


def _moments(times: Times) -> st.SearchStrategy[int]:
    return st.one_of([st.integers(a, min(b - 1, a + 40)) for a, b in times.periods()])


@st.composite
def correlations(draw: st.DrawFn, kinds: dict[str, dict[str, object]], busy_root: bool) -> dict[str, object]:
    """Draw correlations, each only where there is something to correlate."""
    busy = [kind for kind in kinds.values() if "busyness" in kind]
    varied = [kind for kind in kinds.values() if "variation" in (kind.get("arrivals") or {})]
    found: dict[str, object] = {}
    for key, possible in (
        ("days", bool(busy) or busy_root),
        ("intervals", bool(varied)),
        ("categories", len(busy) > 1 or len(varied) > 1),
    ):
        if possible and draw(st.booleans()):
            found[key] = draw(st.sampled_from([0, 0.3, 0.9, 1]))
    return found
