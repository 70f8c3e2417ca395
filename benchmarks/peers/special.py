"""A numba program written for exactly this model: what compiled code reaches where nothing else is asked of it.

It knows exponential times, teams of at most 63 agents, and at most 128 contacts that wait at once; it keeps no log
and counts only what `Measured` needs. It is compiled for one shape of centre: the compiler knows how many agents,
teams and categories there are to look at.

Times are whole microseconds. Every table holds packed keys, `time << BITS | who`, so that the smallest key says both
when and who, and NEVER marks what is empty. The ends of handling and of patience are two winner trees: a parent is
the smaller of its children, node 1 the first of all. Indices are kept in small unsigned types, for which numba writes
no code for negative ones.
"""

from functools import cache

import numpy as np
from numba import njit

from benchmarks.works import Measured

NEVER = 2**63 - 1
GONE = -1
BITS = 11  # of a member: team << 7 | agent
WHO = 2**BITS - 1
TEAMS = 16
RING = 64  # idle agents of a team
SLOTS, SLOT_LEVELS = 128, 7  # contacts that wait
LINE, LINE_BITS = 4096, 12  # places in a category's line, those of contacts that left included
BLOCK = 1024  # contacts drawn at a time
LN2 = 0.6931471805599453


@njit(cache=False, error_model="numpy")
def uniform_bits(bits, count, counter):
    """Fill with 64 random bits a number: SplitMix64 (Steele, Lea and Flood 2014), which is a hash of a counter."""
    for i in range(count):
        z = np.uint64(counter + np.uint64(i)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        bits[i] = z ^ (z >> np.uint64(31))
    return counter + np.uint64(count)


@njit(cache=False, error_model="numpy")
def exponential(out, bits, uniform, count, mean):
    """Fill with exponential times [us], by a logarithm that is exact to 1e-10 and has no branch, so that it vectorises.

    With u = m 2^e and m within a factor √2 of 1: log u = e log 2 + 2 artanh((m − 1) / (m + 1)).
    """
    for i in range(count):
        uniform[i] = (np.float64(np.int64(bits[i] >> np.uint64(11))) + 0.5) * 2.0**-53
    word = uniform.view(np.int64)
    for i in range(count):
        word_i = word[i]
        shifted = word_i - 0x3FE6A09E667F3BCD  # from √½
        e = shifted >> 52
        bits[i] = np.uint64(word_i - (e << 52))
        out[i] = e
    m = bits.view(np.float64)
    for i in range(count):
        s = (m[i] - 1.0) / (m[i] + 1.0)
        s2 = s * s
        series = 1 / 9 + s2 * (1 / 11 + s2 * (1 / 13))
        series = 1 + s2 * (1 / 3 + s2 * (1 / 5 + s2 * (1 / 7 + s2 * series)))
        out[i] = np.int64(-mean * (np.float64(out[i]) * LN2 + 2.0 * s * series))


@njit(cache=False, error_model="numpy")
def draw_categories(category, bits, uniform, shares):
    """Fill with categories: with exponential gaps of the sum's rate these are as many Poisson streams."""
    for i in range(BLOCK):
        uniform[i] = np.float64(np.int64(bits[i] >> np.uint64(11))) * 2.0**-53
    for i in range(BLOCK):
        category[i] = 0
    for share in shares[:-1]:
        for i in range(BLOCK):
            category[i] += np.uint8(uniform[i] >= share)


@njit(inline="always")
def climb(tree, node, key, levels):
    """Set a leaf of a winner tree, and the winners above it."""
    tree[node] = key
    for _ in range(levels):
        key = min(key, tree[node ^ 1])
        node >>= 1
        tree[node] = key


@njit(inline="always")
def after(place, size):
    """Return the next place in a ring of a power of two places, which lies at a multiple of its size."""
    return (place & ~(size - 1)) | ((place + 1) & (size - 1))


@cache
def program(levels, wide, ways):
    """Compile for 2^levels agents, at most `wide` teams that serve a category and `ways` categories of a team."""

    agents = 1 << levels

    @njit(cache=False, error_model="numpy")
    def simulate(end, means, shares, members, serves, seats, seed):
        """Return contacts, how many abandoned, and the sums of waiting and of handling [us]."""
        bits, uniform = np.empty(BLOCK, np.uint64), np.empty(BLOCK)
        category, arrivals = np.empty(BLOCK, np.uint8), np.empty(BLOCK, np.int64)
        handles, patience = np.empty(BLOCK, np.int64), np.empty(BLOCK, np.int64)
        counter = np.uint64(seed) << np.uint64(40)

        ends = np.full(2 * agents, NEVER)
        idle = np.full(TEAMS * RING, NEVER)
        idle_head = (np.arange(TEAMS) * RING).astype(np.uint16)
        idle_tail = idle_head.copy()
        first_idle = np.full(shares.size * wide + 1, NEVER)
        for member in members:
            team = member >> 7
            idle[idle_tail[team]] = member
            idle_tail[team] += 1
            for j in range(ways):
                first_idle[seats[team * 4 + j]] = idle[idle_head[team]]
        first_idle[-1] = NEVER

        due = np.full(2 * SLOTS, NEVER)
        line = np.full(shares.size * LINE, NEVER)
        line_head = (np.arange(shares.size) * LINE).astype(np.uint16)
        line_tail = line_head.copy()
        first_waiting = np.full(shares.size + 1, NEVER)
        seat = np.empty(SLOTS, np.uint16)
        kept = np.empty(SLOTS, np.int64)
        free = np.arange(SLOTS).astype(np.uint16)
        unused = SLOTS

        contacts = abandoned = waited = busy = time = 0
        used = BLOCK
        while True:
            counter = uniform_bits(bits, BLOCK, counter)
            draw_categories(category, bits, uniform, shares)
            counter = uniform_bits(bits, BLOCK, counter)
            exponential(arrivals, bits, uniform, BLOCK, means[0])
            counter = uniform_bits(bits, BLOCK, counter)
            exponential(handles, bits, uniform, BLOCK, means[2])
            counter = uniform_bits(bits, used, counter)
            exponential(patience, bits, uniform, used, means[1])
            used = i = last = 0
            for j in range(BLOCK):
                time += arrivals[j]
                arrivals[j] = time << BITS
                last += time < end
            while i < last:
                ended, left, arrival = ends[1], due[1], arrivals[i]
                if left < min(ended, arrival):  # a contact has waited long enough
                    slot = left & (SLOTS - 1)
                    waited += (left >> BITS) - (line[seat[slot]] >> BITS)
                    abandoned += 1
                elif arrival <= ended:
                    k = category[i]
                    rested = first_idle[k * wide]
                    for j in range(1, wide):
                        rested = min(rested, first_idle[k * wide + j])
                    if rested != NEVER:  # the agent idle longest starts
                        member = rested & WHO
                        team = member >> 7
                        idle[idle_head[team]] = NEVER
                        idle_head[team] = after(idle_head[team], RING)
                        first = idle[idle_head[team]]
                        for j in range(ways):
                            first_idle[seats[team * 4 + j]] = first
                        busy += handles[i]
                        key = (arrival + (handles[i] << BITS)) | member
                        climb(ends, agents | (member & (agents - 1)), key, levels)
                    else:  # the contact waits
                        if unused == 0:
                            raise ValueError("more contacts wait than `special` has room for")
                        unused -= 1
                        slot = free[unused]
                        kept[slot] = handles[i]
                        seat[slot] = line_tail[k]
                        line[line_tail[k]] = arrival | slot
                        line_tail[k] = after(line_tail[k], LINE)
                        first_waiting[k] = line[line_head[k]]
                        climb(due, SLOTS | slot, (arrival + (patience[used] << BITS)) | slot, SLOT_LEVELS)
                        used += 1
                    i += 1
                    continue
                else:
                    team = (ended & WHO) >> 7
                    waiting = first_waiting[serves[team * 4]]
                    for j in range(1, ways):
                        waiting = min(waiting, first_waiting[serves[team * 4 + j]])
                    if waiting == NEVER:  # the agent rests
                        idle[idle_tail[team]] = ended
                        idle_tail[team] = after(idle_tail[team], RING)
                        first = idle[idle_head[team]]
                        for j in range(ways):
                            first_idle[seats[team * 4 + j]] = first
                        climb(ends, agents | (ended & (agents - 1)), NEVER, levels)
                        continue
                    slot = waiting & (SLOTS - 1)  # the contact that waits longest is next
                    waited += (ended >> BITS) - (waiting >> BITS)
                    busy += kept[slot]
                    climb(ends, agents | (ended & (agents - 1)), ended + (kept[slot] << BITS), levels)
                climb(due, SLOTS | slot, NEVER, SLOT_LEVELS)
                free[unused] = slot
                unused += 1
                line[seat[slot]] = GONE
                k = seat[slot] >> LINE_BITS
                p = line_head[k]
                while line[p] == GONE:
                    line[p] = NEVER
                    p = after(p, LINE)
                line_head[k] = p
                first_waiting[k] = line[p]
            contacts += last
            if last < BLOCK:
                return contacts, abandoned, waited, busy

    return simulate


def prepared(work):
    """Return the compiled program, the members, what teams serve, and where a team's first idle agent stands."""
    ways = max(len(served) for _count, served in work.teams)
    serving = [
        [team for team, (_count, served) in enumerate(work.teams) if k in served]
        for k in range(len(work.rates))
    ]
    wide = max(map(len, serving))
    serves = np.full(TEAMS * 4, len(work.rates), np.uint8)
    seats = np.full(TEAMS * 4, len(work.rates) * wide, np.uint8)
    members = []
    for team, (count, served) in enumerate(work.teams):
        members += [team << 7 | len(members) + i for i in range(count)]
        serves[team * 4 : team * 4 + len(served)] = served
        seats[team * 4 : team * 4 + len(served)] = [k * wide + serving[k].index(team) for k in served]
    fits = len(members) <= 128 and len(work.teams) <= TEAMS and max(work.teams)[0] < RING
    assert fits, (
        f"no room for {len(members)} agents in {len(work.teams)} teams of at most {max(work.teams)[0]}"
    )
    simulate = program((len(members) - 1).bit_length(), wide, ways)
    return simulate, np.array(members), serves, seats


def run(work, contacts, seed):
    """Simulate a work of one category or several; the first time it compiles."""
    simulate, members, serves, seats = prepared(work)
    minute = 60e6
    end = contacts / work.minute * minute
    means = (minute / work.minute, minute * work.patience, minute * work.handle)
    shares = np.cumsum(work.rates) / work.minute
    n, abandoned, waited, busy = simulate(int(end), means, shares, members, serves, seats, seed)
    return Measured(n, abandoned / n, waited / 1e6 / n, busy / end / len(members))
