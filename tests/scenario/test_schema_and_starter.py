"""The JSON Schema for editors, and the scenario that a newcomer starts from."""

import json

import jsonschema
import pytest

from acd.scenario import Category, Scenario, json_schema, parse, starter
from acd.scenario.agents import Break, Group, Shift, Staffing
from acd.scenario.arrivals import Arrivals
from acd.scenario.contacts import Channel, ServiceLevel
from acd.scenario.distributions import DISTRIBUTIONS
from acd.scenario.hours import Calendar
from acd.scenario.leanings import Factors
from acd.scenario.parts import Part
from acd.scenario.returns import Return
from acd.scenario.routing import Routing
from acd.scenario.tiers import Tier

PARTS: list[type[Part]] = [
    *DISTRIBUTIONS.values(),
    Arrivals,
    Break,
    Calendar,
    Category,
    Channel,
    Factors,
    Group,
    Return,
    Routing,
    Scenario,
    ServiceLevel,
    Shift,
    Staffing,
    Tier,
]


def valid(scenario: Scenario) -> bool:
    """Return whether the schema accepts what the scenario was made from."""
    return jsonschema.Draft202012Validator(json_schema()).is_valid(scenario.source.raw)


def test_the_starter_has_no_fault_and_the_schema_accepts_it() -> None:
    scenario = parse(starter())
    jsonschema.Draft202012Validator.check_schema(json_schema())
    jsonschema.validate(scenario.source.raw, json_schema())
    assert list(scenario.categories) == ["service", "loans"]


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("interval", 1800),
        ("interval", "1.5h"),
        ("calendar.open", "08:00-20:00"),
        ("agents.front.authorised", {"service": {"resolution": "90%"}}),
        ("routing.choose_agent", "random"),
        ("tiers.gold.share", {"service": 0.1}),
        ("tiers.gold.share", 0.1),
        ("categories.loans.arrivals", {"per_interval": [1] * 20 * 5 + [1] * 8}),
    ],
)
def test_the_schema_accepts_every_form_that_can_be_loaded(place: str, value: object) -> None:
    assert valid(parse(starter()).replace(place, value))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("interval", "soon"),
        ("interval", -1),
        ("intervall", "30m"),
        ("categories", {"a": {}}),
        ("agents", {"g": {"count": "many", "authorised": ["a"]}}),
        ("routing", {"choose_agent": ["best"]}),
    ],
)
def test_the_schema_refuses_what_an_editor_can_see(key: str, value: object) -> None:
    raw = {**parse(starter()).source.raw, key: value}
    assert not jsonschema.Draft202012Validator(json_schema()).is_valid(raw)


@pytest.mark.parametrize("part", PARTS)
def test_every_key_of_every_part_is_described(part: type[Part]) -> None:
    assert [key for key, field in part.model_fields.items() if not field.description] == []


def test_the_schema_states_defaults_as_one_writes_them() -> None:
    schema = json.loads(json.dumps(json_schema()))
    assert schema["properties"]["interval"]["default"] == "30m"
    level = schema["$defs"]["ServiceLevel"]["properties"]
    assert [level[key]["default"] for key in level] == ["80%", "20s", "answered", "all", "5s"]
    attempts = schema["$defs"]["Return"]["properties"]["attempts"]
    assert attempts["default"] == 5
    assert "the first one included" in attempts["description"]
