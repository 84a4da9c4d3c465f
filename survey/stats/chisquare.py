"""Tests of weighted shares: independence in a two-way table, and fit to given shares.

References
----------
Rao & Scott (1984), *Annals of Statistics* 12, 46-60.
Koch, Freeman & Freeman (1975), *International Statistical Review* 43, 59-78 (Wald).
Thomas & Rao (1987), *Journal of the American Statistical Association* 82, 630-636 (adjusted Wald).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

Floats = NDArray[np.float64]
PearsonStatistic = Literal["rao_scott", "first_order"]
Statistic = Literal["rao_scott", "first_order", "wald", "adjusted_wald"]


SINGULAR = 1e-10
"""Distances that others determine to this share of their spread have no covariance of their own."""


@dataclass(frozen=True)
class Significance:
    """A statistic, its degrees of freedom and p; of a table, Cramér's V corrected for the design.

    `df2` is infinite where the statistic is referred to chi-square.
    """

    statistic: float
    df1: float
    df2: float
    p: float
    cramers_v: float = np.nan


UNDEFINED = Significance(np.nan, np.nan, np.nan, np.nan)


@dataclass(frozen=True, eq=False)
class _Table:
    """Shares of the rows and columns that hold respondents, and what is known of their error.

    Parameters
    ----------
    share
        (rows, columns).
    covariance
        (cells, cells), cells in reading order.
    """

    share: Floats
    covariance: Floats
    respondents: float
    degrees: float

    @property
    def comparisons(self) -> int:
        """Degrees of freedom of the interaction, (rows − 1)(columns − 1)."""
        rows, columns = self.share.shape
        return int((rows - 1) * (columns - 1))


def independence(
    share: Floats,
    covariance: Floats,
    *,
    respondents: float,
    degrees: float,
    statistic: PearsonStatistic = "rao_scott",
) -> Significance:
    """Whether rows and columns of a table go together; NaN when fewer than two of either hold respondents.

    Parameters
    ----------
    share
        (rows, columns) shares of all; empty rows and columns are left out.
    covariance
        (cells, cells) of those shares, cells in reading order.
    respondents
        Unweighted respondents in the table.
    degrees
        Degrees of freedom of the design.
    statistic
        `rao_scott`: Pearson's over the trace of the design effects, referred
        to F (second order). `first_order`: Pearson's itself; p is that of its
        ratio to the mean design effect, by chi-square.
    """
    in_rows, in_columns = share.sum(axis=1) > 0, share.sum(axis=0) > 0
    shape = int(in_rows.sum()), int(in_columns.sum())
    if min(shape) < 2 or not degrees > 0 or np.isnan(covariance).any():
        return UNDEFINED
    if shape != share.shape:
        cells = np.outer(in_rows, in_columns).ravel()
        share, covariance = share.ravel()[cells].reshape(shape), covariance[np.ix_(cells, cells)]
    return _TESTS[statistic](_Table(share, covariance, respondents, degrees))


def wald(excess: Floats, covariance: Floats, *, degrees: float, adjusted: bool) -> Significance:
    """Whether a table's distances from independence are zero, judged in their own covariance, by F.

    Parameters
    ----------
    excess
        (rows, columns) as `distances` gives it, of rows and columns that hold respondents.
    covariance
        (cells, cells) of it, cells in reading order.
    adjusted
        With Thomas and Rao's correction for few degrees of freedom.
    """
    rows, columns = excess.shape
    df1 = (rows - 1) * (columns - 1)
    df2 = degrees - df1 + 1 if adjusted else degrees
    kept = np.arange(excess.size).reshape(excess.shape)[1:, 1:].ravel()
    if df1 < 1 or not df2 > 0 or np.isnan(covariance).any():
        return UNDEFINED
    inner = covariance[np.ix_(kept, kept)]
    spread = np.sqrt(np.diagonal(inner))
    if not (spread > 0).all():
        return UNDEFINED
    correlation = inner / np.outer(spread, spread)
    if np.linalg.eigvalsh(correlation)[0] < SINGULAR:
        return UNDEFINED
    apart = excess.ravel()[kept] / spread
    distance = float(apart @ np.linalg.solve(correlation, apart))
    statistic = distance / df1 * (df2 / degrees if adjusted else 1.0)
    return Significance(statistic, df1, df2, float(stats.f.sf(statistic, df1, df2)))


def distances(total: Floats) -> Floats:
    """Totals less those that independence would have, (..., rows, columns)."""
    row, column = total.sum(axis=-1, keepdims=True), total.sum(axis=-2, keepdims=True)
    return np.asarray(total - row * column / total.sum(axis=(-2, -1), keepdims=True))


def distance_derivatives(total: Floats) -> Floats:
    """Derivatives of `distances` by the totals, (totals, distances), cells in reading order."""
    rows, columns = total.shape
    row, column = total.sum(axis=1) / total.sum(), total.sum(axis=0) / total.sum()
    by_row = np.kron(np.eye(rows), np.outer(column, np.ones(columns)))
    by_column = np.kron(np.outer(row, np.ones(rows)), np.eye(columns))
    by_whole = np.outer(np.outer(row, column).ravel(), np.ones(total.size))
    return np.asarray((np.eye(total.size) - by_row - by_column + by_whole).T)


def fit(distance: Floats, covariance: Floats) -> Significance:
    """Whether answers have the shares wanted: Pearson's statistic over its scale, by chi-square.

    Parameters
    ----------
    distance
        (answers,) (O − E)/√E, as `misfits` gives it, whose squares Pearson's statistic adds up.
    covariance
        (answers, answers) of it.

    References
    ----------
    Rao & Scott (1981), *Journal of the American Statistical Association* 76, 221-230.
    Satterthwaite (1946), *Biometrics Bulletin* 2, 110-114.
    """
    trace, of_square = float(np.trace(covariance)), float((covariance * covariance).sum())
    if not trace > 0:
        return UNDEFINED
    statistic, df = float(distance @ distance) * trace / of_square, trace**2 / of_square
    return Significance(statistic, df, np.inf, float(stats.chi2.sf(statistic, df)))


def misfits(total: Floats, wanted: Floats) -> Floats:
    """(O − E)/√E of totals against shares wanted, (..., answers)."""
    expected = wanted * total.sum(axis=-1, keepdims=True)
    return np.asarray((total - expected) / np.sqrt(expected))


def misfit_derivatives(total: Floats, wanted: Floats) -> Floats:
    """Derivatives of `misfits` by the totals, (answers, answers)."""
    expected = wanted * total.sum()
    by_whole = -np.sqrt(wanted / total.sum()) - misfits(total, wanted) / (2 * total.sum())
    return np.asarray(np.diag(1 / np.sqrt(expected)) + by_whole)


def _moments(table: _Table) -> tuple[float, float, float]:
    """Pearson's statistic, and trace and trace of the square of the design effects."""
    effects = _design_effects(table)
    return (
        _pearson(table.share, table.respondents),
        float(np.trace(effects)),
        float((effects * effects.T).sum()),
    )


