"""Covariances and correlations from sums of numbers and of their products, with derivatives."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from survey.stats.ratios import ratios

Floats = NDArray[np.float64]


ROUNDING = 1e-12
"""A variance below this share of the mean square is rounding, and the number constant."""


class Function(Protocol):
    """Estimates, (..., estimates), and derivatives by all sums, (..., 1 + numbers + products, estimates)."""

    def __call__(
        self, base: Floats, sums: Floats, products: Floats, respondents: Floats
    ) -> tuple[Floats, Floats]:
        """From the weighted base, (..., 1), sums, (..., numbers), and products i ≥ j, (..., pairs)."""


def covariances(base: Floats, sums: Floats, products: Floats, respondents: Floats) -> tuple[Floats, Floats]:
    """The whole covariance matrix in reading order, n/(n − 1) times that of the weighted respondents.

    Parameters
    ----------
    base
        (..., 1) weighted respondents.
    sums, products
        (..., numbers) and (..., pairs i ≥ j) weighted sums.
    respondents
        (..., 1) unweighted ones, n.
    """
    size = sums.shape[-1]
    mean, square = ratios(sums, base), ratios(products, base)
    correction = ratios(respondents, respondents - 1)
    inverse = ratios(correction * np.ones_like(base), base)
    estimates, slopes = [], []
    for i in range(size):
        for j in range(size):
            pair = _position(i, j)
            found = square[..., pair] - mean[..., i] * mean[..., j]
            rounding = (i == j) & (found <= ROUNDING * square[..., pair])
            estimates.append(correction[..., 0] * np.where(rounding, 0.0, found))
            slope = np.zeros((*sums.shape[:-1], 1 + size + products.shape[-1]))
            slope[..., 0] = 2 * mean[..., i] * mean[..., j] - square[..., pair]
            slope[..., 1 + i] -= mean[..., j]
            slope[..., 1 + j] -= mean[..., i]
            slope[..., 1 + size + pair] = 1.0
            slopes.append(slope * inverse)
    return np.stack(estimates, axis=-1), np.stack(slopes, axis=-1)


def correlation(base: Floats, sums: Floats, products: Floats, respondents: Floats) -> tuple[Floats, Floats]:
    """Pearson's correlation of two numbers, (..., 1); NaN where one is constant. See `covariances`."""
    matrix, slopes = covariances(base, sums, products, respondents)
    first, both, second = matrix[..., 0], matrix[..., 1], matrix[..., 3]
    square = ratios(products, base)
    constant = (first <= ROUNDING * square[..., 0]) | (second <= ROUNDING * square[..., 2])
    spread = np.where(constant, 0.0, np.sqrt(np.clip(first * second, 0, None)))
    estimate = ratios(both, np.where(spread > 0, spread, 0.0))
    by_matrix = np.stack(
        [
            -0.5 * ratios(estimate, first),
            ratios(np.ones_like(both), np.where(spread > 0, spread, 0.0)),
            np.zeros_like(both),
            -0.5 * ratios(estimate, second),
        ],
        axis=-1,
    )
    return estimate[..., None], (slopes @ by_matrix[..., None])


def _position(i: int, j: int) -> int:
    """Where the product of two numbers stands among the pairs i ≥ j."""
    first, second = max(i, j), min(i, j)
    return first * (first + 1) // 2 + second
