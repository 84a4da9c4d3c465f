"""The sampling design, replicate weights and margins that a plan names, or that can be found without one."""

from __future__ import annotations

from dataclasses import replace

from survey.errors import PlanError
from survey.targets import split
from survey.vocabulary import LonelyPolicy, Margin, Note, Plan, QuestionRole, ResponseClass, Survey
from survey.weighting.designs import declare_design
from survey.weighting.nonresponse import adjust_nonresponse
from survey.weighting.replication import declare_replicates, replicate
from survey.weighting.targets import with_targets

FOUND_LONELY: LonelyPolicy = "adjust"
"""Policy for strata of one sampling unit where no plan decides: measured from the mean of all units."""

FAY_RHO = 0.3
"""What Fay's half-samples keep where the plan does not say."""


def designed_survey(survey: Survey, plan: Plan) -> tuple[Survey, tuple[ResponseClass, ...]]:
    """The survey with design, replicate weights and targets, adjusted for nonresponse; and the classes."""
    designed = with_targets(_replicated(_designed(survey, plan), plan), plan)
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


def margins_of(survey: Survey, plan: Plan) -> tuple[list[Margin], list[Note]]:
    """The margins to weight to: those the plan names, else all that can be met; and a note on the latter."""
    if plan.weighting.method == "none":
        return [], []
    if plan.weighting.margins:
        return [_found(survey, name) for name in plan.weighting.margins], []
    there, replicates = list(survey.targets.margins), plan.design.replicates
    finished = plan.design.calibrated_to or (replicates is not None and replicates.columns)
    if finished or not there:
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
        lonely=plan.design.lonely or ("fail" if names_a_design(plan) else FOUND_LONELY),
        probability=plan.study.probability,
    )
    notes += _found_design(designed, plan)
    return replace(designed, log=(*designed.log, *notes))


def names_a_design(plan: Plan) -> bool:
    """Whether the plan says how people were drawn, or what weights they came with."""
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
    if not found or names_a_design(plan):
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
