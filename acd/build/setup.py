"""build_setup: a checked scenario becomes the tables that are fixed during a run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from acd.build.agent_rules import agent_rule_arrays
from acd.build.arrivals import ArrivalTables, share_rows
from acd.build.campaigns import campaign_arrays, most_dials
from acd.build.contact_rules import reserve_rows, term_rows
from acd.build.distributions import DistributionTable
from acd.build.flows import burst_rows, flow_rows, play_rows
from acd.build.handling import asks, channel_arrays, is_rich, life_arrays
from acd.build.keys import origin_of
from acd.build.offers import ring_rows
from acd.build.own import own_rows
from acd.build.plans import plan_arrays
from acd.build.relations import relation_arrays
from acd.build.routing import line_rows, mask_rows, route_rows, rule_row
from acd.build.staffing import staffing_arrays
from acd.core.codes import Arrivals, AtClose
from acd.core.columns import CATEGORY, FACTOR, OPEN_TIME, PLANET
from acd.core.tables import NEVER, NONE, SECOND
from acd.scenario.calendar import horizon, openings
from acd.scenario.channel_hours import serves
from acd.scenario.curves import arrival_pieces, arrival_trace, samples
from acd.scenario.own import own_words

if TYPE_CHECKING:
    from acd.scenario import Category, Distribution, Scenario

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Setup:
    """What is fixed during a run, in the core's terms.

    Parameters
    ----------
    arrays : dict of str to numpy.ndarray
        The setup tables by name.
    sizes : tuple of int
        Number of agents of each group, in the scenario's order.
    antithetic : bool
        Replications 2k and 2k + 1 are a pair: the same uniform numbers, those of the second mirrored.
    own : Scenario, optional
        The scenario, where it names functions of the user's own, which may go wrong.
    """

    arrays: dict[str, Array]
    sizes: tuple[int, ...]
    antithetic: bool = False
    own: Scenario | None = None

    @property
    def n_agents(self) -> int:
        """Number of agents in all groups."""
        return sum(self.sizes)

    @property
    def n_categories(self) -> int:
        """Number of categories."""
        return len(self.arrays["category"])

    @property
    def n_groups(self) -> int:
        """Number of groups."""
        return len(self.sizes)

    @property
    def n_channels(self) -> int:
        """Number of channels."""
        return len(self.arrays["channel"])

    @property
    def most_held(self) -> int:
        """Decisions that one command may cause about all agents' hands: where channels have hours, or in rounds."""
        service = self.arrays["service"]
        held = np.array(service["limit"]).reshape(self.n_groups, -1).sum(axis=1)
        total = int(held @ np.array(self.sizes))
        if self.arrays["rules"]["rounds"][0]:
            return 4 * total  # each may be offered, offered elsewhere, taken back and waits on
        return total if service["timed"].any() else 0

    @property
    def rich(self) -> bool:
        """Whether contacts have paths, ring, or share an agent."""
        return bool(self.arrays["planet"]["rich"][0])

    @property
    def n_lines(self) -> int:
        """Number of categories times tiers."""
        return self.n_categories * int(self.arrays["rules"]["n_tiers"][0])


