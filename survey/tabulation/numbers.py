"""Numbers in a table beside mean and median: trimmed means, extremes, and how far they were rounded."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from survey.stats.quantiles import quantiles
from survey.tabulation.estimates import interval, means
from survey.tabulation.quantiles import numbers_in_order
from survey.vocabulary import Axis, Survey

Floats = NDArray[np.float64]

TRIM = 0.05
"""Share of the weight left out at each end."""

STEPS = (100_000, 50_000, 10_000, 5_000, 1_000, 500, 100, 50, 10, 5)
"""Round numbers that respondents give, the coarsest first."""
OFTEN, OFTENER = 0.3, 2.5
"""Numbers are heaped where this share are multiples, and so many times what even numbers would have."""
FEWEST_NUMBERS, FEWEST_STEPS = 30, 4
"""Respondents, and steps between the 5th and 95th per cent, without which heaping is not looked for."""


class TrimmedMeans(NamedTuple):
    """Means without the ends, with standard errors and limits, (columns,) each."""

    estimate: Floats
    standard_error: Floats
    low: Floats
    high: Floats


def trimmed_means(
    survey: Survey, name: str, inside: tuple[Axis, ...], *, level: float, trim: float = TRIM
) -> TrimmedMeans:
    """Means of a question's numbers without a share of the weight at each end, by column, with t limits.

    With q and r the quantiles at `trim` and 1 − `trim` and W the mean of the
    numbers drawn in to them, it is (W − trim·(q + r)) / (1 − 2·trim): a
    number that straddles an end counts in part. Its influence function is that
    of W over 1 − 2·trim, so that the standard error is W's over the same;
    q and r stay as they are in the whole sample.

    References
    ----------
    Huber (1981), *Robust Statistics*, section 3.3; Deville (1999), *Survey
    Methodology* 25, 193-203.
    """
    numbers, order = numbers_in_order(survey, name)
    [weights] = survey.responses.count([(Axis(name), *inside)], weight=survey.design.weight)
    weights = _in_order(weights, order)
    groups = weights.shape[1]
    if not len(order):
        return TrimmedMeans(*np.full((4, groups), np.nan))
    ends = quantiles(numbers[order], weights, np.repeat([[trim], [1 - trim]], groups, axis=1))
    drawn_in = np.nan_to_num(np.clip(numbers[:, None], ends[0], ends[1]))
    found = means(survey, Axis(name, drawn_in), inside)
    kept = 1 - 2 * trim
    estimate = (_own(found.estimate) - trim * ends.sum(axis=0)) / kept
    low, high = (_own(limits) for limits in interval(found, level=level))
    middle = _own(found.estimate)
    reach = (estimate - (middle - low) / kept, estimate + (high - middle) / kept)
    return TrimmedMeans(estimate, _own(found.standard_error) / kept, *reach)


def _own(values: Floats) -> Floats:
    """Each column's own row, (columns,)."""
    return np.array(np.diagonal(values))


def extremes(survey: Survey, name: str, inside: tuple[Axis, ...]) -> Floats:
    """Lowest and highest number in each column, (2, columns); NaN where there is none."""
    numbers, order = numbers_in_order(survey, name)
    [found] = survey.responses.count([(Axis(name), *inside)], weight=survey.design.weight, power=0)
    there = _in_order(found, order) > 0
    held = np.where(there, numbers[order][:, None], np.nan)
    some = there.any(axis=0)
    ends = np.full((2, there.shape[1]), np.nan)
    if some.any():
        ends[:, some] = np.nanmin(held[:, some], axis=0), np.nanmax(held[:, some], axis=0)
    return ends


def heaping_step(survey: Survey, name: str, base: Axis) -> int | None:
    """The coarsest round number of which far too many numbers are multiples; None where there is none.

    Noughts tell nothing and are left out of the search.
    """
    numbers, order = numbers_in_order(survey, name)
    [found] = survey.responses.count([(Axis(name), base)], weight=survey.design.weight, power=0)
    respondents = _in_order(found, order)[:, 0]
    values = numbers[order]
    told = values != 0
    values, respondents = values[told], respondents[told]
    if respondents.sum() < FEWEST_NUMBERS:
        return None
    shares = np.cumsum(respondents) / respondents.sum()
    low, high = values[np.searchsorted(shares, [0.05, 0.95])]
    for step in STEPS:
        if high - low < FEWEST_STEPS * step:
            continue
        share = respondents[np.isclose(values % step, 0)].sum() / respondents.sum()
        if share >= max(OFTEN, OFTENER / step):
            return step
    return None


def _in_order(found: Floats, order: NDArray[np.intp]) -> Floats:
    """Counts by level and cells as counts by rising number and cell, (numbers, cells)."""
    return found.reshape(len(found), int(np.prod(found.shape[1:])))[order]


def multiples_axis(survey: Survey, name: str, step: int) -> Axis:
    """One cell: whose number is a multiple of a step, (levels, 1) 0 or 1."""
    numbers, _ = numbers_in_order(survey, name)
    return Axis(name, np.isclose(np.nan_to_num(numbers, nan=0.5) % step, 0)[:, None].astype(float))
