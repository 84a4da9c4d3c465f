"""Regressions of an answer or a number on other questions, with errors from the design."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from survey.errors import DataError, PlanError
from survey.stats.intervals import wald
from survey.stats.models import (
    CollinearError,
    FamilyName,
    Fitted,
    NotFittedError,
    check_independent,
    fitted,
    refitted,
)
from survey.stats.ratios import ratios
from survey.tabulation.axes import answer_axis
from survey.tabulation.statistics.patterns import PATTERN_COLUMN, Patterns, patterns
from survey.tabulation.statistics.records import Regression, TermTest
from survey.tabulation.statistics.scope import NO_DEGREES, Domain, Scope, names_of
from survey.tabulation.totals import Variables, replicate_covariance, totals
from survey.vocabulary import Axis, Survey, check_choice, check_level

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Modelled:
    """A regression with the patterns and the fit that it was made of.

    Parameters
    ----------
    replicated
        (replicates, terms) coefficients by each replicate's weights; None without these.
    """

    patterns: Patterns
    fit: Fitted
    replicated: Floats | None
    regression: Regression


def regression(
    survey: Survey,
    outcome: str,
    on: str | Sequence[str],
    *,
    success: str | Sequence[str] = (),
    family: FamilyName | None = None,
    references: Mapping[str, str] | None = None,
    scored: Sequence[str] = (),
    domain: Domain | None = None,
    level: float = 0.95,
) -> Regression:
    """Weighted model of a number, or of giving one of some answers, (terms,); association, not cause.

    Parameters
    ----------
    outcome
        Numeric or scored; with `success`, a question with answers.
    on
        Questions: numbers enter as they are, answers as one term each but the first.
    success
        Answer codes that count 1; all others inside the base count 0.
    family
        `gaussian`, `binomial` (logit) or `poisson` (log); by default
        `binomial` with `success`, else `gaussian`. The errors are those of a
        quasi-likelihood: no dispersion is assumed.
    references
        {question: answer that its others are compared with}; by default the
        first answer that somebody gave.
    scored
        Questions with answers that enter by their scores.
    domain
        {question: answer codes}; others leave the model, not the design.

    Raises
    ------
    PlanError
        A question or an answer that is not there, or terms that determine
        each other.
    DataError
        Nobody to model, an outcome that does not vary, or no fit.

    References
    ----------
    Binder (1983), *International Statistical Review* 51, 279-292.
    """
    codes = names_of(success)
    chosen: FamilyName = family or ("binomial" if codes else "gaussian")
    model = modelled(
        survey, outcome, names_of(on), codes, chosen, references or {}, frozenset(scored), domain or {}, level
    )
    return model.regression


def modelled(
    survey: Survey,
    outcome: str,
    on: Sequence[str],
    success: Sequence[str],
    family: FamilyName,
    references: Mapping[str, str],
    scored: frozenset[str],
    domain: Domain,
    level: float,
) -> Modelled:
    """A regression with what it was made of; parameters and complaints are those of `regression`."""
    check_level(level)
    check_choice("family", family, FamilyName)
    model = patterns(survey, outcome, on, success, references, scored, domain)
    _check_varied(model, outcome, family)
    fit = _fit(model, family)
    replicated = _replicated(model, fit, family)
    covariance = _covariance(model, fit, replicated)
    return Modelled(model, fit, replicated, _finished(model, fit, covariance, family, level))


def term_test(model: Regression, question: str) -> TermTest:
    """Wald's test that all coefficients of a question are zero, referred to F.

    Raises
    ------
    PlanError
        A question that is not in the model.
    """
    kept = [i for i, term in enumerate(model.terms) if term.question == question]
    if not kept:
        there = ", ".join(dict.fromkeys(term.question for term in model.terms if term.question))
        raise PlanError(f"the model has no term {question!r}", hint=f"its terms are: {there}")
    estimate, covariance = model.estimate[kept], model.covariance[np.ix_(kept, kept)]
    if np.isnan(covariance).any() or not model.df > 0:
        return TermTest(question, np.nan, float(len(kept)), model.df, np.nan)
    statistic = float(estimate @ np.linalg.pinv(covariance, hermitian=True) @ estimate) / len(kept)
    p = float(stats.f.sf(statistic, len(kept), model.df))
    return TermTest(question, statistic, float(len(kept)), model.df, p)


def _check_varied(model: Patterns, outcome: str, family: FamilyName) -> None:
    answers = model.answers[model.inside]
    if (answers == answers[0]).all():
        raise DataError(
            f"{outcome!r} is the same for all {int(model.count(None).sum()):,} respondents of the model",
            hint="choose another outcome or a wider domain",
        )
    if (model.weights < 0).any():
        raise DataError(
            "some weights are below zero, and a model needs weights that are not",
            hint="calibrate with bounds, or by the raking or logit distance",
        )
    if (family != "gaussian" and (answers < 0).any()) or (family == "binomial" and (answers > 1).any()):
        raise PlanError(f"{outcome!r} has values that a {family} model does not allow")


def _fit(model: Patterns, family: FamilyName) -> Fitted:
    try:
        return fitted(model.matrix, model.answers, model.weights, family)
    except CollinearError as error:
        names = ", ".join(model.terms[i].name for i in error.terms)
        raise PlanError(
            f"the other terms of the model determine {names}, so that it has no coefficient of its own",
            hint=_mend_of(model, model.terms[error.terms[0]].question),
        ) from error
    except NotFittedError as error:
        raise DataError("the model's coefficients did not come to rest; no result is given") from error


def _mend_of(model: Patterns, question: str) -> str:
    """What to take out of a model whose terms of this question are one too many."""

    def determined(*others: str) -> bool:
        kept = [i for i, term in enumerate(model.terms) if term.question in ("", question, *others)]
        try:
            check_independent(model.matrix[:, kept], model.weights)
        except CollinearError:
            return True
        return False

    others = dict.fromkeys(term.question for term in model.terms if term.question not in ("", question))
    other = next((name for name in others if determined(name)), "")
    if other and not determined():
        return f"{other!r} and {question!r} say the same; take one of the two out of the model"
    return "take one of the questions out of the model"


def _replicated(model: Patterns, fit: Fitted, family: FamilyName) -> Floats | None:
    """Coefficients refitted in every replicate, (replicates, terms); None without replicate weights."""
    replication = model.survey.design.replication
    if replication is None:
        return None
    weights = model.count(replication.block)
    return refitted(model.matrix, model.answers, weights, family, fit.coefficients)


def covariance_of(model: Patterns, influence: Floats) -> Floats:
    """Covariance of estimates with these influence values, (patterns, estimates), under the design."""
    scores = Axis(PATTERN_COLUMN, influence * model.inside[:, None])
    found = totals(model.survey, [Variables((scores,))])
    return np.asarray(found.covariance_of(lambda values: values, np.eye(influence.shape[1])[None])[0])


def _covariance(model: Patterns, fit: Fitted, replicated: Floats | None) -> Floats:
    """Covariance of the coefficients, (terms, terms), by linearisation or from the replicates' own."""
    replication = model.survey.design.replication
    if replication is None or replicated is None:
        covariance = covariance_of(model, fit.influence)
    else:
        covariance = replicate_covariance(replicated, fit.coefficients, replication)
    loose = np.isin(np.arange(len(model.terms)), fit.separated)
    return np.where(loose[:, None] | loose, np.nan, covariance)


