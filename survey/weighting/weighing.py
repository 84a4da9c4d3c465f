"""What the plan says about design and weights, done."""

from __future__ import annotations

from dataclasses import replace
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from survey.errors import PlanError, WeightingError
from survey.responses import encode, numbers
from survey.vocabulary import (
    DESIGN_WEIGHT_COLUMN,
    WEIGHT_COLUMN,
    LonelyPolicy,
    Margin,
    MissingTarget,
    Note,
    Plan,
    QuestionRole,
    ResponseClass,
    Survey,
    TrimPlan,
    Unmet,
    Weighting,
    WeightingResult,
)
from survey.weighting.calibrating import calibrate, poststratify, rake
from survey.weighting.cells import margin_cells, questions_of
from survey.weighting.designs import RESPONSE_COLUMN, declare_design, entering_weights
from survey.weighting.distance import Distance
from survey.weighting.nonresponse import adjust_nonresponse
from survey.weighting.results import spread_of

LOGIT_BOUNDS = (0.2, 5.0)
"""Final over entering weight where the plan asks for logit calibration, noted."""

FOUND_LONELY: LonelyPolicy = "adjust"
"""Policy for strata of one sampling unit where no plan decides: measured from the mean of all units."""

SCALED_COLUMN = "#design weight, scaled"
"""Column of the design weights scaled to the population, where factors are bounded."""

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Weighed = tuple[Survey, WeightingResult]


def weight(survey: Survey, plan: Plan) -> tuple[Survey, WeightingResult | None]:
    """The survey with its design and final weights, and what weighting did; None when there was none.

    The final weights are in `WEIGHT_COLUMN` and add up to the respondents
    whose weight is not zero. Without margins in the plan they are the file's
    own; without those either, everyone counts one.

    Raises
    ------
    PlanError
        The plan's design names a column that is not there.
    EmptyMargin, NotConverged, WeightingError
        The targets cannot be met by these respondents.
    """
    designed, classes = designed_survey(survey, plan)
    margins = margins_of(designed, plan)
    if margins or plan.weighting.means:
        weighted, result = _met(designed, margins, plan.weighting)
    elif classes:
        weighted = _own_weights(designed)
        result = spread_of(numbers(weighted.responses.column(WEIGHT_COLUMN)), "nonresponse")
    else:
        return _own_weights(designed), None
    result = replace(result, nonresponse=classes)
    return replace(weighted, log=(*weighted.log, _summary(result))), result


