"""Where contacts go otherwise in the plain world: another channel as they join, and what steps of plans bring."""

from acd.core.codes import ContactState, LegReason, Outcome, Purpose
from tests.reference.contact import NONE
from tests.reference.timetable import us


def steer(world, now, contact):
    """Offer another channel to a customer who is about to join; who accepts joins there."""
    rule = world.scenario.categories[contact.category].steer
    if rule is None:
        return
    wait = world.router.outlook.announced(now, contact.category)
    if rule.when_wait_exceeds is not None and wait <= us(rule.when_wait_exceeds):
        return
    if world.chance.of_contact(contact, Purpose.STEER_OFFER) >= rule.offer:
        return
    reached = [share for announced, share in rule.accept.items() if us(announced) <= wait]
    if world.chance.of_contact(contact, Purpose.STEER_ACCEPT) < (reached[-1] if reached else 0.0):
        contact.steered_from = list(world.scenario.categories).index(contact.category)
        contact.category = contact.whole.first_line = rule.to


def step_begins(world, waiting, moment, now):
    """A step of a contact's plan begins, unless the contact waits no more or has moved on."""
    same = (waiting.number, waiting.offers, waiting.category, len(waiting.coming)) == moment
    if (
        world.router.contacts.get(waiting.name) is not waiting
        or waiting.state != ContactState.QUEUED
        or not same
    ):
        return
    contact = world.contacts[waiting.name]
    answers = world.router.begin_step(now, waiting.name, acts=contact.peer is None)
    if waiting.category != contact.category:
        if contact.steered_from == NONE:
            contact.steered_from = list(world.scenario.categories).index(contact.category)
        contact.category = waiting.category
        if contact.leg == 1:
            contact.whole.first_line = waiting.category
    world.follow(now, answers)


def refused(world, now, contact):
    """The plan refuses a contact."""
    contact.patience = None
    world.lose(now, contact, Outcome.REFUSED, LegReason.BY_PLAN)
