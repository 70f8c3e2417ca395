"""Every measure: its name, unit, meaning and formula, where it is given and since when.

Code, checks and documents read this table. It must not know how a measure is computed from a log; the
functions that do stand in `waiting`, `quantiles`, `matters` and `agents`.

Words of the formulas: a leg is one stay in a line, one more where a contact is referred, and one where an agent asks
another one about it (a question), but none for a callback, which nobody waits for on the line; A are the legs answered,
T the service level time of the leg's tier, else of its category; a sum over categories is the sum of their numerators
over the sum of their denominators.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["ratio", "count", "quantile", "max"]

_LEG = ("total", "category", "channel", "tier")
_EVERY = ("total", "category", "group", "channel", "tier")
_AGENT = ("total", "group")
_GROUP = ("group",)
_FIRST = "0.1.0"


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure.

    Parameters
    ----------
    name : str
        As in results.
    unit : str
        Unit of the value.
    kind : {'ratio', 'count', 'quantile', 'max'}
        A ratio is divided over the sums of all replications, the others are averaged over replications.
    meaning : str
        What the value says.
    formula : str
        How it is computed, with the rules for legs that are a special case.
    scopes : tuple of str
        Kinds of lines it is given for.
    since : str, optional
        First version that gives it; None when this one does not yet.
    """

    name: str
    unit: str
    kind: Kind
    meaning: str
    formula: str
    scopes: tuple[str, ...] = _LEG
    since: str | None = _FIRST

    @property
    def available(self) -> bool:
        """True when this version gives the measure."""
        return self.since is not None


_WAITS = "balked and refused legs wait 0 s; callbacks and carried-over legs have no wait and are left out"

