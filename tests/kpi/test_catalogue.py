import dataclasses

import numpy as np

from acd.kpi import GIVEN, MEASURES, measure
from acd.kpi.grid import SCOPES
from tests.kpi.grids import TEN_ROWS
from tests.log import ten_rows

CONTRACT = """offered answered abandoned refused callbacks carried_over service_level service_level_answered
service_level_ex_short service_level_lenient target_met abandonment time_to_abandon asa wait
wait_max wait_p50 wait_p90 wait_p95 wait_p99 waited queue backlog aht erlangs staffed paid_hours
not_ready occupancy fcr_true fcr_gross fcr_net fcr_window contacts_per_matter redials recontacts
referrals transfers verification_failures no_answers lost_customers satisfaction
expectations_met cost overtime_hours absence not_ready_break not_ready_meeting not_ready_training
not_ready_late not_ready_other callback_wait"""
ADDED = """fcr_true_first fcr_gross_first fcr_net_first fcr_window_first hold concurrency consults
customers_left preferred_served surveys follow_ups survey_response callback_reached estimate_bias estimate_error
dials connect_rate right_party penetration steered"""


def test_the_catalogue_holds_every_measure_of_the_contract_in_its_order():
    names = [one.name for one in MEASURES]
    assert [name for name in names if name not in ADDED.split()] == CONTRACT.split()
    assert {*names} == {*CONTRACT.split(), *ADDED.split()}


def test_measures_that_nothing_can_move_yet_are_listed_and_not_given():
    later = {one.name for one in MEASURES} - {one.name for one in GIVEN}
    assert later == set()


def test_every_measure_says_what_it_means_and_how_it_is_computed():
    assert all(one.unit and one.meaning and one.formula for one in MEASURES)


def test_a_measure_has_values_in_its_scopes_and_nowhere_else():
    grid = dataclasses.replace(TEN_ROWS, records=(5, 5, 5))  # some measures are those of campaigns alone
    sums = measure(ten_rows.legs(), ten_rows.agents(), grid)
    for place, given in enumerate(GIVEN):
        for scope in SCOPES:
            lines = sums.denominator[place, TEN_ROWS.lines[scope]]
            assert np.isnan(lines).all() == (scope not in given.scopes), (given.name, scope)
            assert not np.isnan(lines).any() or scope not in given.scopes, (given.name, scope)
