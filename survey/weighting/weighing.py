"""What the plan says about design and weights, done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from survey.errors import WeightingError
from survey.responses import encode, numbers
from survey.targets import split
from survey.vocabulary import (
    DESIGN_WEIGHT_COLUMN,
    RESPONSE_COLUMN,
    WEIGHT_COLUMN,
    Margin,
    MissingTarget,
    Note,
    Plan,
    RowsRemoved,
    Survey,
    TrimPlan,
    Unmet,
    Weighting,
    WeightingResult,
)
from survey.weighting.calibrating import calibrate, poststratify, rake
from survey.weighting.cells import left_out, margin_cells
from survey.weighting.declaring import declare_calibration
from survey.weighting.designs import entering_weights, usable_weights
from survey.weighting.distance import Distance
from survey.weighting.planned import designed_survey, margins_of, names_a_design
from survey.weighting.results import spread_of

EVEN = 1e-9
"""Coefficient of variation below which weights are all alike."""

EXTREME, COSTLY = 20, 3
"""Largest weight over the median, and design effect of weights, beyond which a reader must know."""

LOGIT_BOUNDS = (0.2, 5.0)
"""Final over entering weight where the plan asks for logit calibration, noted."""

SCALED_COLUMN = "#design weight, scaled"
"""Column of the design weights scaled to the population, where factors are bounded."""

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Weighed = tuple[Survey, WeightingResult]


def weight(survey: Survey, plan: Plan) -> tuple[Survey, WeightingResult | None]:
    """The survey with its design and final weights, and what weighting did; None when there was none.

    The final weights are in `WEIGHT_COLUMN` and add up to the respondents
    whose weight is not zero. Without margins in the plan they are the file's
    own; without those either, everyone counts one. A survey that was weighted
    before, of whose design and weights the plan says nothing, stays as it is.

    Raises
    ------
    PlanError
        The plan's design names a column that is not there.
    EmptyMargin, NotConverged, WeightingError
        The targets cannot be met by these respondents.
    """
    if survey.design.calibration is not None and not _decides_weights(plan):
        return _as_weighted_before(survey, plan), None
    designed, classes = designed_survey(survey, plan)
    if plan.design.calibrated_to:
        designed = _declared(designed, plan)
    margins, notes = margins_of(designed, plan)
    designed = replace(designed, log=(*designed.log, *notes))
    if margins or plan.weighting.means:
        weighted, result = _met(designed, margins, plan.weighting)
    elif classes:
        weighted = _own_weights(designed)
        result = spread_of(numbers(weighted.responses.column(WEIGHT_COLUMN)), "nonresponse")
    else:
        return _told(_own_weights(designed)), None
    result = replace(result, nonresponse=classes)
    return replace(weighted, log=(*weighted.log, _summary(result))), result


def _met(survey: Survey, margins: list[Margin], plan: Weighting) -> Weighed:
    """The survey weighted to the margins by the plan's method."""
    survey, entering = entering_weights(survey)
    kept = _kept(survey, margins, plan, entering)
    population = _population(margins, plan, kept)
    if _bounds(plan):
        survey = _scaled(survey, entering * (population / entering[kept].sum()))
    if plan.method == "logit" and not plan.bounds:
        survey = replace(survey, log=(*survey.log, _bounds_note()))
    options: _Options = {
        "population": population,
        "missing": plan.missing,
        "unmet": plan.unmet,
        "trim": plan.trim,
    }
    if plan.method == "poststratify":
        if len(margins) != 1 or plan.means:
            raise WeightingError(
                f"post-stratification takes one margin, and the plan names {len(margins)}"
                + (" and means" if plan.means else ""),
                hint='set method = "rake" in [weighting], or cross the margins in the targets',
            )
        return poststratify(survey, margins[0], **options)
    plainly = plan.method == "rake" and not (plan.means or plan.bounds or plan.equal_within)
    if plainly:
        return rake(survey, margins, **options)
    distance: Distance = _DISTANCES[plan.method]
    return calibrate(
        survey,
        margins,
        totals={name: mean * population for name, mean in plan.means.items()},
        distance=distance,
        bounds=_bounds(plan),
        equal_within=plan.equal_within or None,
        **options,
    )


_DISTANCES: Mapping[str, Distance] = {
    "rake": "raking",
    "raking": "raking",
    "linear": "linear",
    "logit": "logit",
}


def _decides_weights(plan: Plan) -> bool:
    """Whether the plan says how to weight, or what the weights are."""
    weighting = plan.weighting
    return names_a_design(plan) or bool(weighting.margins or weighting.means or weighting.nonresponse)


def _as_weighted_before(survey: Survey, plan: Plan) -> Survey:
    """The survey with the weights and the calibration it has, its design weights in their column."""
    calibration = survey.design.calibration
    entering = survey.responses.column(calibration.steps[-1].entering if calibration else WEIGHT_COLUMN)
    probability = survey.design.probability if plan.study.probability is None else plan.study.probability
    return replace(
        survey,
        responses=survey.responses.assign({DESIGN_WEIGHT_COLUMN: entering}),
        design=replace(survey.design, probability=probability),
    )


