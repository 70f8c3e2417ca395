"""When new matters arrive in the plain machine: one list for a whole run, in microseconds since day one 00:00.

Arrivals of a category on a day are the points of a unit Poisson process, mapped through the day's cumulative rate
times its busyness; each interval's expected matters may have a factor of their own. A fixed number n of matters falls
where the order statistics of n uniform numbers fall on the same curve. Bursts come on top, and the times of a trace may
be moved.
"""

import math
from datetime import timedelta
from itertools import accumulate
from statistics import NormalDist

from acd.core.codes import Purpose
from acd.scenario.arrivals import moment
from acd.scenario.calendar import openings
from acd.scenario.curves import arrival_pieces, arrival_trace
from tests.reference.chance import WORD, origin
from tests.reference.durations import SECOND, gamma, quantile

DAY = 86_400 * SECOND


def us(seconds):
    """Return whole microseconds."""
    return round(seconds * SECOND)


def arrivals(scenario, name, chance):
    """Return (time, key, origin) of a category's new matters; of equal times, the earlier of the list is first."""
    given, own = scenario.categories[name].arrivals, origin("category", name)
    if given is None:
        return []
    if given.trace is not None:
        found = traced(scenario, name, chance)
    else:
        scores = Scores(scenario, name, chance)
        found = [one for day in range(scenario.calendar.days) for one in drawn(scenario, name, day, scores)]
    return [(time, key, own) for time, key in found] + bursts(scenario, name, chance)


def traced(scenario, name, chance):
    """Return the times of a trace, moved if that is said: evenly over what is open around each, with its old number."""
    times, jitter = arrival_trace(scenario, name), scenario.categories[name].arrivals.jitter
    if not jitter:
        return [(us(time), number) for number, time in enumerate(times)]
    found = []
    for number, time in enumerate(times):
        start, end = next(period for period in openings(scenario) if period[0] <= time < period[1])
        first, last = us(max(start, time - jitter)), us(min(end, time + jitter))
        u = chance.uniform(Purpose.JITTER, number, origin("category", name))
        found.append((first + math.floor(u * max(last - first, 1)), number))
    return sorted(found)


# -- a day of expected matters ------------------------------------------------------------------------------------
def drawn(scenario, name, day, scores):
    """Return (time, key) of the matters of a day, in order."""
    given = scenario.categories[name].arrivals
    pieces = [
        (us(start), us(end), matters, ends)
        for (start, end, matters), ends in zip(
            arrival_pieces(scenario, name)[day], end_rates(scenario, name, day), strict=True
        )
        if matters > 0
    ]
    if not pieces:
        return []
    busy = scores.busyness(day)
    expected = [matters for _, _, matters, _ in pieces]
    each = factors(scenario, name, day, pieces, scores)
    weights = [matters * factor for matters, factor in zip(expected, each, strict=True)]
    if given.counts == "fixed":
        if sum(weights) == 0:
            weights = expected
        points = fixed_points(scenario, name, day, sum(expected) * busy, busy, scores)
        targets = [share * sum(weights) for share in points]
    else:
        targets = [point / busy for point in poisson_points(name, day, sum(weights) * busy, scores.chance)]
    return [(time_at(pieces, weights, target), day * WORD + number) for number, target in enumerate(targets)]


def poisson_points(name, day, limit, chance):
    """Yield the points of the day's unit Poisson process below a limit."""
    for point in accumulate(unit_gaps(name, day, chance)):
        if point >= limit:
            return
        yield point


def unit_gaps(name, day, chance):
    """Yield the gaps of a day's unit Poisson process for ever: number k is the same in every scenario."""
    number = 0
    while True:
        yield -math.log(1 - chance.uniform(Purpose.ARRIVAL, day * WORD + number, origin("category", name)))
        number += 1


