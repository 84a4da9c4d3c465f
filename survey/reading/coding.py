"""Cells to answers by exact matching; what is not matched stays `Raw`, for cleaning to look at."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from operator import is_
from types import NoneType
from typing import cast

import numpy as np
from numpy.typing import NDArray

from survey.reading.folding import fold
from survey.reading.hidden import Padded, Percent
from survey.reading.joined import split_outside_brackets
from survey.reading.rows import first_places
from survey.reading.workbook import Cell, text, texts_of
from survey.responses import combinations
from survey.vocabulary import Column, Question, Raw

Ints = NDArray[np.int32]

_TICKED = {"1", "yes", "true", "y", "はい", "○", "◯", "●", "✓", "✔", "x", "selected", "checked", "選択"}
_TICKED |= {"該当"}
_OTHER = re.compile(r"\s*(other|その他|そのほか)", re.IGNORECASE)
_NOT_TICKED = {"0", "no", "false", "n", "いいえ", "×", "-", "not selected", "unchecked", "非選択"}
_NOT_TICKED |= {"not checked", "選択なし", "no to:"}
_APART = frozenset((str, float, tuple, NoneType))
"""Types of which no value equals one of another."""
DEFAULT_SEPARATORS = (";", " ")
LONGEST_ANSWER = 14
"""Parts between separators that an answer may be made of."""


def code_cells(question: Question, cells: Column) -> Column:
    """A question's column, (respondents,), from the distinct cells it sits in.

    A cell is understood when it equals a code, a declared value or a label,
    or is a number or a date where one is asked for; everything else stays Raw,
    unless the question has an answer for other words.
    """
    kinds = set(map(type, cells.levels))
    plain = question.kind == "numeric" and not question.answers and question.unit != "%"
    if plain and kinds <= {float} and all(map(math.isfinite, cast("Sequence[float]", cells.levels))):
        return cells
    if question.kind in _KINDS:
        understood = list(map(_KINDS[question.kind](question), cells.levels))
    else:
        if kinds == {str}:
            return cells
        understood = list[object](texts_of(cells.levels))
        if kinds == {float}:
            return Column(cells.codes, tuple(understood))
        if Padded in kinds:
            pairs = zip(cells.levels, understood, strict=True)
            understood = [cell.shown() if isinstance(cell, Padded) else words for cell, words in pairs]
    if all(map(is_, understood, cells.levels)):
        return cells
    return relevel(cells.codes, understood)


def code_block(question: Question, columns: Sequence[Column], ticks: Sequence[str]) -> Column:
    """A multiple-response question's column from a block of tick columns, one answer each.

    A respondent with nothing but blanks is blank; with answers but no tick,
    the empty tuple; with a cell that says neither, Raw of all cells.
    """
    states = _tick_states(question, columns, ticks)
    combined, patterns = combine(columns)
    missing = {code: (code,) for code in question.codes("refused", "no_answer", "not_asked")}
    order = {code: place for place, code in enumerate(question.codes())}

    def level(pattern: Sequence[int]) -> object:
        found = [states[j][code] for j, code in enumerate(pattern) if code >= 0]
        cells = tuple(columns[j].levels[code] if code >= 0 else None for j, code in enumerate(pattern))
        given = {text(cell) for cell in cells if cell is not None}
        if len(given) == 1 and (reason := missing.get(next(iter(given)))) and True not in found:
            return reason
        if None in found:
            return Raw(cells)
        ticked = {ticks[j] for j, code in enumerate(pattern) if code >= 0 and states[j][code]}
        return tuple(sorted(ticked, key=lambda code: order.get(code, 0))) if found else None

    return relevel(combined, map(level, patterns.tolist()))


def are_mentions(question: Question, columns: Sequence[Column]) -> bool:
    """Whether columns hold the answers given, one after another, and not a tick per answer."""
    known = exact_answers(question)
    said = [{text(cell) for cell in column.levels} for column in columns]
    return all(words <= known.keys() for words in said) and any(len(words) > 2 for words in said)


def code_mentions(question: Question, columns: Sequence[Column]) -> Column:
    """A multiple-response question's column from columns of answers given, one after another."""
    known = exact_answers(question)
    order = {code: place for place, code in enumerate(question.codes())}
    combined, patterns = combine(columns)

    def level(pattern: Sequence[int]) -> object:
        cells = [columns[j].levels[code] for j, code in enumerate(pattern) if code >= 0]
        given = {known[text(cell)] for cell in cells}
        return tuple(sorted(given, key=order.__getitem__)) if given else None

    return relevel(combined, map(level, patterns.tolist()))


def relevel(codes: Ints, levels: Iterable[object]) -> Column:
    """A column whose levels took on new meanings, (respondents,); equal ones become one, None blank."""
    levels = list(levels)
    kinds = set(map(type, levels))
    if kinds <= _APART:
        if NoneType not in kinds and len(set(levels)) == len(levels):
            return Column(codes, tuple(levels))
        first: dict[object, int] = {}
        where = [-1 if level is None else first.setdefault(level, len(first)) for level in levels]
        return Column(np.array([*where, -1], dtype=np.int32)[codes], tuple(first))
    kept: dict[tuple[object, ...], int] = {}
    found: list[object] = []
    places = []
    for level in levels:
        if level is None:
            places.append(-1)
            continue
        key = (
            (type(level), type(level.cell), repr(level.cell))
            if isinstance(level, Raw)
            else (type(level), level)
        )
        if key not in kept:
            kept[key] = len(found)
            found.append(level)
        places.append(kept[key])
    table = np.array([*places, -1], dtype=np.int32)
    return Column(table[codes], tuple(found))


