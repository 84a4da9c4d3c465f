"""A survey in memory, and its statistics and their errors computed respondent by respondent.

The reference for every standard error: an estimator is a plain function of
the weights; its scores are its derivatives by each weight, taken by a complex
step, which is exact to rounding; the variance is that of their totals.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from survey.responses import MemoryResponses, decode, encode
from survey.vocabulary import (
    Answer,
    AnswerRole,
    Axis,
    Calibration,
    Codebook,
    Design,
    Kind,
    Question,
    Survey,
    plain,
)

Array = NDArray[np.float64]
Bools = NDArray[np.bool_]
Estimator = Callable[[NDArray], NDArray]
"""Estimates, (..., estimates), from weights, (..., respondents), real or complex."""

ANSWERS = {"q": 3, "g": 4, "m": 3, "k": 2}
CALIBRATION = Calibration("rake", (("m",), ("k", "g")), "d", ("y",))
OPINIONS: tuple[tuple[str, float | None, AnswerRole], ...] = (
    ("2", 2.0, "substantive"),
    ("1", -1.0, "substantive"),
    ("0", 0.5, "substantive"),
    ("8", None, "dont_know"),
    ("9", None, "refused"),
)


def question(name: str, kind: Kind, codes: str) -> Question:
    return Question(name, plain(name), kind, answers=tuple(Answer(code, plain(code)) for code in codes))


@cache
def poll(seed: int = 1, rows: int = 240) -> Survey:
    """A stratified clustered sample with answers, ticks, numbers and margins."""
    draw = np.random.default_rng(seed)
    stratum, unit = draw.integers(0, 3, rows), draw.integers(0, 5, rows)
    stratum[:10], unit[:10] = np.repeat([0, 1], 5), np.tile(np.arange(5), 2)
    weight = draw.uniform(0.5, 2, rows)
    codes = {name: draw.integers(0, size, rows).astype(str).tolist() for name, size in ANSWERS.items()}
    codes["q"] = [None if draw.random() < 0.1 else code for code in codes["q"]]
    ticks = [tuple(str(k) for k in range(3) if draw.random() < 0.5) or None for _ in range(rows)]
    columns = {name: encode(values) for name, values in codes.items()} | {
        "ticks": encode(ticks),
        "y": encode(draw.normal(50, 10, rows).round(1)),
        "w": encode(weight),
        "d": encode(weight * draw.uniform(0.8, 1.2, rows)),
        "h": encode([f"stratum {h}" for h in stratum]),
        "town": encode([f"town {u}" for u in unit]),
        "unit": encode([f"{h}-{u}" for h, u in zip(stratum, unit, strict=True)]),
        "N": encode([20.0 + 5 * h for h in stratum]),
    }
    x = (decode(columns["y"]).astype(float) / 10 + draw.normal(0, 2, rows)).round(2)
    columns |= {
        "x": encode([None if draw.random() < 0.1 else value for value in x.tolist()]),
        "children": encode(draw.poisson(1 + (unit == 2), rows).astype(float)),
        "opinion": encode(draw.choice([code for code, *_ in OPINIONS], rows).tolist()),
        "people": encode([1000.0 + 200 * h for h in stratum]),
    }
    questions = [question(name, "single", "0123"[:size]) for name, size in ANSWERS.items()]
    questions += [question("ticks", "multiple", "012")]
    questions += [question(name, "numeric", "") for name in ("y", "x", "children")]
    opinions = tuple(Answer(code, plain(code), role, score) for code, score, role in OPINIONS)
    questions.append(Question("opinion", plain("opinion"), "scale", answers=opinions))
    return Survey(MemoryResponses(columns), Codebook(tuple(questions)), Design("w", "h", "unit"))


PLANS: list[tuple[str | None, str | None, str | None]] = [
    (None, None, None),
    ("h", None, None),
    ("h", None, "people"),
    (None, "unit", None),
    ("h", "unit", None),
    ("h", "town", None),
    ("h", "town", "N"),
]
DESIGNS = [
    Design(weight, *plan, calibration=calibration)
    for weight in (None, "w")
    for plan in PLANS
    for calibration in (None, CALIBRATION)
]
WEIGHTED = [design for design in DESIGNS if design.weight]


def row_values(survey: Survey, axis: Axis) -> Array:
    """What each respondent counts in each cell, (rows, cells)."""
    codes = survey.responses.column(axis.column).codes
    assert axis.members is not None
    return np.vstack([axis.members[: codes.max() + 1], np.zeros(axis.members.shape[1])])[codes]


def numbers(survey: Survey, name: str) -> Array:
    """The numbers of a column, (rows,); NaN where there is none."""
    values = decode(survey.responses.column(name))
    return np.array([value if isinstance(value, int | float) else np.nan for value in values], dtype=float)


def weights_of(survey: Survey) -> Array:
    name = survey.design.weight
    return numbers(survey, name) if name else np.ones(len(survey.responses))


def scores_of(survey: Survey, name: str) -> Array:
    """What each respondent counts in a mean, (rows,); NaN where they have no number or score."""
    known = {answer.code: answer.score for answer in survey.codebook[name].answers}
    given = decode(survey.responses.column(name))
    found = [known.get(value) if isinstance(value, str) else value for value in given]
    return np.array([np.nan if value is None else value for value in found], dtype=float)


def gave(survey: Survey, name: str, codes: Sequence[str]) -> Bools:
    """Who gave, or ticked, one of the answers, (rows,)."""
    column = survey.responses.column(name)
    ticked = [set(level if isinstance(level, tuple) else (level,)) for level in column.levels]
    return np.array([*(bool(each & set(codes)) for each in ticked), False])[column.codes]


def answered(survey: Survey, name: str) -> Bools:
    """Who gave an answer inside the base, (rows,)."""
    return gave(survey, name, survey.codebook[name].codes("substantive", "dont_know"))


def grouped(survey: Survey, by: str | Sequence[str], group: Sequence[str]) -> Bools:
    """Who is in a group, (rows,)."""
    names = [by] if isinstance(by, str) else by
    inside = np.ones(len(survey.responses), dtype=bool)
    for name, code in zip(names, group, strict=True):
        inside &= gave(survey, name, [code])
    return inside


def in_domain(survey: Survey, domain: dict[str, list[str]] | None) -> Bools:
    inside = np.ones(len(survey.responses), dtype=bool)
    for name, codes in (domain or {}).items():
        inside &= gave(survey, name, codes)
    return inside


def calibration_rows(survey: Survey, calibration: Calibration) -> Array:
    """The variables whose totals weighting met, (rows, variables)."""
    columns = []
    for margin in calibration.margins:
        answers = [decode(survey.responses.column(name)) for name in margin]
        for cell in itertools.product(*(sorted(set(each)) for each in answers)):
            columns.append(np.all([each == code for each, code in zip(answers, cell, strict=True)], axis=0))
    columns += [numbers(survey, name) for name in calibration.continuous]
    return np.array(columns, dtype=float).T


def left_over(scores: Array, x: Array, d: Array) -> Array:
    """Scores less what x explains of them, by least squares weighted with d, (rows, scores)."""
    root = np.sqrt(d)[:, None]
    return scores - x @ np.linalg.lstsq(x * root, scores * root, rcond=1e-10)[0]


def row_by_row(survey: Survey, scores: Array) -> Array:
    """The linearised covariance of totals of scores, computed over respondents."""
    design = survey.design
    if design.calibration:
        x, d = calibration_rows(survey, design.calibration), numbers(survey, design.calibration.entering)
        scores = left_over(scores, x, d)
    return unit_covariance(survey, scores * weights_of(survey)[:, None])


def unit_covariance(survey: Survey, z: Array) -> Array:
    """Covariance of the totals of z under strata, sampling units and population counts."""
    design, rows = survey.design, len(survey.responses)
    strata = decode(survey.responses.column(design.stratum)) if design.stratum else np.full(rows, "all")
    units = decode(survey.responses.column(design.psu)) if design.psu else np.arange(rows)
    total = np.zeros((z.shape[1],) * 2)
    for h in sorted(set(strata)):
        inside = strata == h
        drawn, unit = len(set(units[inside])), np.unique(units[inside].astype(str), return_inverse=True)[1]
        sums = np.zeros((drawn, z.shape[1]))
        np.add.at(sums, unit, z[inside])
        fraction = drawn / numbers(survey, design.fpc)[inside][0] if design.fpc else 0.0
        total += (1 - fraction) * drawn / (drawn - 1) * (sums - sums.mean(0)).T @ (sums - sums.mean(0))
    return total


def gradient(estimator: Estimator, weights: Array) -> Array:
    """Derivatives of the estimates by each respondent's weight, (rows, estimates), by a complex step."""
    step = 1e-30
    return np.asarray(estimator(weights + 1j * step * np.eye(len(weights))).imag / step)


