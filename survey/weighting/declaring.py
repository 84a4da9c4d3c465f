"""Weights that came with the file, and the margins they are known to meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from survey.errors import PlanError, WeightingError
from survey.responses import combinations, encode
from survey.targets import split
from survey.vocabulary import MARGIN_PREFIX, Calibration, Column, Margin, Note, Survey
from survey.weighting.cells import Cells, margin_cells
from survey.weighting.designs import ENTERING_COLUMN, usable_weights

OFF = 0.005
"""How far a share may be from its target for the weights to be believed to meet it."""


def declare_calibration(
    survey: Survey, margins: Sequence[str | Margin], *, entering: str | None = None
) -> Survey:
    """The survey whose weights, as they came, are known to meet these margins; errors then credit it.

    Parameters
    ----------
    margins
        Names ("sex × age_band"): each combination of substantive answers is a
        category, and everybody else one more. Or margins with their shares,
        which the weights are then held against.
    entering
        Column of the design weights that the calibration started from; None:
        the weights themselves stand for them.

    Raises
    ------
    PlanError
        A column that is not there, or has no answers to make categories of.
    WeightingError
        The survey has no weights, or calibrated ones already, or replicate
        weights; weights that are off a share given.
    """
    _check_declarable(survey, margins)
    weights, _ = usable_weights(survey)
    columns = dict(_column(survey, margin, weights) for margin in margins)
    calibration = Calibration(
        method="rake",
        margins=tuple((name,) for name in columns),
        entering=ENTERING_COLUMN,
        respondents=len(survey.responses),
    )
    columns[ENTERING_COLUMN] = encode(_started_from(survey, entering, weights))
    met = ", ".join(name.removeprefix(MARGIN_PREFIX) for (name,) in calibration.margins)
    started = f", starting from {entering!r}" if entering else ""
    text = (
        f"the weights {survey.design.weight!r} came with the file and were declared to meet {met}{started}; "
        "errors credit that"
    )
    return replace(
        survey,
        responses=survey.responses.assign(columns),
        design=replace(survey.design, calibration=calibration),
        log=(*survey.log, Note("weighting", text, "W303", level="assumption")),
    )


def _check_declarable(survey: Survey, margins: Sequence[str | Margin]) -> None:
    if survey.design.weight is None:
        raise WeightingError(
            "there are no weights to declare the margins of", hint="name them in [design] weight"
        )
    if survey.design.calibration is not None:
        raise WeightingError("the weights were made here, and their margins are known")
    if survey.design.replication is not None:
        raise WeightingError(
            "errors come from replicate weights, which show what calibration did where they were calibrated",
            hint="declare margins or replicate weights, not both",
        )
    if isinstance(margins, str) or not margins:
        raise WeightingError("there is no margin to declare", hint='name them in a list, ["sex", "region"]')


def _started_from(survey: Survey, entering: str | None, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weights that entered the calibration, (respondents,); 0 for who is in no base."""
    if entering is None:
        return weights
    if entering not in survey.responses.names:
        raise PlanError(
            f"the weights are said to start from {entering!r}, which is not in the data",
            hint=_columns_there(survey),
        )
    started, _ = usable_weights(replace(survey, design=replace(survey.design, weight=entering)))
    return np.where(weights > 0, started, 0.0)


def _column(survey: Survey, margin: str | Margin, weights: NDArray[np.float64]) -> tuple[str, Column]:
    """Name and column of a margin's categories."""
    if isinstance(margin, Margin):
        cells = margin_cells(survey, margin, weights)
        _check_met(cells)
        return cells.name, cells.column
    questions = split(margin)
    return f"{MARGIN_PREFIX}{' × '.join(questions)}", _crossed(survey, questions)


def _crossed(survey: Survey, questions: Sequence[str]) -> Column:
    """One column that tells the crossed answers apart; whoever lacks a substantive one is in one category."""
    absent = [name for name in questions if name not in survey.responses.names]
    if absent:
        raise PlanError(
            f"the weights are declared to meet margins of {', '.join(map(repr, absent))}, not in the data",
            hint=_columns_there(survey),
        )
    for name in questions:
        if name in survey.codebook and survey.codebook[name].kind not in ("single", "scale"):
            raise PlanError(
                f"the weights are declared to meet a margin of {name!r}, a {survey.codebook[name].kind} "
                "question, whose answers are no categories",
                hint="derive a question of bands or of one answer ([[derive]]), and name that",
            )
    occupied, cell_of = combinations([_substantive(survey, name) for name in questions])
    numbered = np.where((occupied < 0).any(axis=1), len(occupied), np.arange(len(occupied)))
    kept, codes = np.unique(numbered[cell_of], return_inverse=True)
    return Column(codes.astype(np.int32), tuple(range(len(kept))))


def _substantive(survey: Survey, name: str) -> Column:
    """A question's column with other than substantive answers blank; all of it where no codebook tells."""
    column = survey.responses.column(name)
    if name not in survey.codebook:
        return column
    substantive = survey.codebook[name].codes("substantive")
    inside = np.array([*(level in substantive for level in column.levels), False])
    return Column(np.where(inside[column.codes], column.codes, -1).astype(np.int32), column.levels)


def _columns_there(survey: Survey) -> str:
    there = ", ".join(name for name in survey.responses.names if not name.startswith("#"))
    return f"the columns are: {there}"


def _check_met(cells: Cells) -> None:
    gap = np.abs(cells.found - cells.targets)
    if gap.max() > OFF:
        worst = int(gap.argmax())
        raise WeightingError(
            f"the weights do not meet {cells.margin.name!r}: {cells.labels[worst].to('en')!r} has "
            f"{100 * cells.found[worst]:.1f}%, not {100 * cells.targets[worst]:.1f}%",
            hint="declare only margins that the weights were made to meet, or weight to them here",
        )
