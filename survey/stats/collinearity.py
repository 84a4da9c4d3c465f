"""How much wider the terms of a question are known for going with the model's other terms."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def generalised_inflation(terms: Floats, weights: Floats, groups: Sequence[Sequence[int]]) -> Floats:
    """Generalised variance inflation factor of each group of terms against all others, (groups,).

    It is det R_own · det R_others / det R, of the weighted correlations R of
    the terms; 1 for a group that goes with nothing else. Its 2q-th root, for
    q terms, is how many times as long their confidence region is per term.

    Parameters
    ----------
    terms
        (patterns, terms), without the intercept.
    weights
        (patterns,).
    groups
        Positions of the terms of each group.

    References
    ----------
    Fox & Monette (1992), *Journal of the American Statistical Association* 87, 178-183.
    """
    share = weights / weights.sum()
    apart = (terms - share @ terms) * np.sqrt(share)[:, None]
    correlation = apart.T @ apart
    spread = np.sqrt(np.diagonal(correlation))
    correlation = correlation / np.outer(spread, spread)
    whole = _log_determinant(correlation)
    found = []
    for group in groups:
        others = [position for position in range(terms.shape[1]) if position not in group]
        parts = _log_determinant(correlation[np.ix_(group, group)])
        parts += _log_determinant(correlation[np.ix_(others, others)])
        found.append(float(np.exp(parts - whole)))
    return np.array(found)


def _log_determinant(correlation: Floats) -> float:
    return float(np.linalg.slogdet(correlation)[1]) if len(correlation) else 0.0
