"""Rows that the platform itself declares to be no finished interview."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from survey.responses.levels import Bools, columns, lookup, plain_text
from survey.vocabulary import Column, Plan, Question, Survey
from survey.vocabulary.platforms import from_qualtrics, plain_name

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
class Declaration:
    """What rows are declared to be, by which column, and the key of `[clean]` that keeps them.

    Parameters
    ----------
    kept
        Whether the plan keeps them.
    rows
        (respondents,)
    """

    what: str
    key: str
    kept: bool
    column: str
    rows: Bools


def declarations(survey: Survey, plan: Plan) -> tuple[Declaration, ...]:
    """What the columns of Qualtrics say of some row; nothing in a file of anybody else."""
    return tuple(each for each in _declared(survey, plan) if each.rows.any())


def leaving(found: Sequence[Declaration], respondents: int) -> tuple[Bools, ...]:
    """The rows that leave for each declaration, (respondents,) each; none where less than half would be left.

    A row that several declare leaves for the first of them.
    """
    gone = np.zeros(respondents, dtype=bool)
    parts = []
    for each in found:
        part = np.zeros_like(gone) if each.kept else each.rows & ~gone
        parts.append(part)
        gone = gone | part
    return tuple(parts) if 2 * gone.sum() <= respondents else ()


def _declared(survey: Survey, plan: Plan) -> Iterator[Declaration]:
    named = list(columns(survey))
    if not from_qualtrics(name for question, _ in named for name in (question.name, *_headers(question))):
        return
    previews, unfinished = plan.clean.previews == "keep", plan.clean.unfinished == "keep"
    for wanted in (_STATUS, _CHANNEL):
        for question, column in _called(named, wanted):
            rows = _says(question, column, _is_preview)
            yield Declaration("preview or test", "previews", previews, question.name, rows)
    for question, column in _called(named, _FINISHED):
        rows = _says(question, column, _NOT_FINISHED.__contains__)
        yield Declaration("not finished", "unfinished", unfinished, question.name, rows)


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
