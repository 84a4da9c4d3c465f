"""Weights that meet population margins: raking, post-stratification, calibration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from survey.errors import WeightingError
from survey.responses import encode
from survey.vocabulary import (
    WEIGHT_COLUMN,
    Calibration,
    CalibrationMethod,
    Margin,
    MissingTarget,
    Note,
    Survey,
    Unmet,
    WeightingResult,
    check_choice,
)
from survey.weighting.designs import ENTERING_COLUMN
from survey.weighting.distance import Distance
from survey.weighting.problem import Problem, pose
from survey.weighting.repeating import repeated
from survey.weighting.results import achieved_by, not_converged, result_of
from survey.weighting.solving import Solve, distancing, raking

Floats = NDArray[np.float64]
Weighed = tuple[Survey, WeightingResult]

TOLERANCE = 1e-10
MAX_SWEEPS = 1000


def rake(
    survey: Survey,
    margins: Sequence[Margin],
    *,
    population: float | None = None,
    missing: MissingTarget = "bucket",
    unmet: Unmet = "refuse",
    tolerance: float = TOLERANCE,
    max_sweeps: int = MAX_SWEEPS,
) -> Weighed:
    """The survey with weights raked to the margins, and what that did.

    Parameters
    ----------
    population
        What the weights add up to; None: what the design's weights add up to.
    missing
        Respondents in no target category: `bucket`, they keep their
        design-weighted share; `exclude`, they leave every base; `error`, there
        must be none.
    unmet
        Targets that cannot be met: `refuse`, or `accept` the weights that come
        nearest, noted as a warning.
    tolerance
        Largest gap to a target allowed, as a share of the population.
    max_sweeps
        Sweeps over the margins; Newton's method takes over where fifty do not do.

    Raises
    ------
    EmptyMargin
        A target category that nobody is in.
    NotConverged
        Margins that contradict each other.
    WeightingError
        Shares that do not add up to one, a question that is not there.
    """
    return _raked(survey, margins, "rake", population, missing, unmet, tolerance, max_sweeps)


def poststratify(
    survey: Survey,
    margin: Margin,
    *,
    population: float | None = None,
    missing: MissingTarget = "bucket",
    unmet: Unmet = "refuse",
) -> Weighed:
    """The survey with weights scaled within each category of one margin, and what that did.

    Parameters and complaints are those of `rake`.
    """
    return _raked(survey, [margin], "poststratify", population, missing, unmet, TOLERANCE, 1)


def calibrate(
    survey: Survey,
    margins: Sequence[Margin] = (),
    *,
    totals: Mapping[str, float] | None = None,
    distance: Distance = "linear",
    bounds: tuple[float, float] | None = None,
    population: float | None = None,
    missing: MissingTarget = "bucket",
    unmet: Unmet = "refuse",
    tolerance: float = TOLERANCE,
) -> Weighed:
    """The survey with weights calibrated to margins and totals of numbers, and what that did.

    Parameters
    ----------
    totals
        {numeric column: its population total}.
    distance
        `linear`, `raking` (exponential) or `logit`.
    bounds
        Smallest and largest final weight over entering weight; `logit` needs them.

    Raises
    ------
    NotConverged
        No weights within the bounds meet all totals.
    WeightingError
        As `rake`; and bounds that do not enclose one, a number that is blank.
    """
    check_choice("distance", distance, Distance)
    if bounds is not None and not bounds[0] < 1 < bounds[1]:
        raise WeightingError(f"calibration bounds must lie on both sides of 1, not {bounds}")
    if distance == "logit" and (bounds is None or np.isinf(bounds[1])):
        raise WeightingError("logit calibration needs finite bounds", hint="for instance bounds=(0.3, 3)")
    problem = pose(survey, margins, totals=totals or {}, population=population, missing=missing, unmet=unmet)
    return finished(problem, distance, distancing(problem, distance, bounds, tolerance), tolerance)


def _raked(
    survey: Survey,
    margins: Sequence[Margin],
    method: CalibrationMethod,
    population: float | None,
    missing: MissingTarget,
    unmet: Unmet,
    tolerance: float,
    max_sweeps: int,
) -> Weighed:
    if not margins:
        raise WeightingError("there is no margin to weight to", hint="name one in [weighting] margins")
    if max_sweeps < 1:
        raise WeightingError(f"raking needs a sweep at least, not {max_sweeps}")
    problem = pose(survey, margins, totals={}, population=population, missing=missing, unmet=unmet)
    return finished(problem, method, raking(problem, tolerance, max_sweeps), tolerance)


def finished(problem: Problem, method: CalibrationMethod, solve: Solve, tolerance: float) -> Weighed:
    """The survey with its final weights, or the complaint that there are none."""
    entering = np.bincount(problem.cell_of, problem.entering, minlength=len(problem.occupied)).astype(float)
    fitted = solve(entering, problem.targets, range(len(problem.margins)))
    weights = np.where(_left_out(problem), 0.0, problem.entering * fitted.factors[problem.cell_of])
    met = bool(fitted.error <= tolerance)
    if not met and not problem.unmet:
        conflicting = _conflict(problem, entering, solve, tolerance)
        names = [*(problem.margins[place].margin.name for place in conflicting), *problem.numbers]
        lines = [line for line in achieved_by(problem, weights) if line.margin in names]
        raise not_converged(lines, fitted)
    survey = _weighted(problem, method, weights, repeated(problem, solve, tolerance))
    result = result_of(problem, method, fitted, weights)
    unmet = problem.unmet and (not met or any(line.grave for line in problem.diagnosis))
    if unmet:
        result = replace(result, unmet=True)
        survey = replace(survey, log=(*survey.log, _unmet_note(result)))
    return survey, result


def _weighted(
    problem: Problem, method: CalibrationMethod, weights: Floats, blocks: Mapping[str, Floats]
) -> Survey:
    """The survey with these weights, which remember how they were made."""
    survey = problem.survey
    calibration = Calibration(
        method=method,
        margins=tuple((margin.name,) for margin in problem.margins),
        entering=ENTERING_COLUMN,
        continuous=tuple(problem.numbers),
    )
    columns = {margin.name: margin.column for margin in problem.margins}
    responses = survey.responses.assign({**columns, WEIGHT_COLUMN: encode(weights)}, blocks)
    design = replace(survey.design, weight=WEIGHT_COLUMN, calibration=calibration)
    return replace(survey, responses=responses, design=design)


def _unmet_note(result: WeightingResult) -> Note:
    """What is not met, for the cover."""
    reasons = [line.text.to("en") for line in result.diagnosis if line.grave]
    worst = max(result.achieved, key=lambda line: abs(line.after - line.target))
    text = (
        "the weights do NOT meet all targets, which the plan accepts: "
        f"{worst.category.to('en')!r} of {worst.margin!r} is {100 * worst.after:.1f}% "
        f"for a target of {100 * worst.target:.1f}%"
    )
    return Note("weighting", "; ".join([text, *reasons]), "W205", worst.margin, level="warning")


def _left_out(problem: Problem) -> NDArray[np.bool_]:
    """Who is in a category that the population does not have, (respondents,)."""
    found = np.zeros(len(problem.entering), dtype=bool)
    for margin in problem.margins:
        found |= (margin.targets == 0)[margin.column.codes]
    return found


def _conflict(problem: Problem, entering: Floats, solve: Solve, tolerance: float) -> tuple[int, ...]:
    """Positions of margins that cannot be met together, each of which is needed for the conflict."""
    left, targets = list(range(len(problem.margins))), problem.targets
    for position in range(len(targets)):
        rest = [other for other in left if other != position]
        if rest and not solve(entering, [targets[other] for other in rest], rest).error <= tolerance:
            left = rest
    return tuple(left)
