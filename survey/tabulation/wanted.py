"""Which tables a report has: one of every question, and those the plan adds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from survey.errors import PlanError
from survey.tabulation.domains import both
from survey.tabulation.nesting import questions_of
from survey.vocabulary import AddedTable, Codebook, Label, Plan, Question, Survey
from survey.vocabulary.table_plans import added_ids


@dataclass(frozen=True)
class WantedTable:
    """One table to make: of which question, of whom, by what, and what it is called."""

    id: str
    question: Question
    filter: str
    banner: tuple[str, ...]
    title: Label


def wanted_tables(codebook: Codebook, plan: Plan) -> list[WantedTable]:
    """All tables in questionnaire order; a question's added tables follow its own.

    Raises
    ------
    PlanError
        The plan adds a table of a question that is not there, or of its text.
    """
    for added in plan.table:
        _check(codebook, added)
    ids = added_ids(plan.table, {question.name for question in codebook})
    added_tables = list(zip(ids, plan.table, strict=True))
    return [table for question in codebook for table in _of_question(plan, question, added_tables)]


def nested_banners(survey: Survey, wanted: Sequence[WantedTable]) -> list[tuple[str, ...]]:
    """The questions of every banner of the tables that nests several, all of them there."""
    named = [questions_of(survey.codebook, name) for table in wanted for name in table.banner]
    there = survey.responses.names
    return [questions for questions in named if len(questions) > 1 and all(n in there for n in questions)]


def _of_question(
    plan: Plan, question: Question, added_tables: Sequence[tuple[str, AddedTable]]
) -> Iterator[WantedTable]:
    banner, filter = plan.tables.banner or (), plan.tables.filter
    if question.tabulated:
        yield WantedTable(question.name, question, filter, banner, Label({}))
    for id, added in added_tables:
        if added.question == question.name:
            yield WantedTable(
                id,
                question,
                both(filter, added.filter),
                banner if added.banner is None else added.banner,
                added.title,
            )


def _check(codebook: Codebook, added: AddedTable) -> None:
    tabulated = [question.name for question in codebook if question.tabulated]
    if added.question not in tabulated:
        raise PlanError(
            f"[[table]] names {added.question!r}, which is not a question of this file that has a table",
            hint=f"questions with tables: {', '.join(tabulated)}",
        )
