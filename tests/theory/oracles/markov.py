"""A finite Markov chain given by its moves: steady state and transient law, by sparse linear algebra.

The oracle of every scenario whose times are exponential. It knows nothing of the simulator: a model is a
function from a state to its moves, written down from the words of the model.
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.linalg import expm_multiply, spsolve

State = Hashable
Moves = Callable[[State], Iterable[tuple[float, State]]]


@dataclass(frozen=True)
class Chain:
    """States in the order in which they were reached from the first, and the rates between them."""

    states: tuple
    generator: coo_array

    @classmethod
    def grow(cls, start: State, moves: Moves) -> "Chain":
        """Follow `moves` from `start` until no new state is found; the model must be finite."""
        place, order, rows = {start: 0}, [start], []
        for state in order:
            for rate, goal in moves(state):
                if goal not in place:
                    place[goal] = len(order)
                    order.append(goal)
                rows.append((place[state], place[goal], rate))
        source, goal, rate = (np.array(column) for column in zip(*rows, strict=True))
        size = len(order)
        matrix = coo_array((rate, (source, goal)), shape=(size, size)).tocsr()
        matrix.setdiag(matrix.diagonal() - matrix.sum(axis=1))
        return cls(tuple(order), matrix)

    @cached_property
    def steady(self) -> np.ndarray:
        """The law p with p Q = 0 and sum 1; the first balance equation gives way to the sum."""
        balance = self.generator.T.tolil()
        balance[0, :] = 1.0
        right = np.zeros(len(self.states))
        right[0] = 1.0
        return spsolve(balance.tocsc(), right)

    def after(self, seconds: float) -> np.ndarray:
        """The law `seconds` after the first state."""
        first = np.zeros(len(self.states))
        first[0] = 1.0
        return expm_multiply(self.generator.T.tocsr() * seconds, first)

    def mean(self, value: Callable[[State], float], law: np.ndarray | None = None) -> float:
        """The expectation of a function of the state, in steady state unless a law is given."""
        law = self.steady if law is None else law
        return float(law @ np.array([value(state) for state in self.states], dtype=float))
