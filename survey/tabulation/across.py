"""One question within many banners at once, from sums by level where these suffice."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from survey.tabulation.axes import shifted
from survey.tabulation.estimates import Bases, Estimates, Precision, estimated, means, shares_inside
from survey.tabulation.level_sums import LevelSums, sums_by_level
from survey.vocabulary import Axis, Survey

Floats = NDArray[np.float64]
Kind = Literal["share", "mean"]


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
    survey: Survey, kind: Kind, stub: Axis, base: Axis, banners: Sequence[tuple[Axis, ...]]
) -> list[Estimates]:
    """Shares or means of a stub's rows within the cells of each banner, as those of one banner are made.

    Parameters
    ----------
    banners
        Axes to count by, the columns' first; those of a domain keep a banner from sums by level.
    """
    sums = sums_by_level(survey)
    suffice = [len(axes) == 1 and sums.suffice_for((stub, base), axes[0]) for axes in banners]
    by_level = [axes[0] for axes, enough in zip(banners, suffice, strict=True) if enough]
    made = iter(_by_level(survey, kind, stub, base, by_level) if by_level else ())
    one_by_one = shares_inside if kind == "share" else means
    return [
        next(made) if enough else one_by_one(survey, stub, (base, *axes))
        for axes, enough in zip(banners, suffice, strict=True)
    ]


def _by_level(survey: Survey, kind: Kind, stub: Axis, base: Axis, banners: Sequence[Axis]) -> list[Estimates]:
    """Estimates within the cells of each banner, all from sums by level."""
    sums, middle = sums_by_level(survey), 0.0
    if kind == "mean":
        stub, middle = shifted(stub, base)
    inside = sums.members(base).T
    members = _Members(np.asarray(sums.members(stub).T * inside), inside)
    found = [
        _within(survey, kind, members, sums.members(banner), each)
        for banner, each in zip(banners, sums.of(base.column, [a.column for a in banners]), strict=True)
    ]
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


def _within(survey: Survey, kind: Kind, members: _Members, cells: Floats, found: LevelSums) -> Estimates:
    """Estimates within the cells of one banner, whose levels count in them as (levels + 1, cells) says."""
    sums = sums_by_level(survey)

    def variables(by_level: Floats) -> Floats:
        """Numerators, then denominators, (rows, sorts, 2 × columns)."""
        together = (members.together @ by_level @ cells).swapaxes(0, 1)
        return np.concatenate([together[:-1], np.broadcast_to(together[-1:], together[:-1].shape)], axis=-1)

    products = (cells[:, :, None] * cells[:, None, :]).reshape(len(cells), -1)
    squares = _squares(kind, members, found.scaled_squares @ products)
    further = members.rows @ found.respondents if kind == "share" else members.rows**2 @ found.weights
    bases = Bases.from_counts(
        survey,
        (members.base @ found.respondents @ cells)[:, 0],
        (members.base @ found.weights.sum(axis=0) @ cells)[0],
        (members.base @ found.squares.sum(axis=0) @ cells)[0],
    )
    return estimated(
        kind,
        sums.totals(found, squares, variables),
        further.sum(axis=0) @ cells,
        bases,
        sums.sample.degrees,
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
