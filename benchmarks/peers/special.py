"""A numba program written for exactly this model: the yardstick of what compiled code reaches without generality.

It knows exponential times, at most 128 agents in 16 teams of at most 63 agents and three categories each, at most
eight teams a category, and at most 256 contacts waiting at once; it keeps no log and counts only what `Measured` says.
Times are whole microseconds. An entry of any table is a packed key, `time << bits | who`, so that the smallest key
is both the first time and whose it is, and NEVER marks what is empty. Both event lists are winner trees: a parent
is the smaller of its children, node 1 the first event of all.
"""

import numpy as np
from numba import njit

from benchmarks.works import Measured

NEVER = np.int64(2**63 - 1)
GONE = np.int64(-1)
AGENTS, TEAMS, WIDE, RING = 128, 16, 8, 64
TEAM_BITS = 7  # a member is team << 7 | agent
MEMBER_BITS = 11
SLOTS, SLOT_BITS = 256, 8
LINE, LINE_BITS = 4096, 12
BLOCK = 1024
LN2 = 0.6931471805599453


@njit(cache=False)
def uniform_bits(bits, count, counter):
    """Fill with 64 random bits a number: SplitMix64 (Steele, Lea and Flood 2014), which is a hash of a counter."""
    for i in range(count):
        z = np.uint64(counter + np.uint64(i)) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        bits[i] = z ^ (z >> np.uint64(31))
    return counter + np.uint64(count)


@njit(cache=False)
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


@njit(cache=False)
def draw_categories(category, bits, uniform, shares):
    """Fill with categories: with exponential gaps of the sum's rate these are as many Poisson streams."""
    for i in range(BLOCK):
        uniform[i] = np.float64(np.int64(bits[i] >> np.uint64(11))) * 2.0**-53
    for i in range(BLOCK):
        category[i] = 0
    for share in shares[:-1]:
        for i in range(BLOCK):
            category[i] += uniform[i] >= share


@njit(inline="always")
def climb(tree, node, key):
    """Set a leaf of a winner tree, and the winners above it."""
    tree[node] = key
    while node > 1:
        key = min(key, tree[node ^ 1])
        node >>= 1
        tree[node] = key


