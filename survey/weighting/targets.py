"""The targets to weight to: the plan's, the file's, and a population's, in the codebook's own answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from survey.errors import WeightingError
from survey.targets import matched, planned_margin, population_named, questions_named, split
from survey.vocabulary import Margin, Note, Plan, Survey, Targets

RULE = "W401"
"""Of notes that say where the targets came from."""


def with_targets(survey: Survey, plan: Plan) -> Survey:
    """The survey with all targets there are for its questions, derived ones included.

    Of the same questions, what the plan says overrules the sheet, noted; the
    plan's population serves margins that nothing else gives.

    Raises
    ------
    WeightingError
        Targets of the plan, or of its population, that do not fit the
        questions and answers; a sheet's that name an answer twice.
    """
    notes: list[Note] = []
    filed = {frozenset(margin.questions): margin for margin in _of_the_file(survey)}
    planned = {frozenset(margin.questions): margin for margin in _of_the_plan(survey, plan)}
    for questions in planned.keys() & filed.keys():
        text = (
            f"the targets for {planned[questions].name} are the plan's; those beside the data were not used"
        )
        notes.append(_note(text, planned[questions].name))
    wanted = {
        frozenset(questions_named(survey.codebook, split(name))): name for name in plan.weighting.margins
    }
    lent = _of_the_population(
        survey, plan, [name for key, name in wanted.items() if key not in filed.keys() | planned.keys()]
    )
    for margin in lent:
        text = f"the targets for {margin.name} come from {plan.weighting.population}: {_origin(margin)}"
        notes.append(_note(text, margin.name))
    unused = [margin.name for key, margin in planned.items() if key not in wanted]
    if unused:
        text = f"the plan holds targets for {', '.join(unused)}, which [weighting] margins does not name"
        notes.append(replace(_note(text), level="change" if wanted else "warning"))
    margins = {**filed, **planned}
    return replace(
        survey, targets=Targets((*margins.values(), *lent)), log=(*survey.log, *sorted(notes, key=_order))
    )


def _of_the_file(survey: Survey) -> list[Margin]:
    """What stood beside the data, matched again now that there are derived questions."""
    margins = []
    for written in survey.targets.margins:
        margin, _ = matched(written, survey.codebook)
        if len(margin.shares) < len(written.shares):
            raise WeightingError(
                f"the targets for {written.name} name an answer twice, by its code and by its label",
                hint="give each answer one line in the targets",
            )
        margins.append(margin)
    return margins


def _of_the_plan(survey: Survey, plan: Plan) -> list[Margin]:
    return [planned_margin(target, survey.codebook) for target in plan.target]


def _of_the_population(survey: Survey, plan: Plan, names: Iterable[str]) -> list[Margin]:
    if not plan.weighting.population:
        return []
    population = population_named(plan.weighting.population)
    return [population.margin(name, survey.codebook) for name in names if name in population]


def _origin(margin: Margin) -> str:
    return "; ".join(filter(None, (margin.source, margin.date, margin.caveat)))


def _note(text: str, question: str = "") -> Note:
    return Note(step="weighting", text=text, rule=RULE, question=question)


def _order(note: Note) -> str:
    return note.text
