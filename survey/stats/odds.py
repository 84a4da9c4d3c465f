"""Odds ratios of two-by-two tables, and whether several of them are one.

References
----------
Woolf (1955), *Annals of Human Genetics* 19, 251-253; Thomas & Rao (1987),
*Journal of the American Statistical Association* 82, 630-636.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from survey.stats.chisquare import SINGULAR, UNDEFINED, Significance

Floats = NDArray[np.float64]

SIGNS = np.array([1.0, -1.0, -1.0, 1.0])
"""How the logs of a table's four cells, in reading order, make its log odds ratio."""


def log_odds_ratios(totals: Floats) -> Floats:
    """Log odds ratios of tables side by side, (..., 4 × tables) to (..., tables); NaN beside empty cells."""
    cells = totals.reshape(*totals.shape[:-1], -1, 4)
    return np.asarray(np.log(np.where(cells > 0, cells, np.nan)) @ SIGNS)


def log_odds_ratio_derivatives(totals: Floats) -> Floats:
    """Derivatives of `log_odds_ratios` by the totals, (4 × tables, tables); 0 where a cell is empty."""
    tables = len(totals) // 4
    inverse = np.where(totals > 0, 1 / np.where(totals > 0, totals, 1.0), 0.0)
    return np.asarray(np.kron(np.eye(tables), SIGNS[:, None]) * inverse[:, None])


def homogeneity(estimates: Floats, covariance: Floats, degrees: float) -> Significance:
    """Whether estimates are all one, by Wald's F with Thomas and Rao's correction for few degrees of freedom.

    Parameters
    ----------
    estimates, covariance
        (estimates,) and (estimates, estimates).
    """
    df1 = len(estimates) - 1
    df2 = degrees - df1 + 1
    if df1 < 1 or not df2 > 0 or not np.isfinite(covariance).all() or not np.isfinite(estimates).all():
        return UNDEFINED
    against_first = np.hstack([-np.ones((df1, 1)), np.eye(df1)])
    gap, spread = against_first @ estimates, against_first @ covariance @ against_first.T
    error = np.sqrt(np.diagonal(spread))
    if not (error > 0).all():
        return UNDEFINED
    correlation = spread / np.outer(error, error)
    if np.linalg.eigvalsh(correlation)[0] < SINGULAR:
        return UNDEFINED
    distance = float((gap / error) @ np.linalg.solve(correlation, gap / error))
    statistic = distance / df1 * df2 / degrees
    return Significance(statistic, df1, df2, float(stats.f.sf(statistic, df1, df2)))
