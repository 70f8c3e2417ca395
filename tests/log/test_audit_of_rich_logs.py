"""The audit's rules about contacts with several legs and agents with several contacts, broken in a sound rich log."""

import numpy as np
import pandas as pd
import pytest

import acd
from acd.log import audit
from tests.rich import rich_centre


@pytest.fixture(scope="module")
def log():
    return acd.simulate(rich_centre(), 2, seed=1, keep_log=True).log


def legs_with(log, row, **values):
    legs = log.legs.copy()
    for column, value in values.items():
        legs.loc[row, column] = value
    return legs


def first(rows):
    """Return the first row of which a condition holds."""
    return rows.index[rows][0]


def found(legs, log, text):
    """Say whether the audit of these legs has a message with a text."""
    faults = audit(legs, log.agents)
    assert any(text in fault for fault in faults), faults
    return True


def cold(log):
    """Mark second legs that joined as the first one ended, and were answered."""
    before = log.legs[log.legs["leg"] == 1].set_index(["replication", "contact"])["ended"]
    keys = pd.MultiIndex.from_frame(log.legs[["replication", "contact"]])
    came = log.legs["joined"].to_numpy() == before.reindex(keys).to_numpy()
    return (log.legs["leg"] == 2) & came & log.legs["bound"].notna()


def test_a_sound_rich_log_has_no_faults(log):
    assert audit(log.legs, log.agents) == []
    assert (log.agents["load"] > 1).any()
    assert (log.legs["leg"] > 2).any()


def test_a_leg_whose_number_is_left_out_is_a_fault(log):
    legs = legs_with(log, first(log.legs["leg"] == 2), leg=9)
    assert found(legs, log, "legs count 1, 2, … , arrive together and join one after the other")


def test_legs_of_a_contact_that_arrived_at_different_times_are_a_fault(log):
    legs = legs_with(log, first(log.legs["leg"] == 2), arrived=0.0)
    assert found(legs, log, "arrive together")


def test_a_contact_with_two_agents_who_do_not_talk_about_it_is_a_fault(log):
    later = first(cold(log))
    row = log.legs.loc[later]
    same = (log.legs["contact"] == row["contact"]) & (log.legs["replication"] == row["replication"])
    legs = legs_with(log, first(same & (log.legs["leg"] == 1)), ended=row["ended"] + 1, reason="not verified")
    assert found(legs, log, "a contact is with two agents only while they talk about it")


def test_a_contact_that_ends_twice_is_a_fault(log):
    legs = legs_with(log, first(log.legs["reason"] == "referred"), settled=True)
    assert found(legs, log, "a contact ends in one of its legs")


def test_a_contact_that_never_ends_is_a_fault(log):
    once = (log.legs["leg"] == 1) & (log.legs["settled"] == True) & (log.legs["reason"] == "")  # noqa: E712
    legs = legs_with(log, first(once), settled=pd.NA, reason="referred")
    assert found(legs, log, "a contact ends in one of its legs")


def test_a_contact_that_is_referred_and_goes_on_nowhere_is_a_fault(log):
    legs = legs_with(log, first(log.legs["referred_to"].notna()), referred_to="chats")
    assert found(legs, log, "a contact goes on as the category to which it is referred")


def test_a_matter_that_returns_when_another_leg_announced_it_is_a_fault(log):
    returns = log.legs["return_kind"].isin(["recontact", "redial"]) & (log.legs["leg"] > 1)
    row = first(returns & (log.legs["return_at"] < 36000.0))
    legs = legs_with(log, row, return_at=log.legs.loc[row, "return_at"] + 1)
    assert found(legs, log, "arrive when the one before announced it")


def test_a_load_that_the_legs_do_not_show_is_a_fault(log):
    agents = log.agents.copy()
    last = ~agents.duplicated(["replication", "agent", "time"], keep="last")
    agents.loc[first(last & (agents["load"] > 1)), "load"] += 1
    assert any("of its legs are in hand" in fault for fault in audit(log.legs, agents))


@pytest.mark.parametrize("state", ["hold", "consult"])
def test_a_customer_on_hold_in_nobodys_hands_is_a_fault(log, state):
    agents = log.agents.copy()
    agents.loc[first(agents["state"] == state), "load"] = 0
    assert any("busy agents have contacts in hand" in fault for fault in audit(log.legs, agents))


def test_work_with_two_contacts_at_once_counts_once(log):
    busy = log.legs["wrapped"] - log.legs["bound"]
    group = log.legs["group"] == "first"
    both = busy[group].sum()
    rows = log.agents[log.agents["group"] == "first"]
    working = rows["state"].isin(["busy", "wrap_up", "hold", "consult", "conference"])
    until = rows.groupby(["replication", "agent"], observed=True)["time"].shift(-1)
    assert np.nansum((until - rows["time"])[working]) < 0.95 * both
