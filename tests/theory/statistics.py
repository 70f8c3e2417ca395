"""The one rule by which a simulated number agrees with an exact one.

Bound: t(n − 1, 5e-7) standard errors over n independent replications, so that a right program fails one
comparison in a million; and each comparison states the smallest bias it would catch with probability 0.999
and fails when that is larger than the test says it may be, so that no test passes by being blind. A seed is
never changed after it failed.

Where arrivals and handling of a replication are known in the mean, they may serve as control variates: the
part of the noise that they explain is taken out by regression, which makes the same run two to six times as
sharp [1]_. Each costs a degree of freedom.

References
----------
.. [1] S. S. Lavenberg, P. D. Welch (1981), A perspective on the use of control variables to increase the
   efficiency of Monte Carlo simulations. Management Science 27, 322-335.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.optimize import brentq
from scipy.stats import chi2, nct, t

FALSE_ALARM = 1e-6
POWER = 0.999

_stated: list[str] = []


@dataclass(frozen=True)
class Agreement:
    """What was compared, how far apart it is and how far apart it would have been noticed."""

    what: str
    exact: float
    estimate: float
    error: float
    freedom: int
    left_open: float = 0.0

    @property
    def bound(self) -> float:
        return critical(self.freedom) * self.error + self.left_open

    @property
    def detectable(self) -> float:
        """Bias caught with probability 0.999."""
        return noticed(self.freedom) * self.error + self.left_open

    @property
    def holds(self) -> bool:
        # Rounding of exact sums must not fail a comparison without variance.
        return abs(self.estimate - self.exact) <= self.bound + 1e-12 * abs(self.exact)

    def __str__(self):
        off = (self.estimate - self.exact) / self.error if self.error else 0.0
        share = self.detectable / abs(self.exact)
        left = f" and {self.left_open:.2g}" if self.left_open else ""
        return (
            f"{self.what}: simulated {self.estimate:.6g}, exact {self.exact:.6g}, {off:+.2f} standard errors "
            f"(bound {critical(self.freedom):.2f}{left}); catches {self.detectable:.2g} ({share:.2%})"
        )


@cache
def critical(freedom: int) -> float:
    """Standard errors that an estimate may be off: 7.07 with 19 degrees of freedom, 5.22 with 99."""
    return float(t.isf(FALSE_ALARM / 2, freedom))


@cache
def noticed(freedom: int) -> float:
    """Bias, in standard errors, that leaves the bound with probability 0.999."""
    start = critical(freedom)
    return float(brentq(lambda shift: nct.sf(start, freedom, shift) - POWER, start, 6 * start + 10))


def ratio(numerator, denominator=1.0, controls=None) -> tuple[float, float, int]:
    """The value of Σ numerators ÷ Σ denominators, its standard error, and the degrees of freedom.

    Parameters
    ----------
    numerator, denominator : array_like, shape (n,)
        One a replication.
    controls : array_like, shape (n, k), optional
        Variates of the same replications whose mean is exactly 0.

    Returns
    -------
    value, error : float
    freedom : int
        n − 1 − k.
    """
    top = np.asarray(numerator, dtype=float)
    bottom = np.broadcast_to(np.asarray(denominator, dtype=float), top.shape)
    value = top.sum() / bottom.sum()
    residuals = (top - value * bottom) / bottom.mean()
    columns = [np.ones(len(top))]
    if controls is not None:
        columns += [column / column.std() for column in np.asarray(controls, dtype=float).T]
    design = np.column_stack(columns)
    fit = np.linalg.lstsq(design, residuals)[0]
    freedom = len(top) - len(columns)
    variance = ((residuals - design @ fit) ** 2).sum() / freedom
    error = np.sqrt(variance * np.linalg.inv(design.T @ design)[0, 0])
    return float(value + fit[0]), float(error), freedom


def agrees_with(
    exact: float,
    numerator,
    denominator=1.0,
    *,
    catches: float,
    what: str = "value",
    controls=None,
    left_open: float = 0.0,
) -> Agreement:
    """Assert that replications agree with an exact value and that a relative bias of `catches` would show.

    Parameters
    ----------
    exact : float
        What theory says.
    numerator, denominator, controls : array_like
        As in `ratio`.
    catches : float
        Relative bias that must be caught with probability 0.999.
    what : str
        For messages.
    left_open : float
        How far from `exact` the truth may be, where theory gives a limit and a bound on the way to it.

    Returns
    -------
    Agreement
        For the record; it is also listed at the end of the run.
    """
    agreement = Agreement(what, exact, *ratio(numerator, denominator, controls), left_open)
    _stated.append(str(agreement))
    assert np.isfinite(agreement.estimate), str(agreement)
    assert agreement.holds, f"disagrees: {agreement}"
    assert agreement.detectable <= catches * abs(exact), f"too blind (may miss {catches:.2%}): {agreement}"
    return agreement


def spread_agrees_with(variance: float, sample, *, catches: float, what: str = "variance") -> None:
    """Assert that independent, nearly normal observations have the exact variance, by the chi-square bound.

    Parameters
    ----------
    variance : float
        The exact one.
    sample : array_like, shape (n,)
        Observations with one mean.
    catches : float
        The relative excess of variance that must be caught with probability 0.999.
    what : str
        For the message.
    """
    sample = np.asarray(sample, dtype=float)
    freedom = len(sample) - 1
    found = sample.var(ddof=1) / variance
    low, high = chi2.ppf(FALSE_ALARM / 2, freedom) / freedom, chi2.isf(FALSE_ALARM / 2, freedom) / freedom
    detectable = high * freedom / chi2.ppf(1 - POWER, freedom) - 1
    _stated.append(
        f"{what}: {found:.4f} of the exact variance, within {low:.3f} … {high:.3f}; catches {detectable:.1%}"
    )
    assert low <= found <= high, _stated[-1]
    assert detectable <= catches, f"too blind (may miss {catches:.1%}): {_stated[-1]}"


def sums(
    result, measure: str, scope: str = "total", name: str | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Numerators and denominators of a measure over the whole period, in the order of the replications."""
    rows = result.replications
    chosen = (rows["measure"] == measure) & (rows["scope"] == scope) & rows["interval"].isna()
    if name is not None:
        chosen &= rows["name"] == name
    rows = rows[chosen].sort_values("replication")
    assert rows["replication"].is_unique, f"{measure} {scope} {name}: more than one row a replication"
    assert len(rows) > 1, f"{measure} {scope} {name}: no rows"
    return rows["numerator"].to_numpy(float), rows["denominator"].to_numpy(float)


def take_stated() -> list[str]:
    """Hand over what was compared since the last call."""
    stated = list(_stated)
    _stated.clear()
    return stated
