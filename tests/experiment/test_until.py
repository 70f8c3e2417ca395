"""until: what can be asked for, when it is looked at, when it ends, and what is said."""

import json
import math
import re
from unittest.mock import patch

import pytest

import acd
from acd.build import tallies
from acd.errors import AcdError
from acd.experiment import workers
from acd.experiment.precision import Precision, read, written
from acd.experiment.stopping import AT_MOST, PATIENCE, looks
from acd.kpi import Grid
from acd.report import precision
from tests.experiment.test_simulate import line
from tests.runs import centre, traced

BUSY = "arrivals: {rate: 40/h}, patience: {dist: exponential, mean: 3m}"
SAME = "channels: {a: {}}\ntiers: {gold: {share: {a: 50%}}, 'x:y': {share: {a: 10%}}}"


@pytest.fixture(scope="module")
def scenario():
    return centre(BUSY, "count: 4")


@pytest.fixture(scope="module")
def grid():
    return Grid.of(centre(f"{BUSY}, channel: a", root=SAME))


# -- what can be asked for -------------------------------------------------------------------------------------
ASKED = [
    ("service_level±0.5pp", ("service_level", "total", None, 0.005)),
    (" abandonment [ gold ] +- 1.5 PP ", ("abandonment", "tier", "gold", 0.015)),
    ("service_level[category:a]+/-.5% points", ("service_level", "category", "a", 0.005)),
    ("occupancy[g]±1%-points", ("occupancy", "group", "g", 0.01)),
    ("waited[channel: a]±2 percentage points", ("waited", "channel", "a", 0.02)),
    ("asa±2", ("asa", "total", None, 2.0)),
    ("wait_p90±0.5m", ("wait_p90", "total", None, 30.0)),
    ("wait[x:y]±1e1s", ("wait", "tier", "x:y", 10.0)),
    ("wait[tier:x:y]±1s", ("wait", "tier", "x:y", 1.0)),
    ("offered[standard]±3", ("offered", "tier", "standard", 3.0)),
    ("paid_hours±3h", ("paid_hours", "total", None, 3.0)),
]


@pytest.mark.parametrize(("text", "expected"), ASKED)
def test_a_precision_names_measure_line_and_half_width(grid, text, expected):
    found = read(text, grid)
    assert found == Precision(*expected[:3], pytest.approx(expected[3]))


FORM = "is not a precision; write it as service_level[regular]±0.5pp (or +- for ±)"
NAMES = "is no name of this scenario; there are category: a; group: g; channel: a; tier: standard, gold, x:y"
REFUSED = [
    ("service_level", f"'service_level' {FORM}"),
    ("service_level[a±1pp", f"'service_level[a±1pp' {FORM}"),
    ("±1pp", "'' is not a measure; acd list measures shows them"),
    ("servicelevel±1pp", "'servicelevel' is not a measure; did you mean service_level? acd list measures shows them"),
    ("zzz±1pp", "'zzz' is not a measure; acd list measures shows them"),
    ("asa[b]±1s", f"'b' {NAMES}"),
    ("asa[group:b]±1s", f"'group:b' {NAMES}"),
    ("asa[a]±1s", "'a' is the name of a category and of a channel; write asa[category:a] or asa[channel:a]"),
    ("wait[g]±1s", "wait is not given for a group, and 'g' is one; it is given for total, category, channel, tier"),
    (
        "fcr_true_first±1pp",
        "fcr_true_first is not given in total; name one of group: g, as in fcr_true_first[name]",
    ),
    ("service_level±0.5", "'0.5' does not fit service_level; it is a share: write percentage points, ±0.5pp"),
    ("service_level±0.5%", "'0.5%' does not fit service_level; it is a share: write percentage points, ±0.5pp"),
    ("asa±1pp", "'1pp' does not fit asa; it is a time: write ±2s or ±1m"),
    ("queue±1s", "'1s' does not fit queue; its unit is contacts: write the number alone, ±2"),
    ("asa±-1s", "'-1' is not a width; give a number above 0, such as 0.5"),
    ("asa±0s", "'0' is not a width; give a number above 0, such as 0.5"),
    ("asa±1.2.3s", "'1.2.3' is not a width; give a number above 0, such as 0.5"),
    ("asa ± 0.5 minutes", "'0.5 minutes' does not fit asa; it is a time: write ±2s or ±1m"),
    (5, f"5 {FORM}"),
    (None, f"None {FORM}"),
    ("asa±1e999s", "'1e999' is not a width; give a number above 0, such as 0.5"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), REFUSED)
