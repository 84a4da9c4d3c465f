"""Rows that the platform declares to be no finished interview: they leave unless the plan keeps them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from survey.cleaning.ledger import Bools, Rule, remark, with_notes
from survey.responses.levels import columns, lookup, plain_text
from survey.vocabulary import Column, Note, Plan, Question, Survey
from survey.vocabulary.platforms import from_qualtrics, plain_name

PREVIEW = Rule(
    "C605", "Rows that Qualtrics recorded as a preview or a test leave; the plan's `previews` keeps them"
)
UNFINISHED = Rule(
    "C606", "Interviews that Qualtrics recorded as not finished leave; the plan's `unfinished` keeps them"
)

_STATUS = frozenset(("status", "responsetype"))
_CHANNEL = frozenset(("distributionchannel",))
_FINISHED = frozenset(("finished",))
_PREVIEWS = re.compile(
    r"preview|vorschau|aper[çc]u|vista previa|previsuali|pr[ée]-?visuali|anteprima|voorbeeld"
    r"|プレビュー|预览|預覽|미리|\btests?\b|umfragetest|\bprueba|\bteste|テスト|测试|測試|테스트"
)
_STATUS_CODES = frozenset((0, 1, 2, 4, 8, 9, 12, 16, 17, 32, 40, 48))
"""Numbers that Qualtrics writes; a column with others is of something else."""
_PREVIEW_BITS = 0b11
"""1 is a preview, 2 a test, added to 4, 8, 16 of other kinds."""
_NOT_FINISHED = frozenset(
    (
        "false",
        "0",
        "no",
        "falsch",
        "nein",
        "faux",
        "non",
        "falso",
        "onwaar",
        "nee",
        "いいえ",
        "偽",
        "否",
        "거짓",
    )
)


@dataclass(frozen=True)
class _Declaration:
    """What rows are declared to be, by which column, and the key of the plan that keeps them."""

    rule: Rule
    what: str
    key: str
    kept: bool
    column: str
    rows: Bools


def leave_declared(survey: Survey, plan: Plan) -> Survey:
    """The survey without previews, tests and unfinished interviews, where Qualtrics recorded them as such.

    A row that is both leaves as a preview. Where less than half of the rows
    would be left, all are kept, with a warning: then this is the survey.
    """
    found = [each for each in _declarations(survey, plan) if each.rows.any()]
    leaving = np.zeros(len(survey.responses), dtype=bool)
    for each in found:
        if not each.kept:
            leaving |= each.rows
    notes = [_kept(survey, each) for each in found if each.kept]
    if 2 * leaving.sum() > len(leaving):
        return with_notes(survey, [*notes, _too_many(survey, found, leaving)])
    gone = np.zeros(len(leaving), dtype=bool)
    for each in found:
        if not each.kept and (each.rows & ~gone).any():
            notes += _left(survey, each, each.rows & ~gone)
            gone |= each.rows
    if not notes:
        return survey
    return with_notes(replace(survey, responses=survey.responses.keep(~gone)), notes)


def _declarations(survey: Survey, plan: Plan) -> Iterator[_Declaration]:
    """What the columns of Qualtrics say; nothing in a file of anybody else."""
    named = list(columns(survey))
    if not from_qualtrics(name for question, _ in named for name in (question.name, *_headers(question))):
        return
    previews, unfinished = plan.clean.previews == "keep", plan.clean.unfinished == "keep"
    for wanted in (_STATUS, _CHANNEL):
        for question, column in _called(named, wanted):
            rows = _says(question, column, _is_preview)
            yield _Declaration(PREVIEW, "preview or test", "previews", previews, question.name, rows)
    for question, column in _called(named, _FINISHED):
        rows = _says(question, column, _NOT_FINISHED.__contains__)
        yield _Declaration(UNFINISHED, "not finished", "unfinished", unfinished, question.name, rows)


def _called(named: list[tuple[Question, Column]], wanted: frozenset[str]) -> list[tuple[Question, Column]]:
    """The column of this name; where none has it, the one with this header."""
    by_name = [pair for pair in named if plain_name(pair[0].name) in wanted]
    return (by_name or [pair for pair in named if wanted.intersection(map(plain_name, _headers(pair[0])))])[
        :1
    ]


def _headers(question: Question) -> tuple[str, ...]:
    return (*question.columns, *question.label.texts.values())


def _says(question: Question, column: Column, means: Callable[[str], bool]) -> Bools:
    """Which cells mean it, by the label of their answer where they have one, (respondents,)."""
    labels = {answer.code: answer.label.to("en") for answer in question.answers}
    words = [plain_text(level) for level in column.levels]
    said = [labels.get(each, each).strip().casefold() for each in words]
    if any(each.isdecimal() and int(each) not in _STATUS_CODES for each in said):
        return np.zeros(len(column.codes), dtype=bool)
    return lookup(column, np.asarray([means(each) for each in said], dtype=bool))


def _is_preview(words: str) -> bool:
    if words.isdecimal():
        return bool(int(words) & _PREVIEW_BITS)
    return bool(_PREVIEWS.search(words))


def _left(survey: Survey, each: _Declaration, rows: Bools) -> tuple[Note, Note]:
    """The removal with its rows, and the warning that tells of it."""
    text = f"{rows.sum():,} rows removed: {each.what} ({each.column}, as Qualtrics recorded)"
    removal = replace(remark(survey, each.rule, text, rows, level="change"), before=each.what)
    words = (
        f"{rows.sum():,} rows that Qualtrics recorded as {each.what} (column {each.column}) were left out; "
        f'{each.key} = "keep" under [clean] keeps them'
    )
    return removal, Note(step="cleaning", text=words, rule=each.rule.code, level="warning")


def _kept(survey: Survey, each: _Declaration) -> Note:
    words = (
        f"{each.rows.sum():,} rows that Qualtrics recorded as {each.what} (column {each.column}) are kept by "
        "the plan"
    )
    return replace(remark(survey, each.rule, words, each.rows), level="assumption")


def _too_many(survey: Survey, found: list[_Declaration], leaving: Bools) -> Note:
    rule = next(each.rule for each in found if not each.kept)
    words = (
        f"{leaving.sum():,} of {len(leaving):,} rows are previews, tests or not finished, as Qualtrics "
        "recorded; all are kept, since less than half would be left; a line under "
        "[[clean.remove]] removes them"
    )
    return remark(survey, rule, words, leaving)
