"""The choice of a channel in the plain world: offered as a contact joins for the first time, accepted or not."""

from acd.core.codes import Purpose
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
