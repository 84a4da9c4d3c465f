"""One question within many banners at once: respondents counted once by level, sums made of that.

Where every respondent is a sampling unit and no margin was met, all that a
table shows follows from three sums for each level of the question and level of
the banner question: of respondents, of weights, and of their squares. Other
designs are estimated banner by banner.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from survey.stats.variance import covariance_of_respondents
from survey.tabulation.axes import shifted
from survey.tabulation.estimates import Bases, Estimates, Precision, estimated, means, shares
from survey.tabulation.sampling import Sampling, sampling, stages
from survey.tabulation.totals import LinearisedTotals
from survey.vocabulary import Axis, Responses, Survey

Floats = NDArray[np.float64]
Kind = Literal["share", "mean"]

MOST_LEVELS = 256
"""Levels that a column may have to be counted by level."""

MOST_CELLS = 1 << 16
"""Strata times levels of the one column times levels of the other that are counted in one go."""


class _Sums(NamedTuple):
    """Of respondents, weights and their squares, (strata, levels + 1, levels + 1) each; blanks come last."""

    respondents: Floats
    weights: Floats
    squares: Floats


class _Members(NamedTuple):
    """What each level and, last, a blank counts for in the rows of a stub and in their base.

    Parameters
    ----------
    rows
        (rows, levels + 1) within the base.
    base
        (1, levels + 1).
    """

    rows: Floats
    base: Floats

    @property
    def together(self) -> Floats:
        """The rows and, last, their base, (rows + 1, levels + 1)."""
        return np.concatenate([self.rows, self.base])


def estimates_within(
    survey: Survey, kind: Kind, stub: Axis, base: Axis, banners: Sequence[Axis]
) -> list[Estimates]:
    """Shares or means of a stub's rows within the cells of each banner, as `shares` and `means` make them."""
    if not all(_counted_by_level(survey, stub, base, banner) for banner in banners):
        return [(shares if kind == "share" else means)(survey, stub, base, banner) for banner in banners]
    middle = 0.0
    if kind == "mean":
        stub, middle = shifted(stub, base)
    levels = _levels(survey.responses, base.column)
    inside = _by_level(base, levels)
    members = _Members(_by_level(stub, levels) * inside, inside)
    found = [_within(survey, kind, members, base.column, banner) for banner in banners]
    return found if kind == "share" else [replace(each, estimate=each.estimate + middle) for each in found]


def side_by_side(found: Sequence[Estimates], widths: Sequence[int]) -> Precision:
    """The first columns, so many of each of the estimates, without their covariance."""

    def joined(name: str) -> Floats:
        arrays = (getattr(each, name)[..., :width] for each, width in zip(found, widths, strict=True))
        return np.concatenate(list(arrays), axis=-1)

    return Precision(
        kind=found[0].kind,
        estimate=joined("estimate"),
        standard_error=joined("standard_error"),
        count=joined("count"),
        srs_variance=joined("srs_variance"),
        unweighted_base=joined("unweighted_base"),
        effective_base=joined("effective_base"),
        domain_df=joined("domain_df"),
        log_odds_error=None if found[0].log_odds_error is None else joined("log_odds_error"),
    )


def _counted_by_level(survey: Survey, stub: Axis, base: Axis, banner: Axis) -> bool:
    """Whether sums by level are all that is needed, and few."""
    responses, design = survey.responses, survey.design
    axes = (stub, base, banner)
    named = all(axis.column or axis.members is None for axis in axes)
    if not named or stub.column not in ("", base.column) or base.column in ("", banner.column):
        return False
    if design.replication is not None or design.calibration is not None:
        return False
    sample = sampling(responses, design)
    lonely = design.lonely == "fail" and bool(sample.stage.alone.any())
    if sample.unit_keys or lonely or len(stages(responses, design)) > 1:
        return False
    sizes = [_levels(responses, axis.column) + 1 for axis in (base, banner)]
    return max(sizes) <= MOST_LEVELS and len(sample.strata) * sizes[0] * sizes[1] <= MOST_CELLS


