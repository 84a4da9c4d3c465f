"""What is counted in the crossed cells of several axes: respondents, weights, and their squares."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from survey.tabulation.level_sums import sums_by_level
from survey.tabulation.sampling import sampling
from survey.tabulation.totals import Totals, Variables, totals
from survey.vocabulary import Axis, Survey

Floats = NDArray[np.float64]


def respondents_by_unit(survey: Survey, inside: tuple[Axis, ...]) -> Floats:
    """Respondents in each crossed cell of the axes, by sampling unit, or by stratum where they are units."""
    sample = sampling(survey.responses, survey.design)
    by = sample.unit_keys or (sample.stratum_axis,)
    cells = sample.unit_cells if sample.unit_keys else sample.stratum_cells
    [found] = survey.responses.count([(*by, *inside)], weight=survey.design.weight, power=0)
    return np.asarray(found.reshape(-1, *found.shape[len(by) :])[cells])


def respondents_crossed(survey: Survey, axes: tuple[Axis, ...]) -> Floats:
    """Respondents in the crossed cells of the axes, an axis of cells for each."""
    sums = sums_by_level(survey)
    if len(axes) != 2 or not sums.suffice_for(axes[:1], axes[1]):
        return survey.responses.count([axes], weight=survey.design.weight, power=0)[0]
    [found] = sums.of(axes[0].column, [axes[1].column])
    return np.asarray(sums.members(axes[0]).T @ found.respondents.sum(axis=0) @ sums.members(axes[1]))


def counts_crossed(survey: Survey, axes: tuple[Axis, ...]) -> tuple[Floats, Floats]:
    """Respondents and squared weights in the crossed cells of the axes, an axis of cells for each.

    Before these stands, for respondents, an axis of sampling units, or of strata
    where respondents are units.
    """
    sums = sums_by_level(survey)
    if len(axes) != 2 or not sums.suffice_for(axes[:1], axes[1]):
        [squares] = survey.responses.count([axes], weight=survey.design.weight, power=2)
        return respondents_by_unit(survey, axes), squares
    [found] = sums.of(axes[0].column, [axes[1].column])
    rows, columns = (sums.members(axis) for axis in axes)
    return rows.T @ found.respondents @ columns, rows.T @ found.squares.sum(axis=0) @ columns


def totals_crossed(survey: Survey, axes: tuple[Axis, ...]) -> Totals:
    """Weighted totals of the crossed cells of the axes, (1, cells)."""
    sums = sums_by_level(survey)
    if len(axes) != 2 or not sums.suffice_for(axes[:1], axes[1]):
        return totals(survey, [Variables(axes)])
    [found] = sums.of(axes[0].column, [axes[1].column])
    rows, columns = (sums.members(axis) for axis in axes)
    pairs_of_rows, pairs_of_columns = (
        (each[:, :, None] * each[:, None, :]).reshape(len(each), -1) for each in (rows, columns)
    )
    products = pairs_of_rows.T @ found.scaled_squares @ pairs_of_columns
    sizes, cells = (rows.shape[1],) * 2 + (columns.shape[1],) * 2, rows.shape[1] * columns.shape[1]
    squares = products.reshape(sizes).swapaxes(1, 2).reshape(1, cells, cells)
    return sums.totals(
        found, squares, lambda by_level: (rows.T @ by_level @ columns).reshape(1, len(by_level), cells)
    )
