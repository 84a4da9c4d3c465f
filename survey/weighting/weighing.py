"""What the plan says about design and weights, done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TypedDict

import numpy as np
from numpy.typing import NDArray

from survey.errors import PlanError, WeightingError
from survey.responses import encode, numbers
from survey.targets import split
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
    RowsRemoved,
    Survey,
    TrimPlan,
    Unmet,
    Weighting,
    WeightingResult,
)
from survey.weighting.calibrating import calibrate, poststratify, rake
from survey.weighting.cells import margin_cells
from survey.weighting.declaring import declare_calibration
from survey.weighting.designs import declare_design, entering_weights, usable_weights
from survey.weighting.distance import Distance
from survey.weighting.nonresponse import adjust_nonresponse
from survey.weighting.replication import declare_replicates, replicate
from survey.weighting.results import spread_of
from survey.weighting.targets import with_targets

LOGIT_BOUNDS = (0.2, 5.0)
"""Final over entering weight where the plan asks for logit calibration, noted."""

FOUND_LONELY: LonelyPolicy = "adjust"
"""Policy for strata of one sampling unit where no plan decides: measured from the mean of all units."""

FAY_RHO = 0.3
"""What Fay's half-samples keep where the plan does not say."""

Floats = NDArray[np.float64]
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
    designed = designed_survey(survey, plan)
    if plan.design.calibrated_to:
        designed = _declared(designed, plan)
    margins, notes = margins_of(designed, plan)
    designed = replace(designed, log=(*designed.log, *notes))
    classes: tuple[ResponseClass, ...] = ()
    if (adjustment := plan.weighting.nonresponse) is not None:
        designed, classes = adjust_nonresponse(
            designed,
            adjustment.classes,
            outcome=adjustment.outcome,
            respondents=adjustment.respondents,
            issued=adjustment.issued,
        )
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
    population = _population(survey, margins, plan, entering)
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
    "none": "linear",
}


def _decides_weights(plan: Plan) -> bool:
    """Whether the plan says how to weight, or what the weights are."""
    weighting = plan.weighting
    return _names_a_design(plan) or bool(weighting.margins or weighting.means or weighting.nonresponse)


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


def _population(survey: Survey, margins: list[Margin], plan: Weighting, entering: Floats) -> float:
    """What the weights are to add up to.

    Raises
    ------
    WeightingError
        The population is asked for, and nothing says how many people it has.
    """
    if plan.scale == "sample":
        kept = entering > 0
        for margin in margins if plan.missing == "exclude" else ():
            kept &= ~margin_cells(survey, margin, entering).outside
        return float(kept.sum())
    counted = [margin.total for margin in margins if margin.total]
    if plan.total is not None or counted:
        return plan.total if plan.total is not None else counted[0]
    raise WeightingError(
        "[weighting] scale asks for weights that add up to the population, and no target counts it",
        hint="write total = … under [weighting], or give targets as counts",
    )


def designed_survey(survey: Survey, plan: Plan) -> Survey:
    """The survey with its sampling design, its replicate weights and its targets."""
    return with_targets(_replicated(_designed(survey, plan), plan), plan)


def margins_of(survey: Survey, plan: Plan) -> tuple[list[Margin], list[Note]]:
    """The margins to weight to: those the plan names, else all that can be met; and a note on the latter."""
    if plan.weighting.margins:
        return [_found(survey, name) for name in plan.weighting.margins], []
    there = list(survey.targets.margins)
    if plan.weighting.method == "none" or plan.design.calibrated_to or not there:
        return [], []
    names = ", ".join(margin.name for margin in there)
    absent = [name for margin in there for name in margin.questions if name not in survey.responses.names]
    if absent:
        text = (
            f"there are targets for {names}, and no question {', '.join(dict.fromkeys(absent))}: nothing was "
            "weighted to them; derive it in a plan, and name the margins in [weighting]"
        )
        return [], [Note("weighting", text, "W402", level="warning")]
    text = (
        f"weighted to all targets there are: {names}; name those meant in [weighting] margins, or write "
        'method = "none"'
    )
    return there, [Note("weighting", text, "W402", level="warning")]


def _replicated(survey: Survey, plan: Plan) -> Survey:
    """The survey with the replicate weights that the plan wants, made from its design or from the file."""
    given = plan.design.replicates
    if given is None:
        return survey
    if not given.columns:
        rho = FAY_RHO if given.rho is None else given.rho
        return replicate(survey, given.method, replicates=given.drawn, seed=given.seed or 0, rho=rho)
    return declare_replicates(
        survey,
        given.columns_among(survey.responses.names),
        method=given.method,
        scale=given.scale,
        scales=given.scales or None,
        rho=given.rho or 0.0,
    )


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
        weight=named(_weight_named(plan), "weight"),
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
    return any((_weight_named(plan), design.stratum, design.psu, design.fpc, design.calibrated_to))


def _weight_named(plan: Plan) -> str:
    """The weight of the plan: the design's, or the one that replicate weights belong to."""
    beside = plan.design.replicates.weight if plan.design.replicates else ""
    return plan.design.weight or beside


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
    wanted = frozenset(split(name))
    for margin in survey.targets.margins:
        if margin.name == name or frozenset(margin.questions) == wanted:
            return margin
    there = ", ".join(margin.name for margin in survey.targets.margins) or "none at all"
    raise PlanError(
        f"the plan weights to {name!r}, for which there are no targets; there are: {there}",
        hint="add it to the targets sheet, or as [[target]] to the plan, or do not name it in [weighting]",
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


def _summary(result: WeightingResult) -> Note:
    names = ", ".join(margin.name for margin in result.margins)
    return Note(
        step="weighting",
        text=f"weighted ({result.method}) to {names} in {result.iterations} steps, largest error "
        f"{result.max_error:.1e}; weights from {result.minimum:.3f} to {result.maximum:.3f}, design effect "
        f"of weighting {result.design_effect:.3f}, effective base {result.effective_base:,.0f}",
        rule="W301",
    )
