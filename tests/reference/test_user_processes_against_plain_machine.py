"""Agents taken away and given back, and contacts injected, leave the very log of the plain machine."""

import pytest
import simpy
from hypothesis import given, settings
from hypothesis import strategies as st

from acd.build import Keep
from acd.clocks.simpy_clock import SimpyCentre
from acd.core.codes import AgentReason, AgentState
from acd.errors import CommandError
from acd.scenario import parse
from tests.reference.both import difference, exactly, leg_rows, rows
from tests.reference.durations import SECOND
from tests.reference.journal import Journal, agent_names
from tests.reference.router import Router
from tests.reference.told_changes import CHANGES, cannot_change, one_of, tell, told
from tests.reference.world import World
from tests.strategies import SKILLS, scenarios

WORDS = ("outage", "workshop")


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("plain")


@st.composite
def acts(draw):
    """Draw a minute of the first day, what is done then, to which group or category, how many, and a word."""
    verb = draw(st.sampled_from(["take", "take", "give", "inject", "change", "change"]))
    if verb == "change":
        verb = draw(st.sampled_from(CHANGES))
    return (
        draw(st.integers(470, 800)),
        verb,
        draw(st.integers(0, 2)),
        draw(st.integers(0, 4)),
        draw(st.integers(0, 1)),
    )


def named(names, number):
    """Return a group or category of the scenario."""
    return list(names)[number % len(names)]


def change_of(scenario, names, verb, which, number, word):
    """Return a change of the rules in the words of its command."""
    agent, contact = one_of(names, which + 3 * word), 5 * which + number
    return told(verb, scenario, agent, contact, (which, word, number), SKILLS)


class InSimpy:
    """A user on the core: does what a verb says, now."""

    def __init__(self, scenario):
        self.scenario, self.env, self.taken = scenario, simpy.Environment(), []
        self.centre = SimpyCentre(self.env, scenario, keep=Keep(log=True, commands=True))
        self.names = agent_names(Router(scenario))

    def act(self, name, verb, which, number, word):
        if verb == "take":
            taken = self.centre.take_away(named(self.scenario.agents, which), number, WORDS[word])
            self.taken.append(taken)
        elif verb == "give" and self.taken:
            self.centre.give_back(self.taken[number % len(self.taken)])
        elif verb in CHANGES:
            what = change_of(self.scenario, self.names, verb, which, number, word)
            try:
                tell(self.centre, what)
            except CommandError as error:
                # the plain machine refuses it, too
                if not ("contact" in what or "authorise it first" in str(error) or cannot_change(error)):
                    raise
        elif verb == "inject":
            self.centre.inject(named(self.scenario.categories, which), contact=str(name))

    def finish(self):
        """Run to the end; return legs and changes."""
        self.env.run(until=self.centre.end)
        return leg_rows(self.centre.logs()), rows(self.centre.logs().changes)


class Plainly:
    """The same user on the plain machine."""

    def __init__(self, scenario):
        self.scenario, self.world, self.taken, self.words = scenario, World(scenario), [], []
        router, known = self.world.router, self.world.contacts
        legs = lambda serial: [c for name, c in router.contacts.items() if known[name].serial == serial]  # noqa: E731
        self.journal = Journal(router, agent_names(router), legs)

    def act(self, now, name, verb, which, number, word):
        if verb == "take":
            known = [*self.words, word]
            reason = AgentReason.FIRST_WORD + known.index(word)
            group = named(self.scenario.agents, which)
            self.taken.append(self.world.roster.take_away(now, group, number, reason))
            self.words = sorted({*known}, key=known.index) if self.taken[-1] else self.words
        elif verb == "give" and self.taken:
            self.world.roster.give_back(now, self.taken[number % len(self.taken)])
        elif verb in CHANGES:
            what = change_of(self.scenario, self.journal.names, verb, which, number, word)
            self.world.follow(now, self.journal.change(now, what) or [])
        elif verb == "inject":
            self.world.inject(now, named(self.scenario.categories, which), None, name)

    def finish(self):
        self.world.run()
        return self.world.leg_rows(), [tuple(row) for row in self.world.router.changes]


def in_simpy(scenario, script):
    """Run a script as a user's process on the core; return its legs and changes."""
    user = InSimpy(scenario)

    def process():
        for name, (minute, *act) in enumerate(script):
            yield user.env.timeout(60 * minute - user.env.now)
            user.act(name, *act)

    user.env.process(process())
    return user.finish()


