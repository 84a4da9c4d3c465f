"""A golden case answered by the public functions: {field: value}, in the reference's order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from scipy import stats

from survey.stats.intervals import Method
from survey.tabulation.axes import answer_axis, value_axis, valued_axis
from survey.tabulation.estimates import interval, shares
from survey.tabulation.statistics import Statistic, chisquare, mean, proportion, total
from survey.vocabulary import Survey
from tests.golden.designs import Reference
from tests.golden.frames import Frame, NotCoveredError, evaluate, text
from tests.golden.surveys import (
    DOMAIN,
    INSIDE,
    Bools,
    category,
    everyone,
    in_domain,
    question,
    whole,
    with_column,
    with_domain,
    without_weight_outside,
)

Case = Mapping[str, Any]
Fields = dict[str, Any]

ALONE = "alone"
"""Field of a mask, not a number: cells of one respondent or one sampling unit."""

_LIMITS: Mapping[str, Method] = {"logit": "logit", "beta": "beta", "wilson": "wilson", "mean": "wald"}


def answered(case: Case, reference: Reference) -> Fields:
    """What the public functions say to a case.

    Raises
    ------
    NotCoveredError
        The case asks for something the harness does not do.
    SurveyError
        What a user would be told.
    """
    kind, design, args, domain = case["kind"], case.get("design"), case["args"], case.get("domain")
    lonely: Any = (case.get("options") or {}).get("lonely_psu") or "fail"
    if kind not in _KINDS:
        raise NotCoveredError(f"kind {kind}")
    if design is None:
        raise NotCoveredError("cases without a design")
    if lonely in ("adjust", "average") and (domain or args.get("by")):
        raise NotCoveredError("strata that a domain leaves with one sampling unit")
    if kind == "chisq" and args.get("statistic", "F") != "F":
        raise NotCoveredError(f"chisq statistic {args['statistic']}")
    survey = reference.survey(design)
    survey = replace(survey, design=replace(survey.design, lonely=lonely))
    frame = reference.frame_of(design)
    inside = np.ones(len(survey.responses), dtype=bool)
    if domain:
        inside = np.array([value == 1 for value in evaluate(domain, frame).values])
    return _KINDS[kind](case, with_domain(survey, inside), frame)


def _names(given: str | Sequence[str] | None) -> list[str]:
    return [given] if isinstance(given, str) else list(given or ())


def _as_categories(survey: Survey, frame: Frame, names: Sequence[str]) -> Survey:
    for name in names:
        survey = with_column(survey, category(name), frame[name].as_category)
    return survey


def _asked(case: Case, frame: Frame) -> dict[str, str]:
    """{column: its question}: a number of which the cells name levels is a category."""
    names = _names(case["args"]["y"])
    levelled = {cell.get("y", names[0]) for cell in case.get("cells") or () if "level" in cell}
    return {
        name: category(name) if name in levelled and frame[name].levels is None else question(name)
        for name in names
    }


def _estimated(statistic: Callable[..., Statistic]) -> Callable[..., Fields]:
    def fields(case: Case, survey: Survey, frame: Frame) -> Fields:
        by, asked = _names(case["args"].get("by")), _asked(case, frame)
        survey = _as_categories(survey, frame, [*by, *(y for y in asked if asked[y] == category(y))])
        found = statistic(survey, list(asked.values()), by=[category(name) for name in by], domain=INSIDE)
        position = {(cell.question, cell.answer, cell.group): i for i, cell in enumerate(found.cells)}
        cells = case.get("cells")
        if not cells:
            return _in_order(found, list(range(len(position))), case)
        order = [position[_key(cell, asked, by)] for cell in cells]
        return {**_in_order(found, order, case), ALONE: _alone(case, survey, frame)}

    return fields


def _key(cell: Case, asked: Mapping[str, str], by: Sequence[str]) -> tuple[str, str, tuple[str, ...]]:
    """What the public functions call a cell."""
    return (
        asked[cell.get("y", next(iter(asked)))],
        text(whole(cell["level"])) if "level" in cell else "",
        tuple(text(whole(cell["by"][name])) for name in by),
    )


def _in_order(found: Statistic, order: list[int], case: Case) -> Fields:
    estimate, error = found.estimate[order], found.standard_error[order]
    reach = stats.norm.isf(0.025) * error
    return {
        "est": estimate,
        "se": error,
        "df": found.df,
        "ci95_normal.lo": estimate - reach,
        "ci95_normal.hi": estimate + reach,
        "ci95_t_degf.lo": found.low[order],
        "ci95_t_degf.hi": found.high[order],
        "vcov": found.covariance[np.ix_(order, order)],
        "deff": _r_design_effect(found, case)[order],
    }


def _r_design_effect(found: Statistic, case: Case) -> Any:
    """R compares with sampling without replacement from as many as the weights add up to."""
    if case["args"].get("deff") != "srs_without_replacement":
        return found.design_effect
    with np.errstate(divide="ignore", invalid="ignore"):
        return found.design_effect / (1 - found.unweighted_base / found.weighted_base)


def _alone(case: Case, survey: Survey, frame: Frame) -> Bools:
    """Cells whose respondents are one, or all of one sampling unit: R says SE 0, we that it is not known."""
    inside = in_domain(survey)
    for name in _names(case["args"]["y"]):
        inside = inside & np.array([value is not None for value in frame[name].values])
    groups = [
        {name: text(whole(level)) for name, level in (cell.get("by") or {}).items()}
        for cell in case.get("cells") or [{}]
    ]
    units = _units(survey)
    found: dict[tuple[tuple[str, str], ...], bool] = {}
    for group in groups:
        if tuple(group.items()) not in found:
            there = inside
            for name, level in group.items():
                there = there & np.array([value == level for value in frame[name].as_category.values])
            found[tuple(group.items())] = len(np.unique(units[there], axis=0)) == 1
    return np.array([found[tuple(group.items())] for group in groups])


def _units(survey: Survey) -> Any:
    """What tells the sampling units apart, (rows, parts)."""
    design = survey.design
    if design.psu is None:
        return np.arange(len(survey.responses))[:, None]
    names = [name for name in (design.stratum, design.psu) if name]
    return np.stack([survey.responses.column(name).codes for name in names], axis=-1)


def _independence(case: Case, survey: Survey, frame: Frame) -> Fields:
    """R forgets the rows outside a domain, unless the design is calibrated; so do its degrees of freedom."""
    args = case["args"]
    survey = _as_categories(survey, frame, [args["row"], args["col"]])
    if survey.design.calibration is None:
        survey = without_weight_outside(survey, in_domain(survey))
    found = chisquare(survey, category(args["row"]), category(args["col"]), domain=INSIDE)
    rows = int(in_domain(survey).sum())
    return {
        "statistic": found.statistic,
        "parameter": [found.df1, found.df2],
        "p": found.p,
        "observed": found.observed * rows,
        "expected": found.expected * rows,
    }


def _share(case: Case, survey: Survey, frame: Frame) -> Fields:
    """Limits of a share; R counts rows without an answer, in calibrated designs even outside the domain."""
    args = case["args"]
    method, level = args.get("method") or "logit", args.get("level") or 0.95
    if method not in _LIMITS:
        raise NotCoveredError(f"ciprop method {method}")
    y = question(_names(args["y"])[0])
    found = shares(
        survey, value_axis(survey, y), valued_axis(survey, y), answer_axis(survey, DOMAIN, [INSIDE[DOMAIN]])
    )
    rows = len(survey.responses) if survey.design.calibration else int(in_domain(survey).sum())
    counted = replace(found, unweighted_base=np.array([float(rows)]), domain_df=everyone(survey).domain_df)
    low, high = interval(counted, _LIMITS[method], level)
    return {
        "est": found.estimate[0, 0],
        "se": found.standard_error[0, 0],
        "df": found.df,
        "lo": low[0, 0],
        "hi": high[0, 0],
        ALONE: _alone({**case, "cells": None}, survey, frame),
    }


def _share_of(survey: Survey, questions: Sequence[str], **options: Any) -> Statistic:
    """Shares of categories; a column of noughts and ones has its mean."""
    categories = all(survey.codebook[name].answers for name in questions)
    return (proportion if categories else mean)(survey, questions, **options)


_KINDS: Mapping[str, Callable[..., Fields]] = {
    "mean": _estimated(mean),
    "prop": _estimated(_share_of),
    "total": _estimated(total),
    "mean_by": _estimated(mean),
    "chisq": _independence,
    "ciprop": _share,
}