def _second_order(table: _Table) -> Significance:
    pearson, trace, of_square = _moments(table)
    if not trace > 0:
        return UNDEFINED
    df1 = trace**2 / of_square
    statistic, df2 = pearson / trace, df1 * table.degrees
    smaller = min(table.share.shape) - 1
    return Significance(
        statistic=statistic,
        df1=df1,
        df2=df2,
        p=float(special.fdtrc(df1, df2, statistic)),
        cramers_v=float(np.sqrt(max(pearson - trace, 0.0) / (table.respondents * smaller))),
    )


def _first_order(table: _Table) -> Significance:
    pearson, trace, _ = _moments(table)
    if not trace > 0:
        return UNDEFINED
    df1 = table.comparisons
    p = float(stats.chi2.sf(pearson * df1 / trace, df1))
    return replace(_second_order(table), statistic=pearson, df1=df1, df2=np.inf, p=p)


def _pearson(share: Floats, respondents: float) -> float:
    expected = np.outer(share.sum(axis=1), share.sum(axis=0))
    return float(respondents * ((share - expected) ** 2 / expected).sum())


def _design_effects(table: _Table) -> Floats:
    """The matrix whose eigenvalues weight the chi-squares, from the observed shares, (df, df)."""
    share = table.share.ravel()
    contrasts = _interactions(*table.share.shape)
    weighted = contrasts * np.divide(1.0, share, out=np.zeros_like(share), where=share > 0)[:, None]
    simple, found = contrasts.T @ weighted / table.respondents, weighted.T @ table.covariance @ weighted
    try:
        return np.asarray(np.linalg.solve(simple, found), dtype=float)
    except np.linalg.LinAlgError:  # so many empty cells that some contrasts compare nothing
        return np.asarray(np.linalg.pinv(simple, hermitian=True) @ found)


@cache
def _interactions(rows: int, columns: int) -> Floats:
    """An orthonormal basis of tables that sum to zero along rows and columns, (cells, df)."""
    return np.asarray(np.kron(_contrasts(rows), _contrasts(columns)), dtype=float)


def _contrasts(size: int) -> Floats:
    """An orthonormal basis of what sums to zero, (size, size − 1)."""
    basis, _ = np.linalg.qr(np.column_stack([np.ones(size), np.eye(size)[:, :-1]]))
    return np.asarray(basis[:, 1:])


_TESTS: Mapping[PearsonStatistic, Callable[[_Table], Significance]] = {
    "rao_scott": _second_order,
    "first_order": _first_order,
}
