"""Two questions crossed: shares with errors and limits, and the test of independence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from survey.errors import PlanError
from survey.stats import chisquare
from survey.stats.intervals import share_interval
from survey.stats.ratios import part_derivatives, parts_of_whole, ratios
from survey.tabulation.axes import answer_axis
from survey.tabulation.cells import counts_crossed, totals_crossed
from survey.tabulation.estimates import Bases
from survey.tabulation.level_sums import sums_by_level
from survey.tabulation.sampling import sampling
from survey.tabulation.statistics.independence import single_response
from survey.tabulation.statistics.records import Crosstab
from survey.tabulation.statistics.scope import Domain, Names, answers_inside, domain_axes, names_of
from survey.tabulation.threads import with_one_thread
from survey.tabulation.totals import Estimator, Totals, one_below_another
from survey.vocabulary import Axis, Survey, check_level

Floats = NDArray[np.float64]

PRODUCTS_TOGETHER = 1 << 21
"""Products of cells, (rows × columns)², that tables estimated in one go may have: 16 MB."""


def crosstab(
    survey: Survey, row: str, column: str, *, domain: Domain | None = None, level: float = 0.95
) -> Crosstab:
    """One question's answers in the columns of another's: shares, errors, Korn–Graubard limits, Rao–Scott F.

    Parameters as in `crosstabs`.
    """
    [found] = crosstabs(survey, row, column, domain=domain, level=level)
    return found


@with_one_thread
def crosstabs(
    survey: Survey, rows: Names, columns: Names, *, domain: Domain | None = None, level: float = 0.95
) -> tuple[Crosstab, ...]:
    """Every row question by every column question, in that order; both take one answer each.

    Parameters
    ----------
    domain
        {question: answer codes}; others leave the tables, not the design.
    level
        Of the confidence limits.

    Raises
    ------
    PlanError
        A question that is not there, or takes several answers.
    DesignError
        The design admits no variance.
    """
    check_level(level)
    same = sorted({*names_of(rows)} & {*names_of(columns)})
    if same:
        raise PlanError(f"{same[0]!r} cannot be crossed with itself")
    inside = domain_axes(survey, domain)
    asked = {
        name: _Asked(name, codes, answer_axis(survey, name, [[code] for code in codes]))
        for name in dict.fromkeys((*names_of(rows), *names_of(columns)))
        if (codes := answers_inside(survey, single_response(survey, name)))
    }
    across = [asked[name] for name in names_of(columns)]
    found: list[_Estimated] = []
    for together in _batches([asked[name] for name in names_of(rows)], across):
        counted = [table for row in together for table in _row_counted(survey, row, across, inside)]
        found += _all_estimated(survey, counted)
    return _finished(found, level)


class _Asked(NamedTuple):
    """A question of a table, with its answers and the axis of them."""

    name: str
    codes: tuple[str, ...]
    axis: Axis


@dataclass(frozen=True, eq=False)
class _Counted:
    """What was counted of a table: totals of its cells in reading order, and squared weights by cell.

    Parameters
    ----------
    respondents
        (units or strata, rows, columns).
    """

    row: _Asked
    column: _Asked
    totals: Totals
    respondents: Floats
    squares: Floats

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.row.codes), len(self.column.codes)


@dataclass(frozen=True, eq=False)
class _Estimated:
    """A table before its limits, with its columns' bases."""

    counted: _Counted
    total: Floats
    share: Floats
    error: Floats
    unweighted_base: Floats
    effective_base: Floats
    degrees: Floats
    test: chisquare.Significance


def _batches(rows: Sequence[_Asked], columns: Sequence[_Asked]) -> Iterator[list[_Asked]]:
    """Row questions parted so that the tables of each part have few products of cells."""
    part: list[_Asked] = []
    products = 0
    for row in rows:
        own = sum((len(row.codes) * len(column.codes)) ** 2 for column in columns)
        if part and products + own > PRODUCTS_TOGETHER:
            yield part
            part, products = [], 0
        part.append(row)
        products += own
    if part:
        yield part


def _row_counted(
    survey: Survey, row: _Asked, columns: Sequence[_Asked], inside: tuple[Axis, ...]
) -> list[_Counted]:
    """A question's tables; where sums by level do, respondents are counted once for all of them."""
    sums = sums_by_level(survey)
    if not inside:
        together = [each.name for each in columns if sums.suffice_for((row.axis,), each.axis)]
        sums.of(row.name, together)
    return [_counted(survey, row, each, inside) for each in columns]


def _counted(survey: Survey, row: _Asked, column: _Asked, inside: tuple[Axis, ...]) -> _Counted:
    crossed = (*inside, row.axis, column.axis)
    shape = len(row.codes), len(column.codes)
    respondents, squares = counts_crossed(survey, crossed)
    return _Counted(
        row,
        column,
        totals_crossed(survey, crossed),
        respondents.reshape(-1, *shape),
        squares.reshape(shape),
    )


