"""The scenario that `acd new` writes: small, complete, with a comment on every line that needs one."""

from __future__ import annotations

STARTER = """\
acd: 1                                # version of this format
name: My contact centre
interval: 30m                         # reporting period: any divisor of a day

calendar:
  start: 2026-01-05                   # date of the first day, a Monday
  days: 6
  open: {mon-fri: 08:00-18:00, sat: 09:00-13:00}    # days left out are closed
  warm_up: 1d                         # the first part of the days, left out of every measure
  at_close: serve                     # who still waits then: serve, turn_away or carry_over

categories:                           # kinds of contacts: what an agent is authorised to handle
  service:
    arrivals: {rate: 60/h}            # or per_interval: [...], or {file: arrivals.csv, column: service}
    patience: {dist: exponential, mean: 3m}         # leave this out and nobody ever hangs up
    handle: {dist: lognormal, mean: 4m, cv: 0.9}    # talk time
    wrap_up: {dist: exponential, mean: 30s}         # work after the contact
    service_level: {share: 80%, within: 20s}        # the target
    resolution: 85%                   # contacts that settle the customer's matter
    recontact:                        # when it did not
      probability: 60%
      after: {dist: exponential, mean: 1d}
      attempts: 5                     # at most five contacts a matter, the first included
    redial:                           # when the customer got nobody
      probability: 40%
      after: {dist: exponential, mean: 10m}
  loans:
    arrivals: {rate: 15/h}
    patience: {dist: exponential, mean: 5m}
    handle: {dist: lognormal, mean: 7m, cv: 0.7}
    requires: {lending: 2}            # skill and its lowest level

tiers:                                # kinds of customers; whoever is in none is `standard`
  gold: {share: 10%, age_credit: 60s}               # counts as already having waited a minute

agents:                               # groups of alike agents
  front:
    count: 6                          # from opening to closing
    authorised: [service]
    cost: 24                          # money per paid hour
  experts:
    shifts:                           # instead of count
      - {agents: 3, days: mon-fri, at: 08:00, length: 10h, breaks: [{after: 4h, length: 45m, paid: false}]}
      - {agents: 1, days: sat, at: 09:00, length: 4h}
    authorised: {loans: {}, service: {handle: 110%}}  # loans first; service takes them a tenth longer
    skills: {lending: 3}
    shrinkage: 5%                     # of all shifts, nobody turns up
    cost: 31

routing:
  choose_agent: [group_order, longest_idle]         # keys compared in order; see `acd list policies`
  choose_contact: [priority, longest_wait]
"""


def starter() -> str:
    """Return the text of a commented scenario to start from."""
    return STARTER
