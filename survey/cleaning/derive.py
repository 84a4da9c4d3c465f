"""Questions made from others: bands of a number, answers taken together, one answer of many."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from survey.cleaning.ledger import Rule, remark, replaced, with_notes
from survey.expressions import parse
from survey.responses.conditions import evaluate
from survey.responses.levels import lookup
from survey.vocabulary import (
    Answer,
    Codebook,
    Column,
    Derivation,
    Label,
    Plan,
    Question,
    Raw,
    Scale,
    Survey,
    plain,
)

DERIVED = Rule("C402", "A question made from another one, by the plan's `derive`")
UNPLACED = Rule("C403", "An answer that no part of a derivation covers is blank in the derived question")

_BAND = re.compile(r"(\d+(?:\.\d+)?)(?:-|–|〜|～|~)(\d+(?:\.\d+)?)|(\d+(?:\.\d+)?)\+|<(\d+(?:\.\d+)?)")


@dataclass(frozen=True)
class Interval:
    """A band of numbers, from `low` up to and not including `high`."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value < self.high


def interval(band: str) -> Interval | None:
    """The numbers of a band such as 18-29, 80+ or <18; None when it is no band.

    18-29 reaches up to 30, and 0.0-4.9 up to 5.0: one step of the digits written.
    """
    found = _BAND.fullmatch(band.strip())
    if found is None:
        return None
    low, high, from_here, under = found.groups()
    if from_here:
        return Interval(float(from_here), float("inf"))
    if under:
        return Interval(float("-inf"), float(under))
    step = 10.0 ** -max(len(digits.partition(".")[2]) for digits in (low, high))
    return Interval(float(low), float(high) + step) if float(low) <= float(high) else None


def derive_questions(survey: Survey, plan: Plan) -> Survey:
    """The plan's derivations, in its order; a later one may use an earlier one."""
    for derivation in plan.derive:
        survey = _derived(survey, derivation)
    return survey


def derived_question(derivation: Derivation, source: Question) -> Question:
    """The question a derivation makes, with answers in the order of the plan."""
    if derivation.ticked:
        answers, scale = _ticked_answers(derivation, source), _NOMINAL
    elif derivation.bands:
        answers = tuple(Answer(band, derivation.labels.get(band, plain(band))) for band in derivation.bands)
        scale = "ordinal"
    else:
        answers = tuple(_together(code, derivation, source) for code in derivation.map)
        scale = "ordinal" if source.scale in ("ordinal", "numeric") else _NOMINAL
    return Question(
        name=derivation.name,
        label=derivation.label,
        kind="single",
        answers=(*answers, *_carried(derivation, source)),
        role="banner",
        scale=scale,
        provenance=source.provenance,
    )


_NOMINAL: Scale = "nominal"


def _ticked_answers(derivation: Derivation, source: Question) -> tuple[Answer, ...]:
    label = source.answer(derivation.ticked).label
    default = {
        "1": Label({"en": f"{label.to('en')}: ticked", "ja": f"{label.to('ja')}：選択"}),
        "0": Label({"en": f"{label.to('en')}: not ticked", "ja": f"{label.to('ja')}：選択せず"}),
    }
    return tuple(Answer(code, derivation.labels.get(code, default[code])) for code in ("1", "0"))


def _together(code: str, derivation: Derivation, source: Question) -> Answer:
    """An answer of a map; it keeps the role that all its old answers share."""
    roles = {source.answer(old).role for old in derivation.map[code]}
    role = roles.pop() if len(roles) == 1 else "substantive"
    return Answer(code, derivation.labels.get(code, plain(code)), role)


def _carried(derivation: Derivation, source: Question) -> tuple[Answer, ...]:
    """Reasons for giving no answer, which stay what they were unless the map says otherwise."""
    mapped = {old for olds in derivation.map.values() for old in olds} | {derivation.ticked}
    return tuple(
        replace(answer, score=None, exclusive=False)
        for answer in source.answers
        if answer.role != "substantive" and answer.code not in mapped
    )


