"""The survey after a contact: who answers, what they say, and what a bad answer opens.

How content a customer is, in points from 1 to 5, is a stated model and nothing that was fitted: a start, so much a
minute waited, so much a referral, so much when verification failed, so much when the matter is unsettled, and a
normal spread for each question. There is no public data with which these could be found.
"""

from __future__ import annotations

from acd.core._compile import cold
from acd.core.calendar import push
from acd.core.codes import Purpose, Rank, Timer
from acd.core.leaving import draw, draw_index
from acd.core.normal import normal_quantile
from acd.core.returns import when_open
from acd.core.streams import uniform
from acd.core.tables import NONE, Handle, event, life, planet, question, rules, survey, visit

MINUTE = 60e6
"""[us]"""
POINT = 1000.0
"""Thousandths of a point."""
OF_A_CASE = 0x5BD1E995
"""Tells what a case draws from what its customer drew before."""


@cold
def take_survey(z: Handle, now: int, c: int, settled: int) -> bool:
    """Ask the customer of contact ``c``, which is over; say whether a bad answer has opened a case."""
    me = life(z, c)
    rule = survey(z, me["home"])
    if rule["offered"] <= 0.0:
        return False
    u = draw(z, c, Purpose.SURVEY.value)
    if u >= rule["offered"]:
        return False
    me["asked"] = 1
    if u >= rule["offered"] * rule["response"]:
        return False
    me["asked"] = 2
    me["score"] = score(z, c, settled)
    if rule["desk"] == NONE or me["score"] > rule["bad"]:
        return False
    me["asked"] = 3
    open_case(z, now, c)
    return True


@cold
def score(z: Handle, c: int, settled: int) -> int:
    """Return the mean of the customer's answers, each on the scale from 1 to 5, in thousandths."""
    me = life(z, c)
    seen = visit(z, c)
    rule = survey(z, me["home"])
    content = float(rule["start"]) + float(rule["waited"]) * float(me["waited"]) / MINUTE
    content += float(rule["referral"]) * float(me["referrals"])
    if me["failed"]:
        content += float(rule["not_verified"])
    if settled == 0:
        content += float(rule["unsettled"])
    total = 0.0
    for i in range(rule["n_questions"]):
        asked = question(z, rule["first_question"] + i)
        u = uniform(z, seen["key"], seen["origin"], Purpose.SURVEY_ANSWER.value, draw_index(z, c, i))
        felt = content + float(asked["shift"]) + float(rule["spread"]) * normal_quantile(u)
        low = float(asked["low"])
        high = float(asked["high"])
        wide = high - low
        said = min(max(low + (felt - 1.0) / 4.0 * wide, low), high)
        said = float(int(said - low + 0.5)) + low
        total += 1.0 + 4.0 * (said - low) / wide
    return int(POINT * total / float(rule["n_questions"]) + 0.5)


@cold
def open_case(z: Handle, now: int, c: int) -> None:
    """A bad answer opens a case at a desk: a matter of its own, which reaches the desk when it is open."""
    rule = survey(z, life(z, c)["home"])
    time = when_open(z, int(now + rule["after"]))
    if time == NONE or time >= planet(z, 0)["horizon"]:
        return
    seen = visit(z, c)
    entry = event(z, push(z, time, Rank.RETURN, seen["matter"], Timer.FOLLOW_UP, NONE))
    entry["a"] = seen["attempt"]
    entry["c"] = seen["key"]
    # no power of it leads back: a case of a case draws anew, too
    entry["d"] = (seen["origin"] * OF_A_CASE + seen["attempt"]) & 0xFFFFFFFF
    entry["e"] = rule["desk"] * rules(z, 0)["n_tiers"] + seen["tier"]
