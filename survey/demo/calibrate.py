"""Answers whose weighted shares are what they should be: cut an ordered latent scale, then mend the cuts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.int64]

_NEAR = 60


def cut(latent: Floats, weight: Floats, shares: Sequence[float]) -> Ints:
    """Category per respondent, lowest latent value first, (respondents,).

    The weighted share of each category meets `shares` (scaled to sum to one).
    Only respondents next to a cut may change sides to meet it, so whatever
    drives the latent scale drives the answers.
    """
    order = np.lexsort((np.arange(len(latent)), latent))
    wanted = np.cumsum(np.asarray(shares, dtype=float))
    wanted = wanted / wanted[-1] * weight.sum()
    reached = np.concatenate(([0.0], np.cumsum(weight[order])))
    cuts = [int(np.abs(reached - total).argmin()) for total in wanted[:-1]]
    edges = [0, *cuts, len(latent)]
    for position in range(1, len(edges) - 1):
        _mend(order, weight, edges[position - 1 : position + 2], float(wanted[position - 1]))
    category = np.zeros(len(latent), dtype=np.int64)
    for position, (start, stop) in enumerate(pairwise(edges)):
        category[order[start:stop]] = position
    return category


def _mend(order: Ints, weight: Floats, edges: Sequence[int], wanted: float) -> None:
    """Exchange the pair of neighbours across a cut that brings the sum below it nearest to `wanted`."""
    start, edge, stop = edges
    below = order[max(start, edge - _NEAR) : edge]
    above = order[edge : min(stop, edge + _NEAR)]
    if not len(below) or not len(above):
        return
    excess = weight[order[:edge]].sum() - wanted
    left = np.abs(excess + weight[above][None, :] - weight[below][:, None])
    lower, upper = np.unravel_index(int(left.argmin()), left.shape)
    if left[lower, upper] < abs(excess):
        first = edge - len(below) + int(lower)
        second = edge + int(upper)
        order[first], order[second] = order[second], order[first]


def meet_mean(values: Floats, weight: Floats, ladder: Sequence[float], mean: float) -> Floats:
    """The values with a few moved one rung along `ladder`, so that their weighted mean is `mean`.

    No value crosses zero, so the share above zero stays.
    """
    met = values.copy()
    rungs = [rung for rung in ladder if rung > 0]
    total = weight.sum()
    for _ in range(200):
        gap = mean * total - float((met * weight).sum())
        if abs(gap) < 0.0005 * total:
            return met
        steps = [
            (here, there)
            for here in rungs
            for there in rungs
            if abs(rungs.index(here) - rungs.index(there)) == 1
        ]
        best = min(
            (
                (abs(gap - weight[who] * (there - here)), int(who), there)
                for here, there in steps
                if (there > here) == (gap > 0)
                for who in np.flatnonzero((met == here) & (weight > 0))
            ),
            default=None,
        )
        if best is None or best[0] >= abs(gap):
            return met
        met[best[1]] = best[2]
    return met


def logistic(predictors: Floats, outcome: Floats, weight: Floats) -> Floats:
    """Coefficients of a weighted logistic regression by Newton's method, (predictors,)."""
    beta = np.zeros(predictors.shape[1])
    for _ in range(12):
        fitted = 1 / (1 + np.exp(-predictors @ beta))
        gradient = predictors.T @ (weight * (outcome - fitted))
        curvature = (predictors * (weight * fitted * (1 - fitted))[:, None]).T @ predictors
        beta = beta + np.linalg.solve(curvature, gradient)
    return beta
