"""Raking: margins met one after the other, over cells of respondents who answer alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

Tally = Callable[[Floats], Floats]


@dataclass(frozen=True, eq=False)
class Fitted:
    """What a solver found.

    Parameters
    ----------
    factors
        (cells,) final weight over entering weight; (cells, replicates) where
        the weights were.
    iterations
        Sweeps, or Newton steps.
    error
        Largest gap to a target, as a share of the population (of the total
        itself for numbers); the solver has failed when it is above the tolerance.
    """

    factors: Floats
    iterations: int
    error: float


def rake(
    weights: Floats,
    categories: Ints,
    targets: Sequence[Floats],
    *,
    tolerance: float = 1e-10,
    max_sweeps: int = 1000,
) -> Fitted:
    """Raking factors that bring the weighted margins to their targets, (cells,).

    Respondents with the same answers on all margins share a factor, so the
    sweep runs over occupied cells, not respondents. Replicate weights are
    raked side by side, (cells, replicates).

    Parameters
    ----------
    weights
        (cells,) entering weight of each cell, or (cells, replicates).
    categories
        (cells, margins) position of each cell in each margin.
    targets
        Per margin, (categories,) weighted total wanted, or (categories,
        replicates); all margins add up to the same, and a category with a
        target above zero holds weight.

    References
    ----------
    Deming & Stephan (1940), *Annals of Mathematical Statistics* 11, 427-444.
    """
    places = [np.ascontiguousarray(categories[:, position]) for position in range(len(targets))]
    tallies = [
        _tally(place, len(target), weights.ndim) for place, target in zip(places, targets, strict=True)
    ]
    population = max(float(target.sum(axis=0).max()) for target in targets)
    fitted = weights.astype(float)
    sweeps, error = 0, np.inf
    while sweeps < max_sweeps and error > tolerance:
        for place, tally, target in zip(places, tallies, targets, strict=True):
            found = tally(fitted)
            ratio = np.divide(target, found, out=np.zeros_like(found), where=found > 0)
            fitted *= ratio[place]
        sweeps += 1
        enough = tolerance if sweeps < max_sweeps else np.inf
        error = _error(fitted, tallies, targets, population, enough)
    factors = np.divide(fitted, weights, out=np.zeros_like(fitted), where=weights > 0)
    return Fitted(factors, sweeps, error)


def _tally(place: Ints, size: int, axes: int) -> Tally:
    """How the weights of cells, (cells,) or (cells, replicates), are summed by category."""
    if axes == 1:
        return lambda weights: np.bincount(place, weights, size).astype(np.float64, copy=False)
    cells = np.arange(len(place))
    member = sparse.csr_matrix((np.ones(len(place)), (place, cells)), shape=(size, len(place)))
    return lambda weights: np.asarray(member @ weights)


def _error(
    weights: Floats, tallies: Sequence[Tally], targets: Sequence[Floats], population: float, enough: float
) -> float:
    """Largest gap to a target, as a share of the population; the first margin's that is more than enough."""
    worst = 0.0
    for tally, target in zip(tallies, targets, strict=True):
        gap = float(np.abs(tally(weights) - target).max()) / population
        worst = worst if gap <= worst else gap
        if not worst <= enough:
            break
    return worst
