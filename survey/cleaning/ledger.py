"""Changing what values mean, and saying so: every change of cleaning goes through here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from survey.responses.levels import plain_text
from survey.vocabulary import ROW_COLUMN, Column, Note, Question, Raw, Survey

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]

LONGEST = 60
"""Characters of a value that a note shows."""

HIDDEN = "(text)"
"""Stands for personal data and open text, which no note repeats."""

_EDGES = re.compile(r"^\s+|\s+$")
_PERSONAL = re.compile(
    r"@|(?:\d[-–() ]?){9,}"  # mail addresses, telephone and card numbers
    r"|\d{1,3}(?:\.\d{1,3}){3}"  # network addresses
    r"|\d{1,3}\.\d{3,}\s*[,、]\s*\d{1,3}\.\d{3,}"  # coordinates
    r"|[都道府県].{1,8}[市区町村].{0,12}\d|\d{3}-\d{4}(?!\d)|丁目|番地"  # postal addresses
    r"|[一-龥々]{1,5}(?:さん|様|氏|くん|ちゃん)(?![一-龥])"  # people, by how they are spoken of
    r"|(?:氏名|名前|姓名|name is|\b(?:mr|mrs|ms|dr)\b\.?)\s*\S",
    re.IGNORECASE,
)
"""What marks words of a respondent as personal; searched in their NFKC form."""


@dataclass(frozen=True)
class Rule:
    """A named rule: a code that never changes its meaning, and what it does in one line."""

    code: str
    description: str


def raws(column: Column) -> Iterator[tuple[int, object]]:
    """Position and cell of every level that nobody understood yet."""
    for position, level in enumerate(column.levels):
        if isinstance(level, Raw):
            yield position, level.cell


def change(
    survey: Survey,
    rule: Rule,
    meanings: Mapping[str, Mapping[int, object]],
    *,
    where: Bools | None = None,
    text: str = "",
) -> Survey:
    """The survey with levels of its columns meaning something else, each group of changes noted.

    Parameters
    ----------
    meanings
        {question: {position of a level: its new value}}; None makes it blank.
    where
        (respondents,) whom it concerns; None is everyone.
    text
        Said of the change; default the rule's description.
    """
    changed, notes = {}, []
    for name, values in meanings.items():
        if not values:
            continue
        column = survey.responses.column(name)
        question = survey.codebook[name]
        found = noted(survey, rule, question, column, values, where=where, text=text)
        if found:
            changed[name] = replaced(column, values, where)
            notes += found
    if not changed:
        return survey
    return replace(survey, responses=survey.responses.assign(changed), log=(*survey.log, *notes))


def replaced(column: Column, values: Mapping[int, object], where: Bools | None = None) -> Column:
    """The column with levels meaning something else; levels that became equal are one.

    Levels that nobody gives any more are left out.
    """
    if where is not None:
        values = dict(values)
        moved = np.asarray([i in values for i in range(len(column.levels))] + [False])[column.codes] & where
        extra = {len(column.levels) + i: values[position] for i, position in enumerate(values)}
        shift = np.arange(len(column.levels) + 1)
        shift[list(values)] = list(extra)
        codes = np.where(moved, shift[column.codes], column.codes).astype(np.int32)
        levels = (*column.levels, *(column.levels[position] for position in values))
        return replaced(Column(codes, levels), extra)
    given = np.bincount(column.codes + 1, minlength=len(column.levels) + 1)[1:] > 0
    seen: dict[tuple[type, object], int] = {}
    target = np.full(len(column.levels) + 1, -1, dtype=np.int32)
    for position, level in enumerate(column.levels):
        value = values.get(position, level)
        if value is not None and given[position]:
            target[position] = seen.setdefault((type(value), value), len(seen))
    return Column(target[column.codes], tuple(value for _, value in seen))


def noted(
    survey: Survey,
    rule: Rule,
    question: Question,
    column: Column,
    values: Mapping[int, object],
    *,
    where: Bools | None = None,
    text: str = "",
    level: Literal["change", "warning"] = "change",
) -> list[Note]:
    """One note per group of like changes: before, after, how many, and in which rows."""
    groups: dict[tuple[str, str], int] = {}
    group = np.full(len(column.levels) + 1, -1)
    for position, value in values.items():
        key = (shown(column.levels[position], question), shown(value, question))
        group[position] = groups.setdefault(key, len(groups))
    found = group[column.codes]
    if where is not None:
        found = np.where(where, found, -1)
    respondents = np.flatnonzero(found >= 0)
    respondents = respondents[np.argsort(found[respondents], kind="stable")]
    counts = np.bincount(found[respondents], minlength=len(groups))
    starts = np.concatenate([[0], np.cumsum(counts)])
    return [
        Note(
            step="cleaning",
            text=text or rule.description,
            rule=rule.code,
            question=question.name,
            before=before,
            after=after,
            count=int(counts[i]),
            rows=row_numbers(survey, respondents[starts[i] : starts[i + 1]]),
            level=level,
        )
        for (before, after), i in groups.items()
        if counts[i]
    ]


def remark(
    survey: Survey,
    rule: Rule,
    text: str,
    concerned: Bools,
    *,
    question: str = "",
    level: Literal["change", "warning"] = "warning",
) -> Note:
    """A note on respondents whose values stay as they are, (respondents,) True for those concerned."""
    return Note(
        step="cleaning",
        text=text,
        rule=rule.code,
        question=question,
        count=int(concerned.sum()),
        rows=row_numbers(survey, np.flatnonzero(concerned)),
        level=level,
    )


def with_notes(survey: Survey, notes: Iterable[Note]) -> Survey:
    """The survey with these notes added to its log."""
    return replace(survey, log=(*survey.log, *notes))


def row_numbers(survey: Survey, respondents: NDArray[np.intp]) -> tuple[int, ...]:
    """Rows of the data sheet where these respondents stand, as Excel counts."""
    if ROW_COLUMN not in survey.responses.names:
        return ()
    column = survey.responses.column(ROW_COLUMN)
    rows = (column.levels[code] for code in column.codes[respondents].tolist() if code >= 0)
    return tuple(row for row in rows if isinstance(row, int))


def private(question: Question) -> bool:
    """Whether the question's values must not be repeated: personal data, ids, open text."""
    return question.role in ("pii", "id") or (
        question.kind == "text" and question.role not in ("stratum", "psu", "weight", "fpc")
    )


def shown(value: object, question: Question) -> str:
    """A value as a note shows it: short, never personal, with the spaces at its ends to be seen."""
    if value is None:
        return ""
    if private(question):
        return HIDDEN
    text = plain_text(value)
    if isinstance(value, Raw) and isinstance(value.cell, str) and _is_personal(text):
        return HIDDEN
    text = _EDGES.sub(lambda spaces: "␣" * len(spaces[0]), text)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _is_personal(text: str) -> bool:
    return bool(_PERSONAL.search(unicodedata.normalize("NFKC", text)))
