"""Ready agents in the order of their own keys, a tree a group: who is first costs the logarithm of their number.

A treap (Seidel and Aragon, "Randomized search trees", Algorithmica 1996): a search tree by the keys of the agents' own
that ``preference`` marks, then by idle time and index, and a heap by a hash of the index, so that its shape is as if
its members had come in random order, and the same whoever came first. It is kept only where rules say so
(``Within.TREE``) and where nobody's values change while ready. This file must not know what the keys mean.
"""

from __future__ import annotations

from acd.core._compile import cold, kernel
from acd.core.agent_keys import own_value
from acd.core.codes import AgentKey
from acd.core.tables import NONE, Handle, agent, grove, ledger, member, preference, rules

WORD = 0xFFFFFFFF


@kernel
def height(a: int) -> int:
    """Return the hash by which agent ``a`` stands above others in a tree; different for any two agents."""
    bits = (int(a) * 0x9E3779B1) & WORD
    bits ^= bits >> 16
    bits = (bits * 0x7FEB352D) & WORD
    return int(bits ^ (bits >> 15))


@kernel
def stands_before(z: Handle, a: int, b: int) -> bool:
    """Say whether agent ``a`` comes before ``b`` of the same group by the agents' own keys."""
    n_keys = rules(z, 0)["n_keys"]
    for k in range(n_keys):
        if preference(z, k)["own"]:
            what = preference(z, k)["key"]
            mine = own_value(z, what, a)
            other = own_value(z, what, b)
            if mine != other:
                return bool(mine < other)
    mine_since = agent(z, a)["idle_since"]
    other_since = agent(z, b)["idle_since"]
    if mine_since != other_since:
        return bool(mine_since < other_since)
    return a < b


@cold
def tree_add(z: Handle, a: int) -> None:
    """Put agent ``a`` into the tree of the group."""
    g = member(z, a)["group"]
    me = ledger(z, a)
    me["left"] = NONE
    me["right"] = NONE
    above = NONE
    at = grove(z, g)["root"]
    first = False
    while at != NONE:
        above = at
        first = stands_before(z, a, above)
        at = ledger(z, above)["left"] if first else ledger(z, above)["right"]
    me["up"] = above
    if above == NONE:
        grove(z, g)["root"] = a
    elif first:
        ledger(z, above)["left"] = a
    else:
        ledger(z, above)["right"] = a
    while me["up"] != NONE and height(a) > height(me["up"]):
        lift(z, g, a)


@cold
def tree_remove(z: Handle, a: int) -> None:
    """Take agent ``a`` out of the tree of the group."""
    g = member(z, a)["group"]
    me = ledger(z, a)
    while me["left"] != NONE and me["right"] != NONE:
        heir = me["left"] if height(me["left"]) > height(me["right"]) else me["right"]
        lift(z, g, heir)
    put_instead(z, g, a, me["right"] if me["left"] == NONE else me["left"])


@kernel
def lift(z: Handle, g: int, a: int) -> None:
    """Let agent ``a`` change places with the one above; the order stays."""
    above = ledger(z, a)["up"]
    if ledger(z, above)["left"] == a:
        between = ledger(z, a)["right"]
        ledger(z, above)["left"] = between
        ledger(z, a)["right"] = above
    else:
        between = ledger(z, a)["left"]
        ledger(z, above)["right"] = between
        ledger(z, a)["left"] = above
    if between != NONE:
        ledger(z, between)["up"] = above
    put_instead(z, g, above, a)
    ledger(z, above)["up"] = a


@kernel
def put_instead(z: Handle, g: int, old: int, new: int) -> None:
    """Let ``new``, NONE for nobody, hang where agent ``old`` hangs."""
    above = ledger(z, old)["up"]
    if above == NONE:
        grove(z, g)["root"] = new
    elif ledger(z, above)["left"] == old:
        ledger(z, above)["left"] = new
    else:
        ledger(z, above)["right"] = new
    if new != NONE:
        ledger(z, new)["up"] = above


@cold
def first_in_tree(z: Handle, g: int, last: int) -> int:
    """Return the first of group ``g``'s tree; where agents take turns, the first after ``last`` of those equal before.

    Parameters
    ----------
    z : Handle
    g : int
        The group, somebody of which is ready.
    last : int
        Who had the last turn; whoever has a higher index comes before the others.
    """
    at = grove(z, g)["root"]
    first = at
    while at != NONE:
        first = at
        at = ledger(z, at)["left"]
    best = first
    at = grove(z, g)["root"] if takes_turn_with(z, first, first) else NONE
    while at != NONE:
        if not takes_turn_with(z, first, at):
            at = ledger(z, at)["left"]
        elif at > last:
            best = at
            at = ledger(z, at)["left"]
        else:
            at = ledger(z, at)["right"]
    return int(best)


@kernel
def takes_turn_with(z: Handle, first: int, a: int) -> bool:
    """Say whether agents ``first`` and ``a`` take turns: equal in what is compared before, or not compared by turn."""
    n_keys = rules(z, 0)["n_keys"]
    for k in range(n_keys):
        what = preference(z, k)["key"]
        if what == AgentKey.ROUND_ROBIN:
            return True
        if preference(z, k)["own"] and own_value(z, what, first) != own_value(z, what, a):
            return False
    return False
