"""Scenarios written by hand where two machines would part first: ties, closing, late breaks, returns, full lines.

Each is a text with what is named in ``%(…)s`` left open.
"""

TIES = """
acd: 1
name: everything at the same moments
calendar: {start: 2026-01-05, days: 1, open: 08:00-12:00, at_close: %(at_close)s}
categories:
  a:
    arrivals: {trace: times.csv, column: a}
    handle: {dist: constant, value: 60s}
    patience: {dist: constant, value: 120s}
    redial: {probability: 50%%, after: {dist: constant, value: 60s}, attempts: 4}
  b:
    arrivals: {trace: times.csv, column: b}
    ivr: {dist: constant, value: 60s}
    handle: {dist: constant, value: 120s}
    wrap_up: {dist: constant, value: 60s}
    patience: {dist: constant, value: 60s}
    resolution: 50%%
    recontact: {probability: 70%%, after: {dist: constant, value: 0s}}
  c:
    arrivals: {trace: times.csv, column: a}
    handle: {dist: constant, value: 0s}
    ivr: {dist: constant, value: 0s}
    wrap_up: {dist: constant, value: 0s}
    patience: {dist: constant, value: 0s}
    balk: 50%%
tiers: {gold: {share: 30%%, age_credit: 60s}, silver: {share: {b: 50%%}, priority: 1}}
agents:
  one: {count: 2, authorised: [a, c]}
  two: {staffing: {per_interval: [1, 2, 0, 3, 3, 1, 2, 1]}, authorised: [b, a, c]}
  three: {shifts: [{agents: 2, at: "08:30", length: 2h, breaks: [{after: 30m, length: 10m}]}], authorised: [c, b]}
routing: {choose_agent: [%(agents)s], choose_contact: [%(contacts)s]}
"""
TIMES = "a,b\n" + "".join(f"{28800 + 60 * (k // 3)},{28800 + 120 * (k // 4)}\n" for k in range(200))
"""Three arrivals a minute, and four every two minutes, from opening on."""

CLOSING = """
acd: 1
name: too few agents, so that closing time finds full lines
calendar: {start: 2026-01-05, days: 3, open: "09:00-11:00, 11:30-12:00", at_close: %(at_close)s}
categories:
  a:
    arrivals: {rate: 40/h}
    ivr: {dist: exponential, mean: 4m}
    handle: {dist: exponential, mean: 6m}
    wrap_up: {dist: exponential, mean: 1m}
    redial: {probability: 80%%, after: {dist: exponential, mean: 20m}}
  b:
    arrivals: {rate: 10/h}
    patience: {dist: exponential, mean: 30m}
    handle: {dist: uniform, low: 1m, high: 9m}
    max_queue: 4
    redial: {probability: 50%%, after: {dist: constant, value: 0s}}
  nobody_there: {arrivals: {rate: 5/h}, handle: {dist: constant, value: 60s}}
agents:
  counted: {count: 2, authorised: [a]}
  absent: {count: 3, authorised: [a, b], shrinkage: 50%%}
  shifts: {shifts: [{agents: 2, days: mon-tue, at: "09:00", length: 2h}], authorised: [b], shrinkage: 30%%}
  late: {staffing: {per_interval: [0, 0, 1, 0, 0]}, authorised: [nobody_there]}
"""

BREAKS = """
acd: 1
name: long contacts, so that breaks and ends of shifts come late
calendar: {start: 2026-01-05, days: 3, open: 00:00-24:00, at_close: %(at_close)s}
categories:
  a:
    arrivals: {rate: 4/h}
    handle: {dist: exponential, mean: 80m}
    wrap_up: {dist: constant, value: 5m}
    patience: {dist: exponential, mean: 1h}
agents:
  early:
    authorised: [a]
    shrinkage: 20%%
    shifts:
      - {agents: 2, at: "06:00", length: 8h, breaks: [{after: 2h, length: 15m}, {after: 2.25h, length: 0s}, {after: 3h,
          length: 30m, paid: false}, {after: 4h, length: 4h}]}
      - {agents: 2, at: "08:00", length: 24h, breaks: [{after: 1h, length: 2h}, {after: 23h, length: 1h, paid: false}]}
  night: {authorised: [a], shifts: [{agents: 1, at: "22:00", length: 8h, breaks: [{after: 0s, length: 30m}]}]}
"""

