"""Columns compared: each with the rest of its banner question's base, and in pairs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

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


class Side(NamedTuple):
    """One column of every pair: estimate and variance (rows, pairs), the others (pairs,)."""

    estimate: Floats
    variance: Floats
    weighted_base: Floats
    effective_base: Floats
    degrees: Floats


def compared(found: Sequence[Estimates], banners: Sequence[Banner], minimum_base: int) -> list[Comparisons]:
    """All comparisons within each banner; its columns' rests stand after them among its estimates."""
    places = [_columns_and_rests(banner) for banner in banners]
    made = _differences(found, places)
    return [
        _told_apart(*each, minimum_base)
        for each in zip(found, banners, places, _parted(made, places), strict=True)
    ]


def _columns_and_rests(banner: Banner) -> tuple[Positions, Positions]:
    """Positions of both sides of all comparisons within a banner: columns with their rests, then pairs."""
    if not banner.name:
        return banner.pairs
    columns, (first, second) = np.arange(len(banner.columns)), banner.pairs
    return np.concatenate([columns, first]), np.concatenate([columns + len(columns), second])


def _told_apart(
    estimates: Estimates,
    banner: Banner,
    places: tuple[Positions, Positions],
    made: Differences,
    minimum_base: int,
) -> Comparisons:
    """Comparisons with the rest and in pairs, of one banner."""
    rows, width = len(estimates.estimate), len(banner.columns)
    if not banner.name:
        return uncompared(rows, width, 0)
    enough = large_enough(estimates.unweighted_base, estimates.effective_base, minimum_base)
    allowed = np.broadcast_to(enough[places[0]] & enough[places[1]], (rows, len(places[0])))
    return Comparisons(
        rest=Differences(*(each[:, :width] for each in made)),
        rest_allowed=allowed[:, :width],
        pairs=Differences(*(each[:, width:] for each in made)),
        pairs_allowed=allowed[:, width:],
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
    return _differences([estimates], [(first, second)])


def _differences(found: Sequence[Estimates], places: Sequence[tuple[Positions, Positions]]) -> Differences:
    """Differences within each of the estimates, which share rows, kind and design, side by side."""
    one, two = (
        _side([(estimates, each[which]) for estimates, each in zip(found, places, strict=True)])
        for which in (0, 1)
    )
    between = np.hstack(
        [estimates.covariance[:, *each] for estimates, each in zip(found, places, strict=True)]
    )
    variance = one.variance + two.variance - 2 * between
    gross = np.square(np.sqrt(one.variance) + np.sqrt(two.variance))
    error = np.sqrt(without_rounding(variance[..., None, None], gross[..., None])[..., 0, 0])
    gap = one.estimate - two.estimate
    cautious = cautious_error(one, two, error) if found[0].kind == "share" else error
    of_design = found[0].df
    degrees = np.tile(np.minimum(np.minimum(one.degrees, two.degrees), of_design), (len(gap), 1))
    return Differences(
        gap=gap,
        error=error,
        p=two_sided(gap, error, of_design),
        cautious_error=cautious,
        degrees=degrees,
        cautious_p=two_sided(gap, cautious, degrees),
    )


def _side(columns: Sequence[tuple[Estimates, Positions]]) -> Side:
    """What is known of the columns at these positions of each of the estimates, side by side."""
    return Side(
        *(
            np.concatenate(arrays, axis=-1)
            for arrays in zip(
                *(
                    (
                        estimates.estimate[:, at],
                        estimates.covariance[:, at, at],
                        estimates.weighted_base[at],
                        estimates.effective_base[at],
                        estimates.domain_df[at],
                    )
                    for estimates, at in columns
                ),
                strict=True,
            )
        )
    )


def _parted(made: Differences, places: Sequence[tuple[Positions, Positions]]) -> Iterator[Differences]:
    """The differences of each of the estimates that were judged side by side."""
    end = 0
    for first, _ in places:
        start, end = end, end + len(first)
        yield Differences(*(each[:, start:end] for each in made))


def two_sided(gap: Floats, error: Floats, degrees: Floats | float) -> Floats:
    """p by t; NaN without an error or without degrees of freedom."""
    defined = np.where(np.asarray(degrees) > 0, degrees, np.nan)
    return np.asarray(2 * special.stdtr(defined, -np.abs(ratios(gap, error))), dtype=float)


def cautious_error(one: Side, two: Side, error: Floats) -> Floats:
    """The gap's error, larger where it would be larger if both columns had their common share, (rows, pairs).

    Where everybody gives an answer in one column and nobody in the other, no
    error was found; then it is the one that chance alone would make.
    """
    both = one.weighted_base + two.weighted_base
    common = ratios(one.estimate * one.weighted_base + two.estimate * two.weighted_base, both)
    inverse_one, inverse_two = (ratios(np.ones_like(both), side.effective_base) for side in (one, two))
    by_chance = np.maximum(common * (1 - common), 0) * (inverse_one + inverse_two)
    as_found = (
        one.estimate * (1 - one.estimate) * inverse_one + two.estimate * (1 - two.estimate) * inverse_two
    )
    apart = (error == 0) & (one.estimate != two.estimate)
    return np.where(apart, np.sqrt(by_chance), error * np.sqrt(np.maximum(ratios(by_chance, as_found), 1)))


def _joined(parts: list[Comparisons], axis: int) -> Comparisons:
    if len(parts) == 1:
        return parts[0]

    def differences_of(each: list[Differences]) -> Differences:
        return Differences(*(np.concatenate(arrays, axis=axis) for arrays in zip(*each, strict=True)))

    return Comparisons(
        rest=differences_of([part.rest for part in parts]),
        rest_allowed=np.concatenate([part.rest_allowed for part in parts], axis=axis),
        pairs=differences_of([part.pairs for part in parts]),
        pairs_allowed=np.concatenate([part.pairs_allowed for part in parts], axis=axis),
    )
