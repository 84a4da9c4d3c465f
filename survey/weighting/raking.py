"""Raking: margins met one after the other, over cells of respondents who answer alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


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
    members = [_members(categories[:, position], len(target)) for position, target in enumerate(targets)]
    population = max(float(target.sum(axis=0).max()) for target in targets)
    fitted = weights.astype(float)
    sweeps, error = 0, np.inf
    while sweeps < max_sweeps and error > tolerance:
        for position, (member, target) in enumerate(zip(members, targets, strict=True)):
            found = member @ fitted
            ratio = np.divide(target, found, out=np.zeros_like(found), where=found > 0)
            fitted *= ratio[categories[:, position]]
        error = _error(fitted, members, targets) / population
        sweeps += 1
    factors = np.divide(fitted, weights, out=np.zeros_like(fitted), where=weights > 0)
    return Fitted(factors, sweeps, error)


def _members(category: Ints, size: int) -> sparse.csr_matrix:
    """Which cells make up each category, (categories, cells)."""
    cells = np.arange(len(category))
    return sparse.csr_matrix((np.ones(len(category)), (category, cells)), shape=(size, len(category)))


def _error(weights: Floats, members: Sequence[sparse.csr_matrix], targets: Sequence[Floats]) -> float:
    """Largest distance of a category from its target."""
    return max(
        float(np.abs(member @ weights - target).max())
        for member, target in zip(members, targets, strict=True)
    )