WORKING_DAYS = """
acd: 1
name: everything that fills a working day, at the same moments, with lines that are long
calendar: {start: 2026-01-05, days: 4, open: 08:00-12:00, at_close: %(at_close)s}
categories:
  a:
    arrivals: {rate: 60/h}
    handle: {dist: constant, value: 5m}
    wrap_up: {dist: constant, value: 1m}
    patience: {dist: exponential, mean: 15m}
  b: {arrivals: {rate: 20/h}, handle: {dist: exponential, mean: 4m}, patience: {dist: exponential, mean: 8m}}
agents:
  busy:
    authorised: [a]
    shrinkage: 10%%
    adherence: {late: {dist: exponential, mean: 5m}, early: {dist: exponential, mean: 3m},
                breaks: {dist: constant, value: 5m}}
    meetings: [{days: tue, at: ["09:00", "09:30"], length: 30m}, {at: "10:00", length: 10m, agents: 2, when_busy: skip}]
    training: [{days: mon-wed, at: "10:00", length: 20m, agents: 50%%}]
    shifts:
      - {agents: 3, at: "08:00", length: 2h, breaks: [{after: 1h, length: 10m}, {after: 110m, length: 10m}],
         overtime: {up_to: 20m, when_waiting: 3}}
      - {agents: 3, at: "09:00", length: 3h, breaks: [{after: 1h, length: 30m, paid: false}], shrinkage: 30%%,
         overtime: {up_to: 1h}}
    tenure: [{agents: 2, weeks: 0}, {agents: 1, weeks: 10}]
    learning: {novice: 180%%, doubling: 70%%}
    overtime_pay: 150%%
  more:
    authorised: [b, a]
    shifts: [{agents: 2, at: "08:30", length: 90m, overtime: {up_to: 90m, when_waiting: 5}}]
  counted:
    authorised: [a, b]
    count: 1
    adherence: {late: {dist: uniform, low: 0, high: 20m}, early: {dist: uniform, low: 0, high: 4h}}
    training: [{at: "08:00", length: 15m}]
"""

STAFFING = """
acd: 1
name: staffing goes up and down every ten minutes
interval: 10m
calendar: {start: 2026-01-05, days: 2, open: 08:05-09:35, at_close: %(at_close)s}
categories:
  a: {arrivals: {per_interval: [9, 0, 4, 7, 7, 1, 0, 12, 3, 5]}, handle: {dist: lognormal, mean: 8m, cv: 1.5}}
  b: {arrivals: {rate: 30/h}, handle: {dist: constant, value: 10m}, wrap_up: {dist: constant, value: 5m}}
busyness: {dist: lognormal, mean: 1, cv: 0.4}
agents:
  team: {staffing: {per_interval: [3, 6, 2, 0, 5, 5, 1, 4, 4, 2]}, authorised: [a, b]}
  more: {staffing: {per_interval: [0, 2, 2, 2, 1, 0, 0, 3, 1, 0]}, authorised: {b: {handle: 150%%, wrap_up: 50%%}}}
"""

RETURNS = """
acd: 1
name: matters that come back over closed days
calendar:
  start: 2026-01-07
  days: 12
  open: {mon: 08:00-10:00, wed: "21:00-24:00", thu: "00:00-02:00, 09:00-10:00"}
  at_close: %(at_close)s
categories:
  a:
    arrivals: {rate: 12/h}
    busyness: {dist: lognormal, mean: 1, cv: 0.5}
    handle: {dist: exponential, mean: 5m}
    patience: {dist: exponential, mean: 3m}
    resolution: 40%%
    recontact: {probability: 90%%, after: {dist: exponential, mean: 1d}, attempts: 6}
    redial: {probability: 90%%, after: {dist: exponential, mean: 30m}, attempts: 3}
  b:
    arrivals: {rate: 6/h}
    handle: {dist: exponential, mean: 5m}
    resolution: 0%%
    recontact: {probability: 100%%, after: {dist: constant, value: 1d}, attempts: 4}
tiers: {gold: {share: 50%%, priority: 3}}
agents:
  team: {count: 1, authorised: {a: {resolution: 60%%}, b: {}}}
  other: {count: 1, authorised: [b], shrinkage: 40%%}
"""

