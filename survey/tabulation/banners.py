"""The columns of a table: everyone, then the answers of each banner question."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from string import ascii_lowercase

import numpy as np
from numpy.typing import NDArray

from survey.language.sentences import TOTAL
from survey.tabulation.axes import answer_axis, base_axis, everyone
from survey.tabulation.bases import base_kind, grouping_question
from survey.tabulation.nesting import crossed, nested_column, questions_of
from survey.vocabulary import (
    NESTED,
    Axis,
    BannerColumn,
    ColumnFlag,
    Label,
    Plan,
    Question,
    Survey,
    TablePlan,
    joined_labels,
)

Floats = NDArray[np.float64]

MOST_LETTERED = 26
"""Columns a banner question may have before its pairs are left uncompared: the alphabet."""

_SMALLEST_STEP = 1e-9


@dataclass(frozen=True, eq=False)
class Banner:
    """One banner question's columns, or the total.

    Parameters
    ----------
    name
        The banner question, or several nested; empty for the total.
    axis
        Cells to count by: the columns and, after them, the rest of each
        column, which is the banner question's base without it.
    answers
        The columns alone, when nobody can be in two of them; else None.
    outer
        (columns,) number of the outer answer that each column stands within;
        empty where nothing is nested.
    domain
        Axes of one cell that respondents of the table are in.
    """

    name: str
    columns: tuple[BannerColumn, ...]
    axis: Axis
    answers: Axis | None = None
    outer: tuple[int, ...] = ()
    domain: tuple[Axis, ...] = ()

    @property
    def inside(self) -> tuple[Axis, ...]:
        """Axes to count by, the columns' first."""
        return (self.axis, *self.domain)

    @property
    def shown(self) -> tuple[Axis, ...]:
        """Axes to count the columns by where none is compared with its rest."""
        members = self.axis.members
        columns = None if members is None else members[:, : len(self.columns)]
        return (Axis(self.axis.column, columns), *self.domain)

    @cached_property
    def pairs(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Positions of the first and of the second column of every pair that is compared.

        Nested columns are compared within their outer answer.
        """
        if not self.name or len(self.columns) > MOST_LETTERED:
            return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
        first, second = np.triu_indices(len(self.columns), 1)
        if not self.outer:
            return first, second
        outer = np.array(self.outer)
        together = outer[first] == outer[second]
        return first[together], second[together]


def total_banner(domain: tuple[Axis, ...] = ()) -> Banner:
    """The single column of everyone."""
    column = BannerColumn(banner="", code="", label=Label(TOTAL), banner_label=Label({}))
    return Banner(name="", columns=(column,), axis=everyone(), domain=domain)


def question_banner(survey: Survey, plan: Plan, name: str) -> Banner:
    """The substantive answers of a banner question as columns, each with its rest.

    Of nested questions, every answer of the inner one within every answer of
    the outer one; the base is that of all of them.

    Raises
    ------
    PlanError
        There is no such question, or it has no answers to group by.
    """
    names = questions_of(survey.codebook, name)
    questions = [grouping_question(survey, each, "[tables] banner") for each in names]
    codes = [question.codes("substantive") for question in questions]
    cells = [[[code] for code in own] for own in codes]
    answers = [answer_axis(survey, q.name, own) for q, own in zip(questions, cells, strict=True)]
    bases = [base_axis(survey, question.name, base_kind(question, plan)) for question in questions]
    if len(questions) == 1:
        column = answers[0].column
        members, base = _members(answers[0], like=bases[0]), _members(bases[0], like=bases[0])
    else:
        column = nested_column(names)
        members, base = crossed(survey, names, answers), crossed(survey, names, bases)
    columns = _columns(questions, codes)
    apart = all(question.kind != "multiple" for question in questions)
    return Banner(
        name=NESTED.join(names),
        columns=columns,
        axis=Axis(column, np.hstack([members, base * (1 - members)])),
        answers=Axis(column, members) if apart else None,
        outer=tuple(place // len(codes[-1]) for place in range(len(columns))) if len(names) > 1 else (),
    )


def _columns(questions: Sequence[Question], codes: Sequence[Sequence[str]]) -> tuple[BannerColumn, ...]:
    """A column for each combination of answers, those of the last question fastest."""
    names = NESTED.join(question.name for question in questions)
    banner_label = joined_labels([question.label for question in questions])
    together = list(product(*codes))
    return tuple(
        BannerColumn(
            banner=names,
            code=NESTED.join(given),
            label=joined_labels([q.answer(code).label for q, code in zip(questions, given, strict=True)]),
            banner_label=banner_label,
            letter=letter,
        )
        for given, letter in zip(together, _letters(len(together)), strict=True)
    )


def banners(
    survey: Survey, plan: Plan, names: Iterable[str] | None = None, domain: tuple[Axis, ...] = ()
) -> tuple[Banner, ...]:
    """The total and every banner question, in their order, within a domain.

    Parameters
    ----------
    names
        Banner questions; None takes those of the plan.
    """
    wanted = dict.fromkeys((plan.tables.banner or ()) if names is None else names)
    asked = [replace(question_banner(survey, plan, name), domain=domain) for name in wanted]
    return (total_banner(domain), *asked)


def flagged(
    columns: Sequence[BannerColumn], unweighted_base: Floats, effective_base: Floats, plan: TablePlan
) -> tuple[BannerColumn, ...]:
    """The columns, each flagged by the smaller of its unweighted and its effective base."""
    flags = column_flags(unweighted_base, effective_base, plan)
    return tuple(replace(column, flag=flag) for column, flag in zip(columns, flags, strict=True))


def column_flags(unweighted_base: Floats, effective_base: Floats, plan: TablePlan) -> tuple[ColumnFlag, ...]:
    """`low`, `caution` or `ok` for each column, by the smaller of its two bases."""
    enough = large_enough(unweighted_base, effective_base, plan.minimum_base)
    sure = large_enough(unweighted_base, effective_base, plan.caution_base)
    return tuple(
        "ok" if good else "caution" if fair else "low" for fair, good in zip(enough, sure, strict=True)
    )


def large_enough(unweighted_base: Floats, effective_base: Floats, minimum: int) -> NDArray[np.bool_]:
    """Whether both bases reach the minimum; an undefined base does not."""
    least = minimum - _SMALLEST_STEP
    return np.asarray((unweighted_base >= least) & (effective_base >= least))


def _letters(count: int) -> list[str]:
    """A letter for each column; none when there are too many to compare in pairs."""
    return list(ascii_lowercase[:count]) if count <= MOST_LETTERED else [""] * count


def _members(axis: Axis, like: Axis) -> Floats:
    """Members of an axis, with rows for blanks (nought where it has none) as the other axis has them."""
    if axis.members is None or like.members is None:
        raise ValueError(f"the axis on {axis.column!r} names no cells")
    missing = len(like.members) - len(axis.members)
    return np.vstack([axis.members, np.zeros((missing, axis.members.shape[1]))])
