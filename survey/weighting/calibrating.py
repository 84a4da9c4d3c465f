"""Weights that meet population margins: raking, post-stratification, calibration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from survey.errors import WeightingError
from survey.responses import encode
from survey.vocabulary import (
    TOTAL_PREFIX,
    WEIGHT_COLUMN,
    Calibration,
    CalibrationMethod,
    Margin,
    MissingTarget,
    Note,
    Survey,
    Trimming,
    TrimPlan,
    Unmet,
    WeightingResult,
    check_choice,
)
from survey.weighting.distance import Distance
from survey.weighting.limits import limited, limits_anything
from survey.weighting.making import Made, solved
from survey.weighting.problem import Problem, pose
from survey.weighting.results import result_of
from survey.weighting.solving import Solve, distancing, raking
from survey.weighting.units import unit_means, within_units

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
    trim: TrimPlan | None = None,
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
    trim
        Limits that the weights are then cut at, and within which they meet the
        margins once more.
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
    if max_sweeps < 1:
        raise WeightingError(f"raking needs a sweep at least, not {max_sweeps}")
    options = _Options(population, missing, unmet, trim, tolerance)
    return _raked(survey, margins, "rake", options, max_sweeps)


def poststratify(
    survey: Survey,
    margin: Margin,
    *,
    population: float | None = None,
    missing: MissingTarget = "bucket",
    unmet: Unmet = "refuse",
    trim: TrimPlan | None = None,
) -> Weighed:
    """The survey with weights scaled within each category of one margin, and what that did.

    Parameters and complaints are those of `rake`.
    """
    return _raked(survey, [margin], "poststratify", _Options(population, missing, unmet, trim, TOLERANCE), 1)


def calibrate(
    survey: Survey,
    margins: Sequence[Margin] = (),
    *,
    totals: Mapping[str, float] | None = None,
    distance: Distance = "linear",
    bounds: tuple[float, float] | None = None,
    equal_within: str | None = None,
    population: float | None = None,
    missing: MissingTarget = "bucket",
    unmet: Unmet = "refuse",
    trim: TrimPlan | None = None,
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
    equal_within
        Column of units, such as households, all of whose members get one
        weight; they must enter with one.

    Raises
    ------
    NotConverged
        No weights within the bounds meet all totals.
    WeightingError
        As `rake`; and bounds that do not enclose one, a number that is blank,
        weights that differ within a unit.

    References
    ----------
    One weight within a unit: Lemaître & Dufour (1987), *Survey Methodology* 13, 199-207.
    """
    check_choice("distance", distance, Distance)
    if bounds is not None and not bounds[0] < 1 < bounds[1]:
        raise WeightingError(f"calibration bounds must lie on both sides of 1, not {bounds}")
    if distance == "logit" and (bounds is None or np.isinf(bounds[1])):
        raise WeightingError("logit calibration needs finite bounds", hint="for instance bounds=(0.3, 3)")
    problem = pose(survey, margins, totals=totals or {}, population=population, missing=missing, unmet=unmet)
    problem = replace(problem, bounds=bounds)
    if equal_within is not None:
        problem = within_units(problem, equal_within)
    solve = distancing(problem, distance, bounds, tolerance)
    return _finished(problem, distance, solve, _Options(population, missing, unmet, trim, tolerance))


@dataclass(frozen=True)
class _Options:
    """What all methods can be told."""

    population: float | None
    missing: MissingTarget
    unmet: Unmet
    trim: TrimPlan | None
    tolerance: float


def _raked(
    survey: Survey,
    margins: Sequence[Margin],
    method: CalibrationMethod,
    options: _Options,
    max_sweeps: int,
) -> Weighed:
    if not margins:
        raise WeightingError("there is no margin to weight to", hint="name one in [weighting] margins")
    problem = pose(
        survey,
        margins,
        totals={},
        population=options.population,
        missing=options.missing,
        unmet=options.unmet,
    )
    return _finished(problem, method, raking(problem, options.tolerance, max_sweeps), options)


def _finished(problem: Problem, method: CalibrationMethod, solve: Solve, options: _Options) -> Weighed:
    """The survey with its final weights, or the complaint that there are none."""
    made = solved(problem, solve, options.tolerance)
    trimming = None
    if limits_anything(options.trim):
        made, trimming = limited(problem, made, options.trim, options.tolerance)
    survey = _weighted(problem, method, made)
    result = replace(result_of(problem, method, made.fitted, made.weights), trimming=trimming)
    grave = any(line.grave for line in problem.diagnosis)
    if problem.unmet and (grave or not made.fitted.error <= options.tolerance):
        result = replace(result, unmet=True)
        survey = replace(survey, log=(*survey.log, _unmet_note(result)))
    if trimming is not None:
        survey = replace(survey, log=(*survey.log, _trimming_note(result, trimming)))
    return survey, result


def _weighted(problem: Problem, method: CalibrationMethod, made: Made) -> Survey:
    """The survey with these weights, which remember how they were made."""
    survey = problem.survey
    margins = {margin.name: margin.column for margin in problem.margins}
    met = {f"{TOTAL_PREFIX}{name}": survey.responses.column(name) for name in problem.numbers}
    calibration = Calibration(
        method=method,
        margins=tuple((name,) for name in margins),
        entering=made.entering,
        continuous=tuple(met),
        respondents=len(survey.responses),
        earlier=survey.design.calibration,
    )
    if problem.equal_within:
        means = unit_means(problem)
        calibration = replace(calibration, margins=(), continuous=tuple(means), whole=False)
        margins |= means
    responses = survey.responses.assign(
        {**margins, **met, **made.columns, WEIGHT_COLUMN: encode(made.weights)}, made.blocks
    )
    design = replace(survey.design, weight=WEIGHT_COLUMN, calibration=calibration)
    return replace(survey, responses=responses, design=design)


def _unmet_note(result: WeightingResult) -> Note:
    """What is not met, for the cover."""
    reasons = [line.text.to("en") for line in result.diagnosis if line.grave]
    worst = result.farthest
    if worst.gap <= TOLERANCE:
        said = "all others are met"
    elif not worst.mean:
        said = (
            f"{worst.category.to('en')!r} of {worst.margin!r} is {100 * worst.after:.1f}% "
            f"for a target of {100 * worst.target:.1f}%"
        )
    else:
        said = f"the mean of {worst.margin!r} is {worst.after:.4g} for a target of {worst.target:.4g}"
    text = f"the weights do NOT meet all targets, which the plan accepts: {said}"
    return Note("weighting", "; ".join([text, *reasons]), "W205", worst.margin, level="warning")


def _trimming_note(result: WeightingResult, trimming: Trimming) -> Note:
    text = (
        f"{trimming.trimmed:,} weight{' was' if trimming.trimmed == 1 else 's were'} outside "
        f"{trimming.lower:.2f} to {trimming.upper:.2f} times the mean "
        f"({100 * trimming.share_trimmed:.1f}% of respondents)"
    )
    if trimming.trimmed:
        text += (
            "; such weights were trimmed, and all weighted again within these limits; the design effect of "
            f"weighting went from {trimming.design_effect:.3f} to {result.design_effect:.3f}"
        )
    return Note("weighting", text, "W302", count=trimming.trimmed)
