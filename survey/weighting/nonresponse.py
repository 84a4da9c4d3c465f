"""Design weights raised for those who did not respond, class by class."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from survey.errors import WeightingError
from survey.responses import combinations, encode
from survey.targets import answers_named, parts_of
from survey.vocabulary import RESPONSE_COLUMN, Note, ResponseClass, Survey
from survey.weighting.cells import category_label
from survey.weighting.designs import entering_weights

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
Bools = NDArray[np.bool_]

FEW = 20
"""Respondents below which a class makes a factor that is mostly chance."""


def adjust_nonresponse(
    survey: Survey,
    classes: Sequence[str],
    *,
    outcome: str = "",
    respondents: Sequence[str] = (),
    issued: Mapping[str, int] | None = None,
) -> tuple[Survey, tuple[ResponseClass, ...]]:
    """The survey with design weights adjusted for nonresponse within classes, and each class's factor.

    With a row for every case that was issued the factor is Σd of all cases
    over Σd of those who responded, d the design weights, and who did not
    respond leaves every base. Replicate weights are adjusted each with its
    own sums. With `issued` counts the factor is cases over respondents.

    Parameters
    ----------
    classes
        Questions; their crossed answers are the classes.
    outcome, respondents
        The question that says what became of a case, and its answers that
        mean a response.
    issued
        {class by codes or labels, "1" or "1 × 2": cases issued}.

    Raises
    ------
    WeightingError
        A class in which nobody responded, fewer cases issued than responded, a
        respondent in no class.

    References
    ----------
    Brick (2013), *Journal of Official Statistics* 29, 329-353, section 4.
    """
    _check_asked(survey, classes, outcome, issued)
    survey, weights = entering_weights(survey)
    responded = _responded(survey, outcome, respondents) & (weights > 0)
    answers, class_of = _classes(survey, classes, weights > 0)
    size = len(answers)
    found = np.bincount(class_of[responded], minlength=size)
    if issued:
        cases = _issued(answers, found, _by_class(survey, classes, issued))
        factors = cases / np.maximum(found, 1)
    else:
        cases = np.bincount(class_of[weights > 0], minlength=size)
        _check_answered(answers, cases.tolist(), found.tolist())
        factors = _ratio(class_of, weights, responded, size)
    told = tuple(
        ResponseClass(category_label(survey, classes, answer), int(n), int(r), float(f))
        for answer, n, r, f in zip(answers, cases, found, factors, strict=True)
    )

    def raised(column: Floats) -> Floats:
        own = factors if issued else _ratio(class_of, column, responded, size)
        return np.where(responded, column * own[class_of], 0.0)

    return _with_weights(survey, weights, raised, _notes(told)), told


def _with_weights(
    survey: Survey, weights: Floats, raised: Callable[[Floats], Floats], notes: Sequence[Note]
) -> Survey:
    """The survey with its weights and each of its replicate weights raised."""
    blocks = {}
    if survey.design.replication is not None:
        name = survey.design.replication.block
        blocks[name] = np.stack([raised(each) for each in survey.responses.block(name).T], axis=1)
    responses = survey.responses.assign({RESPONSE_COLUMN: encode(raised(weights))}, blocks)
    design = replace(survey.design, weight=RESPONSE_COLUMN)
    return replace(survey, responses=responses, design=design, log=(*survey.log, *notes))


def _check_asked(
    survey: Survey, classes: Sequence[str], outcome: str, issued: Mapping[str, int] | None
) -> None:
    """Refuses an adjustment that lacks a column, or says what became of cases in no way or in two."""
    for name in (*classes, *([outcome] if outcome else [])):
        if name not in survey.responses.names:
            raise WeightingError(f"the adjustment for nonresponse needs {name!r}, which is not in the data")
    if bool(outcome) == bool(issued):
        raise WeightingError(
            "the adjustment for nonresponse needs either the cases issued in each class, or the question "
            "that says what became of each case"
        )
    if survey.design.calibration is not None:
        raise WeightingError(
            "the weights were already fitted to margins, which an adjustment for nonresponse would undo",
            hint="adjust the design weights first, then weight to the margins",
        )


def _responded(survey: Survey, outcome: str, respondents: Sequence[str]) -> Bools:
    if not outcome:
        return np.ones(len(survey.responses), dtype=bool)
    column = survey.responses.column(outcome)
    unknown = [code for code in respondents if code not in column.levels]
    if unknown or not respondents:
        there = ", ".join(map(str, column.levels[:10]))
        raise WeightingError(
            f"nobody has the outcome {', '.join(unknown) or '(none named)'} in {outcome!r}",
            hint=f"the outcomes there are: {there}",
        )
    return np.array([*(level in respondents for level in column.levels), False])[column.codes]


def _classes(survey: Survey, classes: Sequence[str], weighing: Bools) -> tuple[list[tuple[str, ...]], Ints]:
    """The answers of each class, and which is each case's, (cases,); 0 for those without a weight."""
    columns = [survey.responses.column(name) for name in classes]
    blank = weighing & np.any([column.codes < 0 for column in columns], axis=0)
    if blank.any():
        raise WeightingError(
            f"{int(blank.sum()):,} cases have no answer to {', '.join(classes)}, the classes of the "
            "adjustment for nonresponse",
            hint="classes must be known of every case that was issued, from the frame",
        )
    occupied, class_of = combinations(columns)
    there, place = np.unique(class_of[weighing], return_inverse=True)
    answers = [
        tuple(_written(column.levels[code]) for column, code in zip(columns, codes, strict=True))
        for codes in occupied[there]
    ]
    classes_of = np.zeros(len(class_of), dtype=np.intp)
    classes_of[weighing] = place
    return answers, classes_of


