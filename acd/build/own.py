"""Keys of the user's own to the table of their functions; and what is said when one returned no finite number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from acd.core.columns import OWN
from acd.core.own import NOT_A_NUMBER, TOO_LARGE, UncompiledError, address_of
from acd.core.tables import NONE, Tables
from acd.errors import AcdError
from acd.scenario.own import OF_AGENTS, own_keys, own_words, place_of, wanted

if TYPE_CHECKING:
    from acd.scenario import Scenario
    from acd.scenario.functions import OwnKey

Array = np.ndarray[Any, Any]


def own_rows(scenario: Scenario) -> Array:
    """Return the table ``own``: where this process finds the functions of a scenario, compiled where they are not yet.

    Parameters
    ----------
    scenario : Scenario
        Checked.

    Returns
    -------
    numpy.ndarray
        One row a function; good in this process only.

    Raises
    ------
    AcdError
        When a function cannot be compiled.
    """
    rows = np.zeros(len(own_words(scenario)), OWN)
    for row, key in zip(rows, own_keys(scenario), strict=True):
        numbers = wanted(key.function, OF_AGENTS, key.name)
        try:
            row["place"] = address_of(key.function, numbers, _known_as(key))
        except UncompiledError as error:
            allowed = "it may use numbers, math and functions of these"
            message = f"'{key.name}' cannot be compiled: {error}; {allowed}"
            raise AcdError(str(scenario.source.fault(place_of(scenario, key.name), message))) from None
    return rows


def _known_as(key: OwnKey) -> object:
    """Return by what a function is known: by what it does, where that can be told."""
    try:
        return key.content
    except AcdError:
        return key.function


def check_own(tables: Tables, scenario: Scenario) -> None:
    """Refuse to go on when a function of the user's returned no finite number.

    Parameters
    ----------
    tables : Tables
        Of a run or a router.
    scenario : Scenario
        Whose functions they are.

    Raises
    ------
    AcdError
        With the first such function, what it returned, and what for.
    """
    desk = tables["desk"][0]
    if desk["own_fault"]:
        raise AcdError(own_fault(tables, scenario))


def own_fault(tables: Tables, scenario: Scenario) -> str:
    """Return what is to be said of the first function that returned no finite number.

    Parameters
    ----------
    tables : Tables
        Of a run or a router in which there was one.
    scenario : Scenario
        Whose functions they are.

    Returns
    -------
    str
        One line.
    """
    desk = tables["desk"][0]
    name = own_words(scenario)[int(desk["own_fault"]) - 1]
    got = {NOT_A_NUMBER: "nan or failed", TOO_LARGE: "inf"}.get(int(desk["own_got"]), "-inf")
    category = list(scenario.categories)[int(desk["own_category"])]
    whom = f"a contact of '{category}'"
    if desk["own_agent"] != NONE:
        group = list(scenario.agents)[int(tables["member"]["group"][desk["own_agent"]])]
        whom += f" and agent {int(desk['own_agent'])} (of '{group}')"
    return f"routing: '{name}' returned {got} for {whom}; let it return a finite number for every contact and agent"
