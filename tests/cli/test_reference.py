"""``acd list`` and ``acd schema`` are generated from the code."""

import json

import jsonschema
import pytest
from ruamel.yaml import YAML

from acd.kpi.catalogue import MEASURES
from acd.scenario import AGENT_POLICIES, CONTACT_POLICIES, DISTRIBUTIONS
from tests.cli.conftest import SMALL


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("policies", [*AGENT_POLICIES, *CONTACT_POLICIES]),
        ("measures", [measure.name for measure in MEASURES]),
        ("distributions", list(DISTRIBUTIONS)),
    ],
)
def test_a_reference_names_everything_there_is(acd_command, kind, names):
    shown = acd_command("list", kind)
    first = {line.split()[0] for line in shown.output.splitlines() if line.strip()}
    assert shown.exit_code == 0
    assert set(names) <= first


def test_a_reference_keeps_within_100_columns(acd_command):
    for kind in ("policies", "measures", "distributions"):
        assert max(map(len, acd_command("list", kind).output.splitlines())) <= 100


def test_the_schema_accepts_a_scenario_and_refuses_an_unknown_key(acd_command):
    schema = json.loads(acd_command("schema").output)
    scenario = json.loads(json.dumps(YAML(typ="safe").load(SMALL), default=str))
    jsonschema.validate(scenario, schema)
    with pytest.raises(jsonschema.ValidationError, match="unheard_of"):
        jsonschema.validate({**scenario, "unheard_of": 1}, schema)
