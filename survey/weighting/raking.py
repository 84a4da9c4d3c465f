"""Raking: margins met one after the other, over cells of respondents who answer alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Fitted:
    """What a solver found.

    Parameters
    ----------
    factors
        (cells,) final weight over entering weight.
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
    sweep runs over occupied cells, not respondents.

    Parameters
    ----------
    weights
        (cells,) entering weight of each cell.
    categories
        (cells, margins) position of each cell in each margin.
    targets
        Per margin, (categories,) weighted total wanted; all margins add up to
        the same, and a category with a target above zero holds weight.

    References
    ----------
    Deming & Stephan (1940), *Annals of Mathematical Statistics* 11, 427-444.
    """
    factors = np.ones_like(weights)
    population = max(float(target.sum()) for target in targets)
    error = _error(weights, categories, targets) / population
    for sweep in range(1, max_sweeps + 1):
        for position, target in enumerate(targets):
            found = np.bincount(categories[:, position], weights * factors, minlength=len(target))
            ratio = np.divide(target, found, out=np.zeros_like(target), where=found > 0)
            factors = factors * ratio[categories[:, position]]
        error = _error(weights * factors, categories, targets) / population
        if error <= tolerance:
            return Fitted(factors, sweep, error)
    return Fitted(factors, max_sweeps, error)


def _error(weights: Floats, categories: Ints, targets: Sequence[Floats]) -> float:
    """Largest distance of a category from its target."""
    return max(
        float(np.abs(np.bincount(categories[:, position], weights, minlength=len(target)) - target).max())
        for position, target in enumerate(targets)
    )