def build_setup(scenario: Scenario, *, antithetic: bool = False) -> Setup:
    """Make the setup of a scenario.

    Parameters
    ----------
    scenario : Scenario
        Checked when it was loaded; nothing is checked here again.
    antithetic : bool
        Replications come in pairs, see `Setup`.

    Returns
    -------
    Setup
        The tables that are fixed during a run.
    """
    distributions = DistributionTable(lambda d: samples(scenario, d))
    arrays = staffing_arrays(scenario, distributions)
    sizes = tuple(int(count) for count in arrays["group"]["count"])
    arrivals = ArrivalTables(scenario.interval)
    arrays["flow"] = flow_rows(scenario, distributions)
    arrays["burst"] = burst_rows(scenario)
    arrays["category"] = _category_rows(scenario, distributions)
    _fill_arrivals(arrays, scenario, arrivals)
    arrays["factor"] = factor_rows(scenario)
    same = alike(arrays["category"], arrays["factor"])
    arrays["category"]["alike"] = same & ~_with_learners(scenario)
    arrays["share"] = share_rows(scenario)
    arrays |= relation_arrays(scenario)
    arrays["planet"] = _planet_row(scenario, arrays, sum(sizes))
    arrays["open_time"] = _open_time_rows(scenario)
    arrays["planet"]["n_open_time"] = len(arrays["open_time"])
    arrays["planet"]["learning"] = any(group.tenure for group in scenario.agents.values())
    arrays["planet"]["busyness"] = distributions.add(scenario.busyness, 1.0)
    arrays["rules"] = rule_row(scenario, sum(sizes))
    channels, _ = channel_arrays(scenario)
    arrays |= channels
    arrays["reserve"], arrays["term"] = reserve_rows(scenario), term_rows(scenario)
    arrays["ring"] = ring_rows(scenario)
    arrays |= campaign_arrays(scenario, distributions, sizes)
    arrays["planet"]["dials"] = most_dials(arrays["campaign"])
    arrays["line"] = line_rows(scenario)
    arrays["route"] = route_rows(scenario)
    arrays["own"] = own_rows(scenario)
    arrays |= agent_rule_arrays(scenario)
    arrays |= plan_arrays(scenario, arrays)
    if is_rich(scenario):
        _enrich(arrays, scenario, distributions)
    arrays |= mask_rows(arrays["route"], len(scenario.agents), len(scenario.tier_names))
    arrays |= arrivals.arrays() | distributions.arrays()
    return Setup(arrays, sizes, antithetic, scenario if own_words(scenario) else None)


def _enrich(arrays: dict[str, Array], scenario: Scenario, distributions: DistributionTable) -> None:
    """Add what only a richer centre has."""
    arrays["planet"]["rich"] = 1
    limits = arrays["service"]["limit"].reshape(-1, len(scenario.channels))
    arrays["planet"]["most_held"] = max(1, int(limits.sum(axis=1).max()))
    arrays["rules"]["keep_decisions"] = 1
    arrays["rules"]["choosy"] = asks(scenario)
    arrays |= life_arrays(scenario, distributions)
    arrays["planet"]["refers"] = (arrays["course"]["desk"] != NONE).any() or (
        arrays["step"]["desk"] != NONE
    ).any()


def _category_rows(scenario: Scenario, table: DistributionTable) -> Array:
    rows = np.zeros(len(scenario.categories), CATEGORY)
    for row, (name, rule) in zip(rows, scenario.categories.items(), strict=True):
        row["origin"] = origin_of("category", name)
        row["max_queue"] = NEVER if rule.max_queue is None else rule.max_queue
        for key in ("ivr", "handle", "wrap_up"):
            row[key] = table.add(getattr(rule, key), SECOND)
        row["patience"] = table.add(rule.own_patience, SECOND)
        row["busyness"] = table.add(rule.busyness, 1.0)
        row["balk"] = rule.balk
        row["resolution"] = rule.resolution
        _fill_returns(row, rule, table)
    return rows


def _fill_returns(row: Any, rule: Category, table: DistributionTable) -> None:
    for key in ("recontact", "redial"):
        part = getattr(rule, key)
        after: Distribution | None = None if part is None else part.after
        row[key] = 0.0 if part is None else part.probability
        row[f"{key}_after"] = table.add(after, SECOND)
        row[f"{key}_attempts"] = 0 if part is None else part.attempts