def test_what_cannot_be_asked_for_is_one_clear_error(grid, text, message):
    with pytest.raises(AcdError, match=f"^until: {re.escape(message)}$"):
        read(text, grid)


@pytest.mark.parametrize(("text", "expected"), ASKED)
def test_what_is_written_is_read_as_the_same(grid, text, expected):
    wanted = read(text, grid)
    again = read(f"{written(wanted, grid)}{text[re.search('±|[+]', text).start() :]}", grid)
    assert again == wanted


def test_only_names_that_two_lines_share_are_written_with_their_scope(grid):
    lines = [
        ("asa", "category", "a"),
        ("occupancy", "group", "g"),
        ("asa", "tier", "gold"),
        ("asa", "total", None),
    ]
    assert [written(Precision(*line, 1.0), grid) for line in lines] == [
        "asa[category:a]", "occupancy[g]", "asa[gold]", "asa",
    ]  # fmt: skip


def test_until_that_is_no_text_is_refused_like_any_other(scenario):
    with pytest.raises(AcdError, match=f"^until: 5 {re.escape(FORM)}$"):
        acd.simulate(scenario, until=5)


def test_one_replication_cannot_reach_a_precision(scenario):
    message = "^replications: 1 is too few for an interval, and until asks for one; give at least 2$"
    with pytest.raises(AcdError, match=message):
        acd.simulate(scenario, 1, until="asa±1s")


# -- when it is looked at --------------------------------------------------------------------------------------
def test_looks_are_fixed_and_the_last_one_is_the_most():
    assert looks(240) == (20, 30, 45, 67, 100, 150, 225, 240)
    assert looks(45) == (20, 30, 45)
    assert looks(20) == (20,)
    assert looks(5) == (5,)
    assert looks(AT_MOST)[-2:] == (8614, 10_000)


def halves(scenario, measure, sizes, **where):
    rows = {n: line(acd.simulate(scenario, n).measures, measure, **where).iloc[0] for n in sizes}
    return {n: (row["high"] - row["low"]) / 2 for n, row in rows.items()}


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_it_ends_at_the_first_look_that_is_narrow_whatever_the_jobs(scenario, jobs):
    half = halves(scenario, "service_level", (20, 30, 45, 67), scope="category", name="a")
    wanted = half[45] * 1.0001
    assert min(half[20], half[30]) > wanted
    result = acd.simulate(scenario, until=f"service_level[category:a]±{100 * wanted}pp", jobs=jobs)
    assert len(result.sums) == 45
    assert result.until.looks == (20, 30, 45)
    assert result.until.half == pytest.approx(half[45])
    assert result.until.met
    assert not result.stopped
    assert result.measures.equals(acd.simulate(scenario, 45).measures)


def test_the_log_holds_the_replications_that_were_needed_only(scenario, tmp_path):
    result = acd.simulate(scenario, until="asa±10m", jobs=3, keep_log=True)
    assert result.log.legs["replication"].nunique() == len(result.sums) == 20
    acd.simulate(scenario, until="asa±10m", jobs=3, keep_log=tmp_path)
    assert acd.log.read(tmp_path / "legs.parquet")[0].equals(result.log.legs)


def test_the_most_ends_it_too(scenario):
    result = acd.simulate(scenario, 25, until="asa±1e-6s")
    assert result.until.looks == (20, 25)
    assert not result.until.met
    assert not result.stopped
    assert result.measures.equals(acd.simulate(scenario, 25).measures)


def test_fewer_than_the_first_look_are_looked_at_once(scenario):
    result = acd.simulate(scenario, 2, until="offered±1e9")
    assert (result.until.looks, result.until.met) == ((2,), True)


@pytest.mark.parametrize("measure", ["wait_p90", "wait_max", "offered"])
def test_quantiles_maxima_and_counts_have_intervals_too(scenario, measure):
    half = halves(scenario, measure, (30,))[30]
    result = acd.simulate(scenario, 30, until=f"{measure}±{half * 1.0001}")
    assert result.until.met


# -- intervals that do not exist -------------------------------------------------------------------------------
@pytest.mark.parametrize("until", ["paid_hours±0.1h", "asa±1s", "refused±0.1"])
@pytest.mark.parametrize("antithetic", [False, True])
def test_what_never_moves_is_waited_for_up_to_a_hundred(until, antithetic):
    result = acd.simulate(centre(), until=until, antithetic=antithetic)
    assert (len(result.sums), result.until.looks[-1]) == (PATIENCE, PATIENCE)
    assert (result.until.met, result.until.moved) == (False, False)
    assert math.isnan(result.until.half)


