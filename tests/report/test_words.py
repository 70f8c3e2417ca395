"""How numbers are written."""

import math

import pytest

from acd.report.words import Estimate, duration, half_width, share, value


@pytest.mark.parametrize(
    ("estimate", "shown", "error"),
    [
        (Estimate(0.8123, 0.8078, 0.8168, "share"), "81.23 %", "± 0.45"),
        (Estimate(480.4, 468.1, 492.7, "contacts"), "480", "± 12"),
        (Estimate(12345.6, 12341.1, 12350.1, "contacts"), "12,345.6", "± 4.5"),
        (Estimate(3.709, 3.7089, 3.7091, "s"), "3.709 s", "± 0.000"),
        (Estimate(3.709, math.nan, math.nan, "s"), "3.71 s", ""),
        (Estimate(0.0, 0.0, 0.0, "contacts"), "0", "± 0"),
        (Estimate(0.8123, 0.8078, 0.8168, "share", coarse=True), "≈ 81.23 %", "± 0.45"),
        (Estimate(math.nan, math.nan, math.nan, "s"), "–", ""),
    ],
)
def test_the_error_decides_the_digits(estimate, shown, error):
    assert (value(estimate), half_width(estimate)) == (shown, error)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (20, "20 s"),
        (90, "90 s"),
        (1800, "30 min"),
        (7200, "2 h"),
        (86400, "1 day"),
        (604800, "7 days"),
        (2.5, "2.5 s"),
    ],
)
def test_a_duration_takes_the_largest_whole_unit(seconds, text):
    assert duration(seconds) == text


def test_a_share_is_written_in_per_cent():
    assert share(0.805) == "80.5 %"