def _met(survey: Survey, margins: list[Margin], plan: Weighting) -> Weighed:
    """The survey weighted to the margins by the plan's method."""
    survey, entering = entering_weights(survey)
    kept = _kept(survey, margins, plan, entering)
    population = _population(margins, plan, kept)
    if _bounds(plan):
        survey = _scaled(survey, entering * (population / entering[kept].sum()))
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
    distance: Distance = "raking" if plan.method == "rake" else plan.method
    return calibrate(
        survey,
        margins,
        totals={name: mean * population for name, mean in plan.means.items()},
        distance=distance,
        bounds=_bounds(plan),
        equal_within=plan.equal_within or None,
        **options,
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


def _kept(survey: Survey, margins: list[Margin], plan: Weighting, entering: Floats) -> Bools:
    """Who is to have a weight, (respondents,); everyone who enters with one where that would be nobody."""
    kept = entering > 0
    for margin in margins:
        cells = margin_cells(survey, margin, entering)
        if plan.missing == "exclude":
            kept &= ~cells.outside
        kept &= ~(cells.targets == 0)[cells.column.codes]
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


def designed_survey(survey: Survey, plan: Plan) -> tuple[Survey, tuple[ResponseClass, ...]]:
    """The survey with its sampling design, adjusted for nonresponse, and the classes of that.

    The weights it came with are kept in `DESIGN_WEIGHT_COLUMN`.
    """
    designed = _designed(survey, plan)
    noted, given = entering_weights(designed)
    responses = designed.responses.assign({DESIGN_WEIGHT_COLUMN: encode(given)})
    designed = replace(noted, responses=responses)
    adjustment = plan.weighting.nonresponse
    if adjustment is None:
        return designed, ()
    return adjust_nonresponse(
        designed,
        adjustment.classes,
        outcome=adjustment.outcome,
        respondents=adjustment.respondents,
        issued=adjustment.issued,
    )


def margins_of(survey: Survey, plan: Plan) -> list[Margin]:
    """The margins that the plan weights to."""
    return [_found(survey, name) for name in plan.weighting.margins]


def _designed(survey: Survey, plan: Plan) -> Survey:
    """The design from the plan, else from the codebook's roles where they leave no choice."""
    notes: list[Note] = []

    def named(given: str, role: QuestionRole) -> str | None:
        if given:
            return given
        candidates = [question.name for question in survey.codebook.with_role(role)]
        candidates = [name for name in candidates if name in survey.responses.names]
        if len(candidates) > 1:
            text = (
                f"several columns could be the {role} ({', '.join(candidates)}); none was used. "
                f"Name one in the plan: [design] {role}"
            )
            notes.append(Note(step="design", text=text, rule="W001", level="warning"))
        return candidates[0] if len(candidates) == 1 else None

    designed = declare_design(
        survey,
        weight=named(plan.design.weight, "weight"),
        stratum=named(plan.design.stratum, "stratum") or (),
        psu=named(plan.design.psu, "psu") or (),
        fpc=named(plan.design.fpc, "fpc"),
        lonely=plan.design.lonely or ("fail" if _names_a_design(plan) else FOUND_LONELY),
        probability=plan.study.probability,
    )
    notes += _found_design(designed, plan)
    return replace(designed, log=(*designed.log, *notes))


def _names_a_design(plan: Plan) -> bool:
    design = plan.design
    return any((design.weight, design.stratum, design.psu, design.fpc))


def _found_design(survey: Survey, plan: Plan) -> list[Note]:
    """A line that says what was taken for the design when no plan named it."""
    design = survey.design
    parts = {"weight": design.weight, "stratum": design.stratum, "sampling point": design.psu}
    found = ", ".join(f"{part} {name}" for part, name in parts.items() if name)
    if not found or _names_a_design(plan):
        return []
    origin = "recognised by the names of its columns" if survey.guesses else "taken from the codebook"
    text = f"the design was {origin}: {found}; name it in the plan's [design] to decide"
    if design.psu and not plan.design.lonely:
        text += f". A stratum with a single sampling point is treated as {FOUND_LONELY!r}"
    return [Note(step="design", text=text, rule="W002", level="warning")]


def _found(survey: Survey, name: str) -> Margin:
    """The target margin of this name, whatever the order its questions are named in."""
    wanted = frozenset(questions_of(name))
    for margin in survey.targets.margins:
        if margin.name == name or frozenset(margin.questions) == wanted:
            return margin
    there = ", ".join(margin.name for margin in survey.targets.margins) or "none at all"
    raise PlanError(
        f"the plan weights to {name!r}, for which there are no targets; there are: {there}",
        hint="add it to the targets sheet, or take it out of [weighting] margins",
    )


def _own_weights(survey: Survey) -> Survey:
    """The file's own weights, blanks filled, scaled to the respondents; unweighted when it has none."""
    if survey.design.weight is None:
        return survey
    weighted, weights = entering_weights(survey)
    weights = weights * ((weights > 0).sum() / weights.sum())
    responses = weighted.responses.assign({WEIGHT_COLUMN: encode(weights)})
    return replace(weighted, responses=responses, design=replace(weighted.design, weight=WEIGHT_COLUMN))


def _summary(result: WeightingResult) -> Note:
    names = ", ".join(dict.fromkeys(line.margin for line in result.achieved))
    met = f" to {names} in {result.iterations} steps, largest error {result.max_error:.1e}" if names else ""
    return Note(
        step="weighting",
        text=f"weighted ({result.method}){met}; weights from {result.minimum:.3f} to {result.maximum:.3f}, "
        f"design effect of weighting {result.design_effect:.3f}, effective base "
        f"{np.floor(result.effective_base):,.0f}",
        rule="W301",
    )
