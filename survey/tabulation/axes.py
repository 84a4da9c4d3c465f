"""Axes to count by: answers, bases, values, and combinations of them.

What a level of a question means is decided here once per level; counting
itself is the responses' business.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from survey.errors import DataError
from survey.vocabulary import Axis, Base, Raw, Survey

Floats = NDArray[np.float64]

BASE_ROLES: Mapping[Base, tuple[str, ...]] = {
    "asked": ("substantive", "dont_know", "refused", "no_answer"),
    "answered": ("substantive", "dont_know"),
    "substantive": ("substantive",),
}


def everyone() -> Axis:
    """One cell that holds all respondents."""
    return Axis("")


def one_cell(axis: Axis, position: int) -> Axis:
    """One cell of an axis as an axis of its own."""
    if axis.members is None:
        return axis
    return Axis(axis.column, axis.members[:, position : position + 1])


def answer_axis(survey: Survey, name: str, cells: Sequence[Sequence[str]]) -> Axis:
    """One cell per list of answer codes, (levels, cells) 0 or 1.

    A respondent is in a cell who gave one of its answers, or ticked at least
    one of them; a net is a cell of several codes.
    """
    wanted = [frozenset(cell) for cell in cells]

    def belongs(level: object) -> list[bool]:
        given = _codes(level)
        return [not cell.isdisjoint(given) for cell in wanted]

    return _axis(survey, name, belongs, len(wanted))


def base_axis(survey: Survey, name: str, base: Base) -> Axis:
    """One cell: who is in that base of the question, (levels + 1, 1) 0 or 1; the last row is blanks.

    Values that are not understood count as blanks: asked, but not answered.
    """
    roles = {answer.code: answer.role for answer in survey.codebook[name].answers}
    allowed = BASE_ROLES[base]

    def inside(level: object) -> list[bool]:
        if isinstance(level, Raw):
            return [base == "asked"]
        given = _codes(level)
        if not roles or not given:
            return [base == "asked" or not isinstance(level, tuple)]
        return [any(roles.get(code) in allowed for code in given)]

    axis = _axis(survey, name, inside, 1)
    return Axis(name, np.vstack([_members(axis), [[base == "asked"]]]))


def value_axis(survey: Survey, name: str, scores: Mapping[str, float] | None = None) -> Axis:
    """One cell whose members are the numbers to be summed, (levels, 1); 0 where there is none.

    Parameters
    ----------
    scores
        {answer code: what it counts for}; None takes the codebook's scores.
        A number counts for itself.
    """
    value = _value(survey, name, scores)
    return _axis(survey, name, lambda level: [value(level) or 0.0], 1)


def numbers_of(survey: Survey, name: str) -> Floats:
    """What each level counts for in a mean, (levels,); NaN where it counts for nothing."""
    value = _value(survey, name, None)
    found = [value(level) for level in survey.responses.column(name).levels]
    return np.array([np.nan if number is None else number for number in found], dtype=float)


def valued_axis(survey: Survey, name: str, scores: Mapping[str, float] | None = None) -> Axis:
    """One cell: who has a number to be summed in `value_axis`, (levels, 1) 0 or 1."""
    value = _value(survey, name, scores)
    return _axis(survey, name, lambda level: [value(level) is not None], 1)


def shifted(values: Axis, present: Axis) -> tuple[Axis, float]:
    """The numbers of `values` less their middle, where `present` has one, (levels, cells); and the middle."""
    there = _members(present)[: len(_members(values))]
    numbers = _members(values)
    middle = float((numbers * there).sum() / max(there.sum() * numbers.shape[1], 1.0))
    return Axis(values.column, np.where(there > 0, numbers - middle, 0.0)), middle


def ticks_axis(answers: Axis) -> Axis:
    """One cell whose members are how many of the answers' cells a level is in, (levels, 1)."""
    return Axis(answers.column, _members(answers).sum(axis=1, keepdims=True))


def any_cell(axis: Axis) -> Axis:
    """One cell: who is in at least one cell of the axis."""
    if axis.members is None:
        return Axis("") if not axis.column else axis
    return Axis(axis.column, axis.members.any(axis=1, keepdims=True).astype(float))


def squared(axis: Axis) -> Axis:
    """The same cells with squared members, for sums of squares."""
    return axis if axis.members is None else Axis(axis.column, axis.members**2)


def _axis(survey: Survey, name: str, cells: Callable[[object], Sequence[float]], width: int) -> Axis:
    levels = survey.responses.column(name).levels
    rows = [cells(level) for level in levels]
    return Axis(name, np.array(rows, dtype=float).reshape(len(levels), width))


def _members(axis: Axis) -> Floats:
    return np.empty((0, 1)) if axis.members is None else axis.members


def _codes(level: object) -> tuple[str, ...]:
    """The answer codes a level stands for: one, several ticked, or none for a number or a date."""
    if isinstance(level, tuple):
        return level
    return (level,) if isinstance(level, str) else ()


def _value(survey: Survey, name: str, scores: Mapping[str, float] | None) -> Callable[[object], float | None]:
    """What a level counts for, or None where it counts for nothing."""
    known: Mapping[str, float | None] = (
        {answer.code: answer.score for answer in survey.codebook[name].answers} if scores is None else scores
    )

    def value(level: object) -> float | None:
        if isinstance(level, int | float):
            if not math.isfinite(level):
                raise DataError(f"{name!r} holds the number {level}", hint="set it aside, or make it blank")
            return float(level)
        return known.get(level) if isinstance(level, str) else None

    return value
