"""Rebuild every file beside this one from the bank's raw records: `python rebuild.py calls.csv.gz`.

The raw records are not part of this project; `../bank.yaml` says where they come from. This script only puts
the parts together and writes; what is kept is in `bank_records`, what is estimated in the other two modules.
"""

import sys
from pathlib import Path

import numpy as np
import pandas as pd
from bank_agents import (
    authorities,
    duty,
    group_authority,
    group_names,
    hours_by_agent,
    mean_on_duty,
    pauses,
    whole_agents,
    wrap_up_values,
)
from bank_customers import (
    FEWEST_IDENTIFIED,
    busyness,
    high_share,
    lags,
    new_matters,
    next_contacts,
    patience_values,
    redial,
    redial_delays,
    steady_small,
)
from bank_readiness import readiness
from bank_records import CATEGORIES, mean_by_interval, n_days, read, slices, start_labels

HERE = Path(__file__).parent
WITHIN = 20.0
N_TALK, N_PATIENCE, N_IVR, N_REDIAL, N_WRAP_UP = 250, 200, 50, 100, 100
UNSETTLED_RETURNS = 0.05


def columns(contacts: pd.DataFrame, value: str, n: int) -> pd.DataFrame:
    """Make one column of n equally likely values for each category."""
    by_category = contacts.dropna(subset=[value]).groupby("category")[value]
    found = {name: slices(values.to_numpy(), n) for name, values in by_category}
    return pd.DataFrame({name: found[name] for name in CATEGORIES.values()})


def patience(contacts: pd.DataFrame) -> pd.DataFrame:
    """Make one column of equally likely times of patience for each category."""
    waited = contacts[contacts["queued"]]
    found = {
        name: patience_values(rows["wait"].to_numpy(), ~rows["answered"].to_numpy(), N_PATIENCE)
        for name, rows in waited.groupby("category")
    }
    return pd.DataFrame({name: found[name] for name in CATEGORIES.values()})


def redials(contacts: pd.DataFrame) -> tuple[dict[str, float], np.ndarray, pd.DataFrame]:
    """Estimate the probability of a redial by category, its delay, and the figures behind it.

    Notes
    -----
    A category with fewer than 1,000 identified customers who left takes the figure of all; the bank's own
    call-backs are not redialled.
    """
    returns = next_contacts(contacts)
    left = returns[~returns["answered"]].groupby("category").size()
    rows = []
    for name in CATEGORIES.values():
        n_left = int(left.get(name, 0))
        probability, by_chance = redial(returns, name if n_left >= FEWEST_IDENTIFIED else None)
        if name == "callback_held":
            probability, by_chance = 0.0, np.nan
        rows.append((name, n_left, by_chance, probability))
    table = pd.DataFrame(rows, columns=["category", "identified_who_left", "by_chance", "redial"])
    return dict(zip(table["category"], table["redial"], strict=True)), redial_delays(returns, N_REDIAL), table


def measured(contacts: pd.DataFrame, days: pd.Series) -> pd.DataFrame:
    """Average the real measures of a week: by half-hour and category, and all sums of them."""
    work = contacts.assign(
        within=contacts["answered"] & (contacts["wait"] <= WITHIN), left=~contacts["answered"]
    )
    weight = 1.0 / days
    each = work["weekday"].map(weight)
    parts = pd.DataFrame(
        {
            "category": work["category"],
            "interval": work["interval"],
            "offered": each,
            "abandoned": each * work["left"],
            "wait_sum": each * work["wait"],
            "within": each * work["within"],
        }
    )
    parts["category"] = pd.Categorical(parts["category"], ["total", *CATEGORIES.values()])
    everything = parts.assign(
        category=pd.Categorical(["total"] * len(parts), parts["category"].cat.categories)
    )
    by_half_hour = pd.concat([everything, parts]).groupby(["category", "interval"], observed=True).sum()
    whole = pd.concat([everything, parts]).drop(columns="interval").groupby("category", observed=True).sum()
    whole = whole.assign(interval=-1).set_index("interval", append=True)
    table = pd.concat([whole, by_half_hour]).reset_index()
    table["start"] = [start_labels()[k][4:] if k >= 0 else "week" for k in table["interval"]]
    for name, total in (("abandonment", "abandoned"), ("wait", "wait_sum"), ("service_level", "within")):
        table[name] = table[total] / table["offered"]
    order = ["start", "category", "offered", "abandonment", "wait", "service_level"]
    return table[order].round({"offered": 2, "abandonment": 4, "wait": 1, "service_level": 4})