def _all_estimated(survey: Survey, counted: Sequence[_Counted]) -> list[_Estimated]:
    """Tables of any shapes, those of one shape in one go, in their order."""
    places: dict[tuple[int, int], list[int]] = {}
    for place, table in enumerate(counted):
        places.setdefault(table.shape, []).append(place)
    found: dict[int, _Estimated] = {}
    for alike in places.values():
        found |= zip(alike, _estimated(survey, [counted[place] for place in alike]), strict=True)
    return [found[place] for place in range(len(counted))]


def _estimated(survey: Survey, tables: Sequence[_Counted]) -> list[_Estimated]:
    """Shares, errors and tests of tables of one shape."""
    shape = tables[0].shape
    found = one_below_another([table.totals for table in tables])
    total = found.values.reshape(-1, *shape)
    weighted = total.sum(axis=1)
    bases = Bases.from_counts(
        survey,
        np.hstack([table.respondents.sum(axis=1) for table in tables]),
        weighted.ravel(),
        np.concatenate([table.squares.sum(axis=0) for table in tables]),
    )
    within = _within_columns(shape)
    share = within(found.values)
    variance = np.diagonal(found.covariance_of(within, _derivatives(share, total)), axis1=-2, axis2=-1)
    undefined = (bases.undefined.reshape(weighted.shape) | (weighted == 0))[:, None, :]
    error = np.where(undefined, np.nan, np.sqrt(np.clip(variance.reshape(total.shape), 0, None)))
    whole = parts_of_whole(found.values)
    covariance = found.covariance_of(parts_of_whole, part_derivatives(whole, found.values.sum(axis=-1)))
    degrees = sampling(survey.responses, survey.design).degrees
    unweighted, effective, own = (
        each.reshape(weighted.shape) for each in (bases.unweighted, bases.effective, bases.degrees)
    )
    return [
        _Estimated(
            counted=table,
            total=total[k],
            share=share[k].reshape(shape),
            error=error[k],
            unweighted_base=unweighted[k],
            effective_base=effective[k],
            degrees=own[k],
            test=chisquare.independence(
                whole[k].reshape(shape),
                covariance[k],
                respondents=float(table.respondents.sum()),
                degrees=degrees,
            ),
        )
        for k, table in enumerate(tables)
    ]


def _within_columns(shape: tuple[int, ...]) -> Estimator:
    """Shares of each column's total, from totals of the cells in reading order, (..., cells)."""

    def shares(found: Floats) -> Floats:
        table = found.reshape(*found.shape[:-1], *shape)
        return ratios(table, table.sum(axis=-2, keepdims=True)).reshape(found.shape)

    return shares


def _derivatives(share: Floats, total: Floats) -> Floats:
    """Derivatives of shares of columns by the totals of the cells, (tables, cells, shares).

    Parameters
    ----------
    share
        (tables, shares).
    total
        (tables, rows, columns).
    """
    _, rows, columns = total.shape
    base = np.tile(total.sum(axis=1), rows)
    inverse = np.divide(1.0, base, out=np.zeros_like(base), where=base > 0)
    own = np.where(base > 0, share, 0.0)[:, None, :]
    slope = np.eye(rows * columns) - _same_column(rows, columns) * own
    return np.asarray(slope * inverse[:, None, :])


@cache
def _same_column(rows: int, columns: int) -> Floats:
    """Which cells share a column, (cells, cells) 0 or 1, cells in reading order."""
    return np.asarray(np.kron(np.ones((rows, rows)), np.eye(columns)), dtype=float)


def _finished(found: Sequence[_Estimated], level: float) -> tuple[Crosstab, ...]:
    """The tables with limits, worked out for all of them at once."""
    if not found:
        return ()

    def side_by_side(of: Callable[[_Estimated], Floats]) -> Floats:
        return np.concatenate([np.broadcast_to(of(each), each.share.shape).ravel() for each in found])

    low, high = share_interval(
        side_by_side(lambda each: each.share),
        side_by_side(lambda each: each.error),
        unweighted_base=side_by_side(lambda each: each.unweighted_base),
        effective_base=side_by_side(lambda each: each.effective_base),
        degrees=side_by_side(lambda each: each.degrees),
        level=level,
    )
    ends = np.cumsum([each.share.size for each in found])[:-1]
    limits = zip(np.split(low, ends), np.split(high, ends), strict=True)
    return tuple(
        _record(each, *(side.reshape(each.share.shape) for side in sides))
        for each, sides in zip(found, limits, strict=True)
    )


def _record(found: _Estimated, low: Floats, high: Floats) -> Crosstab:
    counted, test = found.counted, found.test
    return Crosstab(
        row=counted.row.name,
        column=counted.column.name,
        row_codes=counted.row.codes,
        column_codes=counted.column.codes,
        weighted_total=found.total,
        share=found.share,
        standard_error=found.error,
        low=low,
        high=high,
        unweighted_count=counted.respondents.sum(axis=0),
        unweighted_base=found.unweighted_base,
        weighted_base=found.total.sum(axis=0),
        effective_base=found.effective_base,
        domain_df=found.degrees,
        statistic=test.statistic,
        df1=test.df1,
        df2=test.df2,
        p=test.p,
        cramers_v=test.cramers_v,
    )
