"""A contact's way through its handling in the plain world, step by step, until agent and customer part.

A category has a path of steps: its own, or verification, being put on hold, and handling, as far as it has them. A
step takes place with its chance; whoever was verified is not verified again. What comes after a step is drawn, or is
the next of the file. Work that takes no time is done in an event of its own.
"""

from dataclasses import dataclass

from acd.core.codes import AgentState, LegReason, Purpose
from tests.reference.durations import duration
from tests.reference.work import Work

MOST_LEGS = 60
MOST_STEPS = 500


@dataclass
class Place:
    """A step of a path."""

    kind: str
    chance: float = 1.0
    duration: object = None
    to: str | None = None
    after: dict | None = None


def places(rule):
    """Return a category's path: the steps, by name."""
    if rule.path is None:
        found = {} if rule.verification is None else {"verification": Place("verification")}
        if rule.hold is not None:
            found["hold"] = Place("hold", rule.hold.probability, rule.hold.duration)
        return found | {"handle": Place("handle")}
    return {
        name: Place(
            name if name in ("handle", "verification") else step.kind,
            step.chance,
            step.duration,
            step.to,
            step.next,
        )
        for name, step in rule.path.items()
    }


class Paths:
    """The ways of a world's contacts."""

    def __init__(self, world):
        self.world, self.scenario, self.chance = world, world.scenario, world.chance
        self.paths = {name: places(rule) for name, rule in self.scenario.categories.items()}

    def here(self, contact):
        """Return the step that a contact is in, None behind the last."""
        steps = list(self.paths[contact.category].values())
        return None if contact.step is None else steps[contact.step]

    def following(self, contact):
        """Return the number of the next step of the file."""
        after = contact.step + 1
        return after if after < len(self.paths[contact.category]) else None

    # -- a step begins --------------------------------------------------------------------------------------------
    def begin(self, now, contact):
        """Go to the first step."""
        contact.step = 0
        self.begin_step(now, contact)

    def begin_step(self, now, contact):
        """Pass over steps that do not take place, and put the work of the first that does before the agent."""
        while contact.step is not None and contact.nth < MOST_STEPS and not self.takes_place(contact):
            contact.step = self.following(contact)
            contact.nth += 1
        if contact.nth >= MOST_STEPS:
            contact.step = None
        step = self.here(contact)
        contact.work = Work(0.0 if step is None else float(self.length(now, contact, step)), now)
        if step is not None and step.kind == "hold":
            self.put_on_hold(now, contact)

    def takes_place(self, contact):
        step = self.here(contact)
        if step.kind == "verification" and contact.verified == 1:
            return False
        return self.chance.of_contact(contact, Purpose.STEP_CHANCE, contact.nth) < step.chance

    def length(self, now, contact, step):
        """Return how long a step takes; asking and sending on take no time by themselves."""
        rule, _ = self.world.rules(contact)
        if step.kind == "handle":
            contact.refers = self.will_refer(contact)
            spent = rule.referral.spent if contact.refers else 1.0
            scale = self.world.effort(now, contact) * spent
            return self.world.duration(contact, rule.handle, Purpose.HANDLE, scale)
        if step.kind == "verification":
            return self.world.duration(contact, rule.verification.duration, Purpose.VERIFY)
        if step.kind not in ("talk", "hold") or step.duration is None:
            return 0
        u = self.chance.of_contact(contact, Purpose.STEP, contact.nth)
        scale = self.world.effort(now, contact) if step.kind == "talk" else 1.0
        return duration(self.scenario, step.duration, u, scale)

    def will_refer(self, contact):
        """Say whether a contact will turn out to be beyond its agent when it has been handled."""
        rule, factors = self.world.rules(contact)
        if rule.referral is None or contact.whole.legs >= MOST_LEGS:
            return False
        skills = self.world.router.scenario.agents[self.world.router.agents[contact.agent].group].skills
        share = referral_share(rule.referral, factors, skills)
        share = 1.0 - (1.0 - share) ** contact.whole.complexity
        return self.chance.of_contact(contact, Purpose.REFERRAL) < share

    def put_on_hold(self, now, contact):
        contact.hold_since = now
        self.world.router.set_activity(now, contact.name, AgentState.HOLD)

    def take_off_hold(self, now, contact):
        if contact.hold_since is not None:
            contact.hold += now - contact.hold_since
            contact.hold_since = None

    # -- a step is done -------------------------------------------------------------------------------------------
    def step_done(self, now, contact):
        """The work of a step is done."""
        step, desks = self.here(contact), self.world.desks
        rule = self.scenario.categories[contact.category]
        if step is None:
            self.settle(now, contact)
        elif step.kind == "verification" and not self.passes(contact):
            self.fail(now, contact, rule.verification.on_failure)
        elif step.kind == "transfer":
            desks.send(now, contact, step.to, LegReason.REFERRED)
        elif step.kind in ("consult", "conference"):
            desks.ask(now, contact, step.to)
        elif step.kind == "handle" and contact.refers:
            desks.refer(now, contact)
        else:
            self.go_on(now, contact)

    def passes(self, contact):
        """Say whether the customer passes verification; this holds for all further legs."""
        success = self.scenario.categories[contact.category].verification.success
        contact.verified = int(self.chance.of_contact(contact, Purpose.VERIFIED) < success)
        contact.failed = contact.failed or contact.verified == 0
        return contact.verified == 1

    def fail(self, now, contact, desk):
        if desk is None:
            self.world.desks.part(now, contact, 0, LegReason.NOT_VERIFIED)
        else:
            self.world.desks.send(now, contact, desk, LegReason.NOT_VERIFIED)

    def go_on(self, now, contact):
        """Go on to what comes after the present step."""
        self.take_off_hold(now, contact)
        router = self.world.router
        if router.contacts[contact.name].activity != AgentState.BUSY:
            router.set_activity(now, contact.name, AgentState.BUSY)
        contact.step = self.after(contact)
        contact.nth += 1
        if contact.step is None:
            self.settle(now, contact)
        else:
            self.begin_step(now, contact)

    def after(self, contact):
        """Return the step after the present one: by the shares that it names, else the next of the file."""
        shares = self.here(contact).after
        if shares is None:
            return self.following(contact)
        u, upto = self.chance.of_contact(contact, Purpose.STEP_NEXT, contact.nth), 0.0
        reached = []
        for target, share in shares.items():
            reached.append(target)
            upto += share
            if u < upto:
                break
        names = list(self.paths[contact.category])
        return None if reached[-1] == "end" else names.index(reached[-1])

    def settle(self, now, contact):
        """The path is over: is the matter settled?"""
        rule, factors = self.world.rules(contact)
        share = rule.resolution if factors.resolution is None else factors.resolution
        u = self.chance.of_contact(contact, Purpose.RESOLUTION)
        self.world.desks.part(now, contact, int(u < share**contact.whole.complexity), LegReason.NONE)


def referral_share(rule, factors, skills):
    """Return the share that is referred: the group's own, else by skills, the smallest counts, else the category's."""
    if factors.referral is not None:
        return factors.referral
    shares = [
        max(
            ((level, share) for level, share in levels.items() if level <= skills.get(skill, 0)), default=None
        )
        for skill, levels in rule.by_skill.items()
    ]
    return min(
        (rule.probability if found is None else found[1] for found in shares), default=rule.probability
    )