FULL = """
acd: 1
name: full lines, balking, old credits
calendar: {start: 2026-01-05, days: 1, open: 08:00-13:00, at_close: %(at_close)s}
categories:
  none_waits: {arrivals: {rate: 30/h}, handle: {dist: exponential, mean: 4m}, max_queue: 0,
               redial: {probability: 100%%, after: {dist: exponential, mean: 5m}, attempts: 3}}
  few_wait: {arrivals: {rate: 40/h}, handle: {dist: exponential, mean: 4m}, max_queue: 2, balk: 30%%, priority: -1000}
  urgent: {arrivals: {rate: 5/h}, handle: {dist: exponential, mean: 4m}, priority: 1000}
  old: {arrivals: {rate: 20/h}, handle: {dist: exponential, mean: 4m}, age_credit: 10000d, priority: 1,
        patience: {dist: exponential, mean: 10m}}
tiers: {gold: {share: 30%%, age_credit: 90s}, silver: {share: 20%%, priority: 2}}
agents:
  team: {count: 6, authorised: [few_wait, old, urgent, none_waits]}
routing: {choose_contact: [%(contacts)s]}
"""

SKILLS = """
acd: 1
name: who of many free agents
calendar: {start: 2026-01-05, days: 1, open: 08:00-12:00}
categories:
  plain: {arrivals: {rate: 60/h}, handle: {dist: constant, value: 3m}}
  spanish: {arrivals: {rate: 30/h}, handle: {dist: exponential, mean: 4m}, requires: {spanish: 2}}
  both: {arrivals: {rate: 15/h}, handle: {dist: exponential, mean: 4m}, requires: {spanish: 1, stocks: 2}}
agents:
  a: {count: 3, authorised: [plain, spanish, both], skills: {spanish: 3, stocks: 2}}
  b: {count: 3, authorised: [both, plain, spanish], skills: {spanish: 1, stocks: 5}}
  c: {count: 3, authorised: [spanish, plain], skills: {spanish: 2}}
  d: {count: 3, authorised: [plain]}
routing: {choose_agent: [%(agents)s], choose_contact: [%(contacts)s]}
"""

DIALLED = """
acd: 1
name: three campaigns and those who call want the same agents at the same moments
calendar: {start: 2026-01-05, days: 2, open: 08:00-11:00, at_close: %(at_close)s}
categories:
  calling:
    arrivals: {trace: times.csv, column: b}
    handle: {dist: constant, value: 3m}
    patience: {dist: constant, value: 2m}
  ahead:
    outbound:
      {mode: predictive, records: 120, reach: {probability: 50%%, right_party: 60%%}, abandonment_cap: 10%%,
       ring: {dist: constant, value: 60s}, retry_after: {dist: constant, value: 10m}, rest: 20m, reserve: 1}
    handle: {dist: constant, value: 2m}
    wrap_up: {dist: constant, value: 60s}
    max_queue: 2
  paced:
    outbound:
      {mode: predictive, per_day: 40, reach: {probability: 70%%}, abandonment_cap: 50%%, pace: 2,
       ring: {dist: uniform, low: 0s, high: 1m}, retry_after: {dist: constant, value: 0s}, rest: 0s,
       windows: "08:30-09:30, 10:00-24:00"}
    handle: {dist: exponential, mean: 3m}
    resolution: 50%%
  read:
    outbound:
      {mode: preview, records: 60, reach: {probability: 40%%}, preview: {dist: constant, value: 60s}, reserve: 2,
       ring: {dist: constant, value: 0s}, retry_after: {dist: constant, value: 60s}}
    handle: {dist: constant, value: 60s}
    priority: 2
tiers: {gold: {share: 30%%, age_credit: 60s}, silver: {share: {ahead: 50%%}, priority: 1}}
agents:
  blended: {count: 5, authorised: {calling: {}, ahead: {handle: 50%%}, read: {resolution: 70%%}}}
  diallers: {staffing: {per_interval: [2, 3, 1, 3, 4, 2]}, authorised: [paced, ahead]}
  shifted:
    shifts: [{agents: 3, at: "08:30", length: 2h, breaks: [{after: 30m, length: 10m}]}]
    authorised: [read, paced, calling]
routing: {choose_agent: [%(agents)s], choose_contact: [%(contacts)s]}
"""
