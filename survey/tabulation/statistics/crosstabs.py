"""Two questions crossed: shares with errors and limits, and the test of independence."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
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
from survey.tabulation.estimates import Bases, respondents_by_unit
from survey.tabulation.sampling import sampling
from survey.tabulation.statistics.independence import single_response
from survey.tabulation.statistics.records import Crosstab
from survey.tabulation.statistics.scope import Domain, Names, answers_inside, domain_axes, names_of
from survey.tabulation.threads import with_one_thread
from survey.tabulation.totals import Estimator, Variables, totals
from survey.vocabulary import Axis, Survey, check_level

Floats = NDArray[np.float64]


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
    pairs = itertools.product(names_of(rows), names_of(columns))
    return _finished([_counted(survey, asked[row], asked[column], inside) for row, column in pairs], level)


class _Asked(NamedTuple):
    """A question of a table, with its answers and the axis of them."""

    name: str
    codes: tuple[str, ...]
    axis: Axis


@dataclass(frozen=True, eq=False)
class _Counted:
    """A table before its limits: what was counted and the errors that follow."""

    row: _Asked
    column: _Asked
    total: Floats
    share: Floats
    error: Floats
    bases: Bases
    count: Floats
    test: chisquare.Significance


def _counted(survey: Survey, row: _Asked, column: _Asked, inside: tuple[Axis, ...]) -> _Counted:
    crossed = (*inside, row.axis, column.axis)
    found = totals(survey, [Variables(crossed)])
    by_unit = respondents_by_unit(survey, crossed)
    shape = by_unit.shape[1 + len(inside) :]
    by_unit = by_unit.reshape(-1, *shape)
    [squares] = survey.responses.count([crossed], weight=survey.design.weight, power=2)
    total, count = found.values.reshape(shape), by_unit.sum(axis=0)
    bases = Bases.from_counts(
        survey, by_unit.sum(axis=1), total.sum(axis=0), squares.reshape(shape).sum(axis=0)
    )
    within = _within_columns(shape)
    share = within(found.values)
    variance = np.diagonal(found.covariance_of(within, _derivatives(share, total)), axis1=-2, axis2=-1)
    undefined = bases.undefined | (total.sum(axis=0) == 0)
    whole = parts_of_whole(found.values)
    test = chisquare.independence(
        whole.reshape(shape),
        found.covariance_of(parts_of_whole, part_derivatives(whole, found.values.sum(axis=-1)))[0],
        respondents=float(count.sum()),
        degrees=sampling(survey.responses, survey.design).degrees,
    )
    return _Counted(
        row=row,
        column=column,
        total=total,
        share=share.reshape(shape),
        error=np.where(undefined, np.nan, np.sqrt(np.clip(variance.reshape(shape), 0, None))),
        bases=bases,
        count=count.reshape(shape),
        test=test,
    )


def _within_columns(shape: tuple[int, ...]) -> Estimator:
    """Shares of each column's total, from totals of the cells in reading order, (..., cells)."""

    def shares(found: Floats) -> Floats:
        table = found.reshape(*found.shape[:-1], *shape)
        return ratios(table, table.sum(axis=-2, keepdims=True)).reshape(found.shape)

    return shares


def _derivatives(share: Floats, total: Floats) -> Floats:
    """Derivatives of shares of columns by the totals of the cells, (1, cells, shares)."""
    rows, _ = total.shape
    base = total.sum(axis=0)
    inverse = np.divide(1.0, base, out=np.zeros_like(base), where=base > 0)
    slope = np.eye(total.size) - _same_column(*total.shape) * np.where(np.tile(base > 0, rows), share, 0.0)
    return np.asarray(slope * np.tile(inverse, rows))[None]


@cache
def _same_column(rows: int, columns: int) -> Floats:
    """Which cells share a column, (cells, cells) 0 or 1, cells in reading order."""
    return np.asarray(np.kron(np.ones((rows, rows)), np.eye(columns)), dtype=float)


def _finished(found: Sequence[_Counted], level: float) -> tuple[Crosstab, ...]:
    """The tables with limits, worked out for all of them at once."""
    if not found:
        return ()

    def side_by_side(of: Callable[[_Counted], Floats]) -> Floats:
        return np.concatenate([np.broadcast_to(of(each), each.share.shape).ravel() for each in found])

    low, high = share_interval(
        side_by_side(lambda each: each.share),
        side_by_side(lambda each: each.error),
        unweighted_base=side_by_side(lambda each: each.bases.unweighted),
        effective_base=side_by_side(lambda each: each.bases.effective),
        degrees=side_by_side(lambda each: each.bases.degrees),
        level=level,
    )
    ends = np.cumsum([each.share.size for each in found])[:-1]
    limits = zip(np.split(low, ends), np.split(high, ends), strict=True)
    return tuple(
        _record(each, *(side.reshape(each.share.shape) for side in sides))
        for each, sides in zip(found, limits, strict=True)
    )


def _record(found: _Counted, low: Floats, high: Floats) -> Crosstab:
    return Crosstab(
        row=found.row.name,
        column=found.column.name,
        row_codes=found.row.codes,
        column_codes=found.column.codes,
        weighted_total=found.total,
        share=found.share,
        standard_error=found.error,
        low=low,
        high=high,
        unweighted_count=found.count,
        unweighted_base=found.bases.unweighted,
        weighted_base=found.total.sum(axis=0),
        effective_base=found.bases.effective,
        domain_df=found.bases.degrees,
        statistic=found.test.statistic,
        df1=found.test.df1,
        df2=found.test.df2,
        p=found.test.p,
        cramers_v=found.test.cramers_v,
    )
