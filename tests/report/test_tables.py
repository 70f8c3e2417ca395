"""The table that a planner reads."""

import math

import numpy as np
import pytest
from rich.console import Console

from acd.kpi.catalogue import GIVEN
from acd.report import WIDTH, report
from acd.report.tables import SECTIONS
from tests.report import made


@pytest.fixture
def lines(capsys):
    def printed(result, *assumed):
        Console(width=WIDTH).print(report(result, assumed))
        return capsys.readouterr().out.splitlines()

    return printed


def words(lines):
    return [line.split() for line in lines]


def test_totals_stand_under_their_sections_with_value_error_and_meaning(lines):
    found = words(lines(made.result()))
    assert ["Service"] in found
    meaning = ["answered", "within", "T", "of", "all", "offered"]
    assert ["service_level", "81.23", "%", "±", "0.45", *meaning] in found


def test_a_measure_that_no_section_knows_is_printed_all_the_same(lines):
    found = words(lines(made.result()))
    assert found[found.index(["Other"]) + 1] == ["unheard_of", "7.0", "±", "1.0"]


def test_every_measure_of_the_catalogue_has_its_section():
    assert {measure.name for measure in GIVEN} == {name for names in SECTIONS.values() for name in names}


@pytest.mark.parametrize(
    ("level", "half", "verdict"), [(0.9, 0.01, "met"), (0.75, 0.01, "missed"), (0.8, 0.01, "near")]
)
def test_a_category_is_judged_against_its_target_as_far_as_the_error_allows(lines, level, half, verdict):
    result = made.result()
    found = result.estimates
    one = (found.name == "one") & (found.measure == "service_level")
    found.value[one], found.low[one], found.high[one] = level, level - half, level + half
    row = next(row for row in words(lines(result)) if row[:1] == ["one"])
    assert row[-1] == verdict


def test_without_intervals_the_value_itself_is_judged(lines):
    result = made.result()
    result.estimates.low[:] = result.estimates.high[:] = math.nan
    rows = words(lines(result))
    assert [row[-1] for row in rows if row[:1] in (["one"], ["two"])] == ["met", "missed"]
    assert not any("±" in row for row in rows[:-3])


def test_tiers_and_channels_are_shown_only_where_there_are_several(lines):
    text = "\n".join(lines(made.result()))
    assert "tier" not in text
    several = made.scenario(tier_names=["standard", "gold"], channels={"voice": None, "chat": None})
    shown = words(lines(made.result(scenario=several)))
    assert [row[0] for row in shown if row[:1] in (["tier"], ["gold"], ["channel"], ["chat"])] == [
        "tier",
        "gold",
        "channel",
        "chat",
    ]


def test_what_was_assumed_is_printed(lines):
    text = "\n".join(lines(made.result(), "resolution (x.yaml, line 2)"))
    assert "Assumed, not known from data: resolution (x.yaml, line 2)" in text


def test_a_stopped_run_says_so(lines):
    assert "Stopped early: these are the replications that were finished." in lines(made.result(stopped=True))


def test_the_warm_up_is_told(lines):
    scenario = made.scenario()
    scenario.calendar.measured_from = 86400.0
    assert "2 days, the first 1 day left out" in "\n".join(lines(made.result(scenario=scenario)))


def test_a_quantile_that_bins_make_coarser_than_its_error_is_marked(lines):
    whole = made.estimates()
    rough = np.flatnonzero((whole.measure == "aht") & (whole.scope == "total"))
    found = lines(made.result(rough=rough))
    assert ["aht", "≈", "180.0", "s"] in [row[:4] for row in words(found)]
    assert sum("≈" in row for row in words(found)) == 2  # the value and the note
    assert max(len(row) for row in found) <= WIDTH
    assert not any("≈" in row for row in lines(made.result()))


def rich(*lines):
    """Return a result with more lines: measure, value, scope, name."""
    frame = [made.line(measure, value, 0.1, *scope) for measure, value, *scope in lines]
    return made.result(estimates=made.estimates(frame))


REFERRED = (
    ("referrals", 12.0),
    ("transfers", 0.0),
    ("concurrency", 1.4),
    ("referrals", 12.0, "category", "one"),
    ("referrals", 0.0, "category", "two"),
    ("transfers", 0.0, "category", "one"),
    ("fcr_gross", 0.5, "category", "one"),
    ("satisfaction", np.nan, "category", "one"),
    ("concurrency", 1.4, "group", "team"),
)


def test_what_befalls_contacts_on_their_way_is_shown_where_it_happens_and_nowhere_else(lines):
    text = "\n".join(lines(made.result()))
    assert not any(word in text for word in ("On the way", "referrals", "concurrency"))
    shown = words(lines(rich(*REFERRED)))
    assert ["category", "referrals", "fcr_gross"] in shown
    assert ["one", "12.000", "0.50"] in shown
    assert sum(row[:1] == ["two"] for row in shown) == 1  # nothing to say of it but its service
    assert ["concurrency", "1.40", "±", "0.10"] in [row[:4] for row in shown]
    assert not any(row[:1] == ["transfers"] for row in shown)


def test_one_contact_in_hand_at_a_time_goes_without_saying(lines):
    found = words(lines(rich(("concurrency", 1.0), ("concurrency", 1.0, "group", "team"))))
    assert not any("concurrency" in row for row in found)