def _derived(survey: Survey, derivation: Derivation) -> Survey:
    if derivation.where:
        return _by_expressions(survey, derivation)
    source, column = survey.codebook[derivation.source], survey.responses.column(derivation.source)
    question = derived_question(derivation, source)
    place = _placing(derivation, question)
    new = replaced(column, {i: place(level) for i, level in enumerate(column.levels)})
    new = _in_questionnaire_order(new, question)
    survey = replace(
        survey,
        codebook=Codebook((*survey.codebook.questions, question)),
        responses=survey.responses.assign({question.name: new}),
    )
    placed = new.codes >= 0
    text = f"{question.name}: made from {source.name}"
    made = remark(survey, DERIVED, text, placed, question=question.name, level="change")
    notes = [replace(made, before=source.name, after=question.name, rows=())]
    understood = np.asarray([not isinstance(level, Raw) for level in column.levels], dtype=bool)
    unplaced = lookup(column, understood) & ~placed
    if unplaced.any():
        text = f"{question.name}: {unplaced.sum():,} answers to {source.name} belong to no part of it; blank"
        notes.append(remark(survey, UNPLACED, text, unplaced, question=question.name))
    return with_notes(survey, notes)


def question_of_expressions(derivation: Derivation) -> Question:
    """The question that expressions make, with answers in the order of the plan."""
    codes = (*derivation.where, *((derivation.otherwise,) if derivation.otherwise else ()))
    answers = tuple(Answer(code, derivation.labels.get(code, plain(code))) for code in codes)
    return Question(derivation.name, derivation.label, "single", answers=answers, role="banner")


def _by_expressions(survey: Survey, derivation: Derivation) -> Survey:
    """Each respondent's first answer whose expression surely holds."""
    question = question_of_expressions(derivation)
    codes = np.full(len(survey.responses), -1, dtype=np.int32)
    for position, condition in enumerate(derivation.where.values()):
        codes[(codes < 0) & evaluate(parse(condition), survey)] = position
    if derivation.otherwise:
        codes[codes < 0] = len(derivation.where)
    used = [position for position in range(len(question.answers)) if (codes == position).any()]
    order = {position: place for place, position in enumerate(used)}
    places = np.asarray([*(order.get(position, -1) for position in range(len(question.answers))), -1])
    column = Column(
        places[codes].astype(np.int32), tuple(question.answers[position].code for position in used)
    )
    survey = replace(
        survey,
        codebook=Codebook((*survey.codebook.questions, question)),
        responses=survey.responses.assign({question.name: column}),
    )
    conditions = "; ".join(f"{code} where {condition}" for code, condition in derivation.where.items())
    rest = f"; else {derivation.otherwise}" if derivation.otherwise else ""
    text = f"{question.name}: {conditions}{rest}"
    made = remark(survey, DERIVED, text, column.codes >= 0, question=question.name, level="change")
    return with_notes(survey, [replace(made, after=question.name, rows=())])


def _in_questionnaire_order(column: Column, question: Question) -> Column:
    """The column with its levels in the order of the answers, so that equal answers give equal bytes."""
    order = [code for code in question.codes() if code in column.levels]
    position = [order.index(str(level)) for level in column.levels]
    return Column(np.asarray([*position, -1], dtype=np.int32)[column.codes], tuple(order))


def _placing(derivation: Derivation, question: Question) -> Callable[[object], str | None]:
    """Which answer of the derived question a level of its source means."""
    carried = frozenset(code for code in question.codes() if question.answer(code).role != "substantive")
    if derivation.ticked:
        return lambda level: _tick(level, derivation.ticked, carried)
    if derivation.bands:
        bands = [(band, found) for band in derivation.bands if (found := interval(band)) is not None]
        return lambda level: (
            next((band for band, found in bands if level in found), None)
            if isinstance(level, float)
            else _same(level, carried)
        )
    new = {old: code for code, olds in derivation.map.items() for old in olds}
    return lambda level: new.get(level) or _same(level, carried) if isinstance(level, str) else None


def _same(level: object, carried: frozenset[str]) -> str | None:
    return level if isinstance(level, str) and level in carried else None


def _tick(level: object, ticked: str, carried: frozenset[str]) -> str | None:
    """Ticked, not ticked, or the reason why nothing was."""
    if not isinstance(level, tuple) or not level:
        return None
    if ticked in level:
        return "1"
    return str(level[0]) if all(code in carried for code in level) else "0"
