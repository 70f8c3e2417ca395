"""``acd list`` and ``acd schema`` are generated from the code."""

import json

import jsonschema
import pytest
from ruamel.yaml import YAML

from acd.kpi.catalogue import MEASURES
from acd.scenario import AGENT_POLICIES, CONTACT_POLICIES, DISTRIBUTIONS, GUARANTEES, OF_AGENTS, usable
from tests.cli.conftest import SMALL


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        ("policies", [*AGENT_POLICIES, *CONTACT_POLICIES]),
        ("measures", [measure.name for measure in MEASURES]),
        ("distributions", list(DISTRIBUTIONS)),
        ("policies", [*usable(), *OF_AGENTS]),
    ],
)
def test_a_reference_names_everything_there_is(acd_command, kind, names):
    shown = acd_command("list", kind)
    first = {line.split()[0] for line in shown.output.splitlines() if line.strip()}
    assert shown.exit_code == 0
    assert set(names) <= first


def test_a_reference_keeps_within_100_columns(acd_command):
    for kind in ("policies", "measures", "distributions", "guarantees"):
        assert max(map(len, acd_command("list", kind).output.splitlines())) <= 100


def test_the_guarantees_are_printed_with_what_each_means(acd_command):
    shown = " ".join(acd_command("list", "guarantees").output.split())
    assert all(name in shown for name in GUARANTEES)
    assert "Nobody ever holds, offers included, more than the group's channels allow." in shown


def test_the_policies_are_there_as_json_with_their_names_elsewhere(acd_command):
    told = json.loads(acd_command("list", "policies", "--json").output)
    keys = {(row["list"], row["key"]): row for row in told["keys"]}
    assert set(keys) == {
        *(("choose_agent", key) for key in AGENT_POLICIES),
        *(("choose_contact", key) for key in CONTACT_POLICIES),
    }
    idle = keys["choose_agent", "longest_idle"]["elsewhere"]
    assert (idle["Asterisk"], idle["FreeSWITCH"]) == ("leastrecent", "longest-idle-agent")
    assert keys["choose_contact", "longest_wait"]["promise"] == "nobody who waits is passed over for ever"
    assert told["presets"]["avaya/ead-mia"]["stands_for"] == {
        "choose_agent": ["highest_skill", "longest_idle"]
    }
    assert acd_command("list", "measures", "--json").exit_code == 2


def test_the_schema_takes_functions_of_ones_own(acd_command):
    schema = json.loads(acd_command("schema").output)
    scenario = json.loads(json.dumps(YAML(typ="safe").load(SMALL), default=str))
    jsonschema.validate({**scenario, "routing": {"choose_agent": ["rules.py:near"]}}, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**scenario, "routing": {"choose_agent": ["near by"]}}, schema)


def test_the_schema_accepts_a_scenario_and_refuses_an_unknown_key(acd_command):
    schema = json.loads(acd_command("schema").output)
    scenario = json.loads(json.dumps(YAML(typ="safe").load(SMALL), default=str))
    jsonschema.validate(scenario, schema)
    with pytest.raises(jsonschema.ValidationError, match="unheard_of"):
        jsonschema.validate({**scenario, "unheard_of": 1}, schema)
