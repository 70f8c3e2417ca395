"""Lists at the end of a run what every test compared and how small a bias it would have caught."""

import pytest

from tests.theory import statistics


@pytest.fixture(autouse=True)
def _statements(record_property):
    statistics.take_stated()
    yield
    for line in statistics.take_stated():
        record_property("compared", line)


def pytest_terminal_summary(terminalreporter):
    reports = [report for found in terminalreporter.stats.values() for report in found]
    ends = [report for report in reports if getattr(report, "when", "") == "teardown"]
    lines = [text for report in ends for key, text in report.user_properties if key == "compared"]
    if lines:
        terminalreporter.section("simulated against exact")
        for line in lines:
            terminalreporter.line(line)
