"""Weights that came with the file, and the margins they are known to meet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from survey.errors import PlanError, WeightingError
from survey.responses import combinations, encode
from survey.targets import split
from survey.vocabulary import Calibration, Column, Margin, Note, Survey
from survey.weighting.cells import margin_cells
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
        Names ("sex × age_band"), or margins with their shares, which the
        weights are then held against.
    entering
        Column of the design weights that the calibration started from; None:
        the weights themselves stand for them.

    Raises
    ------
    PlanError
        A column that is not there.
    WeightingError
        The survey has no weights, or calibrated ones already; weights that are
        off a share given.
    """
    if survey.design.weight is None:
        raise WeightingError(
            "there are no weights to declare the margins of", hint="name them in [design] weight"
        )
    if survey.design.calibration is not None:
        raise WeightingError("the weights were made here, and their margins are known")
    if not margins:
        raise WeightingError("there is no margin to declare")
    weights, _ = usable_weights(survey)
    columns: dict[str, Column] = {}
    for margin in margins:
        if isinstance(margin, Margin):
            _check_met(survey, margin, weights)
        name = margin.name if isinstance(margin, Margin) else margin
        questions = list(split(name))
        columns[f"#margin {' × '.join(questions)}"] = _crossed(survey, questions)
    start, _ = usable_weights(
        replace(survey, design=replace(survey.design, weight=entering or survey.design.weight))
    )
    columns[ENTERING_COLUMN] = encode(start)
    calibration = Calibration(
        method="rake",
        margins=tuple((name,) for name in columns if name != ENTERING_COLUMN),
        entering=ENTERING_COLUMN,
    )
    text = (
        f"the weights {survey.design.weight!r} came with the file and were declared to meet "
        f"{', '.join(name.removeprefix('#margin ') for (name,) in calibration.margins)}; errors credit that"
    )
    return replace(
        survey,
        responses=survey.responses.assign(columns),
        design=replace(survey.design, calibration=calibration),
        log=(*survey.log, Note("weighting", text, "W303", level="assumption")),
    )


def _crossed(survey: Survey, questions: Sequence[str]) -> Column:
    """One column that tells the crossed answers apart, blanks being an answer."""
    absent = [name for name in questions if name not in survey.responses.names]
    if absent:
        there = ", ".join(name for name in survey.responses.names if not name.startswith("#"))
        raise PlanError(
            f"the weights are declared to meet margins of {', '.join(map(repr, absent))}, not in the data",
            hint=f"the columns are: {there}",
        )
    occupied, cell_of = combinations([survey.responses.column(name) for name in questions])
    return Column(cell_of.astype(np.int32), tuple(range(len(occupied))))


def _check_met(survey: Survey, margin: Margin, weights: np.ndarray) -> None:
    cells = margin_cells(survey, margin, weights)
    gap = np.abs(cells.found - cells.targets)
    if gap.max() > OFF:
        worst = int(gap.argmax())
        raise WeightingError(
            f"the weights do not meet {margin.name!r}: {cells.labels[worst].to('en')!r} has "
            f"{100 * cells.found[worst]:.1f}%, not {100 * cells.targets[worst]:.1f}%",
            hint="declare only margins that the weights were made to meet, or weight to them here",
        )
