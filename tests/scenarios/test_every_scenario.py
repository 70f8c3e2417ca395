"""Every file in scenarios/ loads, runs, passes the audit and gives its stored summary."""

import json

import pytest

from acd.log.audit import audit
from acd.scenario import check
from tests.scenarios import every

RELATIVE = (
    1e-6  # one seed gives one result; only rounding in another library's logarithm may move the last digits
)


@pytest.mark.parametrize("path", every.FILES, ids=lambda path: path.stem)
def test_a_scenario_has_no_fault(path):
    assert [str(fault) for fault in check(path)] == []


@pytest.mark.parametrize("path", every.FILES, ids=lambda path: path.stem)
def test_a_scenario_runs_passes_the_audit_and_gives_its_stored_summary(path):
    result = every.run(path, keep_log=True)
    assert audit(result.log.legs, result.log.agents, scenario=result.scenario) == []
    stored = json.loads((every.EXPECTED / f"{path.stem}.json").read_text(encoding="utf-8"))
    assert every.summary(result) == pytest.approx(stored, rel=RELATIVE)


@pytest.mark.parametrize("path", every.FILES, ids=lambda path: path.stem)
def test_a_scenario_opens_with_what_it_shows_and_where_its_numbers_come_from(path):
    text = path.read_text(encoding="utf-8")
    assert "# Shows:" in text
    assert "# Numbers:" in text


def test_no_summary_is_kept_of_a_scenario_that_is_gone():
    assert {path.stem for path in every.EXPECTED.glob("*.json")} == {path.stem for path in every.FILES}
