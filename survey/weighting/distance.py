"""Calibration: weights as near the entering ones as totals allow, by Newton's method on the dual.

References
----------
Deville & Särndal (1992), *Journal of the American Statistical Association* 87, 376-382.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from survey.weighting.raking import Fitted

Floats = NDArray[np.float64]
Distance = Literal["linear", "raking", "logit"]
Bounds = tuple[float, float] | tuple[Floats, Floats]
"""Smallest and largest factor: of all cells, or (cells,) each."""

Link = Callable[[Floats], tuple[Floats, Floats]]

HALVINGS = 30


def calibrate(
    weights: Floats,
    variables: sparse.csr_matrix,
    totals: Floats,
    *,
    distance: Distance = "linear",
    bounds: Bounds | None = None,
    tolerance: float = 1e-10,
    max_steps: int = 200,
) -> Fitted:
    """Calibration factors that bring weighted totals of the variables to the totals wanted, (cells,).

    Parameters
    ----------
    weights
        (cells,) entering weight of each cell.
    variables
        (cells, variables); they may repeat each other.
    totals
        (variables,).
    distance
        `linear` and `raking` factors are cut at the bounds, `logit` factors
        approach them.
    bounds
        Smallest and largest factor.
    """
    scale = np.maximum(np.abs(totals), abs(variables).T @ weights)
    scale = np.where(scale > 0, scale, 1.0)
    scaled, wanted = sparse.csr_matrix(variables @ sparse.diags(1 / scale)), totals / scale
    link = _link(distance, bounds)
    dual, steps, error = _newton(weights, scaled, wanted, link, tolerance, max_steps)
    return Fitted(link(scaled @ dual)[0], steps, error)


def _newton(
    weights: Floats,
    variables: sparse.csr_matrix,
    totals: Floats,
    link: Link,
    tolerance: float,
    max_steps: int,
) -> tuple[Floats, int, float]:
    """The dual's solution, steps taken and largest gap left; ends when no step, however halved, helps."""
    dual = np.zeros(len(totals))
    factors, slope = link(variables @ dual)
    gap = totals - variables.T @ (weights * factors)
    for steps in range(max_steps):
        if np.abs(gap).max() <= tolerance:
            return dual, steps, float(np.abs(gap).max())
        hessian = (variables.T @ sparse.diags(weights * slope) @ variables).toarray()
        step = np.linalg.pinv(hessian, rcond=1e-12, hermitian=True) @ gap
        for _ in range(HALVINGS):
            factors, slope = link(variables @ (dual + step))
            left = totals - variables.T @ (weights * factors)
            if np.abs(left).sum() < np.abs(gap).sum():
                break
            step = step / 2
        else:
            return dual, steps, float(np.abs(gap).max())
        dual, gap = dual + step, left
    return dual, max_steps, float(np.abs(gap).max())


def _link(distance: Distance, bounds: Bounds | None) -> Link:
    """Factors and their derivatives as a function of the linear predictor."""
    if distance == "logit":
        if bounds is None or not np.all((bounds[0] < 1) & (bounds[1] > 1) & np.isfinite(bounds[1])):
            raise ValueError("logit calibration needs finite bounds around one")
        return _logit(*bounds)
    low, high = (-np.inf, np.inf) if bounds is None else bounds

    def cut(predictor: Floats) -> tuple[Floats, Floats]:
        free = np.exp(np.minimum(predictor, 700.0)) if distance == "raking" else 1 + predictor
        slope = free if distance == "raking" else np.ones_like(free)
        return np.clip(free, low, high), np.where((free > low) & (free < high), slope, 0.0)

    return cut


def _logit(low: float | Floats, high: float | Floats) -> Link:
    speed = (high - low) / ((1 - low) * (high - 1))

    def link(predictor: Floats) -> tuple[Floats, Floats]:
        grown = np.exp(np.clip(speed * predictor, -700.0, 700.0))
        below, above = 1 - low, high - 1
        spread = above + below * grown
        factors = (low * above + high * below * grown) / spread
        return factors, (factors - low) * (high - factors) * speed / (high - low)

    return link
