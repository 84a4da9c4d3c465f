"""Medians of numeric questions from weighted counts, with Woodruff's interval."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from survey.tabulation.estimates import shares
from survey.tabulation.stub import Section
from survey.vocabulary import Axis, Survey

Floats = NDArray[np.float64]


def median(
    survey: Survey, section: Section, banner: Axis, width: int, level: float
) -> tuple[Floats, Floats, Floats]:
    """Median and its lower and upper bound within the first `width` banner columns, (1, width) each.

    The bounds are the quantiles at 0.5 ± t × SE, where SE belongs to the share
    at or below the median.

    References
    ----------
    Woodruff (1952), *Journal of the American Statistical Association* 47, 635-646.
    """
    numbers, order = _numbers(survey, section.cells.column)
    if not len(order):
        blank = np.full((1, width), np.nan)
        return blank, blank, blank
    weights = survey.responses.count([[section.cells, banner]], weight=survey.design.weight)[0]
    weights = weights[order, :width]
    middle = _quantiles(numbers[order], weights, np.full(width, 0.5))
    below = Axis(section.cells.column, _at_or_below(numbers, middle))
    found = shares(survey, below, section.base, banner)
    error = np.array([found.standard_error[column, column] for column in range(width)])
    margin = stats.t.ppf(0.5 + level / 2, np.maximum(found.domain_df[:width], 1)) * error
    low = _quantiles(numbers[order], weights, 0.5 - margin)
    high = _quantiles(numbers[order], weights, 0.5 + margin)
    return middle[None], low[None], high[None]


def _numbers(survey: Survey, name: str) -> tuple[Floats, NDArray[np.intp]]:
    """The levels as numbers, NaN where a level is none, and the positions of the numbers in rising order."""
    levels = survey.responses.column(name).levels
    numbers = np.array([float(v) if isinstance(v, int | float) else np.nan for v in levels], dtype=float)
    order = np.argsort(numbers, kind="stable")
    return numbers, order[np.isfinite(numbers[order])]


def _at_or_below(numbers: Floats, bounds: Floats) -> Floats:
    """Membership of each level in the cell of those at or below each bound, (levels, bounds)."""
    return (numbers[:, None] <= bounds[None, :]).astype(float)


def _quantiles(values: Floats, weights: Floats, shares_below: Floats) -> Floats:
    """Smallest value whose cumulated weight reaches each share, halved with the next when it just does.

    NaN outside 0–1 and where nobody answered; `weights` is (values, columns).
    """
    total = weights.sum(axis=0)
    quantiles = np.full(len(total), np.nan)
    for column in np.flatnonzero((total > 0) & (shares_below >= 0) & (shares_below <= 1)):
        held = weights[:, column] > 0
        cumulated = np.cumsum(weights[held, column])
        goal = shares_below[column] * total[column]
        slack = 1e-9 * total[column]
        first = min(int(np.searchsorted(cumulated, goal - slack)), len(cumulated) - 1)
        just = abs(cumulated[first] - goal) <= slack and first + 1 < len(cumulated)
        pair = values[held][first : first + 2] if just else values[held][first : first + 1]
        quantiles[column] = pair.mean()
    return quantiles
