"""Columns compared: each with the rest of its banner question's base, and in pairs."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from survey.stats.ratios import ratios
from survey.stats.variance import without_rounding
from survey.tabulation.banners import Banner, large_enough
from survey.tabulation.estimates import Estimates

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Positions = NDArray[np.intp]


class Differences(NamedTuple):
    """First columns minus second columns, (rows, pairs) each.

    Parameters
    ----------
    error, p
        Linearised error at the shares found, and p by t on the design's
        degrees of freedom.
    cautious_error, degrees, cautious_p
        The larger of that error and the one under "no difference"; degrees of
        freedom of the smaller column's own sampling units; p by both. Marks
        rest on these.
    """

    gap: Floats
    error: Floats
    p: Floats
    cautious_error: Floats
    degrees: Floats
    cautious_p: Floats


class Comparisons(NamedTuple):
    """What is known of a table's comparisons.

    Parameters
    ----------
    rest
        Column minus its rest, (rows, columns).
    rest_allowed
        (rows, columns) whether column and rest both stand on the minimum base.
    pairs
        First column of a pair minus the second, (rows, pairs).
    pairs_allowed
        (rows, pairs) whether both columns stand on the minimum base.
    """

    rest: Differences
    rest_allowed: Bools
    pairs: Differences
    pairs_allowed: Bools


def compared(estimates: Estimates, banner: Banner, minimum_base: int) -> Comparisons:
    """All comparisons of a banner's columns; their rests stand after them among the estimates."""
    rows, width = len(estimates.estimate), len(banner.columns)
    if not banner.name:
        return uncompared(rows, width, 0)
    enough = large_enough(estimates.unweighted_base, estimates.effective_base, minimum_base)
    columns, (first, second) = np.arange(width), banner.pairs
    return Comparisons(
        rest=differences(estimates, columns, columns + width),
        rest_allowed=np.tile(enough[:width] & enough[width:], (rows, 1)),
        pairs=differences(estimates, first, second),
        pairs_allowed=np.tile(enough[first] & enough[second], (rows, 1)),
    )


def uncompared(rows: int, width: int, pairs: int) -> Comparisons:
    """Comparisons that were not made: NaN throughout."""
    return Comparisons(
        rest=Differences(*np.full((6, rows, width), np.nan)),
        rest_allowed=np.zeros((rows, width), dtype=bool),
        pairs=Differences(*np.full((6, rows, pairs), np.nan)),
        pairs_allowed=np.zeros((rows, pairs), dtype=bool),
    )


def stacked(parts: list[Comparisons]) -> Comparisons:
    """Sections of a table one below the other."""
    return _joined(parts, 0)


def beside(parts: list[Comparisons]) -> Comparisons:
    """Banners of a table side by side."""
    return _joined(parts, 1)


def differences(estimates: Estimates, first: Positions, second: Positions) -> Differences:
    """Banner columns minus other banner columns, with their covariance, (rows, pairs).

    Far out in the tails, where corrected tests live, the usual error is too
    small for rare answers and for columns of few respondents or few sampling
    points: where there is nothing to find it marked something in every report.
    Hence the second, cautious set of figures.
    """
    covariance = estimates.covariance
    one, two = covariance[:, first, first], covariance[:, second, second]
    variance = one + two - 2 * covariance[:, first, second]
    gross = np.square(np.sqrt(one) + np.sqrt(two))
    error = np.sqrt(without_rounding(variance[..., None, None], gross[..., None])[..., 0, 0])
    gap = estimates.estimate[:, first] - estimates.estimate[:, second]
    cautious = _cautious(estimates, first, second, error) if estimates.kind == "share" else error
    degrees = np.minimum(estimates.domain_df[first], estimates.domain_df[second])
    degrees = np.tile(np.minimum(degrees, estimates.df), (len(gap), 1))
    return Differences(
        gap=gap,
        error=error,
        p=_two_sided(gap, error, estimates.df),
        cautious_error=cautious,
        degrees=degrees,
        cautious_p=_two_sided(gap, cautious, degrees),
    )


def _two_sided(gap: Floats, error: Floats, degrees: Floats | float) -> Floats:
    """p by t; NaN without an error or without degrees of freedom."""
    defined = np.where(np.asarray(degrees) > 0, degrees, np.nan)
    return np.asarray(2 * stats.t.sf(np.abs(ratios(gap, error)), defined), dtype=float)


def _cautious(estimates: Estimates, first: Positions, second: Positions, error: Floats) -> Floats:
    """The gap's error, larger where it would be larger if both columns had their common share, (rows, pairs).

    Where everybody gives an answer in one column and nobody in the other, no
    error was found; then it is the one that chance alone would make.
    """
    share, base, size = estimates.estimate, estimates.weighted_base, estimates.effective_base
    one, two = share[:, first], share[:, second]
    both = np.tile(base[first] + base[second], (len(share), 1))
    common = ratios(one * base[first] + two * base[second], both)
    inverse_one, inverse_two = (ratios(np.ones(len(which)), size[which]) for which in (first, second))
    by_chance = common * (1 - common) * (inverse_one + inverse_two)
    as_found = one * (1 - one) * inverse_one + two * (1 - two) * inverse_two
    apart = (error == 0) & (one != two)
    return np.where(apart, np.sqrt(by_chance), error * np.sqrt(np.maximum(ratios(by_chance, as_found), 1)))


def _joined(parts: list[Comparisons], axis: int) -> Comparisons:
    def differences_of(each: list[Differences]) -> Differences:
        return Differences(*(np.concatenate(arrays, axis=axis) for arrays in zip(*each, strict=True)))

    return Comparisons(
        rest=differences_of([part.rest for part in parts]),
        rest_allowed=np.concatenate([part.rest_allowed for part in parts], axis=axis),
        pairs=differences_of([part.pairs for part in parts]),
        pairs_allowed=np.concatenate([part.pairs_allowed for part in parts], axis=axis),
    )
