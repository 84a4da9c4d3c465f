"""Weights cut at limits, and calibrated once more so that they meet their targets within these."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeGuard

import numpy as np
from numpy.typing import NDArray

from survey.errors import NotConverged, WeightingError
from survey.responses import encode
from survey.vocabulary import Trimming, TrimPlan
from survey.weighting.making import Made, final_weights
from survey.weighting.problem import Problem
from survey.weighting.solving import distancing

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

TRIMMED_COLUMN = "#trimmed weight"
"""Column of the weights as they were cut, before they were calibrated again."""

SEARCH = 12
"""Halvings in the search for the smallest cap that can be kept."""


def limits_anything(trim: TrimPlan | None) -> TypeGuard[TrimPlan]:
    """Whether there is a limit; refuses those that are none.

    Raises
    ------
    WeightingError
        A cap not above 1, a floor not between 0 and 1, percentiles that are no pair.
    """
    if trim is None or (trim.cap is None and trim.floor is None and not trim.percentiles):
        return False
    if trim.cap is not None and not trim.cap > 1:
        raise WeightingError(f"no cap of {trim.cap:g} times the mean can hold; it must be above 1")
    if trim.floor is not None and not 0 <= trim.floor < 1:
        raise WeightingError(f"no floor of {trim.floor:g} times the mean can hold; it must be below 1")
    if trim.percentiles:
        low, high = trim.percentiles if len(trim.percentiles) == 2 else (1.0, 0.0)
        if not 0 <= low < high <= 100:
            raise WeightingError(
                f"percentiles to trim at are two numbers from 0 to 100, not {trim.percentiles}",
                hint="for instance percentiles = [1, 99]",
            )
    return True


def limited(problem: Problem, made: Made, trim: TrimPlan, tolerance: float) -> tuple[Made, Trimming]:
    """The weights within limits, meeting the targets still, and what that did; replicates too.

    Weights are cut at the limits and then calibrated (raking distance, each
    final weight within the limits) to the same targets.

    Raises
    ------
    NotConverged
        No weights within the limits meet the targets; tells the smallest cap that can be kept.
    WeightingError
        Weights below zero, which a limit of zero would take out of every base.
    """
    limits = _limits(made.weights, trim)
    _refuse_negative(made.weights, limits[0])
    used = made.weights != 0
    mean = made.weights[used].mean()
    outside = used & ((made.weights < limits[0]) | (made.weights > limits[1]))
    found, cut = made, made.weights
    if outside.any():
        found, cut = _refitted(problem, made.weights, limits, tolerance)
    if not found.fitted.error <= tolerance and not problem.unmet:
        raise _unkept(problem, made.weights, limits, tolerance)
    trimming = Trimming(
        lower=float(limits[0] / mean),
        upper=float(limits[1] / mean),
        trimmed=int(outside.sum()),
        share_trimmed=float(outside.sum() / used.sum()),
        weight_moved=float(np.abs(cut - made.weights).sum() / made.weights.sum()),
        design_effect=float(1 + (made.weights[used].std() / mean) ** 2),
    )
    blocks = {name: _limited_block(problem, block, trim, tolerance) for name, block in made.blocks.items()}
    if not outside.any():
        return replace(made, blocks=blocks), trimming
    return replace(
        found, blocks=blocks, entering=TRIMMED_COLUMN, columns={TRIMMED_COLUMN: encode(cut)}
    ), trimming


def _refuse_negative(weights: Floats, lower: float) -> None:
    negative = int((weights < 0).sum())
    if negative and lower <= 0:
        raise WeightingError(
            f"{negative:,} weights are below zero, and cut at zero they would take their respondents out of "
            "every base",
            hint='set method = "raking" or "logit" in [weighting], or a floor above 0 in [weighting.trim]',
        )


def _limits(weights: Floats, trim: TrimPlan) -> tuple[float, float]:
    """Smallest and largest weight allowed, in the scale of the weights; the narrower where two are given."""
    used = weights[weights != 0]
    low, high = np.percentile(used, trim.percentiles) if trim.percentiles else (0.0, np.inf)
    mean = used.mean()
    return max(low, mean * (trim.floor or 0.0)), min(high, mean * (trim.cap or np.inf))


def _refitted(
    problem: Problem,
    weights: Floats,
    limits: tuple[float, float],
    tolerance: float,
    *,
    times: Floats | float = 1.0,
    bounded: bool = True,
) -> tuple[Made, Floats]:
    """Weights cut at the limits and calibrated within them, and the cut weights, (respondents,).

    Parameters
    ----------
    times
        How often each respondent counts; limits are of the weight each time.
    """
    low, high = (np.where(times > 0, limit, 0.0) * times for limit in _narrowed(problem, limits))
    cut = np.where(weights != 0, np.clip(weights, low, high), 0.0)
    group_of = _together(problem.group_of, cut, low, high)
    regrouped = replace(problem, entering=cut).grouped(group_of)
    entering = np.bincount(group_of, cut).astype(float)
    first = np.unique(group_of, return_index=True)[1]
    bounds = [
        np.divide(limit[first], cut[first], out=np.ones(len(first)), where=cut[first] > 0)
        for limit in (low, high)
    ]
    solve = distancing(regrouped, "raking", (bounds[0], bounds[1]) if bounded else None, tolerance)
    targets = [
        np.bincount(margin.column.codes, weights, minlength=len(margin.targets)).astype(float)
        for margin in problem.margins
    ]
    fitted = solve(entering, targets, range(len(problem.margins)))
    if (low > high)[weights != 0].any():
        fitted = replace(fitted, error=np.inf)
    return Made(final_weights(regrouped, fitted), fitted, {}), cut


def _narrowed(problem: Problem, limits: tuple[float, float]) -> tuple[Floats, Floats]:
    """Limits of each weight, (respondents,) each, within the bounds of the factors too."""
    low, high = problem.bounds or (-np.inf, np.inf)
    bounded = [np.where(problem.entering > 0, problem.entering, np.nan) * each for each in (low, high)]
    return np.fmax(limits[0], bounded[0]), np.fmin(limits[1], bounded[1])


def _together(*columns: NDArray[np.generic]) -> Ints:
    """Which respondents are alike in all columns, (respondents,) groups numbered from 0."""
    codes = np.zeros(len(columns[0]), dtype=np.intp)
    for column in columns:
        values, own = np.unique(column, return_inverse=True)
        _, codes = np.unique(codes * len(values) + own, return_inverse=True)
    return codes


def _unkept(problem: Problem, weights: Floats, limits: tuple[float, float], tolerance: float) -> NotConverged:
    """That the limits cannot be kept, with the smallest cap that can, found by halving."""
    mean = weights[weights != 0].mean()
    low, high = limits[1], float(weights.max())
    hint = "take a limit out of [weighting.trim], or merge small categories in the targets"

    def kept(cap: float) -> bool:
        return _refitted(problem, weights, (limits[0], cap), tolerance)[0].fitted.error <= tolerance

    if np.isfinite(low) and kept(high):
        for _ in range(SEARCH):
            middle = (low + high) / 2
            low, high = (low, middle) if kept(middle) else (middle, high)
        hint = f"a cap of {np.ceil(100 * high / mean) / 100:.2f} times the mean can be kept; or {hint}"
    return NotConverged(
        f"no weights from {limits[0] / mean:.2f} to {limits[1] / mean:.2f} times the mean meet all targets",
        margins=[margin.margin.name for margin in problem.margins],
        hint=hint,
    )


def _limited_block(problem: Problem, block: Floats, trim: TrimPlan, tolerance: float) -> Floats:
    """Replicate weights within the limits of each replicate, (respondents, replicates).

    A replicate that cannot keep them meets its targets from the cut weights without.
    """
    replication = problem.survey.design.replication
    if replication is None:
        return block
    start = problem.survey.responses.block(replication.block)
    entering = problem.entering[:, None]
    times = np.divide(start, entering, out=np.zeros_like(start), where=entering > 0)
    made = [
        _limited_replicate(problem, each, often, trim, tolerance)
        for each, often in zip(block.T, times.T, strict=True)
    ]
    return np.stack(made, axis=1)


def _limited_replicate(
    problem: Problem, weights: Floats, times: Floats, trim: TrimPlan, tolerance: float
) -> Floats:
    """One replicate's weights within its limits, (respondents,)."""
    once = np.divide(weights, times, out=np.zeros_like(weights), where=times > 0)
    limits = _limits(once, trim)
    if not ((once > 0) & ((once < limits[0]) | (once > limits[1]))).any():
        return weights
    for bounded in (True, False):
        made, _ = _refitted(problem, weights, limits, tolerance, times=times, bounded=bounded)
        if made.fitted.error <= tolerance or problem.unmet:
            return made.weights
    raise NotConverged(
        "the targets were not met in every replicate once its weights were trimmed",
        margins=[margin.margin.name for margin in problem.margins],
        hint="widen the limits of [weighting.trim], or merge small categories in the targets",
    )
