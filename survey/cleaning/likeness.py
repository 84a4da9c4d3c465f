"""Interviews that agree in every answer, where chance would not make them so."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from survey.cleaning.flags import with_flag
from survey.cleaning.ledger import Rule
from survey.responses import combinations
from survey.responses.levels import columns
from survey.vocabulary import TABULATED_ROLES, Column, Plan, Survey

SAME = Rule(
    "C505",
    "The same answers throughout under another id, where chance makes no such pair; flagged, never changed",
)

FEWEST = 8
"""Questions that must agree."""

BY_CHANCE = 0.01
"""Pairs that chance would make in the whole file, above which agreement proves nothing."""

FILLED = 0.8
"""Share of the questions that such an interview has answered."""


def flag_same_answers(survey: Survey, plan: Plan) -> Survey:
    """Respondents with another id whose answers are all the same, where chance would make no such pair."""
    compared = [
        column
        for question, column in columns(survey, "single", "scale", "numeric", "multiple")
        if question.role in TABULATED_ROLES
    ]
    if len(compared) < FEWEST or _pairs_by_chance(compared) > BY_CHANCE:
        return survey
    _, which = combinations(compared)
    filled = np.mean([column.codes >= 0 for column in compared], axis=0) >= FILLED
    ids = [column.codes for question, column in columns(survey) if question.role == "id"]
    person = _numbered([which, *ids]) if ids else np.arange(len(which))
    persons = np.bincount(which[np.unique(person, return_index=True)[1]], minlength=int(which.max()) + 1)
    concerned = filled & (persons[which] > 1)
    text = (
        f"{concerned.sum():,} respondents have the same answers to all {len(compared)} questions as another "
        "id; kept"
    )
    return with_flag(survey, SAME, text, concerned)


def _pairs_by_chance(compared: list[Column]) -> float:
    """Pairs of equal interviews that independent answers would make."""
    respondents = len(compared[0].codes)
    alike = 1.0
    for column in compared:
        share = np.bincount(column.codes + 1, minlength=len(column.levels) + 1) / max(respondents, 1)
        alike *= float((share**2).sum())
    return respondents * (respondents - 1) / 2 * alike


def _numbered(columns_of_codes: list[NDArray[np.int32] | NDArray[np.intp]]) -> NDArray[np.intp]:
    """One number per distinct combination, (respondents,)."""
    return np.asarray(np.unique(np.stack(columns_of_codes, axis=1), axis=0, return_inverse=True)[1]).ravel()
