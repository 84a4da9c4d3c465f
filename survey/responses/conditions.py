"""Expressions over a survey: a truth per respondent, decided once per distinct value."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.expressions import (
    Among,
    And,
    Answered,
    Blank,
    Comparison,
    Expression,
    Name,
    Not,
    Number,
    Operand,
    Operator,
    Or,
    Selected,
    Starts,
    Text,
)
from survey.responses.levels import Bools, columns, lookup, plain_text
from survey.vocabulary import TABULATED_ROLES, Column, Question, Raw, Survey

Ints = NDArray[np.int64]

_ORDERS: Mapping[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_MIRRORED: Mapping[Operator, Operator] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


def evaluate(expression: Expression, survey: Survey) -> Bools:
    """For whom the expression holds, (respondents,); a blank is '', a set-aside cell its own text."""
    return _Evaluation(survey, open_mind=False).of(expression).surely


def impossible(expression: Expression, survey: Survey) -> Bools:
    """For whom it cannot hold whatever stood in the blanks and the set-aside cells, (respondents,)."""
    return ~_Evaluation(survey, open_mind=True).of(expression).possibly


def answered(survey: Survey) -> Ints:
    """How many of the survey's questions each respondent answered, (respondents,).

    Don't know and no answer are answers given; not asked is none. Open text
    does not count, for a stray mark in it makes no interview.
    """
    total = np.zeros(len(survey.responses), dtype=np.int64)
    for question, column in columns(survey, "single", "multiple", "scale", "numeric", "date"):
        if question.role in TABULATED_ROLES:
            not_asked = question.codes("not_asked")
            given = [not _is_one_of(level, not_asked) and level != () for level in column.levels]
            total += lookup(column, np.asarray(given, dtype=bool))
    return total


def _is_one_of(level: object, codes: tuple[str, ...]) -> bool:
    return level in codes or (
        isinstance(level, tuple) and bool(level) and all(part in codes for part in level)
    )


@dataclass(frozen=True, eq=False)
class Truth:
    """For whom something holds surely, and for whom it might, (respondents,) each."""

    surely: Bools
    possibly: Bools


@dataclass(frozen=True)
class _Evaluation:
    """One reading of an expression.

    Parameters
    ----------
    open_mind
        True: what nobody said might have been anything.
    """

    survey: Survey
    open_mind: bool

    def of(self, node: Expression) -> Truth:
        match node:
            case Not(part):
                truth = self.of(part)
                return Truth(~truth.possibly, ~truth.surely)
            case And(parts):
                truths = [self.of(part) for part in parts]
                return Truth(_all([t.surely for t in truths]), _all([t.possibly for t in truths]))
            case Or(parts):
                truths = [self.of(part) for part in parts]
                return Truth(~_all([~t.surely for t in truths]), ~_all([~t.possibly for t in truths]))
            case Comparison(left, sign, right):
                return self._comparison(left, sign, right)
            case Among(operand, options):
                return self.of(Or(tuple(Comparison(operand, "=", option) for option in options)))
            case Selected(question, code):
                return self._by_level(question, lambda level, _: _selected(level, code))
            case Starts(question, prefix):
                return self._by_level(question, lambda level, _: _written(level).startswith(prefix))
            case Blank(question):
                return self._by_level(question, lambda level, _: _written(level) == "", certain=True)

    def _comparison(self, left: Operand, sign: Operator, right: Operand) -> Truth:
        if isinstance(left, Text | Number):
            return self._comparison(right, _MIRRORED[sign], left)
        if isinstance(left, Answered):
            return self._count_compared(sign, right)
        if isinstance(right, Name):
            return self._two_questions(left, sign, right)
        certain = right == Text("")
        return self._by_level(
            left, lambda level, question: _holds(level, sign, right, question), certain=certain
        )

    def _by_level(
        self, name: Name, test: Callable[[object, Question], bool], *, certain: bool = False
    ) -> Truth:
        question, column = self._question(name)
        surely = lookup(
            column,
            np.asarray([test(level, question) for level in column.levels], dtype=bool),
            blank=test(None, question),
        )
        if certain or not self.open_mind:
            return Truth(surely, surely)
        unread = np.asarray([isinstance(level, Raw) for level in column.levels], dtype=bool)
        unknown = lookup(column, unread, blank=True)
        return Truth(surely & ~unknown, surely | unknown)

    def _two_questions(self, left: Name, sign: Operator, right: Name) -> Truth:
        question, first = self._question(left)
        _, second = self._question(right)
        width = len(second.levels) + 1
        pairs = (first.codes.astype(np.int64) + 1) * width + second.codes + 1
        found, place = np.unique(pairs, return_inverse=True)
        truths = []
        for pair in found:
            one, two = _level(first, int(pair) // width - 1), _level(second, int(pair) % width - 1)
            truths.append(_holds(one, sign, _literal(two), question))
        surely = np.asarray(truths, dtype=bool)[place]
        if not self.open_mind:
            return Truth(surely, surely)
        unknown = _unknown(first) | _unknown(second)
        return Truth(surely & ~unknown, surely | unknown)

    def _count_compared(self, sign: Operator, right: Operand) -> Truth:
        counts = answered(self.survey)
        wanted = right.value if isinstance(right, Number) else 0.0
        truth = (counts == wanted) == (sign == "=") if sign in ("=", "!=") else _ORDERS[sign](counts, wanted)
        return Truth(np.asarray(truth), np.asarray(truth))

    def _question(self, name: Name) -> tuple[Question, Column]:
        return self.survey.codebook[name.name], self.survey.responses.column(name.name)


def _all(truths: list[Bools]) -> Bools:
    return np.asarray(np.logical_and.reduce(truths))


def _unknown(column: Column) -> Bools:
    unread = np.asarray([isinstance(level, Raw) for level in column.levels], dtype=bool)
    return lookup(column, unread, blank=True)


def _level(column: Column, code: int) -> object:
    return None if code < 0 else column.levels[code]


def _literal(level: object) -> Text | Number:
    return Number(level, _written(level)) if isinstance(level, float) else Text(_written(level))


def _written(level: object) -> str:
    """A level as XLSForm sees it: ticked codes with spaces between, a blank as ''."""
    return " ".join(plain_text(part) for part in level) if isinstance(level, tuple) else plain_text(level)


def _selected(level: object, code: str) -> bool:
    return code in level if isinstance(level, tuple) else level is not None and _written(level) == code


def _number(level: object, question: Question) -> float | None:
    """A level as a number; a reason for giving none (98, don't know) is not the number 98."""
    if isinstance(level, float):
        return level
    return _as_number(level) if isinstance(level, str) and question.kind != "numeric" else None


def _as_number(text: object) -> float | None:
    try:
        return float(str(text))
    except ValueError:
        return None


def _holds(level: object, sign: Operator, literal: Operand, question: Question) -> bool:
    """Whether one level compares to a literal as the expression says."""
    if sign == "!=":
        return not _holds(level, "=", literal, question)
    number = _number(level, question)
    if isinstance(literal, Number):
        if sign == "=":
            if number is not None or (question.kind == "numeric" and isinstance(level, str)):
                return number == literal.value
            return _written(level) == literal.written
        return number is not None and bool(_ORDERS[sign](number, literal.value))
    text = literal.value if isinstance(literal, Text) else ""
    wanted = _as_number(text)
    if sign == "=" and question.kind == "numeric" and text in question.codes():
        return level == text
    if sign == "=":
        return _written(level) == text or (isinstance(level, float) and level == wanted)
    if level is None or isinstance(level, Raw | tuple):
        return False
    if number is not None and wanted is not None:
        return bool(_ORDERS[sign](number, wanted))
    return question.kind != "numeric" and bool(_ORDERS[sign](_written(level), text))