def _declared(survey: Survey, plan: Plan) -> Survey:
    """The survey whose weights, as they came, meet the plan's margins; held against targets there are."""
    there = {frozenset(margin.questions): margin for margin in survey.targets.margins}
    margins = [there.get(frozenset(split(name)), name) for name in plan.design.calibrated_to]
    started = plan.design.entering
    declared = declare_calibration(survey, margins, entering=started or None)
    if started:
        _, weights = entering_weights(replace(survey, design=replace(survey.design, weight=started)))
        responses = declared.responses.assign({DESIGN_WEIGHT_COLUMN: encode(weights)})
        declared = replace(declared, responses=responses)
    gone = sum(len(change.removed) for change in survey.changes if isinstance(change, RowsRemoved))
    if not gone:
        return declared
    text = (
        f"{gone:,} rows were removed from a file whose weights were declared to meet margins; unless the "
        "weights were made without these rows, the margins hold of the others only nearly"
    )
    return replace(
        declared, log=(*declared.log, Note("weighting", text, "W306", count=gone, level="warning"))
    )


class _Options(TypedDict):
    """What all methods can be told."""

    population: float
    missing: MissingTarget
    unmet: Unmet
    trim: TrimPlan


def _bounds(plan: Weighting) -> tuple[float, float] | None:
    """The plan's bounds of factors; those that logit calibration needs where it names none."""
    if plan.bounds:
        low, high = plan.bounds
        return low, high
    return LOGIT_BOUNDS if plan.method == "logit" else None


def _bounds_note() -> Note:
    """Which bounds logit calibration was given."""
    low, high = LOGIT_BOUNDS
    text = (
        "logit calibration needs bounds, and the plan names none: final weights lie from "
        f"{low:g} to {high:g} times the design weights, with both scaled to add up to the same; "
        "name others in [weighting] bounds"
    )
    return Note("weighting", text, "W307", level="assumption")


def _kept(survey: Survey, margins: list[Margin], plan: Weighting, entering: Floats) -> Bools:
    """Who is to have a weight, (respondents,); everyone who enters with one where that would be nobody."""
    cells = [margin_cells(survey, margin, entering) for margin in margins]
    kept = (entering > 0) & ~left_out(cells, plan.missing)
    return kept if kept.any() else entering > 0


def _scaled(survey: Survey, entering: Floats) -> Survey:
    """The survey with design weights that add up to the population, so that bounds are of the rest."""
    name = RESPONSE_COLUMN if survey.design.weight == RESPONSE_COLUMN else SCALED_COLUMN
    responses = survey.responses.assign({name: encode(entering)})
    return replace(survey, responses=responses, design=replace(survey.design, weight=name))


def _population(margins: list[Margin], plan: Weighting, kept: Bools) -> float:
    """What the weights are to add up to.

    Raises
    ------
    WeightingError
        The population is asked for, and nothing says how many people it has.
    """
    if plan.scale == "sample":
        return float(kept.sum())
    counted = [margin.total for margin in margins if margin.total]
    if plan.total is not None or counted:
        return plan.total if plan.total is not None else counted[0]
    raise WeightingError(
        "[weighting] scale asks for weights that add up to the population, and no target counts it",
        hint="write total = … under [weighting], or give targets as counts",
    )


def _own_weights(survey: Survey) -> Survey:
    """The file's own weights, blanks filled, scaled to the respondents; unweighted when it has none."""
    if survey.design.weight is None:
        return survey
    weights, _ = usable_weights(survey)
    scale = (weights > 0).sum() / weights.sum()
    blocks = {}
    if survey.design.replication is not None:
        name = survey.design.replication.block
        blocks[name] = survey.responses.block(name) * scale
    responses = survey.responses.assign({WEIGHT_COLUMN: encode(weights * scale)}, blocks)
    return replace(survey, responses=responses, design=replace(survey.design, weight=WEIGHT_COLUMN))


def _told(survey: Survey) -> Survey:
    """The survey with a note on weights that came with it, where they do nothing, or too much."""
    if survey.design.weight is None:
        return survey
    spread = spread_of(numbers(survey.responses.column(survey.design.weight)), "none")
    ratio = spread.maximum / spread.median if spread.median > 0 else np.inf
    if spread.coefficient_of_variation < EVEN:
        text = "the weights of the file are all alike: weighting has no effect, and a design effect of 1"
        rule = "W103"
    elif ratio > EXTREME or spread.design_effect > COSTLY:
        text = (
            f"the largest weight is {ratio:,.0f} times the median; the design effect of the weights is "
            f"{spread.design_effect:.2f}, so that respondents count as {spread.effective_base:,.0f}: look at "
            "the heaviest, or limit the weights"
        )
        rule = "W104"
    else:
        return survey
    note = Note("weighting", text, rule, survey.design.weight, level="warning")
    return replace(survey, log=(*survey.log, note))


def _summary(result: WeightingResult) -> Note:
    names = ", ".join(dict.fromkeys(line.margin for line in result.achieved))
    met = f" to {names} in {result.iterations} steps, largest error {result.max_error:.1e}" if names else ""
    return Note(
        step="weighting",
        text=f"weighted ({result.method}){met}; weights from {result.minimum:.3f} to {result.maximum:.3f}, "
        f"design effect of weighting {result.design_effect:.3f}, effective base "
        f"{result.effective_base:,.0f}",
        rule="W301",
    )