def talk_by_time(contacts: pd.DataFrame) -> pd.DataFrame:
    """Compare the mean talk of each half-hour with what its mix of categories would lead one to expect."""
    talks = contacts.dropna(subset=["talk"])
    usual = talks.groupby("category")["talk"].mean()
    parts = (
        talks.assign(expected=talks["category"].map(usual)).groupby("interval")[["talk", "expected"]].mean()
    )
    parts["ratio"] = (parts["talk"] / parts["expected"]).round(3)
    parts.insert(0, "start", [label[4:] for label in start_labels()[: len(parts)]])
    return parts


def with_start(table: pd.DataFrame) -> pd.DataFrame:
    """Replace the index by the column that scenario files want."""
    table = table.reset_index(drop=True)
    table.insert(0, "start", start_labels())
    return table


def write(name: str, table: pd.DataFrame, decimals: int) -> None:
    """Write one small file."""
    table.round(decimals).to_csv(HERE / name, index=False)
    print(f"{name}: {len(table)} rows")


def write_customers(contacts: pd.DataFrame) -> pd.DataFrame:
    """Write what describes the customers; return the figures that go into the scenario by hand."""
    days = n_days(contacts)
    probability, delays, figures = redials(contacts)
    offered = mean_by_interval(contacts, days)
    left = mean_by_interval(contacts[~contacts["answered"]], days)
    arrivals = new_matters(offered, left, probability, lags(delays))
    arrivals -= UNSETTLED_RETURNS * (offered - left)
    write("arrivals.csv", with_start(steady_small(arrivals.clip(lower=0.0))), 3)
    write("talk.csv", columns(contacts, "talk", N_TALK), 1)
    write("talk_by_time.csv", talk_by_time(contacts), 3)
    write("ivr.csv", columns(contacts, "ivr", N_IVR), 1)
    write("patience.csv", patience(contacts), 1)
    write("redial.csv", pd.DataFrame({"after": delays}), 1)
    write("measured.csv", measured(contacts, days), 4)
    common, own = busyness(contacts)
    figures = figures.assign(busyness=figures["category"].map(own), high=high_share(contacts).to_numpy())
    known = contacts.loc[contacts["queued"], "high"].mean()
    everyone = ("all", figures["identified_who_left"].sum(), np.nan, np.nan, common, known)
    return pd.concat([figures, pd.DataFrame([everyone], columns=figures.columns)])


def write_agents(contacts: pd.DataFrame) -> pd.DataFrame:
    """Write what describes the agents; return who serves what."""
    serves = authorities(contacts)
    stretch = duty(contacts, serves)
    hours = hours_by_agent(stretch, serves.index)
    groups = group_names(serves, hours)
    mean = mean_on_duty(stretch, groups, n_days(contacts))
    write("on_duty.csv", with_start(mean), 2)
    write("staffing.csv", with_start(whole_agents(mean)), 0)
    write("wrap_up.csv", pd.DataFrame({"all": wrap_up_values(*pauses(contacts, serves), N_WRAP_UP)}), 1)
    write("readiness.csv", readiness(contacts, stretch, serves), 3)
    authority = group_authority(serves, groups, hours).loc[mean.columns]
    authority.insert(0, "hours", hours.groupby(groups).sum() / hours.sum())
    return authority.rename_axis("group").reset_index()


def main(arguments: list[str]) -> None:
    """Rebuild all files from the raw file given as the one argument."""
    if len(arguments) != 1:
        sys.exit("usage: python rebuild.py RAW.csv.gz")
    contacts = read(Path(arguments[0]))
    print(f"{len(contacts)} contacts on {contacts['date'].nunique()} days: {n_days(contacts).to_dict()}")
    write("customers.csv", write_customers(contacts), 4)
    write("authority.csv", write_agents(contacts), 3)


if __name__ == "__main__":
    main(sys.argv[1:])
