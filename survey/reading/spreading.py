"""Variables of a list of codes over several columns: Q2 for Q2_1 to Q2_4, and ticks listed one by one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from survey.reading.coding import are_mentions, exact_answers
from survey.reading.folding import fold
from survey.reading.headers import Heading
from survey.reading.matching import columns_of
from survey.reading.survey_form import Entry
from survey.reading.ticks import MARKS, NOT_SELECTED
from survey.reading.workbook import text
from survey.vocabulary import Answer, Column, Question, plain

BETWEEN_CODES = (",", ";", "、", "，", "；", "/", "|", " ", "\n", ".", "・")
_TICKS = {"0", "1"}
_LAST_NUMBER = re.compile(r"(.*?)[ _.\-]?\d{1,3}", re.DOTALL)
_TICKED_OR_NOT = (NOT_SELECTED - {"0"}) | (MARKS - {"1", "yes", "y", "true", "はい"})
"""Labels of 1 and 0 where these are ticks; yes and no answer each item of a grid."""


def spread(
    entries: Sequence[Entry], headings: Sequence[Heading], cells: Mapping[int, Column]
) -> tuple[Entry, ...]:
    """The entries of a list of codes that are about columns of the data, each with its columns.

    A variable without a column of its own stands for the columns called as it
    is with a number behind: ticks of its answers, its answers one after
    another, or items that share them. Neighbours that list but one answer
    each, or selected and not selected as 1 and 0, are the ticks of one question.
    """
    found: list[Entry] = []
    for entry in entries:
        if match := columns_of(entry, headings):
            found.append(_several(entry, match.headings, cells))
        elif len(parts := _parts(entry.question.name, headings)) > 1:
            found += _spread(entry, parts, cells)
    return tuple(_joined(found, headings, cells))


def _several(entry: Entry, columns: Sequence[Heading], cells: Mapping[int, Column]) -> Entry:
    """The entry as a multiple response, where its column has cells of several codes with a sign between."""
    known = exact_answers(entry.question)
    said = _said([cells[heading.position] for heading in columns]) - known.keys()
    if len(columns) != 1 or not said:
        return entry
    for separator in BETWEEN_CODES:
        if all(known.keys() >= {part.strip() for part in words.split(separator)} for words in said):
            question = replace(entry.question, kind="multiple", scale="nominal", separators=(separator,))
            return replace(entry, question=question)
    return entry


def _parts(name: str, headings: Sequence[Heading]) -> list[tuple[int, Heading]]:
    """Columns that are called as a variable with a number behind, and these numbers."""
    called = re.compile(rf"{re.escape(fold(name))}[ _.\-/]?[a-z]?(\d{{1,3}})")
    matches = [(called.fullmatch(fold(_name(heading))), heading) for heading in headings]
    return [(int(match[1]), heading) for match, heading in matches if match]


def _spread(entry: Entry, parts: Sequence[tuple[int, Heading]], cells: Mapping[int, Column]) -> list[Entry]:
    question = entry.question
    columns = [cells[heading.position] for _, heading in parts]
    said = _said(columns)
    names = [_name(heading) for _, heading in parts]
    answers = {answer.code: answer for answer in question.answers}
    numbered = [answers.get(str(number)) for number, _ in parts]
    options = [answer for answer in numbered if answer]
    multiple = replace(question, kind="multiple")
    if said <= _TICKS and len(options) == len(parts):
        return [replace(entry, question=replace(multiple, answers=tuple(options)), columns=";".join(names))]
    if not said <= answers.keys():
        return []
    if are_mentions(multiple, columns) and len(parts) < len(answers) and _leaves_later_blank(columns):
        return [replace(entry, question=multiple, columns=";".join(names))]
    return [
        replace(entry, question=_item(question, name, number), columns=name)
        for name, (number, _) in zip(names, parts, strict=True)
    ]


def _item(question: Question, name: str, number: int) -> Question:
    words = f"{question.label.to('en')} ({number})"
    return replace(question, name=name, label=plain(words), wording=plain(words), grid=question.name)


def _leaves_later_blank(columns: Sequence[Column]) -> bool:
    """Whether the last column has more blanks than the first, as a column for a third answer has."""
    first, last = ((column.codes >= 0).sum() for column in (columns[0], columns[-1]))
    return bool(last < first)


def _joined(
    entries: Sequence[Entry], headings: Sequence[Heading], cells: Mapping[int, Column]
) -> Iterator[Entry]:
    """The entries, those of neighbours that are ticks put together."""
    by_name = {_name(heading): heading for heading in headings}

    def stem(entry: Entry) -> str:
        heading = by_name.get(entry.columns)
        match = _LAST_NUMBER.fullmatch(entry.columns)
        if heading is None or match is None or not _said([cells[heading.position]]) <= _TICKS:
            return ""
        form = _form(entry.question)
        return f"{form} {match[1]}" if form else ""

    for shared, run in groupby(entries, key=stem):
        members = list(run)
        if shared and len(members) > 1:
            yield _ticks(members, shared.partition(" ")[2])
        else:
            yield from members


def _form(question: Question) -> str:
    """Whether a list has one option, or ticked and not ticked as 1 and 0; empty where it has neither."""
    if len(question.answers) == 1:
        return "option"
    labels = {fold(answer.label.to("en")) for answer in question.answers}
    return "ticked" if set(question.codes()) == _TICKS and labels <= _TICKED_OR_NOT else ""


def _ticks(members: Sequence[Entry], stem: str) -> Entry:
    """One question of the columns that tick its options."""
    first = members[0].question
    single = len(first.answers) == 1
    labels = [each.question.answers[0].label if single else each.question.label for each in members]
    answers = tuple(Answer(each.columns, label) for each, label in zip(members, labels, strict=True))
    words = first.label if single else plain(stem)
    question = Question(stem, words, "multiple", words, answers)
    return replace(members[0], question=question, columns=";".join(each.columns for each in members))


def _said(columns: Iterable[Column]) -> set[str]:
    return {text(cell).strip() for column in columns for cell in column.levels}


def _name(heading: Heading) -> str:
    return heading.code or heading.path[-1]
