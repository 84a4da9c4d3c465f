"""What errors must be when they credit calibration, respondent by respondent, from the answers themselves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from survey.stats import chisquare
from survey.vocabulary import Margin, Survey
from tests.stats.rows import (
    Array,
    Bools,
    Estimator,
    gave,
    gradient,
    left_over,
    numbers,
    poll,
    unit_covariance,
    weights_of,
)

M = Margin(("m",), {("0",): 0.2, ("1",): 0.3, ("2",): 0.5})
KG = Margin(("k", "g"), {(k, g): share for k, share in (("0", 0.1), ("1", 0.15)) for g in "0123"})
DECILES = np.arange(1, 10) / 10
GOAL = {"0": 0.3, "1": 0.3, "2": 0.4}


def members(*margins: Margin) -> Array:
    """Who is in each category of the margins by the answers first given, (rows, categories)."""
    cells = [
        np.all(
            [gave(poll(), name, [code]) for name, code in zip(margin.questions, codes, strict=True)], axis=0
        )
        for margin in margins
        for codes in margin.shares
    ]
    return np.array(cells, dtype=float).T


@dataclass(frozen=True, eq=False)
class Step:
    """One calibration: what was met, (rows, variables), the weights that entered, what trimming did later."""

    met: Array
    entering: Array
    trimmed: Array | float = 1.0


@dataclass(frozen=True, eq=False)
class Credited:
    """A weighted survey with its calibrations, the last one first.

    Parameters
    ----------
    tolerance
        Of its errors, as a share of the largest.
    """

    survey: Survey
    steps: Sequence[Step]
    tolerance: float = 1e-9

    def covariance(self, estimator: Estimator) -> Array:
        """Of estimates that are a function of the weights, (estimates, estimates)."""
        left = gradient(estimator, weights_of(self.survey))
        for step in self.steps:
            factor = np.broadcast_to(step.trimmed, len(left))[:, None]
            left = left_over(left * factor, step.met, step.entering) / factor
        return unit_covariance(self.survey, left * weights_of(self.survey)[:, None])

    def error(self, estimator: Estimator) -> Array:
        """Standard errors of such estimates, (estimates,)."""
        return np.sqrt(np.diagonal(self.covariance(estimator)))


Wanted = Callable[[Credited], Array]


def crossed(first: str, second: str) -> Array:
    """Who gave both answers, (rows, answers of the first × of the second)."""
    cells = [
        gave(poll(), first, [a]) & gave(poll(), second, [b])
        for a in poll().codebook[first].codes()
        for b in poll().codebook[second].codes()
    ]
    return np.array(cells, dtype=float).T


def shares_of(numerators: Array, inside: Bools | Array) -> Estimator:
    """Weighted totals of the numerators' columns over that of those inside."""
    return lambda w: (w @ numerators) / (w @ np.asarray(inside, dtype=float))[..., None]


def mean_of(name: str, inside: Bools | None = None) -> Estimator:
    """The mean of a number among those inside who have one."""
    values = numbers(poll(), name)
    held = np.isfinite(values) & (True if inside is None else inside)
    return shares_of(np.where(held, values, 0.0)[:, None], held)


def gap_of(name: str, by: str) -> Estimator:
    """Mean of the group "0" and how far that of "1" is above it."""
    low, high = (mean_of(name, gave(poll(), by, [code])) for code in "01")
    return lambda w: np.concatenate([low(w), high(w) - low(w)], axis=-1)


def moments_of(first: str, second: str) -> Callable[[Array], tuple[Array, ...]]:
    """Variances and covariance of two numbers, with the correction for one respondent."""
    values = np.column_stack([numbers(poll(), first), numbers(poll(), second)])
    held = np.isfinite(values).all(axis=1).astype(float)
    a, b = np.nan_to_num(values).T * held
    n = held.sum()

    def moments(w: Array) -> tuple[Array, ...]:
        base = w @ held
        mean_a, mean_b = w @ a / base, w @ b / base
        of = [w @ (a * a) / base - mean_a**2, w @ (a * b) / base - mean_a * mean_b]
        return tuple((n / (n - 1) * each)[..., None] for each in [*of, w @ (b * b) / base - mean_b**2])

    return moments


def variance_of(name: str) -> Estimator:
    """The variance of a number."""
    return lambda w: moments_of(name, name)(w)[0]


def correlation_of(first: str, second: str) -> Estimator:
    """Pearson's correlation."""

    def correlation(w: Array) -> Array:
        left, both, right = moments_of(first, second)(w)
        return np.asarray(both / np.sqrt(left * right))

    return correlation


def decile_limits(credited: Credited) -> Array:
    """Woodruff's limits of the deciles of y, lower ones first, (18,)."""
    y, w = numbers(poll(), "y"), weights_of(credited.survey)
    order = np.argsort(y, kind="stable")
    reached = np.cumsum(w[order]) / w.sum()

    def at(shares: Array) -> Array:
        return np.asarray(y[order][np.searchsorted(reached, shares - 1e-12)])

    below = shares_of((y[:, None] <= at(DECILES)).astype(float), np.ones(len(y)))
    reach = stats.t.ppf(0.975, degrees()) * credited.error(below)
    return np.concatenate([at(below(w) - reach), at(below(w) + reach)])


def degrees() -> float:
    """Sampling units less strata."""
    units = {*zip(poll().responses.column("h").codes, poll().responses.column("unit").codes, strict=True)}
    return float(len(units) - len({stratum for stratum, _ in units}))


def independence(credited: Credited, first: str, second: str) -> Array:
    """Rao–Scott's F of a table, from the independent covariance of its shares."""
    cells = crossed(first, second)
    shares = shares_of(cells, cells.any(axis=1))
    shape = len(poll().codebook[first].codes()), len(poll().codebook[second].codes())
    test = chisquare.independence(
        shares(weights_of(credited.survey)).reshape(shape),
        credited.covariance(shares),
        respondents=float(cells.sum()),
        degrees=degrees(),
    )
    return np.array([test.statistic])


def goodness(credited: Credited, name: str) -> Array:
    """Rao–Scott's chi-square of answers against `GOAL`."""
    cells = crossed(name, name)[:, :: len(GOAL) + 1]
    goal = np.array(list(GOAL.values()))

    def misfit(w: Array) -> Array:
        total = w @ cells
        expected = total.sum(axis=-1, keepdims=True) * goal
        return np.asarray((total - expected) / np.sqrt(expected))

    w = weights_of(credited.survey)
    scale = cells.sum() / (w @ cells).sum()
    test = chisquare.fit(misfit(w) * np.sqrt(scale), credited.covariance(misfit) * scale)
    return np.array([test.statistic])