def _within(survey: Survey, kind: Kind, members: _Members, question: str, banner: Axis) -> Estimates:
    """Estimates within the cells of one banner, from sums by level."""
    sample = sampling(survey.responses, survey.design)
    found = _sums(survey, sample, question, banner.column)
    cells = _by_level(banner, _levels(survey.responses, banner.column)).T
    by_stratum = (members.together @ found.weights @ cells).swapaxes(0, 1)
    sums = _beside_base(by_stratum[:-1], by_stratum[-1:])
    products = (cells[:, :, None] * cells[:, None, :]).reshape(len(cells), -1)
    squares = _squares(kind, members, np.tensordot(sample.stage.factor, found.squares, 1) @ products)
    further = members.rows @ found.respondents if kind == "share" else members.rows**2 @ found.weights
    bases = Bases.from_counts(
        survey,
        (members.base @ found.respondents @ cells)[:, 0],
        by_stratum[-1].sum(axis=0),
        (members.base @ found.squares.sum(axis=0) @ cells)[0],
    )
    return estimated(
        kind,
        LinearisedTotals(sums.sum(axis=1), covariance_of_respondents(squares, sums, sample.stage)),
        further.sum(axis=0) @ cells,
        bases,
        sample.degrees,
    )


def _squares(kind: Kind, members: _Members, found: Floats) -> Floats:
    """Sums of squares and products of numerators and denominators, (rows, 2 × columns, 2 × columns).

    Parameters
    ----------
    found
        (levels + 1, columns × columns) sums of w² by level, within each two of the columns.
    """
    width = math.isqrt(found.shape[1])
    with_base = (members.together @ found).reshape(-1, width, width)
    rows = with_base[:-1] if kind == "share" else (members.rows**2 @ found).reshape(-1, width, width)
    squares = np.empty((len(rows), 2 * width, 2 * width))
    squares[:, :width, :width] = rows
    squares[:, :width, width:] = squares[:, width:, :width] = with_base[:-1]
    squares[:, width:, width:] = with_base[-1]
    return squares


def _beside_base(rows: Floats, base: Floats) -> Floats:
    """Sums of the rows, (rows, strata, columns), beside those of their base, (rows, strata, 2 × columns)."""
    return np.concatenate([rows, np.broadcast_to(base, rows.shape)], axis=-1)


def _sums(survey: Survey, sample: Sampling, question: str, banner: str) -> _Sums:
    """Sums for each level of the question and of the banner question, by stratum."""
    responses, weight = survey.responses, survey.design.weight
    axes = [sample.stratum_axis, *(_each_level(responses, name) for name in (question, banner))]
    powers = (0,) if weight is None else (0, 1, 2)
    found = [responses.count([axes], weight=weight, power=power)[0] for power in powers]
    if sample.column:
        found = [table[sample.stratum_cells] for table in found]
    return _Sums(*(found * 3 if weight is None else found))


def _levels(responses: Responses, name: str) -> int:
    return len(responses.column(name).levels) if name else 0


def _each_level(responses: Responses, name: str) -> Axis:
    """A cell for each level and, last, one for blanks; one cell of everyone where no column is named."""
    return Axis(name, _identity(_levels(responses, name) + 1)) if name else Axis("")


@lru_cache(maxsize=16)
def _identity(size: int) -> Floats:
    """One array for all columns of so many levels: `count` knows members again by their place in memory."""
    return np.eye(size)


def _by_level(axis: Axis, levels: int) -> Floats:
    """What each level and, last, a blank counts for in the cells of an axis, (cells, levels + 1)."""
    if axis.members is None:
        return np.eye(levels, levels + 1) if axis.column else np.ones((1, levels + 1))
    blank = axis.members[levels:] if len(axis.members) > levels else np.zeros((1, axis.members.shape[1]))
    return np.concatenate([axis.members[:levels], blank]).T
