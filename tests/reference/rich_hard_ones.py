"""Rich scenarios written by hand where two machines would part first: everything takes whole minutes, and ties.

Each is a text with what is named in ``%(…)s`` left open; arrivals are those of `hard_ones.TIMES`.
"""

START = """
acd: 1
name: everything at the same moments
calendar: {start: 2026-01-05, days: 1, open: 08:00-12:00, at_close: %(at_close)s}
"""

RINGING = (
    START
    + """
categories:
  a: {arrivals: {trace: times.csv, column: a}, handle: {dist: constant, value: 60s},
      wrap_up: {dist: constant, value: 60s},
      patience: {dist: constant, value: 120s}, balk: 20%%, max_queue: 9,
      redial: {probability: 50%%, after: {dist: constant, value: 60s}}}
  b: {arrivals: {trace: times.csv, column: b}, handle: {dist: constant, value: 120s},
      patience: {dist: constant, value: 60s}}
agents:
  one:
    count: 3
    authorised: [a, b]
    answer: {dist: constant, value: 60s}
    no_answer: {probability: 40%%, timeout: 120s, not_ready: 60s}
    reject: {probability: 30%%, not_ready: 0s}
  two:
    authorised: [b, a]
    shifts: [{agents: 2, at: "08:30", length: 2h, breaks: [{after: 30m, length: 10m}, {after: 41m, length: 1m}]}]
    no_answer: {probability: 50%%, timeout: 60s, not_ready: 5m}
  three: {staffing: {per_interval: [1, 2, 0, 3, 3, 1, 2, 1]}, authorised: [a], answer: {dist: constant, value: 0s}}
"""
)

CHATS = (
    START
    + """
channels:
  voice: {capacity: 1}
  chat: {capacity: 3, slowdown: 100%%}
  email: {capacity: 2, slowdown: 50%%, cost: 30%%, interrupted_by: [voice, chat]}
categories:
  a: {channel: chat, arrivals: {trace: times.csv, column: a}, handle: {dist: constant, value: 60s},
      wrap_up: {dist: constant, value: 60s}, patience: {dist: constant, value: 300s}, max_queue: 30}
  b: {arrivals: {trace: times.csv, column: b}, handle: {dist: constant, value: 60s},
      patience: {dist: constant, value: 60s}}
  c: {channel: email, arrivals: {trace: times.csv, column: b}, handle: {dist: constant, value: 180s}}
agents:
  one: {count: 3, authorised: [a, b, c]}
  two: {authorised: [c, a], channels: {chat: {capacity: 2}, email: {}}, shifts: [
    {agents: 2, at: "08:30", length: 2h, breaks: [{after: 30m, length: 10m}]}]}
  three: {staffing: {per_interval: [1, 2, 0, 3, 3, 1, 2, 1]}, authorised: [b, c], channels: [voice, email],
          reject: {probability: 20%%}, answer: {dist: constant, value: 60s}}
routing: {choose_agent: [%(agents)s], choose_contact: [%(contacts)s]}
"""
)

DESKS = (
    START
    + """
channels: {voice: {capacity: %(capacity)s, slowdown: 50%%}}
categories:
  a:
    arrivals: {trace: times.csv, column: a}
    patience: {dist: constant, value: 300s}
    verification: {duration: {dist: constant, value: 60s}, success: 80%%, on_failure: security}
    hold: {probability: 50%%, duration: {dist: constant, value: 60s}}
    handle: {dist: constant, value: 60s}
    complexity: {dist: uniform, low: 0.5, high: 1.5}
    wrap_up: {dist: constant, value: 60s}
    referral: {probability: 50%%, to: second, mode: warm, spent: 50%%, age_credit: 60s,
               consult: {duration: {dist: constant, value: 60s}, wait: 120s}}
    resolution: 50%%
    recontact: {probability: 50%%, after: {dist: constant, value: 600s}}
    redial: {probability: 50%%, after: {dist: constant, value: 120s}}
  b:
    arrivals: {trace: times.csv, column: b}
    patience: {dist: constant, value: 60s}
    max_queue: 2
    handle: {dist: constant, value: 60s}
    wrap_up: {dist: constant, value: 120s}
    path:
      look up: {duration: {dist: constant, value: 60s}, chance: 50%%}
      question: {kind: consult, to: third, duration: {dist: constant, value: 60s}, next: {look up: 30%%, handle: 70%%}}
      handle: {}
      together: {kind: conference, to: second, chance: 40%%}
      on: {kind: transfer, to: third, chance: 50%%}
    referral: {probability: 20%%, to: first, age_credit: 120s, consult: {wait: 60s}}
  c: {handle: {dist: constant, value: 60s}, patience: {dist: constant, value: 120s}, max_queue: 1,
      referral: {probability: 30%%, to: first, mode: warm}}
  d: {handle: {dist: constant, value: 0s}, patience: {dist: constant, value: 60s}}
agents:
  one: {count: 4, authorised: {a: {}, b: {referral: 50%%}}}
  two: {count: 2, authorised: [b, c, d], answer: {dist: constant, value: 60s},
        no_answer: {probability: 20%%, timeout: 120s, not_ready: 60s}}
  three: {authorised: [d, c, a], shifts: [{agents: 2, at: "08:30", length: 3h, breaks: [{after: 1h, length: 20m}]}]}
referral_desks: {first: a, second: b, third: c, security: d}
"""
)

ROUND = (
    START
    + """
categories:
  a: {arrivals: {trace: times.csv, column: b}, handle: {dist: constant, value: 10s},
      patience: {dist: constant, value: 1h},
      referral: {probability: 99.99%%, to: itself, mode: %(mode)s}, complexity: {dist: constant, value: 1}}
agents: {one: {count: %(count)s, authorised: [a]}}
referral_desks: {itself: a}
"""
)
"""Every contact is referred until it has had as many legs as there may be."""

HOURS = (
    START
    + """
channels:
  voice: {at_close: serve}
  chat: {capacity: 2, slowdown: 100%%, at_close: %(at_close)s}
  email: {interrupted_by: [voice, chat], at_close: carry_over}
categories:
  a: {channel: chat, arrivals: {trace: times.csv, column: a}, handle: {dist: constant, value: 60s},
      wrap_up: {dist: constant, value: 60s}, patience: {dist: constant, value: 1h}}
  b: {arrivals: {trace: times.csv, column: b}, handle: {dist: constant, value: 60s}, max_queue: 3,
      steer: {to: a, accept: {0s: 0%%, 1m: 50%%, 2m: 100%%}, when_wait_exceeds: 30s}}
  c: {channel: email, arrivals: {trace: times.csv, column: b}, handle: {dist: constant, value: 180s}}
agents:
  one: {count: 2, authorised: [a, b, c], channels: {chat: {hours: "08:10-08:30, 09:00-12:00"}, voice: {}, email: {}}}
  two: {count: 1, authorised: [c, a], channels: {chat: {capacity: 1, hours: {mon: "08:20-09:00"}}, email: {}}}
routing: {choose_agent: [%(agents)s], choose_contact: [%(contacts)s], estimated_wait: queue_length}
"""
)
"""Channels at hours that begin and end as contacts come and go; each closes in its own way."""
