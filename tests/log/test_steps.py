"""Time per step: what agents did with each contact, kept on request, equal on both clocks, without a gap."""

from unittest.mock import patch

import pandas as pd
import pytest
from hypothesis import given, settings

import acd
from acd.build import Keep, build_setup, state
from acd.clocks import CompiledClock, Run, SimpyClock
from acd.log import Names, leg_frame, read, step_frame, steps_of_legs
from acd.log.step_rules import unmatched_steps
from acd.scenario import parse
from tests.runs import HOUR, centre, traced
from tests.strategies import scenarios

EVERYTHING = """\
name: everything
calendar: {days: 2, open: 08:00-12:00, at_close: AT_CLOSE}
channels: {voice: {}, chat: {capacity: 2, slowdown: 30%}, mail: {interrupted_by: [voice, chat]}}
categories:
  a:
    arrivals: {rate: 50/h}
    patience: {dist: exponential, mean: 4m}
    handle: {dist: exponential, mean: 3m}
    wrap_up: {dist: exponential, mean: 30s}
    complexity: {dist: lognormal, mean: 1, cv: 0.5}
    verification: {duration: {dist: constant, value: 20s}, success: 90%, on_failure: sec}
    referral: {probability: 20%, to: spec, mode: warm, consult: {duration: {dist: exponential, mean: 1m}, wait: 2m}}
    path:
      verification:
      look_up: {duration: {dist: exponential, mean: 20s}, next: {ask: 20%, join: 10%, handle: 70%}}
      ask: {kind: consult, to: spec, duration: {dist: exponential, mean: 30s}, next: handle}
      join: {kind: conference, to: spec, duration: {dist: exponential, mean: 30s}}
      wait: {kind: hold, duration: {dist: exponential, mean: 30s}, chance: 40%}
      handle:
      record: {duration: {dist: exponential, mean: 10s}, next: {record: 10%, pass: 5%, end: 85%}}
      pass: {kind: transfer, to: spec}
  b:
    channel: chat
    arrivals: {rate: 30/h}
    handle: {dist: exponential, mean: 4m}
    wrap_up: {dist: constant, value: 9s}
  c:
    channel: mail
    arrivals: {rate: 20/h}
    handle: {dist: exponential, mean: 5m}
    hold: {duration: {dist: constant, value: 5s}}
  security: {handle: {dist: exponential, mean: 2m}, max_queue: 1}
  special:
    handle: {dist: exponential, mean: 4m}
    patience: {dist: exponential, mean: 1m}
    wrap_up: {dist: exponential, mean: 30s}
    referral: {probability: 10%, to: sec}
agents:
  g: {count: 6, authorised: [a, b, c]}
  s:
    count: 2
    authorised: [security, special, c]
    answer: {dist: constant, value: 3s}
    no_answer: {probability: 5%, timeout: 10s, not_ready: 1m}
referral_desks: {sec: security, spec: special}
"""
LEG = ["replication", "contact", "leg"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Return where the files of drawn scenarios go."""
    return tmp_path_factory.mktemp("drawn")


def everything(at_close="serve"):
    return parse(EVERYTHING.replace("AT_CLOSE", at_close), name="everything.yaml")


def logs(scenario, clock=CompiledClock, seed=1):
    return clock().run(Run(build_setup(scenario), seed, 0, Keep(steps=True)))


def steps_of(scenario, logs):
    return step_frame(logs.steps, Names.of(scenario, build_setup(scenario).sizes), 0)


def rows(log, contact=0, leg=1):
    """Return steps of a leg as (step, agent, start, end) in seconds since 08:00."""
    found = log.steps[(log.steps["contact"] == contact) & (log.steps["leg"] == leg)]
    times = (found[column] - 8 * HOUR for column in ("start", "end"))
    return list(zip(found["step"], found["agent"].astype(str), *times, strict=True))


PATH = (
    "wrap_up: {dist: constant, value: 15}, path: {greet: {duration: {dist: constant, value: 5}}, "
    "look: {kind: hold, duration: {dist: constant, value: 40}}, handle: , "
    "record: {duration: {dist: constant, value: 10}, next: {end: 100%}}, never: }"
)


def test_the_steps_of_a_path_follow_each_other_and_wrap_up_follows_them(tmp_path):
    log = acd.simulate(traced(tmp_path, 1, category=PATH), 1, keep_steps=True).log
    assert rows(log) == [
        ("greet", "g 1", 60, 65),
        ("look", "g 1", 65, 105),
        ("handle", "g 1", 105, 405),
        ("record", "g 1", 405, 415),
        ("wrap_up", "g 1", 415, 430),
    ]


def handing_over(folder, *minutes, count=1, wait=""):
    """Return a centre in which `g` hands every contact over to `h`, after a minute and half a minute's talk."""
    moments = "\n".join(str(8 * HOUR + 60 * minute) for minute in minutes)
    (folder / "trace.csv").write_text(f"arrived\n{moments}\n")
    return parse(
        f"""\
name: handing over
calendar: {{open: 08:00-12:00}}
categories:
  a:
    arrivals: {{trace: {folder / "trace.csv"}}}
    handle: {{dist: constant, value: 5m}}
    wrap_up: {{dist: constant, value: 20}}
    referral:
      to: desk
      probability: 100%
      mode: warm
      spent: 20%
      consult: {{duration: {{dist: constant, value: 30}}{wait}}}
  d: {{handle: {{dist: constant, value: 3m}}, patience: {{dist: constant, value: 100s}}}}
agents:
  g: {{count: 2, authorised: [a]}}
  h: {{count: {count}, authorised: [d]}}
referral_desks: {{desk: d}}
""",
        name="handing.yaml",
    )


def test_a_warm_referral_takes_the_time_of_both_agents(tmp_path):
    log = acd.simulate(handing_over(tmp_path, 0), 1, keep_steps=True).log
    assert rows(log) == [("handle", "g 1", 0, 60), ("referral", "g 1", 60, 90), ("wrap_up", "g 1", 90, 110)]
    assert rows(log, leg=2) == [("consulted", "h 1", 60, 90), ("handle", "h 1", 90, 270)]


def test_waiting_for_the_second_agent_belongs_to_the_referral(tmp_path):
    log = acd.simulate(handing_over(tmp_path, 0, 2.5), 1, keep_steps=True).log
    # the second contact is ready to be handed over at 3:30, the desk free at 4:30
    assert rows(log, 1) == [
        ("handle", "g 2", 150, 210),
        ("referral", "g 2", 210, 300),
        ("wrap_up", "g 2", 300, 320),
    ]
    assert rows(log, 1, 2) == [("consulted", "h 1", 270, 300), ("handle", "h 1", 300, 480)]


def test_a_customer_who_hangs_up_ends_the_step_of_whoever_holds_on(tmp_path):
    log = acd.simulate(handing_over(tmp_path, 0, 1), 1, keep_steps=True).log
    assert rows(log, 1) == [
        ("handle", "g 2", 60, 120),
        ("referral", "g 2", 120, 220),
        ("wrap_up", "g 2", 220, 240),
    ]
    assert rows(log, 1, 2) == []


def test_a_referral_whose_wait_is_over_ends_there(tmp_path):
    log = acd.simulate(handing_over(tmp_path, 0, 1, wait=", wait: 50s"), 1, keep_steps=True).log
    assert rows(log, 1) == [
        ("handle", "g 2", 60, 120),
        ("referral", "g 2", 120, 170),
        ("wrap_up", "g 2", 170, 190),
    ]


def test_a_customer_who_fails_verification_is_not_handled(tmp_path):
    checked = "verification: {duration: {dist: constant, value: 20}, success: 0%}"
    log = acd.simulate(traced(tmp_path, 0, category=checked), 1, keep_steps=True).log
    assert rows(log) == [("verification", "g 1", 0, 20)]


def test_where_handling_has_no_steps_it_is_one_and_wrap_up_another(tmp_path):
    scenario = traced(tmp_path, 0, 1, category="wrap_up: {dist: constant, value: 20}, balk: 100%")
    log = acd.simulate(scenario, 1, keep_steps=True).log
    assert rows(log) == [("handle", "g 1", 0, 300), ("wrap_up", "g 1", 300, 320)]
    assert rows(log, 1) == []
    plain = acd.simulate(centre("arrivals: {rate: 12/h}"), 2, keep_steps=True).log
    assert list(plain.steps["step"].unique()) == ["handle"]
    assert len(plain.steps) == (plain.legs["outcome"] == "answered").sum()


def test_a_step_that_the_end_of_the_run_cuts_has_no_end(tmp_path):
    scenario = traced(tmp_path, 239, category=PATH)
    run = Run(build_setup(scenario), 1, 0, Keep(steps=True))
    run.advance(int((8 * HOUR + 239 * 60 + 30) * 1e6))
    found = steps_of(scenario, run.close(stopped=True))
    assert list(found["step"]) == ["greet", "look"]
    assert list(found["end"].isna()) == [False, True]


@pytest.mark.parametrize("at_close", ["serve", "turn_away", "carry_over"])
def test_both_clocks_leave_the_same_steps_however_small_the_tables(at_close):
    scenario = everything(at_close)
    expected = logs(scenario)
    assert len(expected.steps) > 1000
    assert logs(scenario, SimpyClock).steps.tobytes() == expected.steps.tobytes()
    with patch.object(state, "FIRST_CONTACTS", 2), patch.object(state, "LOG_ROWS", 2):
        small = logs(scenario)
    assert small.steps.tobytes() == expected.steps.tobytes()


def test_keeping_steps_changes_nothing_else():
    scenario = everything()
    without = CompiledClock().run(Run(build_setup(scenario), 1, 0, Keep()))
    assert logs(scenario).legs.tobytes() == without.legs.tobytes()
    assert logs(scenario).changes.tobytes() == without.changes.tobytes()
    assert len(without.steps) == 0


@pytest.mark.parametrize("at_close", ["serve", "turn_away", "carry_over"])
def test_steps_fill_every_leg_from_binding_to_the_end_of_wrap_up(at_close):
    for seed in range(3):
        log = acd.simulate(everything(at_close), 2, seed=seed, keep_steps=True).log
        assert list(unmatched_steps(log.legs, log.steps)) == []
        assert set(log.steps["step"]) >= {
            "referral",
            "consulted",
            "ask",
            "join",
            "wait",
            "record",
            "wrap_up",
            "hold",
        }


def test_hold_on_the_legs_is_the_time_of_steps_on_hold(tmp_path):
    log = acd.simulate(traced(tmp_path, 1, category=PATH), 1, keep_steps=True).log
    assert log.legs["hold"].tolist() == [40]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda steps: steps.drop(index=steps.index[7]),
            "begins where the last ended|last step ends with the leg",
        ),
        (
            lambda steps: steps.assign(agent=steps["agent"].where(steps.index != 9, "s 2")),
            "leg's agent goes through",
        ),
        (
            lambda steps: steps.assign(end=steps["end"].where(steps.index != 9, 1.0)),
            "begins where|ends with the leg",
        ),
        (
            lambda steps: steps.assign(contact=steps["contact"].where(steps.index != 9, 10**6)),
            "that was bound",
        ),
    ],
)
def test_the_audit_finds_steps_that_do_not_fit_their_leg(change, told):
    log = acd.simulate(everything(), 1, keep_steps=True).log
    found = list(unmatched_steps(log.legs, change(log.steps)))
    assert any(pd.Series([line]).str.contains(told).any() for line in found)


