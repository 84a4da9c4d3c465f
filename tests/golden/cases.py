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
from survey.vocabulary import Axis, Survey
from tests.golden.designs import CATEGORY, DOMAIN, Reference, weights_of, with_column, without_weight_outside
from tests.golden.frames import Frame, NotCoveredError, Variable, evaluate, text

Case = Mapping[str, Any]
Fields = dict[str, Any]

INSIDE = {DOMAIN: ["1"]}

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
    if case["kind"] not in _KINDS:
        raise NotCoveredError(f"kind {case['kind']}")
    if case["design"] is None:
        raise NotCoveredError("cases without a design")
    if case["options"]["lonely_psu"] in ("adjust", "average") and (case["domain"] or case["args"].get("by")):
        raise NotCoveredError("strata that a domain leaves with one sampling unit")
    if case["kind"] == "chisq" and case["args"]["statistic"] != "F":
        raise NotCoveredError(f"chisq statistic {case['args']['statistic']}")
    survey = reference.survey(case["design"])
    survey = replace(survey, design=replace(survey.design, lonely=case["options"]["lonely_psu"]))
    frame = reference.frame_of(case["design"])
    return _KINDS[case["kind"]](case, with_domain(survey, case, frame), frame)


def with_domain(survey: Survey, case: Case, frame: Frame) -> Survey:
    """The survey with a column that says who is in the domain of the case and of its design."""
    weights = weights_of(survey)
    inside = evaluate(case["domain"], frame).values if case["domain"] else (1.0,) * len(weights)
    values = tuple("1" if value == 1 and w != 0 else None for value, w in zip(inside, weights, strict=True))
    return with_column(survey, DOMAIN, Variable(values, ("1",)))


def _rows(survey: Survey) -> int:
    """Rows of the domain."""
    return int((survey.responses.column(DOMAIN).codes >= 0).sum())


def _as_categories(survey: Survey, frame: Frame, names: Sequence[str]) -> Survey:
    for name in names:
        survey = with_column(survey, name + CATEGORY, frame[name].as_category)
    return survey


def _measured(statistic: Callable[..., Statistic], case: Case, survey: Survey, frame: Frame) -> Statistic:
    args = case["args"]
    questions = [args["y"]] if isinstance(args["y"], str) else args["y"]
    by = args.get("by") or ()
    survey = _as_categories(survey, frame, by)
    return statistic(survey, questions, by=[name + CATEGORY for name in by], domain=INSIDE)


def _estimated(statistic: Callable[..., Statistic]) -> Callable[..., Fields]:
    def fields(case: Case, survey: Survey, frame: Frame) -> Fields:
        found = _measured(statistic, case, survey, frame)
        by = case["args"].get("by") or ()
        position = {(c.question, c.answer, c.group): i for i, c in enumerate(found.cells)}
        y = case["args"]["y"]
        order = [
            position[
                cell.get("y", y),
                text(_whole(cell["level"])) if "level" in cell else "",
                tuple(text(_whole(cell["by"][name])) for name in by),
            ]
            for cell in case["cells"]
        ]
        return _in_order(found, order, case)

    return fields


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
    if case["args"]["deff"] != "srs_without_replacement":
        return found.design_effect
    with np.errstate(divide="ignore", invalid="ignore"):
        return found.design_effect / (1 - found.unweighted_base / found.weighted_base)


def _independence(case: Case, survey: Survey, frame: Frame) -> Fields:
    """R forgets the rows outside a domain, unless the design is calibrated; so do its degrees of freedom."""
    args = case["args"]
    survey = _as_categories(survey, frame, [args["row"], args["col"]])
    if survey.design.calibration is None:
        survey = without_weight_outside(survey, survey.responses.column(DOMAIN).codes >= 0)
    found = chisquare(survey, args["row"] + CATEGORY, args["col"] + CATEGORY, domain=INSIDE)
    return {
        "statistic": found.statistic,
        "parameter": [found.df1, found.df2],
        "p": found.p,
        "observed": found.observed * _rows(survey),
        "expected": found.expected * _rows(survey),
    }


def _share(case: Case, survey: Survey, frame: Frame) -> Fields:
    """Limits of a share; R counts rows without an answer, in calibrated designs even outside the domain."""
    args = case["args"]
    if args["method"] not in _LIMITS:
        raise NotCoveredError(f"ciprop method {args['method']}")
    y = args["y"] if isinstance(args["y"], str) else args["y"][0]
    found = shares(
        survey, value_axis(survey, y), valued_axis(survey, y), answer_axis(survey, DOMAIN, [["1"]])
    )
    rows = len(survey.responses) if survey.design.calibration else _rows(survey)
    counted = replace(found, unweighted_base=np.array([float(rows)]), domain_df=_domain_df(survey))
    low, high = interval(counted, _LIMITS[args["method"]], args["level"])
    return {
        "est": found.estimate[0, 0],
        "se": found.standard_error[0, 0],
        "df": found.df,
        "lo": low[0, 0],
        "hi": high[0, 0],
    }


def _domain_df(survey: Survey) -> Any:
    """Degrees of freedom of the domain, those without an answer included."""
    everyone = Axis("")
    return shares(survey, everyone, everyone, answer_axis(survey, DOMAIN, [["1"]])).domain_df


def _share_of(survey: Survey, questions: Sequence[str], **options: Any) -> Statistic:
    """Shares of categories; a column of noughts and ones has its mean."""
    categories = all(survey.codebook[name].answers for name in questions)
    return (proportion if categories else mean)(survey, questions, **options)


def _whole(level: object) -> object:
    return float(level) if isinstance(level, int) else level


_KINDS: Mapping[str, Callable[..., Fields]] = {
    "mean": _estimated(mean),
    "prop": _estimated(_share_of),
    "total": _estimated(total),
    "mean_by": _estimated(mean),
    "chisq": _independence,
    "ciprop": _share,
}