def _fill_arrivals(arrays: dict[str, Array], scenario: Scenario, arrivals: ArrivalTables) -> None:
    """Say of each category where its matters come from, and add its days or its trace to the tables."""
    first = 0
    for row, flow, name in zip(arrays["category"], arrays["flow"], scenario.categories, strict=True):
        given = scenario.categories[name].arrivals
        row["arrivals"] = _kind(scenario.categories[name])
        flow["first_swell"] = first
        if given is None or given.trace is not None:
            arrivals.add_empty(scenario.calendar.days)
        else:
            most = arrivals.add_days(arrival_pieces(scenario, name), given)
            flow["n_swell"] = most if row["arrivals"] == Arrivals.VARIED else 0
        if given is not None and given.trace is not None:
            times = arrival_trace(scenario, name)
            row["first_trace"], row["n_trace"] = arrivals.add_trace(times)
            if given.jitter:
                flow["first_play"] = arrivals.add_play(play_rows(scenario, times, given.jitter))
        first += flow["n_swell"]


def _kind(rule: Category) -> Arrivals:
    given = rule.arrivals
    if given is None:
        return Arrivals.NONE if rule.outbound is None else Arrivals.DIALLED
    if given.trace is not None:
        return Arrivals.JITTERED if given.jitter else Arrivals.TRACE
    return Arrivals.RATE if given.plain else Arrivals.VARIED


def factor_rows(scenario: Scenario) -> Array:
    """Return the table ``factor``: one row a category and group.

    Parameters
    ----------
    scenario : Scenario
        Its categories and groups.

    Returns
    -------
    numpy.ndarray
        Factors of one where the group is not authorised.
    """
    rows = []
    for name, rule in scenario.categories.items():
        for group in scenario.agents.values():
            factors = group.authorised.get(name)
            if factors is None:
                rows.append((1.0, 1.0, rule.resolution))
            else:
                settled = rule.resolution if factors.resolution is None else factors.resolution
                rows.append((factors.handle, factors.wrap_up, settled))
    return np.array(rows, FACTOR)


def alike(categories: Array, factors: Array) -> Array:
    """Say of each category whether all groups handle it alike, as if it came by itself: a campaign is not.

    Parameters
    ----------
    categories, factors : numpy.ndarray
        The tables ``category`` and ``factor``.

    Returns
    -------
    numpy.ndarray
        Of bool, shape (categories,).
    """
    own = factors.reshape(len(categories), -1)
    same = own["resolution"] == categories["resolution"][:, None]
    plain = (own["handle"] == 1.0) & (own["wrap_up"] == 1.0) & same
    return np.asarray(plain.all(axis=1) & (categories["arrivals"] != Arrivals.DIALLED))


def _with_learners(scenario: Scenario) -> Array:
    """Say of each category whether agents may handle it who are new."""
    new = [group.authorised for group in scenario.agents.values() if group.tenure]
    return np.array([any(name in own for own in new) for name in scenario.categories], bool)


def _open_time_rows(scenario: Scenario) -> Array:
    """Return when the centre opens and closes, each with the open time before it."""
    rows, total = [(0, 0, 0)], 0
    for start, end in openings(scenario):
        opening, closing = round(start * SECOND), round(end * SECOND)
        rows += [(opening, total, 1), (closing, total + closing - opening, 0)]
        total += closing - opening
    return np.array(rows, OPEN_TIME)


def bits_for(n: int) -> int:
    """Return how many bits an index below ``n`` takes, at least one."""
    return max(1, (n - 1).bit_length())


def _planet_row(scenario: Scenario, arrays: dict[str, Array], n_agents: int) -> Array:
    row = np.zeros(1, PLANET)
    row["horizon"] = round(horizon(scenario) * SECOND)
    row["at_close"] = AtClose.SERVE if serves(scenario) else AtClose[scenario.calendar.at_close.upper()]
    row["steers"] = any(rule.steer is not None for rule in scenario.categories.values())
    row["n_days"] = scenario.calendar.days
    row["n_openings"] = len(arrays["opening"])
    row["n_plan"] = len(arrays["plan"])
    row["busyness"] = NONE
    row["leaving"] = any(max(chances) > 0.0 for chances in arrays["loyalty"].tolist())
    agent_bits, stream_bits = bits_for(n_agents), bits_for(len(scenario.categories))
    row["agent_bits"] = agent_bits
    row["stream_bits"] = stream_bits
    return row
