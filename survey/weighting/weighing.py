"""What the plan says about design and weights, done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from survey.errors import PlanError, WeightingError
from survey.responses import encode
from survey.targets import split
from survey.vocabulary import (
    WEIGHT_COLUMN,
    LonelyPolicy,
    Margin,
    Note,
    Plan,
    QuestionRole,
    Survey,
    Weighting,
    WeightingResult,
)
from survey.weighting.calibrating import calibrate, poststratify, rake
from survey.weighting.designs import declare_design, entering_weights
from survey.weighting.distance import Bounds, Distance
from survey.weighting.targets import with_targets

LOGIT_BOUNDS: Bounds = (0.2, 5.0)
"""Final over entering weight where the plan asks for logit calibration, noted."""

FOUND_LONELY: LonelyPolicy = "adjust"
"""Policy for strata of one sampling unit where no plan decides: measured from the mean of all units."""

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
    designed = with_targets(_designed(survey, plan), plan)
    margins = [_found(designed, name) for name in plan.weighting.margins]
    if not margins:
        return _own_weights(designed), None
    _, entering = entering_weights(designed)
    weighted, result = _METHODS[plan.weighting.method](
        designed, margins, float((entering > 0).sum()), plan.weighting
    )
    return replace(weighted, log=(*weighted.log, _summary(result))), result


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
    weighted, weights = entering_weights(survey)
    weights = weights * ((weights > 0).sum() / weights.sum())
    responses = weighted.responses.assign({WEIGHT_COLUMN: encode(weights)})
    return replace(weighted, responses=responses, design=replace(weighted.design, weight=WEIGHT_COLUMN))


def _summary(result: WeightingResult) -> Note:
    names = ", ".join(margin.name for margin in result.margins)
    bounds = f" within {LOGIT_BOUNDS[0]:g} to {LOGIT_BOUNDS[1]:g}" if result.method == "logit" else ""
    return Note(
        step="weighting",
        text=f"weighted ({result.method}{bounds}) to {names} in {result.iterations} steps, largest error "
        f"{result.max_error:.1e}; weights from {result.minimum:.3f} to {result.maximum:.3f}, design effect "
        f"of weighting {result.design_effect:.3f}, effective base {np.floor(result.effective_base):,.0f}",
        rule="W301",
    )


def _poststratified(survey: Survey, margins: list[Margin], population: float, plan: Weighting) -> Weighed:
    if len(margins) > 1:
        raise WeightingError(
            f"post-stratification takes one margin, and the plan names {len(margins)}",
            hint='set method = "rake" in [weighting], or cross the margins in the targets',
        )
    return poststratify(survey, margins[0], population=population, missing=plan.missing)


def _raked(survey: Survey, margins: list[Margin], population: float, plan: Weighting) -> Weighed:
    return rake(survey, margins, population=population, missing=plan.missing)


def _calibrated(survey: Survey, margins: list[Margin], population: float, plan: Weighting) -> Weighed:
    distance: Distance = (
        "logit" if plan.method == "logit" else "raking" if plan.method == "raking" else "linear"
    )
    return calibrate(
        survey,
        margins,
        distance=distance,
        bounds=LOGIT_BOUNDS if distance == "logit" else None,
        population=population,
        missing=plan.missing,
    )


_METHODS: Mapping[str, Callable[[Survey, list[Margin], float, Weighting], Weighed]] = {
    "poststratify": _poststratified,
    "rake": _raked,
    "linear": _calibrated,
    "raking": _calibrated,
    "logit": _calibrated,
}