def _written(level: object) -> str:
    """A code as a plan writes it: 1, not 1.0."""
    return f"{level:.15g}" if isinstance(level, float) else str(level)


def _by_class(
    survey: Survey, classes: Sequence[str], issued: Mapping[str, int]
) -> dict[tuple[str, ...], int]:
    """Cases issued, {an answer code of each question: cases}."""
    given: dict[tuple[str, ...], int] = {}
    for written, cases in issued.items():
        parts = parts_of(written, classes)
        if len(parts) != len(classes):
            raise WeightingError(
                f"cases issued are given for {written!r}, which is not one answer each of "
                f"{' × '.join(classes)}",
                hint=f"write {' × '.join('…' for _ in classes)!r}",
            )
        answer = answers_named(survey.codebook, classes, parts)
        if answer in given:
            raise WeightingError(
                f"cases issued are given twice for the class {' × '.join(answer)!r}, once as {written!r}",
                hint="give each class one entry in issued under [weighting.nonresponse]",
            )
        given[answer] = cases
    return given


def _issued(answers: Sequence[tuple[str, ...]], found: Ints, given: Mapping[tuple[str, ...], int]) -> Ints:
    """Cases issued in each class, (classes,)."""
    there = ", ".join(map(" × ".join, given))
    for answer, responded in zip(answers, found, strict=True):
        name = " × ".join(answer)
        if answer not in given:
            raise WeightingError(
                f"respondents are in the class {name!r}, for which no cases issued are given",
                hint=f"add it to issued under [weighting.nonresponse]; it has {there}",
            )
        if given[answer] < responded:
            raise WeightingError(
                f"{responded:,} responded in the class {name!r}, of {given[answer]:,} cases issued",
                hint="correct issued under [weighting.nonresponse]",
            )
    silent = [key for key in given if key not in answers and given[key] > 0]
    _check_answered(silent, [given[key] for key in silent], [0] * len(silent))
    return np.array([given[answer] for answer in answers], dtype=np.intp)


def _check_answered(answers: Sequence[tuple[str, ...]], cases: Sequence[int], found: Sequence[int]) -> None:
    silent = [
        f"{' × '.join(answer)!r} ({n:,} cases)"
        for answer, n, r in zip(answers, cases, found, strict=True)
        if n and not r
    ]
    if silent:
        raise WeightingError(
            f"nobody responded in {_counted(len(silent))} of the adjustment for nonresponse: "
            + ", ".join(silent[:8]),
            hint="merge each with a class of like cases ([[derive]] map)",
        )


def _ratio(class_of: Ints, weights: Floats, responded: Bools, size: int) -> Floats:
    """Sum of weights of all cases over that of respondents, (classes,)."""
    everyone = np.bincount(class_of, weights, minlength=size)
    answered = np.bincount(class_of, weights * responded, minlength=size)
    return np.divide(everyone, answered, out=np.ones(size), where=answered > 0)


def _notes(told: Sequence[ResponseClass]) -> list[Note]:
    issued, responded = sum(each.issued for each in told), sum(each.responded for each in told)
    factors = [each.factor for each in told]
    text = (
        f"design weights were adjusted for nonresponse in {_counted(len(told))}: {responded:,} of {issued:,} "
        f"cases responded, factors from {min(factors):.3f} to {max(factors):.3f}"
    )
    notes = [Note("weighting", text, "W206", count=responded, level="assumption")]
    few = [each for each in told if each.responded < FEW]
    if few:
        names = ", ".join(f"{each.category.to('en')!r} ({each.responded})" for each in few[:8])
        text = (
            f"{_counted(len(few))} of the adjustment for nonresponse with under {FEW} respondents: {names}; "
            "such factors are mostly chance: merge with classes of like cases"
        )
        notes.append(Note("weighting", text, "W207", count=len(few), level="warning"))
    return notes


def _counted(classes: int) -> str:
    return "1 class" if classes == 1 else f"{classes} classes"
