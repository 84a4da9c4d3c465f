"""Golden means, shares, totals, ratios, moments, quantiles and contrasts by the public functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from scipy import stats

from survey.responses import decode, encode
from survey.stats.intervals import Method
from survey.tabulation.axes import answer_axis, value_axis, valued_axis
from survey.tabulation.estimates import interval, shares
from survey.tabulation.statistics import (
    Contrasts,
    Statistic,
    contrast,
    crosstab,
    mean,
    mentions,
    proportion,
    quantile,
    ratio,
    total,
    variance,
)
from survey.vocabulary import Answer, Codebook, Question, Survey, plain
from tests.golden.frames import Frame, NotCoveredError, text
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
)

Case = Mapping[str, Any]
Fields = dict[str, Any]

ALONE = "alone"
"""Field of a mask, not a number: cells of one respondent or one sampling unit."""

TICKS = "golden ticks"

LIMITS: Mapping[str, Method] = {
    "logit": "logit",
    "xlogit": "logit",
    "beta": "beta",
    "wilson": "wilson",
    "mean": "wald",
}


def names(given: str | Sequence[str] | None) -> list[str]:
    """One name, several, or none, as a list."""
    return [given] if isinstance(given, str) else list(given or ())


def as_categories(survey: Survey, frame: Frame, columns: Sequence[str]) -> Survey:
    """The survey with these columns as single-response questions."""
    for name in columns:
        survey = with_column(survey, category(name), frame[name].as_category)
    return survey


def _asked(case: Case, frame: Frame) -> dict[str, str]:
    """{column: its question}: a number of which the cells name levels is a category."""
    asked = names(case["args"]["y"])
    levelled = {cell.get("y", asked[0]) for cell in case.get("cells") or () if "level" in cell}
    return {
        name: category(name) if name in levelled and frame[name].levels is None else question(name)
        for name in asked
    }


def _grouped(statistic: Callable[..., Statistic], case: Case, survey: Survey, frame: Frame) -> Statistic:
    by, asked = names(case["args"].get("by")), _asked(case, frame)
    survey = as_categories(survey, frame, [*by, *(y for y in asked if asked[y] == category(y))])
    return statistic(survey, list(asked.values()), by=[category(name) for name in by], domain=INSIDE)


def estimated(statistic: Callable[..., Statistic]) -> Callable[..., Fields]:
    """A case of this statistic, by groups."""

    def fields(case: Case, survey: Survey, frame: Frame) -> Fields:
        by, asked = names(case["args"].get("by")), _asked(case, frame)
        found = _grouped(statistic, case, survey, frame)
        position = {(cell.question, cell.answer, cell.group): i for i, cell in enumerate(found.cells)}
        cells = case.get("cells")
        if not cells:
            return in_order(found, list(range(len(position))), case)
        order = [position[_key(cell, asked, by)] for cell in cells]
        return {**in_order(found, order, case), ALONE: alone(case, as_categories(survey, frame, by), frame)}

    return fields


def _key(cell: Case, asked: Mapping[str, str], by: Sequence[str]) -> tuple[str, str, tuple[str, ...]]:
    """What the public functions call a cell."""
    return (
        asked[cell.get("y", next(iter(asked)))],
        text(whole(cell["level"])) if "level" in cell else "",
        tuple(text(whole(cell["by"][name])) for name in by),
    )


def in_order(found: Statistic, order: list[int], case: Case) -> Fields:
    """The fields of a statistic, its cells in the reference's order; limits as R's `confint` has them."""
    estimate, error = found.estimate[order], found.standard_error[order]
    normal = stats.norm.isf(0.025) * error
    by_t = stats.t.isf(0.025, found.df if found.df > 0 else np.nan) * error
    return {
        "est": estimate,
        "se": error,
        "df": found.df,
        "ci95_normal.lo": estimate - normal,
        "ci95_normal.hi": estimate + normal,
        "ci95_t_degf.lo": estimate - by_t,
        "ci95_t_degf.hi": estimate + by_t,
        "ci95_normal": np.concatenate([estimate - normal, estimate + normal]),
        "ci95_t_degf": np.concatenate([estimate - by_t, estimate + by_t]),
        "vcov": found.covariance[np.ix_(order, order)],
        "deff": _r_design_effect(found, case)[order],
    }


def _r_design_effect(found: Statistic, case: Case) -> Any:
    """R compares with sampling without replacement from as many as the weights add up to."""
    if case["args"].get("deff") != "srs_without_replacement":
        return found.design_effect
    with np.errstate(divide="ignore", invalid="ignore"):
        return found.design_effect / (1 - found.unweighted_base / found.weighted_base)


def alone(case: Case, survey: Survey, frame: Frame) -> Bools:
    """Cells whose respondents are one, or all of one sampling unit: R says SE 0, we that it is not known."""
    inside = in_domain(survey)
    for name in names(case["args"]["y"]):
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
    columns = [name for name in (design.stratum, design.psu) if name]
    return np.stack([survey.responses.column(name).codes for name in columns], axis=-1)


def share_limits(case: Case, survey: Survey, frame: Frame) -> Fields:
    """Limits of a share; R counts rows without an answer, in calibrated designs even outside the domain."""
    args = case["args"]
    method, level = args.get("method") or "logit", args.get("level") or 0.95
    if method not in LIMITS:
        raise NotCoveredError(f"ciprop method {method}")
    y = question(names(args["y"])[0])
    found = shares(
        survey, value_axis(survey, y), valued_axis(survey, y), answer_axis(survey, DOMAIN, [INSIDE[DOMAIN]])
    )
    design = survey.design
    all_rows = design.calibration is not None and design.replication is None
    rows = len(survey.responses) if all_rows else int(in_domain(survey).sum())
    counted = replace(found, unweighted_base=np.array([float(rows)]), domain_df=everyone(survey).domain_df)
    low, high = interval(counted, LIMITS[method], level)
    return {
        "est": found.estimate[0, 0],
        "se": found.standard_error[0, 0],
        "df": found.df,
        "lo": low[0, 0],
        "hi": high[0, 0],
        ALONE: alone({**case, "cells": None}, survey, frame),
    }


def share_of(survey: Survey, questions: Sequence[str], **options: Any) -> Statistic:
    """Shares of categories; a column of noughts and ones has its mean."""
    categories = all(survey.codebook[name].answers for name in questions)
    return (proportion if categories else mean)(survey, questions, **options)


def ratios(case: Case, survey: Survey, frame: Frame) -> Fields:
    """Ratios of totals."""
    args = case["args"]
    numerators = [question(name) for name in names(args["num"])]
    found = ratio(survey, numerators, question(args["den"]), domain=INSIDE)
    return in_order(found, list(range(len(found.cells))), case)


def moments(case: Case, survey: Survey, frame: Frame) -> Fields:
    """Variances and covariances."""
    found = variance(survey, [question(name) for name in names(case["args"]["y"])], domain=INSIDE)
    return in_order(found, list(range(len(found.cells))), case)


def contrasts(case: Case, survey: Survey, frame: Frame) -> Fields:
    """Contrasts of shares, or of groups' means; without contrasts, the groups themselves."""
    args = case["args"]
    if not args.get("contrasts"):
        return estimated(mean)(case, survey, frame)
    if args.get("by"):
        found = _grouped(mean, {**case, "cells": None}, survey, frame)
    else:
        [y] = names(args["y"])
        found = proportion(as_categories(survey, frame, [y]), category(y), domain=INSIDE)
    return _contrast_fields(
        contrast(found, {each["name"]: _coefficients(each) for each in args["contrasts"]})
    )


