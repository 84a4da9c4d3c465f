"""Filters in words: `${emp} in ('1', '2')` becomes "Employment: regular or part-time"."""

from __future__ import annotations

from collections.abc import Sequence

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
    Or,
    Selected,
    Starts,
    Text,
    parse,
)
from survey.language import Language
from survey.language.sentences import (
    answers_in_words,
    blank_in_words,
    joined_in_words,
    negated_in_words,
    number_of_answers,
    start_in_words,
)
from survey.vocabulary import Codebook

_SIGNS = {"=": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}


def condition_in_words(text: str, codebook: Codebook, language: Language) -> str:
    """A filter as a reader would say it, with the labels of its questions and answers.

    Raises
    ------
    PlanError
        The text is no expression.
    """
    return _Words(codebook, language).of(parse(text))


class _Words:
    """The words of each kind of condition, in one language."""

    def __init__(self, codebook: Codebook, language: Language) -> None:
        self.codebook = codebook
        self.language = language

    def of(self, node: Expression) -> str:
        match node:
            case Comparison():
                return self._comparison(node)
            case Among(operand, options):
                return self._answers(operand, [_value(option) for option in options])
            case Selected(question, code):
                return self._answers(question, [code])
            case Starts(question, prefix):
                return start_in_words(self.language, self._operand(question), prefix)
            case Blank(question):
                return blank_in_words(self.language, self._operand(question))
            case Not(part):
                return negated_in_words(self.language, self.of(part))
            case Or(parts) if (together := _alternatives(parts)) is not None:
                return self._answers(together[0], together[1])
            case And(parts) | Or(parts):
                return self._joined(parts, every=isinstance(node, And))

    def _joined(self, parts: Sequence[Expression], *, every: bool) -> str:
        words = [f"({self.of(part)})" if isinstance(part, And | Or) else self.of(part) for part in parts]
        return joined_in_words(self.language, words, every=every)

    def _comparison(self, node: Comparison) -> str:
        known = isinstance(node.left, Name) and isinstance(node.right, Text | Number)
        if known and node.operator in ("=", "!="):
            return self._answers(node.left, [_value(node.right)], negated=node.operator == "!=")
        return f"{self._operand(node.left)} {_SIGNS[node.operator]} {self._operand(node.right)}"

    def _answers(self, operand: Operand, codes: Sequence[str], *, negated: bool = False) -> str:
        labels = [self._answer(operand, code) for code in codes]
        return answers_in_words(self.language, self._operand(operand), labels, negated=negated)

    def _answer(self, operand: Operand, code: str) -> str:
        if isinstance(operand, Name) and operand.name in self.codebook:
            for answer in self.codebook[operand.name].answers:
                if answer.code == code:
                    return answer.label.to(self.language) or code
        return code

    def _operand(self, operand: Operand) -> str:
        if isinstance(operand, Name):
            known = operand.name in self.codebook
            return (self.codebook[operand.name].label.to(self.language) if known else "") or operand.name
        return number_of_answers(self.language) if isinstance(operand, Answered) else _value(operand)


def _value(operand: Operand) -> str:
    """A literal as it was written."""
    if isinstance(operand, Text):
        return operand.value
    return operand.written if isinstance(operand, Number) else ""


def _alternatives(parts: Sequence[Expression]) -> tuple[Operand, list[str]] | None:
    """Question and codes, when all parts are "equals" of one question; else None."""
    codes, questions = [], set()
    for part in parts:
        if not (isinstance(part, Comparison) and part.operator == "=" and isinstance(part.left, Name)):
            return None
        questions.add(part.left)
        codes.append(_value(part.right))
    return (questions.pop(), codes) if len(questions) == 1 else None
