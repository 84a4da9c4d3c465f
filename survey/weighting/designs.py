"""How the respondents came to be asked: which columns say so, and the weights they came with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from survey.errors import DesignError, PlanError, WeightingError
from survey.responses import decode, encode, numbers
from survey.vocabulary import (
    DESIGN_WEIGHT_COLUMN,
    RESPONSE_COLUMN,
    ROW_COLUMN,
    Axis,
    Column,
    Design,
    LonelyPolicy,
    Note,
    Survey,
    check_choice,
)

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

ENTERING_COLUMN = "#entering"
"""Column of the weights that entered the weighting: the file's, with blanks filled."""

FILLED_COLUMN = "#filled weight"
"""Column of the file's weights with blanks filled, where there were some."""

EARLIER = " (earlier)"
"""Ends the names of columns of a calibration that another one followed."""

FEW_UNITS = 40
"""Sampling units below which the simulations of `docs/numbers/coverage.md` find tests too bold."""

BLANK_RULE = "W101"
SHOWN_ROWS = 10


def declare_design(
    survey: Survey,
    *,
    weight: str | None = None,
    stratum: str | Sequence[str] = (),
    psu: str | Sequence[str] = (),
    fpc: str | None = None,
    ssu: str | Sequence[str] = (),
    ssu_fpc: str | None = None,
    lonely: LonelyPolicy = "fail",
    probability: bool | None = None,
) -> Survey:
    """The survey with its sampling design, named by columns of its responses.

    Parameters
    ----------
    weight
        None: everyone counts one.
    stratum, psu
        A column, or several crossed; none: one stratum, every respondent a
        sampling unit. Codes of sampling units may recur in other strata.
    fpc
        Sampling units of each stratum in the population (a value of at most
        one is the share that was drawn); None: drawn with replacement.
    ssu, ssu_fpc
        Units drawn within sampling units, by default respondents, and how many
        each sampling unit has; without that number the variance between
        sampling units stands for both stages.

    Raises
    ------
    PlanError
        A column that is not there.
    WeightingError
        A weight below zero or infinite, or no weight above zero.
    """
    check_choice("lonely", lonely, LonelyPolicy)
    if not len(survey.responses):
        raise DesignError("there are no respondents to declare a design of")
    _check_named(survey, [weight, fpc, ssu_fpc, *_names(stratum), *_names(psu), *_names(ssu)])
    crossed: dict[str, Column] = {}
    units = (*_names(stratum), *_names(psu)) if ssu_fpc else _names(psu)
    design = Design(
        weight=weight,
        stratum=_one_column(survey, _names(stratum), crossed),
        psu=_one_column(survey, units, crossed),
        fpc=fpc,
        probability=probability,
        lonely=lonely,
        ssu=_one_column(survey, _names(ssu), crossed),
        ssu_fpc=ssu_fpc,
    )
    declared = replace(survey, responses=survey.responses.assign(crossed), design=design)
    declared = replace(declared, log=(*declared.log, *_forgotten(survey, weight), *_unit_notes(declared)))
    return _with_blanks_filled(declared)


def _with_blanks_filled(survey: Survey) -> Survey:
    """The survey with a weight for everyone; a blank one takes its stratum's mean, noted."""
    weights, notes = usable_weights(survey)
    survey = replace(
        survey,
        responses=survey.responses.assign({DESIGN_WEIGHT_COLUMN: encode(weights)}),
        log=(*survey.log, *notes),
    )
    if all(note.rule != BLANK_RULE for note in notes):
        return survey
    return replace(
        survey,
        responses=survey.responses.assign({FILLED_COLUMN: encode(weights)}),
        design=replace(survey.design, weight=FILLED_COLUMN),
    )


def _forgotten(survey: Survey, weight: str | None) -> list[Note]:
    """A warning where calibrated weights are declared anew, as if nothing were known of their margins."""
    if survey.design.calibration is None or weight != survey.design.weight:
        return []
    text = (
        f"the weights {weight!r} were fitted to margins, and the design declared anew forgets that: errors "
        "no longer credit it"
    )
    return [Note("design", text, "W305", question=weight or "", level="warning")]


def _unit_notes(survey: Survey) -> list[Note]:
    """Notes on sampling units whose codes recur in several strata, and on too few of them for tests."""
    design, notes = survey.design, []
    if design.psu is None:
        return []
    [respondents] = survey.responses.count([(Axis(design.stratum or ""), Axis(design.psu))])
    found = respondents > 0
    recurring = int((found.sum(axis=0) > 1).sum())
    if recurring:
        text = (
            f"{recurring:,} codes of sampling units in {design.psu!r} recur in several strata of "
            f"{design.stratum!r}; each is taken for a unit of its own in every stratum"
        )
        notes.append(Note("design", text, "W003", question=design.psu, count=recurring, level="assumption"))
    units = int(found.sum())
    if units < FEW_UNITS:
        text = (
            f"the sample has {units} sampling points, so few that tests and marks find something where "
            "there is nothing more often than they say; intervals hold (docs/numbers/coverage.md)"
        )
        notes.append(Note("design", text, "W005", question=design.psu, count=units, level="warning"))
    return notes


def entering_weights(survey: Survey) -> tuple[Survey, Floats]:
    """The design's weights, (respondents,), also as the column that enters weighting, with blanks filled.

    Raises
    ------
    WeightingError
        As `usable_weights`.
    """
    weights, notes = usable_weights(survey)
    survey = _with_calibration_kept(survey)
    responses = survey.responses.assign({ENTERING_COLUMN: encode(weights)})
    said = {(note.rule, note.count) for note in survey.log}
    new = [note for note in notes if (note.rule, note.count) not in said]
    return replace(survey, responses=responses, log=(*survey.log, *new)), weights


