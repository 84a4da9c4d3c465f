"""Average marginal effects: what a logistic model says of an answer, in shares instead of odds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from survey.stats.effects import Averaged, average_contrast, average_slope
from survey.stats.intervals import wald
from survey.stats.ratios import ratios
from survey.tabulation.statistics.models import Modelled, covariance_of
from survey.tabulation.totals import replicate_covariance

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Effects:
    """Average marginal effects, (terms,) each, 0–1; NaN for the intercept.

    Parameters
    ----------
    estimate
        For an answer, the mean difference in probability if all in the model
        had given it and if all had given the reference; for a number, the mean
        derivative.
    covariance
        (terms, terms).
    """

    estimate: Floats
    standard_error: Floats
    covariance: Floats
    low: Floats
    high: Floats
    p: Floats


def average_effects(model: Modelled, level: float) -> Effects:
    """Average marginal effects of a logistic model, with limits on the model's degrees of freedom.

    The error counts both that the coefficients are estimated and that the
    respondents averaged over are a sample; with replicate weights both are
    done anew in each. It is NaN where the coefficient's is.

    References
    ----------
    Graubard & Korn (1999), *Biometrics* 55, 652-659.
    """
    patterns, fit, found = model.patterns, model.fit, model.regression
    whole = float(patterns.weights.sum())
    averages = _averages(model, fit.coefficients, patterns.weights)
    estimate = np.array([average.value for average in averages])
    replication = patterns.survey.design.replication
    if replication is None or model.replicated is None:
        influence = np.column_stack([average.influence(fit.influence, whole) for average in averages])
        covariance = covariance_of(patterns, influence)
    else:
        weights = patterns.count(replication.block)
        anew = [
            [average.value for average in _averages(model, at, each)]
            for at, each in zip(model.replicated, weights, strict=True)
        ]
        covariance = replicate_covariance(np.array(anew), estimate, replication)
    unknown = np.isnan(found.standard_error[1:])
    covariance = np.where(unknown[:, None] | unknown, np.nan, covariance)
    return _with_intercept(estimate, covariance, found.df, level)


def _with_intercept(estimate: Floats, covariance: Floats, df: float, level: float) -> Effects:
    """The effects behind a place for the intercept, which has none."""
    estimate = np.insert(estimate, 0, np.nan)
    covariance = np.pad(covariance, ((1, 0), (1, 0)), constant_values=np.nan)
    error = np.sqrt(np.clip(np.diagonal(covariance), 0, None))
    low, high = wald(estimate, error, np.full(len(error), df), level)
    p = 2 * stats.t.sf(np.abs(ratios(estimate, error)), df if df > 0 else np.nan)
    return Effects(estimate, error, covariance, low, high, np.asarray(p))


def _averages(model: Modelled, coefficients: Floats, weights: Floats) -> list[Averaged]:
    """The average effect of each term but the intercept, in their order."""
    terms, matrix = model.regression.terms, model.patterns.matrix
    found = []
    for position, term in enumerate(terms):
        if not term.question:
            continue
        if not term.answer:
            found.append(average_slope(matrix, position, coefficients, weights))
            continue
        reference = matrix.copy()
        reference[:, [i for i, other in enumerate(terms) if other.question == term.question]] = 0
        given = reference.copy()
        given[:, position] = 1
        found.append(average_contrast(given, reference, coefficients, weights))
    return found
