"""Where contacts have several legs, tallies, which see one row at a time, are equal to what the whole log says."""

from hashlib import sha256
from unittest.mock import patch

import numpy as np
import pytest

from acd.build import state
from acd.clocks import CompiledClock, SimpyClock
from acd.kpi import Grid
from acd.kpi.arrays import CALLBACK, Legs
from tests.rich import rich_centre, stopped_at
from tests.runs import frames
from tests.tallied import both_cells, counting, differences

CLOSINGS = ("serve", "turn_away", "carry_over")


@pytest.mark.parametrize("closing", CLOSINGS)
@pytest.mark.parametrize("warm_up", ["0s", "1d", "31200s"])
def test_tallies_are_equal_to_the_log(closing, warm_up):
    scenario = rich_centre(closing, warm_up=warm_up)
    for seed in (1, 2):
        assert differences(*both_cells(scenario, CompiledClock().run(counting(scenario, seed)))) == []


@pytest.mark.parametrize("closing", CLOSINGS)
def test_tallies_are_equal_to_the_log_whenever_a_run_is_stopped(closing):
    scenario = rich_centre(closing, days=1)
    for minutes in range(483, 660, 17):
        assert differences(*stopped_at(scenario, minutes / 60)) == []


def test_tallies_are_the_same_on_simpy_and_with_logs_that_are_emptied_again_and_again():
    scenario = rich_centre("carry_over")
    expected = tables(CompiledClock().run(counting(scenario)))
    assert tables(SimpyClock().run(counting(scenario, log=False))) == expected
    with patch.object(state, "TALLY_ROWS", 2), patch.object(state, "FIRST_CONTACTS", 2):
        small = counting(scenario, log=False)
    assert tables(CompiledClock().run(small), "leg_cell", "group_cell") == {
        name: expected[name] for name in ("leg_cell", "group_cell")
    }


def tables(logs, *names):
    """Return a digest of the tables of the tallies."""
    return {name: sha256(logs.tallies[name].tobytes()).hexdigest() for name in names or logs.tallies}


@pytest.mark.parametrize("closing", CLOSINGS)
def test_every_customers_contact_that_is_over_settled_comes_back_opens_a_case_or_loses_the_customer(closing):
    scenario = rich_centre(closing)
    logs = CompiledClock().run(counting(scenario))
    tallied, _ = both_cells(scenario, logs)
    sales = list(scenario.categories).index("sales")
    over = logs.legs[(logs.legs["last"] == 1) & (logs.legs["category"] != sales)]
    counted = [
        int(np.delete(tallied.leg(name), sales, axis=0).sum()) for name in ("redials", "recontacts", "lost")
    ]
    cases = int(((over["settled"] == 0) & (over["asked"] == 3)).sum())
    assert cases > 0
    assert len(over) == int((over["settled"] == 1).sum()) + sum(counted) + cases


def test_the_last_leg_of_a_contact_in_the_log_is_the_one_that_the_core_says_it_is():
    scenario = rich_centre("turn_away")
    logs = CompiledClock().run(counting(scenario))
    table = Legs.of(frames(scenario, logs)[0], Grid.of(scenario))
    over = table.chains.last & ~table.passed_on & (table.ended >= 0) & (table.outcome != CALLBACK)
    assert ((logs.legs["last"] == 1) == over).all()
