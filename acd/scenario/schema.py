"""The JSON Schema of a scenario file, for editors that complete and check while one types.

Generated from the models; what a schema cannot say (names that must exist, files that must fit) `acd check`
says.
"""

from __future__ import annotations

from typing import Any

from acd.scenario.model import Scenario

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a scenario file.

    Returns
    -------
    dict
        Draft 2020-12, with a description and default of every key; a duration, rate or share may be text with
        its unit.
    """
    schema = _without_titles(Scenario.model_json_schema())
    assert isinstance(schema, dict)
    return {"$schema": DIALECT, "title": "acd scenario, version 1", **schema}


def _without_titles(schema: object) -> object:
    """Return a schema without the titles pydantic makes of keys: they only repeat the key."""
    if isinstance(schema, list):
        return [_without_titles(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    titles = [key for key, value in schema.items() if key == "title" and isinstance(value, str)]
    return {key: _without_titles(value) for key, value in schema.items() if key not in titles}