def plainly(scenario, script):
    """Run the same script on the plain machine; return its legs and changes."""
    user = Plainly(scenario)
    for name, (minute, *act) in enumerate(script):
        user.world.at(60 * minute * SECOND, lambda now, name=name, act=act: user.act(now, name, *act))
    return user.finish()


def hearing_in_simpy(scenario, script, category, *, as_process):
    """Do a script's acts as contacts end that are watched, by their numbers; return legs and changes."""
    user = InSimpy(scenario)

    def hear(outcome):
        if outcome.contact in script:
            user.act(outcome.contact, *script[outcome.contact])

    def process(watch):
        while True:
            hear((yield watch.next()))

    if as_process:
        user.env.process(process(user.centre.watch(categories=category)))
    else:
        user.centre.watch(hear, category)
    return user.finish()


def hearing_plainly(scenario, script, category):
    """Do the same on the plain machine."""
    user = Plainly(scenario)

    def hear(now, contact):
        if contact.serial in script and category in (None, contact.whole.home):
            user.act(now, contact.serial, *script[contact.serial])

    user.world.hear = hear
    return user.finish()


@settings(max_examples=60)
@given(drawn=scenarios(), script=st.lists(acts(), max_size=12).map(sorted))
def test_acts_of_a_user_leave_the_same_log(drawn, script, folder):
    scenario = exactly(drawn, folder)
    (core_legs, core_changes), (legs, changes) = in_simpy(scenario, script), plainly(scenario, script)
    assert difference(core_legs, legs) is None
    assert difference(core_changes, changes) is None


@settings(max_examples=60)
@given(
    drawn=scenarios(),
    script=st.dictionaries(st.integers(0, 60), acts().map(lambda act: act[1:]), max_size=20),
    which=st.none() | st.integers(0, 2),
    as_process=st.booleans(),
)
def test_acts_of_a_user_who_watches_leave_the_same_log(drawn, script, which, as_process, folder):
    scenario = exactly(drawn, folder)
    category = None if which is None else named(scenario.categories, which)
    core_legs, core_changes = hearing_in_simpy(scenario, script, category, as_process=as_process)
    legs, changes = hearing_plainly(scenario, script, category)
    assert difference(core_legs, legs) is None
    assert difference(core_changes, changes) is None


CLOSED = """
acd: 1
name: one contact waits at closing time, for an agent who is away
calendar: {start: 2026-01-05, days: 1, open: 08:00-12:00}
categories:
  a: {arrivals: {trace: last.csv}, handle: {dist: constant, value: 30m}}
  b: {handle: {dist: constant, value: 30m}}
agents: {one: {count: 3, authorised: [a]}, other: {count: 1, authorised: [b]}}
"""


def test_whoever_is_given_back_after_closing_time_lets_the_others_go(folder):
    (folder / "last.csv").write_text("arrived\n43140\n43150\n")
    scenario = parse(CLOSED, folder, "closed.yaml")
    script = [(660, "take", 0, 2, 0), (730, "give", 0, 0, 0)]
    core, plain = in_simpy(scenario, script), plainly(scenario, script)
    assert core == plain
    assert (43_800 * SECOND, 3, 1, AgentState.OFF, AgentReason.CLOSED, 0) in plain[1]


REFERRED = """
acd: 1
name: every contact is referred
calendar: {start: 2026-01-05, days: 1, open: 08:00-09:00}
categories:
  a: {arrivals: {rate: 30/h}, handle: {dist: constant, value: 60s}, referral: {probability: 100%, to: b}}
  b: {handle: {dist: constant, value: 60s}}
agents: {one: {count: 5, authorised: [a, b]}}
referral_desks: {b: b}
"""


@pytest.mark.parametrize("category", ["a", "b"])
def test_whoever_watches_a_category_hears_of_its_contacts_wherever_they_were_referred_to(category, folder):
    user, heard = InSimpy(parse(REFERRED, folder, "referred.yaml")), []
    user.centre.watch(lambda outcome: heard.append((outcome.contact, outcome.category)), category)
    user.finish()
    assert len(heard) == (user.centre.logs().contacts if category == "a" else 0)
    assert {name for _, name in heard} <= {"b"}
