"""The two sides of a crossing: which answers make its rows, and which its columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from survey.errors import PlanError
from survey.tabulation.axes import answer_axis
from survey.tabulation.bases import base_kind, codes_inside
from survey.vocabulary import Axis, Net, Plan, Question, Row, Survey
from survey.vocabulary.nets import nets_of

CROSSING = "[[crossing]]"
"""Place in the plan that a crossing's questions are named in."""


@dataclass(frozen=True)
class Side:
    """Rows or columns of a crossing, and the answers behind each."""

    question: Question
    rows: tuple[Row, ...]
    codes: tuple[tuple[str, ...], ...]

    def axis(self, survey: Survey, *, upto: int | None = None) -> Axis:
        """One cell per row, as far as wanted."""
        return answer_axis(survey, self.question.name, self.codes[:upto])

    def with_total(self, survey: Survey) -> Axis:
        """One cell per row and, last, one of all rows together."""
        everyone = tuple(dict.fromkeys(code for codes in self.codes for code in codes))
        return answer_axis(survey, self.question.name, [*self.codes, everyone])


def row_side(question: Question, merge: Sequence[Net]) -> Side:
    """Substantive answers, those to be merged standing together where the first of them stood.

    Raises
    ------
    PlanError
        A merge names an answer that is not there, or that another merge has.
    """
    known = question.codes("substantive")
    owner: dict[str, Net] = {}
    for net in merge:
        for code in net.answers:
            if code not in known or code in owner:
                fault = "is in two merges" if code in owner else "is not an answer"
                raise PlanError(f"[[crossing]] merge {net.name!r}: {code!r} {fault} of {question.name!r}")
            owner[code] = net
    rows: list[Row] = []
    codes: list[tuple[str, ...]] = []
    for code in known:
        merged = owner.get(code)
        if merged is None:
            rows.append(Row(code, question.answer(code).label))
            codes.append((code,))
        elif code == next(first for first in known if first in merged.answers):
            rows.append(Row(merged.name, merged.label, "net"))
            codes.append(merged.answers)
    return Side(question, tuple(rows), tuple(codes))


def column_side(plan: Plan, question: Question) -> tuple[Side, int]:
    """Answers in the base and the nets after them, and how many are answers."""
    inside = codes_inside(question, base_kind(question, plan))
    nets = nets_of(question, plan)
    rows = [Row(code, question.answer(code).label) for code in inside]
    rows += [Row(net.name, net.label, "net") for net in nets]
    codes: list[tuple[str, ...]] = [(code,) for code in inside]
    codes += [tuple(code for code in net.answers if code in inside) for net in nets]
    return Side(question, tuple(rows), tuple(codes)), len(inside)
