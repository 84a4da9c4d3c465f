"""Trimming: weights cut at limits, what was cut spread over the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from survey.errors import WeightingError
from survey.responses import encode, numbers
from survey.vocabulary import WEIGHT_COLUMN, Calibration, Column, Note, Survey
from survey.weighting.designs import usable_weights

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


def trim(survey: Survey, *, lower: float = 0.0, upper: float = float("inf"), strict: bool = True) -> Survey:
    """The survey with weights cut at the limits, and what was cut spread evenly over the others.

    This is R's `trimWeights`. Margins met before are met no longer: weight to them again afterwards.
    Standard errors go on crediting the calibration that came before.

    Parameters
    ----------
    lower, upper
        In the scale of the weights.
    strict
        Repeat until no weight is outside; else what was spread may lift others past a limit.

    Raises
    ------
    WeightingError
        Limits that leave nobody to spread what was cut over.

    References
    ----------
    Potter (1990), *Proceedings of the Section on Survey Research Methods*, ASA, 225-230.
    """
    if not 0 <= lower < upper:
        raise WeightingError(f"weights cannot be trimmed to between {lower:g} and {upper:g}")
    entering = survey.design.weight
    if survey.design.calibration is None:
        weights, notes = usable_weights(survey)
    else:
        weights, notes = _numbers(survey, str(survey.design.weight)), []
    trimmed = _trimmed(weights, lower, upper, strict)
    cut = int(_outside(weights, lower, upper).sum())
    blocks = {}
    if survey.design.replication is not None:
        name = survey.design.replication.block
        replicated = survey.responses.block(name).T
        blocks[name] = np.stack([_trimmed(each, lower, upper, strict) for each in replicated], axis=1)
    columns: dict[str, Column] = {WEIGHT_COLUMN: encode(trimmed)}
    calibration = survey.design.calibration
    if calibration is not None:
        factor = np.divide(trimmed, weights, out=np.ones_like(weights), where=weights != 0)
        calibration, credited = _carried(survey, calibration, factor)
        columns |= credited
    note = Note(
        "weighting",
        f"{cut:,} weights outside {lower:g} to {upper:g} were trimmed ({entering or 'equal weights'} before)",
        "W302",
        count=cut,
    )
    return replace(
        survey,
        responses=survey.responses.assign(columns, blocks),
        design=replace(survey.design, weight=WEIGHT_COLUMN, calibration=calibration),
        log=(*survey.log, *notes, note),
    )


def _outside(weights: Floats, lower: float, upper: float) -> Bools:
    """Whose weight is in use and beyond a limit, (respondents,)."""
    return np.asarray((weights != 0) & ((weights < lower) | (weights > upper)))


def _trimmed(weights: Floats, lower: float, upper: float, strict: bool) -> Floats:
    """One column of weights, trimmed; those of 0 are of nobody, and stay."""
    used = weights != 0
    free = used.copy()
    while True:
        outside = used & ((weights < lower) | (weights > upper))
        if not outside.any():
            return weights
        free &= ~outside
        if not free.any():
            raise WeightingError(
                f"cutting the weights at {lower:g} and {upper:g} leaves nobody to take over what is cut",
                hint="widen the limits",
            )
        cut = np.where(used, np.clip(weights, lower, upper), 0.0)
        spread = (weights - cut)[used].sum() / free.sum()
        weights = np.where(free, cut + spread, cut)
        if not strict:
            return weights


def _carried(
    survey: Survey, calibration: Calibration, factor: Floats
) -> tuple[Calibration, Mapping[str, Column]]:
    """The calibration as the trimmed weights see it, and the columns that it names.

    The calibration explains w z, where w is the weight before trimming. With
    the trimmed weight t w that is t w (z / t): its margins over t, and its
    entering weights times t², give the same fit.
    """
    columns: dict[str, Column] = {}
    earlier = calibration.earlier
    before: Mapping[str, Column] = {}
    if earlier is not None:
        earlier, before = _carried(survey, earlier, factor)
    margins = calibration.margins or (((),) if calibration.whole else ())
    for margin in margins:
        for values, name in _indicators(survey, margin):
            columns[f"{name} / trimming"] = encode(values / factor)
    for name in calibration.continuous:
        columns[f"{name} / trimming"] = encode(_numbers(survey, name) / factor)
    entering = f"{calibration.entering} × trimming²"
    carried = replace(
        calibration,
        margins=(),
        continuous=tuple(columns),
        entering=entering,
        whole=False,
        earlier=earlier,
    )
    columns[entering] = encode(_numbers(survey, calibration.entering) * factor**2)
    return carried, {**before, **columns}


def _indicators(survey: Survey, margin: tuple[str, ...]) -> list[tuple[Floats, str]]:
    """Who is in each cell of a margin, (respondents,) 0 or 1, with a name for it."""
    found: list[tuple[Floats, str]] = [(np.ones(len(survey.responses)), "#")]
    for question in margin:
        column = survey.responses.column(question)
        found = [
            (inside * (column.codes == code), f"{name} {question} = {level}")
            for inside, name in found
            for code, level in enumerate(column.levels)
        ]
    return found


def _numbers(survey: Survey, name: str) -> Floats:
    return np.nan_to_num(numbers(survey.responses.column(name)), nan=0.0)
