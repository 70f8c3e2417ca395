"""What is random about arrivals, as it is written: moments of bursts, totals, and what stands in a trace's way."""

import pytest

from acd.scenario import changing, parse, warnings
from acd.scenario.bursts import occurrences
from acd.scenario.curves import arrival_pieces
from acd.scenario.source import dotted
from acd.scenario.volumes import expected_matters
from tests.scenario.made import faults, made, text

ROUND_THE_CLOCK = "calendar: {start: 2026-01-05, days: 9}"
DAY = 86_400.0


def bursting(*bursts: str, root: str = ROUND_THE_CLOCK):
    return made(category=f"arrivals: {{rate: 0, bursts: [{', '.join(bursts)}]}}", root=root)


@pytest.mark.parametrize(
    ("at", "days"),
    [
        ("10:00", range(9)),
        ("mon 10:00", [0, 7]),
        ("sat-mon 10:00", [0, 5, 6, 7]),
        ("'mon, wed 10:00'", [0, 2, 7]),
        ("2026-01-07 10:00", [2]),
    ],
)
def test_a_burst_happens_on_the_days_that_its_moment_names(at: str, days: list[int]) -> None:
    found = occurrences(bursting(f"{{at: {at}, contacts: 3}}"), "a")
    assert [(one.day, one.start) for one in found] == [(day, day * DAY + 36_000) for day in days]


def test_bursts_stand_in_order_of_their_starts_and_equal_ones_in_the_lists_order() -> None:
    later, one, two = (
        f"{{at: '{at}', contacts: {n}}}" for at, n in (("11:00", 1), ("09:00", 2), ("09:00", 3))
    )
    found = occurrences(bursting(later, one, two, root="calendar: {days: 1}"), "a")
    assert [(each.number, each.burst.contacts) for each in found] == [(1, 2), (2, 3), (0, 1)]


def test_a_burst_outside_opening_hours_is_told_with_its_day() -> None:
    root = "calendar: {start: 2026-01-05, days: 9, open: {mon-sat: 08:00-12:00}}"
    where = "f.yaml:3: categories.a.arrivals.bursts[0].at:"
    for at, day in (
        ("'10:00'", "sun 2026-01-11"),
        ("mon 11:45", "mon 2026-01-05"),
        ("mon 07:59", "mon 2026-01-05"),
    ):
        [line] = faults(
            text(category=f"arrivals: {{rate: 0, bursts: [{{at: {at}, contacts: 1}}]}}", root=root)
        )
        assert line.startswith(
            f"{where} {at if at[0] == chr(39) else repr(at)} for 30m is outside opening hours on {day}"
        )
    assert not faults(
        text(category="arrivals: {rate: 0, bursts: [{at: mon-sat 11:30, contacts: 1}]}", root=root)
    )


@pytest.mark.parametrize(
    "key", ["smooth: true", "variation: {dist: gamma, mean: 1, cv: 0.1}", "counts: fixed"]
)
def test_a_trace_has_no_expected_matters_that_could_be_treated(tmp_path, key: str) -> None:
    (tmp_path / "t.csv").write_text("arrived\n60\n")
    [line] = faults(text(category=f"arrivals: {{trace: t.csv, {key}}}"), tmp_path)
    assert line.startswith(f"f.yaml:3: categories.a.arrivals.{key.split(':', maxsplit=1)[0]}: ")
    assert line.endswith(
        "belongs to expected matters, which a trace has not; give file instead, or remove it"
    )


def test_factors_from_a_file_must_have_mean_one(tmp_path) -> None:
    category = "arrivals: {rate: 1/h, variation: {dist: empirical, file: f.csv, column: x}}"
    (tmp_path / "f.csv").write_text("x\n0.5\n1.5\n")
    assert faults(text(category=category), tmp_path) == []
    (tmp_path / "f.csv").write_text("x\n0.5\n2.5\n")
    assert faults(text(category=category), tmp_path) == [
        "f.yaml:3: categories.a.arrivals.variation: has mean 1.5 in f.csv, which would change the volume; divide by it"
    ]


# -- volume ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("arrivals", "expected"),
    [
        ("rate: 1/h", 216),
        ("rate: 1/h, variation: {dist: gamma, mean: 1, cv: 2}", 216),
        ("rate: 1/h, counts: fixed, total: 100", 900),
        ("rate: 0, counts: fixed, total: 100", 0),
        ("rate: 1/h, bursts: [{at: mon 10:00, contacts: 50, probability: 10%}]", 226),
    ],
)
def test_the_expected_volume_counts_totals_and_bursts(arrivals: str, expected: float) -> None:
    scenario = made(category=f"arrivals: {{{arrivals}}}", root=ROUND_THE_CLOCK)
    assert expected_matters(scenario, "a") == pytest.approx(expected)


def test_totals_and_bursts_that_are_too_much_for_the_agents_are_warned_of() -> None:
    for more in ("counts: fixed, total: 2000", "bursts: [{at: '10:00', contacts: 2000}]"):
        [line] = warnings(made(category=f"arrivals: {{rate: 1/h, {more}}}"))
        assert "erlangs of work to 1 agents" in str(line)


def test_more_matters_than_can_be_simulated_are_refused() -> None:
    root = "calendar: {days: 20}"
    [line] = faults(text(category="arrivals: {rate: 1/h, counts: fixed, total: 100000000}", root=root))
    assert line.startswith(
        "f.yaml:3: categories.a.arrivals.rate: 2e+09 matters in the run are more than 1e+09"
    )


# -- constancy ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("arrivals", "keys"),
    [
        ("rate: 1/h, variation: {dist: constant, value: 1}", []),
        ("rate: 1/h, bursts: []", []),
        (f"per_interval: [{', '.join(['2'] * 48)}], smooth: true", []),
        ("rate: 1/h, variation: {dist: gamma, mean: 1, cv: 0.1}", ["variation"]),
        ("rate: 1/h, counts: fixed", ["counts"]),
        ("rate: 1/h, bursts: [{at: '10:00', contacts: 1}]", ["bursts"]),
        (
            "rate: 1/h, counts: fixed, variation: {dist: gamma, mean: 1, cv: 1}, bursts: [{at: '10:00', contacts: 1}]",
            ["variation", "counts", "bursts"],
        ),
    ],
)
def test_variation_fixed_counts_and_bursts_are_not_constant(arrivals: str, keys: list[str]) -> None:
    found = [dotted(place) for place in changing(made(category=f"arrivals: {{{arrivals}}}"))]
    assert found == [f"categories.a.arrivals.{key}" for key in keys]


# -- pieces ------------------------------------------------------------------------------------------------------
def test_a_constant_rate_is_cut_into_intervals_only_where_they_vary() -> None:
    root = "calendar: {days: 1, open: 08:10-10:00}\ninterval: 1h"
    plain = made(category="arrivals: {rate: 6/h}", root=root)
    varied = plain.replace("categories.a.arrivals.variation", {"dist": "gamma", "mean": 1, "cv": 1})
    hour = 3600.0
    assert arrival_pieces(plain, "a") == [[(8 * hour + 600, 10 * hour, pytest.approx(11))]]
    assert arrival_pieces(varied, "a") == [
        [(8 * hour + 600, 9 * hour, pytest.approx(5)), (9 * hour, 10 * hour, pytest.approx(6))]
    ]


def test_another_source_may_replace_one_that_varies() -> None:
    scenario = parse(text(category="arrivals: {rate: 6/h, counts: fixed, total: 20}"))
    assert (
        scenario.replace("categories.a.arrivals.per_interval", [1] * 48).categories["a"].arrivals.total.value
        == 20
    )