def test_what_is_rare_is_looked_for_after_a_first_look_that_saw_nothing():
    rare = centre("arrivals: {rate: 0.004/h}")
    offered = line(acd.simulate(rare, 45, seed=8).replications, "offered")["numerator"].to_numpy()
    assert (offered[:30].sum(), offered.sum()) == (0, 1)
    result = acd.simulate(rare, until="offered±0.05", seed=8)
    assert (result.until.looks, result.until.met) == ((20, 30, 45), True)


def test_a_quantile_of_bins_wider_than_its_interval_is_known_to_a_bin_only(tmp_path):
    waiting = traced(tmp_path, 0, 0, 0, 0, handle="{dist: uniform, low: 5m, high: 5.2m}")
    with patch.object(tallies, "KEPT_WAITS", 1):
        result = acd.simulate(waiting, until="wait_p90±3.2s")
        assert acd.simulate(waiting, 20, until="wait_p90±0.1s", keep_log=True).until.resolution is None
        assert acd.simulate(waiting, 20, until="wait_max±0.1s").until.resolution is None
        assert acd.simulate(waiting, 3, until="wait_p90±99s").until.resolution is None
    [row] = [row for row in result.to_json()["measures"] if row["measure"] == "wait_p90" and row["scope"] == "total"
             and row["interval"] is None]  # fmt: skip
    assert row["resolution"] == pytest.approx(row["value"] / 256)
    assert result.until.resolution == pytest.approx(row["resolution"])
    assert result.until.half < result.until.resolution
    assert result.to_json()["until"]["resolution"] == result.until.resolution
    assert (
        f"s, but known to about {row['resolution']:.3g} s only: use --out for exact quantiles)"
        in precision(result)
    )


def test_what_one_replication_alone_observed_is_waited_for():
    rare = centre("arrivals: {rate: 0.02/h}")
    seen = line(acd.simulate(rare, 30, seed=7).replications, "aht")["denominator"].to_numpy()
    assert (seen[:20] > 0).sum() == 1 < (seen > 0).sum()
    result = acd.simulate(rare, 30, until="aht±0.5s", seed=7)
    assert result.until.looks == (20, 30)


# -- what is said ----------------------------------------------------------------------------------------------
def test_the_json_tells_what_was_asked_for_and_reached(scenario):
    data = json.loads(json.dumps(acd.simulate(scenario, 25, until="asa±1e-6s").to_json(), allow_nan=False))
    reached = data["until"].pop("reached")
    assert reached == pytest.approx(halves(scenario, "asa", (25,))[25])
    assert data["until"] == {
        "measure": "asa", "scope": "total", "name": None, "half_width": 1e-6, "met": False, "looks": [20, 25],
    }  # fmt: skip
    half = halves(scenario, "asa", (20, 30))
    assert half[30] < half[20]
    for wanted, times in ((3600.0, "once"), (half[30] * 1.001, "2 times")):
        found = acd.simulate(scenario, 30, until=f"asa±{wanted}s").to_json()["until"]
        assert found["met"]
        assert found["coverage"] == f"slightly below 95 %, looked at {times}"
    constant = acd.simulate(centre(), until="paid_hours±0.1h").to_json()["until"]
    assert (constant["reached"], constant["met"]) == (None, False)


def test_an_interrupt_before_the_first_look_tells_how_far_it_came(scenario):
    def stop(done):
        if done == 7:
            raise KeyboardInterrupt

    result = acd.simulate(scenario, until="asa±1e-6s", progress=stop)
    assert result.stopped
    assert (result.until.looks, result.until.met) == ((), False)
    assert result.until.half == pytest.approx(halves(scenario, "asa", (7,))[7])


def test_a_size_that_is_never_looked_at_reaches_nothing(scenario):
    def stop(done):
        if done == 23:
            raise KeyboardInterrupt

    # narrow enough at 23, of which nobody was to know
    half = halves(scenario, "asa", (20, 23))
    assert half[23] < half[20]
    result = acd.simulate(scenario, until=f"asa±{half[23] * 1.001}s", progress=stop)
    assert result.until.half == pytest.approx(half[23])
    assert (result.until.looks, result.until.met, result.to_json()["until"]["met"]) == ((20,), False, False)
    assert re.fullmatch("stopped after 23 replications, before asa ± .* s was reached .*", precision(result))


def test_an_interrupt_before_anything_has_reached_nothing(scenario, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(workers.Threads, "each", interrupted)
    result = acd.simulate(scenario, until="asa±1s")
    assert (result.stopped, result.until.met, result.until.moved) == (True, False, True)
