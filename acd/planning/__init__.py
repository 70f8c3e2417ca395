"""How many agents: formulas for one group, without a scenario and without a simulation.

===================  =====================================================================
`erlang_b`           no line: whoever finds every agent busy is refused (M/M/n/n)
`erlang_c`           customers wait for ever (M/M/n)
`erlang_a`           customers leave after an exponential patience (M/M/n+M)
`limited_queue`      the line has so many places and no more (M/M/n/k, M/M/n/k+M)
===================  =====================================================================

All times are seconds, all rates contacts a second. The names of the results are those of the measures
that a simulation reports, and mean the same.
"""

from acd.planning.erlang import ErlangB, ErlangC, erlang_b, erlang_c
from acd.planning.erlang_a import ErlangA, erlang_a
from acd.planning.limited import LimitedQueue, limited_queue

__all__ = [
    "ErlangA",
    "ErlangB",
    "ErlangC",
    "LimitedQueue",
    "erlang_a",
    "erlang_b",
    "erlang_c",
    "limited_queue",
]
