"""Tests of independence in a two-way table of weighted shares.

References
----------
Rao & Scott (1984), *Annals of Statistics* 12, 46-60.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class RaoScott:
    """Second-order F, its degrees of freedom and p, and Cramér's V corrected for the design."""

    statistic: float
    df1: float
    df2: float
    p: float
    cramers_v: float


UNDEFINED = RaoScott(np.nan, np.nan, np.nan, np.nan, np.nan)


def rao_scott(table: Floats, covariance: Floats, *, respondents: float, degrees: float) -> RaoScott:
    """Pearson's statistic over the trace of the design effects, referred to F.

    Parameters
    ----------
    table
        (rows, columns) weighted totals; empty rows and columns are left out.
    covariance
        (cells, cells) of those totals, cells in reading order.
    respondents
        Unweighted respondents in the table.
    degrees
        Degrees of freedom of the design.
    """
    kept = np.outer(table.sum(axis=1) > 0, table.sum(axis=0) > 0)
    rows, columns = kept.any(axis=1).sum(), kept.any(axis=0).sum()
    if min(rows, columns) < 2 or degrees <= 0 or np.isnan(covariance).any():
        return UNDEFINED
    cells = kept.ravel()
    whole = table.sum()
    share = table.ravel()[cells] / whole
    linear = (np.eye(len(share)) - share[:, None]) / whole
    effects = _design_effects(
        share, linear @ covariance[np.ix_(cells, cells)] @ linear.T, (int(rows), int(columns)), respondents
    )
    trace, of_square = float(np.trace(effects)), float(np.trace(effects @ effects))
    if not trace > 0:
        return UNDEFINED
    pearson = _pearson(share.reshape(rows, columns), respondents)
    df1 = trace**2 / of_square
    statistic = pearson / trace
    return RaoScott(
        statistic=statistic,
        df1=df1,
        df2=df1 * degrees,
        p=float(stats.f.sf(statistic, df1, df1 * degrees)),
        cramers_v=float(np.sqrt(max(pearson - trace, 0.0) / (respondents * (min(rows, columns) - 1)))),
    )


def _pearson(share: Floats, respondents: float) -> float:
    expected = np.outer(share.sum(axis=1), share.sum(axis=0))
    return float(respondents * ((share - expected) ** 2 / expected).sum())


def _design_effects(share: Floats, covariance: Floats, shape: tuple[int, int], respondents: float) -> Floats:
    """The matrix whose eigenvalues weight the chi-squares, from the observed shares, (df, df)."""
    contrasts = np.kron(_contrasts(shape[0]), _contrasts(shape[1]))
    weighted = contrasts * np.divide(1.0, share, out=np.zeros_like(share), where=share > 0)[:, None]
    simple, found = contrasts.T @ weighted / respondents, weighted.T @ covariance @ weighted
    try:
        return np.asarray(np.linalg.solve(simple, found), dtype=float)
    except np.linalg.LinAlgError:  # so many empty cells that some contrasts compare nothing
        return np.asarray(np.linalg.pinv(simple, hermitian=True) @ found)


def _contrasts(size: int) -> Floats:
    """An orthonormal basis of what sums to zero, (size, size − 1)."""
    basis, _ = np.linalg.qr(np.column_stack([np.ones(size), np.eye(size)[:, :-1]]))
    return np.asarray(basis[:, 1:])
