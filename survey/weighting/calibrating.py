"""Weights that meet population margins: raking, post-stratification, calibration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from survey.errors import NotConverged, WeightingError
from survey.responses import combinations, encode
from survey.vocabulary import (
    WEIGHT_COLUMN,
    Achieved,
    Calibration,
    CalibrationMethod,
    Column,
    Label,
    Margin,
    MetMargin,
    Note,
    Survey,
    WeightingResult,
    check_choice,
)
from survey.weighting.cells import Cells, margin_cells
from survey.weighting.designs import ENTERING_COLUMN, entering_weights, first_rows
from survey.weighting.distance import Bounds, Distance
from survey.weighting.distance import calibrate as solve_distance
from survey.weighting.raking import Fitted
from survey.weighting.raking import rake as solve_raking
from survey.weighting.repeating import Solve, beside, repeated

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Missing = Literal["bucket", "error"]

TOLERANCE = 1e-10
MAX_SWEEPS = 1000


@dataclass(frozen=True, eq=False)
class _Problem:
    """What is to be met, by whom.

    Parameters
    ----------
    entering
        (respondents,) weights to start from.
    numbers
        {column: (levels,) its values}, whose totals are to be met.
    """

    survey: Survey
    entering: Floats
    margins: tuple[Cells, ...]
    totals: Mapping[str, float]
    numbers: Mapping[str, Floats]
    population: float

    @property
    def columns(self) -> tuple[Column, ...]:
        """Columns on which respondents with one factor agree."""
        return (
            *(margin.column for margin in self.margins),
            *(self.survey.responses.column(name) for name in self.numbers),
        )


def rake(
    survey: Survey,
    margins: Sequence[Margin],
    *,
    population: float | None = None,
    missing: Missing = "bucket",
    tolerance: float = TOLERANCE,
    max_sweeps: int = MAX_SWEEPS,
) -> tuple[Survey, WeightingResult]:
    """The survey with weights raked to the margins, and what that did.

    Parameters
    ----------
    population
        What the weights add up to; None: what the design's weights add up to.
    missing
        `bucket`: respondents in no target category keep their design-weighted
        share; `error`: there must be none.
    tolerance
        Largest gap to a target allowed, as a share of the population.

    Raises
    ------
    EmptyMargin
        A target category that nobody is in.
    NotConverged
        Margins still off after `max_sweeps`.
    WeightingError
        Shares that do not add up to one, a question that is not there.
    """
    return _raked(survey, margins, "rake", population, missing, tolerance, max_sweeps)


def poststratify(
    survey: Survey, margin: Margin, *, population: float | None = None, missing: Missing = "bucket"
) -> tuple[Survey, WeightingResult]:
    """The survey with weights scaled within each category of one margin, and what that did.

    Parameters and complaints are those of `rake`.
    """
    return _raked(survey, [margin], "poststratify", population, missing, TOLERANCE, 1)


def calibrate(
    survey: Survey,
    margins: Sequence[Margin] = (),
    *,
    totals: Mapping[str, float] | None = None,
    distance: Distance = "linear",
    bounds: Bounds | None = None,
    population: float | None = None,
    missing: Missing = "bucket",
    tolerance: float = TOLERANCE,
) -> tuple[Survey, WeightingResult]:
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
    problem = _problem(survey, margins, totals or {}, population, missing)
    occupied, cell_of = combinations(problem.columns) if problem.columns else _one_cell(len(problem.entering))

    def solve(weights: Floats, targets: Sequence[Floats], which: Sequence[int]) -> Fitted:
        wanted = _totals_wanted(problem, targets, weights.shape[1:])
        variables = _variables(problem, occupied, which)
        if weights.ndim == 1:
            return solve_distance(
                weights, variables, wanted, distance=distance, bounds=bounds, tolerance=tolerance
            )
        return beside(
            [
                solve_distance(each, variables, goal, distance=distance, bounds=bounds, tolerance=tolerance)
                for each, goal in zip(weights.T, wanted.T, strict=True)
            ]
        )

    return _finished(problem, distance, solve, cell_of, tolerance)


def _raked(
    survey: Survey,
    margins: Sequence[Margin],
    method: CalibrationMethod,
    population: float | None,
    missing: Missing,
    tolerance: float,
    max_sweeps: int,
) -> tuple[Survey, WeightingResult]:
    if not margins:
        raise WeightingError("there is no margin to weight to", hint="name one in [weighting] margins")
    if max_sweeps < 1:
        raise WeightingError(f"raking needs a sweep at least, not {max_sweeps}")
    problem = _problem(survey, margins, {}, population, missing)
    occupied, cell_of = combinations(problem.columns)

    def solve(weights: Floats, targets: Sequence[Floats], which: Sequence[int]) -> Fitted:
        categories = occupied[:, list(which)]
        return solve_raking(weights, categories, targets, tolerance=tolerance, max_sweeps=max_sweeps)

    return _finished(problem, method, solve, cell_of, tolerance)


def _problem(
    survey: Survey,
    margins: Sequence[Margin],
    totals: Mapping[str, float],
    population: float | None,
    missing: Missing,
) -> _Problem:
    check_choice("missing", missing, Missing)
    if population is not None and not (np.isfinite(population) and population > 0):
        raise WeightingError(f"weights cannot add up to a population of {population:g}")
    for name in totals:
        if name not in survey.responses.names:
            raise WeightingError(f"there is no column {name!r}, whose total is to be met")
    survey, entering = entering_weights(survey)
    cells = tuple(margin_cells(survey, margin, entering) for margin in margins)
    notes = [note for margin in cells if (note := _bucket_note(survey, margin)) is not None]
    if missing == "error" and notes:
        raise WeightingError(
            f"{notes[0].text}, and the plan forbids that",
            hint='set missing = "bucket" in [weighting], or give every answer a target',
        )
    return _Problem(
        survey=replace(survey, log=(*survey.log, *notes)),
        entering=entering,
        margins=cells,
        totals=totals,
        numbers={name: _numbers(survey, name) for name in totals},
        population=float(entering.sum()) if population is None else population,
    )


def _bucket_note(survey: Survey, margin: Cells) -> Note | None:
    """Who has no target category, and what happens to them; None when everyone has one."""
    outside = margin.column.codes == len(margin.column.levels) - 1
    if not outside.any():
        return None
    count = int(outside.sum())
    return Note(
        step="weighting",
        text=f"{count:,} respondents are in no target category of {margin.margin.name!r}; "
        f"they keep their design-weighted share of {100 * margin.targets[-1]:.2f}%",
        rule="W201",
        question=margin.margin.name,
        count=count,
        rows=first_rows(survey, outside),
        level="assumption",
    )


def _numbers(survey: Survey, name: str) -> Floats:
    column = survey.responses.column(name)
    levels = np.array([float(v) if isinstance(v, int | float) else np.nan for v in column.levels])
    if (column.codes < 0).any() or np.isnan(levels[column.codes]).any():
        raise WeightingError(
            f"some respondents have no number in {name!r}, whose total is to be met",
            hint="fill the blanks, or calibrate to a margin of bands",
        )
    return levels


def _one_cell(respondents: int) -> tuple[Ints, Ints]:
    return np.zeros((1, 0), dtype=np.intp), np.zeros(respondents, dtype=np.intp)


def _variables(problem: _Problem, occupied: Ints, which: Sequence[int]) -> Floats:
    """Calibration variables of each cell, (cells, variables): the whole, these margins, the numbers."""
    blocks = [np.ones((len(occupied), 1))]
    for position in which:
        blocks.append(np.eye(len(problem.margins[position].targets))[occupied[:, position]])
    for position, levels in enumerate(problem.numbers.values(), start=len(problem.margins)):
        blocks.append(levels[occupied[:, position], None])
    return np.concatenate(blocks, axis=1)


def _totals_wanted(problem: _Problem, targets: Sequence[Floats], replicates: tuple[int, ...]) -> Floats:
    """Population totals of the calibration variables, (variables,) or (variables, replicates)."""
    numbers = [np.full((1, *replicates), total) for total in problem.totals.values()]
    return np.concatenate([np.full((1, *replicates), problem.population), *targets, *numbers])


def _finished(
    problem: _Problem, method: CalibrationMethod, solve: Solve, cell_of: Ints, tolerance: float
) -> tuple[Survey, WeightingResult]:
    """The survey with its final weights, or the complaint that there are none."""
    entering = np.bincount(cell_of, weights=problem.entering).astype(float)
    targets = [problem.population * margin.targets for margin in problem.margins]
    everyone = range(len(targets))
    fitted = solve(entering, targets, everyone)
    weights = np.where(_left_out(problem), 0.0, problem.entering * fitted.factors[cell_of])
    achieved = (*_margins_achieved(problem, weights), *_means_achieved(problem, weights))
    if not fitted.error <= tolerance:
        conflicting = _conflict(entering, targets, solve, tolerance)
        names = [*(problem.margins[position].margin.name for position in conflicting), *problem.numbers]
        raise _not_converged([line for line in achieved if line.margin in names], fitted)
    calibration = Calibration(
        method=method,
        margins=tuple((margin.name,) for margin in problem.margins),
        entering=ENTERING_COLUMN,
        continuous=tuple(problem.numbers),
    )
    columns = {margin.name: margin.column for margin in problem.margins}
    survey = problem.survey
    blocks = repeated(survey, problem.margins, problem.population, solve, cell_of, tolerance)
    responses = survey.responses.assign({**columns, WEIGHT_COLUMN: encode(weights)}, blocks)
    design = replace(survey.design, weight=WEIGHT_COLUMN, calibration=calibration)
    return replace(survey, responses=responses, design=design), _result(
        problem, method, fitted, weights, achieved
    )


def _left_out(problem: _Problem) -> NDArray[np.bool_]:
    """Who is in a category that the population does not have, (respondents,)."""
    found = np.zeros(len(problem.entering), dtype=bool)
    for margin in problem.margins:
        found |= (margin.targets == 0)[margin.column.codes]
    return found


def _conflict(entering: Floats, targets: Sequence[Floats], solve: Solve, tolerance: float) -> tuple[int, ...]:
    """Positions of margins that cannot be met together, each of which is needed for the conflict."""
    left = list(range(len(targets)))
    for position in range(len(targets)):
        rest = [other for other in left if other != position]
        if rest and not solve(entering, [targets[other] for other in rest], rest).error <= tolerance:
            left = rest
    return tuple(left)


def _result(
    problem: _Problem,
    method: CalibrationMethod,
    fitted: Fitted,
    weights: Floats,
    achieved: tuple[Achieved, ...],
) -> WeightingResult:
    used = weights[weights != 0]
    variation = float(used.std() / used.mean())
    return WeightingResult(
        method=method,
        margins=tuple(MetMargin.of(cells.margin) for cells in problem.margins),
        achieved=achieved,
        iterations=fitted.iterations,
        max_error=fitted.error,
        minimum=float(used.min()),
        maximum=float(used.max()),
        coefficient_of_variation=variation,
        design_effect=1 + variation**2,
        effective_base=len(used) / (1 + variation**2),
    )


def _margins_achieved(problem: _Problem, weights: Floats) -> list[Achieved]:
    """Share wanted, found and reached of every category that is wanted or occupied."""
    lines = []
    for margin in problem.margins:
        size, codes = len(margin.targets), margin.column.codes
        before, after = (np.bincount(codes, w, minlength=size) / w.sum() for w in (problem.entering, weights))
        respondents = np.bincount(codes, weights != 0, minlength=size)
        for position, label in enumerate(margin.labels):
            bucket = position == size - 1
            if bucket and not respondents[position]:
                continue
            lines.append(
                Achieved(
                    margin=margin.margin.name,
                    category=label,
                    target=float(margin.targets[position]),
                    before=float(before[position]),
                    after=float(after[position]),
                    unweighted_base=int(respondents[position]),
                    bucket=bucket,
                )
            )
    return lines


def _means_achieved(problem: _Problem, weights: Floats) -> list[Achieved]:
    """Mean wanted, found and reached of every number."""
    lines = []
    for name, levels in problem.numbers.items():
        values = levels[problem.survey.responses.column(name).codes]
        lines.append(
            Achieved(
                margin=name,
                category=Label({"en": "mean", "ja": "平均"}),
                target=problem.totals[name] / problem.population,
                before=float(np.average(values, weights=problem.entering)),
                after=float(np.average(values, weights=weights)) if weights.sum() else np.nan,
                unweighted_base=int((weights != 0).sum()),
            )
        )
    return lines


def _not_converged(achieved: Sequence[Achieved], fitted: Fitted) -> NotConverged:
    """Names the margins that conflict, and the worst category of each."""
    worst: dict[str, Achieved] = {}
    for line in sorted(achieved, key=lambda line: -abs(line.after - line.target) / max(abs(line.target), 1)):
        worst.setdefault(line.margin, line)
    told = "; ".join(
        f"{line.margin!r} wants {line.target:.4g} of {line.category.to('en')!r} and has {line.after:.4g}"
        for line in worst.values()
    )
    alone = "the bounds do not allow it" if len(worst) == 1 else "they contradict each other, or the bounds"
    return NotConverged(
        f"no weights were found that meet all targets (tried {fitted.iterations} times): {told}",
        margins=list(worst),
        hint=f"{alone}: correct the targets, merge small categories, widen the bounds, or take a margin out",
    )
