"""The columns of a table: everyone, then the answers of each banner question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from string import ascii_lowercase

import numpy as np
from numpy.typing import NDArray

from survey.errors import PlanError
from survey.language.sentences import TOTAL
from survey.tabulation.axes import answer_axis, base_axis, everyone
from survey.tabulation.bases import base_kind
from survey.vocabulary import Axis, BannerColumn, ColumnFlag, Label, Plan, Question, Survey, TablePlan

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
        The banner question; empty for the total.
    axis
        Cells to count by: the columns and, after them, the rest of each
        column, which is the banner question's base without it.
    answers
        The columns alone, when nobody can be in two of them; else None.
    """

    name: str
    columns: tuple[BannerColumn, ...]
    axis: Axis
    answers: Axis | None = None

    @property
    def pairs(self) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Positions of the first and of the second column of every pair that is compared."""
        if not self.name or len(self.columns) > MOST_LETTERED:
            return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
        return np.triu_indices(len(self.columns), 1)


def total_banner() -> Banner:
    """The single column of everyone."""
    column = BannerColumn(banner="", code="", label=Label(TOTAL), banner_label=Label({}))
    return Banner(name="", columns=(column,), axis=everyone())


def question_banner(survey: Survey, plan: Plan, name: str) -> Banner:
    """The substantive answers of a banner question as columns, each with its rest.

    Raises
    ------
    PlanError
        There is no such question, or it has no answers to make columns of.
    """
    question = _banner_question(survey, name)
    codes = question.codes("substantive")
    answers = answer_axis(survey, name, [[code] for code in codes])
    base = base_axis(survey, name, base_kind(question, plan))
    columns = tuple(
        BannerColumn(
            banner=name,
            code=code,
            label=question.answer(code).label,
            banner_label=question.label,
            letter=letter,
        )
        for code, letter in zip(codes, _letters(len(codes)), strict=True)
    )
    members = _members(answers, like=base)
    rests = _members(base, like=base) * (1 - members)
    return Banner(
        name=name,
        columns=columns,
        axis=Axis(answers.column, np.hstack([members, rests])),
        answers=None if question.kind == "multiple" else answers,
    )


def banners(survey: Survey, plan: Plan) -> tuple[Banner, ...]:
    """The total and every banner question of the plan, in its order."""
    names = dict.fromkeys(plan.tables.banner)
    return (total_banner(), *(question_banner(survey, plan, name) for name in names))


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
    return (np.nan_to_num(unweighted_base) >= least) & (np.nan_to_num(effective_base) >= least)


def _banner_question(survey: Survey, name: str) -> Question:
    if name not in survey.codebook or name not in survey.responses.names:
        raise PlanError(
            f"[tables] banner names {name!r}, which is not a question of this file",
            hint=f"questions here: {', '.join(question.name for question in survey.codebook)}",
        )
    question = survey.codebook[name]
    if question.kind == "numeric" or not question.codes("substantive"):
        raise PlanError(
            f"[tables] banner names {name!r}, a question without answers to make columns of",
            hint=f"make bands of it with [[derive]] from = {name!r}, and name those in the banner",
        )
    return question


def _letters(count: int) -> list[str]:
    """A letter for each column; none when there are too many to compare in pairs."""
    return list(ascii_lowercase[:count]) if count <= MOST_LETTERED else [""] * count


def _members(axis: Axis, like: Axis) -> Floats:
    """Members of an axis, with rows for blanks (nought where it has none) as the other axis has them."""
    if axis.members is None or like.members is None:
        raise ValueError(f"the axis on {axis.column!r} names no cells")
    missing = len(like.members) - len(axis.members)
    return np.vstack([axis.members, np.zeros((missing, axis.members.shape[1]))])
