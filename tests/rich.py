"""A small centre with everything that makes one rich, so lively that whatever may happen does within two days."""

from acd.core.tables import SECOND
from acd.kpi.cells import GROUP_FIELDS, LEG_FIELDS
from acd.scenario import parse
from tests.runs import HOUR
from tests.tallied import both_cells, counting, differences

RICH = """
name: rich
calendar: {start: 2026-01-05, days: DAYS, open: "08:00-10:00", at_close: CLOSING, warm_up: WARM_UP}
channels: {voice: {capacity: 1}, chat: {capacity: 3, slowdown: 15%}, email: {interrupted_by: [voice]}}
tiers: {gold: {share: 50%, preferred_agent: {who: own, hold: 1m}}}
loyalty: {leave_after_abandoning: 10%, leave_when_unsettled: 10%}
categories:
  calls:
    arrivals: {rate: 90/h}
    ivr: {dist: exponential, mean: 20s}
    patience: {dist: exponential, mean: 2m}
    balk: 5%
    handle: {dist: exponential, mean: 3m}
    wrap_up: {dist: exponential, mean: 1m}
    complexity: {dist: lognormal, mean: 1, cv: 0.5}
    verification: {duration: {dist: constant, value: 25s}, success: 80%, on_failure: security}
    referral: {probability: 30%, to: special, mode: warm, spent: 40%,
      consult: {duration: {dist: exponential, mean: 60s}, wait: 2m}}
    resolution: 60%
    recontact: {probability: 70%, after: {dist: exponential, mean: 10m}}
    redial: {probability: 50%, after: {dist: exponential, mean: 10m}}
    service_level: {share: 80%, within: 30s, short_abandon: 10s}
    callback: {offer_when_wait_exceeds: 20s, accept: 50%, category: callbacks, reached: 60%, attempts: 3,
      ring: {dist: exponential, mean: 10s}, retry_after: 5m, windows: {mon-sun: "08:00-09:30"}}
    survey: {response: 50%, follow_up: {to: cases, after: 5m}, bad: 3.0}
    steer: {to: chats, when_wait_exceeds: 20s, accept: {0s: 5%}}
  chats:
    channel: chat
    arrivals: {rate: 40/h}
    patience: {dist: exponential, mean: 3m}
    handle: {dist: exponential, mean: 6m}
    verification: {duration: {dist: constant, value: 25s}, success: 70%}
  mails: {channel: email, arrivals: {rate: 20/h}, handle: {dist: exponential, mean: 6m}, resolution: 50%}
  callbacks:
    handle: {dist: exponential, mean: 2m}
    wrap_up: {dist: exponential, mean: 30s}
    referral: {probability: 30%, to: special}
    resolution: 50%
    recontact: {probability: 70%, after: {dist: exponential, mean: 10m}}
  difficult:
    patience: {dist: exponential, mean: 3m}
    max_queue: 3
    path:
      explain: {duration: {dist: constant, value: 20s}, chance: 50%}
      look up: {kind: hold, duration: {dist: exponential, mean: 30s}, chance: 50%}
      ask: {kind: consult, to: security, chance: 60%, duration: {dist: constant, value: 60s}}
      together: {kind: conference, to: security, chance: 40%, duration: {dist: constant, value: 30s}}
      handle:
      hand on: {kind: transfer, to: cases, chance: 30%}
    handle: {dist: exponential, mean: 5m}
    resolution: 70%
    redial: {probability: 60%, after: {dist: exponential, mean: 10m}}
    recontact: {probability: 70%, after: {dist: exponential, mean: 10m}}
  safe: {arrivals: {rate: 10/h}, max_queue: 1, handle: {dist: constant, value: 90s}, resolution: 50%}
  odd:
    patience: {dist: exponential, mean: 1m}
    handle: {dist: constant, value: 90s}
    referral: {probability: 30%, to: special}
    resolution: 50%
  sales:
    outbound: {records: 60, mode: preview, preview: {dist: constant, value: 10s}, attempts: 3,
      reach: {probability: 40%, right_party: 70%}, retry_after: {dist: exponential, mean: 10m}}
    handle: {dist: exponential, mean: 2m}
agents:
  first:
    count: 6
    authorised: [calls, chats, mails, callbacks, sales]
    answer: {dist: constant, value: 4s}
    no_answer: {probability: 10%, timeout: 15s, not_ready: 30s}
    reject: {probability: 5%}
  second: {count: 3, authorised: [difficult, mails, odd]}
  third: {count: 1, authorised: [safe, odd]}
referral_desks: {security: safe, special: difficult, cases: odd}
"""


def rich_centre(closing="serve", days=2, warm_up="0s"):
    """Return the centre, with what happens at closing, so many days and a warm-up."""
    text = RICH.replace("CLOSING", closing).replace("DAYS", str(days)).replace("WARM_UP", warm_up)
    return parse(text, name="rich.yaml")


def stopped_at(scenario, hour, seed=1):
    """Return the cells from tallies and from the log of a run that was stopped at an hour of day one."""
    run = counting(scenario, seed)
    run.advance(round(hour * HOUR) * SECOND)
    return both_cells(scenario, run.close(stopped=True))


def moved_when_rich():
    """Return for every field whether the rich centre moves it, stopped while much is going on."""
    tallied, logged = stopped_at(rich_centre("carry_over", days=1), 9.7)
    assert differences(tallied, logged) == []
    own = {name: tallied.leg(name).any() for name in LEG_FIELDS}
    own |= {f"group {name}": tallied.group(name).any() for name in GROUP_FIELDS}
    return own | {"still": tallied.still.any(), "longest": (tallied.longest > 0).any()}
