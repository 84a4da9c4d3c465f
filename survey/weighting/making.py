"""Weights made from a problem and a solver, for the respondents and for every replicate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from survey.vocabulary import Column
from survey.weighting.designs import ENTERING_COLUMN
from survey.weighting.problem import Problem
from survey.weighting.raking import Fitted
from survey.weighting.repeating import repeated
from survey.weighting.results import not_converged
from survey.weighting.solving import Solve

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Made:
    """Final weights, (respondents,), and where they come from.

    Parameters
    ----------
    entering
        Column of the weights that entered the last calibration.
    columns
        Columns to keep beside the weights.
    blocks
        The replicate weights, {block: (respondents, replicates)}.
    """

    weights: Floats
    fitted: Fitted
    blocks: Mapping[str, Floats]
    entering: str = ENTERING_COLUMN
    columns: Mapping[str, Column] = field(default_factory=dict)


def solved(problem: Problem, solve: Solve, tolerance: float) -> Made:
    """Weights that meet the targets, replicates too.

    Raises
    ------
    NotConverged
        There are none, and that is not accepted; names the margins that conflict.
    """
    entering = np.bincount(problem.group_of, problem.entering, minlength=problem.groups).astype(float)
    fitted = solve(entering, problem.targets, range(len(problem.margins)))
    weights = final_weights(problem, fitted)
    if not fitted.error <= tolerance and not problem.unmet:
        conflicting = _conflict(problem, entering, solve, tolerance)
        raise not_converged(problem, weights, conflicting, fitted)
    return Made(weights, fitted, repeated(problem, solve, tolerance))


def final_weights(problem: Problem, fitted: Fitted) -> Floats:
    """Entering weights times their factors, (respondents,)."""
    return np.asarray(problem.entering * fitted.factors[problem.group_of])


def _conflict(problem: Problem, entering: Floats, solve: Solve, tolerance: float) -> tuple[int, ...]:
    """Positions of margins that cannot be met together, each of which is needed for the conflict."""
    left, targets = list(range(len(problem.margins))), problem.targets
    for position in range(len(targets)):
        rest = [other for other in left if other != position]
        if rest and not solve(entering, [targets[other] for other in rest], rest).error <= tolerance:
            left = rest
    return tuple(left)