def combine(columns: Sequence[Column]) -> tuple[Ints, NDArray[np.intp]]:
    """Which row of codes each respondent has, (respondents,), and all rows as first seen, (rows, columns)."""
    patterns, combined = combinations(columns)
    order = np.argsort(first_places(combined, len(patterns)))
    places = np.empty(len(patterns), dtype=np.int32)
    places[order] = np.arange(len(patterns), dtype=np.int32)
    return places[combined], patterns[order]


def exact_answers(question: Question) -> dict[str, str]:
    """What a cell may say, {text: answer code}; a text that two answers share is left out.

    A code goes before a declared value, a value before a label.
    """
    known: dict[str, str] = {answer.code: answer.code for answer in question.answers}
    values = [(words, answer.code) for answer in question.answers for words in answer.values]
    labels = [(words, answer.code) for answer in question.answers for words in answer.label.texts.values()]
    for pairs in (values, labels):
        claims: dict[str, set[str]] = {}
        for words, code in pairs:
            claims.setdefault(words, set()).add(code)
        for words, codes in claims.items():
            if len(codes) == 1:
                known.setdefault(words, next(iter(codes)))
    return known


Understand = Callable[[Cell], object]


def _single(question: Question) -> Understand:
    known = exact_answers(question)
    folded = _alike(known) if question.other else {}

    def understand(cell: Cell) -> object:
        words = text(cell)
        if (code := known.get(words)) is not None:
            return code
        if isinstance(cell, Padded) and (code := known.get(cell.shown())) is not None:
            return code
        if (code := _first(words, question.separators, known)) is not None:
            return code
        return folded.get(fold(words), question.other) if question.other else Raw(cell)

    return understand


def _first(words: str, separators: Sequence[str], known: Mapping[str, str]) -> str | None:
    """The answer ranked first among answers one after another; None where a part says none of them."""
    for separator in separators:
        parts = [part for part in words.split(separator) if part]
        if parts and all(part in known for part in parts):
            return known[parts[0]]
    return None


def _multiple(question: Question) -> Understand:
    known = exact_answers(question)
    order = {code: place for place, code in enumerate(question.codes())}
    separators = question.separators or DEFAULT_SEPARATORS

    def understand(cell: Cell) -> object:
        words = text(cell)
        if words in known:
            return (known[words],)
        for separator in separators:
            if separator in words and (found := _divided(words, separator, known, question.other)):
                return tuple(sorted(found, key=order.__getitem__))
        return (question.other,) if question.other else Raw(cell)

    return understand


def _divided(words: str, separator: str, known: Mapping[str, str], other: str) -> set[str]:
    """The answers between separators; empty where a part says none and there is no answer for it.

    An answer may contain the separator: as many neighbouring parts as make one are taken together.
    """
    glue = separator if separator.endswith((" ", "、")) or separator == "\n" else separator + " "
    whole = [part for part in words.split(separator) if part]
    if whole and all(part in known for part in whole):
        return {known[part] for part in whole}
    parts = split_outside_brackets(words, separator)
    found, place = set(), 0
    while place < len(parts):
        ends = range(min(len(parts), place + LONGEST_ANSWER), place, -1)
        end = next((end for end in ends if glue.join(parts[place:end]) in known), 0)
        if not end and not other:
            return set()
        found.add(known[glue.join(parts[place:end])] if end else other)
        place = end or place + 1
    return found


def _alike(known: Mapping[str, str]) -> dict[str, str]:
    """What cells may say with width, case and spaces made equal; what two answers share is left out."""
    claims: dict[str, set[str]] = {}
    for words, code in known.items():
        claims.setdefault(fold(words), set()).add(code)
    return {words: next(iter(codes)) for words, codes in claims.items() if len(codes) == 1}


def _numeric(question: Question) -> Understand:
    known = exact_answers(question)
    in_per_cent = question.unit == "%"

    def understand(cell: Cell) -> object:
        if in_per_cent and isinstance(cell, Percent):
            return Raw(cell.shown())
        if known and (code := known.get(text(cell))) is not None:
            return code
        if isinstance(cell, int | float) and not isinstance(cell, bool) and math.isfinite(cell):
            return float(cell)
        return Raw(cell)

    return understand


def _date(question: Question) -> Understand:
    def understand(cell: Cell) -> object:
        if isinstance(cell, datetime):
            return cell.date()
        return cell if isinstance(cell, date) else Raw(cell)

    return understand


_KINDS: Mapping[str, Callable[[Question], Understand]] = {
    "single": _single,
    "scale": _single,
    "multiple": _multiple,
    "numeric": _numeric,
    "date": _date,
}


def _tick_states(
    question: Question, columns: Sequence[Column], ticks: Sequence[str]
) -> list[list[bool | None]]:
    """What each distinct cell of each column says: ticked, not ticked, or None for neither."""
    said = {text(cell) for column in columns for cell in column.levels}
    said -= set(question.codes("refused", "no_answer", "not_asked"))
    pairs = said in ({"1", "2"}, {"1", "-1"}) and (
        sum("1" in map(text, column.levels) for column in columns) > 1
    )
    answers = {answer.code: answer for answer in question.answers}
    states: list[list[bool | None]] = []
    for column, code in zip(columns, ticks, strict=True):
        answer = answers.get(code)
        own = {code, *answer.values, *answer.label.texts.values()} if answer else {code}
        in_words = answer is not None and any(map(_OTHER.match, answer.label.texts.values()))
        found = [_tick_state(text(cell), own, pairs=pairs) for cell in column.levels]
        states.append([True if state is None and in_words else state for state in found])
    return states


def _tick_state(words: str, own: set[str], *, pairs: bool) -> bool | None:
    if pairs:
        return words == "1"
    if fold(words) in _NOT_TICKED and words not in own - {"0"}:
        return False
    if words in own or fold(words) in _TICKED:
        return True
    return None
