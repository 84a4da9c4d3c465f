"""Who was asked: `not_asked` from the filters of the questionnaire, and answers to questions not asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from survey.cleaning.ledger import Bools, Rule, noted, remark, with_notes
from survey.expressions import names, parse
from survey.responses.conditions import impossible
from survey.responses.levels import lookup
from survey.vocabulary import Answer, Codebook, Column, Label, Note, Plan, Question, Survey

OVERRULED = Rule("C301", "Answered though the filter says the question was not asked: taken as not asked")
NOT_ASKED = Rule(
    "C302", "Left empty by those whom the filter says were not asked: not asked, no missing answer"
)
LEFT_OPEN = Rule(
    "C304", "Left empty by those whom the filter says were asked: blank, and told apart from not asked"
)
UNFILTERED = Rule("C303", "A filter that names a question without a column is not applied")

_LABEL = Label({"en": "Not asked", "ja": "非該当"})


def apply_filters(survey: Survey, plan: Plan) -> Survey:
    """Questions with a filter, those that others depend on first.

    A respondent counts as not asked only where the filter surely excludes
    them: when the answer it rests on is blank or was not understood, what they
    answered stands.
    """
    present = frozenset(survey.responses.names)
    for question in in_order_of_filters(survey.codebook):
        if question.name not in present:
            continue
        absent = sorted(names(parse(question.relevant)) - present)
        if absent:
            text = f"{question.name}: the filter names {', '.join(absent)}, which has no column; not applied"
            nobody = np.zeros(len(survey.responses), dtype=bool)
            survey = with_notes(survey, [remark(survey, UNFILTERED, text, nobody, question=question.name)])
        else:
            survey = _filtered(survey, question)
    return survey


def in_order_of_filters(codebook: Codebook) -> tuple[Question, ...]:
    """The questions with a filter, each after those that its filter names; ValueError on a cycle."""
    filters = {q.name: names(parse(q.relevant)) for q in codebook if q.relevant.strip()}
    ordered: list[str] = []
    while len(ordered) < len(filters):
        free = [
            name for name in filters if name not in ordered and filters[name] & filters.keys() <= set(ordered)
        ]
        if not free:
            raise ValueError(", ".join(name for name in filters if name not in ordered))
        ordered += free
    return tuple(codebook[name] for name in ordered)


def _filtered(survey: Survey, question: Question) -> Survey:
    excluded = impossible(parse(question.relevant), survey)
    column = survey.responses.column(question.name)
    if not excluded.any():
        return survey
    if question.kind in ("text", "date"):
        return _remarked(survey, question, excluded & (column.codes >= 0))
    question = _with_not_asked(question)
    survey = _with_question(survey, question)
    code = question.codes("not_asked")[0]
    level: object = (code,) if question.kind == "multiple" else code
    kept = [code == one or one == (code,) for one in column.levels]
    answered = excluded & (column.codes >= 0) & ~lookup(column, np.asarray(kept, dtype=bool))
    empty = excluded & (column.codes < 0)
    notes = _notes(survey, question, column, level, answered, empty)
    notes += _left_open(survey, question, ~excluded & (column.codes < 0))
    levels = column.levels if level in column.levels else (*column.levels, level)
    codes = np.where(answered | empty, levels.index(level), column.codes).astype(np.int32)
    assigned = survey.responses.assign({question.name: Column(codes, levels)})
    return with_notes(replace(survey, responses=assigned), notes)


def _notes(
    survey: Survey, question: Question, column: Column, level: object, answered: Bools, empty: Bools
) -> list[Note]:
    values: Mapping[int, object] = dict.fromkeys(range(len(column.levels)), level)
    notes = noted(survey, OVERRULED, question, column, values, where=answered)
    if empty.any():
        note = remark(survey, NOT_ASKED, NOT_ASKED.description, empty, question=question.name, level="change")
        notes.append(replace(note, after=question.codes("not_asked")[0]))
    return notes


def _left_open(survey: Survey, question: Question, concerned: Bools) -> list[Note]:
    """Who was asked and left it blank, told so that nobody takes them for not asked."""
    if not concerned.any():
        return []
    text = f"{question.name}: {concerned.sum():,} were asked and left it blank"
    note = remark(survey, LEFT_OPEN, text, concerned, question=question.name)
    return [replace(note, level="assumption")]


def _remarked(survey: Survey, question: Question, answered: Bools) -> Survey:
    """Texts and days have no answer for not asked, so they stay, with a warning."""
    if not answered.any():
        return survey
    text = f"{question.name}: {answered.sum():,} filled in though not asked; left"
    return with_notes(survey, [remark(survey, OVERRULED, text, answered, question=question.name)])


def _with_not_asked(question: Question) -> Question:
    if question.codes("not_asked"):
        return question
    return replace(question, answers=(*question.answers, Answer("not_asked", _LABEL, "not_asked")))


def _with_question(survey: Survey, question: Question) -> Survey:
    questions = tuple(question if each.name == question.name else each for each in survey.codebook)
    return replace(survey, codebook=replace(survey.codebook, questions=questions))
