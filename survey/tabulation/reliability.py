"""Reliability of grids, unweighted, from pingouin."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from survey.vocabulary import Question, Reliability, Survey

Floats = NDArray[np.float64]

_PLOTS = "pingouin.plotting"


def reliability(survey: Survey) -> tuple[Reliability, ...]:
    """Cronbach's alpha of every grid with two scored items or more, in questionnaire order.

    Unweighted, over respondents who answered every item; NaN where fewer than
    two did or nobody differs.
    """
    grids: dict[str, list[Question]] = {}
    for question in survey.codebook:
        if question.grid and _scores(question) and question.name in survey.responses.names:
            grids.setdefault(question.grid, []).append(question)
    return tuple(_alpha(survey, grid, tuple(items)) for grid, items in grids.items() if len(items) > 1)


def _scores(question: Question) -> dict[object, float]:
    """What each substantive answer counts for; empty when fewer than two have a score."""
    scores: dict[object, float] = {
        answer.code: answer.score
        for answer in question.answers
        if answer.score is not None and answer.role == "substantive"
    }
    return scores if question.kind in ("single", "scale") and len(scores) > 1 else {}


def _alpha(survey: Survey, grid: str, items: Sequence[Question]) -> Reliability:
    answers = _complete(survey, items)
    varied = len(answers) > 1 and float(answers.sum(axis=1).var()) > 0
    alpha, low, high = _cronbach(answers) if varied else (np.nan, np.nan, np.nan)
    return Reliability(
        grid=grid, items=tuple(items), alpha=alpha, low=low, high=high, unweighted_base=len(answers)
    )


def _complete(survey: Survey, items: Sequence[Question]) -> pd.DataFrame:
    """Scores of the respondents who answered every item, one column per item."""
    frame = pd.DataFrame({question.name: _scored(survey, question) for question in items})
    if survey.design.weight is not None:
        weight = survey.responses.column(survey.design.weight)
        counted = np.array([isinstance(v, int | float) and v != 0 for v in (*weight.levels, None)])
        frame = frame[counted[weight.codes]]
    return frame.dropna()


def _scored(survey: Survey, question: Question) -> Floats:
    """Score of each respondent's answer, (respondents,); NaN without one."""
    column, scores = survey.responses.column(question.name), _scores(question)
    levels = [scores.get(level, np.nan) if isinstance(level, str) else np.nan for level in column.levels]
    return np.array([*levels, np.nan], dtype=float)[column.codes]


def _cronbach(answers: pd.DataFrame) -> tuple[float, float, float]:
    """Alpha and its 95% interval."""
    found = _without_plots().cronbach_alpha(data=answers, nan_policy="listwise", ci=0.95)
    alpha, (low, high) = found
    return float(alpha), float(low), float(high)


def _without_plots() -> ModuleType:
    """pingouin, its plots not yet imported: they wake matplotlib and seaborn, which takes half a second.

    An empty module stands in their place while pingouin is imported; whoever
    asks pingouin for a plot later gets it all the same.
    """
    if "pingouin" not in sys.modules:
        sys.modules[_PLOTS] = ModuleType(_PLOTS)
        try:
            import pingouin
        finally:
            del sys.modules[_PLOTS]
        pingouin.__getattr__ = _plot
    return sys.modules["pingouin"]


def _plot(name: str) -> object:
    """A name of pingouin's plots, imported now."""
    if name.startswith("__"):
        raise AttributeError(f"module 'pingouin' has no attribute {name!r}")
    plots = import_module(_PLOTS)
    return plots if name == "plotting" else getattr(plots, name)
