"""Arrivals that vary: the same customers whatever varies, order, opening hours, counts that are kept."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from acd.core.flows import bent
from tests.runs import HOUR, centre, legs, logs_of, prepared, traced

DAY = 24 * 60
GAMMA = "variation: {dist: gamma, mean: 1, cv: 0.5}"
ONE = "variation: {dist: constant, value: 1}"


def arrived(arrivals, calendar="days: 4", root="", seed=1, extra=""):
    """Return the arrival times of one run [min since 08:00 of day one], in their order."""
    scenario = centre(f"arrivals: {{{arrivals}}}, max_queue: 0{extra}", "count: 0", calendar, root)
    return np.array([minute for (minute,) in legs(logs_of(scenario, seed), "arrived")])


def rows(arrivals, calendar="days: 4", root="", seed=1):
    """Return arrival and duration of every contact that is answered, by its key."""
    scenario = centre(
        f"arrivals: {{{arrivals}}}", "count: 500", calendar, root, "{dist: exponential, mean: 5m}"
    )
    logs = logs_of(scenario, seed, commands=True)
    keys = {c["contact"]: c["key"] for c in logs.commands if c["key"]}
    return {
        keys.get(leg["contact"], 0): (int(leg["arrived"]), int(leg["ended"] - leg["bound"]))
        for leg in logs.legs
    }


def customers(arrivals):
    """Return arrival and duration of every contact; two are hardly ever the same."""
    scenario = centre(
        f"arrivals: {{{arrivals}}}", "count: 500", "days: 4", "", "{dist: exponential, mean: 5m}"
    )
    return {(int(leg["arrived"]), int(leg["ended"] - leg["bound"])) for leg in logs_of(scenario).legs}


# -- common random numbers ---------------------------------------------------------------------------------------
def test_factors_that_are_one_change_nothing():
    plain = arrived("per_interval: [1, 9, 4, 0, 7, 7, 2, 5]")
    np.testing.assert_array_equal(arrived(f"per_interval: [1, 9, 4, 0, 7, 7, 2, 5], {ONE}"), plain)


def test_a_level_smooth_rate_is_a_constant_one():
    plain, smooth = (
        arrived(f"per_interval: [7, 7, 7, 7, 7, 7, 7, 7]{more}") for more in ("", ", smooth: true")
    )
    np.testing.assert_allclose(smooth, plain, atol=1e-6)


def test_what_varies_moves_the_same_customers():
    plain = rows("rate: 30/h")
    for varied in (GAMMA, "counts: fixed", "counts: fixed, total: 60", "counts: fixed, concentration: 10"):
        other = rows(f"rate: 30/h, {varied}")
        both = plain.keys() & other.keys()
        assert len(both) > 200
        assert all(plain[key][1] == other[key][1] for key in both)
        assert sum(plain[key][0] != other[key][0] for key in both) > 150


def test_a_burst_leaves_all_other_customers_as_they_were():
    plain = customers("rate: 30/h")
    hour = "{at: '09:00', contacts: 25, counts: fixed}"
    one, two = (
        customers(f"rate: 30/h, bursts: [{hour}{more}]") for more in ("", ", {at: '08:00', contacts: 9}")
    )
    assert len(one) == len(plain) + 100
    assert plain < one < two


def test_a_higher_rate_brings_the_same_factors():
    times = [arrived(f"rate: {rate}/h, {GAMMA}", "days: 30") for rate in (300, 600)]
    counts = [np.histogram(each, np.arange(0, 30 * DAY, 30))[0] for each in times]
    open_ones = counts[0] + counts[1] > 0
    assert np.corrcoef(counts[0][open_ones], counts[1][open_ones])[0, 1] > 0.97


@pytest.mark.parametrize("key", ["days", "intervals"])
def test_more_correlation_is_a_little_change_where_it_is_little(key):
    busy = "busyness: {dist: gamma, mean: 1, cv: 0.5}\n"
    none = arrived(f"rate: 60/h, {GAMMA}", root=busy)
    little = arrived(f"rate: 60/h, {GAMMA}", root=f"{busy}correlation: {{{key}: 0.0000001%}}")
    assert len(none) == len(little)
    np.testing.assert_allclose(little, none, atol=1e-3)


def test_fully_correlated_days_are_all_alike():
    root = "busyness: {dist: gamma, mean: 1, cv: 0.5}\ncorrelation: {days: 100%}"
    times = arrived("rate: 600/h, counts: fixed", "days: 6", root)
    assert len(set(np.bincount((times // DAY).astype(int)))) == 1


# -- counts and order --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("more", "count"),
    [
        ("", 120),
        (", total: 77", 77),
        (", total: 0", 0),
        (", total: 32", 32),
        (", total: 64.5", 65),
        (", total: 1", 1),
    ],
)
def test_a_fixed_count_is_met_every_day(more, count):
    times = arrived(f"rate: 30/h, counts: fixed{more}")
    assert np.bincount((times // DAY).astype(int), minlength=4).tolist() == [count] * 4


def test_busyness_multiplies_a_fixed_count():
    root = "busyness: {dist: constant, value: 1.5}\n"
    assert len(arrived("rate: 30/h, counts: fixed", "days: 1", root)) == 180
    assert len(arrived("rate: 30/h, counts: fixed, total: 10", "days: 1", root)) == 15
    assert len(arrived("rate: 30/h, counts: fixed", "days: 1", "busyness: {dist: constant, value: 0}\n")) == 0


def test_a_day_without_expected_matters_has_none_whatever_its_total():
    times = arrived(
        "per_interval: [5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], counts: fixed, total: 9", "days: 2"
    )
    assert (len(times), times.max() < 30) == (9, True)


def test_matters_come_even_when_all_factors_are_nothing(tmp_path):
    (tmp_path / "f.csv").write_text("x\n" + "0\n" * 199 + "200\n")
    factor = f"variation: {{dist: empirical, file: {tmp_path / 'f.csv'}, column: x}}"
    times = arrived(f"rate: 30/h, counts: fixed, {factor}", "days: 20")
    assert np.bincount((times // DAY).astype(int)).tolist() == [120] * 20


@settings(max_examples=60)
@given(
    st.floats(0, 3),
    st.floats(0, 3),
    st.integers(1, 10**10),
    st.lists(st.floats(0, 1), min_size=2, max_size=20),
)
def test_a_bent_rate_keeps_the_order_of_its_matters_and_stays_in_its_piece(a, b, length, shares):
    found = [bent(a, b, share, length) for share in sorted(shares)]
    assert found == sorted(found)
    assert 0 <= found[0] <= found[-1] < length


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 0.9, 1.0])
def test_a_level_rate_is_not_bent(share):
    assert abs(bent(1.0, 1.0, share, 1_000_000) - min(round(share * 1_000_000), 999_999)) <= 1


# -- bursts ------------------------------------------------------------------------------------------------------
def test_a_burst_begins_and_ends_as_stated():
    times = arrived("rate: 0, bursts: [{at: '09:00', contacts: 400, counts: fixed, over: 10m}]", "days: 1")
    assert len(times) == 400
    assert 60 <= times.min() < 61
    assert 69 < times.max() < 70


def test_bursts_may_overlap_and_repeat():
    bursts = (
        "{at: mon 09:00, contacts: 40, counts: fixed}, {at: '09:10', contacts: 30, counts: fixed, over: 1h}"
    )
    times = arrived(f"rate: 20/h, bursts: [{bursts}, {{at: '09:10', contacts: 5, counts: fixed}}]", "days: 8")
    plain = arrived("rate: 20/h", "days: 8")
    more = np.bincount((times // DAY).astype(int)) - np.bincount((plain // DAY).astype(int))
    assert more.tolist() == [75, 35, 35, 35, 35, 35, 35, 75]
    assert (np.diff(times) >= 0).all()


def test_a_burst_that_never_happens_brings_nobody():
    assert len(arrived("rate: 0, bursts: [{at: '09:00', contacts: 40, probability: 0%}]")) == 0


def test_a_trace_may_have_a_burst(tmp_path):
    scenario = traced(tmp_path, 0, 60, 61, 230, group="count: 0")
    burst = scenario.replace(
        "categories.a.arrivals.bursts", [{"at": "09:00", "contacts": 3, "counts": "fixed"}]
    )
    found = [minute for (minute,) in legs(logs_of(burst), "arrived")]
    assert len(found) == 7
    assert {0, 60, 61, 230} < set(found)
    assert found == sorted(found)


# -- jitter ------------------------------------------------------------------------------------------------------
def jittered(folder, minutes, jitter, seed=1, calendar=""):
    scenario = traced(folder, *minutes, group="count: 0", calendar=calendar)
    logs = logs_of(scenario.replace("categories.a.arrivals.jitter", jitter), seed)
    return np.array([minute for (minute,) in legs(logs, "arrived")])


def test_moved_times_stay_near_in_order_and_open(tmp_path):
    minutes = [0, 0, 0, *range(1, 239, 2), 239]
    times = jittered(tmp_path, minutes, "15m")
    assert len(times) == len(minutes)
    assert (np.diff(times) >= 0).all()
    assert 0 <= times[0] < times[-1] < 240
    assert abs(times - minutes).max() < 15
    assert abs(times - minutes).max() > 2


def test_moved_times_are_even_over_what_is_open(tmp_path):
    every = np.concatenate([jittered(tmp_path, [2, 100], "8m", seed) for seed in range(300)])
    first, second = every[every < 50], every[every > 50]
    assert 0 <= first.min() < 0.5
    assert 9.5 < first.max() < 10
    assert 92 <= second.min() < 92.5
    assert 107.5 < second.max() < 108
    assert abs(first.mean() - 5) < 5.2 * 10 / np.sqrt(12 * 300)
    assert abs(second.mean() - 100) < 5.2 * 16 / np.sqrt(12 * 300)


def test_times_are_moved_over_midnight_where_the_centre_is_open(tmp_path):
    calendar = 'days: 2, open: "00:00-24:00"'
    times = np.concatenate([jittered(tmp_path, [16 * 60], "1h", seed, calendar) for seed in range(40)])
    assert times.min() < 16 * 60 < times.max()


def test_no_jitter_leaves_the_trace_as_it_is(tmp_path):
    minutes = [0, 7, 7, 7, 239]
    assert jittered(tmp_path, minutes, 0).tolist() == minutes


def test_a_moved_matter_keeps_its_own_draws(tmp_path):
    (tmp_path / "t.csv").write_text("arrived\n" + "\n".join(str(8 * HOUR + 60 * k) for k in range(100)))
    plain = rows(f"trace: {tmp_path / 't.csv'}")
    moved = rows(f"trace: {tmp_path / 't.csv'}, jitter: 20m")
    assert plain.keys() == moved.keys()
    assert all(plain[key][1] == moved[key][1] for key in plain)


def test_equal_moved_times_stay_in_the_traces_order(tmp_path):
    run = prepared(traced(tmp_path, *[5] * 9, group="count: 0").replace("categories.a.arrivals.jitter", "1s"))
    tables = run.tables
    order = tables["shifted"][["time", "number"]].tolist()
    assert order == sorted(order)
    assert sorted(number for _, number in order) == list(range(9))