def fixed_points(scenario, name, day, expected, busy, scores):
    """Yield the order statistics of as many uniform numbers as the day has matters.

    Of n exponential variates the smallest has mean 1/n, the next is later by a mean of 1/(n - 1), and so on (Rényi).
    """
    total = scenario.categories[name].arrivals.total
    if total is not None:
        u = scores.chance.uniform(Purpose.TOTAL, day * WORD, origin("category", name))
        expected = quantile(scenario, total, u, 1.0) * busy
    gaps, passed = unit_gaps(name, day, scores.chance), 0.0
    for left in range(math.floor(expected + 0.5), 0, -1):
        passed += next(gaps) / left
        yield 1 - math.exp(-passed)


def time_at(pieces, weights, target):
    """Return when the cumulative curve of a day reaches a target."""
    before = [0.0, *accumulate(weights)]
    here = max(i for i in range(len(pieces)) if weights[i] > 0 and (target >= before[i] or before[i] == 0))
    start, end, _, (first, last) = pieces[here]
    share = min((target - before[here]) / weights[here], 1.0)
    offset = math.floor(when_reached(first, last, share) * (end - start) + 0.5)
    return start + min(offset, end - start - 1)  # the last half microsecond is not rounded out of the piece


def when_reached(first, last, share):
    """Return at which part of a piece a share of its matters has come, its rate a parabola between two ends."""
    if first == last == 1.0:
        return share
    low, high = 0.0, 1.0
    while low < (x := (low + high) / 2) < high:
        reached = first * x + (3 - 2 * first - last) * x**2 + (first + last - 2) * x**3
        low, high = (x, high) if reached <= share else (low, x)
    return low


def end_rates(scenario, name, day):
    """Return the rates at both ends of each piece of a day over its mean rate; 1 and 1 unless the rate is smooth."""
    days = arrival_pieces(scenario, name)
    if not scenario.categories[name].arrivals.smooth:
        return [(1.0, 1.0)] * len(days[day])
    rate = {(start, end): matters / (end - start) for pieces in days for start, end, matters in pieces}
    starts, ends = {start: (start, end) for start, end in rate}, {end: (start, end) for start, end in rate}

    def border(at):
        if at not in starts or at not in ends:
            return None
        one, two = rate[ends[at]], rate[starts[at]]
        return min((one + two) / 2, 3 * min(one, two))

    found = []
    for start, end, _ in days[day]:
        own = rate[start, end]
        if own == 0:
            found.append((1.0, 1.0))
            continue
        first, last = border(start), border(end)
        if first is None and last is None:
            first = last = own
        if first is None:
            first = min(max(2 * own - last, 0), 3 * own)
        if last is None:
            last = min(max(2 * own - first, 0), 3 * own)
        found.append((first / own, last / own))
    return found


