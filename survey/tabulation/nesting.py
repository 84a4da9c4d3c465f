"""Nested banners: the answers of one question within each answer of another, `sex × age_band`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from survey.responses import combinations
from survey.targets import split
from survey.vocabulary import NESTED, Axis, Codebook, Column, Survey

Floats = NDArray[np.float64]


def questions_of(codebook: Codebook, name: str) -> tuple[str, ...]:
    """The questions a banner is made of, the outer one first; one where it names a question as it is."""
    return (name,) if name in codebook else split(name)


def nested(survey: Survey, banners: Iterable[Sequence[str]]) -> Survey:
    """The survey with a column for each nested banner that holds which of its levels go together.

    A level is the positions of a level in each question, −1 for a blank.
    """
    columns = {}
    for questions in dict.fromkeys(map(tuple, banners)):
        if len(questions) > 1:
            found, which = combinations([survey.responses.column(name) for name in questions])
            levels = tuple(map(tuple, found.tolist()))
            columns[nested_column(questions)] = Column(which.astype(np.int32), levels)
    if not columns:
        return survey
    return replace(survey, responses=survey.responses.assign(columns))


def nested_column(questions: Sequence[str]) -> str:
    """Name of the column that `nested` adds for a banner of several questions."""
    return f"#{NESTED.join(questions)}"


def crossed(survey: Survey, questions: Sequence[str], axes: Sequence[Axis]) -> Floats:
    """Members of the crossed cells of the questions' axes, (combined levels, cells), the last axis fastest.

    Parameters
    ----------
    axes
        One for each question, with a row of members for blanks or without.
    """
    levels = survey.responses.column(nested_column(questions)).levels
    positions = np.array(levels, dtype=np.intp).reshape(len(levels), len(questions))
    members = np.ones((len(levels), 1))
    for place, (name, axis) in enumerate(zip(questions, axes, strict=True)):
        size = len(survey.responses.column(name).levels)
        own = np.zeros((size + 1, 0)) if axis.members is None else axis.members
        own = np.vstack([own, np.zeros((size + 1 - len(own), own.shape[1]))])
        members = (members[:, :, None] * own[positions[:, place]][:, None, :]).reshape(len(levels), -1)
    return members