@pytest.mark.parametrize(
    "scenario", [everything(), centre("arrivals: {rate: 12/h}")], ids=["steps", "no steps"]
)
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_folder_takes_the_steps_that_memory_would(tmp_path, scenario, jobs):
    kept = acd.simulate(scenario, 3, keep_steps=True).log
    result = acd.simulate(scenario, 3, jobs=jobs, keep_log=tmp_path, keep_steps=True)
    assert result.log is None
    filed, origin = read(tmp_path / "steps.parquet")
    pd.testing.assert_frame_equal(filed, kept.steps)
    assert origin.scenario == scenario.name
    assert filed["replication"].nunique() == 3


def test_steps_are_kept_on_request_only(tmp_path):
    assert acd.simulate(everything(), 1, keep_log=True).log.steps is None
    acd.simulate(everything(), 1, keep_log=tmp_path)
    assert not (tmp_path / "steps.parquet").exists()


CALLING = """\
name: calling
calendar: {days: 1, open: 08:00-12:00}
categories:
  a:
    arrivals: {rate: 60/h}
    patience: {dist: exponential, mean: 4m}
    handle: {dist: exponential, mean: 3m}
    wrap_up: {dist: exponential, mean: 30s}
    MORE
  renewals:
    outbound:
      mode: MODE
      records: 300
      reach: {probability: 40%, right_party: 65%}
      ring: {dist: uniform, low: 10s, high: 26s}
      wrong_party: {dist: exponential, mean: 20s}
    handle: {dist: exponential, mean: 2m}
    wrap_up: {dist: exponential, mean: 30s}
agents:
  g: {count: 6, authorised: [a, renewals]}
"""
CALLED_BACK = (
    "callback: {offer_when_wait_exceeds: 30s, accept: 90%, reached: 60%, ring: {dist: constant, value: 9s}}"
)


