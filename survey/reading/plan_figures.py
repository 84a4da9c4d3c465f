"""What can be wrong with `[figures]` beside the tables, crossings and grids that a survey gets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from survey.reading.codebook import nearest, shortlist
from survey.vocabulary import Codebook, Kind, Plan, Question
from survey.vocabulary.drivers import model_id
from survey.vocabulary.table_plans import added_ids

RANKING_KINDS: tuple[Kind, ...] = ("single", "scale", "multiple")
LIKERT_KINDS: tuple[Kind, ...] = ("single", "scale")
MISSING = {
    "heat": ("table or crossing", "a [[crossing]], but the plan has none"),
    "drivers": ("model of", "the outcome of a [[drivers]], but the plan has none"),
}
"""What a figure is drawn from, and what may be named where the plan has nothing of the sort."""


def figures_complaints(plan: Plan, codebook: Codebook) -> Iterator[tuple[str, str]]:
    """Figures of what is not there, or of a kind that the figure cannot show, as text and hint."""
    names = {question.name: question for question in codebook}
    added = zip(added_ids(plan.table, names), plan.table, strict=True)
    tables = names | {id: names[table.question] for id, table in added if table.question in names}
    grids = {question.grid for question in codebook if question.grid}
    crossings = {f"{crossing.rows}_x_{crossing.columns}" for crossing in plan.crossing}
    crossings |= {f"{crossing.rows} × {crossing.columns}" for crossing in plan.crossing}
    drawn: Mapping[str, set[str]] = {
        "ranking": {*tables},
        "likert": {*tables} | grids,
        "dots": {*tables},
        "heat": crossings,
        "drivers": {model.outcome for model in plan.drivers},
    }
    models = {model_id(outcome): outcome for outcome in drawn["drivers"]}
    yield from _trend_complaints(plan)
    for key, known in drawn.items():
        sort, none = MISSING.get(key, MISSING["heat"])
        for name in getattr(plan.figures, key):
            id = name.partition(":")[0] if key == "dots" else name
            id = id if id in known else models.get(id, id)
            if id not in known:
                yield (
                    f"[figures] {key}: there is no {sort} {name!r}{nearest(name, known)}",
                    f"{key} can name {shortlist(sorted(known)) or none}",
                )
            elif id in tables and id not in grids:
                yield from _undrawable(key, tables[id])


def _trend_complaints(plan: Plan) -> Iterator[tuple[str, str]]:
    """Figures of trends that the plan does not follow."""
    followed = [each.question for each in plan.trend]
    for name in plan.figures.trend:
        if name not in {*followed, *(each.id for each in plan.trend)}:
            yield (
                f"[figures] trend: there is no [[trend]] of {name!r}{nearest(name, followed)}",
                f"trend can name {shortlist(followed) or 'a [[trend]], but the plan has none'}",
            )


def _undrawable(key: str, question: Question) -> Iterator[tuple[str, str]]:
    """A figure of answers for a question that has none, or has no order."""
    kinds = LIKERT_KINDS if key == "likert" else RANKING_KINDS
    if question.kind not in kinds:
        yield (
            f"[figures] {key}: {question.name!r} is a {question.kind} question",
            f"{key} shows questions of the kinds {', '.join(kinds)}",
        )
