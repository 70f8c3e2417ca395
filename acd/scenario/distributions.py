"""The distributions a scenario may name, each with its parameters and their limits.

Mean and cv (standard deviation divided by the mean) describe the variate itself, not its logarithm. How a
variate is drawn is the core's business; here is only what a user writes.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PrivateAttr, WithJsonSchema

from acd.scenario import values
from acd.scenario.parts import Broken, Duration, Part, Text, faulty, unknown, whole_from


def _coefficient(value: object) -> float:
    found = values.amount(value)
    if found > 100.0:
        message = f"{values.shown(value)} is too large; a cv is at most 100"
        raise values.MisreadError(message)
    return found


Coefficient = Annotated[
    float, BeforeValidator(_coefficient), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 100})
]
Stages = Annotated[
    int, whole_from(1, 1000), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 1000})
]


def _above_zero(mean: float) -> float:
    if mean <= 0.0:
        message = f"{values.shown(mean)} is not above 0; for no duration at all use dist: constant"
        raise values.MisreadError(message)
    return mean


Positive = Annotated[Duration, AfterValidator(_above_zero)]


class _Mean(Part):
    """What the distributions with a positive mean have in common."""

    mean: Positive = Field(description="Mean, above 0.")

    def mean_value(self) -> float:
        """Return the mean."""
        return self.mean

    @classmethod
    def keys(cls) -> list[str]:
        """Return the keys in the order in which one writes them, the distribution's name first."""
        return sorted(super().keys(), key=lambda key: key != "dist")


class Constant(Part):
    """Always the same value."""

    dist: Literal["constant"] = Field(description="Always the same value.")
    value: Duration = Field(description="The value.")

    def mean_value(self) -> float:
        """Return the value."""
        return self.value


class Exponential(_Mean):
    """Exponential: memoryless, cv 1."""

    dist: Literal["exponential"] = Field(description="Exponential: memoryless, cv 1.")


class Uniform(Part):
    """Any value between two bounds, all alike."""

    dist: Literal["uniform"] = Field(description="Any value between two bounds, all alike.")
    low: Duration = Field(description="Lowest value.")
    high: Duration = Field(description="Highest value.")

    def rules(self) -> Iterator[Broken]:
        """Yield a fault unless low <= high."""
        if self.low > self.high:
            yield ("low",), f"{self.low:g} is above high ({self.high:g}); low must not be above high"

    def mean_value(self) -> float:
        """Return the middle."""
        return (self.low + self.high) / 2.0


class Triangular(Part):
    """Triangular: from low to high, most often near the mode."""

    dist: Literal["triangular"] = Field(description="From low to high, most often near the mode.")
    low: Duration = Field(description="Lowest value.")
    mode: Duration = Field(description="Most frequent value.")
    high: Duration = Field(description="Highest value.")

    def rules(self) -> Iterator[Broken]:
        """Yield a fault unless low <= mode <= high."""
        if not self.low <= self.mode <= self.high:
            yield (
                ("mode",),
                f"{self.low:g}, {self.mode:g}, {self.high:g} are out of order; need low <= mode <= high",
            )

    def mean_value(self) -> float:
        """Return the mean of the three corners."""
        return (self.low + self.mode + self.high) / 3.0


class Gamma(_Mean):
    """Gamma with a mean and a cv; cv 0 is a constant."""

    dist: Literal["gamma"] = Field(description="Gamma; cv 0 is a constant.")
    cv: Coefficient = Field(description="Standard deviation divided by the mean.")


class Lognormal(_Mean):
    """Lognormal with a mean and a cv of the variate itself; cv 0 is a constant."""

    dist: Literal["lognormal"] = Field(
        description="Lognormal; mean and cv of the variate itself; cv 0 is a constant."
    )
    cv: Coefficient = Field(description="Standard deviation divided by the mean.")


class Weibull(_Mean):
    """Weibull with a mean and a cv; cv 0 is a constant."""

    dist: Literal["weibull"] = Field(description="Weibull; cv 0 is a constant.")
    cv: Coefficient = Field(description="Standard deviation divided by the mean.")


class Erlang(_Mean):
    """Erlang: the sum of k alike exponential stages."""

    dist: Literal["erlang"] = Field(description="The sum of k alike exponential stages.")
    k: Stages = Field(description="Number of stages.")


class Hyperexponential(_Mean):
    """Hyperexponential: two exponentials with balanced means, cv at least 1."""

    dist: Literal["hyperexponential"] = Field(
        description="Two exponentials with balanced means, cv at least 1."
    )
    cv: Coefficient = Field(description="Standard deviation divided by the mean, at least 1.")

    def rules(self) -> Iterator[Broken]:
        """Yield a fault when the cv is below 1."""
        if self.cv < 1.0:
            yield ("cv",), f"{self.cv:g} is below 1; a hyperexponential has cv >= 1, take gamma for less"


class Empirical(Part):
    """One of the values in a file's column, all alike."""

    dist: Literal["empirical"] = Field(description="One of the values in a file's column, all alike.")
    file: Text = Field(description="CSV or XLSX file, relative to the scenario.")
    column: Text = Field(description="Its column; values in seconds.")
    _values: tuple[float, ...] = PrivateAttr(default=())

    @property
    def sample(self) -> tuple[float, ...]:
        """The file's values, sorted; empty before they were read."""
        return self._values

    def fill(self, found: tuple[float, ...]) -> None:
        """Keep the file's values, sorted, once they were read."""
        self._values = found

    def mean_value(self) -> float:
        """Return the mean of the file's values; NaN before they were read."""
        return math.fsum(self._values) / len(self._values) if self._values else math.nan


Distribution = (
    Constant
    | Exponential
    | Uniform
    | Triangular
    | Gamma
    | Lognormal
    | Weibull
    | Erlang
    | Hyperexponential
    | Empirical
)

DISTRIBUTIONS: dict[str, type[Distribution]] = {
    "constant": Constant,
    "exponential": Exponential,
    "uniform": Uniform,
    "triangular": Triangular,
    "gamma": Gamma,
    "lognormal": Lognormal,
    "weibull": Weibull,
    "erlang": Erlang,
    "hyperexponential": Hyperexponential,
    "empirical": Empirical,
}


def distribution(value: object) -> object:
    """Return the distribution that `value` writes down; the word behind ``dist`` chooses its class."""
    if isinstance(value, Distribution):
        return value
    if not isinstance(value, Mapping):
        message = f"{values.shown(value)} is not a distribution; write it as {{dist: exponential, mean: 3m}}"
        raise values.MisreadError(message)
    word = value.get("dist")
    if word is None:
        raise faulty([(("dist",), f"is missing; one of: {values.listed(DISTRIBUTIONS)}")])
    if not isinstance(word, str) or word not in DISTRIBUTIONS:
        raise faulty([(("dist",), unknown("distribution", word, DISTRIBUTIONS, "one of"))])
    return DISTRIBUTIONS[word].model_validate(value)


Drawn = Annotated[Distribution, BeforeValidator(distribution)]
