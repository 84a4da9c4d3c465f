"""Interviews that went too fast, or stopped half-way."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from survey.cleaning.flags import with_flag
from survey.cleaning.ledger import Bools, Rule
from survey.responses import numbers
from survey.responses.levels import columns, lookup
from survey.vocabulary import TABULATED_ROLES, Column, Plan, Question, Survey

SPEEDER = Rule("C503", "Interviews much shorter than the median of their mode; flagged, never changed")
BROKEN_OFF = Rule("C504", "Nothing answered from some question on to the end; flagged, never changed")

SHORTEST_INTERVIEW = 8
"""Questions below which stopping early cannot be told from skipping."""

LEFT_AT_LEAST = 3
"""Questions at the end that a break-off leaves open."""

_DURATION = re.compile(r"duration.*|.*(回答|所要)時間.*|(interview)?_?(time_?taken|length)|minutes|seconds")

Floats = NDArray[np.float64]


def flag_speeders(survey: Survey, plan: Plan) -> Survey:
    """Interviews shorter than a share of the median duration of their mode."""
    quality = plan.clean.quality
    named = quality.duration or _found_duration(survey)
    if not named:
        return survey
    seconds = numbers(survey.responses.column(named))
    limit = quality.speeder * _medians(seconds, _modes(survey, quality.mode))
    concerned = seconds < limit
    within = f", within each answer of {quality.mode}" if quality.mode else ""
    text = (
        f"{concerned.sum():,} interviews took less than {100 * quality.speeder:.0f}% of the median "
        f"{named}{within}; kept"
    )
    return with_flag(survey, SPEEDER, text, concerned, question=named)


def flag_break_offs(survey: Survey, plan: Plan) -> Survey:
    """Respondents who answered something, and nothing from some question on; not asked is not left open."""
    asked = [
        (question, column)
        for question, column in columns(survey, "single", "scale", "numeric", "multiple")
        if question.role in TABULATED_ROLES
    ]
    if len(asked) < SHORTEST_INTERVIEW:
        return survey
    left = np.zeros(len(survey.responses), dtype=np.int64)
    stopped = np.ones(len(survey.responses), dtype=bool)
    for question, column in reversed(asked):
        written = lookup(column, np.asarray([level != () for level in column.levels], dtype=bool))
        stopped &= ~written | _not_asked(question, column)
        left += stopped & (column.codes < 0)
    enough = max(LEFT_AT_LEAST, round(plan.clean.quality.break_off * len(asked)))
    concerned = (left >= enough) & ~stopped
    text = (
        f"{concerned.sum():,} respondents left the last {enough} or more of {len(asked)} questions open; kept"
    )
    return with_flag(survey, BROKEN_OFF, text, concerned)


def _found_duration(survey: Survey) -> str:
    """The one column that platforms add for the time an interview took; empty where there is none."""
    found = [
        question.name
        for question, _ in columns(survey, "numeric")
        if question.role == "quality" and _DURATION.fullmatch(question.name.casefold())
    ]
    return found[0] if len(found) == 1 else ""


def _modes(survey: Survey, name: str) -> NDArray[np.int32]:
    if not name:
        return np.zeros(len(survey.responses), dtype=np.int32)
    return survey.responses.column(name).codes


def _medians(seconds: Floats, modes: NDArray[np.int32]) -> Floats:
    """The median of each respondent's mode, (respondents,); NaN where nobody's time is known."""
    medians = np.full(len(seconds), np.nan)
    for mode in np.unique(modes):
        known = seconds[(modes == mode) & ~np.isnan(seconds)]
        if len(known):
            medians[modes == mode] = np.median(known)
    return medians


def _not_asked(question: Question, column: Column) -> Bools:
    codes = question.codes("not_asked")
    found = [
        level in codes or (isinstance(level, tuple) and level[:1] in [(c,) for c in codes])
        for level in column.levels
    ]
    return lookup(column, np.asarray(found, dtype=bool))
