"""One weighting step of a golden file through the public functions, and the complaints it must raise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np

from survey.errors import WeightingError
from survey.vocabulary import Margin, Survey
from survey.weighting import calibrate, poststratify, rake, trim
from tests.golden.frames import Frame, NotCoveredError, Variable, text
from tests.golden.surveys import EQUAL, category, question, whole, with_column

Spec = Mapping[str, Any]
Missing = Literal["bucket", "error"]

CONTRADICTION = 1e-6
"""Totals of two margins further apart than this, relative to the larger, speak of two populations."""


def weighted(survey: Survey, spec: Spec, frame: Frame, *, missing: Missing) -> Survey:
    """The survey after the step.

    Parameters
    ----------
    missing
        `error` where every row must be in a listed category.

    Raises
    ------
    NotCoveredError
        A step that the harness does not do.
    SurveyError
        What a user would be told.
    """
    method, margins = spec["method"], spec.get("margins") or ()
    if method == "trim":
        lower, upper = (spec.get(side) for side in ("lower", "upper"))
        limits = {"lower": 0.0 if lower is None else lower, "upper": np.inf if upper is None else upper}
        return trim(survey, **limits, strict=bool(spec.get("strict")))
    if method not in _METHODS:
        raise NotCoveredError(f"weighting by {method!r}")
    if survey.design.calibration is not None:
        raise NotCoveredError("weighting in several steps")
    population = _population(margins, spec.get("population_size"))
    for name in {name for margin in margins for name in margin["by"]}:
        survey = with_column(survey, category(name), frame[name].as_category)
    found: Survey = _METHODS[method](
        survey, [_margin(each) for each in margins], spec, population=population, missing=missing
    )
    return found


def _population(margins: Sequence[Spec], declared: float | None) -> float:
    """What the weights add up to.

    The public functions take shares, so that totals which contradict each
    other would go unseen: they are held against each other here.
    """
    totals = [sum(float(row["total"]) for row in margin["rows"]) for margin in margins]
    totals += [float(declared)] if declared is not None else []
    if not totals:
        raise NotCoveredError("calibration without a population size")
    if not min(totals) > 0:
        raise WeightingError(f"a population of {min(totals):g}")
    if max(totals) - min(totals) > CONTRADICTION * max(totals):
        raise WeightingError(f"the totals speak of populations of {min(totals):.10g} and {max(totals):.10g}")
    return totals[0]


def _margin(spec: Spec) -> Margin:
    totals = {tuple(text(whole(row[name])) for name in spec["by"]): row["total"] for row in spec["rows"]}
    size = sum(totals.values())
    return Margin(
        tuple(category(name) for name in spec["by"]), {cell: total / size for cell, total in totals.items()}
    )


def _calibrated(survey: Survey, margins: Sequence[Margin], spec: Spec, **options: Any) -> Survey:
    distance: Any = spec.get("calfun") or "linear"
    bounds = spec.get("bounds")
    if bounds:
        below = 0.0 if distance == "logit" else -np.inf
        low, high = bounds
        bounds = (below if low is None else float(low), np.inf if high is None else float(high))
    return calibrate(
        survey,
        margins,
        totals={question(each["column"]): float(each["total"]) for each in spec.get("continuous") or ()},
        distance=distance,
        bounds=bounds or None,
        equal_within=_unit(survey, spec.get("aggregate_stage")),
        **options,
    )[0]


def _unit(survey: Survey, stage: int | None) -> str | None:
    """Column of the sampling units that keep one weight within them."""
    if not stage:
        return None
    if stage != 1 or survey.design.psu is None:
        raise NotCoveredError(f"one weight within units of stage {stage}")
    return survey.design.psu


def _poststratified(survey: Survey, margins: Sequence[Margin], spec: Spec, **options: Any) -> Survey:
    if len(margins) != 1:
        raise NotCoveredError(f"post-stratification to {len(margins)} margins")
    return poststratify(survey, margins[0], **options)[0]


def _raked(survey: Survey, margins: Sequence[Margin], spec: Spec, **options: Any) -> Survey:
    """R's rake() takes out plain, not design-weighted, cell means; its calibrate() does as we do."""
    survey = rake(survey, margins, **options)[0]
    calibration = survey.design.calibration
    if calibration is None:
        return survey
    survey = with_column(survey, EQUAL, Variable((1.0,) * len(survey.responses)))
    return replace(survey, design=replace(survey.design, calibration=replace(calibration, entering=EQUAL)))


_METHODS: Mapping[str, Any] = {"calibrate": _calibrated, "poststratify": _poststratified, "rake": _raked}