def linearised(survey: Survey, estimator: Estimator) -> Array:
    """Covariance of the estimates under the design, (estimates, estimates)."""
    return row_by_row(survey, gradient(estimator, weights_of(survey)))


def replicated(survey: Survey, estimator: Estimator) -> Array:
    """Covariance of the estimates made anew under each replicate's weights, (estimates, estimates)."""
    replication = survey.design.replication
    assert replication is not None
    found = np.array([estimator(weights) for weights in survey.responses.block(replication.block).T])
    centre = estimator(weights_of(survey)) if replication.about_estimate else found.mean(axis=0)
    total = np.zeros((found.shape[1],) * 2)
    for each, scale in zip(found, replication.scales, strict=True):
        total += replication.scale * scale * np.outer(each - centre, each - centre)
    return total


def expected(survey: Survey, estimator: Estimator) -> Array:
    """The covariance that the engine must give, by replicates where there are some."""
    return (linearised if survey.design.replication is None else replicated)(survey, estimator)


def ratios_of(numerators: Array, denominators: Array) -> Estimator:
    """Weighted totals of one variable each over those of another, both (rows, estimates)."""
    return lambda weights: (weights @ numerators) / (weights @ denominators)


def assert_close(found: Array, wanted: Array, tolerance: float = 1e-12) -> None:
    """Equal up to that share of the largest number in the reference."""
    wanted = np.asarray(wanted)
    assert np.isfinite(wanted).all()
    np.testing.assert_allclose(found, wanted, rtol=0, atol=tolerance * np.abs(wanted).max())