def _finished(
    model: Patterns, fit: Fitted, covariance: Floats, family: FamilyName, level: float
) -> Regression:
    bases = model.scope.bases
    df = float(bases.degrees[0] + 1 - len(model.terms))
    known = df if df > 0 else np.nan
    reasons = _reasons(model, fit, df)
    unknown = np.array([reason not in ("", NO_DEGREES) for reason in reasons])
    covariance = np.where(unknown[:, None] | unknown, np.nan, covariance)
    error = np.sqrt(np.clip(np.diagonal(covariance), 0, None))
    low, high = wald(fit.coefficients, error, np.full(len(error), df), level)
    t = ratios(fit.coefficients, error)
    weights, respondents = model.weights, float(bases.unweighted[0])
    scaled = weights * respondents / weights.sum()
    return Regression(
        family=family,
        terms=model.terms,
        references=model.references,
        estimate=fit.coefficients,
        standard_error=error,
        covariance=covariance,
        low=low,
        high=high,
        t=t,
        df=df,
        p=np.asarray(2 * stats.t.sf(np.abs(t), known)),
        deviance=float(scaled @ fit.deviance),
        dispersion=_dispersion(model, fit, scaled, respondents),
        unweighted_base=respondents,
        weighted_base=float(weights.sum()),
        flags=reasons,
    )


def _reasons(model: Patterns, fit: Fitted, df: float) -> tuple[str, ...]:
    """Why each term's error, or its limits, are not defined, (terms,); empty where they are."""
    whole = model.scope.flags[0]
    reasons = [whole if whole != NO_DEGREES else ""] * len(model.terms)
    for question, reference in model.references.items():
        codes = (reference, *(term.answer for term in model.terms if term.question == question))
        cells = answer_axis(model.survey, question, [[code] for code in codes])
        alone = Scope(model.survey, (*model.scope.axes, cells), tuple((code,) for code in codes)).flags
        told = {code: flag for code, flag in zip(codes, alone, strict=True) if flag not in ("", NO_DEGREES)}
        for i, term in enumerate(model.terms):
            if reference in told and term.question in (question, ""):
                reasons[i] = reasons[i] or told[reference]
            elif term.question == question and term.answer in told:
                reasons[i] = reasons[i] or told[term.answer]
    for i in fit.separated:
        reasons[i] = "separated"
    return tuple(reason or ("" if df > 0 else NO_DEGREES) for reason in reasons)


def _dispersion(model: Patterns, fit: Fitted, scaled: Floats, respondents: float) -> float:
    """Weighted variance of the Pearson residuals, or with replicate weights their mean square."""
    square = float(scaled @ fit.residual**2) / respondents
    if model.survey.design.replication is not None:
        return square
    centre = float(scaled @ fit.residual) / respondents
    return (square - centre**2) * respondents / max(respondents - 1, 1)
