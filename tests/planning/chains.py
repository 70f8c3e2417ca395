"""Steady states in fractions, from the balance equations as they stand; the oracle of the formulas."""

from fractions import Fraction
from math import factorial


def steady_state(
    arrival: Fraction, handle: Fraction, agents: int, leave: Fraction, top: int
) -> list[Fraction]:
    """P(i contacts present), i = 0 … top, of a line with `top` − agents places."""
    weights = [Fraction(1)]
    for i in range(1, top + 1):
        leaving = min(i, agents) / handle + max(i - agents, 0) * leave
        weights.append(weights[-1] * arrival / leaving)
    whole = sum(weights)
    return [weight / whole for weight in weights]


def queue(states: list[Fraction], agents: int) -> Fraction:
    return sum(((i - agents) * p for i, p in enumerate(states) if i > agents), Fraction(0))


def erlang_tail(stages: int, mean: float) -> float:
    """P(a sum of `stages` exponential times exceeds t), t being `mean` single stages long."""
    from math import exp

    return sum(mean**i / factorial(i) for i in range(stages)) * exp(-mean)
