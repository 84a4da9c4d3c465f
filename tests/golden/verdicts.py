"""Golden tests and models by the public functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from survey.tabulation.statistics import Regression, chisquare, goodness_of_fit, regression, term_test, ttest
from survey.vocabulary import Survey
from tests.golden.frames import Frame, NotCoveredError, text
from tests.golden.levels import as_categories
from tests.golden.surveys import (
    INSIDE,
    category,
    in_domain,
    question,
    weights_of,
    whole,
    without_weight_outside,
)

Case = Mapping[str, Any]
Fields = dict[str, Any]

STATISTICS: Mapping[str, Any] = {
    "F": "rao_scott",
    "Chisq": "first_order",
    "Wald": "wald",
    "adjWald": "adjusted_wald",
}


def independence(case: Case, survey: Survey, frame: Frame) -> Fields:
    """R forgets the rows outside a domain, unless the design is calibrated; so do its degrees of freedom.

    Its Pearson statistic speaks of as many respondents as the design has rows.
    """
    args = case["args"]
    statistic = args.get("statistic") or "F"
    if statistic not in STATISTICS:
        raise NotCoveredError(f"chisq statistic {statistic}")
    survey = as_categories(survey, frame, [args["row"], args["col"]])
    inside = in_domain(survey)
    if survey.design.calibration is None and not inside.all():
        if survey.design.replication is not None:
            raise NotCoveredError("tests in a domain of replicate designs")
        survey = without_weight_outside(survey, inside)
    found = chisquare(
        survey, category(args["row"]), category(args["col"]), domain=INSIDE, statistic=STATISTICS[statistic]
    )
    rows = int(in_domain(survey).sum())
    degrees = found.df1 if statistic == "Chisq" else [found.df1, found.df2]
    scale = rows / found.unweighted_base if statistic == "Chisq" else 1.0
    return {
        "statistic": found.statistic * scale,
        "parameter": degrees,
        "p": found.p,
        "observed": found.observed * rows,
        "expected": found.expected * rows,
    }


def goodness(case: Case, survey: Survey, frame: Frame) -> Fields:
    """R's statistic is of weighted totals; ours is of respondents, over its scale."""
    args = case["args"]
    shares = {text(whole(level)): share for level, share in args["p"].items()}
    survey = as_categories(survey, frame, [args["y"]])
    found = goodness_of_fit(survey, category(args["y"]), shares, domain=INSIDE)
    whole_weight = float(weights_of(survey)[in_domain(survey)].sum())
    size = whole_weight / found.unweighted_base
    return {
        "statistic": found.statistic * found.scale * size,
        "parameter": [found.scale * size, found.df],
        "p": found.p,
        "observed": found.observed * whole_weight,
        "expected": found.expected * whole_weight,
    }


def t_test(case: Case, survey: Survey, frame: Frame) -> Fields:
    """One mean against a number, or two groups."""
    args = case["args"]
    by = args.get("group")
    if by:
        survey = as_categories(survey, frame, [by])
    found = ttest(
        survey,
        question(args["y"]),
        by=category(by) if by else None,
        against=float(args.get("mu") or 0),
        domain=INSIDE,
        level=args.get("conf_level") or 0.95,
    )
    shift = 0.0 if by else float(args.get("mu") or 0)
    return {
        "statistic": found.t,
        "parameter": found.df,
        "p": found.p,
        "estimate": found.estimate - shift,
        "conf_int": [found.low - shift, found.high - shift],
    }


def _regression(spec: Case, survey: Survey, frame: Frame) -> Regression:
    if spec.get("intercept") is False:
        raise NotCoveredError("models without an intercept")
    factors = [term for term in spec["terms"] if term["type"] == "factor"]
    response = spec["response"]
    success = [text(whole(level)) for level in response.get("success") or ()]
    survey = as_categories(survey, frame, [term["column"] for term in factors])
    if success:
        survey = as_categories(survey, frame, [response["column"]])
    return regression(
        survey,
        category(response["column"]) if success else question(response["column"]),
        [
            category(term["column"]) if term["type"] == "factor" else question(term["column"])
            for term in spec["terms"]
        ],
        success=success,
        family=spec["family"],
        references={category(term["column"]): text(whole(term["reference"])) for term in factors},
        domain=INSIDE,
    )


def model(case: Case, survey: Survey, frame: Frame) -> Fields:
    """Coefficients; R scales the weights to mean one over all rows, those with blanks included."""
    args = case["args"]
    found = _regression(args, survey, frame)
    position = {(term.question, term.answer): i for i, term in enumerate(found.terms)}
    order = [position[_term(cell, args)] for cell in case["cells"]]
    weights = weights_of(survey)[in_domain(survey)]
    heavier = found.weighted_base / found.unweighted_base / weights.mean()
    return {
        "est": found.estimate[order],
        "se": found.standard_error[order],
        "t": found.t[order],
        "p": found.p[order],
        "df_residual": found.df,
        "vcov": found.covariance[np.ix_(order, order)],
        "deviance": found.deviance * heavier,
        "dispersion": found.dispersion * heavier,
    }


def _term(cell: Case, model: Case) -> tuple[str, str]:
    """What the public functions call a coefficient."""
    if cell["term"] == "(Intercept)":
        return "", ""
    if "level" in cell:
        return category(cell["term"]), text(whole(cell["level"]))
    return question(cell["term"]), ""


def term(case: Case, survey: Survey, frame: Frame) -> Fields:
    """All coefficients of a term."""
    args = case["args"]
    if (args.get("method") or "Wald") != "Wald":
        raise NotCoveredError(f"term tests by {args['method']}")
    found = _regression(args["model"], survey, frame)
    asked = next(each for each in args["model"]["terms"] if each["column"] == args["term"])
    name = category(args["term"]) if asked["type"] == "factor" else question(args["term"])
    tested = term_test(found, name)
    return {"Ftest": tested.statistic, "df": tested.df1, "ddf": tested.df2, "p": tested.p}


KINDS: Mapping[str, Callable[..., Fields]] = {
    "chisq": independence,
    "gof": goodness,
    "ttest": t_test,
    "glm": model,
    "regterm": term,
}
