"""What waits at closing, by weekday, and what the time of a target counts, as text under the tables."""

import io

import numpy as np
import pytest
from rich.console import Console

import acd
from acd.report.overnight import backlog_at_closing, long_targets, overnight
from acd.report.tables import report
from tests.blended import blended
from tests.runs import HOUR

CLOSE, DAY = 4 * HOUR, 24 * HOUR
CARRIED = "{mail: {at_close: carry_over}, call: {}}"


@pytest.fixture
def mails(tmp_path):
    """Two e-mails of ten minutes come five minutes before closing on Monday and the next one, three on Tuesday."""
    late = CLOSE - 300
    moments = [late, late, 7 * DAY + late, 7 * DAY + late, DAY + late, DAY + late, DAY + late]
    rule = "handle: {dist: constant, value: 600}, service_level: {within: 4h, until: finished, hours: open}"
    return blended(tmp_path, {"mail": moments, "call": []}, CARRIED, calendar="days: 8", mail=rule)


def test_the_backlog_at_closing_is_a_mean_over_days_of_a_weekday(mails):
    estimates = acd.simulate(mails, replications=1).estimates
    found = backlog_at_closing(estimates, "mail")
    assert found == {0: 1.0, 1: 2.0, 2: 0.0, 3: 0.0, 4: 0.0, 5: 0.0, 6: 0.0}
    assert np.isfinite(list(found.values())).all()
    assert overnight(estimates, mails) == [
        ["waiting at closing", "mon", "tue", "wed", "thu", "fri", "sat", "sun"],
        ["mail", "1.0", "2.0", "0.0", "0.0", "0.0", "0.0", "0.0"],
    ]


def test_a_centre_that_never_closes_or_carries_nothing_over_has_no_such_table(mails):
    for other in (
        mails.replace("channels.mail.at_close", "turn_away"),
        mails.replace("calendar.open", "00:00-24:00"),
    ):
        assert overnight(acd.simulate(other, replications=1).estimates, other) == []


def test_a_target_that_is_no_wait_on_the_clock_says_what_it_counts(mails):
    assert long_targets(mails) == ["T of mail counts until the contact is done with, opening hours only."]
    assert long_targets(mails.replace("categories.mail.service_level", {"within": "4h"})) == []


def test_the_report_shows_both(mails):
    page = Console(width=100, file=io.StringIO())
    page.print(report(acd.simulate(mails, replications=1)))
    text = page.file.getvalue()
    lines = [line.split() for line in text.splitlines()]
    assert ["waiting", "at", "closing", "mon", "tue", "wed", "thu", "fri", "sat", "sun"] in lines
    assert ["mail", "1.0", "2.0", *["0.0"] * 5] in lines
    assert "T of mail counts until the contact is done with, opening hours only." in text
