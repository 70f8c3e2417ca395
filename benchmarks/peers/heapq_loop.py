"""A loop over a binary heap, written by hand for exactly this model: the most that plain Python gives.

The next arrival stays outside the heap. A row of the heap is (time, agent) or (time, contact that waits): agents are
numbers from 0, contacts that wait -1 and below, and the first two tell every row apart.
"""

from collections import deque
from heapq import heappop, heappush, heapreplace

import numpy as np

from benchmarks.peers.draws import categories, exponential
from benchmarks.works import Measured


def run(work, contacts, seed):
    """Simulate both works; one line is the case of one category."""
    rng = np.random.default_rng(seed)
    gap, category = exponential(rng, 1 / work.minute).__next__, categories(rng, work.rates).__next__
    patience, handle = exponential(rng, work.patience).__next__, exponential(rng, work.handle).__next__
    minutes = contacts / work.minute
    serves = work.agents
    free_since = [0.0] * len(serves)
    lines = [deque() for _ in work.rates]
    idle = [deque((a, 0.0) for a, served in enumerate(serves) if k in served) for k in range(len(work.rates))]
    there = {}  # contacts that wait: number to arrival
    number = n = abandoned = 0
    waited = busy = 0.0
    heap = [(minutes, len(serves))]
    arrival = gap()
    while True:
        now, who = heap[0]
        if arrival < now:
            now = arrival
            arrival += gap()
            n += 1
            k = category()
            free = idle[k]
            while free:
                a, since = free.popleft()
                if free_since[a] == since:
                    free_since[a] = -1.0
                    duration = handle()
                    busy += duration
                    heappush(heap, (now + duration, a))
                    break
            else:
                number -= 1
                there[number] = now
                lines[k].append((now, number))
                heappush(heap, (now + patience(), number))
        elif who < 0:
            heappop(heap)
            arrived = there.pop(who, None)
            if arrived is not None:
                abandoned += 1
                waited += now - arrived
        elif who == len(serves):
            break
        else:
            first, best = None, (now, 0)
            for k in serves[who]:
                line = lines[k]
                while line and line[0][1] not in there:
                    line.popleft()
                if line and line[0] < best:
                    first, best = line, line[0]
            if first is None:
                heappop(heap)
                free_since[who] = now
                for k in serves[who]:
                    idle[k].append((who, now))
            else:
                first.popleft()
                del there[best[1]]
                waited += now - best[0]
                duration = handle()
                busy += duration
                heapreplace(heap, (now + duration, who))
    return Measured(n, abandoned / n, 60 * waited / n, busy / minutes / len(serves))