@settings(max_examples=60)
@given(scenarios())
def test_steps_of_any_scenario_fill_its_legs_on_both_clocks(folder, drawn):
    scenario = drawn.scenario(folder)
    setup = build_setup(scenario)
    found, simpy = (clock().run(Run(setup, 1, 0, Keep(steps=True))) for clock in (CompiledClock, SimpyClock))
    assert simpy.steps.tobytes() == found.steps.tobytes()
    names = Names.of(scenario, setup.sizes, found.words)
    steps = step_frame(found.steps if setup.rich else steps_of_legs(found.legs), names, 0)
    still = [name for name, rule in scenario.channels.items() if rule.interrupted_by]
    assert list(unmatched_steps(leg_frame(found.legs, names, 0), steps, still)) == []


@pytest.mark.parametrize("mode", ["predictive", "progressive"])
@pytest.mark.parametrize("more", ["", "hold: {duration: {dist: constant, value: 20s}}", CALLED_BACK])
def test_steps_fill_the_legs_of_campaigns_and_callbacks_too(mode, more):
    scenario = parse(CALLING.replace("MODE", mode).replace("MORE", more), name="calling.yaml")
    log = acd.simulate(scenario, 1, keep_steps=True).log
    assert list(unmatched_steps(log.legs, log.steps)) == []
    assert log.legs["bound"].notna().sum() == len(log.steps.drop_duplicates(LEG))
    assert mode == "predictive" or "dialling" in set(log.steps["step"])
