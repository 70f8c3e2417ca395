"""A user's process that changes the rules of any scenario all day long, the same in every process of the tests."""

from contextlib import suppress
from itertools import cycle, product

import simpy

from acd import SimpyCentre
from acd.build import Keep
from acd.errors import CommandError
from tests.reference.told_changes import CHANGES, one_of, tell, told
from tests.strategies import SKILLS

KINDS = [verb for verb in CHANGES if verb != "priority_of_contact"]


def run_changed(scenario, seed, keep=None):
    """Run a scenario; every ten minutes of the first day a rule changes. Return what it leaves."""
    env = simpy.Environment()
    centre = SimpyCentre(env, scenario, seed, keep=keep or Keep(log=True, commands=True, steps=True))
    sizes = zip(scenario.agents, centre.run.setup.sizes, strict=True)
    names = [f"{group} {number}" for group, size in sizes for number in range(1, size + 1)]

    def process():
        changes = zip(range(144), product(range(3), range(3), range(5)), cycle(KINDS))
        for turn, numbers, verb in changes:
            if names or verb not in ("skills", "authority"):
                agent = one_of(names, turn) if names else None
                # what cannot change, and thresholds of groups that are not authorised, are refused
                with suppress(CommandError):
                    tell(centre, told(verb, scenario, agent, None, numbers, SKILLS))
            yield env.timeout(600)

    env.process(process())
    env.run(until=centre.end)
    return centre.logs()
