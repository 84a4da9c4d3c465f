"""Filters of tables as domains: who is in one is counted, and the design stays whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from survey.errors import PlanError
from survey.expressions import names, parse
from survey.responses.conditions import evaluate
from survey.vocabulary import Axis, Column, Survey

_INSIDE = np.array([[1.0]])


def both(first: str, second: str) -> str:
    """The expression that holds where both do; an empty one always holds."""
    return f"({first}) and ({second})" if first and second else first or second


def marked(survey: Survey, filters: Iterable[str]) -> Survey:
    """The survey with a column for each filter that marks whom it holds for, as `domain` counts them.

    Raises
    ------
    PlanError
        A filter is no expression, or speaks of a question that is not there.
    """
    wanted = [words for words in dict.fromkeys(filters) if words]
    if not wanted:
        return survey
    columns = {_column(words): _holding(survey, words) for words in wanted}
    return replace(survey, responses=survey.responses.assign(columns))


def domain(words: str) -> tuple[Axis, ...]:
    """One cell of those whom the filter holds for, in a survey marked with it; no axis without a filter."""
    return (Axis(_column(words), _INSIDE),) if words else ()


def _column(words: str) -> str:
    return f"#where {words}"


def _holding(survey: Survey, words: str) -> Column:
    """A column whose one level is that the filter holds; blank for the others."""
    expression = parse(words)
    for name in sorted(names(expression)):
        if name not in survey.codebook or name not in survey.responses.names:
            there = ", ".join(question.name for question in survey.codebook)
            raise PlanError(
                f"the filter {words} speaks of {name!r}, which is not a question of this file",
                hint=f"questions here: {there}",
            )
    return Column(np.where(evaluate(expression, survey), 0, -1).astype(np.int32), (True,))