def _coefficients(given: Case) -> Any:
    if "ratio" in given:
        return tuple({text(whole(k)): v for k, v in given["ratio"][part].items()} for part in ("num", "den"))
    return {text(whole(level)): value for level, value in given["coefficients"].items()}


def _contrast_fields(found: Contrasts) -> Fields:
    return {
        "est": found.estimate,
        "se": found.standard_error,
        "df": found.df,
        "z": found.t,
        "p_normal": 2 * stats.norm.sf(np.abs(found.t)),
        "p_t_degf": found.p,
        "vcov": found.covariance,
    }


def quantiles(case: Case, survey: Survey, frame: Frame) -> Fields:
    """Quantiles with Woodruff's limits."""
    args = case["args"]
    rule, method = args.get("qrule") or "math", args.get("interval") or "mean"
    if rule not in ("math", "school"):
        raise NotCoveredError(f"quantile rule {rule}")
    if method not in LIMITS:
        raise NotCoveredError(f"quantile interval {method}")
    [y], by = names(args["y"]), names(args.get("by"))
    found = quantile(
        as_categories(survey, frame, by),
        question(y),
        args.get("p") or 0.5,
        by=[category(name) for name in by],
        domain=INSIDE,
        level=1 - (args.get("alpha") or 0.05),
        interval=LIMITS[method],
        rule=rule,
    )
    fields = {"est": found.estimate, "se": found.standard_error, "lo": found.low, "hi": found.high}
    return fields if by else {"p": args["p"], **{f"{y}.{name}": value for name, value in fields.items()}}


def counts(case: Case, survey: Survey, frame: Frame) -> Fields:
    """Weighted counts of a two-way table."""
    row, column = case["args"]["row"], case["args"]["col"]
    survey = as_categories(survey, frame, [row, column])
    return {"counts": crosstab(survey, category(row), category(column), domain=INSIDE).weighted_total}


def ticks(case: Case, survey: Survey, frame: Frame) -> Fields:
    """Columns of noughts and ones as one question with ticks: per cent of respondents or of responses."""
    args = case["args"]
    items = names(args["items"])
    block = items[0].rsplit("_", 1)[0] + "_"
    asked = [name for name in frame if name.startswith(block)]
    chosen = _as_ticks(survey, frame, asked)
    found = (mentions if args.get("base") == "responses" else proportion)(chosen, TICKS, domain=INSIDE)
    position = {cell.answer: i for i, cell in enumerate(found.cells)}
    return in_order(found, [position[item] for item in items], case)


def _as_ticks(survey: Survey, frame: Frame, items: Sequence[str]) -> Survey:
    columns = [decode(survey.responses.column(question(name))) for name in items]
    given = [
        None if None in row else tuple(name for name, tick in zip(items, row, strict=True) if tick)
        for row in zip(*columns, strict=True)
    ]
    answers = tuple(Answer(name, plain(name)) for name in items)
    asked = Question(TICKS, plain(TICKS), "multiple", answers=answers)
    return replace(
        survey,
        responses=survey.responses.assign({TICKS: encode(given)}),
        codebook=Codebook((*survey.codebook, asked)),
    )


KINDS: Mapping[str, Callable[..., Fields]] = {
    "mean": estimated(mean),
    "prop": estimated(share_of),
    "total": estimated(total),
    "mean_by": estimated(mean),
    "crosstab_by": estimated(mean),
    "ciprop": share_limits,
    "ratio": ratios,
    "var": moments,
    "cor": moments,
    "contrast": contrasts,
    "wave_contrast": contrasts,
    "pairwise": contrasts,
    "quantile": quantiles,
    "quantile_by": quantiles,
    "table": counts,
    "multi_response": ticks,
}
