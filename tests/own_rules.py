"""Routing keys of a user's own, as drawn scenarios name them: this very file lies beside each of them.

They do nothing that could differ by a bit between Python and compiled code, and they disagree with acd's own keys.
"""

import math

FAR = 3.0


def steps(x):
    return math.floor(x / 60)


def near(agent, category, idle, talked):
    return abs(agent - FAR * category) - steps(idle) + talked % 3


def fresh(offers, held, occupancy, group, tier, skill, now, contacts):
    return (
        (offers + held + group + tier + contacts) % 2 + (0.5 if occupancy > 0.25 else 0.0) + skill * (now % 7)
    )


def odd(waited, tier, group):
    return waited % 60 - 10 * tier + group


def crowded(priority, waiting, category, skill, offers):
    return -100 * priority - waiting * (category + 1) + skill - offers