def _with_calibration_kept(survey: Survey) -> Survey:
    """The survey whose calibration so far stands in columns that the next one leaves alone.

    A calibration by respondents of whom some have left says nothing of the others, and is forgotten.
    """
    calibration = survey.design.calibration
    if calibration is None or calibration.entering.endswith(EARLIER):
        return survey
    if calibration.respondents not in (None, len(survey.responses)):
        text = (
            f"{calibration.respondents:,} respondents had been weighted to margins, and "
            f"{len(survey.responses):,} are left to weight again: errors credit the new margins alone"
        )
        note = Note("weighting", text, "W304", level="warning")
        design = replace(survey.design, calibration=None)
        return replace(survey, design=design, log=(*survey.log, note))
    new = {name: f"{name}, {len(calibration.steps)}{EARLIER}" for name in calibration.columns}
    kept = replace(
        calibration,
        margins=tuple(tuple(new[name] for name in margin) for margin in calibration.margins),
        entering=new[calibration.entering],
        continuous=tuple(new[name] for name in calibration.continuous),
    )
    return replace(
        survey,
        responses=survey.responses.assign(
            {after: survey.responses.column(now) for now, after in new.items()}
        ),
        design=replace(survey.design, calibration=kept),
    )


def usable_weights(survey: Survey) -> tuple[Floats, list[Note]]:
    """The design's weights, (respondents,); a blank takes its stratum's mean, noted.

    Raises
    ------
    WeightingError
        A weight below zero or infinite, or no weight above zero.
    """
    weights, blank = _given(survey)
    if blank.all():
        raise WeightingError(
            f"the weight {survey.design.weight!r} is blank for all {len(weights)} respondents",
            hint="fill it in the data, or name another column in [design]",
        )
    if (weights < 0).any() or not (weights > 0).any():
        raise WeightingError(
            f"the weight {survey.design.weight!r} is below zero for {(weights < 0).sum()} respondents, "
            f"and above zero for {(weights > 0).sum()}; rows {first_rows(survey, weights < 0)}",
            hint="correct the weights in the data, or name another column in [design]",
        )
    if np.isinf(weights).any():
        raise WeightingError(
            f"the weight {survey.design.weight!r} is infinite for {np.isinf(weights).sum()} respondents; "
            f"rows {first_rows(survey, np.isinf(weights))}",
            hint="correct the weights in the data, or name another column in [design]",
        )
    notes = []
    if blank.any():
        weights = np.where(blank, _stratum_means(survey, weights, ~blank & (weights > 0)), weights)
        notes.append(
            _note(survey, BLANK_RULE, blank, "respondents without a design weight take their stratum's mean")
        )
    if (weights == 0).any() and survey.design.weight != RESPONSE_COLUMN:
        text = "respondents with a design weight of zero are in no base"
        notes.append(_note(survey, "W102", weights == 0, text))
    return weights, notes


def _check_named(survey: Survey, names: Sequence[str | None]) -> None:
    there = survey.responses.names
    for name in names:
        if name and name not in there:
            raise PlanError(
                f"the design names the column {name!r}, which is not in the data",
                hint=f"the columns are: {', '.join(each for each in there if not each.startswith('#'))}",
            )


def _names(given: str | Sequence[str]) -> tuple[str, ...]:
    if isinstance(given, str):
        return (given,) if given else ()
    return tuple(given)


def _one_column(survey: Survey, names: Sequence[str], crossed: dict[str, Column]) -> str | None:
    """The one column that tells the names' cells apart, made where there are several."""
    if len(names) < 2:
        return names[0] if names else None
    name = f"#{' × '.join(names)}"
    values = zip(*(decode(survey.responses.column(each)) for each in names), strict=True)
    crossed[name] = encode([None if None in cell else " × ".join(map(str, cell)) for cell in values])
    return name


def _given(survey: Survey) -> tuple[Floats, Bools]:
    """Weights as the file has them, and who has none, (respondents,) each."""
    if survey.design.weight is None:
        everyone = len(survey.responses)
        return np.ones(everyone), np.zeros(everyone, dtype=bool)
    weights = numbers(survey.responses.column(survey.design.weight))
    blank = np.isnan(weights)
    return np.where(blank, 0.0, weights), blank


def _stratum_means(survey: Survey, weights: Floats, known: Bools) -> Floats:
    """Mean of the known weights of each respondent's stratum, (respondents,); of all where it has none."""
    overall = weights[known].mean()
    if survey.design.stratum is None:
        return np.full(len(weights), overall)
    codes = survey.responses.column(survey.design.stratum).codes + 1
    counted = np.bincount(codes, known)
    means = np.divide(
        np.bincount(codes, weights * known), counted, out=np.full(len(counted), overall), where=counted > 0
    )
    return np.asarray(means[codes])


def first_rows(survey: Survey, which: Bools) -> tuple[int, ...]:
    """The first few row numbers of these respondents."""
    if ROW_COLUMN not in survey.responses.names:
        return ()
    column = survey.responses.column(ROW_COLUMN)
    return tuple(int(str(column.levels[code])) for code in column.codes[which][:SHOWN_ROWS])


def _note(survey: Survey, rule: str, which: Bools, text: str) -> Note:
    count = int(which.sum())
    return Note(
        step="weighting",
        text=f"{count:,} {text}",
        rule=rule,
        question=survey.design.weight or "",
        count=count,
        rows=first_rows(survey, which),
        level="assumption",
    )
