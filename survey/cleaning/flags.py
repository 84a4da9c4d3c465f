"""Respondents flagged for a reason: kept, named in the ledger, and left out only where the plan says so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from survey.cleaning.ledger import Bools, Rule, remark, with_notes
from survey.vocabulary import FLAG_COLUMN, Column, Survey


def with_flag(survey: Survey, rule: Rule, text: str, concerned: Bools, *, question: str = "") -> Survey:
    """The survey with these respondents flagged by a rule, (respondents,), and a warning that says why."""
    if not concerned.any():
        return survey
    column = _flags(survey)
    levels = (*column.levels, *((*_reasons(level), rule.code) for level in ((), *column.levels)))
    marked = np.where(concerned, len(column.levels) + column.codes + 1, column.codes)
    used, codes = np.unique(marked, return_inverse=True)
    kept = tuple(levels[position] for position in used if position >= 0)
    blank = int(used[0] < 0)
    flags = Column((codes - blank).astype(np.int32), kept)
    flagged_too = replace(survey, responses=survey.responses.assign({FLAG_COLUMN: flags}))
    return with_notes(flagged_too, [remark(survey, rule, text, concerned, question=question)])


def flagged(survey: Survey, *rules: str) -> Bools:
    """Who is flagged by one of the rules, or by any when none is named, (respondents,)."""
    column = _flags(survey)
    wanted = [not rules or any(code in rules for code in _reasons(level)) for level in column.levels]
    return np.asarray([*wanted, False], dtype=bool)[column.codes]


def _flags(survey: Survey) -> Column:
    if FLAG_COLUMN in survey.responses.names:
        return survey.responses.column(FLAG_COLUMN)
    return Column(np.full(len(survey.responses), -1, dtype=np.int32), ())


def _reasons(level: object) -> tuple[object, ...]:
    return level if isinstance(level, tuple) else ()
