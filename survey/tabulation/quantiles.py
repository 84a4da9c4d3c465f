"""Quantiles of numeric questions from weighted counts, with Woodruff's interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from survey.stats import intervals
from survey.stats.quantiles import Rule, quantiles
from survey.tabulation.estimates import interval, shares_inside
from survey.vocabulary import Axis, Survey

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Quantiles:
    """Quantiles with limits and the standard error that these stand for, (quantiles, groups) each."""

    estimate: Floats
    low: Floats
    high: Floats
    standard_error: Floats


def quantiles_inside(
    survey: Survey,
    question: str,
    wanted: Floats,
    inside: tuple[Axis, ...],
    *,
    level: float = 0.95,
    method: intervals.Method = "wald",
    rule: Rule = "math",
) -> Quantiles:
    """Quantiles of a question's numbers within all crossed cells of the axes, with Woodruff's limits.

    The limits are the quantiles at the limits of the share at or below the
    estimate; the error is their distance over two t quantiles.

    Parameters
    ----------
    wanted
        (quantiles,) 0 to 1.
    method
        How the limits of the share are found.
    rule
        As in `survey.stats.quantiles.quantiles`.

    References
    ----------
    Woodruff (1952), *Journal of the American Statistical Association* 47, 635-646.
    """
    numbers, order = numbers_in_order(survey, question)
    [weights] = survey.responses.count([(Axis(question), *inside)], weight=survey.design.weight)
    groups = int(np.prod(weights.shape[1:]))
    weights = weights.reshape(len(weights), groups)[order]
    if not len(order):
        blank = np.full((len(wanted), groups), np.nan)
        return Quantiles(blank, blank, blank, blank)
    estimate = quantiles(numbers[order], weights, np.repeat(wanted[:, None], groups, axis=1), rule)
    below = shares_inside(survey, Axis(question, _at_or_below(numbers, estimate.ravel())), inside)
    here = np.arange(estimate.size), np.tile(np.arange(groups), len(wanted))
    low, high = (limits[here].reshape(estimate.shape) for limits in interval(below, method, level))
    low, high = (quantiles(numbers[order], weights, limits, rule) for limits in (low, high))
    reach = stats.t.ppf(0.5 + level / 2, np.where(below.domain_df > 0, below.domain_df, np.nan))
    return Quantiles(estimate, low, high, (high - low) / (2 * reach))


def numbers_in_order(survey: Survey, name: str) -> tuple[Floats, NDArray[np.intp]]:
    """The levels as numbers, NaN where a level is none, and the positions of the numbers in rising order."""
    levels = survey.responses.column(name).levels
    numbers = np.array([float(v) if isinstance(v, int | float) else np.nan for v in levels], dtype=float)
    order = np.argsort(numbers, kind="stable")
    return numbers, order[np.isfinite(numbers[order])]


def _at_or_below(numbers: Floats, bounds: Floats) -> Floats:
    """Membership of each level in the cell of those at or below each bound, (levels, bounds)."""
    return (numbers[:, None] <= bounds[None, :]).astype(float)
