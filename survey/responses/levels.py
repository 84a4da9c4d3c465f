"""What levels of columns are: per question, as text, and looked up for every respondent."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from survey.vocabulary import Column, Question, Raw, Survey

Bools = NDArray[np.bool_]


def columns(survey: Survey, *kinds: str) -> Iterator[tuple[Question, Column]]:
    """The questions of these kinds (all when none is named) that have a column, with it."""
    present = frozenset(survey.responses.names)
    for question in survey.codebook:
        if question.name in present and (not kinds or question.kind in kinds):
            yield question, survey.responses.column(question.name)


def lookup(column: Column, truths: NDArray[np.bool_], *, blank: bool = False) -> Bools:
    """A truth per level as a truth per respondent, (respondents,)."""
    return np.append(truths, blank)[column.codes]


def plain_text(value: object) -> str:
    """A level as text: whole numbers without a point, days without a time."""
    match value:
        case None:
            return ""
        case Raw(cell):
            return plain_text(cell)
        case tuple():
            return "; ".join(plain_text(part) for part in value)
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case datetime.datetime() if value.time() == datetime.time():
            return value.date().isoformat()
        case datetime.date():
            return value.isoformat()
    return str(value)
