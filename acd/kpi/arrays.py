"""Log frames become plain arrays once: names to numbers, seconds to microseconds, missing to -1.

All measures read these arrays. This module must not know a measure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from acd.kpi.chains import Chains
from acd.kpi.grid import Grid
from acd.kpi.intervals import Codes, Times, Truths
from acd.log.schema import AGENT_REASONS, OUTCOMES, REASONS, RETURN_KINDS, STATES

ANSWERED, ABANDONED, REFUSED, CALLBACK, CARRIED_OVER, UNREACHED = (
    OUTCOMES.index(word)
    for word in ("answered", "abandoned", "refused", "callback", "carried_over", "unreached")
)
RIGHT_PARTY = REASONS.index("right party")
RECONTACT, REDIAL, LEFT = (RETURN_KINDS.index(kind) for kind in ("recontact", "redial", "left"))
WISHES = ("preferred agent", "other agent")
CONSULTED, HUNG_UP, NOT_REACHED = (REASONS.index(why) for why in ("consulted", "hung up", "not reached"))


def times_of(column: pd.Series[float]) -> Times:
    """Take a column of times.

    Parameters
    ----------
    column : pandas.Series
        Times [s], missing ones NaN.

    Returns
    -------
    numpy.ndarray
        Times [us], missing ones -1.
    """
    seconds = column.to_numpy(np.float64)
    return np.rint(np.where(np.isnan(seconds), -1e-6, seconds) * 1e6).astype(np.int64)


def codes_of(column: pd.Series[Any], names: Sequence[str]) -> Times:
    """Take a column of names as their places in a list.

    Parameters
    ----------
    column : pandas.Series
        A categorical; its own order does not matter.
    names : sequence of str
        The list.

    Returns
    -------
    numpy.ndarray
        Places; -1 for missing and for names not in the list.
    """
    codes = column.cat.codes.to_numpy()
    own = list(column.cat.categories)
    if own == list(names):
        return codes.astype(np.int64)
    place = np.array([names.index(name) if name in names else -1 for name in own] + [-1], np.int64)
    return place[codes]


@dataclass(frozen=True)
class Legs:
    """The legs of one replication, one place a leg in every array.

    Parameters
    ----------
    row : numpy.ndarray
        Interval of joining; -1 for legs that no measure counts.
    category, tier, group, agent, outcome, reason, return_kind : numpy.ndarray
        Codes; those of agents are the log's own.
    steered_from : numpy.ndarray
        Category in which the customer would have joined but for another channel that was offered, -1 for none.
    matter, attempt, contact, leg : numpy.ndarray
        Numbers as in the log.
    arrived, joined, bound, ended, wrapped, return_at : numpy.ndarray
        Times [us], -1 for none.
    settled : numpy.ndarray
        1 settled, 0 not, -1 unknown.
    wait : numpy.ndarray
        Measured wait [us]; -1 without a completed one, and of callbacks.
    hold, announced : numpy.ndarray
        Time on hold; estimated wait as it joined, -1 for none [us].
    rings, callback, score : numpy.ndarray
        Offers that no agent took; which attempt at a callback it is, 0 for none; thousandths of a point, -1 for none.
    referred, unverified, surveyed, followed : numpy.ndarray
        The leg was referred to another category; its customer did not pass verification; was asked afterwards; gave
        answers that opened a case.
    chains : Chains
        What each leg is to its contact.
    wished, granted : numpy.ndarray
        The leg was answered and its customer wanted an agent; that agent answered.
    """

    row: Times
    category: Codes
    tier: Codes
    group: Codes
    agent: Codes
    outcome: Codes
    reason: Codes
    return_kind: Codes
    steered_from: Codes
    matter: Codes
    attempt: Codes
    contact: Codes
    leg: Codes
    arrived: Times
    joined: Times
    bound: Times
    ended: Times
    wrapped: Times
    return_at: Times
    settled: Codes
    wait: Times
    hold: Times
    announced: Times
    rings: Times
    callback: Times
    score: Times
    referred: Truths
    unverified: Truths
    surveyed: Truths
    followed: Truths
    chains: Chains
    wished: Truths
    granted: Truths

    @classmethod
    def of(cls, frame: pd.DataFrame, grid: Grid) -> Legs:
        """Take the legs from a frame.

        Parameters
        ----------
        frame : pandas.DataFrame
            One row a leg, of one replication.
        grid : Grid
            Names and intervals.

        Returns
        -------
        Legs
            The same as arrays.
        """
        names = ("arrived", "joined", "bound", "ended", "wrapped", "return_at")
        times = {name: times_of(frame[name]) for name in names}
        codes = {
            "category": codes_of(frame["category"], grid.categories),
            "tier": codes_of(frame["tier"], grid.tiers),
            "group": codes_of(frame["group"], grid.groups),
            "agent": frame["agent"].cat.codes.to_numpy().astype(np.int64),
            "outcome": codes_of(frame["outcome"], OUTCOMES),
            "reason": codes_of(frame["reason"], REASONS),
            "return_kind": codes_of(frame["return_kind"], RETURN_KINDS),
            "steered_from": codes_of(frame["steered_from"], grid.categories),
        }
        numbers = {name: frame[name].to_numpy() for name in ("matter", "attempt", "contact", "leg")}
        referred = frame["referred_to"].notna().to_numpy(bool)
        onward = referred | (codes["outcome"] == CALLBACK) | (codes["reason"] == NOT_REACHED)
        why = codes["reason"] == CONSULTED, codes["outcome"] == REFUSED
        callback = frame["callback"].to_numpy(np.int64)
        return cls(
            row=grid.segments.row(times["joined"]),
            settled=frame["settled"].astype("Int8").fillna(-1).to_numpy(np.int8),
            wait=np.where(callback > 0, -1, _waits(codes["outcome"], times)),
            hold=times_of(frame["hold"]),
            announced=times_of(frame["announced"]),
            rings=frame["rings"].to_numpy(np.int64),
            callback=callback,
            score=np.rint(frame["score"].fillna(-0.001).to_numpy() * 1000).astype(np.int64),
            referred=referred,
            unverified=~frame["verified"].fillna(value=True).to_numpy(bool),
            surveyed=frame["surveyed"].fillna(value=False).to_numpy(bool),
            followed=frame["followed_up"].fillna(value=False).to_numpy(bool),
            chains=Chains.of(numbers["contact"], numbers["leg"], onward, *why),
            **numbers,
            wished=(codes_of(frame["reason"], WISHES) >= 0) & (callback == 0),
            granted=(codes_of(frame["reason"], WISHES[:1]) >= 0) & (callback == 0),
            **codes,
            **times,
        )

    @property
    def passed_on(self) -> Truths:
        """Tell which legs ended with the contact going on in another leg: answered, and nothing said of the matter."""
        return np.asarray((self.outcome == ANSWERED) & (self.ended >= 0) & (self.settled < 0))

    @property
    def in_line(self) -> Truths:
        """Tell which legs are queue legs: callbacks are not, nobody is on the line who waits."""
        return np.asarray(self.callback == 0)

    @property
    def spoken(self) -> Truths:
        """Tell in which legs an agent had the customer: not where one was only asked, or dialled in vain."""
        reached = (self.outcome == ANSWERED) & (self.reason != NOT_REACHED)
        return np.asarray(reached & ~self.chains.question)

    @property
    def handed(self) -> Truths:
        """Tell in which legs an agent took the customer over from another one."""
        before = self.chains.before
        left_first = (self.reason == HUNG_UP) & ~self.referred
        over = (before >= 0) & self.referred[before] & (self.ended[before] >= 0)
        over &= self.agent != self.agent[before]
        return np.asarray((self.outcome == ANSWERED) & over & ~left_first)

    def left(self, end: int) -> Times:
        """Tell when each leg left the line.

        Parameters
        ----------
        end : int
            Stands for the end of legs that never left [us].

        Returns
        -------
        numpy.ndarray
            Times [us].
        """
        waiting = np.where(self.ended >= 0, self.ended, end)
        return np.where(self.bound >= 0, self.bound, waiting)

    def latest(self) -> int:
        """Return the last moment that the legs know of, returns left out.

        Returns
        -------
        int
            Time [us]; -1 without legs.
        """
        return max(
            int(times.max(initial=-1)) for times in (self.joined, self.bound, self.ended, self.wrapped)
        )


def _waits(outcome: Times, times: dict[str, Times]) -> Times:
    waits = np.full(len(outcome), -1, np.int64)
    answered, refused = outcome == ANSWERED, outcome == REFUSED
    abandoned = outcome == ABANDONED
    waits[answered] = (times["bound"] - times["joined"])[answered]
    waits[abandoned] = (times["ended"] - times["joined"])[abandoned]
    waits[refused] = 0
    return waits


@dataclass(frozen=True)
class Spells:
    """What agents did from when to when, one place a change of state in every array.

    Parameters
    ----------
    start, end : numpy.ndarray
        When the state began and ended [us].
    logged_in : numpy.ndarray
        When the agent's presence began of which this spell is a part [us].
    group, state : numpy.ndarray
        Codes.
    reason : numpy.ndarray
        Code of the reason; -1 for a user's own word.
    overtime : numpy.ndarray
        The shift was over, and the agent went on.
    load : numpy.ndarray
        Contacts in hand.
    """

    start: Times
    end: Times
    logged_in: Times
    group: Codes
    state: Codes
    reason: Codes
    overtime: Truths
    load: Codes

    @classmethod
    def of(cls, frame: pd.DataFrame, grid: Grid, end: int) -> Spells:
        """Take the spells from a frame.

        Parameters
        ----------
        frame : pandas.DataFrame
            One row a change, of one replication.
        grid : Grid
            Names.
        end : int
            When the spells end that the log leaves open [us].

        Returns
        -------
        Spells
            The spells agent by agent.
        """
        time, agent = times_of(frame["time"]), frame["agent"].cat.codes.to_numpy()
        order = np.argsort(agent, kind="stable")
        time, agent = time[order], agent[order]
        state = codes_of(frame["state"], STATES)[order]
        reason = codes_of(frame["reason"], AGENT_REASONS)[order]
        last = np.ones(len(time), bool)
        last[:-1] = agent[1:] != agent[:-1]
        until = np.where(last, end, np.append(time[1:], end))[: len(time)]
        return cls(
            start=time,
            end=until,
            logged_in=time[_first_present(state == STATES.index("off"), last)],
            group=codes_of(frame["group"], grid.groups)[order],
            state=state,
            reason=reason,
            overtime=_in_overtime(state, reason, last),
            load=frame["load"].to_numpy()[order],
        )


def _first_present(off: Truths, last: Truths) -> Codes:
    """Find the row in which each row's presence began: after being off, or the agent's first."""
    begins = np.ones(len(off), bool)
    begins[1:] = off[:-1] | last[:-1]
    return np.maximum.accumulate(np.where(begins, np.arange(len(off)), 0))


def _in_overtime(state: Times, reason: Times, last: Truths) -> Truths:
    """Tell which spells are overtime: from the row that says so until the agent is off or a shift begins."""
    begins = (reason == AGENT_REASONS.index("overtime")) & (state != STATES.index("off"))
    ends = (state == STATES.index("off")) | (reason == AGENT_REASONS.index("shift"))
    ends[:1] = True
    ends[1:] |= last[:-1]
    said = np.maximum.accumulate(np.where(begins | ends, np.arange(len(state)), 0))
    return np.asarray(begins[said])
