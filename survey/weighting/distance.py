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

FURTHEST = 1e12
"""Predictor at which factors are as far as bounds allow."""

ROUNDING = 1e-9
"""What sums may be off, relatively, by the computer's rounding."""


def calibrate(
    weights: Floats,
    variables: sparse.csr_matrix,
    totals: Floats,
    *,
    distance: Distance = "linear",
    bounds: Bounds | None = None,
    tolerance: float = 1e-10,
    max_steps: int = 200,
    ridge: Floats | None = None,
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
    ridge
        (variables,) how dear it is to miss each total, relatively: the nearer
        to 0, the dearer. There are factors then whatever the totals are, and
        the error is what they miss.

    References
    ----------
    Ridge calibration: Chambers (1996), *Journal of Official Statistics* 12, 3-32.
    """
    scale = np.maximum(np.abs(totals), abs(variables).T @ weights)
    scale = np.where(scale > 0, scale, 1.0)
    scaled, wanted = sparse.csr_matrix(variables @ sparse.diags(1 / scale)), totals / scale
    link = _link(distance, bounds)
    missing = np.zeros(len(totals)) if ridge is None else ridge
    dual, steps, error = _newton(weights, scaled, wanted, link, tolerance, max_steps, missing)
    factors = link(scaled @ dual)[0]
    if ridge is not None:
        error = float(np.abs(wanted - scaled.T @ (weights * factors)).max())
    return Fitted(factors, steps, error)


def _newton(
    weights: Floats,
    variables: sparse.csr_matrix,
    totals: Floats,
    link: Link,
    tolerance: float,
    max_steps: int,
    ridge: Floats,
) -> tuple[Floats, int, float]:
    """The dual's solution, steps taken and largest gap left; ends when no step, however halved, helps.

    Where bounds hold many factors a plain step may help nobody; from then on
    steps are damped, and each one halves the gap or climbs the dual, which is
    concave, so that weights within the bounds are found where there are any.
    """
    dual, damped = np.zeros(len(totals)), False
    factors, slope = link(variables @ dual)
    gap = totals - variables.T @ (weights * factors)
    curvature = np.asarray(variables.multiply(variables).T @ weights)
    for steps in range(max_steps):
        if np.abs(gap).max() <= tolerance:
            return dual, steps, float(np.abs(gap).max())
        hessian = (variables.T @ sparse.diags(weights * slope) @ variables).toarray() + np.diag(ridge)
        found = None if damped else _searched(weights, variables, totals, link, dual, gap, hessian, ridge)
        if found is None:
            damped = True
            hessian = hessian if ridge.any() else hessian + np.diag(np.abs(gap).max() * curvature)
            found = _searched(weights, variables, totals, link, dual, gap, hessian, ridge, climbing=True)
        hopeless = damped and found is not None and not ridge.any()
        if found is None or (hopeless and _refuted(weights, variables, totals, link, found[0])):
            return dual, steps, float(np.abs(gap).max())
        dual, gap, slope = found
    return dual, max_steps, float(np.abs(gap).max())


def _searched(
    weights: Floats,
    variables: sparse.csr_matrix,
    totals: Floats,
    link: Link,
    dual: Floats,
    gap: Floats,
    hessian: Floats,
    ridge: Floats,
    *,
    climbing: bool = False,
) -> tuple[Floats, Floats, Floats] | None:
    """The dual, gap and slopes after a step, halved until it helps; None where it never does."""
    step = np.linalg.pinv(hessian, rcond=1e-12, hermitian=True) @ gap
    for _ in range(HALVINGS):
        factors, slope = link(variables @ (dual + step))
        left = totals - variables.T @ (weights * factors) - ridge * (dual + step)
        smaller = np.abs(left).sum() < np.abs(gap).sum() * (0.5 if climbing else 1.0)
        if smaller or (climbing and left @ step >= 0):
            return dual + step, left, slope
        step = step / 2
    return None


def _refuted(weights: Floats, variables: sparse.csr_matrix, totals: Floats, link: Link, dual: Floats) -> bool:
    """Whether no factors the link can give add up to this combination of the totals (Farkas' lemma)."""
    predictor = variables @ dual
    furthest, _ = link(FURTHEST * predictor / (np.abs(predictor).max() or 1.0))
    most = weights * predictor * furthest
    return bool(totals @ dual - most.sum() > ROUNDING * np.abs(most).sum())


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
        return np.clip(free, low, high), np.where((free >= low) & (free <= high), slope, 0.0)

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