MEASURES = (
    Measure(
        "offered", "legs", "count", "queue legs",
        "answered + abandoned + refused + callbacks + carried_over",
    ),
    Measure("answered", "legs", "count", "queue legs bound to an agent", "legs answered", _EVERY),
    Measure(
        "abandoned", "legs", "count", "queue legs whose customer gave up",
        "legs abandoned, balked ones included",
    ),
    Measure("refused", "legs", "count", "queue legs refused", "legs that met a full queue or closed lines"),
    Measure(
        "callbacks", "legs", "count", "queue legs that became a callback",
        "legs that left the line for a callback",
    ),
    Measure(
        "carried_over", "legs", "count", "queue legs waiting when the run ends",
        "legs that joined and never left",
    ),
    Measure(
        "service_level", "share", "ratio", "answered within T of all offered",
        "A within T / offered; where the target says `until: finished`, done with within T; where it says "
        "`hours: open`, T counts opening hours only",
    ),
    Measure(
        "service_level_answered", "share", "ratio", "answered within T of those answered",
        "A within T / A", _EVERY,
    ),
    Measure(
        "service_level_ex_short", "share", "ratio", "answered within T, short abandons left out",
        "A within T / (offered - abandoned after less than short_abandon)",
    ),
    Measure(
        "service_level_lenient", "share", "ratio", "answered or abandoned within T",
        "(A within T + abandoned within T) / offered",
    ),
    Measure(
        "target_met", "share", "ratio", "share of days whose service level reaches the target",
        "days of a category with service_level >= share / days of a category with offered > 0; "
        "in interval rows intervals of a category instead of days",
    ),
    Measure("abandonment", "share", "ratio", "share of those offered who gave up", "abandoned / offered"),
    Measure(
        "time_to_abandon", "s", "ratio", "mean wait of those who abandoned",
        "sum of their waits / abandoned",
    ),
    Measure("asa", "s", "ratio", "mean wait of those answered", "sum of their waits / A", _EVERY),
    Measure(
        "wait", "s", "ratio", "mean wait of all offered",
        f"sum of waits / legs with a completed wait; {_WAITS}",
    ),
    Measure("wait_max", "s", "max", "longest wait", f"largest wait of a replication; {_WAITS}"),
    *(
        Measure(
            f"wait_p{percent}", "s", "quantile", f"wait that {percent} % do not exceed",
            f"least w with F(w) >= {percent / 100} in a replication; {_WAITS}; without a log, and with more than "
            "65,536 waits in a replication, known to about 0.033 s or 0.4 %",
        )
        for percent in (50, 90, 95, 99)
    ),
    Measure(
        "waited", "share", "ratio", "share that waited at all",
        "legs with wait > 0 or without a completed wait / offered",
    ),
    Measure(
        "queue", "contacts", "ratio", "time-average number waiting",
        "time waited / open time; past closing too, unless contacts wait for the next day",
    ),
    Measure(
        "backlog", "contacts", "count", "number waiting at the end",
        "legs waiting when the run ends, warm-up's included; in interval rows when the interval ends",
    ),
    Measure(
        "aht", "s", "ratio", "handle and wrap-up per answered leg",
        "their sum / A and callbacks reached, both without legs in hand", _EVERY,
    ),
    Measure(
        "hold", "s", "ratio", "time on hold per answered leg",
        "time on hold / A and callbacks reached, both without legs in hand; a part of aht", _EVERY,
    ),
    Measure(
        "erlangs", "erlangs", "ratio", "mean handling and wrap-up in progress",
        "time in them, past closing too / open time", _EVERY,
    ),
    Measure(
        "staffed", "agents", "ratio", "mean agents logged in",
        "time logged in, past closing too / open time", _AGENT,
    ),
    Measure(
        "paid_hours", "h", "count", "hours paid", "time logged in - unpaid breaks + absence", _AGENT
    ),
    Measure(
        "not_ready", "share", "ratio", "share of logged-in time not ready",
        "time not ready, breaks included / time logged in", _AGENT,
    ),
    Measure(
        "occupancy", "share", "ratio", "share of ready time with work in hand",
        "time with a contact or wrap-up in hand / (time logged in - breaks - not ready); ringing is idle",
        _AGENT,
    ),
    Measure(
        "concurrency", "contacts", "ratio", "contacts in hand of an agent who has any",
        "time in handling and wrap-up / time of agents with a contact or wrap-up in hand", _AGENT,
    ),
    Measure(
        "fcr_true", "share", "ratio", "matters settled in their first answered contact",
        "matters settled in their first answered contact, referrals included / matters begun; "
        "by group: of those whose first answered contact it handled last", _EVERY,
    ),
    Measure(
        "fcr_gross", "share", "ratio", "matters settled at once, of those answered",
        "matters settled in their first answered contact without referral / matters answered, "
        "both without first answered contacts in hand", _EVERY,
    ),
    Measure(
        "fcr_net", "share", "ratio", "matters settled at once, of those answered and not referred",
        "matters settled in their first answered contact without referral / (matters answered - referred)",
        _EVERY,
    ),
    Measure(
        "fcr_window", "share", "ratio", "matters that did not come back within fcr_window",
        "matters answered with no return within fcr_window after their first answered contact ended "
        "/ matters answered", _EVERY,
    ),
    Measure(
        "fcr_true_first", "share", "ratio", "matters settled at once, of those a group handled first",
        "as fcr_true, of matters whose first answered contact the group handled first", _GROUP,
    ),
    Measure(
        "fcr_gross_first", "share", "ratio", "matters a group settled itself, of those it handled first",
        "as fcr_gross, of matters whose first answered contact the group handled first", _GROUP,
    ),
    Measure(
        "fcr_net_first", "share", "ratio", "matters a group settled itself, of those it did not refer",
        "as fcr_net, of matters whose first answered contact the group handled first", _GROUP,
    ),
    Measure(
        "fcr_window_first", "share", "ratio", "matters that did not come back, of those a group handled first",
        "as fcr_window, of matters whose first answered contact the group handled first", _GROUP,
    ),
    Measure(
        "contacts_per_matter", "contacts", "ratio", "contacts that a matter takes",
        "contacts of matters begun, up to the end of the run / matters begun",
    ),
    Measure(
        "redials", "legs", "count", "legs nobody answered whose customer tries again",
        "legs followed by a redial",
    ),
    Measure(
        "recontacts", "legs", "count", "legs that settled nothing and come back",
        "legs followed by a recontact",
    ),
    Measure(
        "referrals", "legs", "count", "legs referred to another category",
        "legs whose contact went on in another category: referred, transferred, or sent there after a failed "
        "verification; also when the customer gives up before anybody answers there", _EVERY,
    ),
    Measure(
        "transfers", "legs", "count", "legs handed to another agent",
        "A in which an agent took the customer over from another agent; "
        "by category and group: of those who took over", _EVERY,
    ),
    Measure(
        "consults", "legs", "count", "questions that another agent answered",
        "A in which an agent was only asked; they count in offered, answered and waits as every leg does; "
        "by category and group: of those who were asked", _EVERY,
    ),
    Measure(
        "verification_failures", "legs", "count", "failed verifications",
        "legs whose customer did not pass verification",
    ),
    Measure(
        "no_answers", "offers", "count", "offers that no agent answered",
        "sum of rings: offers that nobody answered in time, or that an agent rejected",
    ),
    Measure(
        "lost_customers", "matters", "count", "matters unsettled that do not come back",
        "contacts that ended without settling, without a return and without a case that a bad answer opened, those "
        "of customers who left included; counted where their last leg joined",
    ),
    Measure(
        "customers_left", "customers", "count", "customers who left for good",
        "contacts that ended without an agent or without settling and whose customer left by loyalty",
    ),
    Measure(
        "satisfaction", "1-5", "ratio", "mean survey score, as the scenario's model makes it",
        "sum of scores / surveys answered; counted where the contact's last leg joined; by group: of those whom it "
        "handled last. The model is stated in the scenario and fitted to no data", _EVERY,
    ),
    Measure(
        "surveys", "contacts", "count", "surveys answered",
        "contacts whose customer answered the survey; counted where the contact's last leg joined",
    ),
    Measure(
        "follow_ups", "contacts", "count", "cases that bad answers opened",
        "surveys whose mean answer is at most `bad`, where a desk follows up; counted where the contact's last leg "
        "joined",
    ),
    Measure(
        "survey_response", "share", "ratio", "share of those asked who answered the survey",
        "surveys answered / customers asked; counted where the contact's last leg joined",
    ),
    Measure(
        "expectations_met", "share", "ratio", "contacts settled and answered within T",
        "contacts settled whose first leg was answered within its T / contacts; counted where that leg joined",
    ),
    Measure(
        "preferred_served", "share", "ratio", "answered by the agent who was wanted",
        "A by the preferred agent, or by the agent or group that the contact's desk is / "
        "A whose customer had a preferred agent, or whose desk is an agent or a group", _EVERY,
    ),
    Measure(
        "cost", "money", "count", "money for paid hours",
        "sum over groups of (paid_hours + overtime_hours x (overtime_pay - 1)) x cost", _AGENT,
    ),
    Measure(
        "overtime_hours", "h", "count", "hours of overtime",
        "time from a shift's end until the agent is off, where overtime was begun; part of paid_hours", _AGENT,
    ),
    Measure(
        "absence", "share", "ratio", "share of paid presence missing",
        "time absent, late or gone early / (that + time logged in)", _AGENT,
    ),
    *(
        Measure(
            f"not_ready_{reason}", "share", "ratio", f"share of logged-in time {meaning}",
            f"time not ready {formula} / time logged in; a part of not_ready", _AGENT,
        )
        for reason, meaning, formula in (
            ("break", "on a break", "for a break, paid or not"),
            ("meeting", "in a meeting", "for a meeting"),
            ("training", "in training", "for training"),
            ("late", "late back from a break", "after a break's end"),
            ("other", "not ready for another reason", "for any other reason, users' own words included"),
        )
    ),
    Measure(
        "callback_wait", "s", "ratio", "mean delay of callbacks",
        "time from the promise until an agent first dialled / callbacks dialled; by category: as which they count",
    ),
    Measure(
        "callback_reached", "share", "ratio", "share of callbacks whose customer was reached",
        "callbacks reached, in whatever attempt / callbacks dialled",
    ),
    Measure(
        "estimate_bias", "s", "ratio", "by how much estimated waits were too long",
        "sum of (estimated wait as it joined - wait) / A with an estimate, which is made for whoever has to wait",
    ),
    Measure(
        "estimate_error", "s", "ratio", "how far estimated waits were off",
        "sum of |estimated wait as it joined - wait| / A with an estimate",
    ),
    Measure(
        "steered", "contacts", "count", "contacts whose customer took another channel",
        "legs that joined elsewhere because another channel was offered and accepted; they count where the customer "
        "would have joined, and are offered where the customer did",
    ),
    Measure(
        "dials", "dials", "count", "dials of campaigns", "legs of categories with outbound",
        ("total", "category", "channel"),
    ),
    Measure(
        "connect_rate", "share", "ratio", "share of dials that a customer answered",
        "legs offered / dials, both of categories with outbound; of those answered, abandonment says how many found "
        "no agent", ("total", "category", "channel"),
    ),
    Measure(
        "right_party", "legs", "count", "talks with the customer meant",
        "legs of categories with outbound that were answered by the right party",
        ("total", "category", "channel"),
    ),
    Measure(
        "penetration", "share", "ratio", "share of a campaign's records dialled at least once",
        "records dialled for the first time / records of the list, those of all days",
        ("total", "category", "channel"),
    ),
)  # fmt: skip
"""Every measure, in the order of results."""

GIVEN = tuple(measure for measure in MEASURES if measure.available)
"""What this version gives; the first axis of sums."""

NUMBER = {measure.name: number for number, measure in enumerate(GIVEN)}
"""Place of each given measure on the first axis of sums."""