@njit(cache=False)
def simulate(end, gap, patience, handle, shares, agents, serves, places, seed):
    bits, uniform = np.empty(BLOCK, np.uint64), np.empty(BLOCK)
    category, lengths = np.empty(BLOCK, np.int64), np.empty(BLOCK, np.int64)
    arrivals, limits = np.empty(BLOCK, np.int64), np.empty(BLOCK, np.int64)
    counter = np.uint64(seed) << np.uint64(40)

    ends = np.full(2 * AGENTS, NEVER)
    idle = np.full(TEAMS * RING, NEVER)
    idle_head = np.arange(TEAMS) * RING
    idle_tail = np.arange(TEAMS) * RING
    first_idle = np.full(shares.size * WIDE + 1, NEVER)
    for member in agents:
        team = member >> TEAM_BITS
        idle[idle_tail[team]] = member
        idle_tail[team] += 1
    for team in range(TEAMS):
        for j in range(3):
            first_idle[places[team * 4 + j]] = idle[idle_head[team]]
    first_idle[-1] = NEVER

    due = np.full(2 * SLOTS, NEVER)
    line = np.full(shares.size * LINE, NEVER)
    line_head = np.arange(shares.size) * LINE
    line_tail = np.arange(shares.size) * LINE
    first_waiting = np.full(shares.size + 1, NEVER)
    place = np.empty(SLOTS, np.int64)
    kept = np.empty(SLOTS, np.int64)
    free = np.arange(SLOTS)[::-1].copy()
    unused = SLOTS

    for i in range(BLOCK):
        limits[i] = 0
    used = BLOCK
    now = np.int64(0)
    n = np.int64(0)
    abandoned = np.int64(0)
    waited = np.int64(0)
    busy = np.int64(0)
    while True:
        counter = uniform_bits(bits, BLOCK, counter)
        draw_categories(category, bits, uniform, shares)
        counter = uniform_bits(bits, BLOCK, counter)
        exponential(arrivals, bits, uniform, BLOCK, gap)
        counter = uniform_bits(bits, BLOCK, counter)
        exponential(lengths, bits, uniform, BLOCK, handle)
        counter = uniform_bits(bits, used, counter)
        exponential(limits, bits, uniform, used, patience)
        used = 0
        time = now
        for i in range(BLOCK):
            time += arrivals[i]
            arrivals[i] = min(time, end)
        for i in range(BLOCK):
            now = arrivals[i]
            while True:
                key = ends[1]
                left = due[1]
                if min(key >> MEMBER_BITS, left >> SLOT_BITS) >= now:
                    break
                if (key >> MEMBER_BITS) <= (left >> SLOT_BITS):
                    at = key >> MEMBER_BITS
                    member = key & (2**MEMBER_BITS - 1)
                    agent = member & (AGENTS - 1)
                    team = member >> TEAM_BITS
                    t = team * 4
                    first = min(
                        first_waiting[serves[t]], min(first_waiting[serves[t + 1]], first_waiting[serves[t + 2]])
                    )
                    if first == NEVER:
                        tail = idle_tail[team]
                        idle[tail] = at << MEMBER_BITS | member
                        idle_tail[team] = (tail & ~(RING - 1)) | ((tail + 1) & (RING - 1))
                        head = idle[idle_head[team]]
                        first_idle[places[t]] = head
                        first_idle[places[t + 1]] = head
                        first_idle[places[t + 2]] = head
                        climb(ends, AGENTS | agent, NEVER)
                        continue
                    slot = first & (SLOTS - 1)
                    waited += at - (first >> SLOT_BITS)
                    busy += kept[slot]
                    climb(ends, AGENTS | agent, (at + kept[slot]) << MEMBER_BITS | member)
                else:
                    slot = left & (SLOTS - 1)
                    waited += (left >> SLOT_BITS) - (line[place[slot]] >> SLOT_BITS)
                    abandoned += 1
                climb(due, SLOTS | slot, NEVER)
                free[unused] = slot
                unused += 1
                p = place[slot]
                line[p] = GONE
                k = p >> LINE_BITS
                p = line_head[k]
                while line[p] == GONE:
                    line[p] = NEVER
                    p = (p & ~(LINE - 1)) | ((p + 1) & (LINE - 1))
                line_head[k] = p
                first_waiting[k] = line[p]
            if now >= end:
                return n, abandoned, waited, busy
            n += 1
            k = category[i]
            r = k * WIDE
            first = min(
                min(min(first_idle[r], first_idle[r + 1]), min(first_idle[r + 2], first_idle[r + 3])),
                min(min(first_idle[r + 4], first_idle[r + 5]), min(first_idle[r + 6], first_idle[r + 7])),
            )
            if first != NEVER:
                member = first & (2**MEMBER_BITS - 1)
                agent = member & (AGENTS - 1)
                team = member >> TEAM_BITS
                t = team * 4
                busy += lengths[i]
                p = idle_head[team]
                idle[p] = NEVER
                p = (p & ~(RING - 1)) | ((p + 1) & (RING - 1))
                idle_head[team] = p
                head = idle[p]
                first_idle[places[t]] = head
                first_idle[places[t + 1]] = head
                first_idle[places[t + 2]] = head
                climb(ends, AGENTS | agent, (now + lengths[i]) << MEMBER_BITS | member)
            else:
                if unused == 0:
                    raise ValueError("more contacts wait than this program has room for")
                unused -= 1
                slot = free[unused]
                kept[slot] = lengths[i]
                p = line_tail[k]
                place[slot] = p
                line[p] = now << SLOT_BITS | slot
                line_tail[k] = (p & ~(LINE - 1)) | ((p + 1) & (LINE - 1))
                first_waiting[k] = line[line_head[k]]
                climb(due, SLOTS | slot, (now + limits[used]) << SLOT_BITS | slot)
                used += 1


def tables(work):
    """Return the members, the categories that teams serve, and where each category looks for a team's first."""
    members = []
    K = len(work.rates)
    serves = np.full(TEAMS * 4, K)
    places = np.full(TEAMS * 4, K * WIDE)
    seen = [0] * K
    for team, (count, served) in enumerate(work.teams):
        members += [team << TEAM_BITS | len(members) + i for i in range(count)]
        for j, k in enumerate(served):
            serves[team * 4 + j] = k
            places[team * 4 + j] = k * WIDE + seen[k]
            seen[k] += 1
    return np.array(members), serves, places


def run(work, contacts, seed):
    """Simulate both works; one line is the case of one category."""
    minute = 60e6
    minutes = contacts / work.minute
    shares = np.cumsum(work.rates) / work.minute
    members, serves, places = tables(work)
    n, abandoned, waited, busy = simulate(
        int(minutes * minute), minute / work.minute, minute * work.patience, minute * work.handle, shares,
        members, serves, places, seed,
    )
    return Measured(n, abandoned / n, waited / 1e6 / n, busy / minutes / minute / len(members))
