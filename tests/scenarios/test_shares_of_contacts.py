"""The lesson on percent allocation: shares hold in total, and what comes of other rules that its head names."""

import acd
from tests.architecture.sources import ROOT

PATH = ROOT / "scenarios" / "shares_of_contacts.yaml"


def partners_share(scenario):
    """Return the share of the answered calls that the partner has, over five replications."""
    measures = acd.simulate(scenario, replications=5, seed=1).measures
    rows = measures[(measures["measure"] == "answered") & measures["interval"].isna()]
    by_group = rows[rows["scope"] == "group"].set_index("name")["value"]
    return by_group["partner"] / by_group.sum()


def test_the_partner_gets_its_share_where_longest_idle_gives_another():
    scenario = acd.load(PATH)
    owed, usual = (
        partners_share(scenario),
        partners_share(scenario.replace("routing.choose_agent", ["longest_idle"])),
    )
    assert abs(owed - 0.30) < 0.002
    assert usual > 0.34


def test_the_fastest_resolver_is_the_partner_as_the_head_says():
    scenario = acd.load(PATH).replace("routing.choose_agent", ["fastest_resolver", "longest_idle"])
    assert partners_share(scenario) > 0.40