# -- what is random about a day -----------------------------------------------------------------------------------
def factors(scenario, name, day, pieces, scores):
    """Return the factor of each piece of a day: that of its interval."""
    given = scenario.categories[name].arrivals
    length = us(scenario.interval)
    intervals = [(start - day * DAY) // length for start, _, _, _ in pieces]
    if given.variation is not None:
        chances = {j: scores.interval(day, j) for j in intervals}
        return [quantile(scenario, given.variation, chances[j], 1.0) for j in intervals]
    if given.concentration is None:
        return [1.0] * len(pieces)
    whole, found = sum(matters for _, _, matters, _ in pieces), {}
    for j in intervals:
        part = sum(matters for (_, _, matters, _), i in zip(pieces, intervals, strict=True) if i == j) / whole
        u = scores.chance.uniform(Purpose.VARIATION, day * WORD + j, origin("category", name))
        found[j] = gamma(1.0, given.concentration * part, u)
    return [found[j] for j in intervals]


class Scores:
    """How busy days and intervals of a category are: shares of their distributions, correlated by normal scores."""

    def __init__(self, scenario, name, chance):
        self.scenario, self.name, self.chance = scenario, name, chance
        self.own, self.given = origin("category", name), scenario.correlation

    def busyness(self, day):
        """Return the factor on a category's rates on a day: the root's times its own."""
        result, given = 1.0, self.given
        independent = given.days == given.categories == 0
        if (root := self.scenario.busyness) is not None:
            u = self.chance.busyness(day, 0)
            if not independent:
                u = below(self.chain(Purpose.BUSYNESS, 0, range(day + 1), given.days, WORD))
            result *= quantile(self.scenario, root, u, 1.0)
        if (busyness := self.scenario.categories[self.name].busyness) is not None:
            u = self.chance.busyness(day, self.own)
            if not independent:
                shared = self.chain(Purpose.SHARED_BUSYNESS, 0, range(day + 1), given.days, WORD)
                own = self.chain(Purpose.BUSYNESS, self.own, range(day + 1), given.days, WORD)
                u = self.mixture(shared, own)
            result *= quantile(self.scenario, busyness, u, 1.0)
        return result

    def interval(self, day, number):
        """Return the share for an interval of a day, its number counted from midnight."""
        given, key = self.given, day * WORD
        if given.intervals == given.categories == 0:
            return self.chance.uniform(Purpose.VARIATION, key + number, self.own)
        numbers = range(key, key + number + 1)
        shared = self.chain(Purpose.SHARED_VARIATION, 0, numbers, given.intervals, 1)
        own = self.chain(Purpose.VARIATION, self.own, numbers, given.intervals, 1)
        return self.mixture(shared, own)

    def chain(self, purpose, name, numbers, correlation, step):
        """Return the last of a chain of normal scores, neighbours of which have this correlation."""
        score = None
        for number in numbers:
            fresh = NormalDist().inv_cdf(self.chance.uniform(purpose, number * step, name))
            score = fresh if score is None else correlation * score + math.sqrt(1 - correlation**2) * fresh
        return score

    def mixture(self, shared, own):
        weight = self.given.categories
        return below(math.sqrt(weight) * shared + math.sqrt(1 - weight) * own)


def below(score):
    """Return the share of the normal distribution below a score."""
    return min(max(math.erfc(-score / math.sqrt(2)) / 2, 2.0**-53), 1 - 2.0**-53)


# -- bursts -------------------------------------------------------------------------------------------------------
def bursts(scenario, name, chance):
    """Return (time, key, origin) of the contacts that bursts add, burst by burst as they begin."""
    first = scenario.calendar.start
    happening = [
        (us(day * 86_400 + moment(burst.at)[2]), number, day, burst)
        for number, burst in enumerate(scenario.categories[name].arrivals.bursts)
        for day in range(scenario.calendar.days)
        if happens(burst, first + timedelta(days=day))
    ]
    own, found = origin("burst", name), []
    for start, number, day, burst in sorted(happening, key=lambda one: one[:2]):
        key = day * WORD + number * 2**20
        if chance.uniform(Purpose.BURST, key, own) < burst.probability:
            shares = burst_shares(burst, key, own, chance)
            found += [
                (start + offset_in(burst, share), key + place, own) for place, share in enumerate(shares)
            ]
    return found


def happens(burst, date):
    """Return whether a burst is to happen on a date."""
    kind, days, _ = moment(burst.at)
    return (date.toordinal() if kind == "date" else date.weekday()) in days


def burst_shares(burst, key, own, chance):
    """Yield the shares of a burst's matters that have come with each of its contacts."""
    passed, place = 0.0, 0
    while burst.counts != "fixed" or place < burst.contacts:
        gap = -math.log(1 - chance.uniform(Purpose.ARRIVAL, key + place, own))
        if burst.counts == "fixed":
            passed += gap / (burst.contacts - place)
            yield 1 - math.exp(-passed)
        else:
            passed += gap
            if passed >= burst.contacts:
                return
            yield passed / burst.contacts
        place += 1


def offset_in(burst, share):
    """Return how long after its start a burst has brought a share of its contacts."""
    if burst.shape == "fading":
        share = 1 - math.sqrt(1 - share)
    length = us(burst.over)
    return min(math.floor(share * length + 0.5), length - 1)
